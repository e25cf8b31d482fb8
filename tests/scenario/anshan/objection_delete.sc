story: 异议：无法核实真实性的删除，并记录原因
places: anshan

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make record third item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make target v of=third
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make evidence letter by=operator

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step AS-48: nothing is deleted outside a case, nor in one before it was found unverifiable
as query_clerk
do ask
=> 200
? records.length == 3
as boss
file c objection about=t ground=error_or_omission proof=proof claim=查无此案
=> 201
as operator
act c delete reason=无法核实
=> 409 case.event
DELETE /records/${t.record}
=> 404
act c send_verification_notice
=> 200
act c find_unverifiable reason=提供主体未回复
=> 422 case.guard rule=reply_overdue clause=AS-48
clock 2026-03-09
act c find_unverifiable reason=提供主体未回复
=> 422 case.guard rule=reply_overdue clause=AS-48
as query_clerk
do ask
? records[record=${t.record}] is present

step AS-48 AS-49: after the provider's five days went by the operator may find so; the deletion follows with its reason
clock 2026-03-10
as clerk
act c find_unverifiable reason=提供主体未回复
=> 403 case.party
as operator
act c find_unverifiable
=> 422 case.guard rule=reason_given clause=AS-48 field=reason
act c find_unverifiable reason=提供主体逾期未回复
=> 200
? state == UNVERIFIABLE
GET /cases/${c.case}
? result == unverifiable
? clocks[clock=delete].state == running
? clocks[clock=delete].figure == false
act c delete
=> 422 case.guard rule=reason_given clause=AS-48 field=reason
act c delete reason=原始卷宗已不存
=> 200
? state == DELETED
as query_clerk
do ask
=> 200
? records.length == 2
? records[record=${t.record}] is absent
as boss
GET /me/records
? records[record=${t.record}] is absent

step AS-49: the deletion entry keeps reason, case and person, and no content
as operator
GET /deletions
=> 200
? items[record=${t.record}].case == ${c.case}
? items[record=${t.record}].reason == 原始卷宗已不存
? items[record=${t.record}].clause == AS-48
? items[record=${t.record}].user is present
? . lacks ${t.doc_no}
GET /cases/${c.case}
? events[event=delete].said.reason == 原始卷宗已不存
? events[event=delete].user is present
as boss
GET /me/deletions
=> 200
? items[record=${t.record}].reason == 原始卷宗已不存
WORK
as operator
GET /recalls
? items[record=${t.record}].change == deleted
? items[record=${t.record}].unit == ${units.organ}
act c inform
=> 200
? state == CLOSED
as boss
GET /me/notices
? items[kind=deletion].case == ${c.case}

step AS-48: the provider's own word that it cannot verify, and the operator's own check, lead there too
as boss
file d objection about=u ground=error_or_omission proof=proof
=> 201
file e objection about=v ground=error_or_omission proof=proof
=> 201
as operator
act d send_verification_notice
=> 200
as clerk
act d reply_unverifiable reason=卷宗灭失
=> 200
? state == REPLIED
as operator
act d find_unverifiable reason=提供主体无法核实
=> 200
act d delete reason=卷宗灭失
=> 200
act e find_unverifiable reason=来源不明
=> 200
act e delete reason=来源不明
=> 200
as query_clerk
do ask
? records is empty
