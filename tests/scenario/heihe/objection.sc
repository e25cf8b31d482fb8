story: 异议：提出、标注、核查、告知与救济
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make target t of=fine
make evidence paper by=window
make evidence proof by=window
make account boss about=acme proof=paper

step HH-48 HH-49: an objection needs one of the grounds and proof
as boss
file c objection about=t ground=error
=> 422 case.guard rule=proof_attached clause=HH-48
file c objection about=t ground=nothing proof=proof
=> 422 case.guard rule=ground_listed clause=HH-48
file c objection about=t ground=error proof=proof claim=处罚金额有误
=> 201
? cases[0].state == RECEIVED

step HH-50 HH-60: from that moment the record is marked wherever it is shown
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}
=> 200
? records[item=penalty_organisation].marks.length == 2

step HH-53 HH-54 HH-55: the provider verifies within 3 of the 7 working days
as operator
GET /cases/${c.case}/choices
=> 200
act c send_verification_notice
=> 200
? state == PROVIDER
GET /cases/${c.case}
=> 200
? clocks by clock due state
  total 2026-03-11 running
  inform_total 2026-03-11 running
  verify 2026-03-05 running

step HH-56 HH-61: what is wrong is corrected with the answer
make fields right item=penalty_organisation about=acme CF_WSH=${fine.fields.CF_WSH} CF_NR=更正后的内容
as clerk
act c correct reason=金额录入有误 fields=right
=> 200
? state == WRONG
as operator
act c inform
=> 200
? state == CLOSED
