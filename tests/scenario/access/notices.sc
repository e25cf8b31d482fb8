story: 告知文书：制发、送达、阅读、打印
places: all

make person zhang
make org acme
make account me about=zhang

# A notice is sent when it is on its way and arrives when it is opened, received or, between units, in the queue (AM-06).

step: what a procedure makes nobody makes by hand, and nobody else makes any
as operator
POST /notices
  {"kind": "result", "subject": {"kind": "natural_person", "document": "resident", "number": "${zhang.number}"}}
=> 403 notice.not_by_hand
POST /notices
  {"kind": "no_such_kind", "unit": "${units.organ}"}
=> 422 notice.kind_unknown
POST /notices
  {"kind": "supervision", "unit": "${units.organ}"}
=> 422 notice.value_missing field=action
POST /notices
  {"kind": "supervision", "unit": "${units.organ}", "values": [{"key": "action", "text": "虚构的要求"}, {"key": "number", "text": "虚构文号"}]}
=> 422 notice.value_missing field=values[1].key
POST /notices
  {"kind": "supervision", "values": [{"key": "action", "text": "虚构的要求"}]}
=> 400 input.missing field=subject
as query_clerk
POST /notices
  {"kind": "supervision", "unit": "${units.organ}"}
=> 403 access.forbidden

step: a unit has it in its queue at once
as operator
POST /notices
  {"kind": "supervision", "unit": "${units.organ}", "values": [{"key": "action", "text": "补报虚构信息"}, {"key": "finding", "text": "未按规定报送"}]}
=> 201
! order = id
as query_clerk
GET /notices
=> 200
? items.length == 1
? items[0].notice == ${order}
? items[0].sent_on == ${today}
? items[0].arrived_on == ${today}
? items[0].opened_at is null
POST /notices/${order}/reading
=> 200
? body contains 补报虚构信息
? addressee == 虚构发展局
? opened_at is present
? deliveries[0].proof == queue
POST /notices/${order}/pdf
=> 200
? text contains %PDF-
as clerk
POST /notices/${order}/reading
=> 404 not_found
as operator
POST /notices/${order}/reading
=> 404 not_found

step: a subject with an account gets it there; opened, it has arrived
as operator
POST /notices
  {"kind": "incident_told", "subject": {"kind": "natural_person", "document": "resident", "number": "${zhang.number}"}, "values": [{"key": "event", "text": "虚构的泄露"}, {"key": "action", "text": "已封堵"}]}
=> 201
! told = id
GET /notices/desk
? items is empty
clock +3d
as me
GET /me/notices
=> 200
? items[notice=${told}].opened_at is null
? items[notice=${told}].sent_on != ${today}
POST /me/notices/${told}/reading
=> 200
? body contains 虚构的泄露
? addressee == ${zhang.name}
? arrived_on == ${today}
? deliveries[0].proof == opened
! arrived = arrived_on
clock +2d
as me
POST /me/notices/${told}/pdf
=> 200
? text contains %PDF-
GET /me/notices
? items[notice=${told}].arrived_on == ${arrived}
GET /me/looks
? items[0].basis == self
POST /me/notices/${order}/reading
=> 404 not_found

step: without an account it waits at the desk until it is posted, and arrives with the return receipt
make evidence receipt by=operator
  虚构邮政回执
as operator
POST /notices
  {"kind": "correction", "subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}"}, "values": [{"key": "change", "text": "虚构更正"}]}
=> 404 subject.unknown
make record r item=penalty_organisation about=acme
as operator
POST /notices
  {"kind": "correction", "subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}"}, "values": [{"key": "change", "text": "虚构更正"}]}
=> 201
! paper = id
GET /notices/desk
? items[0].notice == ${paper}
? items[0].to_deliver == true
POST /notices/${paper}/deliveries
  {"way": "hand_over", "sent_on": "${today}"}
=> 422 evidence.missing field=evidence
POST /notices/${paper}/deliveries
  {"way": "post", "sent_on": "2020-01-01"}
=> 400 date.invalid field=sent_on
POST /notices/${paper}/deliveries
  {"way": "post", "sent_on": "${today}"}
=> 201
! posted = id
GET /notices/desk
? items is empty
POST /notices/${paper}/reading
=> 200
? arrived_on is null
clock +4d
as operator
POST /notices/${paper}/deliveries
  {"delivery": "${posted}", "arrived_on": "${today}"}
=> 422 evidence.missing
POST /notices/${paper}/deliveries
  {"delivery": "${posted}", "arrived_on": "${today}", "evidence": "${receipt.evidence}"}
=> 201
POST /notices/${paper}/reading
=> 200
? arrived_on == ${today}
? deliveries[0].proof == receipt
CLI notice show ${paper} --data ${data} --as operator-${place}
=> exit 0
? notice == ${paper}
CLI notice desk --data ${data} --as operator-${place}
=> exit 0
? items is empty

step: at the window it is printed after the originals were checked: sent and arrived
as operator
POST /notices
  {"kind": "incident_told", "subject": {"kind": "natural_person", "document": "resident", "number": "${zhang.number}"}, "values": [{"key": "event", "text": "虚构的泄露"}, {"key": "action", "text": "已封堵"}]}
=> 201
! shown = id
as window
POST /window/notices
  {"subject": {"kind": "natural_person", "document": "resident", "number": "${zhang.number}", "name": "${zhang.name}"}}
=> 422 identity.proof_missing
POST /window/notices
  {"subject": {"kind": "natural_person", "document": "resident", "number": "${zhang.number}", "name": "${zhang.name}"}, "checked_originals": "居民身份证"}
=> 200
? items[0].notice == ${shown}
POST /window/notices/${shown}/print
  {"subject": {"kind": "natural_person", "document": "resident", "number": "${zhang.number}", "name": "${zhang.name}"}, "checked_originals": "居民身份证"}
=> 200
? text contains %PDF-
as me
GET /me/notices
? items[notice=${shown}].arrived_on == ${today}
