story: 第六个地方：把各地没有凑在一起的规则放在一部办法里
places: xuzhen

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make target t of=fine
make target t2 of=second
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make evidence other by=clerk

step: two desks take it, and no third
as boss
file c objection about=t ground=error proof=proof desk=${units.organ}
=> 422 case.desk clause=XZ-132
file c objection about=t ground=error proof=proof desk=${units.bureau}
=> 201
file d objection about=t2 ground=error proof=proof desk=${units.platform}
=> 201
as auditor
GET /cases/${c.case}
? desk == ${units.bureau}
? clocks by clock due state
  own 2026-03-06 running
  total 2026-03-13 running
  inform_own 2026-03-09 running

step: measures of both kinds wait, and the record is marked
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}
=> 200
? records[doc_no=${t.doc_no}].marks.length == 2

step: the provider's limit runs inside the whole and lengthens nothing
clock 2026-03-10
as clerk
act c send_verification_notice
=> 200
GET /cases/${c.case}
? clocks by clock due act_by state
  verify 2026-03-16 2026-03-13 running
  total 2026-03-13 2026-03-13 running
  own 2026-03-06 2026-03-06 met

step: a pause stops two clocks, on the two grounds of the text
act c pause pause_reason=testing proof=other
=> 422 case.guard rule=pause_reason clause=XZ-145
act c pause pause_reason=expert_review proof=other
=> 200
? state == PAUSED
GET /cases/${c.case}
? clocks by clock due state
  verify - paused
  total - paused
clock 2026-03-17
act c resume proof=other
=> 200
? state == PROVIDER
GET /cases/${c.case}
? clocks by clock due state
  total 2026-03-23 running
  verify 2026-03-23 running

step: what cannot be verified goes when the provider says so, and only then
as operator
act c delete reason=删除
=> 409 case.event
as clerk
act c reply_unverifiable reason=原始材料已灭失
=> 200
as clerk
act c inform
=> 422 case.guard rule=no_deletion_due
as operator
act c delete reason=信息提供单位确认无法核实
=> 200
? state == DELETED

step: a mark stays while the result is disputed, and the case goes to the provider
as objection_desk
act d take
=> 200
act d settle reason=经核实无误
=> 200
act d inform
=> 200
as boss
act d dispute reason=仍不认可
=> 200
? state == DISPUTED
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}
? records[doc_no=${t2.doc_no}].marks.length == 1
as objection_desk
act d hand_over
=> 200
as clerk
act d report reason=已复核处理
=> 200
? state == CLOSED
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}
? records[doc_no=${t2.doc_no}].marks.length == 0

step: at the end of four years it becomes archive
clock 2030-03-01
WORK
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}
? records[doc_no=${t2.doc_no}].state == active
clock 2030-03-04
WORK
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}
? records[doc_no=${t2.doc_no}].state == archived
