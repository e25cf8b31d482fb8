story: 自然人的哪些信息不得采集
places: jinan

make org acme
make person zhang
make record registration item=registration_organisation about=acme

def pass
=> 202
! sub = submission
as reviewer
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已核对"}
as clerk

def sheet
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
do pass

step JN-19: religion, genes, fingerprints, blood type, disease and medical history are not captured
as clerk
make banned heads item=penalty_person about=zhang
  宗教信仰 宗教 信仰 信教 信教情况 是否信教 信仰情况 宗教信仰情况 宗教派别 宗教身份 宗教团体 宗教活动 教派 教徒 皈依 受洗情况 religion religious_belief faith
  基因 基因信息 基因检测 基因检测结果 基因测序 基因序列 基因数据 基因型 基因图谱 基因样本 遗传信息 遗传资源 遗传检测 DNA DNA信息 DNA检测 DNA鉴定 DNA数据 DNA样本 脱氧核糖核酸 染色体检测 gene genes genetic genome
  指纹 指纹信息 指纹特征 指纹特征值 指纹图像 指纹模板 指纹数据 指纹编号 指纹采集 指纹采集情况 左手指纹 右手指纹 十指指纹 掌纹 掌指纹 指掌纹 fingerprint fingerprints
  血型 血型信息 血型检测 ABO ABO血型 血型ABO RH血型 血型RH RH阴阳性 血液类型 血型鉴定 blood_type bloodtype blood_group
  疾病 疾病信息 疾病名称 疾病诊断 疾病编码 疾病情况 患病 患病情况 患病信息 患病名称 病种 病名 病情 诊断 诊断结果 诊断名称 诊断证明 临床诊断 确诊疾病 健康状况 健康情况 健康信息 身体状况 体检结果 体检情况 体检报告 传染病 慢性病 重大疾病 精神疾病 精神病 职业病 disease diseases diagnosis illness health_status
  病史信息 病史 疾病史 既往史 既往病史 患病史 家族病史 家族史 遗传病史 传染病史 精神病史 过敏史 用药史 手术史 病历 病历号 病历资料 电子病历 住院号 住院记录 住院史 就诊记录 就医记录 诊疗记录 医疗记录 用药记录 medical_history medical_record
? @heads.open is empty
make banned heads item=penalty_person about=zhang
  爱好 籍贯 联系地址
? @heads.refused is empty

step JN-19: one such column and the file is refused, with or without a consent
as clerk
make fields f item=penalty_person about=zhang
make csv file of=f "col=指 纹 特征:有"
do sheet
? state == refused
? refusal == prohibited.column
? accepted == 0
make csv file of=f col=ＡＢＯ血型:O
do sheet
? refusal == prohibited.column
make evidence paper by=clerk
make evidence told by=clerk
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "religion", "notice_evidence": "${told.evidence}", "written_evidence": "${paper.evidence}"}
=> 422 clause=JN-19
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "medical_history", "notice_evidence": "${told.evidence}", "written_evidence": "${paper.evidence}"}
=> 422 clause=JN-19
make csv file of=f
do sheet
? accepted == 1
as nobody
GET /policies/jinan
? rows[section=prohibition,key=religion].value == absolute
? rows[section=prohibition,key=genes].value == absolute
? rows[section=prohibition,key=fingerprints].value == absolute
? rows[section=prohibition,key=blood_type].value == absolute
? rows[section=prohibition,key=disease].value == absolute
? rows[section=prohibition,key=medical_history].value == absolute
? rows[section=prohibition,key=religion].clause == ["JN-19"]
? rows[section=prohibition,key=medical_history].clause == ["JN-19"]

step JN-17: income, deposits, securities, commercial insurance, real estate and tax amounts are not captured
as clerk
make banned heads item=penalty_person about=zhang
  收入 个人收入 家庭收入 家庭年收入 年收入 月收入 收入情况 收入金额 收入水平 收入来源 工资 工资收入 月工资 年工资 工资总额 应发工资 实发工资 薪金 薪资 薪酬 年薪 月薪 劳务报酬 奖金收入 经营收入 income salary wage wages
  存款 存款余额 存款金额 存款信息 存款情况 个人存款 银行存款 定期存款 活期存款 储蓄 储蓄存款 储蓄余额 存单 账户余额 账户存款 银行余额 银行账户余额 deposit deposits savings account_balance
  有价证券 证券 证券信息 证券账户 证券资产 证券持仓 有价证券情况 股票 股票持仓 股票账户 股票市值 持股市值 持有股票 基金 基金持仓 基金份额 债券 债券持仓 国债 理财产品 期货账户 securities stock stocks bonds funds
  商业保险 商业险 商业保险信息 商业保险情况 商业保险金额 商保 人寿保险 寿险 商业医疗保险 商业养老保险 重疾险 意外险 车险 投保信息 投保情况 保险金额 保额 保单 保单号 保险单号 commercial_insurance insurance insurance_policy
  不动产 不动产信息 不动产情况 不动产登记 不动产权证号 不动产单元号 房产 房产信息 房产情况 房产证号 房产套数 房屋 房屋信息 房屋产权 房屋所有权证号 住房情况 名下房产 土地使用权 土地使用权证号 土地证号 宅基地 real_estate property house
  纳税数额 纳税额 纳税金额 纳税信息 纳税情况 应纳税额 实纳税额 实缴税额 缴税额 缴税金额 缴纳税款 完税额 完税金额 税额 税款金额 个税 个税金额 个人所得税 个人所得税额 年纳税额 tax tax_amount tax_paid
? @heads.open is empty

step JN-17: an item that cites no law which allows it cannot have a field of any of them
make body one from=penalty_person
  {"id": "special_person", "name": "虚构情况", "+fields": [{"id": "SRQK", "name": "年收入", "type": "string", "length": 50, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-17
? detail contains 收入
make body one from=penalty_person
  {"id": "special_person", "name": "虚构情况", "+fields": [{"id": "CKQK", "name": "存款余额", "type": "string", "length": 50, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-17
? detail contains 存款
make body one from=penalty_person
  {"id": "special_person", "name": "虚构情况", "+fields": [{"id": "ZQQK", "name": "持有股票", "aliases": ["股票"], "type": "string", "length": 50, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-17
? detail contains 有价证券
make body one from=penalty_person
  {"id": "special_person", "name": "虚构情况", "+fields": [{"id": "BXQK", "name": "商业保险", "type": "string", "length": 50, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-17
? detail contains 商业保险
make body one from=penalty_person
  {"id": "special_person", "name": "虚构情况", "+fields": [{"id": "FCQK", "name": "名下房产", "type": "string", "length": 50, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-17
? detail contains 不动产
make body one from=penalty_person
  {"id": "special_person", "name": "虚构情况", "+fields": [{"id": "NSQK", "name": "纳税额", "type": "string", "length": 50, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-17
? detail contains 纳税数额

step JN-17: no consent helps, notice and writing or not
as clerk
make evidence told by=clerk
make evidence agreed by=clerk
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "income", "notice_evidence": "${told.evidence}", "written_evidence": "${agreed.evidence}"}
make fields f item=penalty_person about=zhang
make csv file of=f col=年收入:十万元
do sheet
? accepted == 0
? refusal == prohibited.column
make csv file of=f
do sheet
? accepted == 1
as nobody
GET /policies/jinan
? rows[key=collect.conditional_consent].value == law_citation_only
? rows[key=collect.conditional_consent].clause == ["JN-17"]
? rows[section=prohibition,key=income].value == "conditional: law_citation"
? rows[section=prohibition,key=deposits].value == "conditional: law_citation"
? rows[section=prohibition,key=securities].value == "conditional: law_citation"
? rows[section=prohibition,key=commercial_insurance].value == "conditional: law_citation"
? rows[section=prohibition,key=real_estate].value == "conditional: law_citation"
? rows[section=prohibition,key=tax_amount].value == "conditional: law_citation"
? rows[section=prohibition,key=income].clause == ["JN-17"]
? rows[section=prohibition,key=tax_amount].clause == ["JN-17"]

step JN-17: an item that cites the law which allows it may carry them
make item lawful from=penalty_person
  {"id": "lawful_person", "name": "虚构依法采集情况", "state_citation": "《虚构法》第九条", "+fields": [{"id": "SRQK", "name": "年收入", "type": "string", "length": 50, "fill": "optional"}, {"id": "CKQK", "name": "存款余额", "type": "string", "length": 50, "fill": "optional"}, {"id": "ZQQK", "name": "持有股票", "aliases": ["股票"], "type": "string", "length": 50, "fill": "optional"}, {"id": "BXQK", "name": "商业保险", "type": "string", "length": 50, "fill": "optional"}, {"id": "FCQK", "name": "名下房产", "type": "string", "length": 50, "fill": "optional"}, {"id": "NSQK", "name": "纳税额", "type": "string", "length": 50, "fill": "optional"}]}
as clerk
make fields f item=lawful_person about=zhang SRQK=十万元 CKQK=五万元 ZQQK=一百股 BXQK=一份 FCQK=一处 NSQK=一万元
POST /forms
  {"item": "lawful_person", "fields": ${f}}
do pass
? accepted == 1
make banned heads item=penalty_person about=zhang
  年收入 纳税额
? @heads.open is empty

step JN-17 JN-19: the bans bind all who collect, and protect natural persons: files of organisations are not held to them
make unit union type=peoples_organisation name=虚构总工会
make user unionist unit=union role=provider_clerk
make user unionist_reviewer unit=union role=provider_reviewer
make fields f item=penalty_person about=zhang by=unionist
make csv file of=f col=宗教信仰:某教
as unionist
UPLOAD /submissions?item=penalty_person file.csv
  ${file}
=> 202
! sub = submission
as unionist_reviewer
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已核对"}
? accepted == 0
? refusal == prohibited.column
as clerk
make banned heads item=penalty_organisation about=acme
  年收入 纳税额 疾病 宗教活动
? @heads.refused is empty
as nobody
GET /policies/jinan
? rows[key=collect.binds].value == all_collectors
? rows[key=collect.binds].clause == ["JN-17", "JN-19"]
