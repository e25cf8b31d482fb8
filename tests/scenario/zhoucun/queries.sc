story: 查询：日志四要素、自然人信息、隐私和商业秘密
places: zhoucun

make org acme
make person zhang
make person legal
make record registration item=registration_organisation about=acme
make record licence item=licence_organisation about=acme XK_FR_ZJLX=身份证 XK_FR_ZJHM=${legal.number}
make record fine item=penalty_person about=zhang
make record force item=coercion_person about=zhang
make evidence paper by=query_clerk

def company
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}}

def person
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}}

step ZC-33: the query log holds name, time, content and purpose; a query without a purpose is refused
as query_clerk
do company
=> 200
? records.length == 2
! look = look
! at = at
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "basis": {"kind": "duty"}}
=> 400 input.missing clause=ZC-33 field=purpose
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "  ", "basis": {"kind": "duty"}}
=> 400 input.missing field=purpose
as auditor
POST /looks/search
  {"from": "${today}", "to": "${today}", "unit": "${units.organ}"}
=> 200
? items[look=${look}].person == 虚构query_clerk
? items[look=${look}].at == ${at}
? items[look=${look}].content is present
? items[look=${look}].content contains organisation
? items[look=${look}].purpose == 行政检查
? items[look=${look}].unit == 虚构发展局
as nobody
GET /policies/zhoucun
? rows[key=query.log_fields].value == "name, time, content, purpose"
? rows[key=query.log_fields].clause == ["ZC-33"]

step ZC-33: each unit's queries are logged, the agency's and the provider's as well
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场交易"}
=> 200
! other = look
as clerk2
do company
=> 200
! third = look
as auditor
POST /looks/search
  {"unit": "${units.agency}"}
? items[look=${other}].purpose == 市场交易
? items[look=${other}].person == 虚构agency_clerk
POST /looks/search
  {"unit": "${units.bureau2}"}
? items[look=${third}].purpose == 行政检查
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 400 input.missing clause=ZC-33 field=purpose

step ZC-33: a machine names the person who asks
as secadmin
POST /accounts
  {"login": "machine-zhoucun", "name": "虚构接口", "kind": "machine"}
=> 201
! account = id
POST /accounts/${account}/agreement
  {"reference": "接口使用协议", "day": "${today}"}
=> 204
POST /accounts/${account}/activate
=> 204
POST /accounts/${account}/posts
  {"unit": "${units.organ}", "role": "query_clerk", "from_day": "${today}"}
=> 201
! post = id
POST /posts/${post}/keys
  {"from_day": "${today}"}
=> 201
! key = key
! secret = secret
SIGNED ${key} ${secret} POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}}
=> 400 input.missing clause=ZC-33 field=person
SIGNED ${key} ${secret} POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}, "person": "虚构张某"}
=> 200
! look = look
as auditor
POST /looks/search
  {"unit": "${units.organ}"}
? items[look=${look}].person == 虚构张某

step ZC-6: natural persons' information is used with permission and basis only
as query_clerk
do person
=> 200
? records.length == 1
? records[0].item == penalty_person
? records[0].mode == shared
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["coercion_person"], "purpose": "行政检查", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=ZC-6
as unit_admin
do person
=> 403 access.forbidden
as agency_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用审查"}
=> 403 query.not_entitled clause=ZC-6
as query_clerk
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.organ}", "purpose": "评优", "from_day": "2026-03-02", "to_day": "2026-03-04", "evidence": "${paper.evidence}"}
=> 201
! authorisation = id
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "评优", "authorisation": "${authorisation}"}
=> 200
? records.length == 2
? records[item=coercion_person].clause == ZC-6
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "催收", "authorisation": "${authorisation}"}
=> 403 authorisation.purpose clause=ZC-6 field=purpose
as nobody
GET /policies/zhoucun
? rows[key=query.purpose_bound].value == yes
? rows[key=query.purpose_bound].clause == ["ZC-6"]
? rows[key=query.onward_consent].value == yes
? rows[key=query.onward_consent].clause == ["ZC-6", "ZC-7"]
? rows[key=access.query_grant_per_person].value == yes
? rows[key=access.query_grant_per_person].clause == ["ZC-6", "ZC-48"]

step ZC-6: collecting and changing it need permission as well
as query_clerk
make fields f item=penalty_person about=zhang
POST /forms
  {"item": "penalty_person", "fields": ${f}, "verified": "已核实"}
=> 403 access.forbidden
as agency_clerk
POST /forms
  {"item": "penalty_person", "fields": ${f}, "verified": "已核实"}
=> 403 access.forbidden
as operator
POST /forms
  {"item": "penalty_person", "fields": ${f}, "verified": "已核实"}
=> 403 access.forbidden
make unit shop type=organisation name=虚构商行
make user shop_clerk unit=shop role=provider_clerk
as shop_clerk
POST /forms
  {"item": "penalty_person", "fields": ${f}, "verified": "已核实"}
=> 403 item.not_owned

step ZC-7: nothing about natural persons is published, and nothing handed on, without basis
as nobody
POST /queries/open
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}}
=> 403 clause=ZC-7
as query_clerk
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政检查", "recipient": "虚构乙公司", "basis": {"kind": "duty"}}
=> 403 consent.onward_missing clause=ZC-6
make evidence onward by=window
as window
POST /consents
  {"subject": ${zhang}, "kind": "onward", "unit": "${units.organ}", "onward_to": "虚构乙公司", "written_evidence": "${onward.evidence}"}
=> 201
as query_clerk
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政检查", "recipient": "虚构乙公司", "basis": {"kind": "duty"}}
=> 200
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政检查", "recipient": "虚构丙公司", "basis": {"kind": "duty"}}
=> 403 consent.onward_missing
as nobody
GET /policies/zhoucun
? rows[key=disclose.consent_outside_open].value == yes
? rows[key=disclose.consent_outside_open].clause == ["ZC-7"]

step ZC-7: who sold it or passed it on is recorded
as query_clerk
do person
! look = look
as operator
POST /misuses
  {"look": "${look}", "what": "出售查询结果", "clause": "ZC-7"}
=> 201
! misuse = id
GET /misuses
? items[misuse=${misuse}].clause == ZC-7
? items[misuse=${misuse}].look == ${look}
? items[misuse=${misuse}].unit == ${units.organ}
as agency_clerk
GET /misuses
=> 403 access.forbidden

step ZC-5: numbers of persons are masked, and clear only for a reason that is logged
as query_clerk
do company
=> 200
? records[item=licence_organisation].masked == true
? records[item=licence_organisation].fields lacks ${legal.number}
do person
? records[0].fields lacks ${zhang.number}
? subject.number matches \*
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}, "view": "clear"}
=> 422 reason.missing field=reason
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}, "view": "clear", "reason": "核对当事人身份"}
=> 200
? records[0].fields contains ${zhang.number}
! look = look
as auditor
POST /looks/search
  {"unit": "${units.organ}"}
? items[look=${look}].view == clear
? items[look=${look}].reason == 核对当事人身份
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? records contains licence_organisation
? records lacks ${legal.number}

step ZC-5: what holds a trade secret or privacy is never given as open information
make item secret from=registration_organisation
  {"id": "trade_organisation", "name": "虚构工艺登记", "secrecy": "trade_secret"}
make item private from=registration_organisation
  {"id": "private_organisation", "name": "虚构家庭登记", "secrecy": "privacy"}
make item plain from=registration_organisation
  {"id": "plain_organisation", "name": "虚构普通登记"}
make record r1 item=trade_organisation about=acme
make record r2 item=private_organisation about=acme
make record r3 item=plain_organisation about=acme
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? records contains plain_organisation
? records lacks trade_organisation
? records lacks private_organisation
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场交易"}
? records contains plain_organisation
? records lacks trade_organisation
? records lacks private_organisation
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对"}
? records contains trade_organisation
as nobody
GET /policies/zhoucun
? rows[key=disclose.privacy_masked].value == yes
? rows[key=disclose.privacy_masked].clause == ["ZC-5"]

step ZC-48: every attempt is under permission and leaves a trace, the denied ones too
as unit_admin
do person
=> 403 access.forbidden
as auditor
do company
=> 403 access.forbidden
POST /looks/search
  {"outcome": "denied"}
=> 200
? items[person=虚构unit_admin].code == access.forbidden
? items[person=虚构auditor].code == access.forbidden
POST /looks/search
  {"outcome": "refused", "unit": "${units.agency}"}
? items.length >= 1
POST /looks/search
  {"outcome": "exported", "unit": "${units.organ}"}
? items.length == 1
GET /traces?event=submission.received&object=${fine.submission}
? items.length == 1
? items[0].unit == ${units.bureau}
as query_clerk
POST /looks/search
  {}
=> 403 access.forbidden
as nobody
GET /policies/zhoucun
? rows[key=query.log_denied].value == yes
? rows[key=query.log_denied].clause == ["ZC-48"]

step ZC-48: the operator and the origin say what for, like everybody
as operator
do company
=> 200
? records[item=registration_organisation].clause == ZC-48
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 400 input.missing field=purpose
as clerk
do company
=> 200
? records[item=registration_organisation].clause == ZC-48
as clerk2
do company
? records[item=registration_organisation].clause == ZC-33
