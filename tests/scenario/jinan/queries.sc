story: 查询：与职责有关、授权、用途和日志
places: jinan

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record coercion item=coercion_organisation about=acme
make record levy item=levy_organisation about=acme
make record fine item=penalty_organisation about=acme
make record fined item=penalty_person about=zhang CF_NR=罚款一万元，电话13800000000
make record gift item=donation_person about=zhang
make evidence paper by=query_clerk

step JN-23: a provider queries what relates to its duties, and nothing else
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=JN-23
as authority
POST /units/${units.organ}/duties
  {"duty": "coercion", "basis": "《虚构条例》第四条", "from_day": "2026-03-03", "to_day": "2026-03-05"}
=> 204
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=JN-23
clock 2026-03-03
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records.length == 1
? records[0].clause == JN-23
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=JN-23
clock 2026-03-05
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records.length == 1
clock 2026-03-06
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=JN-23
as nobody
GET /policies/jinan
? rows by key value clause
  query.duty_related yes JN-23
  disclose.service_channels platform JN-23

step JN-25: the log holds the name of who asked, the time, the content and the purpose
as authority
POST /units/${units.organ}/duties
  {"duty": "levy_organisation", "basis": "《虚构条例》第四条", "from_day": "${today}"}
=> 204
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "basis": {"kind": "duty"}}
=> 400 input.missing field=purpose clause=JN-25
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
! look = look
! record = records[0].record
as auditor
POST /looks/search
  {"unit": "${units.organ}", "outcome": "answered"}
=> 200
? items[look=${look}].person == 虚构query_clerk
? items[look=${look}].at matches ^2026-03-06
? items[look=${look}].purpose == 行政监管
? items[look=${look}].content contains ${record}
as secadmin
POST /accounts
  {"login": "machine-jinan", "name": "虚构接口", "kind": "machine"}
=> 201
! machine = id
POST /accounts/${machine}/agreement
  {"reference": "保密协议", "day": "${today}"}
=> 204
POST /accounts/${machine}/activate
=> 204
POST /accounts/${machine}/posts
  {"unit": "${units.organ}", "role": "query_clerk", "from_day": "${today}"}
=> 201
! post = id
POST /posts/${post}/keys
  {"from_day": "${today}"}
=> 201
! key = key
! secret = secret
SIGNED ${key} ${secret} POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 400 input.missing field=person clause=JN-25
SIGNED ${key} ${secret} POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}, "person": "虚构丙"}
=> 200
! asked = look
as auditor
POST /looks/search
  {"unit": "${units.organ}"}
? items[look=${asked}].person == 虚构丙
as nobody
GET /policies/jinan
? rows[key=query.log_fields].value == "name, time, content, purpose"
? rows[key=query.log_fields].clause == ["JN-25"]

step JN-21: a natural person's information goes out by authorised query or by sharing among organs only
as nobody
POST /queries/open
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}}
? . lacks penalty_person
? . lacks donation_person
as agency_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用审查", "basis": {"kind": "agreement", "reference": "服务协议"}}
=> 403 query.not_entitled clause=JN-21
make evidence mine by=agency_clerk
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.agency}", "purpose": "信用审查", "from_day": "${today}", "to_day": "2026-12-31", "evidence": "${mine.evidence}"}
=> 201
! authorisation = id
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用审查", "authorisation": "${authorisation}"}
=> 200
? records.length == 2
? records[item=penalty_person].clause == JN-21
? records[item=donation_person].clause == JN-21
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["donation_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=JN-21
as authority
POST /units/${units.organ}/duties
  {"duty": "penalty", "basis": "《虚构条例》第四条", "from_day": "${today}"}
=> 204
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records[0].clause == JN-23
as nobody
GET /policies/jinan
? rows by key value clause
  query.person_auth required JN-21

step JN-6: privacy is masked for who sees it and withheld from who does not
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records[0].masked == true
? records[0].fields.CF_XDR_ZJHM matches ^379901\*{8}....$
? records[0].fields.CF_NR lacks 13800000000
? subject.number contains *
make item trade from=penalty_organisation
  {"id": "trade_organisation", "name": "虚构商业秘密事项", "nature": "neutral", "secrecy": "trade_secret"}
make record trade_record item=trade_organisation about=acme
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? . lacks trade_organisation
as nobody
GET /policies/jinan
? rows by key value clause
  disclose.privacy_masked yes JN-6
  disclose.secret_withheld yes JN-5

step JN-20: the public sees what law orders to be public
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? records.length == 2
? records[item=penalty_organisation].clause == JN-20
? records[item=registration_organisation].clause == JN-20
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["registration_organisation"], "purpose": "信用审查"}
=> 200
? records[0].clause == JN-20

step JN-22: what the State opens about natural persons is open
make item opened from=penalty_person
  {"id": "opened_person", "name": "虚构公开事项", "mode": "open", "open_citation": "《虚构法》第一条", "open_rank": "law", "state_citation": "国家关于虚构事项公开的规定", "secrecy": "none"}
make record opened_record item=opened_person about=zhang
as nobody
POST /queries/open
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}}
=> 200
? records.length == 1
? records[0].item == opened_person
? records[0].fields lacks ${zhang.number}

step JN-18: nothing goes out without mode, authorisation or duty, nor to a third party without consent
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "信用审查"}
=> 403 query.not_entitled clause=JN-18
POST /authorisations
  {"subject": ${acme}, "unit": "${units.agency}", "purpose": "信用审查", "from_day": "${today}", "to_day": "2026-12-31", "evidence": "${mine.evidence}"}
=> 201
! authorisation = id
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "信用审查", "authorisation": "${authorisation}"}
=> 200
? records.length == 1
? records[0].clause == JN-18
! sold = look
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "信用审查", "authorisation": "${authorisation}", "recipient": "虚构乙公司"}
=> 403 consent.onward_missing clause=JN-18
make evidence onward by=window
as window
POST /consents
  {"subject": ${acme}, "kind": "onward", "unit": "${units.agency}", "onward_to": "虚构乙公司", "written_evidence": "${onward.evidence}"}
=> 201
as agency_clerk
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "信用审查", "authorisation": "${authorisation}", "recipient": "虚构乙公司"}
=> 200
as authority
POST /misuses
  {"look": "${sold}", "what": "出售查询结果", "clause": "JN-18"}
=> 201
! misuse = id
GET /misuses
? items[misuse=${misuse}].clause == JN-18
as nobody
GET /policies/jinan
? rows by key value clause
  query.onward_consent yes JN-18
  disclose.consent_outside_open yes JN-18

step JN-4: the operator and the unit that gave a record see it whole, and say what for
make user origin unit=bureau role=query_clerk
as operator
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["donation_person"], "purpose": "核对", "view": "clear", "reason": "核对身份"}
=> 200
? records[0].clause == JN-4
? records[0].masked == false
as origin
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["donation_person"], "purpose": "核对", "view": "clear", "reason": "核对身份"}
=> 200
? records[0].clause == JN-4
? records[0].masked == false

step JN-26: the log of queries is kept for long; there is no function to delete it
as auditor
DELETE /looks/${look}
=> 404
clock 2056-03-06
WORK
as auditor
POST /looks/search
  {"unit": "${units.organ}", "from": "2026-03-01", "to": "2026-03-31"}
=> 200
? items[look=${look}].purpose == 行政监管
as nobody
GET /policies/jinan
? rows[key=query.log_keep/unit].value == "long_term start log_created actor query_unit"
? rows[key=query.log_keep/unit].clause == ["JN-26"]
