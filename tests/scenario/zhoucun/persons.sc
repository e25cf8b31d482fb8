story: 自然人：号码、十八周岁、禁止归集、书面同意
places: zhoucun

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make item special from=penalty_person
  {"id": "special_person", "name": "虚构情况", "+fields": [{"id": "SRQK", "name": "年收入", "type": "string", "length": 50, "fill": "optional"}, {"id": "CKQK", "name": "存款余额", "type": "string", "length": 50, "fill": "optional"}, {"id": "ZQQK", "name": "持有股票", "aliases": ["股票"], "type": "string", "length": 50, "fill": "optional"}, {"id": "BXQK", "name": "商业保险", "type": "string", "length": 50, "fill": "optional"}, {"id": "FCQK", "name": "名下房产", "type": "string", "length": 50, "fill": "optional"}, {"id": "NSQK", "name": "纳税额", "type": "string", "length": 50, "fill": "optional"}]}

def fine
POST /forms
  {"item": "penalty_person", "fields": ${f}, "verified": "已核实"}

def tell
POST /forms
  {"item": "special_person", "fields": ${f}, "verified": "已核实"}

def sheet
UPLOAD /submissions?item=penalty_person&verified=已核实 file.csv
  ${file}

step ZC-20: a natural person is identified by the number of the resident identity card
as clerk
make fields f item=penalty_person about=zhang
do fine
=> 201
? accepted == 1
make fields f item=penalty_person about=zhang subject_document=护照号 subject_number=E12345678
do fine
=> 201
? accepted == 0
! sub = submission
GET /submissions/${sub}/faults
? items[0].code == idno.kind
make fields f item=penalty_person about=zhang subject_number=37990119850607001X
do fine
? accepted == 0
as nobody
GET /policies/zhoucun
? rows[key=subject.person_key].value == resident_number
? rows[key=subject.person_key].clause == ["ZC-20"]
? rows[key=subject.organisation_key].value == uscc
? rows[key=subject.organisation_key].clause == ["ZC-20"]

step ZC-20: an organisation is identified by its unified social credit code
as clerk
make fields f item=penalty_organisation about=acme
POST /forms
  {"item": "penalty_organisation", "fields": ${f}, "verified": "已核实"}
? accepted == 1
make fields f item=penalty_organisation about=acme subject_code=
POST /forms
  {"item": "penalty_organisation", "fields": ${f}, "verified": "已核实"}
? accepted == 0
! sub = submission
GET /submissions/${sub}/faults
? items[code=value.missing].sentence contains 统一社会信用代码

step ZC-21: of natural persons those of full eighteen years at the conduct, the day before not yet
make person adult born=20080301
make person minor born=20080302
as clerk
make fields f item=penalty_person about=adult decision_date=2026-03-02
do fine
? accepted == 1
make fields f item=penalty_person about=minor decision_date=2026-03-02
do fine
? accepted == 0
! sub = submission
GET /submissions/${sub}/faults
? items[0].code == subject.minor
? items[0].sentence contains 18
make fields f item=penalty_person about=adult decision_date=2026-03-02 conduct_end=2026-03-01
do fine
? accepted == 0
as nobody
GET /policies/zhoucun
? rows[key=subject.person_rule].value == age
? rows[key=subject.person_rule].clause == ["ZC-21"]
? rows[key=subject.age].value == 18
? rows[key=subject.age].clause == ["ZC-21"]

step ZC-23: religion, genes, fingerprints, blood type, diseases and medical history are not collected
as clerk
make fields f item=penalty_person about=zhang
make csv file of=f col=宗教信仰:某教
do sheet
=> 201
? state == refused
? refusal == prohibited.column
? accepted == 0
make csv file of=f col=基因检测结果:某型
do sheet
? refusal == prohibited.column
make csv file of=f "col=指 纹 特征:有"
do sheet
? refusal == prohibited.column
make csv file of=f col=ＡＢＯ血型:O
do sheet
? refusal == prohibited.column
make csv file of=f col=疾病诊断:无
do sheet
? refusal == prohibited.column
make csv file of=f col=既往病史:无
do sheet
? refusal == prohibited.column
make csv file of=f
do sheet
? accepted == 1

step ZC-23: whatever the person agrees to
as clerk
make evidence paper by=clerk
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "religion", "written_evidence": "${paper.evidence}"}
=> 422 clause=ZC-23
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "medical_history", "written_evidence": "${paper.evidence}"}
=> 422 clause=ZC-23
as nobody
GET /policies/zhoucun
? rows[section=prohibition,key=religion].value == absolute
? rows[section=prohibition,key=religion].clause == ["ZC-23"]
? rows[section=prohibition,key=genes].value == absolute
? rows[section=prohibition,key=genes].clause == ["ZC-23"]
? rows[section=prohibition,key=fingerprints].value == absolute
? rows[section=prohibition,key=fingerprints].clause == ["ZC-23"]
? rows[section=prohibition,key=blood_type].value == absolute
? rows[section=prohibition,key=blood_type].clause == ["ZC-23"]
? rows[section=prohibition,key=disease].value == absolute
? rows[section=prohibition,key=disease].clause == ["ZC-23"]
? rows[section=prohibition,key=medical_history].value == absolute
? rows[section=prohibition,key=medical_history].clause == ["ZC-23"]
? rows[key=collect.binds].value == all_collectors
? rows[key=collect.binds].clause == ["ZC-23", "ZC-25"]

step ZC-23 ZC-25: the bans protect natural persons: organisations' files are not held to them
as clerk
make fields o item=penalty_organisation about=acme
make csv file of=o col=宗教活动:无
UPLOAD /submissions?item=penalty_organisation&verified=已核实 file.csv
  ${file}
? accepted == 1
make fields o item=penalty_organisation about=acme
make csv file of=o col=收入:100
UPLOAD /submissions?item=penalty_organisation&verified=已核实 file.csv
  ${file}
? accepted == 1

step ZC-25: income, deposits, securities, insurance, real estate and tax amounts are not collected without consent
as clerk
make fields f item=special_person about=zhang SRQK=十万元
do tell
=> 201
? accepted == 0
? returned == 1
! sub = submission
GET /submissions/${sub}/faults
? items[code=consent.missing].sentence contains 收入
make fields f item=special_person about=zhang CKQK=五万元
do tell
? accepted == 0
make fields f item=special_person about=zhang ZQQK=一百股
do tell
? accepted == 0
make fields f item=special_person about=zhang BXQK=一份
do tell
? accepted == 0
make fields f item=special_person about=zhang FCQK=一处
do tell
? accepted == 0
make fields f item=special_person about=zhang NSQK=一万元
do tell
? accepted == 0
make fields f item=special_person about=zhang
do tell
? accepted == 1

step ZC-25: the person's written consent suffices, no notice of consequences is asked for
as clerk
make evidence written by=clerk
POST /consents
  {"subject": ${zhang}, "item": "special_person", "class": "income"}
=> 422 evidence.missing field=written_evidence
POST /consents
  {"subject": ${zhang}, "item": "special_person", "class": "income", "written_evidence": "${written.evidence}"}
=> 201
! consent = id
make fields f item=special_person about=zhang SRQK=十万元
do tell
=> 201
? accepted == 1
make fields f item=special_person about=zhang CKQK=五万元
do tell
? accepted == 0
make fields f item=special_person about=acme SRQK=十万元 subject_kind=自然人 subject_document=身份证
do tell
? accepted == 0
as clerk2
make fields f item=special_person about=zhang SRQK=八万元 by=clerk2
do tell
? accepted == 0
as clerk
POST /consents/${consent}/withdrawal
  {"reason": "本人要求"}
=> 204
make fields f item=special_person about=zhang SRQK=九万元
do tell
? accepted == 0

step ZC-25: each of the six classes asks for a written consent, and for that alone
as nobody
GET /policies/zhoucun
? rows[key=collect.conditional_consent].value == written
? rows[key=collect.conditional_consent].clause == ["ZC-25"]
? rows[section=prohibition,key=income].value == "conditional: written_consent"
? rows[section=prohibition,key=income].clause == ["ZC-25"]
? rows[section=prohibition,key=deposits].value == "conditional: written_consent"
? rows[section=prohibition,key=deposits].clause == ["ZC-25"]
? rows[section=prohibition,key=securities].value == "conditional: written_consent"
? rows[section=prohibition,key=securities].clause == ["ZC-25"]
? rows[section=prohibition,key=commercial_insurance].value == "conditional: written_consent"
? rows[section=prohibition,key=commercial_insurance].clause == ["ZC-25"]
? rows[section=prohibition,key=real_estate].value == "conditional: written_consent"
? rows[section=prohibition,key=real_estate].clause == ["ZC-25"]
? rows[section=prohibition,key=tax_amount].value == "conditional: written_consent"
? rows[section=prohibition,key=tax_amount].clause == ["ZC-25"]

step ZC-24: what another law forbids to collect is added with its citation, and then kept out
make pack banned file=collect.yaml "old=by_other_law: {entries: [], clause: ZC-24}" "new=by_other_law: {entries: [{id: party, name: 政治面貌, citation: 《虚构法》第二条, synonyms: [党派], clause: ZC-24}], clause: ZC-24}"
make pack uncited file=collect.yaml "old=by_other_law: {entries: [], clause: ZC-24}" "new=by_other_law: {entries: [{id: party, name: 政治面貌, synonyms: [党派], clause: ZC-24}], clause: ZC-24}"
CLI policy check ${uncited.dir}
=> exit 1 citation
as clerk
make fields f item=penalty_person about=zhang
make csv file of=f col=党派:某党
do sheet
=> 201
? accepted == 1
CLI policy adopt ${banned.dir} --data ${data} --as authority1 --second authority2 --basis 上位法禁止归集 --first-day 2026-03-10
=> exit 0
clock 2026-03-10
as nobody
GET /policies/zhoucun
? rows[section=forbidden_by_law,key=party].value == 《虚构法》第二条
? rows[section=forbidden_by_law,key=party].clause == ["ZC-24"]
as clerk
make fields f item=penalty_person about=zhang
make csv file of=f col=党派:某党
do sheet
? accepted == 0
make csv file of=f
do sheet
? accepted == 1
make body one from=inspection_person
  {"id": "inspection_more", "+fields": [{"id": "X1", "name": "政治面貌", "type": "string", "length": 10, "fill": "optional"}]}
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "新增检查事项", "power_list": "虚构权责清单第一项"}
=> 201
! change = id
as authority1
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=ZC-24 field=prohibited
? detail contains 《虚构法》第二条
