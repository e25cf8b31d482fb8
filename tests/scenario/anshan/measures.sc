story: 惩戒措施须有有效的信息和依据
places: anshan

make org acme
make record penalty item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme

def check
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政许可"}

step AS-68: a measure rests on a basis and a record in force
as clerk
POST /measures
  {"type": "joint_punishment", "name": "虚构惩戒", "content": "虚构", "objects": "失信主体"}
=> 422 citation.missing field=citation
make measure limit type=joint_punishment unit=organ
as query_clerk
POST /applied-measures
  {"measure": "${limit.measure}", "subject": ${acme}, "target_kind": "record", "target": "1", "reason": "虚构理由"}
=> 422 measure.target clause=AS-68
make applied on_acme measure=limit about=acme record=penalty by=query_clerk
do check
=> 200
? applies[applied=${on_acme.applied}].standing == applies
GET /policies/anshan
? rows[key=measure.legal_basis].value == yes
? rows[key=measure.legal_basis].clause contains AS-68

step AS-68: withdrawn, it founds none
as clerk
POST /submissions/${penalty.submission}/withdraw
  {"reason": "报送有误"}
=> 200
do check
=> 200
? applies.length == 0
? not_applying[applied=${on_acme.applied}].standing == ended
? not_applying[applied=${on_acme.applied}].clause == AS-68
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_acme.applied}", "used_as": "condition", "outcome": "applied", "act": "不予许可", "reason": "虚构", "decided_by": "许可科", "decided_day": "${today}"}
=> 201
? against == ended
? clause == AS-68
