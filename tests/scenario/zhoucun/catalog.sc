story: 目录：编制、权力清单、三类内容、涉密和公开
places: zhoucun

as nobody
GET /catalogs/current
=> 200
! catalog = catalog

def include
as clerk
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "新增检查事项", "power_list": "虚构权责清单第一项"}
=> 201
! change = id
as authority1
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}

step ZC-22: every item is of one of the three classes of content
GET /catalogs/current
? items.length == 28
? items by item group nature mode
  registration_organisation registration basic open
  registration_person registration basic shared
  licence_organisation licence neutral open
  licence_person licence neutral shared
  penalty_organisation penalty adverse open
  penalty_person penalty adverse shared
  coercion_organisation coercion adverse shared
  coercion_person coercion adverse authorised
  judgment_organisation unperformed_judgment adverse shared
  judgment_person unperformed_judgment adverse shared
  reward_organisation reward positive shared
  commitment_person commitment neutral authorised
GET /catalogs/${catalog}/items/registration_organisation
? content_class == basic
GET /catalogs/${catalog}/items/penalty_person
? content_class == adverse
GET /catalogs/${catalog}/items/donation_organisation
? content_class == other
GET /policies/zhoucun
? rows[section=content_class,key=basic].text == 基本信息
? rows[section=content_class,key=basic].value == basic
? rows[section=content_class,key=basic].clause == ["ZC-22"]
? rows[section=content_class,key=adverse].text == 失信信息
? rows[section=content_class,key=adverse].value == adverse
? rows[section=content_class,key=adverse].clause == ["ZC-22"]
? rows[section=content_class,key=other].text == 其他信息
? rows[section=content_class,key=other].value == neutral
? rows[section=content_class,key=other].clause == ["ZC-22"]

step ZC-22: an item without a class of content is not admitted, nor with another one
make body one from=inspection_organisation
  {"id": "inspection_more", "content_class": null}
do include
=> 422 catalog.item_incomplete clause=ZC-22 field=content_class
make body one from=inspection_organisation
  {"id": "inspection_more", "content_class": "serious"}
do include
=> 422 catalog.item_incomplete clause=ZC-22 field=content_class
make body one from=inspection_organisation
  {"id": "inspection_basic", "content_class": "basic"}
do include
=> 204
make body one from=inspection_organisation
  {"id": "inspection_adverse", "content_class": "adverse"}
do include
=> 204
make body one from=inspection_organisation
  {"id": "inspection_other", "content_class": "other"}
do include
=> 204

step ZC-4: an item without a class of secrecy is not admitted, and none that is a state secret
make body one from=inspection_organisation
  {"id": "inspection_more", "secrecy": null}
do include
=> 422 catalog.item_incomplete clause=ZC-4 field=secrecy
make body one from=inspection_organisation
  {"id": "inspection_more", "secrecy": "state_secret"}
do include
=> 422 catalog.item_incomplete clause=ZC-4 field=secrecy
? detail contains 国家秘密
make body one from=inspection_organisation
  {"id": "inspection_trade", "secrecy": "trade_secret"}
do include
=> 204

step ZC-20: an item carries the field by which its subjects are identified
make body one from=inspection_organisation
  {"id": "inspection_more", "-fields": ["TYSHXYDM"]}
do include
=> 422 catalog.item_incomplete clause=ZC-20 field=schema.subject
make body one from=inspection_person
  {"id": "inspection_more", "-fields": ["ZJHM"]}
do include
=> 422 catalog.item_incomplete clause=ZC-20 field=schema.subject

step ZC-8 ZC-10: an item carries the field of the document that its records rest on
make body one from=inspection_organisation
  {"id": "inspection_more", "-fields": ["WSH"]}
do include
=> 422 catalog.item_incomplete clause=ZC-8 field=source

step ZC-69: only kinds of units that provide can be an item's provider
make body one from=inspection_organisation
  {"id": "inspection_more", "provider": "credit_service_agency"}
do include
=> 422 catalog.item_incomplete field=provider
make body one from=inspection_organisation
  {"id": "inspection_more", "provider": "organisation"}
do include
=> 422 catalog.item_incomplete field=provider
make body one from=inspection_organisation
  {"id": "inspection_organ", "provider": "administrative_organ"}
do include
=> 204
make body one from=inspection_organisation
  {"id": "inspection_authorised", "provider": "authorised_organisation"}
do include
=> 204

step ZC-23: what may not be collected of natural persons is no item, and no field of one
make body one from=inspection_person
  {"id": "inspection_more", "name": "宗教信仰"}
do include
=> 422 catalog.item_incomplete clause=ZC-23 field=prohibited
make body one from=inspection_person
  {"id": "inspection_more", "+fields": [{"id": "X1", "name": "基因检测结果", "type": "string", "length": 10, "fill": "optional"}]}
do include
=> 422 catalog.item_incomplete clause=ZC-23 field=prohibited
make body one from=inspection_person
  {"id": "inspection_more", "+fields": [{"id": "X1", "name": "指纹", "type": "string", "length": 10, "fill": "optional"}]}
do include
=> 422 catalog.item_incomplete clause=ZC-23 field=prohibited
make body one from=inspection_person
  {"id": "inspection_more", "+fields": [{"id": "X1", "name": "ＡＢＯ血型", "type": "string", "length": 10, "fill": "optional"}]}
do include
=> 422 catalog.item_incomplete clause=ZC-23 field=prohibited
make body one from=inspection_person
  {"id": "inspection_more", "+fields": [{"id": "X1", "name": "疾病", "type": "string", "length": 10, "fill": "optional"}]}
do include
=> 422 catalog.item_incomplete clause=ZC-23 field=prohibited
make body one from=inspection_person
  {"id": "inspection_more", "+fields": [{"id": "X1", "name": "既往病史", "type": "string", "length": 10, "fill": "optional"}]}
do include
=> 422 catalog.item_incomplete clause=ZC-23 field=prohibited

step ZC-23: organisations have no religion to protect: their items are not bound
make body one from=inspection_organisation
  {"id": "inspection_faith", "+fields": [{"id": "X1", "name": "宗教活动", "type": "string", "length": 10, "fill": "optional"}]}
do include
=> 204

step ZC-25: what needs the person's consent may be an item: the consent is asked for row by row
make body one from=inspection_person
  {"id": "inspection_income", "+fields": [{"id": "X1", "name": "年收入", "type": "string", "length": 10, "fill": "optional"}]}
do include
=> 204

step ZC-34: what the enterprise publicity system publishes carries mode open, with the law that orders it
as nobody
GET /catalogs/${catalog}/items/registration_organisation
? mode == open
? open_citation contains 企业信息公示暂行条例第六条
? open_rank == administrative_regulation
? basis.clauses contains ZC-34
? content_class == basic
GET /policies/zhoucun
? rows[section=item,key=registration_organisation].value == "registration basic open 19 fields"
? rows[section=item,key=registration_organisation].clause == ["ZC-34"]
make body one from=registration_organisation
  {"id": "registration_more", "open_citation": null}
do include
=> 422 catalog.item_incomplete field=open_citation

step ZC-7: an item about natural persons is not open, unless the State orders it
make body one from=inspection_person
  {"id": "inspection_open", "mode": "open", "open_citation": "虚构法第三条", "open_rank": "law"}
do include
=> 422 catalog.item_incomplete field=state_citation
? detail contains 自然人
make body one from=inspection_person
  {"id": "inspection_open", "mode": "open", "open_citation": "虚构法第三条", "open_rank": "law", "state_citation": "国家关于虚构事项公开的规定"}
do include
=> 204
