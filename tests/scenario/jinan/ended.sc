story: 披露期限最长五年，届满后任何人都查不到
places: jinan

make org acme
make org bravo
make org solid
make person zhang
make record registration item=registration_organisation about=acme
make record others item=registration_organisation about=bravo
make record solids item=registration_organisation about=solid
make record old item=penalty_organisation about=acme decision_date=2021-06-01 conduct_end=2021-03-10
make record early item=penalty_organisation about=bravo decision_date=2021-01-05 conduct_end=2021-03-11
make record coerced item=coercion_organisation about=acme decision_date=2021-06-01 XWZZRQ=2021-03-10
make record neutral item=inspection_organisation about=acme decision_date=2019-03-10
make record fined item=penalty_person about=zhang decision_date=2021-06-01 conduct_end=2021-03-10
make record going item=penalty_organisation about=solid decision_date=2021-03-10 CF_XWCX=是
make account me about=zhang
make evidence paper by=query_clerk
make evidence mine by=agency_clerk

def public
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200

def organ
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation", "coercion_organisation", "inspection_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}

def granted
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "资格审查", "authorisation": "${grant}"}

def agency
as agency_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用评价", "authorisation": "${lent}"}

step JN-27: an adverse record is disclosed until five years after the day the conduct ended, whenever it was decided
as authority
POST /units/${units.organ}/duties
  {"duty": "coercion", "basis": "《虚构条例》第四条", "from_day": "${today}"}
=> 204
POST /units/${units.organ}/duties
  {"duty": "inspection", "basis": "《虚构条例》第五条", "from_day": "${today}"}
=> 204
as query_clerk
POST /authorisations
  {"subject": ${acme}, "unit": "${units.organ}", "purpose": "资格审查", "from_day": "${today}", "to_day": "2026-12-31", "evidence": "${paper.evidence}"}
=> 201
! grant = id
as agency_clerk
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.agency}", "purpose": "信用评价", "from_day": "${today}", "to_day": "2026-12-31", "evidence": "${mine.evidence}"}
=> 201
! lent = id
clock 2026-03-10
do public
? records[item=penalty_organisation].term.to == 2026-03-10
? records[item=penalty_organisation].clause == JN-20
do organ
=> 200
? records[item=coercion_organisation].term.to == 2026-03-10
? records[item=coercion_organisation].clause == JN-23
? records[item=inspection_organisation].clause == JN-23
do granted
=> 200
? records[item=coercion_organisation].term.to == 2026-03-10
do agency
=> 200
? records[item=penalty_person].term.to == 2026-03-10
? records[item=penalty_person].clause == JN-21
as me
GET /me/records
=> 200
? records[item=penalty_person].term.to == 2026-03-10
as nobody
GET /policies/jinan
? rows[key=disclose.term].value == "at_most 5 year start conduct_end actor operator"
? rows[key=disclose.term].clause == ["JN-27"]
? rows[key=disclose.term_start].value == conduct_end
? rows[key=disclose.term_start].clause == ["JN-27"]
? rows[key=disclose.on_end].value contains no_query
? rows[key=disclose.on_end].clause contains JN-30
CLI policy limits jinan
=> exit 0 disclose.term JN-27

step JN-27 JN-30: the day after nobody is given it: not the public, no organ, no holder of an authorisation, not even the subject
clock 2026-03-11
do public
? records lacks penalty_organisation
? records[item=registration_organisation].clause == JN-20
do organ
=> 200
? records lacks penalty_organisation
? records lacks coercion_organisation
? records[item=inspection_organisation].clause == JN-23
do granted
=> 200
? records lacks penalty_organisation
? records lacks coercion_organisation
do agency
=> 200
? records is empty
as me
GET /me/records
=> 200
? records is empty
as clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "本单位核对"}
=> 200
? records is empty

step JN-30: no export, no list and no command gives it either, before and after the worker has run
WORK
as query_clerk
POST /exports
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "资格审查", "recipient": "虚构发展局", "authorisation": "${grant}"}
=> 200
? text lacks ${old.fields.CF_WSH}
POST /queries/batch
  {"subjects": [{"kind": "organisation", "number": "${acme.number}", "authorisation": "${grant}"}], "purpose": "资格审查"}
=> 403 query.batch_not_open
CLI query --data ${data} --as query_clerk-jinan --subject organisation:${acme.number} --purpose 资格审查 --json
? . lacks ${old.fields.CF_WSH}
do public
? . lacks ${old.fields.CF_WSH}
do granted
? records lacks coercion_organisation

step JN-27: the term runs from the end of the conduct, not from a decision before it
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${bravo.number}"}}
=> 200
? records[item=penalty_organisation].term.to == 2026-03-11
clock 2026-03-12
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${bravo.number}"}}
? records lacks penalty_organisation

step JN-27: while the conduct goes on the term has not begun
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${solid.number}"}}
=> 200
? records[item=penalty_organisation].term.to is null
? records[item=penalty_organisation].doc_no == ${going.fields.CF_WSH}

step JN-30: to the operator alone it stays, for its own work
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对"}
=> 200
? records[item=penalty_organisation].clause == JN-4
