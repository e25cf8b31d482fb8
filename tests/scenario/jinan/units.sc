story: 谁可以提供信息，谁可以是信用主体
places: jinan

make org acme
make record registration item=registration_organisation about=acme

step JN-1: state organs, authorised organisations and people's organisations provide
make unit court type=state_organ name=虚构法院
make user court_clerk unit=court role=provider_clerk
make user court_reviewer unit=court role=provider_reviewer
make record judgment item=judgment_organisation about=acme by=court_clerk
make unit centre type=authorised_organisation name=虚构监管中心
make user centre_clerk unit=centre role=provider_clerk
make user centre_reviewer unit=centre role=provider_reviewer
make record inspection item=inspection_organisation about=acme by=centre_clerk
make unit union type=peoples_organisation name=虚构工会
make user union_clerk unit=union role=provider_clerk
make user union_reviewer unit=union role=provider_reviewer
make record praise item=commendation_organisation about=acme by=union_clerk
as nobody
GET /policies/jinan
? rows by key clause
  state_organ JN-1,JN-23
  authorised_organisation JN-1,JN-23
  peoples_organisation JN-1,JN-23
? rows[key=state_organ].value == "provide, query as organ"
? rows[key=authorised_organisation].value == "provide, query as organ"
? rows[key=peoples_organisation].value == "provide, query as organ"
? rows[section=role,key=provider].clause == ["JN-1"]

step JN-1: nobody else does
make org code
as authority
POST /units
  {"code": "${code.number}", "name": "虚构商号", "unit_type": "private_company", "region": "370102"}
=> 422 unit.type_unknown
make user agency_provider unit=agency role=provider_clerk
make fields f item=commendation_organisation about=acme
as agency_provider
POST /forms
  {"item": "commendation_organisation", "fields": ${f}}
=> 403 item.not_owned

step JN-2: natural persons of full capacity, legal persons and unincorporated organisations; others are refused
make person grown born=20080301
make person young born=20080302
make record p1 item=penalty_person about=grown decision_date=2026-03-02
make fields p item=penalty_person about=young decision_date=2026-03-02
as clerk
POST /forms
  {"item": "penalty_person", "fields": ${p}}
=> 202
! sub = submission
as reviewer
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已核实"}
=> 200
? accepted == 0
as clerk
GET /submissions/${sub}/faults
? items[code=subject.minor].sentence contains 18
as nobody
GET /policies/jinan
? rows by key value clause
  subject.person_rule full_capacity JN-2

step JN-4: every operation of a provider is checked against a permission, and leaves its trace
as clerk
POST /units
  {"code": "${code.number}", "name": "虚构", "unit_type": "state_organ", "region": "370102"}
=> 403 access.forbidden
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "监管", "recipient": "虚构"}
=> 403 access.forbidden
as reviewer
POST /forms
  {"item": "commendation_organisation", "fields": ${f}}
=> 403 access.forbidden
as auditor
GET /traces?event=submission.received&unit=${units.bureau}
=> 200
? items.length >= 2
? items[0].person is present
? items[0].unit_name == 虚构市场监管局
POST /looks/search
  {"outcome": "denied", "unit": "${units.bureau}"}
=> 200
? items.length == 3
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对"}
=> 200
? records[0].clause == JN-4
as clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["registration_organisation"], "purpose": "核对"}
=> 200
? records[0].clause == JN-4
as nobody
GET /policies/jinan
? rows by key value clause
  access.query_grant_per_person yes JN-4
  query.log_denied yes JN-4
