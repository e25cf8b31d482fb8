story: 披露：公开中的隐私、授权和职责的起止日
places: jinan

make org acme
make org quiet
make person zhang
make record registration item=registration_organisation about=acme
make record quietly item=registration_organisation about=quiet
make record fine item=penalty_organisation about=acme conduct_end=2026-02-20 linked_document=身份证 linked_number=${zhang.number} CF_ZYFZR=虚构主要负责人 BZ=联系电话13800138000，身份证号${zhang.number}
make record levied item=levy_organisation about=acme
make record fined item=penalty_person about=zhang conduct_end=2026-02-20
make record licence item=licence_person about=zhang
make record praised item=commendation_person about=zhang
make evidence paper by=query_clerk
make evidence mine by=agency_clerk

step JN-6 JN-20: privacy is masked in what goes out: numbers and names of persons behind an organisation, and numbers in free text
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? . lacks ${zhang.number}
? . lacks 13800138000
? . lacks 虚构主要负责人
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records[item=penalty_organisation].masked == true
? . lacks ${zhang.number}
? . lacks 13800138000
as nobody
GET /policies/jinan
? rows[key=disclose.privacy_masked].value == yes
? rows[key=disclose.privacy_masked].clause == ["JN-6"]

step JN-21: a natural person's information goes out by authorised query or sharing among organs alone, never openly
as nobody
POST /queries/open
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}}
=> 403 clause=JN-21
POST /search
  {"name": "${zhang.name}"}
=> 200
? hits is empty
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "资格审查", "basis": {"kind": "law", "reference": "《虚构法》第六条"}}
=> 403 query.not_entitled clause=JN-21
as agency_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用评价"}
=> 403 query.not_entitled clause=JN-21
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.agency}", "purpose": "信用评价", "from_day": "2026-03-02", "to_day": "2026-03-06", "evidence": "${mine.evidence}"}
=> 201
! lent = id
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用评价", "authorisation": "${lent}"}
=> 200
? records.length == 3
? records[item=penalty_person].clause == JN-21
? records[item=commendation_person].clause == JN-21
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "催收", "authorisation": "${lent}"}
=> 403 authorisation.purpose
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用评价", "authorisation": "${lent}"}
=> 403 authorisation.invalid clause=JN-21
as agency_clerk
clock 2026-03-06
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用评价", "authorisation": "${lent}"}
=> 200
clock 2026-03-07
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "信用评价", "authorisation": "${lent}"}
=> 403 authorisation.invalid clause=JN-21
as nobody
GET /policies/jinan
? rows by key value clause
  query.person_auth required JN-21
  disclose.person_open forbidden_unless_citation JN-21,JN-22

step JN-21 JN-23: sharing among organs reaches what relates to the organ's duties, as far as the item is shared
as authority
POST /units/${units.organ}/duties
  {"duty": "penalty", "basis": "《虚构条例》第四条", "from_day": "2026-03-08", "to_day": "2026-03-09"}
=> 204
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled
clock 2026-03-08
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records[item=penalty_person].clause == JN-23
? records[item=penalty_person].mode == shared
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["licence_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled
clock 2026-03-09
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
clock 2026-03-10
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["penalty_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled
as authority
POST /units/${units.organ}/duties
  {"duty": "commendation", "basis": "《虚构条例》第四条", "from_day": "2026-03-10"}
=> 204
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["commendation_person"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=JN-21
as nobody
GET /policies/jinan
? rows[key=query.duty_related].value == yes
? rows[key=query.duty_related].clause == ["JN-23"]
? rows[key=disclose.service_channels].value == platform
? rows[key=disclose.service_channels].clause == ["JN-23"]
? rows[section=role,key=query_unit].value == 公共信用信息提供单位

step JN-23: authorised organisations and people's organisations query as organs, within their duties
make unit union type=peoples_organisation name=虚构总工会
make user unionist unit=union role=query_clerk
make unit office type=authorised_organisation name=虚构公积金中心
make user officer unit=office role=query_clerk
as authority
POST /units/${union.id}/terms
  {"day": "${today}"}
POST /units/${office.id}/terms
  {"day": "${today}"}
as unionist
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 403 query.not_entitled clause=JN-23
as authority
POST /units/${union.id}/duties
  {"duty": "levy", "basis": "《虚构条例》第四条", "from_day": "${today}"}
=> 204
POST /units/${office.id}/duties
  {"duty": "levy", "basis": "《虚构条例》第四条", "from_day": "${today}"}
=> 204
as unionist
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records[0].clause == JN-23
as officer
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "行政监管", "basis": {"kind": "duty"}}
=> 200
? records[0].clause == JN-23

step JN-18: nobody's information goes out without mode, duty or authorisation
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "信用评价"}
=> 403 query.not_entitled clause=JN-18
POST /authorisations
  {"subject": ${acme}, "unit": "${units.agency}", "purpose": "信用评价", "from_day": "${today}", "to_day": "${today}", "evidence": "${mine.evidence}"}
=> 201
! firm = id
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "信用评价", "authorisation": "${firm}"}
=> 200
? records[item=levy_organisation].clause == JN-18
! look = look
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["levy_organisation"], "purpose": "别的事情", "authorisation": "${firm}"}
=> 403 authorisation.purpose
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
? records lacks levy_organisation
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "好奇"}
=> 401
GET /policies/jinan
? rows[key=disclose.consent_outside_open].value == yes
? rows[key=disclose.consent_outside_open].clause == ["JN-18"]

step JN-18: nothing is passed on to a third party without the subject's consent
as query_clerk
POST /authorisations
  {"subject": ${zhang}, "unit": "${units.organ}", "purpose": "资格审查", "from_day": "${today}", "to_day": "${today}", "evidence": "${paper.evidence}"}
=> 201
! lent = id
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "资格审查", "recipient": "虚构发展局", "authorisation": "${lent}"}
=> 200
? text contains 资格审查
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "资格审查", "recipient": "虚构乙公司", "authorisation": "${lent}"}
=> 403 consent.onward_missing clause=JN-18
make evidence onward by=window
as window
POST /consents
  {"subject": ${zhang}, "kind": "onward", "unit": "${units.organ}", "onward_to": "虚构乙公司", "written_evidence": "${onward.evidence}"}
=> 201
as query_clerk
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "资格审查", "recipient": "虚构乙公司", "authorisation": "${lent}"}
=> 200
POST /exports
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "purpose": "资格审查", "recipient": "虚构丙公司", "authorisation": "${lent}"}
=> 403 consent.onward_missing clause=JN-18
as nobody
GET /policies/jinan
? rows[key=query.onward_consent].value == yes
? rows[key=query.onward_consent].clause == ["JN-18"]

