story: 联合奖惩：措施清单、适用核查、反馈
places: cangzhou

make org acme
make org good
make org bravo
make record penalty item=penalty_organisation about=acme
make record coercion item=coercion_organisation about=bravo
make record honour item=commendation_organisation about=good

def check_acme
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "政府性资金安排", "scene": "government_funds"}

step CZ-96: a measure states its content, its objects and who carries it out
as clerk
POST /measures
  {"type": "fund_restriction", "name": "虚构措施", "objects": "失信企业"}
=> 422 measure.content clause=CZ-96 field=content
POST /measures
  {"type": "fund_restriction", "name": "虚构措施", "content": "不予安排资金"}
=> 422 measure.content clause=CZ-96 field=objects
POST /measures
  {"type": "fund_restriction", "name": "虚构措施", "content": "不予安排资金", "objects": "失信企业", "unit": "999"}
=> 422 measure.content field=unit
POST /measures
  {"type": "invented", "name": "虚构措施", "content": "不予安排资金", "objects": "失信企业"}
=> 422 measure.not_listed field=type
POST /measures
  {"type": "fund_restriction", "name": "限制安排资金", "content": "不予安排资金", "objects": "失信企业", "scenes": ["nowhere"]}
=> 422 query.scene field=scenes
POST /measures
  {"type": "fund_restriction", "name": "限制安排资金", "content": "不予安排资金", "objects": "失信企业", "unit": "${units.organ}", "scenes": ["government_funds"]}
=> 201
! funds = id
GET /policies/cangzhou
? rows[key=measure.register].value == yes
? rows[key=measure.register].clause contains CZ-96

step CZ-97: and the register is public
as nobody
GET /measures
=> 200
? items.length == 1
? items[0].content == 不予安排资金
? items[0].objects == 失信企业
? items[0].unit_name == 虚构发展局
GET /measures/${funds}
=> 200
? items[0].version == 1
as clerk
POST /measures/${funds}/versions
  {"version": 1, "type": "fund_restriction", "name": "限制安排资金", "content": "限制安排资金", "objects": "失信企业", "unit": "${units.organ}", "scenes": ["government_funds"]}
=> 204
as nobody
GET /measures/${funds}
? items.length == 2
? items[0].content == 限制安排资金
? items[1].replaced_at is present
GET /policies/cangzhou
? rows[key=measure.published].value == yes
? rows[key=measure.published].clause contains CZ-97

step CZ-98 CZ-99 CZ-100 CZ-101 CZ-102: incentives are coded rows
make measure priority type=priority_service
make measure preference type=fund_preference
make measure bonus type=bonus_points
make measure fewer type=fewer_inspections
as nobody
GET /measures
? items[type=priority_service].clause == CZ-99
? items[type=fund_preference].clause == CZ-100
? items[type=bonus_points].clause == CZ-101
? items[type=fewer_inspections].clause == CZ-102
? items[type=fewer_inspections].kind == incentive

step CZ-103 CZ-104: and others where a law allows them, which is cited
make measure title type=honorary_title
as clerk
POST /measures
  {"type": "other_incentive", "name": "虚构激励", "content": "其他激励", "objects": "守信企业"}
=> 422 citation.missing clause=CZ-104 field=citation
POST /measures
  {"type": "other_incentive", "name": "虚构激励", "content": "其他激励", "objects": "守信企业", "citation": "《虚构条例》第一条"}
=> 422 citation.missing clause=CZ-104 field=citation_rank
POST /measures
  {"type": "other_incentive", "name": "虚构激励", "content": "其他激励", "objects": "守信企业", "citation": "《虚构条例》第一条", "citation_rank": "administrative_regulation"}
=> 201
as nobody
GET /measures
? items[type=honorary_title].clause == CZ-103
? items[type=other_incentive].citation == 《虚构条例》第一条

step CZ-105 CZ-106 CZ-107 CZ-108 CZ-109: punishments are coded rows
make measure key type=key_supervision
make measure convenience type=withdraw_convenience
make measure minus type=minus_points
as nobody
GET /measures
? items[type=key_supervision].clause == CZ-106
? items[type=fund_restriction].clause == CZ-107
? items[type=withdraw_convenience].clause == CZ-108
? items[type=minus_points].clause == CZ-109
? items[type=minus_points].kind == punishment

step CZ-110 CZ-111: and others where a law allows them, which is cited
make measure commend type=commendation_restriction
as clerk
POST /measures
  {"type": "other_punishment", "name": "虚构惩戒", "content": "其他惩戒", "objects": "失信企业"}
=> 422 citation.missing clause=CZ-111 field=citation
make measure other type=other_punishment
as nobody
GET /measures
? items[type=commendation_restriction].clause == CZ-110
? items[type=other_punishment].clause == CZ-111

step CZ-92: a measure is linked to a record, by the unit that carries it out
as clerk
POST /applied-measures
  {"measure": "${funds}", "subject": ${acme}, "target_kind": "record", "target": "1", "reason": "虚构理由"}
=> 403 measure.unit
as query_clerk
POST /applied-measures
  {"measure": "${funds}", "subject": ${acme}, "target_kind": "record", "target": "1", "reason": "虚构理由"}
=> 422 measure.target
do check_acme
=> 200
? applies.length == 0
! before = look
make measure funds2 type=fund_restriction unit=organ
  {"scenes": ["government_funds"], "name": "限制安排资金"}
make applied on_acme measure=funds2 about=acme record=penalty by=query_clerk
do check_acme
? applies.length == 1
? applies[0].target == ${on_acme.target}
? applies[0].item == penalty_organisation
? applies[0].standing == applies
? applies[0].kind == punishment
? note contains 参考
GET /applied-measures
? items[applied=${on_acme.applied}].target == ${on_acme.target}

step CZ-92: what has been applied is not applied twice, nor a reward on what went wrong
as query_clerk
POST /applied-measures
  {"measure": "${funds2.measure}", "subject": ${acme}, "target_kind": "record", "target": "${on_acme.target}", "reason": "虚构理由"}
=> 409 measure.stands
as clerk
POST /applied-measures
  {"measure": "${priority.measure}", "subject": ${acme}, "target_kind": "record", "target": "${on_acme.target}", "reason": "虚构理由"}
=> 422 measure.target

step CZ-112: an act names its scene of use; in another act the measure has no place
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "政府性资金安排"}
=> 400 input.missing clause=CZ-112 field=scene
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "劳动就业", "scene": "employment"}
=> 200
? scene == employment
? applies.length == 0
? not_applying.length == 0
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "scene": "employment"}
=> 400 input.missing field=purpose

step CZ-92 CZ-112: what was decided is told back, and counted by scene
do check_acme
! look = look
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_acme.applied}", "look": "${look}", "used_as": "condition", "outcome": "applied", "scene": "government_funds", "act": "不予安排本年度扶持资金", "decided_by": "资金管理科", "decided_day": "${today}"}
=> 422 measure.feedback field=reason
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_acme.applied}", "look": "${look}", "used_as": "condition", "outcome": "applied", "scene": "government_funds", "act": "不予安排本年度扶持资金", "reason": "行政处罚信息有效", "decided_day": "${today}"}
=> 422 measure.feedback field=decided_by
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_acme.applied}", "look": "${look}", "used_as": "condition", "outcome": "applied", "scene": "government_funds", "act": "不予安排本年度扶持资金", "reason": "行政处罚信息有效", "decided_by": "资金管理科", "decided_day": "${today}"}
=> 201
? against is absent
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_acme.applied}", "used_as": "reference", "outcome": "not_applied", "scene": "government_funds", "act": "安排救灾资金", "reason": "救灾资金不限制", "decided_by": "资金管理科", "decided_day": "${today}"}
=> 201
as clerk
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_acme.applied}", "used_as": "reference", "outcome": "applied", "act": "虚构", "reason": "虚构", "decided_by": "虚构科", "decided_day": "${today}"}
=> 403 measure.unit
as operator
GET /measures/uses?from=2026-01-01&to=2026-12-31
? items[used_as=condition,outcome=applied].scene == government_funds
? items[used_as=condition,outcome=applied].n == 1
? items[used_as=reference,outcome=not_applied].n == 1
GET /measures/uses?from=2026-01-01&to=2026-01-31
? items.length == 0

step CZ-62: case submissions of joint reward and punishment are counted at once, by unit and county
as authority
GET "/statistics/joint_measures?from=${today}&to=${today}&by=item"
=> 200
? rows[item=punishment].figures.feedback_applied == 1
? rows[item=punishment].figures.feedback_not_applied == 1
GET "/statistics/joint_measures?from=${today}&to=${today}&by=region"
? rows[region=130902].figures.feedback_applied == 1
as window
GET "/statistics/joint_measures?from=${today}&to=${today}"
=> 403 access.forbidden

step CZ-92: the subject sees the measures on it and what was done, and who checked
make evidence proof by=window
make account acme_self about=acme proof=proof
as acme_self
GET /me/measures
=> 200
? applies.length == 1
? applies[0].unit_name == 虚构发展局
GET /me/feedback
=> 200
? items.length == 2
? items[outcome=applied].decided_by == 资金管理科
? items[outcome=applied].reason == 行政处罚信息有效
GET /me/looks
? items[purpose=政府性资金安排].scene == government_funds

step CZ-116: a financial institution may say that it gave better terms
as agency_clerk
POST /measures/feedback
  {"subject": ${good}, "kind": "incentive", "used_as": "reference", "outcome": "applied", "act": "贷款利率下调", "reason": "信用状况良好", "decided_by": "授信部", "decided_day": "${today}"}
=> 422 measure.feedback field=basis
POST /measures/feedback
  {"subject": ${good}, "kind": "incentive", "used_as": "reference", "outcome": "applied", "act": "贷款利率下调", "reason": "信用状况良好", "basis": "本行授信办法", "decided_by": "授信部", "decided_day": "${today}"}
=> 201
GET /measures/feedback
? items[act=贷款利率下调].kind == incentive

step CZ-117: or stricter ones by its own pricing of risk
POST /measures/feedback
  {"subject": ${acme}, "kind": "punishment", "used_as": "reference", "outcome": "applied", "act": "上浮贷款利率", "reason": "存在失信信息", "basis": "本行风险定价办法", "decided_by": "授信部", "decided_day": "2026-03-03"}
=> 422 measure.feedback field=decided_day
POST /measures/feedback
  {"subject": ${acme}, "kind": "punishment", "used_as": "reference", "outcome": "applied", "act": "上浮贷款利率", "reason": "存在失信信息", "basis": "本行风险定价办法", "decided_by": "授信部", "decided_day": "${today}"}
=> 201
GET /measures/feedback
? items[act=上浮贷款利率].kind == punishment
as acme_self
GET /me/feedback
? items.length == 3
