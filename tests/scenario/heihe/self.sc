story: 本人查询：免费、来源、变动理由、谁查过
places: heihe

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record licence item=licence_person about=zhang
make account me about=zhang

step HH-40: the subject sees each record, who captured it and when
as me
GET /me/records
=> 200
? records.length == 1
? records[0].item == licence_person
? records[0].source.unit == 虚构市场监管局
? records[0].source.received_day == ${today}
? records[0].clause == HH-40
? records[0].give is absent
? records[0].masked == false

step HH-40: and each query: who, when, what for
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 200
! look = look
as me
GET /me/looks
=> 200
? items[look=${look}].unit == 虚构发展局
? items[look=${look}].person == 虚构query_clerk
? items[look=${look}].purpose == 行政审批
? items[look=${look}].reference == 《虚构法》第六条
? items[look=${look}].at matches ^2026-03-02
as nobody
GET /policies/heihe
? rows[key=query.looks_shown].value == yes
? rows[key=query.looks_shown].clause == ["HH-40"]
? rows[key=know.own_records].value == yes
? rows[key=know.own_records].clause == ["HH-40"]

step HH-41: every change shows its reason and who made it; without a reason it is not saved
as clerk
GET /provider-records
=> 200
! subject = items[item=licence_person].subject
! record = items[item=licence_person].record
make fields corrected item=licence_person about=zhang XK_WSH=${licence.fields.XK_WSH} XK_NR=更正后的许可内容
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "fields": ${corrected}}
=> 400 input.missing field=reason_text
POST /records/${subject}/${record}/versions
  {"version": 1, "reason_text": "文书录入有误", "fields": ${corrected}}
=> 400 input.missing field=reason
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "文书录入有误", "fields": ${corrected}}
=> 201
as me
GET /me/records
=> 200
? records[0].version == 2
? records[0].fields contains 更正后的许可内容
? records[0].changes[version=2].reason_text == 文书录入有误
? records[0].changes[version=2].by_unit == 虚构市场监管局
? records[0].changes[version=2].day == ${today}
as nobody
GET /policies/heihe
? rows[key=report.shows_source_and_change_reason].value == yes
? rows[key=report.shows_source_and_change_reason].clause == ["HH-41"]

step HH-42 HH-47: the platform serves own queries free, as often as the subject likes
as me
GET /me/records
=> 200
again 40
=> 200
? records.length == 1
? fee == free
as window
POST /window/records
  {"subject": ${zhang}, "checked_originals": "居民身份证"}
=> 200
? records.length == 1
as nobody
GET /policies/heihe
? rows[key=query.self].value == free
? rows[key=query.self].clause == ["HH-42", "HH-47"]

step HH-42 HH-47: an organisation as well
make account company about=acme
as company
GET /me/records
=> 200
? records.length == 1
? records[0].clause == HH-40
? records[0].masked == false
again 10
=> 200

step HH-42: own information is for oneself
as me
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "好奇"}
=> 403 access.forbidden
as window
POST /window/records
  {"subject": ${zhang}, "checked_originals": ""}
=> 422 identity.proof_missing

step HH-45: a look is withheld from the subject only where law or administrative regulation provides so
as authority1
POST /looks/${look}/withholding
  {"until": "2026-04-30", "citation": "《虚构市规定》第一条", "rank": "local_regulation"}
=> 422 look.withhold clause=HH-45 field=rank
POST /looks/${look}/withholding
  {"until": "2026-04-30", "citation": " ", "rank": "law"}
=> 400 input.missing field=citation
as me
GET /me/looks
? items[look=${look}].look is present
as authority1
POST /looks/${look}/withholding
  {"until": "2026-04-30", "citation": "《虚构条例》第七条", "rank": "administrative_regulation"}
=> 204
POST /looks/${look}/withholding/confirm
=> 422 second_person
as authority2
POST /looks/${look}/withholding/confirm
=> 204
as me
GET /me/looks
? items[look=${look}].look is absent
clock 2026-04-30
GET /me/looks
? items[look=${look}].look is absent
clock 2026-05-01
GET /me/looks
? items[look=${look}].purpose == 行政审批
