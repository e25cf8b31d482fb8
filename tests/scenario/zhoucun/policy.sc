story: 文件本身：印发、所依据的法律、机构和职责
places: zhoucun

step ZC-1: the policy in force says which document it is, and on which day it was issued
as nobody
GET /policies
=> 200
? items[place=zhoucun].title == 周村区公共信用信息管理实施意见
? items[place=zhoucun].document_number is absent
? items[place=zhoucun].issued == 2018-05-16
? items[place=zhoucun].first_day == 2018-05-16
? items[place=zhoucun].force == in_force
? items[place=zhoucun].last_day is absent
GET /policies/zhoucun
=> 200
? rows[key=policy.valid_from].value == unset
? rows[key=policy.valid_from].clause == ["ZC-1"]
? rows[key=policy.valid_from].article == cover
CLI policy show zhoucun
=> exit 0 周村区公共信用信息管理实施意见 2018年5月16日

step ZC-2: the laws that it obeys are named, and none of their figures is taken over
as nobody
GET /policies/zhoucun
? rows[section=reference,value=中华人民共和国政府信息公开条例].clause == ["ZC-2"]
? rows[section=reference,value=征信业管理条例].clause == ["ZC-2"]
? rows[section=reference,value=企业信息公示暂行条例].clause == ["ZC-2"]
? rows[section=reference,value=山东省公共信用信息管理办法].clause contains ZC-2
? rows[key=catalog.legal_basis].value == yes
? rows[key=catalog.legal_basis].clause == ["ZC-2"]
? rows[section=override] is absent
CLI policy show zhoucun
=> exit 0 征信业管理条例 企业信息公示暂行条例 中华人民共和国政府信息公开条例

step ZC-3: the provincial measures that guard the subjects' rights are named with the principle
GET /policies/zhoucun
? rows[section=reference,value=山东省公共信用信息管理办法].clause == ["ZC-2", "ZC-3"]
? rows[section=reference,value=山东省公共信用信息管理办法].article contains 一 合法原则
? rows[section=reference,value=山东省公共信用信息管理办法].status == law

step ZC-2: an item without the law that it rests on is not admitted
make body one from=inspection_organisation
  {"id": "inspection_more", "legal_basis": null}
as clerk
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "新增检查事项", "power_list": "虚构权责清单第一项"}
=> 201
! change = id
as authority1
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=ZC-2 field=legal_basis
as nobody
GET /catalogs/current
! catalog = catalog
GET /catalogs/${catalog}/items/penalty_organisation
? legal_basis == 《中华人民共和国行政处罚法》第四十八条

step ZC-12 ZC-70: the role table says who is the authority and who is the operator
GET /policies/zhoucun
? rows[section=role,key=competent_authority].value == 区发改局
? rows[section=role,key=competent_authority].clause contains ZC-12
? rows[section=role,key=operator].value == 区公共信用信息工作机构
? rows[section=role,key=operator].clause contains ZC-70
? rows[section=role,key=operator].article contains 三(二) s3 a

step ZC-69: the role table says who provides, and that each manages its own
GET /policies/zhoucun
? rows[section=role,key=provider].value == 信息提供主体
? rows[section=role,key=provider].clause == ["ZC-69"]
? rows[key=submit.own_account].value == yes
? rows[key=submit.own_account].clause == ["ZC-69"]
? rows[section=unit_type,key=administrative_organ].value == "provide, query as organ"
? rows[section=unit_type,key=administrative_organ].clause contains ZC-69
? rows[section=unit_type,key=authorised_organisation].value == "provide, query as organ"
? rows[section=unit_type,key=authorised_organisation].clause contains ZC-69

step ZC-6 ZC-7 ZC-10: unlawful handling, unlawful trading and falsifying are grounds of liability
as nobody
GET /policies/zhoucun
? rows[section=ground,key=liability/unlawful_handling].text == 非法收集、使用、加工、传输自然人的信用信息
? rows[section=ground,key=liability/unlawful_handling].clause == ["ZC-6"]
? rows[section=ground,key=liability/unlawful_trading].text == 非法买卖、提供或者公开自然人的信用信息
? rows[section=ground,key=liability/unlawful_trading].clause == ["ZC-7"]
? rows[section=ground,key=liability/falsified].text == 篡改、虚构信用信息
? rows[section=ground,key=liability/falsified].clause == ["ZC-10"]

step ZC-12 ZC-13: the change of the catalog is a procedure of its own, at once in force
GET /policies/zhoucun
? rows[section=process,key=catalog_change].value == catalog_change
? rows[section=process,key=catalog_change].clause == ["ZC-12", "ZC-13"]
? rows[section=ground,key=catalog_change/include].clause == ["ZC-13"]
? rows[section=ground,key=catalog_change/withdraw].clause == ["ZC-13"]
? rows[section=ground,key=catalog_change/alter].clause == ["ZC-12"]
? rows[section=transition,key=catalog_change/1].value contains none -> PROPOSED propose by provider, competent_authority guards reason_given, ground_listed effects
? rows[section=transition,key=catalog_change/2].value == "PROPOSED -> NOW adopt by competent_authority guards power_list_cited effects catalog_now, notify_applicant"
GET /policies/zhoucun/processes/catalog_change
=> 200
? text contains "PROPOSED" -> "NOW"

step ZC-4 ZC-5: secrets are kept by the pack's own gates
GET /policies/zhoucun
? rows[key=disclose.secret_withheld].value == yes
? rows[key=disclose.secret_withheld].clause == ["ZC-4"]
? rows[key=catalog.secrecy_class].value == yes
? rows[key=catalog.secrecy_class].clause == ["ZC-4"]
? rows[key=disclose.privacy_masked].value == yes

step ZC-48 ZC-33: who sees what for whom it works states what for
GET /policies/zhoucun
? rows[section=disclosure,key=3].value == "viewer operator mode * subject * nature * term * state * needs purpose give full else nothing"
? rows[section=disclosure,key=3].clause == ["ZC-48"]
? rows[section=disclosure,key=4].value == "viewer origin mode * subject * nature * term * state * needs purpose give full else nothing"
? rows[section=disclosure,key=4].clause == ["ZC-48"]
? rows[section=disclosure,key=9].value == "viewer organ mode open subject * nature * term * state * needs purpose give masked else nothing"
? rows[section=disclosure,key=9].clause == ["ZC-33", "ZC-34"]

step ZC-34 ZC-35 ZC-33: open information by its citation, to everybody, with persons' numbers masked
GET /policies/zhoucun
? rows[section=disclosure,key=8].value == "viewer public mode open subject * nature * term * state * needs open_citation give masked else nothing"
? rows[section=disclosure,key=8].clause == ["ZC-34", "ZC-35"]
? rows[section=disclosure,key=10].value == "viewer unit mode open subject * nature * term * state * needs purpose, open_citation give masked else nothing"
? rows[section=disclosure,key=10].clause == ["ZC-33", "ZC-34", "ZC-35"]

step ZC-6 ZC-7: natural persons' information needs the written authorisation, and nothing goes to the public
GET /policies/zhoucun
? rows[section=disclosure,key=12].value == "viewer organ, unit mode shared, authorised subject natural_person nature * term * state * needs registered_unit, purpose, written_authorisation, agreed_purpose give full else nothing"
? rows[section=disclosure,key=12].clause == ["ZC-6"]
? rows[section=disclosure,key=13].value == "viewer public mode * subject natural_person nature * term * state * needs - give nothing else nothing"
? rows[section=disclosure,key=13].clause == ["ZC-7"]
