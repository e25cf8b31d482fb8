story: 查询、使用和保密
places: anshan

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record coercion item=coercion_organisation about=acme
make record fine item=penalty_organisation about=acme
make record licence item=licence_person about=zhang
make record fined item=penalty_person about=zhang CF_NR=罚款一万元，电话13800000000
make evidence paper by=query_clerk

step AS-23: no query beyond authority: without permission, duty or authorisation it is refused, and the attempt is logged
as unit_admin
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "好奇"}
=> 403 access.forbidden
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "open"}}
=> 403 query.not_entitled clause=AS-23
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records.length == 1
? records[0].clause == AS-23
! look = look
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "basis": {"kind": "duty"}}
=> 400 input.missing field=purpose
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "信用审查"}
=> 403 query.not_entitled clause=AS-23
as auditor
POST /looks/search
  {"outcome": "denied", "unit": "${units.bureau}"}
=> 200
? items.length == 1
? items[0].code == access.forbidden
POST /looks/search
  {"outcome": "refused", "unit": "${units.organ}"}
=> 200
? items.length == 2
? items[1].code == query.not_entitled
as nobody
GET /policies/anshan
? rows by key value clause
  access.query_grant_per_person yes AS-22,AS-23
  query.registered_units yes AS-23,AS-30
  query.log_denied yes AS-22,AS-23

step AS-22: a look names the person and the unit
as auditor
POST /looks/search
  {"unit": "${units.organ}", "outcome": "answered"}
=> 200
? items[look=${look}].person == 虚构query_clerk
? items[look=${look}].unit == 虚构发展局
? items[look=${look}].purpose == 行政监管

step AS-23 AS-2: mass organisations look as units, organs as organs
make unit union type=mass_organisation name=虚构妇联
make user union_query unit=union role=query_clerk
as union_query
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "评优", "basis": {"kind": "duty"}}
=> 422 query.basis
make unit court type=judicial_organ name=虚构法院
make user court_query unit=court role=query_clerk
as court_query
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "执行", "basis": {"kind": "duty"}}
=> 200
? records.length == 1
make unit centre type=authorised_organisation name=虚构监管中心 proof=《虚构条例》第三条
make user centre_query unit=centre role=query_clerk
as centre_query
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "监管", "basis": {"kind": "duty"}}
=> 200
? records.length == 1
make unit bureau3 type=credit_bureau name=虚构征信公司
make user bureau_query unit=bureau3 role=query_clerk
as bureau_query
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["registration_organisation"], "purpose": "征信"}
=> 403 query.unit_not_registered clause=AS-23
make unit user type=information_user name=虚构用户公司
make user user_query unit=user role=query_clerk
as user_query
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["registration_organisation"], "purpose": "合作"}
=> 200
? records.length == 1

step AS-71: for the purpose agreed with the subject, and for no other
as query_clerk
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.agency}", "purpose": "贷款审查", "from_day": "2026-03-02", "to_day": "2026-12-31", "evidence": "${paper.evidence}"}
=> 403
as agency_clerk
make evidence mine by=agency_clerk
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.agency}", "purpose": "贷款审查", "from_day": "2026-03-02", "to_day": "2026-12-31", "evidence": "${mine.evidence}"}
=> 201
! authorisation = id
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "贷款审查", "authorisation": "${authorisation}"}
=> 200
? records.length == 2
? records[0].clause == AS-23
! used = look
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "员工招聘", "authorisation": "${authorisation}"}
=> 403 authorisation.purpose clause=AS-29
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "贷款审查"}
=> 403 query.not_entitled clause=AS-23
as auditor
POST /looks/search
  {"unit": "${units.agency}"}
? items[look=${used}].authorisation == ${authorisation}
? items[look=${used}].purpose == 贷款审查
as nobody
GET /policies/anshan
? rows by key value clause
  query.purpose_bound yes AS-29,AS-71
  query.onward_consent yes AS-72

step AS-72: not to a third party without the subject's consent to that
as query_clerk
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "recipient": "虚构乙公司", "basis": {"kind": "duty"}}
=> 403 consent.onward_missing clause=AS-72
make evidence onward by=window
as window
POST /consents
  {"subject": ${acme}, "kind": "onward", "unit": "${units.organ}", "onward_to": "虚构乙公司", "written_evidence": "${onward.evidence}"}
=> 201
! consent = id
as query_clerk
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "recipient": "虚构乙公司", "basis": {"kind": "duty"}}
=> 200
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "recipient": "虚构丙公司", "basis": {"kind": "duty"}}
=> 403 consent.onward_missing clause=AS-72
as window
POST /consents/${consent}/withdrawal
  {"reason": "本单位要求"}
=> 204
as query_clerk
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "recipient": "虚构乙公司", "basis": {"kind": "duty"}}
=> 403 consent.onward_missing clause=AS-72

step AS-29: use outside the purpose is recorded as a violation
as authority
POST /misuses
  {"look": "${used}", "what": "用于员工招聘", "clause": "AS-29"}
=> 201
! misuse = id
GET /misuses
? items[misuse=${misuse}].look == ${used}
? items[misuse=${misuse}].unit == ${units.agency}
? items[misuse=${misuse}].clause == AS-29
as agency_clerk
POST /misuses
  {"look": "${used}", "what": "用于员工招聘", "clause": "AS-29"}
=> 403 access.forbidden

step AS-30: exports and whole lists need a permission, a purpose and a port
as clerk
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政监管", "recipient": "虚构市场监管局"}
=> 403 access.forbidden
as query_clerk
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "recipient": "虚构发展局"}
=> 400 input.missing field=purpose
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政监管", "recipient": "虚构发展局", "basis": {"kind": "duty"}}
=> 200
? text contains 虚构发展局
? text contains 行政监管
POST /queries/batch
  {"subjects": [{"kind": "organisation", "number": "${acme.number}"}], "purpose": "行政监管"}
=> 403 query.batch_not_open
as window
POST /queries/batch
  {"subjects": [{"kind": "organisation", "number": "${acme.number}"}], "purpose": "行政监管"}
=> 403 access.forbidden

step AS-28: only in the item's mode: shared for organs, nothing of it for the public, adverse records not open without a term
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? records.length == 1
? records[0].item == registration_organisation
POST /queries/open
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}}
? . lacks licence_person
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records.length == 3
? records[item=registration_organisation].mode == open
? records[item=coercion_organisation].mode == shared

step AS-7 AS-6: personal data are masked where the reader is not entitled to them
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records[0].masked == true
? records[0].fields.CF_XDR_ZJHM matches ^379901\*{8}....$
? records[0].fields.CF_XDR_MC contains *
? records[0].fields.CF_NR lacks 13800000000
? subject.number contains *
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "duty"}, "view": "clear"}
=> 422 reason.missing
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "duty"}, "view": "clear", "reason": "核对身份"}
=> 200
? records[0].fields.CF_XDR_ZJHM == ${zhang.number}
as nobody
GET /policies/anshan
? rows by key value clause
  disclose.privacy_masked yes AS-6,AS-7
  disclose.secret_withheld yes AS-6

step AS-22 AS-23: the operator and the unit that gave a record see it whole, and say what for
make user origin unit=bureau role=query_clerk
as operator
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["licence_person"], "purpose": "核对", "view": "clear", "reason": "核对身份"}
=> 200
? records[0].clause == AS-22
? records[0].masked == false
? records[0].fields.XK_XDR_ZJHM == ${zhang.number}
as origin
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["licence_person"], "purpose": "核对", "view": "clear", "reason": "核对身份"}
=> 200
? records[0].clause == AS-22
? records[0].masked == false

step AS-23 AS-30: an organ within its duty sees a shared record whole
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["licence_person"], "purpose": "行政监管", "basis": {"kind": "duty"}, "view": "clear", "reason": "核对身份"}
=> 200
? records[0].clause == AS-23
? records[0].masked == false
? records[0].fields.XK_XDR_ZJHM == ${zhang.number}

step AS-28: once higher law sets a term, an open adverse record is public within it and not after
make pack termed file=overrides.yaml
  overrides:
    - {parameter: disclose.term_start, value: penalty_decision, citation: 《虚构条例》第三十条, rank: local_regulation, scope: all, from: 2026-03-03}
    - {parameter: disclose.term, value: 2 year, start: penalty_decision, actor: operator, citation: 《虚构条例》第三十条, rank: local_regulation, scope: all, from: 2026-03-03}
CLI policy adopt ${termed.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-03-03
=> exit 0
clock 2026-03-04
make org other
make record registration2 item=registration_organisation about=other
make record fine2 item=penalty_organisation about=other
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${other.number}"}}
? records.length == 2
? records[item=penalty_organisation].term.to == 2028-03-04
clock 2028-03-04
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${other.number}"}}
? records.length == 2
clock 2028-03-05
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${other.number}"}}
? records.length == 1
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${other.number}"}, "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records.length == 1
