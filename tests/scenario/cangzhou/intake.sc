story: 归集：主体、来源、期限、版本
places: cangzhou

make org acme
make org bravo
make org shop type=92
make person zhang
make record registration item=registration_organisation about=acme

step CZ-33: a record is accepted only under an item of the catalog in force
make fields f item=penalty_organisation about=acme
as clerk
POST /forms
  {"item": "penalty_of_dogs", "fields": ${f}}
=> 422 catalog.item_unknown clause=CZ-33
POST /forms
  {"item": "penalty_organisation", "fields": ${f}}
=> 201
? accepted == 1
! done = submission
as nobody
GET /policies/cangzhou
? rows[key=catalog.only_listed].value == yes
? rows[key=catalog.only_listed].clause == ["CZ-33"]

step CZ-2 CZ-58: a provider's clerk submits under an account of the own unit, by form and by file; others cannot
make fields g item=penalty_organisation about=acme
make csv file of=g
as clerk
UPLOAD /submissions?item=penalty_organisation file.csv
  ${file}
=> 201
? accepted == 1
? provider == ${units.bureau}
as query_clerk
UPLOAD /submissions?item=penalty_organisation file.csv
  ${file}
=> 403 access.forbidden
as clerk2
GET /submissions/${done}
=> 404
make unit shopkeepers type=enterprise_institution
make user intruder unit=shopkeepers role=provider_clerk
make fields h item=penalty_organisation about=acme
as intruder
POST /forms
  {"item": "penalty_organisation", "fields": ${h}}
=> 403 item.not_owned
as nobody
GET /policies/cangzhou
? rows[key=submit.own_account].value == yes
? rows[key=submit.own_account].clause == ["CZ-58"]

step CZ-66 CZ-161: a record needs the document that it comes from, and the day
make fields nothing item=penalty_organisation about=acme "document_number="
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${nothing}}
=> 201
? accepted == 0
? returned == 1
? faults[code=value.missing].sentence contains 书文号
make fields undated item=penalty_organisation about=acme "decision_date="
POST /forms
  {"item": "penalty_organisation", "fields": ${undated}}
? accepted == 0
make fields future item=penalty_organisation about=acme decision_date=+1d
POST /forms
  {"item": "penalty_organisation", "fields": ${future}}
? accepted == 0

step CZ-53: a legal person is known by its unified social credit code alone
make fields nocode item=penalty_organisation about=acme "subject_code="
POST /forms
  {"item": "penalty_organisation", "fields": ${nocode}}
? accepted == 0
make fields badcode item=penalty_organisation about=acme subject_code=91370102PDY00001X0
POST /forms
  {"item": "penalty_organisation", "fields": ${badcode}}
? accepted == 0
make fields nobody item=penalty_organisation about=acme subject_code=000000000000000000
POST /forms
  {"item": "penalty_organisation", "fields": ${nobody}}
? accepted == 0
? faults[0].code matches ^idno
make fields renamed item=penalty_organisation about=acme subject_name=虚构另名有限公司
POST /forms
  {"item": "penalty_organisation", "fields": ${renamed}}
? accepted == 0
? faults[code=subject.name_differs].code == subject.name_differs
as nobody
GET /policies/cangzhou
? rows[key=subject.organisation_key].value == uscc

step CZ-52 CZ-3: a natural person is known by an identity document; a passport is one
as clerk
make fields card item=penalty_person about=zhang
POST /forms
  {"item": "penalty_person", "fields": ${card}}
? accepted == 1
make fields wrong item=penalty_person about=zhang subject_number=379901198506070001
POST /forms
  {"item": "penalty_person", "fields": ${wrong}}
? accepted == 0
make fields none item=penalty_person about=zhang "subject_number="
POST /forms
  {"item": "penalty_person", "fields": ${none}}
? accepted == 0
make fields passport item=penalty_person about=zhang subject_document=护照号 subject_number=E00000123
make csv file of=passport "col=完全民事行为能力:是|完全民事行为能力依据:护照生日页复印件"
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? accepted == 1
as nobody
GET /policies/cangzhou
? rows[key=subject.person_key].value == identity_document

step CZ-3: a natural person without full capacity is refused, from the eighteenth birthday on taken
as clerk
make person young born=20080303
make fields minor item=penalty_person about=young decision_date=2026-03-02
POST /forms
  {"item": "penalty_person", "fields": ${minor}}
? accepted == 0
? faults[code=subject.minor].code == subject.minor
make person grown born=20080301
make fields adult item=penalty_person about=grown decision_date=2026-03-02
POST /forms
  {"item": "penalty_person", "fields": ${adult}}
? accepted == 1

step CZ-3: who lives on own labour at sixteen has full capacity, who was declared without it has not
make fields working item=penalty_person about=young decision_date=2026-03-01
make csv file of=working "col=完全民事行为能力:是|完全民事行为能力依据:劳动合同一份"
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? accepted == 1
make fields unable item=penalty_person about=zhang
make csv file of=unable col=完全民事行为能力:否
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? accepted == 0
? faults[code=subject.capacity].code == subject.capacity
as nobody
GET /policies/cangzhou
? rows[key=subject.person_rule].value == full_capacity

step CZ-3: legal persons, unincorporated organisations and individual businesses are subjects, each declared as what it is
as clerk
make fields stall item=penalty_organisation about=shop
POST /forms
  {"item": "penalty_organisation", "fields": ${stall}}
? accepted == 1
make fields strange item=penalty_organisation about=acme subject_kind=自然人
POST /forms
  {"item": "penalty_organisation", "fields": ${strange}}
? accepted == 0
make fields feigned item=penalty_organisation about=shop subject_kind=法人及非法人组织
POST /forms
  {"item": "penalty_organisation", "fields": ${feigned}}
? accepted == 0

step CZ-55: dual publicity information is due in seven working days from the decision: on the seventh it is in time
clock 2026-03-11
make fields seventh item=penalty_organisation about=acme decision_date=2026-03-02
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${seventh}}
=> 201
? accepted == 1
? late_days == 0
? late_explained contains CZ-55
make fields licensed item=licence_organisation about=acme decision_date=2026-03-02
POST /forms
  {"item": "licence_organisation", "fields": ${licensed}}
? late_days == 0
make fields p1 item=penalty_person about=zhang decision_date=2026-03-02
POST /forms
  {"item": "penalty_person", "fields": ${p1}}
? late_days == 0
make fields l1 item=licence_person about=zhang decision_date=2026-03-02
POST /forms
  {"item": "licence_person", "fields": ${l1}}
? late_days == 0

step CZ-55 CZ-44: on the eighth it is a working day late
clock 2026-03-12
make fields eighth item=penalty_organisation about=acme decision_date=2026-03-02
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${eighth}}
=> 201
? accepted == 1
? late_days == 1
make fields licensed2 item=licence_organisation about=acme decision_date=2026-03-02
POST /forms
  {"item": "licence_organisation", "fields": ${licensed2}}
? late_days == 1
make fields p2 item=penalty_person about=zhang decision_date=2026-03-02
POST /forms
  {"item": "penalty_person", "fields": ${p2}}
? late_days == 1
make fields l2 item=licence_person about=zhang decision_date=2026-03-02
POST /forms
  {"item": "licence_person", "fields": ${l2}}
? late_days == 1
make fields inspected item=inspection_organisation about=acme decision_date=2026-03-02
POST /forms
  {"item": "inspection_organisation", "fields": ${inspected}}
? late_days is null

step CZ-64 CZ-25: each version names the unit and the person who submitted it
make record fine item=penalty_organisation about=bravo
as clerk
GET /provider-records?item=penalty_organisation
=> 200
? items.length >= 1
! subject = items[doc_no=${fine.fields.CF_WSH}].subject
! record = items[doc_no=${fine.fields.CF_WSH}].record
as auditor
GET /traces?event=record.accepted&object=${record}
=> 200
? items[0].unit == ${units.bureau}
? items[0].person contains clerk

step CZ-25 CZ-65: a change is a new version with its reason; what was there stays
make fields mended item=penalty_organisation about=bravo document_number=${fine.fields.CF_WSH} CF_SY=更正后的事由
as clerk
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "fields": ${mended}}
=> 400 input.missing field=reason_text
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "录入有误", "fields": ${mended}}
=> 201
? version == 2
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "再改一次", "fields": ${mended}}
=> 409 conflict.changed_meanwhile
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${bravo.number}"}, "purpose": "平台核对"}
=> 200
? records[record=${record}].fields contains 更正后的事由
? records[record=${record}].changes.length == 2
? records[record=${record}].changes[version=2].reason_text == 录入有误
? records[record=${record}].changes[version=2].by_unit == 虚构市场监管局

step CZ-65 CZ-160: nobody else changes it, there is no call that changes in place, and the ledgers prove it
as clerk2
POST /records/${subject}/${record}/versions
  {"version": 2, "reason": "correction", "reason_text": "别的单位", "fields": ${mended}}
=> 404
as operator
POST /records/${subject}/${record}/versions
  {"version": 2, "reason": "correction", "reason_text": "平台代改", "fields": ${mended}}
=> 403 access.forbidden
as clerk
PUT /records/${subject}/${record}/versions
  {"fields": ${mended}}
=> 405
DELETE /records/${subject}/${record}/versions
=> 405
make fields another item=penalty_organisation about=acme document_number=${fine.fields.CF_WSH}
POST /records/${subject}/${record}/versions
  {"version": 2, "reason": "correction", "reason_text": "换个主体", "fields": ${another}}
=> 422 version.identity
WORK
CLI ledger verify --data ${data}
=> exit 0

step CZ-161 CZ-66: the same decision does not come in twice under other words
make fields twin item=penalty_organisation about=bravo document_number=${fine.fields.CF_WSH} CF_SY=编造的事由
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${twin}}
? accepted == 0
? faults[0].code == duplicate.changed

step CZ-1 CZ-13 CZ-19 CZ-20: the platform collects, arranges and keeps records of the city, one file a subject, and answers queries
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "平台核对"}
=> 200
? records.length >= 6
? records[item=registration_organisation].jurisdiction == cangzhou
? records[item=penalty_organisation].jurisdiction == cangzhou
? records[item=licence_organisation].jurisdiction == cangzhou
? records[item=penalty_organisation].version == 1
