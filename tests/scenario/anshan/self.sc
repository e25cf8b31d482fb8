story: 知情：征集和使用
places: anshan

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record licence item=licence_person about=zhang
make account me about=zhang
make evidence proof
make account company about=acme proof=proof

step AS-8: the subject sees what was collected, by whom and when
as me
GET /me/records
=> 200
? records.length == 1
? records[0].source.unit == 虚构市场监管局
? records[0].source.received_day == ${today}
? records[0].clause == AS-8
? records[0].masked == false
as company
GET /me/records
=> 200
? records.length == 1
? records[0].clause == AS-8
? records[0].masked == false

step AS-8: and who used it, when and for what
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
! look = look
as me
GET /me/looks
=> 200
? items[look=${look}].unit == 虚构发展局
? items[look=${look}].person == 虚构query_clerk
? items[look=${look}].purpose == 行政监管
? items[look=${look}].at matches ^2026-03-02
as company
GET /me/looks
? items[look=${look}].look is absent
as nobody
GET /policies/anshan
? rows by key value clause
  know.own_records yes AS-8
  query.looks_shown yes AS-8
