story: 信用修复：纠正失信行为、消除不良影响，方式附证明，完成后停止披露
places: anshan

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make evidence receipt by=boss
make evidence order by=clerk

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step AS-51: only after the conduct was corrected and its effects removed, each said and proven, within the period set
as boss
file c repair about=t findings=effects_removed proof=proof
=> 422 case.guard rule=conduct_corrected clause=AS-51
file c repair about=t findings=conduct_corrected proof=proof
=> 422 case.guard rule=effects_removed clause=AS-51
file c repair about=t findings=conduct_corrected,effects_removed
=> 422 case.guard rule=conduct_corrected clause=AS-51
file c repair about=t findings=conduct_corrected,effects_removed proof=proof until=2026-03-16
=> 201
? cases[0].state == OPEN
GET /cases/${c.case}
? clocks by clock state due clause
  period running 2026-03-16 AS-51
file d repair about=t findings=conduct_corrected,effects_removed proof=proof
=> 409 case.repeated

step AS-50 AS-52: the methods of the text, each with proof; completion is confirmed only on a proven one
as nobody
GET /policies/anshan
? rows[key=repair.methods].clause == ["AS-52"]
? rows[key=repair.methods].value contains commitment
? rows[key=repair.methods].value contains rectification
? rows[key=repair.methods].value contains credit_check
? rows[key=repair.methods].value contains training
? rows[key=repair.methods].value contains credit_report
? rows[key=repair.methods].value contains charity
as boss
act c enter_method method=commitment
=> 422 case.guard rule=proof_attached clause=AS-52
act c enter_method method=singing proof=receipt
=> 400 input.word field=method
act c enter_method proof=receipt text=已履行
=> 200
? state == METHODS
as clerk
act c confirm reason=已核实
=> 422 case.guard rule=methods_proven
as boss
act c enter_method method=charity proof=receipt
=> 200
clock 2026-03-16
act c enter_method method=commitment proof=receipt
=> 200
GET /cases/${c.case}
? events.length == 4
? events[3].said.method == commitment
? papers.length == 4

step AS-51 AS-52: after the last day of the period no method is taken any more
as boss
clock 2026-03-17
act c enter_method method=training proof=receipt
=> 422 case.guard rule=within_period clause=AS-52
act c confirm reason=已核实
=> 403 case.party
as clerk2
act c confirm reason=已核实
=> 404
as clerk
act c confirm
=> 422 case.guard rule=reason_given field=reason
act c confirm reason=已核实
=> 200
? state == COMPLETED

step AS-53 AS-54: completed, disclosure stops and joint punishment ends at once, an open task each until then
as query_clerk
do ask
=> 200
? records.length == 2
as operator
GET /cases/${c.case}
? clocks[clock=stop].state == running
? clocks[clock=stop].clause == AS-53
? clocks[clock=stop].figure == false
? clocks[clock=end].state == running
? clocks[clock=end].clause == AS-54
? clocks[clock=end].figure == false
as boss
act c end
=> 403 case.party
as operator
act c end
=> 200
? state == ENDED
GET /cases/${c.case}
? clocks[clock=stop].state == met
? clocks[clock=end].state == met
as query_clerk
do ask
=> 200
? records.length == 1
? records[record=${t.record}] is absent
? records[record=${u.record}] is present
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? records[record=${t.record}] is absent
WORK
as query_clerk
GET /recalls/own
=> 200
? items[record=${t.record}].case == ${c.case}
as boss
GET /me/notices
? items[case=${c.case}].kind == repair_decision

step AS-51: what the rules do not allow is refused with the reason, and the record stands
as boss
file d repair about=u findings=conduct_corrected,effects_removed proof=proof
=> 201
as clerk
act d refuse reason=罚款尚未缴清
=> 422 case.guard rule=repair_rules_not_met
act d refuse findings=repair_rules_not_met
=> 422 case.guard rule=reason_given field=reason
act d refuse findings=repair_rules_not_met reason=罚款尚未缴清
=> 200
? state == REFUSED
as query_clerk
do ask
? records[record=${u.record}] is present
as boss
GET /me/notices
? items[case=${d.case}].kind == repair_refused
