story: 异议：需信息提供单位核查的，七个工作日；其中核查通知三个工作日
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
make fields right item=penalty_organisation about=acme CF_WSH=${fine.fields.CF_WSH} CF_NR=更正后的内容

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step HH-50: from receipt the record is marked for every reader, the one beside it is not
as query_clerk
do ask
=> 200
? records[record=${t.record}].marks is empty
as boss
file c objection about=t ground=error proof=proof claim=处罚金额有误
=> 201
as query_clerk
do ask
=> 200
? records[record=${t.record}].marks[mark=objection].from_day == 2026-03-02
? records[record=${u.record}].marks is empty
as boss
GET /me/records
=> 200
? records[record=${t.record}].marks[mark=objection] is present

step HH-53 HH-54 HH-55: seven for the whole, three for the provider from the day the notice came
clock 2026-03-04
as operator
act c send_verification_notice
=> 200
? state == PROVIDER
GET /cases/${c.case}
? clocks by clock start due clause
  total 2026-03-02 2026-03-11 HH-53
  inform_total 2026-03-02 2026-03-11 HH-54
  verify 2026-03-04 2026-03-09 HH-55
as clerk
GET /notices
=> 200
? items[case=${c.case}].kind == verification

step HH-55 HH-56: the provider alone answers; wrong needs the right version, and the case cannot close before it came
as clerk2
act c confirm reason=无误
=> 404
as operator
act c confirm reason=无误
=> 403 case.party
act c inform
=> 409 case.event
as clerk
act c correct reason=金额录入有误
=> 422 case.guard rule=right_version_submitted clause=HH-55 field=fields
clock 2026-03-09
GET /cases/${c.case}
? clocks[clock=verify].overdue == false
clock 2026-03-10
GET /cases/${c.case}
? clocks[clock=verify].overdue == true
? clocks[clock=total].overdue == false

step HH-56 HH-61 HH-62: corrected, the right version is in the platform with the answer, and who held the wrong one is told
as clerk
act c correct reason=金额录入有误 fields=right
=> 200
? state == WRONG
as query_clerk
do ask
? records[record=${t.record}].fields.CF_NR == 更正后的内容
? records[record=${t.record}].marks[mark=objection] is present
WORK
as query_clerk
GET /recalls/own
=> 200
? items[record=${t.record}].change == corrected
? items[record=${t.record}].todo == correct
! recall = items[record=${t.record}].recall
POST /recalls/${recall}/confirmation
  {"day": "2026-03-10"}
=> 204
GET /recalls/own
? items is empty
as operator
GET /cases/${c.case}
? clocks[clock=verify].late == true
? clocks[clock=total].late == false

step HH-53 HH-54: the seventh working day is in time for telling; then the mark goes
clock 2026-03-11
as operator
GET /cases/${c.case}
? clocks[clock=inform_total].overdue == false
act c inform
=> 200
? state == CLOSED
GET /cases/${c.case}
? clocks[clock=inform_total].late == false
? clocks[clock=total].met == 2026-03-10
as query_clerk
do ask
? records[record=${t.record}].marks is empty

step HH-53 HH-54: not found and told by then, both are overdue from the next day
as boss
file late objection about=u ground=infringement proof=proof claim=侵犯商业秘密
=> 201
as operator
act late send_verification_notice
=> 200
GET /cases/${late.case}
? clocks[clock=total].due == 2026-03-20
clock 2026-03-21
as operator
GET /cases/${late.case}
? clocks by clock due overdue
  total 2026-03-20 true
  inform_total 2026-03-20 true
  verify 2026-03-16 true

step HH-56 HH-61: what cannot stand is revoked; nobody sees it any more and the applicant is told
as clerk
act late revoke reason=认定有误
=> 200
? state == WRONG
as query_clerk
do ask
? records[record=${u.record}] is absent
as operator
act late inform
=> 200
GET /cases/${late.case}
? result == wrong
? clocks[clock=inform_total].late == true
