story: 错误实施联合惩戒的，恢复信誉、消除不良影响
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make measure limit type=joint_punishment unit=organ
make applied on_acme measure=limit about=acme record=fine by=query_clerk

def check
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政许可", "basis": {"kind": "duty"}}
=> 200

step HH-60: while the record is verified the measure on it reads suspended, before and after it applies
do check
? applies[applied=${on_acme.applied}].standing == applies
POST /measures/feedback
  {"subject": ${acme}, "applied": "${on_acme.applied}", "used_as": "condition", "outcome": "applied", "act": "限制参加政府采购", "reason": "虚构", "basis": "虚构依据", "decided_by": "许可科", "decided_day": "${today}"}
=> 201
as boss
file c objection about=t ground=error proof=proof claim=处罚对象有误
=> 201
file d objection about=u ground=error proof=proof claim=处罚对象有误
=> 201
do check
? applies[applied=${on_acme.applied}] is absent
? not_applying[applied=${on_acme.applied}].standing == suspended

step HH-63: verified wrong after a measure was carried out, restoration is a task of its own until it is done
as operator
act c send_verification_notice
=> 200
as clerk
act c revoke reason=处罚对象有误
=> 200
act c restore
=> 422 case.guard rule=reason_given clause=HH-63 field=reason
act c restore "reason=向收到过该信息的单位逐一说明"
=> 200
? state == RESTORING
as operator
act c inform
=> 200
? state == TOLD
GET /cases/${c.case}
? clocks[clock=restore].state == running
? clocks[clock=restore].clause == HH-63
? clocks[clock=restore].overdue == false
do check
? applies[applied=${on_acme.applied}] is absent
as clerk
act c finish_restoration
=> 422 case.guard rule=reason_given field=reason
act c finish_restoration reason=已逐一说明并公开更正
=> 200
? state == CLOSED
GET /cases/${c.case}
? clocks[clock=restore].state == met

step HH-63: where no measure was carried out on the record there is nothing to restore
as operator
act d send_verification_notice
=> 200
as clerk
act d revoke reason=处罚对象有误
=> 200
act d restore reason=消除影响
=> 422 case.guard rule=measure_harmed clause=HH-63
