story: 披露期限五年，届满后只能授权查询
places: cangzhou

make org acme
make org bravo
make person zhang
make record registration item=registration_organisation about=acme
make record others item=registration_organisation about=bravo
make record old item=penalty_organisation about=acme decision_date=2021-03-10 CF_FR_ZJLX=身份证 CF_FR_ZJHM=${zhang.number}
make record longer item=coercion_organisation about=acme decision_date=2021-01-05 XWZZRQ=2021-03-10
make record neutral item=inspection_organisation about=acme decision_date=2019-03-10
make record private item=judgment_person about=zhang decision_date=2021-03-10
make record before item=penalty_organisation about=bravo decision_date=2021-03-01

def public
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200

def organ
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}
=> 200

step CZ-80 CZ-82: an adverse record is disclosed for five years from the end of the conduct, else from the decision, the last day included
clock 2026-03-10
do public
? records[item=penalty_organisation].term.to == 2026-03-10
? records[item=penalty_organisation].clause == CZ-69
do organ
? records[item=penalty_organisation].term.to == 2026-03-10
? records[item=coercion_organisation].term.to == 2026-03-10
? records[item=coercion_organisation].clause == CZ-70
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "资质认定", "scene": "qualification"}
=> 200
? records[item=judgment_person].term.to == 2026-03-10
GET /policies/cangzhou
? rows[key=disclose.term].value == 5 year start conduct_end_or_decision actor operator
? rows[key=disclose.term_start].value == conduct_end_or_decision
? rows[key=disclose.on_end].value == archive, authorised_query

step CZ-80 CZ-82: the day after it is neither open nor shared any more; what is not adverse has no term
clock 2026-03-11
do public
? records lacks penalty_organisation
? records[item=registration_organisation].clause == CZ-69
do organ
? records lacks penalty_organisation
? records lacks coercion_organisation
? records[item=inspection_organisation].clause == CZ-70
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["judgment_person"], "purpose": "资质认定", "scene": "qualification"}
=> 200
? records is empty

step CZ-82: after the term it is queried by authorisation, whatever its mode was
make evidence paper by=query_clerk
as query_clerk
POST /authorisations
  {"subject": ${acme}, "unit": "${units.organ}", "purpose": "行政检查", "from_day": "2026-03-11", "to_day": "2026-03-31", "evidence": "${paper.evidence}"}
=> 201
! grant = id
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection", "authorisation": "${grant}"}
=> 200
? records[item=penalty_organisation].clause == CZ-82
? records[item=penalty_organisation].fields.CF_FR_ZJHM matches ^3799
? records[item=coercion_organisation].clause == CZ-82
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection", "authorisation": "${grant}", "view": "clear", "reason": "核对"}
=> 200
? records[item=penalty_organisation].masked == false
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "行政检查", "scene": "inspection"}
=> 200
? records is empty
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "其他事情", "scene": "inspection", "authorisation": "${grant}"}
=> 403 authorisation.purpose clause=CZ-72
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "信用评级", "scene": "other"}
=> 200
? records is empty
make evidence letter by=agency_clerk
POST /authorisations
  {"subject": ${acme}, "unit": "${units.agency}", "purpose": "信用评级", "from_day": "2026-03-11", "to_day": "2026-03-31", "evidence": "${letter.evidence}"}
! lent = id
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "信用评级", "scene": "other", "authorisation": "${lent}"}
=> 200
? records[item=penalty_organisation].clause == CZ-82

step CZ-80 CZ-25: the provider and the operator go on seeing it
as clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "本单位核对", "scene": "other"}
? records[item=penalty_organisation].clause == CZ-25
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "平台核对"}
? records[item=penalty_organisation].clause == CZ-119

step CZ-80: what was past its term when it came was never open
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${bravo.number}"}}
? records lacks penalty_organisation

step CZ-168: another term that higher law sets prevails, with its citation, from its day on
make record fresh item=penalty_organisation about=bravo decision_date=2026-03-11
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${bravo.number}"}}
? records[item=penalty_organisation].term.to == 2031-03-11
make pack cited file=overrides.yaml
  overrides:
    - {parameter: disclose.term, value: 3 year, start: conduct_end_or_decision, actor: operator, citation: 《虚构省条例》第九条, rank: local_regulation, scope: {item: penalty_organisation}, from: 2026-03-15}
CLI policy adopt ${cited.dir} --data ${data} --as authority1 --second authority2 --basis 《虚构省条例》施行 --first-day 2026-03-15
=> exit 0
clock 2026-03-15
WORK
make record later item=penalty_organisation about=bravo decision_date=2026-03-14
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${bravo.number}"}}
? records contains 2029-03-14
GET /policies/cangzhou
? rows contains 《虚构省条例》第九条

step CZ-168: without its citation no other value is taken, nor from a document that ranks too low
make pack uncited file=overrides.yaml
  overrides:
    - {parameter: disclose.term, value: 3 year, start: conduct_end_or_decision, actor: operator, rank: local_regulation, scope: {item: penalty_organisation}, from: 2026-03-15}
CLI policy check ${uncited.dir}
=> exit 1
