story: 据以认定失信的行为被撤销：撤销、共享、一个工作日内撤销失信信息
places: heihe

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
make evidence judgment by=boss

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step HH-65: the act it rests on was revoked: shown by the decision, the provider must revoke
as query_clerk
do ask
=> 200
? records.length == 3
as boss
file c revocation about=t ground=act_revoked
=> 422 case.guard rule=proof_attached clause=HH-65
file c revocation about=t ground=disagree proof=judgment
=> 422 case.guard rule=ground_listed clause=HH-65
file c revocation about=t ground=act_revoked proof=judgment
=> 201
? cases[0].state == REPORTED
as clerk
GET /notices
? items[case=${c.case}] is present
GET /cases/${c.case}
? clocks by clock due overdue clause
  revoke - false HH-65
  share - false HH-66

step HH-65 HH-66: the original provider alone revokes, and shares the update with the platform and every unit that had the record
as clerk2
act c revoke reason=行政处罚被复议撤销
=> 404
as operator
act c revoke reason=行政处罚被复议撤销
=> 403 case.party
as clerk
act c revoke
=> 422 case.guard rule=reason_given clause=HH-65 field=reason
clock 2026-03-03
as clerk
act c revoke reason=行政处罚被复议撤销
=> 200
? state == SHARED
WORK
as query_clerk
GET /recalls/own
=> 200
? items[record=${t.record}].change == revoked
? items[record=${t.record}].todo == withdraw
? items[record=${t.record}].told_day == 2026-03-03
! mine = items[record=${t.record}].recall

step HH-67: one working day for the collecting unit and one for each using unit, from the day the update came
GET /recalls/own
? items[record=${t.record}].due_day == 2026-03-04
? items[record=${t.record}].late == false
as operator
GET /cases/${c.case}
? clocks by clock start due clause
  collecting 2026-03-03 2026-03-04 HH-67
  using 2026-03-03 2026-03-04 HH-67
clock 2026-03-04
as operator
GET /cases/${c.case}
? clocks[clock=collecting].overdue == false
act c confirm
=> 409 case.event
act c withdraw
=> 200
? state == WITHDRAWN
as query_clerk
do ask
? records[record=${t.record}] is absent
? records.length == 2

step HH-66 HH-67: it is not done while one receiver has not confirmed
as operator
act c confirm
=> 422 case.guard rule=receivers_confirmed clause=HH-67
GET /recalls?subject=${t.subject}&record=${t.record}
? items[unit=${units.organ}].todo == withdraw
? items[unit=${units.organ}].confirmed_day is null
as query_clerk
POST /recalls/${mine}/confirmation
  {"day": "2026-03-04"}
=> 204
as operator
act c confirm
=> 200
? state == DONE
GET /cases/${c.case}
? clocks by clock met late
  collecting 2026-03-04 false
  using 2026-03-04 false
GET /recalls?subject=${t.subject}&record=${t.record}
? items[unit=${units.organ}].confirmed_day == 2026-03-04
? items[unit=${units.organ}].late == false
as boss
GET /me/notices
? items[case=${c.case}] is present
GET /me/records
? records[record=${t.record}] is absent

step HH-67: the day after, the collecting unit is late, and so is the unit that still uses it
as clerk
file d revocation about=u ground=act_revoked proof=judgment
=> 201
act d revoke reason=行政处罚被判决撤销
=> 200
WORK
clock 2026-03-05
as operator
GET /cases/${d.case}
? clocks[clock=collecting].due == 2026-03-05
? clocks[clock=collecting].overdue == false
clock 2026-03-06
as operator
GET /cases/${d.case}
? clocks by clock due overdue
  collecting 2026-03-05 true
  using 2026-03-05 true
GET /recalls?which=late
? items[record=${u.record}].late == true
? items[record=${t.record}] is absent
act d withdraw
=> 200
GET /cases/${d.case}
? clocks[clock=collecting].late == true

step HH-65: a provider that finds the act still stands says why, and the record stays
as boss
file e revocation about=v ground=act_revoked proof=judgment
=> 201
as clerk
act e dismiss
=> 422 case.guard rule=reason_given field=reason
act e dismiss reason=复议决定维持原处罚
=> 200
? state == DISMISSED
as query_clerk
do ask
? records[record=${v.record}] is present
as boss
GET /me/notices
! n = items[case=${e.case}].notice
POST /me/notices/${n}/reading
? body contains 复议决定维持原处罚
