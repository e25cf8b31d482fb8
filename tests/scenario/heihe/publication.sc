story: 公示期限届满自动停止，不得延期
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make pack termed file=overrides.yaml
  overrides:
    - {parameter: disclose.term, value: 1 year, start: conduct_end, actor: operator, citation: 《虚构条例》第九条, rank: administrative_regulation, scope: all, from: 2026-01-01}
CLI policy adopt ${termed.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-03-03
=> exit 0
clock 2026-03-03
make record fine item=penalty_organisation about=acme decision_date=2025-06-01 conduct_end=2025-03-10
make record later item=penalty_organisation about=acme decision_date=2025-07-01 conduct_end=2025-05-10

def page
as nobody
GET /public/records?organisation=${acme.name}
=> 200

def propose
as clerk
POST /records/${one.subject}/${one.record}/publications
  {"masking": {"examined": true}}

step HH-72: the last day of a publication is computed; no request can name one
as clerk
GET /provider-records?item=penalty_organisation
! fined = items[doc_no=${fine.fields.CF_WSH}]
! latered = items[doc_no=${later.fields.CF_WSH}]
POST /records/${fined.subject}/${fined.record}/publications
  {"masking": {"examined": true}, "last_day": "2030-01-01"}
=> 400 input.unknown_field
POST /records/${fined.subject}/${fined.record}/publications
  {"masking": {"examined": true}}
=> 201
! first = id
as reviewer
POST /publications/${first}/approval
  {"version": 1}
=> 204
do page
? items.length == 1
? items[0].last_day == 2026-03-10

step HH-72: a correction that would end it later moves neither the record's last day nor the publication's
make fields g item=penalty_organisation about=acme CF_WSH=${fine.fields.CF_WSH} decision_date=2025-06-01 conduct_end=2025-09-01
as clerk
POST /records/${fined.subject}/${fined.record}/versions
  {"version": 1, "reason": "correction", "reason_text": "行为终止日期有误", "fields": ${g}}
=> 201
do page
? items is empty
as clerk
POST /records/${fined.subject}/${fined.record}/publications
  {"masking": {"examined": true}}
=> 201
! again = id
as reviewer
GET /publications/${first}
? state == ended
? ended_why == changed
GET /publications/${again}
? last_day == 2026-03-10
POST /publications/${again}/approval
  {"version": 1}
=> 204
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对"}
? records[record=${fined.record}].term.publish_to == 2026-03-10

step HH-72: it is shown on the last day and not on the day after, with no hand stirred
clock 2026-03-10
do page
? items[0].publication == ${again}
clock 2026-03-11
do page
? items is empty
as nobody
GET /public/records/${again}
=> 404 not_found

step HH-72: once over it stays over: neither a new publication, nor its channels, nor the days of a former one bring it back
as clerk
POST /records/${fined.subject}/${fined.record}/publications
  {"masking": {"examined": true}}
=> 409 publication.term_over clause=HH-72
as reviewer
POST /publications/${again}/approval
  {"version": 2}
=> 409
as operator
POST /records/${fined.subject}/${fined.record}/former-publications
  {"places": [{"channel": "government_portal", "from": "2026-01-05"}]}
=> 201
! former = id
as operator
GET /publications/${former}
? state == ended
? channels[0].state == stop_ordered
make fields h item=penalty_organisation about=acme CF_WSH=${fine.fields.CF_WSH} decision_date=2025-06-01 conduct_end=2026-01-01
as clerk
POST /records/${fined.subject}/${fined.record}/versions
  {"version": 2, "reason": "correction", "reason_text": "行为终止日期有误", "fields": ${h}}
=> 201
POST /records/${fined.subject}/${fined.record}/publications
  {"masking": {"examined": true}}
=> 409 publication.term_over clause=HH-72
CLI publication rebuild --data ${data}
=> exit 0
do page
? items is empty

step HH-71: what has ended is off the pages and not yet archived: the demand for the archive is still to be made
WORK
as operator
GET /publications/${again}
? state == ended
? ended == 2026-03-11
? ended_clause == HH-72
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对"}
? records[record=${fined.record}].state == active

step HH-72: only a pack that allows an extension by citation lets a corrected end move on
make pack longer file=parameters.yaml old="publish.extension: {value: no, clause: HH-72, reading: AM-15}" new="publish.extension: {value: yes, clause: HH-72, reading: AM-15}"
CLI policy adopt ${longer.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-03-12
=> exit 0
clock 2026-03-12
make fields k item=penalty_organisation about=acme CF_WSH=${later.fields.CF_WSH} decision_date=2025-07-01 conduct_end=2025-08-10
as clerk
POST /records/${latered.subject}/${latered.record}/versions
  {"version": 1, "reason": "correction", "reason_text": "行为终止日期有误", "fields": ${k}}
=> 201
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对"}
? records[record=${latered.record}].term.publish_to == 2026-08-10
