story: 公示：渠道、依据、技术处理、双公示时效、停止
places: cangzhou

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme decision_date=2026-02-24 CF_FRDB=虚构赵六 CF_SY=虚构赵六与虚构钱七（13800001234）以秘方甲配比三比一生产
make record old item=penalty_organisation about=acme decision_date=2021-03-10
make record fined item=penalty_person about=zhang decision_date=2026-02-24

def ids
as clerk
GET /provider-records?item=penalty_organisation
=> 200

def pages
as nobody
GET /public/records?organisation=${acme.name}
=> 200

step CZ-73 CZ-7: a record is proposed with its free text examined; without that it is refused
do ids
! fine = items[doc_no=${fine.fields.CF_WSH}]
! old = items[doc_no=${old.fields.CF_WSH}]
as clerk
POST /records/${fine.subject}/${fine.record}/publications
  {"channels": [{"channel": "internet"}, {"channel": "gazette", "unit": "${units.bureau2}"}]}
=> 422 publication.masking_missing field=masking.examined clause=default
POST /records/${fine.subject}/${fine.record}/publications
  {"masking": {"examined": true, "hidden": [{"field": "CF_SY", "text": "不在其中", "kind": "trade_secret"}]}}
=> 422 publication.mask_not_found
POST /records/${fine.subject}/${fine.record}/publications
  {"masking": {"examined": true}, "channels": [{"channel": "provider_site"}]}
=> 422 publication.channel clause=CZ-73
POST /records/${fine.subject}/${fine.record}/publications
  {"masking": {"examined": true, "hidden": [{"field": "CF_SY", "text": "秘方甲配比三比一", "kind": "trade_secret"}, {"field": "CF_SY", "text": "虚构钱七", "kind": "person_name"}]}, "channels": [{"channel": "internet"}, {"channel": "gazette", "unit": "${units.bureau2}"}]}
=> 201
! fining = id
POST /records/${fine.subject}/${fine.record}/publications
  {"masking": {"examined": true}}
=> 409 publication.exists

step CZ-7 CZ-73: what will be published is shown for approval; secrets, others' names and numbers are hidden in it
as clerk
POST /publications/${fining}/approval
  {"version": 1}
=> 403 access.forbidden
as reviewer
GET /publications/${fining}
=> 200
? state == proposed
? ground == administrative_regulation
? ground_text == 政府信息公开条例第二十条
? clause == CZ-69
? text lacks 秘方甲
? text lacks 赵六
? text lacks 钱七
? text lacks 13800001234
? text contains 138****1234
? last_day == 2031-02-24
do pages
? items is empty
as reviewer
POST /publications/${fining}/approval
  {"version": 2}
=> 409 conflict.changed_meanwhile
POST /publications/${fining}/approval
  {"version": 1}
=> 204

step CZ-73: the own site shows it at once, another channel is an order until the unit confirms, each with day and person
do pages
? items[0].subject.name == ${acme.name}
? items[0].text contains 138****1234
? items[0].published == 2026-03-02
? items[0].last_day == 2031-02-24
as reviewer
GET /publications/${fining}
? channels by channel own state published
  internet true published 2026-03-02
  gazette false ordered -
as clerk
GET /publications/orders?kind=publish
=> 200
? items is empty
as clerk2
GET /publications/orders?kind=publish
=> 200
? items[0].channel == gazette
? items[0].text contains 138****1234
POST /publications/${fining}/channels/gazette/publication
  {"day": "2026-03-03"}
=> 422 publication.day
POST /publications/${fining}/channels/gazette/publication
  {"day": "2026-03-02"}
=> 204
POST /publications/${fining}/channels/gazette/publication
  {"day": "2026-03-02"}
=> 409 publication.state
as clerk
POST /publications/${fining}/channels/gazette/stop
  {"day": "2026-03-02"}
=> 404 not_found

step CZ-73: without a choice it is every channel that the text names
as clerk
GET /provider-records?item=registration_organisation
! basic = items[0]
POST /records/${basic.subject}/${basic.record}/publications
  {"masking": {"examined": true}}
=> 201
! everywhere = id
as reviewer
GET /publications/${everywhere}
? channels.length == 6
? channels by channel own state
  gazette false waiting
  internet true waiting
  press false waiting
  press_conference false waiting
  radio false waiting
  television false waiting

step CZ-55 CZ-56: decision, submission and publication day stand side by side, each with its seven working days
as authority
GET /publications/timeliness?item=penalty_organisation
=> 200
? items[record=${fine.record}].decided == 2026-02-24
? items[record=${fine.record}].submitted == 2026-03-02
? items[record=${fine.record}].published == 2026-03-02
? items[record=${fine.record}].submission.state == in_time
? items[record=${fine.record}].submission.due == 2026-03-04
? items[record=${fine.record}].submission.clause == CZ-55
? items[record=${fine.record}].publication.state == in_time
? items[record=${fine.record}].publication.due == 2026-03-04
? items[record=${fine.record}].publication.clause == CZ-56
? items[record=${old.record}].submission.state == late
? items[record=${old.record}].publication.state == late
? items[record=${old.record}].published is absent
GET /policies/cangzhou
? rows[key=submit.dual_publicity/publish].value == 7 working_day start decision actor provider

step CZ-56 CZ-55: the last day is in time, the day after it is one day late
make record second item=penalty_organisation about=acme decision_date=2026-03-02
do ids
! second = items[doc_no=${second.fields.CF_WSH}]
clock 2026-03-11
as operator
GET /publications/timeliness?item=penalty_organisation&from=2026-03-02
? items[record=${second.record}].publication.due == 2026-03-11
? items[record=${second.record}].publication.state == in_time
clock 2026-03-12
as clerk
GET /publications/timeliness?item=penalty_organisation
? items[record=${second.record}].publication.state == late
? items[record=${second.record}].publication.late == 1
? items[record=${second.record}].submission.state == in_time
as clerk2
GET /publications/timeliness?item=penalty_organisation
? items is empty

step CZ-163 CZ-7: what the public may not see is not published; a person who may be is on no page of the platform
as clerk
GET /provider-records?item=penalty_person
! person = items[0]
POST /records/${person.subject}/${person.record}/publications
  {"masking": {"examined": true}}
=> 422 publication.not_open clause=CZ-163
POST /records/${old.subject}/${old.record}/publications
  {"masking": {"examined": true}, "channels": [{"channel": "internet"}]}
=> 409 publication.term_over

step CZ-7 CZ-69: a person whom a rule opens is published outside, masked, and stands on no page of the platform
make item open_person from=penalty_person
  {"id": "open_person", "name": "虚构公开事项", "mode": "open", "open_citation": "虚构规章第一条", "open_rank": "rule", "secrecy": "none"}
make record known item=open_person about=zhang
as clerk
GET /provider-records?item=open_person
! known = items[0]
POST /records/${known.subject}/${known.record}/publications
  {"masking": {"examined": true}, "channels": [{"channel": "internet"}]}
=> 422 publication.person_page
POST /records/${known.subject}/${known.record}/publications
  {"masking": {"examined": true}}
=> 201
! personal = id
as reviewer
GET /publications/${personal}
? ground == rule
? text lacks ${zhang.name}
? text lacks ${zhang.number}
? channels.length == 5
POST /publications/${personal}/approval
  {"version": 1}
=> 204
as nobody
GET /public/records?item=open_person
? items is empty
GET /public/records/${personal}
=> 404 not_found
CLI publication rebuild --data ${data}
=> exit 0
GET /public/records?item=open_person
? items is empty
GET /public/records?organisation=${zhang.number}
=> 400 search.text field=organisation

step CZ-82 CZ-73: after the last day no page shows it, worker or not; then every outside channel is told to stop
clock 2031-02-24
do pages
? items[0].publication == ${fining}
clock 2031-02-25
do pages
? items is empty
as nobody
GET /public/records/${fining}
=> 404 not_found
WORK
as reviewer
GET /publications/${fining}
? state == ended
? ended == 2031-02-25
? ended_why == term
? channels by channel state stop_ordered
  internet stopped 2031-02-25
  gazette stop_ordered 2031-02-25
as clerk2
GET /publications/orders?kind=stop
? items[0].publication == ${fining}
POST /publications/${fining}/channels/gazette/stop
  {"day": "2031-02-24"}
=> 422 publication.day
POST /publications/${fining}/channels/gazette/stop
  {"day": "2031-02-25"}
=> 204
GET /publications/orders?kind=stop
? items is empty
