story: 失信信息披露期限
places: jinan

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make evidence paper by=agency_clerk
make evidence proof
make account company about=acme proof=proof

step JN-27: five years from the day the conduct ended
make record fine item=penalty_organisation about=acme decision_date=2026-03-02 conduct_end=2026-01-15
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对"}
=> 200
? records[0].term.to == 2031-01-15
? records[0].term.rule contains JN-27
as nobody
GET /policies/jinan
? rows[key=disclose.term].value == "at_most 5 year start conduct_end actor operator"
? rows[key=disclose.term].clause == ["JN-27"]
? rows[key=disclose.term_start].value == conduct_end

step JN-27: conduct that goes on has not begun its term
make org busy
make record registration2 item=registration_organisation about=busy
make record going item=penalty_organisation about=busy conduct_continuing=是
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${busy.number}"}, "items": ["penalty_organisation"], "purpose": "核对"}
? records[0].term.to is absent

step JN-27: a policy may set less, never more
make pack shorter file=overrides.yaml
  overrides:
    - {parameter: disclose.term, value: 3 year, start: conduct_end, actor: operator, citation: 《虚构办法》第三条, rank: local_regulation, scope: all, from: 2026-03-03}
CLI policy check ${shorter.dir}
=> exit 0
make pack longer file=overrides.yaml
  overrides:
    - {parameter: disclose.term, value: 6 year, start: conduct_end, actor: operator, citation: 《虚构办法》第三条, rank: local_regulation, scope: all, from: 2026-03-03}
CLI policy check ${longer.dir}
=> exit 1 override.bound
CLI policy adopt ${longer.dir} --data ${data} --as authority1 --second authority2 --basis 测试
=> exit 1

step JN-28: except where a law or an administrative regulation provides otherwise, cited
make pack lawful file=overrides.yaml
  overrides:
    - {parameter: disclose.term, value: 6 year, start: conduct_end, actor: operator, citation: 《虚构法》第三条, rank: law, scope: {item: coercion_organisation}, from: 2026-03-03}
CLI policy check ${lawful.dir}
=> exit 0
CLI policy adopt ${lawful.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-03-03
=> exit 0
make pack uncited file=overrides.yaml
  overrides:
    - {parameter: disclose.term, value: 6 year, start: conduct_end, actor: operator, rank: law, scope: all, from: 2026-03-03}
CLI policy check ${uncited.dir}
=> exit 1 citation
clock 2026-03-03
make record force item=coercion_organisation about=acme decision_date=2026-03-03 conduct_end=2026-01-15
make record fine2 item=penalty_organisation about=acme decision_date=2026-03-03 conduct_end=2026-01-15
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对"}
? records[item=coercion_organisation].term.to == 2032-01-15
? records[item=coercion_organisation].term.rule contains 虚构法
? records[item=penalty_organisation].term.to == 2031-01-15

step JN-30: on the last day it is given, on the day after it is not, in no mode and to nobody but the operator
as agency_clerk
POST /authorisations
  {"subject": ${acme}, "unit": "${units.agency}", "purpose": "信用审查", "from_day": "2026-03-03", "to_day": "2035-12-31", "evidence": "${paper.evidence}"}
=> 201
! authorisation = id
clock 2031-01-15
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
? . contains penalty_organisation
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "信用审查", "authorisation": "${authorisation}"}
=> 200
? records.length == 2
as company
GET /me/records
? . contains penalty_organisation
clock 2031-01-16
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? . lacks penalty_organisation
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "信用审查", "authorisation": "${authorisation}"}
=> 200
? records is empty
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records is empty
as company
GET /me/records
=> 200
? . lacks penalty_organisation
as nobody
GET /policies/jinan
? rows[key=disclose.on_end].value == "delete, no_query, no_basis"
? rows[key=disclose.on_end].clause contains JN-30
