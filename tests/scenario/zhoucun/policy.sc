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
