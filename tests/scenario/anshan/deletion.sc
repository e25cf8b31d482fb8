story: 无法核实的信息：删除、记录原因、封存、销毁，别无他途
places: anshan

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record other item=penalty_organisation about=acme
make target t of=fine
make target o of=other
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
  当事人陈述

def look
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}

step AS-48: the operator finds, after the provider's reply, that the truth cannot be verified; only then is it deleted
do look
=> 200
? records.length == 2
as boss
file c objection about=t ground=error_or_omission proof=proof claim=金额有误
=> 201
as operator
act c delete reason=无法核实
=> 409 case.event
act c send_verification_notice findings=provider_needed
=> 200
act c find_unverifiable reason=无法核实
=> 422 case.guard rule=reply_overdue
as clerk
act c reply_unverifiable reason=原始凭证灭失
=> 200
as operator
act c find_unverifiable reason=原始凭证灭失，真实性无法核实
=> 200
? state == UNVERIFIABLE

step AS-49: with its reason, by a person, in a case; without a reason it is not deleted
act c delete
=> 422 case.guard rule=reason_given
act c delete reason=真实性无法核实
=> 200
? state == DELETED
GET /deletions
=> 200
? items[record=${t.record}].reason == 真实性无法核实
? items[record=${t.record}].case == ${c.case}
? items[record=${t.record}].user is present
? items[record=${t.record}].day == 2026-03-02
? items[record=${t.record}].clause == AS-48

step AS-48: it has left every answer, and who had received it is told
do look
? records.length == 1
? records[record=${t.record}] is absent
WORK
as query_clerk
GET /recalls/own
=> 200
? items[record=${t.record}].todo == delete
? items[record=${t.record}].due_day is null
! recall = items[record=${t.record}].recall
GET /notices
? items[kind=recall].number is present
POST /recalls/${recall}/confirmation
  {"day": "2026-03-01"}
=> 422 recall.day
POST /recalls/${recall}/confirmation
  {"day": "2026-03-02"}
=> 204
as boss
GET /me/recalls
=> 200
? items[record=${t.record}].confirmed_day == 2026-03-02
? items[record=${t.record}].late == false

step: until the subject has its copy the content is sealed; two persons read it for a remedy, and that is a look
as boss
GET /me/deletions
? items[record=${t.record}].state == sealed
? items[record=${t.record}].keep_to == 2026-05-01
! deletion = items[record=${t.record}].deletion
POST /me/deletions/${deletion}/settlement
  {"outcome": "taken"}
=> 409 deletion.copy_first
as operator
POST /deletions/${deletion}/openings
  {"purpose": "行政复议〔2026〕3号"}
=> 201
! opening = id
POST /deletion-openings/${opening}/confirm
=> 422 second_person
as objection_desk
POST /deletion-openings/${opening}/confirm
=> 200
? content.record == ${t.record}
POST /deletion-openings/${opening}/confirm
=> 409
as boss
GET /me/looks
? items[purpose=行政复议〔2026〕3号].role == objection_desk

step: the subject takes a signed copy; then content and salt are destroyed, the entry stays
POST /me/deletions/${deletion}/copy
=> 200
? note contains deletion_copy
POST /me/deletions/${deletion}/settlement
  {"outcome": "taken"}
=> 204
WORK
GET /me/deletions
? items[record=${t.record}].state == destroyed
? items[record=${t.record}].reason == 真实性无法核实
? items[record=${t.record}].unreadable_by == 2026-05-31
POST /me/deletions/${deletion}/copy
=> 410 deletion.gone
GET /me/deletions/${deletion}/proof
=> 200
? versions[0].salt == false
? promise contains 2026-05-31

step AS-26: no other way deletes: no route and no command does, whoever calls
as operator
DELETE /provider-records/${o.record}
=> 404
DELETE /deletions
=> 405
as clerk
DELETE /submissions
=> 405
POST /submissions/${other.submission}/withdraw
  {"reason": "填报有误"}
=> 200
GET /provider-records?item=penalty_organisation
? items[record=${o.record}].state == withdrawn
CLI record delete ${o.record}
=> exit 2
as operator
GET /deletions
? items.length == 1
