story: 查询：依法公开、政务共享、授权查询
places: cangzhou

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record penalty item=penalty_organisation about=acme CF_FR_ZJLX=身份证 CF_FR_ZJHM=${zhang.number} BZ=经办人身份证${zhang.number}
make record coercion item=coercion_organisation about=acme
make record licence item=licence_person about=zhang
make record held item=coercion_person about=zhang
make item closed from=penalty_organisation
  {"id": "penalty_closed", "name": "授权查询的处罚", "mode": "authorised"}
make item shared from=penalty_organisation
  {"id": "penalty_shared", "name": "政务共享的处罚", "mode": "shared"}
make item trade from=inspection_organisation
  {"id": "inspection_trade", "name": "涉及商业秘密的检查", "mode": "open", "open_citation": "虚构法第一条", "open_rank": "law", "secrecy": "trade_secret"}
make record closed item=penalty_closed about=acme CF_FR_ZJLX=身份证 CF_FR_ZJHM=${zhang.number}
make record shared item=penalty_shared about=acme CF_FR_ZJLX=身份证 CF_FR_ZJHM=${zhang.number}
make record trade item=inspection_trade about=acme
make evidence paper by=query_clerk
make evidence letter by=agency_clerk

def about_acme
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}

def about_zhang
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "资质认定", "scene": "qualification"}

step CZ-67 CZ-69: what laws order to publish is open to everybody, without anybody's authorisation
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? records.length == 2
? records[item=registration_organisation].mode == open
? records[item=registration_organisation].clause == CZ-69
? records[item=penalty_organisation].clause == CZ-69
? records[item=penalty_organisation].masked == true
? records lacks ${zhang.number}
GET /policies/cangzhou
? rows[key=disclose.modes].value == open, shared, authorised
? rows[key=disclose.modes].clause == ["CZ-67"]

step CZ-163 CZ-7: what no law opens is given to nobody in the street
? records[item=coercion_organisation].record is absent
? records[item=penalty_closed].record is absent
? records[item=inspection_trade].record is absent
POST /queries/open
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}}
=> 403 clause=CZ-163
GET /policies/cangzhou
? rows[key=disclose.consent_outside_open].value == yes
? rows[key=disclose.consent_outside_open].clause == ["CZ-163"]

step CZ-70 CZ-113: organs share in doing their lawful duties, and the purpose is stated
as query_clerk
do about_acme
=> 200
? records[item=coercion_organisation].mode == shared
? records[item=coercion_organisation].clause == CZ-70
? records[item=penalty_shared].fields.CF_FR_ZJHM matches ^3799
? records[item=penalty_organisation].clause == CZ-69
? records[item=penalty_organisation].fields.CF_FR_ZJHM == ****
? records[item=penalty_closed].record is absent
do about_zhang
=> 200
? records[item=licence_person].clause == CZ-70
? records[item=licence_person].masked == true
? records lacks ${zhang.number}
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "资质认定", "scene": "qualification", "view": "clear", "reason": "核对姓名"}
=> 200
? records[item=licence_person].masked == false
? records[item=coercion_person].record is absent
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "行政检查", "scene": "inspection", "basis": {"kind": "agreement", "reference": "合作协议"}}
=> 403 query.not_entitled clause=CZ-70

step CZ-70: a unit that is no organ has no lawful duty to share for
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "信用评级", "scene": "other", "basis": {"kind": "duty"}}
=> 422 query.basis field=basis
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "信用评级", "scene": "other"}
=> 200
? records[item=registration_organisation].clause == CZ-69
? records[item=coercion_organisation].record is absent
? records[item=inspection_trade].record is absent
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用评级", "scene": "other"}
=> 403 query.not_entitled clause=CZ-76

step CZ-78 CZ-71: others need the organisation's written authorisation
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["coercion_organisation"], "purpose": "信用评级", "scene": "other"}
=> 403 query.not_entitled clause=CZ-78
POST /authorisations
  {"subject": ${acme}, "unit": "${units.agency}", "purpose": "信用评级", "from_day": "2026-03-02", "to_day": "2026-03-31"}
=> 422 evidence.missing clause=CZ-78 field=evidence
POST /authorisations
  {"subject": ${acme}, "unit": "${units.agency}", "purpose": "信用评级", "from_day": "2026-03-02", "to_day": "2026-03-31", "evidence": "${letter.evidence}"}
=> 201
! grant = id
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "信用评级", "scene": "other", "authorisation": "${grant}"}
=> 200
? records[item=coercion_organisation].clause == CZ-78
? records[item=coercion_organisation].mode == shared
? records[item=penalty_shared].fields.CF_FR_ZJHM matches ^3799
? records[item=penalty_closed].mode == authorised
? records[item=penalty_closed].clause == CZ-78
? records[item=penalty_closed].fields.CF_FR_ZJHM matches ^3799

step CZ-72: what was authorised for one purpose is not given for another
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "推销产品", "scene": "other", "authorisation": "${grant}"}
=> 403 authorisation.purpose clause=CZ-72 field=purpose

step CZ-71 CZ-78: nor by another unit, nor after its last day, nor once it is revoked
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_closed"], "purpose": "信用评级", "scene": "other", "authorisation": "${grant}"}
=> 403 authorisation.invalid clause=CZ-78
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_closed"], "purpose": "信用评级", "scene": "other"}
=> 403 query.not_entitled clause=CZ-78
as agency_clerk
clock 2026-03-31
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_closed"], "purpose": "信用评级", "scene": "other", "authorisation": "${grant}"}
=> 200
clock 2026-04-01
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_closed"], "purpose": "信用评级", "scene": "other", "authorisation": "${grant}"}
=> 403 authorisation.invalid clause=CZ-78

step CZ-76 CZ-71: a natural person's information needs that person's written authorisation, from an organ too when it is not shared
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["coercion_person"], "purpose": "资质认定", "scene": "qualification"}
=> 403 query.not_entitled clause=CZ-76
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.organ}", "purpose": "资质认定", "from_day": "2026-04-01", "to_day": "2026-04-30"}
=> 422 evidence.missing clause=CZ-76
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.organ}", "purpose": "资质认定", "from_day": "2026-04-01", "to_day": "2026-04-30", "evidence": "${paper.evidence}"}
=> 201
! mine = id
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "资质认定", "scene": "qualification", "authorisation": "${mine}", "view": "clear", "reason": "核对姓名"}
=> 200
? records[item=coercion_person].clause == CZ-76
? records[item=coercion_person].masked == false
? records[item=licence_person].clause == CZ-70
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "招聘", "scene": "other", "authorisation": "${mine}"}
=> 403 authorisation.purpose clause=CZ-72
as agency_clerk
make evidence slip by=agency_clerk
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.agency}", "purpose": "信用评级", "from_day": "2026-04-01", "to_day": "2026-04-30", "evidence": "${slip.evidence}"}
=> 201
! lent = id
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用评级", "scene": "other", "authorisation": "${lent}", "view": "clear", "reason": "核对姓名"}
=> 200
? records[item=licence_person].clause == CZ-76
? records[item=licence_person].masked == false
? records[item=coercion_person].clause == CZ-76

step CZ-87 CZ-75: no query runs without its purpose
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "scene": "inspection"}
=> 400 input.missing field=purpose clause=CZ-87
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查"}
=> 400 input.missing field=scene
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 400 input.missing field=purpose clause=CZ-87

step CZ-87: a machine names the person who asks
as secadmin
POST /accounts
  {"login": "machine-${place}", "name": "虚构系统", "kind": "machine"}
! machine = id
POST /accounts/${machine}/agreement
  {"reference": "接口协议", "day": "${today}"}
POST /accounts/${machine}/activate
=> 204
POST /accounts/${machine}/posts
  {"unit": "${units.organ}", "role": "query_clerk", "from_day": "${today}"}
! machine_post = id
POST /posts/${machine_post}/keys
  {"from_day": "${today}"}
=> 201
! key = key
! secret = secret
SIGNED ${key} ${secret} POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}
=> 400 input.missing field=person clause=CZ-87
SIGNED ${key} ${secret} POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection", "person": "虚构查询员甲"}
=> 200
! look = look
as auditor
POST /looks/search
  {"from": "${today}", "to": "${today}", "unit": "${units.organ}"}
=> 200
? items[look=${look}].person == 虚构查询员甲

step CZ-119 CZ-75: the operator's staff query in their posts, with a purpose
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "平台核对"}
=> 200
? records.length == 6
? records[item=inspection_trade].clause == CZ-119
? records[item=penalty_closed].clause == CZ-119
? records[item=penalty_closed].fields.CF_FR_ZJHM matches ^3799
as objection_desk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "平台核对"}
=> 403 access.forbidden

step CZ-25: the provider sees what it provided, whatever its mode
as clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "本单位核对", "scene": "other"}
=> 200
? records.length == 6
? records[item=penalty_closed].clause == CZ-25
? records[item=penalty_closed].fields.CF_FR_ZJHM matches ^3799
as clerk2
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "本单位核对", "scene": "other"}
? records[item=penalty_closed].record is absent

step CZ-69 CZ-70 CZ-76 CZ-78 CZ-163: the rules can be read, in the order in which they decide
as nobody
GET /policies/cangzhou
? rows[section=disclosure,key=10].value == viewer public mode open subject * nature * term * state * needs open_citation give masked else nothing
? rows[section=disclosure,key=11].value == viewer organ, unit mode open subject * nature * term * state * needs registered_unit, purpose give masked else nothing
? rows[section=disclosure,key=12].value == viewer organ mode shared subject * nature * term * state * needs registered_unit, purpose, lawful_duty give full else nothing
? rows[section=disclosure,key=13].value == viewer unit mode shared subject natural_person nature * term * state * needs registered_unit, purpose, written_authorisation, agreed_purpose give full else nothing
? rows[section=disclosure,key=14].value == viewer unit mode shared subject * nature * term * state * needs registered_unit, purpose, written_authorisation, agreed_purpose give full else nothing
? rows[section=disclosure,key=15].value == viewer organ, unit mode authorised subject natural_person nature * term * state * needs registered_unit, purpose, written_authorisation, agreed_purpose give full else nothing
? rows[section=disclosure,key=16].value == viewer organ, unit mode authorised subject * nature * term * state * needs registered_unit, purpose, written_authorisation, agreed_purpose give full else nothing
? rows[section=disclosure,key=17].value == viewer public mode * subject * nature * term * state * needs - give nothing else nothing

step CZ-25 CZ-82 CZ-119: those for the operator, the provider, the archive and the end of the term too
GET /policies/cangzhou
? rows[section=disclosure,key=3].value == viewer operator mode * subject * nature * term * state * needs purpose give full else nothing
? rows[section=disclosure,key=4].value == viewer origin mode * subject * nature * term * state * needs purpose give full else nothing
? rows[section=disclosure,key=5].value == viewer organ, unit mode * subject * nature * term * state archived needs registered_unit, purpose, written_authorisation, agreed_purpose give full else nothing
? rows[section=disclosure,key=6].value == viewer public mode * subject * nature * term * state archived needs - give nothing else nothing
? rows[section=disclosure,key=7].value == viewer organ, unit mode * subject * nature adverse term ended state * needs registered_unit, purpose, written_authorisation, agreed_purpose give full else nothing
? rows[section=disclosure,key=8].value == viewer public mode * subject * nature adverse term ended state * needs - give nothing else nothing
