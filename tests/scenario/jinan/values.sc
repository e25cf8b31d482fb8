story: 条文所定而行为上看不出的，从接口读出
places: jinan

step JN-19: the classes and all their names stand in the policy for everybody to read
as nobody
GET /policies/jinan
=> 200
? rows[section=prohibition,key=religion].text == 宗教信仰：禁止归集；又称宗教、信仰、信教、信教情况、是否信教、信仰情况、宗教信仰情况、宗教派别、宗教身份、宗教团体、宗教活动、教派、教徒、皈依、受洗情况、religion、religious_belief、faith
? rows[section=prohibition,key=genes].text == 基因：禁止归集；又称基因信息、基因检测、基因检测结果、基因测序、基因序列、基因数据、基因型、基因图谱、基因样本、遗传信息、遗传资源、遗传检测、DNA、DNA信息、DNA检测、DNA鉴定、DNA数据、DNA样本、脱氧核糖核酸、染色体检测、gene、genes、genetic、genome
? rows[section=prohibition,key=fingerprints].text == 指纹：禁止归集；又称指纹信息、指纹特征、指纹特征值、指纹图像、指纹模板、指纹数据、指纹编号、指纹采集、指纹采集情况、左手指纹、右手指纹、十指指纹、掌纹、掌指纹、指掌纹、fingerprint、fingerprints
? rows[section=prohibition,key=blood_type].text == 血型：禁止归集；又称血型信息、血型检测、ABO、ABO血型、血型ABO、RH血型、血型RH、RH阴阳性、血液类型、血型鉴定、blood_type、bloodtype、blood_group
? rows[section=prohibition,key=disease].text == 疾病：禁止归集；又称疾病信息、疾病名称、疾病诊断、疾病编码、疾病情况、患病、患病情况、患病信息、患病名称、病种、病名、病情、诊断、诊断结果、诊断名称、诊断证明、临床诊断、确诊疾病、健康状况、健康情况、健康信息、身体状况、体检结果、体检情况、体检报告、传染病、慢性病、重大疾病、精神疾病、精神病、职业病、disease、diseases、diagnosis、illness、health_status
? rows[section=prohibition,key=medical_history].text == 病史信息：禁止归集；又称病史、疾病史、既往史、既往病史、患病史、家族病史、家族史、遗传病史、传染病史、精神病史、过敏史、用药史、手术史、病历、病历号、病历资料、电子病历、住院号、住院记录、住院史、就诊记录、就医记录、诊疗记录、医疗记录、用药记录、medical_history、medical_record

step JN-17: the classes and all their names stand in the policy for everybody to read
as nobody
GET /policies/jinan
=> 200
? rows[section=prohibition,key=income].text == 收入：未经法律依据不得归集；又称个人收入、家庭收入、家庭年收入、年收入、月收入、收入情况、收入金额、收入水平、收入来源、工资、工资收入、月工资、年工资、工资总额、应发工资、实发工资、薪金、薪资、薪酬、年薪、月薪、劳务报酬、奖金收入、经营收入、income、salary、wage、wages
? rows[section=prohibition,key=deposits].text == 存款：未经法律依据不得归集；又称存款余额、存款金额、存款信息、存款情况、个人存款、银行存款、定期存款、活期存款、储蓄、储蓄存款、储蓄余额、存单、账户余额、账户存款、银行余额、银行账户余额、deposit、deposits、savings、account_balance
? rows[section=prohibition,key=securities].text == 有价证券：未经法律依据不得归集；又称证券、证券信息、证券账户、证券资产、证券持仓、有价证券情况、股票、股票持仓、股票账户、股票市值、持股市值、持有股票、基金、基金持仓、基金份额、债券、债券持仓、国债、理财产品、期货账户、securities、stock、stocks、bonds、funds
? rows[section=prohibition,key=commercial_insurance].text == 商业保险：未经法律依据不得归集；又称商业险、商业保险信息、商业保险情况、商业保险金额、商保、人寿保险、寿险、商业医疗保险、商业养老保险、重疾险、意外险、车险、投保信息、投保情况、保险金额、保额、保单、保单号、保险单号、commercial_insurance、insurance、insurance_policy
? rows[section=prohibition,key=real_estate].text == 不动产：未经法律依据不得归集；又称不动产信息、不动产情况、不动产登记、不动产权证号、不动产单元号、房产、房产信息、房产情况、房产证号、房产套数、房屋、房屋信息、房屋产权、房屋所有权证号、住房情况、名下房产、土地使用权、土地使用权证号、土地证号、宅基地、real_estate、property、house
? rows[section=prohibition,key=tax_amount].text == 纳税数额：未经法律依据不得归集；又称纳税额、纳税金额、纳税信息、纳税情况、应纳税额、实纳税额、实缴税额、缴税额、缴税金额、缴纳税款、完税额、完税金额、税额、税款金额、个税、个税金额、个人所得税、个人所得税额、年纳税额、tax、tax_amount、tax_paid

step JN-4: the rules of who sees what, as the policy says it
as nobody
GET /policies/jinan
=> 200
? rows[section=disclosure,key=4].value == viewer operator mode * subject * nature * term * state * needs purpose give full else nothing
? rows[section=disclosure,key=5].value == viewer origin mode * subject * nature * term * state * needs purpose give full else nothing

step JN-5: what the text fixes, as the policy says it
as nobody
GET /policies/jinan
=> 200
? rows[section=parameter,key=disclose.secret_withheld].value == yes

step JN-18: the rules of who sees what, as the policy says it
as nobody
GET /policies/jinan
=> 200
? rows[section=disclosure,key=11].value == viewer organ, unit mode shared, authorised subject * nature * term * state * needs registered_unit, purpose, authorisation, agreed_purpose give full else nothing

step JN-20: the rules of who sees what, as the policy says it
as nobody
GET /policies/jinan
=> 200
? rows[section=disclosure,key=7].value == viewer public mode open subject * nature * term * state * needs open_citation give masked else nothing
? rows[section=disclosure,key=8].value == viewer organ, unit mode open subject * nature * term * state * needs registered_unit, purpose give masked else nothing

step JN-20: who holds the role, as the policy says it
as nobody
GET /policies/jinan
=> 200
? rows[section=role,key=site].value == “信用中国（山东济南）”网站

step JN-21: the rules of who sees what, as the policy says it
as nobody
GET /policies/jinan
=> 200
? rows[section=disclosure,key=10].value == viewer organ, unit mode shared, authorised subject natural_person nature * term * state * needs registered_unit, purpose, authorisation, agreed_purpose give full else nothing

step JN-23: the rules of who sees what, as the policy says it
as nobody
GET /policies/jinan
=> 200
? rows[section=disclosure,key=9].value == viewer organ mode shared subject * nature * term * state * needs registered_unit, purpose, lawful_duty, duty_related give full else nothing

step JN-27 JN-30: the steps of the process, as the policy says it
as nobody
GET /policies/jinan
=> 200
? rows[section=transition,key=rectification/11].value == any -> TERM_ENDED end_term by engine guards term_ended, conduct_end_known effects stop_publication, stop_disclosure, end_punishment, notify_executing_units, notify_receivers

step JN-30: the rules of who sees what, as the policy says it
as nobody
GET /policies/jinan
=> 200
? rows[section=disclosure,key=1].value == viewer self, origin, organ, unit, public mode * subject * nature adverse term ended state * needs - give nothing else nothing
