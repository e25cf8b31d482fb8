story: 征集：谁提供、关于谁、不得征集什么
places: anshan

make org acme
make record registration item=registration_organisation about=acme
make person zhang
make item income from=penalty_person
  {"id": "income_person", "name": "虚构收入事项", "+fields": [{"id": "SRQK", "name": "年收入", "type": "string", "length": 50, "fill": "optional"}]}

step AS-1: every record carries the jurisdiction whose policy governs it
make record fine item=penalty_organisation about=acme
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对"}
=> 200
? records.length == 2
? records[item=penalty_organisation].jurisdiction == anshan
? records[item=registration_organisation].jurisdiction == anshan

step AS-2: organs, courts, authorised bodies and mass organisations provide; credit bureaux and users do not
make unit court type=judicial_organ name=虚构法院
make user court_clerk unit=court role=provider_clerk
make record judgment item=judgment_organisation about=acme by=court_clerk
make unit union type=mass_organisation name=虚构工会
make user union_clerk unit=union role=provider_clerk
make record praise item=commendation_organisation about=acme by=union_clerk
make unit centre type=authorised_organisation name=虚构监管中心 proof=《虚构条例》第三条
make user centre_clerk unit=centre role=provider_clerk
make record inspection item=inspection_organisation about=acme by=centre_clerk
make unit office type=administrative_organ name=虚构林业局
make user office_clerk unit=office role=provider_clerk
make record levy item=levy_organisation about=acme by=office_clerk
make unit user type=information_user name=虚构用户公司
make user user_clerk unit=user role=provider_clerk
make fields other item=commendation_organisation about=acme
as user_clerk
POST /forms
  {"item": "commendation_organisation", "fields": ${other}}
=> 403 item.not_owned clause=AS-71

step AS-3: legal persons, other organisations and natural persons of full capacity; on the eighteenth birthday not yet
make person grown born=20080301
make person young born=20080302
make fields p item=penalty_person about=grown decision_date=2026-03-02
as clerk
POST /forms
  {"item": "penalty_person", "fields": ${p}}
=> 201
? accepted == 1
make fields p item=penalty_person about=young decision_date=2026-03-02
POST /forms
  {"item": "penalty_person", "fields": ${p}}
=> 201
? accepted == 0
? faults[code=subject.minor].sentence contains 18
make org shop type=92
make fields p item=registration_organisation about=shop
POST /forms
  {"item": "registration_organisation", "fields": ${p}}
=> 201
? accepted == 1
as nobody
GET /policies/anshan
? rows[key=subject.person_rule].value == full_capacity
? rows[key=subject.person_rule].clause == ["AS-3"]

step AS-14: religion, genes, fingerprints, blood type, illness: not from an individual
make fields p item=penalty_person about=zhang
make csv file of=p col=宗教信仰:某教
as clerk
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
=> 201
? refusal == prohibited.column
make csv file of=p col=DNA检测:有
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make csv file of=p col=指纹:有
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make csv file of=p col=血型:O
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make csv file of=p col=疾病:无
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make csv file of=p col=病史:无
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make evidence paper by=clerk
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "genes", "notice_evidence": "${paper.evidence}", "written_evidence": "${paper.evidence}"}
=> 422 clause=AS-14
as nobody
GET /policies/anshan
? rows by key value clause
  religion absolute AS-14
  genes absolute AS-14
  fingerprints absolute AS-14
  blood_type absolute AS-14
  disease absolute AS-14
  medical_history absolute AS-14

step AS-16: income, deposits, securities, insurance, real estate and tax amounts: not without consent
make fields p item=income_person about=zhang SRQK=十万元
as clerk
POST /forms
  {"item": "income_person", "fields": ${p}}
=> 201
? accepted == 0
? faults[code=consent.missing].sentence contains 收入
as nobody
GET /policies/anshan
? rows[section=prohibition,key=income].clause == ["AS-16"]
? rows[section=prohibition,key=income].value contains conditional
? rows[section=prohibition,key=deposits].value contains conditional
? rows[section=prohibition,key=securities].value contains conditional
? rows[section=prohibition,key=commercial_insurance].value contains conditional
? rows[section=prohibition,key=real_estate].value contains conditional
? rows[section=prohibition,key=tax_amount].value contains conditional
? rows[key=collect.binds].clause == ["AS-14", "AS-16"]
? rows[key=collect.binds].value == all_collectors

step AS-17: with notice of the consequences and written consent, both on file, it is taken
as clerk
make evidence notice by=clerk
make evidence written by=clerk
POST /consents
  {"subject": ${zhang}, "item": "income_person", "class": "income", "written_evidence": "${written.evidence}"}
=> 422 evidence.missing field=notice_evidence
POST /consents
  {"subject": ${zhang}, "item": "income_person", "class": "income", "notice_evidence": "${notice.evidence}"}
=> 422 evidence.missing field=written_evidence
POST /consents
  {"subject": ${zhang}, "item": "income_person", "class": "income", "notice_evidence": "${notice.evidence}", "written_evidence": "${written.evidence}"}
=> 201
! consent = id
make fields p item=income_person about=zhang SRQK=十万元
POST /forms
  {"item": "income_person", "fields": ${p}}
=> 201
? accepted == 1
as operator
POST /queries
  {"subject": ${zhang}, "items": ["income_person"], "purpose": "核对"}
=> 200
? records[0].consents[class=income].consent == ${consent}
as nobody
GET /policies/anshan
? rows[key=collect.conditional_consent].value == notice_and_written
? rows[key=collect.conditional_consent].clause == ["AS-17"]

step AS-25: a record rests on a document and on the unit that submits it
make fields p item=penalty_organisation about=acme
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${p}}
=> 201
? accepted == 1
? provider == ${units.bureau}
make fields p item=penalty_organisation about=acme document_number=
POST /forms
  {"item": "penalty_organisation", "fields": ${p}}
=> 201
? accepted == 0
? faults[code=value.missing].sentence contains 文号
make body item from=penalty_organisation
  {"id": "sourceless", "name": "虚构事项", "-fields": ["CF_WSH"], "rules": []}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=AS-25
as nobody
GET /policies/anshan
? rows[key=submit.own_account].value == yes
? rows[key=submit.own_account].clause == ["AS-25"]
? rows[key=submit.source_required].value == yes
? rows[key=submit.source_required].clause == ["AS-25"]

step AS-24: a change is a new version with reason and person; what was there stays provable
make fields p item=penalty_organisation about=acme
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${p}}
=> 201
GET /provider-records?item=penalty_organisation
! subject = items[doc_no=${p.CF_WSH}].subject
! record = items[doc_no=${p.CF_WSH}].record
make fields q item=penalty_organisation about=acme CF_WSH=${p.CF_WSH} CF_NR=改为通报批评
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "fields": ${q}}
=> 400 input.missing field=reason_text
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "文书录入有误", "fields": ${q}}
=> 201
? version == 2
make fields r item=penalty_organisation about=acme CF_WSH=${p.CF_WSH} CF_NR=再改
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "文书录入有误", "fields": ${r}}
=> 409 conflict.changed_meanwhile
as clerk2
POST /records/${subject}/${record}/versions
  {"version": 2, "reason": "correction", "reason_text": "他单位改动", "fields": ${r}}
=> 404
as auditor
GET /traces?event=record.corrected&object=${record}
=> 200
? items.length == 1
? items[0].person is present
? items[0].unit == ${units.bureau}
! entry = items[0].entry
WORK
as auditor
GET /ledger/facts/proof?entry=${entry}
=> 200
? hashes is present

step AS-22: every trace names the unit and the person
as auditor
GET /traces?from_day=${today}&to_day=${today}&unit=${units.bureau}
=> 200
? items.length >= 10
? items[0].person is present
? items[0].unit_name == 虚构市场监管局
? items[5].person is present
? items[5].unit_name == 虚构市场监管局

step AS-15: what another law forbids to capture is data with a citation
make pack stricter file=collect.yaml "old=by_other_law: {entries: [], clause: AS-15}" "new=by_other_law: {entries: [{id: party, name: 政治面貌, synonyms: [党派], citation: 《虚构法》第九条, clause: AS-15}], clause: AS-15}"
CLI policy adopt ${stricter.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-04-01
=> exit 0
make pack loose file=collect.yaml "old=by_other_law: {entries: [], clause: AS-15}" "new=by_other_law: {entries: [{id: party, name: 政治面貌, synonyms: [党派], clause: AS-15}], clause: AS-15}"
CLI policy check ${loose.dir}
=> exit 1 citation
clock 2026-03-31
make fields p item=penalty_person about=zhang
make csv file of=p col=政治面貌:群众
as clerk
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
=> 201
? accepted == 1
clock 2026-04-01
make fields p item=penalty_person about=zhang
make csv file of=p col=政治面貌:群众
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
=> 201
? refusal == prohibited.column
? accepted == 0
