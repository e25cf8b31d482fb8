story: 信用状况作为必要条件或者参考依据；联合激励与惩戒
places: zhoucun

make org acme
make org good
make record penalty item=penalty_organisation about=acme
make record honour item=commendation_organisation about=good

step ZC-41: subjects in good standing are rewarded jointly
make measure reward type=joint_incentive unit=organ
make applied on_good measure=reward about=good record=honour by=query_clerk
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${good.number}"}, "purpose": "评优", "scene": "reference"}
=> 200
? applies[applied=${on_good.applied}].kind == incentive
GET /measures
? items[type=joint_incentive].clause == ZC-41

step ZC-42: subjects in bad standing are punished jointly
make measure limit type=joint_punishment unit=organ
make applied on_acme measure=limit about=acme record=penalty by=query_clerk
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "许可", "scene": "condition"}
=> 200
? applies[applied=${on_acme.applied}].kind == punishment
GET /measures
? items[type=joint_punishment].clause == ZC-42

step ZC-40: standing is a condition or a reference, and what became of it is told
as nobody
GET /policies/zhoucun
? rows[section=scene,key=condition].clause == ["ZC-40"]
? rows[section=scene,key=reference].clause == ["ZC-40"]
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "许可", "scene": "elsewhere"}
=> 422 query.scene field=scene
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_acme.applied}", "outcome": "applied", "scene": "condition", "act": "不予许可", "reason": "存在失信信息", "decided_by": "许可科", "decided_day": "${today}"}
=> 400 input.missing field=used_as
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_acme.applied}", "used_as": "condition", "outcome": "applied", "scene": "condition", "act": "不予许可", "reason": "存在失信信息", "decided_by": "许可科", "decided_day": "${today}"}
=> 201
POST /measures/feedback
  {"subject": ${good}, "applied": "${on_good.applied}", "used_as": "reference", "outcome": "not_applied", "scene": "reference", "act": "不予评优", "reason": "名额已满", "decided_by": "评优办", "decided_day": "${today}"}
=> 201
as operator
GET /measures/uses?from=2026-03-01&to=2026-03-31
? items[scene=condition].used_as == condition
? items[scene=condition].outcome == applied
? items[scene=reference].outcome == not_applied
