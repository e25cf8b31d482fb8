story: 信用修复：书面修复确认、采用修复后的信息、原信息转为档案保存
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make evidence paper by=window
make account boss about=acme proof=paper
make evidence confirmation by=clerk

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step ZC-51: nothing takes effect without the provider's written confirmation
as query_clerk
do ask
=> 200
as boss
file c repair about=t
=> 201
? cases[0].state == REQUESTED
as operator
act c adopt
=> 409 case.event
act c confirm findings=repair_rules_met document=confirmation
=> 403 case.party
as clerk
act c confirm findings=repair_rules_met
=> 422 case.guard rule=document_issued clause=ZC-51
act c confirm document=confirmation
=> 422 case.guard rule=repair_rules_met clause=ZC-51
as query_clerk
do ask
? records[record=${t.record}].marks is empty

step ZC-51 ZC-52: confirmed in writing, the operator adopts it promptly: an open task
as clerk
act c confirm findings=repair_rules_met document=confirmation
=> 200
? state == CONFIRMED
GET /cases/${c.case}
? papers[kind=document].evidence == ${confirmation.evidence}
? clocks by clock due overdue clause
  adopt - false ZC-52
as clerk
act c adopt
=> 403 case.party

step ZC-52 ZC-53: adopted, the original goes to the archive in the same moment and is disclosed no more
as operator
act c adopt
=> 200
? state == ARCHIVED
GET /cases/${c.case}
? events[event=archive].party == engine
? events[event=archive].clause == ZC-53
WORK
as query_clerk
do ask
? records[record=${t.record}] is absent
? records[record=${u.record}] is present
GET /recalls/own
? items[record=${t.record}].case == ${c.case}
as boss
GET /me/notices
? items[case=${c.case}].kind == repair_decision
GET /me/records
? records[record=${t.record}].state == archived
? records[record=${t.record}].marks[mark=repaired].clause == ZC-52

step ZC-51: refused with the reason, the record stays as it was
as boss
file d repair about=u
=> 201
as clerk
act d refuse findings=repair_rules_not_met
=> 422 case.guard rule=reason_given field=reason
act d refuse findings=repair_rules_not_met reason=尚未履行
=> 200
? state == REFUSED
as query_clerk
do ask
? records[record=${u.record}].marks is empty
as boss
GET /me/notices
! n = items[case=${d.case}].notice
POST /me/notices/${n}/reading
? body contains 尚未履行
