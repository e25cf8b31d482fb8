story: 禁止归集的信息和须经书面同意的信息，叫什么名字都一样
places: anshan

make org acme
make person zhang

step AS-14: religion and belief is not collected, whatever a column calls it
make banned heads item=penalty_person about=zhang
  宗教信仰 宗教 信仰 信教 信教情况 是否信教 信仰情况 宗教信仰情况 宗教派别 教派 教徒 宗教身份 宗教活动 religion
  religious_belief faith
? @heads.open is empty

step AS-14: genes are not collected, whatever a column calls it
make banned heads item=penalty_person about=zhang
  基因 基因信息 基因检测 基因检测结果 基因序列 基因数据 基因型 遗传信息 遗传资源 遗传检测 DNA DNA信息 DNA检测 DNA鉴定
  DNA样本 脱氧核糖核酸 gene genes genetic genome
? @heads.open is empty

step AS-14: fingerprints are not collected, whatever a column calls it
make banned heads item=penalty_person about=zhang
  指纹 指纹信息 指纹特征 指纹特征值 指纹图像 指纹模板 指纹编号 指纹采集 左手指纹 右手指纹 十指指纹 掌纹 掌指纹 指掌纹
  fingerprint fingerprints
? @heads.open is empty

step AS-14: blood type is not collected, whatever a column calls it
make banned heads item=penalty_person about=zhang
  血型 血型信息 ABO血型 RH血型 ABO 血型RH 血液类型 血型检测 blood_type bloodtype blood_group
? @heads.open is empty

step AS-14: diseases are not collected, whatever a column calls it
make banned heads item=penalty_person about=zhang
  疾病 疾病信息 疾病名称 疾病诊断 疾病编码 患病 患病情况 患病名称 病种 病名 诊断 诊断结果 诊断名称 临床诊断 确诊疾病
  健康状况 健康情况 身体状况 体检结果 体检情况 传染病 传染病史 慢性病 精神疾病 职业病 disease diseases diagnosis
  illness health_status
? @heads.open is empty

step AS-14: medical history is not collected, whatever a column calls it
make banned heads item=penalty_person about=zhang
  病史信息 病史 疾病史 既往史 既往病史 患病史 家族病史 家族史 遗传病史 过敏史 用药史 手术史 病历 病历号 电子病历
  住院号 住院记录 住院史 就诊记录 就医记录 诊疗记录 医疗记录 medical_history medical_record
? @heads.open is empty

step AS-16: income is not collected in a column that no consent was asked for
make banned heads item=penalty_person about=zhang
  收入 个人收入 家庭收入 年收入 月收入 收入情况 收入金额 收入水平 收入来源 工资 工资收入 月工资 年工资 工资总额 薪金
  薪资 薪酬 年薪 月薪 劳务报酬 奖金收入 income salary wage wages
? @heads.open is empty

step AS-16: deposits are not collected in a column that no consent was asked for
make banned heads item=penalty_person about=zhang
  存款 存款余额 存款金额 存款信息 个人存款 银行存款 定期存款 活期存款 储蓄 储蓄存款 储蓄余额 存单 账户余额 账户存款
  银行余额 银行账户余额 deposit deposits savings account_balance
? @heads.open is empty

step AS-16: securities are not collected in a column that no consent was asked for
make banned heads item=penalty_person about=zhang
  有价证券 证券 证券信息 证券账户 证券资产 证券持仓 股票 股票持仓 股票账户 股票市值 持股市值 基金 基金持仓 基金份额
  债券 债券持仓 国债 理财产品 期货账户 securities stock stocks bonds funds
? @heads.open is empty

step AS-16: commercial insurance is not collected in a column that no consent was asked for
make banned heads item=penalty_person about=zhang
  商业保险 商业险 商业保险信息 商业保险情况 商保 人寿保险 寿险 商业医疗保险 商业养老保险 重疾险 意外险 车险 投保信息
  投保情况 保险金额 保额 保单 保单号 保险单号 commercial_insurance insurance insurance_policy
? @heads.open is empty

step AS-16: real estate is not collected in a column that no consent was asked for
make banned heads item=penalty_person about=zhang
  不动产 不动产信息 不动产情况 不动产登记 不动产权证号 不动产单元号 房产 房产信息 房产情况 房产证号 房屋 房屋信息
  房屋产权 房屋所有权证号 住房情况 名下房产 土地使用权 土地使用权证号 土地证号 real_estate property house
? @heads.open is empty

step AS-16: tax amounts are not collected in a column that no consent was asked for
make banned heads item=penalty_person about=zhang
  纳税数额信息 纳税数额 纳税额 纳税金额 纳税信息 纳税情况 应纳税额 实纳税额 实缴税额 缴税额 缴税金额 缴纳税款 完税额
  完税金额 税额 税款金额 个税 个税金额 个人所得税 个人所得税额 tax tax_amount tax_paid
? @heads.open is empty

step AS-14 AS-16: other heads are none of it, and organisations are not bound
make banned heads item=penalty_person about=zhang
  爱好 籍贯 联系地址
? @heads.refused is empty
make banned heads item=penalty_organisation about=acme
  年收入 纳税额 疾病
? @heads.refused is empty
