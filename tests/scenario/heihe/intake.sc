story: 报送：由谁报、报什么、怎样报
places: heihe

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make item income from=penalty_person
  {"id": "income_person", "name": "虚构收入事项", "+fields": [{"id": "SRQK", "name": "年收入", "type": "string", "length": 50, "fill": "optional"}, {"id": "CKQK", "name": "存款余额", "type": "string", "length": 50, "fill": "optional"}]}

step HH-16: each department fills in under its own account
make record fine item=penalty_organisation about=acme
as clerk
GET /submissions/${fine.submission}
=> 200
? provider == ${units.bureau}
as clerk2
GET /submissions/${fine.submission}
=> 404
make fields other item=penalty_organisation about=acme
POST /forms X-Post:${posts.clerk}
  {"item": "penalty_organisation", "fields": ${other}}
=> 403
POST /forms
  {"item": "penalty_organisation", "provider": "${units.bureau}", "fields": ${other}}
=> 400 input.unknown_field
POST /forms
  {"item": "penalty_organisation", "fields": ${other}}
=> 201
? provider == ${units.bureau2}
? accepted == 1
as nobody
GET /policies/heihe
? rows[key=submit.own_account].value == yes
? rows[key=submit.own_account].clause == ["HH-16"]

step HH-18: only a registered designated person submits, from the first to the last day of the register
make user novice unit=bureau role=provider_clerk designated=no
make fields f1 item=penalty_organisation about=acme
as novice
POST /forms
  {"item": "penalty_organisation", "fields": ${f1}}
=> 403 post.not_designated clause=HH-18
as secadmin
POST /posts/${novice.post}/designation
  {"from_day": "2026-03-03", "to_day": "2026-03-05"}
=> 204
GET /accounts/${novice.account}
? posts[0].designated_from == 2026-03-03
? posts[0].designated_to == 2026-03-05
as novice
POST /forms
  {"item": "penalty_organisation", "fields": ${f1}}
=> 403 post.not_designated clause=HH-18
clock 2026-03-03
POST /forms
  {"item": "penalty_organisation", "fields": ${f1}}
=> 201
? accepted == 1
clock 2026-03-05
make fields f2 item=penalty_organisation about=acme
POST /forms
  {"item": "penalty_organisation", "fields": ${f2}}
=> 201
? accepted == 1
clock 2026-03-06
make fields f3 item=penalty_organisation about=acme
POST /forms
  {"item": "penalty_organisation", "fields": ${f3}}
=> 403 post.not_designated clause=HH-18

step HH-8: religion, genes, fingerprints, blood type, illness and the like are refused, whatever consent is attached
make fields p item=penalty_person about=zhang
make csv file of=p col=宗教信仰:某教
as clerk
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
=> 201
? state == refused
? refusal == prohibited.column
? accepted == 0
make csv file of=p "col=指 纹 特征:有"
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make csv file of=p col=遗传信息:有
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make csv file of=p col=ＡＢＯ血型:O
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make csv file of=p col=健康状况:好
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make csv file of=p col=既往病史:无
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
? refusal == prohibited.column
make evidence paper by=clerk
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "religion", "notice_evidence": "${paper.evidence}", "written_evidence": "${paper.evidence}"}
=> 422 clause=HH-8
make csv file of=p
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
=> 201
? accepted == 1
as nobody
GET /policies/heihe
? rows[section=prohibition,key=religion].value == absolute
? rows[section=prohibition,key=genes].value == absolute
? rows[section=prohibition,key=fingerprints].value == absolute
? rows[section=prohibition,key=blood_type].value == absolute
? rows[section=prohibition,key=disease].value == absolute
? rows[section=prohibition,key=medical_history].value == absolute
? rows[section=prohibition,key=medical_history].clause == ["HH-8"]
? rows[key=collect.binds].value == all_collectors
? rows[key=collect.binds].clause == ["HH-8", "HH-9"]

step HH-8 HH-9: organisations are not protected by it
make fields o item=penalty_organisation about=acme
make csv file of=o col=收入:100
as clerk
UPLOAD /submissions?item=penalty_organisation file.csv
  ${file}
=> 201
? accepted == 1

step HH-9: income, deposits, securities, insurance, real estate and tax amounts of a person are refused without consent
make fields p item=income_person about=zhang SRQK=十万元
as clerk
POST /forms
  {"item": "income_person", "fields": ${p}}
=> 201
? accepted == 0
? returned == 1
! sub = submission
GET /submissions/${sub}/faults
=> 200
? items[code=consent.missing].sentence contains 收入
make fields p item=penalty_person about=zhang
make csv file of=p col=名下房产:一处
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
=> 201
? accepted == 0
as nobody
GET /policies/heihe
? rows[section=prohibition,key=income].value contains conditional
? rows[section=prohibition,key=deposits].value contains conditional
? rows[section=prohibition,key=securities].value contains conditional
? rows[section=prohibition,key=commercial_insurance].value contains conditional
? rows[section=prohibition,key=real_estate].value contains conditional
? rows[section=prohibition,key=tax_amount].value contains conditional

step HH-10: both the notice of the consequences and the written consent must be on file
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
as window
POST /window/consents
  {"subject": ${zhang}, "checked_originals": "居民身份证"}
=> 200
? items[consent=${consent}].notice_evidence == ${notice.evidence}
? items[consent=${consent}].written_evidence == ${written.evidence}
as nobody
GET /policies/heihe
? rows[key=collect.conditional_consent].value == notice_and_written
? rows[key=collect.conditional_consent].clause == ["HH-10"]

step HH-10: consent holds for its class, its unit and until it is withdrawn
make fields p item=income_person about=zhang CKQK=五万元
as clerk
POST /forms
  {"item": "income_person", "fields": ${p}}
? accepted == 0
as clerk2
make fields p item=income_person about=zhang SRQK=十万元 by=clerk2
POST /forms
  {"item": "income_person", "fields": ${p}}
? accepted == 0
as clerk
POST /consents/${consent}/withdrawal
  {"reason": "本人要求"}
=> 204
make fields p item=income_person about=zhang SRQK=九万元
POST /forms
  {"item": "income_person", "fields": ${p}}
? accepted == 0

step HH-11: what is not in the catalog is not stored
make fields p item=penalty_person about=zhang
as clerk
POST /forms
  {"item": "hobby_person", "fields": ${p}}
=> 422 catalog.item_unknown clause=HH-11

step HH-27: the format of transfer is what the policy says, and what does not conform is refused with the reason
make fields f4 item=penalty_organisation about=acme
make csv file of=f4
as clerk
UPLOAD /submissions?item=penalty_organisation file.csv
  ${file}
=> 201
? accepted == 1
? format == CSV
UPLOAD /submissions?item=penalty_organisation letter.pdf
  %PDF-1.7
  虚构
=> 415 intake.format_unknown
? detail is present
as nobody
GET /policies/heihe
? rows[key=submit.formats].value == "csv, xlsx, jsonl, form"
make pack strict file=parameters.yaml "old=[csv, xlsx, jsonl, form], text: unset" "new=[xlsx, form], text: unset"
CLI policy adopt ${strict.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-04-01
=> exit 0
clock 2026-04-01
make fields f5 item=penalty_organisation about=acme
make csv file of=f5
as clerk
UPLOAD /submissions?item=penalty_organisation file.csv
  ${file}
=> 415 submission.format clause=HH-27
POST /forms
  {"item": "penalty_organisation", "fields": ${f5}}
=> 201
? accepted == 1
