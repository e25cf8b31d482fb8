story: 条文所定而行为上看不出的，从接口读出
places: anshan

step AS-14: the classes and all their names stand in the policy for everybody to read
as nobody
GET /policies/anshan
=> 200
? rows[section=prohibition,key=religion].text == 宗教信仰：禁止归集；又称宗教、信仰、信教、信教情况、是否信教、信仰情况、宗教信仰情况、宗教派别、教派、教徒、宗教身份、宗教活动、religion、religious_belief、faith
? rows[section=prohibition,key=genes].text == 基因：禁止归集；又称基因信息、基因检测、基因检测结果、基因序列、基因数据、基因型、遗传信息、遗传资源、遗传检测、DNA、DNA信息、DNA检测、DNA鉴定、DNA样本、脱氧核糖核酸、gene、genes、genetic、genome
? rows[section=prohibition,key=fingerprints].text == 指纹：禁止归集；又称指纹信息、指纹特征、指纹特征值、指纹图像、指纹模板、指纹编号、指纹采集、左手指纹、右手指纹、十指指纹、掌纹、掌指纹、指掌纹、fingerprint、fingerprints
? rows[section=prohibition,key=blood_type].text == 血型：禁止归集；又称血型信息、ABO血型、RH血型、ABO、血型RH、血液类型、血型检测、blood_type、bloodtype、blood_group
? rows[section=prohibition,key=disease].text == 疾病：禁止归集；又称疾病信息、疾病名称、疾病诊断、疾病编码、患病、患病情况、患病名称、病种、病名、诊断、诊断结果、诊断名称、临床诊断、确诊疾病、健康状况、健康情况、身体状况、体检结果、体检情况、传染病、传染病史、慢性病、精神疾病、职业病、disease、diseases、diagnosis、illness、health_status
? rows[section=prohibition,key=medical_history].text == 病史信息：禁止归集；又称病史、疾病史、既往史、既往病史、患病史、家族病史、家族史、遗传病史、过敏史、用药史、手术史、病历、病历号、电子病历、住院号、住院记录、住院史、就诊记录、就医记录、诊疗记录、医疗记录、medical_history、medical_record

step AS-16: the classes and all their names stand in the policy for everybody to read
as nobody
GET /policies/anshan
=> 200
? rows[section=prohibition,key=income].text == 收入：未经告知不利后果、书面同意不得归集；又称个人收入、家庭收入、年收入、月收入、收入情况、收入金额、收入水平、收入来源、工资、工资收入、月工资、年工资、工资总额、薪金、薪资、薪酬、年薪、月薪、劳务报酬、奖金收入、income、salary、wage、wages
? rows[section=prohibition,key=deposits].text == 存款：未经告知不利后果、书面同意不得归集；又称存款余额、存款金额、存款信息、个人存款、银行存款、定期存款、活期存款、储蓄、储蓄存款、储蓄余额、存单、账户余额、账户存款、银行余额、银行账户余额、deposit、deposits、savings、account_balance
? rows[section=prohibition,key=securities].text == 有价证券：未经告知不利后果、书面同意不得归集；又称证券、证券信息、证券账户、证券资产、证券持仓、股票、股票持仓、股票账户、股票市值、持股市值、基金、基金持仓、基金份额、债券、债券持仓、国债、理财产品、期货账户、securities、stock、stocks、bonds、funds
? rows[section=prohibition,key=commercial_insurance].text == 商业保险：未经告知不利后果、书面同意不得归集；又称商业险、商业保险信息、商业保险情况、商保、人寿保险、寿险、商业医疗保险、商业养老保险、重疾险、意外险、车险、投保信息、投保情况、保险金额、保额、保单、保单号、保险单号、commercial_insurance、insurance、insurance_policy
? rows[section=prohibition,key=real_estate].text == 不动产：未经告知不利后果、书面同意不得归集；又称不动产信息、不动产情况、不动产登记、不动产权证号、不动产单元号、房产、房产信息、房产情况、房产证号、房屋、房屋信息、房屋产权、房屋所有权证号、住房情况、名下房产、土地使用权、土地使用权证号、土地证号、real_estate、property、house
? rows[section=prohibition,key=tax_amount].text == 纳税数额信息：未经告知不利后果、书面同意不得归集；又称纳税数额、纳税额、纳税金额、纳税信息、纳税情况、应纳税额、实纳税额、实缴税额、缴税额、缴税金额、缴纳税款、完税额、完税金额、税额、税款金额、个税、个税金额、个人所得税、个人所得税额、tax、tax_amount、tax_paid

step AS-2: who holds the role, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=role,key=provider].value == 行政机关、司法机关、法律法规授权的具有管理公共事务职能的组织以及群团组织等（信息提供主体）

step AS-7 AS-23: the rules of who sees what, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=disclosure,key=9].value == viewer organ, unit mode open subject * nature * term * state * needs registered_unit, purpose give masked else nothing

step AS-8: the rules of who sees what, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=disclosure,key=1].value == viewer self mode * subject natural_person nature * term * state * needs real_name give full else nothing
? rows[section=disclosure,key=2].value == viewer self mode * subject organisation, individual_business nature * term * state * needs unit_proof give full else nothing

step AS-14: who holds the role, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=role,key=credit_bureau].value == 征信机构

step AS-22 AS-23: the rules of who sees what, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=disclosure,key=3].value == viewer operator mode * subject * nature * term * state * needs purpose give full else nothing
? rows[section=disclosure,key=4].value == viewer origin mode * subject * nature * term * state * needs purpose give full else nothing

step AS-22: who holds the role, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=role,key=competent_authority].value == 公共信用信息主管部门

step AS-22: who holds the role, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=role,key=operator].value == 公共信用信息工作机构

step AS-23 AS-30: the rules of who sees what, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=disclosure,key=10].value == viewer organ mode shared subject * nature * term * state * needs registered_unit, purpose, lawful_duty give full else nothing

step AS-23 AS-30 AS-71: the rules of who sees what, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=disclosure,key=11].value == viewer organ, unit mode shared, authorised subject * nature * term * state * needs registered_unit, purpose, authorisation, agreed_purpose give full else nothing

step AS-28: the rules of who sees what, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=disclosure,key=6].value == viewer organ, unit, public mode * subject * nature adverse term ended state * needs - give nothing else nothing

step AS-28: the rules of who sees what, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=disclosure,key=12].value == viewer public mode * subject * nature * term * state * needs publication_consent give masked else nothing

step AS-71: the ground, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=ground,key=liability/other_purpose].value == other_purpose

step AS-71: who holds the role, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=role,key=query_unit].value == 与信息主体约定用途使用公共信用信息的单位

step AS-72: the ground, as the policy says it
as nobody
GET /policies/anshan
=> 200
? rows[section=ground,key=liability/third_party].value == third_party
