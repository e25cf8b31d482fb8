story: 不得把服务与信息采集捆绑
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make target t of=fine
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss

step HH-46: bundling is a ground of its own for a complaint
as boss
file c objection about=t ground=bundling proof=proof claim=不同意采集就不受理业务
=> 201
GET /cases/${c.case}
? ground == bundling
as nobody
GET /policies/heihe
? rows[key=collect.no_bundling].value == yes
? rows[key=collect.no_bundling].clause == ["HH-46"]

step HH-46: consent is a record of its own, and to refuse it blocks no service
make person zhang
make record penalty item=penalty_person about=zhang
make target p of=penalty
make account zhang_self about=zhang
make evidence told by=clerk
make evidence signed by=clerk
as clerk
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "income", "answer": "refused"}
=> 201
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "deposits", "notice_evidence": "${told.evidence}", "written_evidence": "${signed.evidence}"}
=> 201
as zhang_self
GET /me/consents
=> 200
? items[class=income].state == refused
? items[class=deposits].state == given
GET /me/records
=> 200
? records[record=${p.record}] is present
make evidence shown by=zhang_self
file q objection about=p ground=bundling proof=shown claim=不同意采集收入就不受理
=> 201
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 200
? records[record=${p.record}] is present
