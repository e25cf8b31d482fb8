story: 禁止归集和限制归集的个人信息
places: cangzhou

make org acme
make person zhang
make person li
make person wang
make person zhao
make item income from=penalty_person
  {"id": "income_person", "name": "虚构奖补事项", "+fields": [{"id": "SR", "name": "年收入", "type": "string", "length": 50, "fill": "optional"}, {"id": "CK", "name": "存款余额", "type": "string", "length": 50, "fill": "optional"}]}
make evidence told by=clerk
make evidence agreed by=clerk

step CZ-48: heads that name religion, genes, fingerprints, blood type, disease or medical history are refused
make banned heads item=penalty_person about=zhang
  宗教信仰 宗教 信仰 宗教信仰情况 教派 religion
  基因 基因信息 遗传信息 DNA 基因检测 gene
  指纹 指纹信息 指纹特征 掌纹 fingerprint
  血型 ABO血型 RH血型 blood_type bloodtype
  疾病 疾病信息 患病情况 病种 诊断 诊断结果 健康状况 体检结果 disease
  病史信息 病史 既往病史 既往史 病历 就诊记录 住院记录 medical_history
? @heads.open is empty

step CZ-50: so are heads of income, deposits, securities, commercial insurance, real estate and tax, when no field of the item is for them
make banned heads item=penalty_person about=zhang
  收入 个人收入 年收入 月收入 工资 薪金 薪资 工资收入 收入情况 income salary
  存款 存款余额 银行存款 储蓄 账户余额 银行余额 deposit
  有价证券 证券 股票 基金 债券 持股市值 securities
  商业保险 商业险 人寿保险 保险金额 保单号 保单 insurance
  不动产 不动产信息 房产 房屋 房产证号 不动产权证号 土地使用权证号 房产信息 real_estate
  纳税额 纳税数额 缴税额 个人所得税额 个税 税额 纳税金额 tax_amount
? @heads.open is empty

step CZ-48 CZ-50: other heads are none of it, and organisations are not bound
make banned heads item=penalty_person about=zhang
  爱好 籍贯 联系地址
? @heads.refused is empty
make banned heads item=penalty_organisation about=acme
  年收入 纳税额 疾病
? @heads.refused is empty

step CZ-48: no consent opens what may never be collected
as clerk
POST /consents
  {"subject": ${zhang}, "item": "income_person", "class": "religion", "notice_evidence": "${told.evidence}", "written_evidence": "${agreed.evidence}"}
=> 422 clause=CZ-48

step CZ-50 CZ-51: income is refused while neither notice nor consent is on file
make fields f item=income_person about=zhang SR=十万元
as clerk
POST /forms
  {"item": "income_person", "fields": ${f}}
=> 201
? accepted == 0
? returned == 1
? faults[code=consent.missing].field == 年收入
make fields plain item=income_person about=zhang
POST /forms
  {"item": "income_person", "fields": ${plain}}
=> 201
? accepted == 1

step CZ-51: written consent without the notice of consequences does not do, nor the notice alone
POST /consents
  {"subject": ${zhang}, "item": "income_person", "class": "income", "written_evidence": "${agreed.evidence}"}
=> 422 evidence.missing clause=CZ-51
POST /consents
  {"subject": ${zhang}, "item": "income_person", "class": "income", "notice_evidence": "${told.evidence}"}
=> 422 evidence.missing clause=CZ-51
make fields again item=income_person about=zhang SR=十万元
POST /forms
  {"item": "income_person", "fields": ${again}}
? accepted == 0

step CZ-51: with both on file it is collected, of this person and this class alone
POST /consents
  {"subject": ${zhang}, "item": "income_person", "class": "income", "notice_evidence": "${told.evidence}", "written_evidence": "${agreed.evidence}"}
=> 201
! consent = id
make fields third item=income_person about=zhang SR=十万元
POST /forms
  {"item": "income_person", "fields": ${third}}
=> 201
? accepted == 1
make fields more item=income_person about=zhang SR=十万元 CK=一万元
POST /forms
  {"item": "income_person", "fields": ${more}}
? accepted == 0
? faults[code=consent.missing].field == 存款余额
make fields other item=income_person about=li SR=十万元
POST /forms
  {"item": "income_person", "fields": ${other}}
? accepted == 0
? faults[code=consent.missing].field == 年收入

step CZ-51: consent is taken back
POST /consents/${consent}/withdrawal
  {"reason": "本人撤回"}
=> 204
make fields fourth item=income_person about=zhang SR=二十万元
POST /forms
  {"item": "income_person", "fields": ${fourth}}
? accepted == 0

step CZ-48 CZ-50 CZ-51: the bans bind all collectors
as nobody
GET /policies/cangzhou
? rows[key=collect.binds].value == all_collectors
? rows[key=collect.binds].clause == ["CZ-48", "CZ-50"]
? rows[key=collect.conditional_consent].value == notice_and_written

step CZ-49: what other law forbids to collect is added with its citation, and from then on refused
make banned before item=penalty_person about=zhang
  行踪轨迹 定位记录
? @before.refused is empty
make pack wider file=collect.yaml "old=by_other_law: {entries: [], clause: CZ-49}" "new=by_other_law: {entries: [{id: movements, name: 行踪轨迹, synonyms: [定位记录], citation: 《虚构法》第三条, clause: CZ-49}], clause: CZ-49}"
CLI policy adopt ${wider.dir} --data ${data} --as authority1 --second authority2 --basis 虚构法施行 --first-day 2026-03-03
=> exit 0
clock 2026-03-03
make banned after item=penalty_person about=zhang
  行踪轨迹 定位记录
? @after.open is empty
make pack uncited file=collect.yaml "old=by_other_law: {entries: [], clause: CZ-49}" "new=by_other_law: {entries: [{id: movements, name: 行踪轨迹, synonyms: [定位记录], clause: CZ-49}], clause: CZ-49}"
CLI policy check ${uncited.dir}
=> exit 1
