story: 联合惩戒单位发现信息不实：告知核实、暂不执行、反馈
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make evidence paper by=window
make account boss about=acme proof=paper
make fields right item=penalty_organisation about=acme CF_WSH=${fine.fields.CF_WSH} CF_NR=自查更正后的内容

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step HH-58 HH-60: a unit that finds an untruth itself opens the case, and measures on the record are suspended from then on
as query_clerk
file c objection about=t event=report_untrue
=> 422 case.guard rule=reason_given clause=HH-58 field=reason
file c objection about=t event=report_untrue reason=实施惩戒时发现已履行
=> 201
? cases[0].state == FOUND
GET /cases/${c.case}
=> 200
? origin == self_found
? clocks[clock=tell_provider].figure == false
? clocks[clock=tell_provider].due is null
? clocks[clock=tell_provider].clause == HH-58
do ask
? records[record=${t.record}].marks[mark=hold] is present
? records[record=${u.record}].marks is empty

step HH-58: a complaint of a market entity opens the same, with its origin
file d objection about=u origin=complaint event=report_untrue reason=企业投诉该处罚已撤销
=> 201
GET /cases/${d.case}
? origin == complaint
? state == FOUND

step HH-58 HH-59: the provider is told and verifies as soon as possible: an open task, never overdue, its time shown
clock 2026-03-03
as clerk
act c tell_provider
=> 403 case.party
as query_clerk
act c tell_provider
=> 200
? state == PROVIDER
as clerk
GET /notices
? items[case=${c.case}].kind == verification
clock 2026-04-30
as clerk
GET /cases/${c.case}
? clocks[clock=feedback].start == 2026-03-03
? clocks[clock=feedback].due is null
? clocks[clock=feedback].overdue == false
? clocks[clock=feedback].clause == HH-59
? clocks[clock=tell_provider].met == 2026-03-03

step HH-59 HH-60: verified right and fed back, the suspension ends, not before
as clerk
act c answer
=> 409 case.event
act c confirm reason=核查无误
=> 200
? state == RIGHT
as query_clerk
do ask
? records[record=${t.record}].marks[mark=hold] is present
as clerk
act c answer
=> 200
? state == CLOSED
GET /cases/${c.case}
? result == right
? clocks[clock=feedback].met == 2026-04-30
as query_clerk
do ask
? records[record=${t.record}].marks is empty
? records[record=${u.record}].marks[mark=hold] is present

step HH-61 HH-62: verified wrong, it is revoked and every holder of the record is told
as query_clerk
act d tell_provider
=> 200
as clerk
act d revoke reason=处罚决定书已被撤回
=> 200
as clerk
act d answer
=> 200
? state == CLOSED
as query_clerk
do ask
? records[record=${u.record}] is absent
WORK
as query_clerk
GET /recalls/own
? items[record=${u.record}].todo == withdraw
? items[record=${u.record}].case == ${d.case}

step HH-61 HH-62: a provider that finds its own error corrects at once, without anybody's application
as clerk
file e correction about=t ground=wrong reason=自查发现金额有误
=> 201
? cases[0].state == FOUND
GET /cases/${e.case}
? clocks by clock due overdue clause
  correct - false HH-61
  push - false HH-62
act e correct reason=金额有误
=> 422 case.guard rule=right_version_submitted clause=HH-61 field=fields
act e correct reason=金额有误 fields=right
=> 200
? state == CORRECTED
as query_clerk
do ask
? records[record=${t.record}].fields.CF_NR == 自查更正后的内容
WORK
as query_clerk
GET /recalls/own
? items[record=${t.record}].change == corrected
