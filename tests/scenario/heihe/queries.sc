story: 查询他人个人信用信息须依法或者依约
places: heihe

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record licence item=licence_person about=zhang
make record award item=donation_person about=zhang
make evidence paper by=query_clerk

step HH-12: another person's information is given under law or agreement only, which the query names
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=HH-12
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批"}
=> 403 query.not_entitled clause=HH-12
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "basis": {"kind": "law"}}
=> 422 query.basis field=basis.reference
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 200
? records.length == 2
? records[item=licence_person].clause == HH-12
? records[item=licence_person].mode == shared
? records[item=donation_person].clause == HH-12
? records[item=donation_person].mode == authorised
! look = look
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "basis": {"kind": "agreement", "reference": "服务协议第三条"}}
=> 200
? records.length == 2
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 400 input.missing field=purpose
as auditor
POST /looks/search
  {"from": "${today}", "to": "${today}", "unit": "${units.organ}"}
=> 200
? items[look=${look}].basis == law
? items[look=${look}].reference == 《虚构法》第六条
? items[look=${look}].purpose == 行政审批
? items[look=${look}].person is present
as nobody
GET /policies/heihe
? rows[key=query.person_auth].value == law_or_agreement
? rows[key=query.person_auth].clause == ["HH-12"]

step HH-12: a unit that is no organ, exports and whole lists are held to the same
as agency_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用审查"}
=> 403 query.not_entitled clause=HH-12
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用审查", "basis": {"kind": "agreement", "reference": "服务协议第三条"}}
=> 200
? records.length == 2
as query_clerk
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "recipient": "虚构发展局", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=HH-12
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "recipient": "虚构发展局", "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 200
? text contains 行政审批

step HH-12: an agreement on file carries the query, for what was agreed and while it holds
as query_clerk
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.organ}", "purpose": "评优", "from_day": "2026-03-02", "to_day": "2026-03-04", "evidence": "${paper.evidence}"}
=> 201
! authorisation = id
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "评优", "authorisation": "${authorisation}"}
=> 200
? records.length == 2
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "催收", "authorisation": "${authorisation}"}
=> 403 authorisation.purpose clause=HH-12
clock 2026-03-04
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "评优", "authorisation": "${authorisation}"}
=> 200
clock 2026-03-05
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "评优", "authorisation": "${authorisation}"}
=> 403 authorisation.invalid clause=HH-12

step HH-14: nothing about a person goes to the public or to a third party without that basis
as nobody
POST /queries/open
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}}
=> 403 clause=HH-14
as query_clerk
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "recipient": "虚构乙公司", "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 403 consent.onward_missing clause=HH-14
make evidence onward by=window
as window
POST /consents
  {"subject": ${zhang}, "kind": "onward", "unit": "${units.organ}", "onward_to": "虚构乙公司", "written_evidence": "${onward.evidence}"}
=> 201
as query_clerk
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "recipient": "虚构乙公司", "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 200
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "recipient": "虚构丙公司", "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 403 consent.onward_missing clause=HH-14
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政审批", "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 422 export.recipient
as nobody
GET /policies/heihe
? rows[key=query.onward_consent].value == yes
? rows[key=query.purpose_bound].value == yes
? rows[key=query.purpose_bound].clause == ["HH-12", "HH-14"]

step HH-14: what was passed on against the rules is recorded as an incident
as operator
POST /misuses
  {"look": "${look}", "what": "向第三方出售查询结果", "clause": "HH-14"}
=> 201
! misuse = id
GET /misuses
=> 200
? items[misuse=${misuse}].clause == HH-14
? items[misuse=${misuse}].look == ${look}
? items[misuse=${misuse}].unit == ${units.organ}
as query_clerk
GET /misuses
=> 403 access.forbidden

step HH-5 HH-7: refused and denied attempts leave a trace too, with person and unit
as unit_admin
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "好奇"}
=> 403 access.forbidden
as auditor
POST /looks/search
  {"outcome": "denied"}
=> 200
? items.length >= 1
? items[0].unit is present
? items[0].person is present
? items[0].code == access.forbidden
POST /looks/search
  {"outcome": "refused", "unit": "${units.organ}"}
=> 200
? items.length >= 4
POST /looks/search
  {"outcome": "exported", "unit": "${units.organ}"}
? items.length == 2
as nobody
GET /policies/heihe
? rows[key=query.log_denied].value == yes
? rows[key=query.log_denied].clause == ["HH-5", "HH-7"]

step HH-7: collection, too, leaves its trace
as auditor
GET /traces?event=submission.received&object=${licence.submission}
=> 200
? items.length == 1
? items[0].unit == ${units.bureau}
? items[0].person is present
GET /traces?event=record.accepted&unit=${units.bureau}
=> 200
? items.length >= 1

step HH-4 HH-7: the operator and the unit that gave a record see it whole, and say what for
make user origin unit=bureau role=query_clerk
as operator
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["licence_person"], "purpose": "核对", "view": "clear", "reason": "核对身份"}
=> 200
? records[0].clause == HH-4
? records[0].masked == false
? records[0].fields.XK_XDR_ZJHM == ${zhang.number}
as origin
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["licence_person"], "purpose": "核对", "view": "clear", "reason": "核对身份"}
=> 200
? records[0].clause == HH-4
? records[0].masked == false
? records[0].fields.XK_XDR_ZJHM == ${zhang.number}

step HH-12: what law or agreement gives is given whole
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["licence_person"], "purpose": "行政审批", "basis": {"kind": "law", "reference": "《虚构法》第六条"}, "view": "clear", "reason": "核对身份"}
=> 200
? records[0].clause == HH-12
? records[0].masked == false

step HH-11 HH-14: what is marked private does not go out as open information, whatever the item's mode
make item plain from=penalty_organisation
  {"id": "plain_organisation", "name": "虚构公开事项", "nature": "neutral", "mode": "open", "open_citation": "虚构法第一条", "open_rank": "law"}
make item private from=penalty_organisation
  {"id": "private_organisation", "name": "虚构涉及隐私事项", "nature": "neutral", "mode": "open", "open_citation": "虚构法第一条", "open_rank": "law", "secrecy": "privacy"}
make record shown item=plain_organisation about=acme
make record hidden item=private_organisation about=acme
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? . contains plain_organisation
? . lacks private_organisation
