story: 本人和本单位查询，知情
places: cangzhou

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record coercion item=coercion_organisation about=acme
make record penalty item=penalty_organisation about=acme CF_FR_ZJLX=身份证 CF_FR_ZJHM=${zhang.number}
make record held item=coercion_person about=zhang
make record old item=judgment_person about=zhang decision_date=2020-01-10
make evidence proof by=window

step CZ-77: a natural person sees the own information after real-name authentication
as window
POST /window/records
  {"subject": ${zhang}}
=> 422 identity.proof_missing clause=CZ-77 field=checked_originals
POST /window/records
  {"subject": ${zhang}, "checked_originals": "居民身份证"}
=> 200
? records.length == 2
? records[item=coercion_person].clause == CZ-77
? records[item=judgment_person].clause == CZ-77
? records[item=coercion_person].masked == false
POST /subject-accounts
  {"subject": ${zhang}, "login": "zhang-${place}"}
=> 422 identity.proof_missing clause=CZ-77
make account me about=zhang
as me
GET /me/records
=> 200
? records.length == 2
? records[item=coercion_person].clause == CZ-77

step CZ-79 CZ-77: an organisation sees its own information on its own written proof
as window
POST /window/records
  {"subject": ${acme}, "checked_originals": "经办人居民身份证"}
=> 422 identity.proof_missing clause=CZ-79 field=proof
POST /subject-accounts
  {"subject": ${acme}, "login": "acme-${place}", "checked_originals": "经办人居民身份证"}
=> 422 identity.proof_missing clause=CZ-79 field=proof
POST /window/records
  {"subject": ${acme}, "checked_originals": "经办人居民身份证", "proof": "${proof.evidence}"}
=> 200
? records.length == 3
? records[item=coercion_organisation].clause == CZ-79
? records[item=coercion_organisation].masked == false
? records lacks ${zhang.number}
make account company about=acme proof=proof
as company
GET /me/records
=> 200
? records[item=coercion_organisation].clause == CZ-79
GET /policies/cangzhou
? rows[key=query.self].value == real_name, unit_proof

step CZ-130: the subject knows what is collected, by whom and when, and who looked, when and what for
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}
=> 200
! look = look
as company
GET /me/records
? records[item=coercion_organisation].source.unit == 虚构市场监管局
? records[item=coercion_organisation].source.received_day == ${today}
GET /me/looks
=> 200
? items[look=${look}].unit == 虚构发展局
? items[look=${look}].person contains query_clerk
? items[look=${look}].purpose == 行政检查
? items[look=${look}].at matches ^2026-03-02
as nobody
GET /policies/cangzhou
? rows[key=know.own_records].value == yes
? rows[key=query.looks_shown].value == yes

step CZ-159: others' own pages are nobody's to see
as me
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "好奇"}
=> 403 access.forbidden
GET /me/looks
? items lacks ${look}
as nobody
GET /me/records
=> 401 access.sign_in

step CZ-77 CZ-79: the policy gives the whole of the own information, to persons by real name, to units by their proof
GET /policies/cangzhou
? rows[section=disclosure,key=1].value == viewer self mode * subject natural_person nature * term * state * needs real_name give full else nothing
? rows[section=disclosure,key=2].value == viewer self mode * subject organisation, individual_business nature * term * state * needs unit_proof give full else nothing
