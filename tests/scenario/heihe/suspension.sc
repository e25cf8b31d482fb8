story: 核实期间暂不执行联合惩戒措施
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record other item=penalty_organisation about=acme
make record honour item=commendation_organisation about=acme
make target t of=fine
make measure limit type=joint_punishment unit=organ
  {"name": "限制准入"}
make measure reward type=joint_incentive unit=organ
  {"name": "优先办理"}
make applied on_fine measure=limit about=acme record=fine by=query_clerk
make applied on_other measure=limit about=acme record=other by=query_clerk
make applied on_honour measure=reward about=acme record=honour by=query_clerk
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss

def check
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政许可"}

step HH-60: before anybody doubts it the punishment applies
do check
=> 200
? applies.length == 3
? not_applying.length == 0

step HH-60: from the filing to the result punishments on the disputed record are suspended, and only those
as boss
file c objection about=t ground=error proof=proof claim=金额有误
=> 201
do check
=> 200
? applies.length == 2
? applies[applied=${on_other.applied}].standing == applies
? applies[applied=${on_honour.applied}].kind == incentive
? not_applying[applied=${on_fine.applied}].standing == suspended
? not_applying[applied=${on_fine.applied}].clause == HH-60
? not_applying[applied=${on_fine.applied}].since_day == 2026-03-02
as boss
GET /me/measures
? not_applying[applied=${on_fine.applied}].standing == suspended
as query_clerk
GET /notices
? items[kind=measure_changed].title is present
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政许可", "items": ["penalty_organisation"]}
? records lacks 金额有误
? . contains hold

step HH-60: nor is another one put on it meanwhile, and what is carried out all the same is recorded as that
make measure second type=joint_punishment unit=organ
as query_clerk
POST /applied-measures
  {"measure": "${second.measure}", "subject": ${acme}, "target_kind": "record", "target": "${on_fine.target}", "reason": "虚构理由"}
=> 422 measure.target
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_fine.applied}", "used_as": "condition", "outcome": "applied", "act": "不予许可", "reason": "虚构", "decided_by": "许可科", "decided_day": "${today}"}
=> 201
? against == suspended

step HH-60: a provider's verification and a pause do not end it, the result does
as operator
act c send_verification_notice
=> 200
do check
? not_applying[applied=${on_fine.applied}].standing == suspended
as clerk
act c confirm reason=核查无误
=> 200
do check
? not_applying[applied=${on_fine.applied}].standing == suspended
as operator
act c inform
=> 200
? state == CLOSED
do check
? applies.length == 3
? not_applying.length == 0
