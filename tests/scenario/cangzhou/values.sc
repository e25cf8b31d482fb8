story: 条文所定而行为上看不出的，从接口读出
places: cangzhou

step CZ-48: the classes and all their names stand in the policy for everybody to read
as nobody
GET /policies/cangzhou
=> 200
? rows[section=prohibition,key=religion].text == 宗教信仰：禁止归集；又称宗教、信仰、宗教信仰情况、教派、religion
? rows[section=prohibition,key=genes].text == 基因：禁止归集；又称基因信息、遗传信息、DNA、基因检测、gene
? rows[section=prohibition,key=fingerprints].text == 指纹：禁止归集；又称指纹信息、指纹特征、掌纹、fingerprint
? rows[section=prohibition,key=blood_type].text == 血型：禁止归集；又称ABO血型、RH血型、blood_type、bloodtype
? rows[section=prohibition,key=disease].text == 疾病：禁止归集；又称疾病信息、患病情况、病种、诊断、诊断结果、健康状况、体检结果、disease
? rows[section=prohibition,key=medical_history].text == 病史信息：禁止归集；又称病史、既往病史、既往史、病历、就诊记录、住院记录、medical_history

step CZ-50: the classes and all their names stand in the policy for everybody to read
as nobody
GET /policies/cangzhou
=> 200
? rows[section=prohibition,key=income].text == 收入：未经告知不利后果、书面同意不得归集；又称个人收入、年收入、月收入、工资、薪金、薪资、工资收入、收入情况、income、salary
? rows[section=prohibition,key=deposits].text == 存款：未经告知不利后果、书面同意不得归集；又称存款余额、银行存款、储蓄、账户余额、银行余额、deposit
? rows[section=prohibition,key=securities].text == 有价证券：未经告知不利后果、书面同意不得归集；又称证券、股票、基金、债券、持股市值、securities
? rows[section=prohibition,key=commercial_insurance].text == 商业保险：未经告知不利后果、书面同意不得归集；又称商业险、人寿保险、保险金额、保单号、保单、insurance
? rows[section=prohibition,key=real_estate].text == 不动产：未经告知不利后果、书面同意不得归集；又称不动产信息、房产、房屋、房产证号、不动产权证号、土地使用权证号、房产信息、real_estate
? rows[section=prohibition,key=tax_amount].text == 纳税额：未经告知不利后果、书面同意不得归集；又称纳税数额、缴税额、个人所得税额、个税、税额、纳税金额、tax_amount
