story: 目录事项：要素、依据、方式和涉密
places: cangzhou

as nobody
GET /catalogs/current
=> 200
! catalog = catalog

def include
as clerk
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "新增检查事项"}
=> 201
! change = id
as authority1
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}

step CZ-43 CZ-44 CZ-45 CZ-46 CZ-47: the catalog holds the classes that the text names, each item with class, nature and mode
GET /catalogs/current
? items by item group nature mode
  registration_organisation registration basic open
  registration_person registration basic shared
  licence_organisation licence neutral open
  licence_person licence neutral shared
  penalty_organisation penalty adverse open
  penalty_person penalty adverse shared
  coercion_organisation coercion adverse shared
  coercion_person coercion adverse authorised
  confirmation_organisation confirmation neutral shared
  confirmation_person confirmation neutral authorised
  inspection_organisation inspection neutral shared
  inspection_person inspection neutral authorised
  levy_organisation levy neutral shared
  levy_person levy neutral authorised
  reward_organisation reward positive shared
  reward_person reward positive authorised
  payment_organisation payment neutral shared
  payment_person payment neutral authorised
  judgment_organisation unperformed_judgment adverse shared
  judgment_person unperformed_judgment adverse shared
  commendation_organisation commendation positive shared
  commendation_person commendation positive authorised
  volunteering_organisation volunteering positive shared
  volunteering_person volunteering positive authorised
  donation_organisation donation positive shared
  donation_person donation positive authorised
  commitment_organisation commitment neutral shared
  commitment_person commitment neutral authorised
? items.length == 28

step CZ-43 CZ-44 CZ-45 CZ-46 CZ-47: the policy says of each item what it is, how much it holds, and which rules of its own it has
GET /policies/cangzhou
=> 200
? rows[section=item,key=registration_organisation].value == registration basic open 19 fields
? rows[section=item,key=registration_person].value == registration basic shared 13 fields
? rows[section=item,key=licence_organisation].value == licence neutral open 26 fields dual_publicity
? rows[section=item,key=licence_person].value == licence neutral shared 19 fields dual_publicity
? rows[section=item,key=penalty_organisation].value == penalty adverse open 30 fields dual_publicity
? rows[section=item,key=penalty_person].value == penalty adverse shared 23 fields dual_publicity
? rows[section=item,key=coercion_organisation].value == coercion adverse shared 15 fields
? rows[section=item,key=coercion_person].value == coercion adverse authorised 16 fields
? rows[section=item,key=confirmation_organisation].value == confirmation neutral shared 12 fields
? rows[section=item,key=confirmation_person].value == confirmation neutral authorised 13 fields
? rows[section=item,key=inspection_organisation].value == inspection neutral shared 13 fields
? rows[section=item,key=inspection_person].value == inspection neutral authorised 14 fields
? rows[section=item,key=levy_organisation].value == levy neutral shared 14 fields
? rows[section=item,key=levy_person].value == levy neutral authorised 15 fields
? rows[section=item,key=reward_organisation].value == reward positive shared 12 fields
? rows[section=item,key=reward_person].value == reward positive authorised 13 fields
? rows[section=item,key=payment_organisation].value == payment neutral shared 12 fields
? rows[section=item,key=payment_person].value == payment neutral authorised 13 fields
? rows[section=item,key=judgment_organisation].value == unperformed_judgment adverse shared 15 fields
? rows[section=item,key=judgment_person].value == unperformed_judgment adverse shared 16 fields
? rows[section=item,key=commendation_organisation].value == commendation positive shared 11 fields deletable_on_request
? rows[section=item,key=commendation_person].value == commendation positive authorised 12 fields deletable_on_request
? rows[section=item,key=volunteering_organisation].value == volunteering positive shared 12 fields deletable_on_request
? rows[section=item,key=volunteering_person].value == volunteering positive authorised 13 fields deletable_on_request
? rows[section=item,key=donation_organisation].value == donation positive shared 12 fields deletable_on_request
? rows[section=item,key=donation_person].value == donation positive authorised 13 fields deletable_on_request
? rows[section=item,key=commitment_organisation].value == commitment neutral shared 20 fields
? rows[section=item,key=commitment_person].value == commitment neutral authorised 21 fields

step CZ-41 CZ-34 CZ-4 CZ-5: an item states its elements, and the law that it rests on
GET /catalogs/${catalog}/items/penalty_organisation
=> 200
? name == 行政处罚（法人和非法人组织、个体工商户）
? sharing == conditional
? data_scope == 行政处罚决定
? path == account
? cycle == event
? methods == ["query", "interface", "file", "site"]
? legal_basis == 《中华人民共和国行政处罚法》第四十八条
? basis.clauses contains CZ-44

step CZ-41: an item without its name is not admitted
make body one from=inspection_organisation
  {"id": "inspection_more", "name": ""}
do include
=> 422 catalog.item_incomplete clause=CZ-41 field=element.item_name

step CZ-41: nor without its provider
make body one from=inspection_organisation
  {"id": "inspection_more", "provider": null}
do include
=> 422 catalog.item_incomplete clause=CZ-41 field=element.provider

step CZ-41: nor without its sharing attribute
make body one from=inspection_organisation
  {"id": "inspection_more", "sharing": null}
do include
=> 422 catalog.item_incomplete clause=CZ-41 field=element.sharing

step CZ-41: nor without its data scope
make body one from=inspection_organisation
  {"id": "inspection_more", "data_scope": null}
do include
=> 422 catalog.item_incomplete clause=CZ-41 field=element.data_scope

step CZ-41: nor without its collection path
make body one from=inspection_organisation
  {"id": "inspection_more", "path": null}
do include
=> 422 catalog.item_incomplete clause=CZ-41 field=element.collection_path

step CZ-41: nor without its update cycle
make body one from=inspection_organisation
  {"id": "inspection_more", "cycle": null}
do include
=> 422 catalog.item_incomplete clause=CZ-41 field=element.update_cycle

step CZ-41: nor without its sharing method
make body one from=inspection_organisation
  {"id": "inspection_more", "methods": []}
do include
=> 422 catalog.item_incomplete clause=CZ-41 field=element.sharing_method

step CZ-41: nor from a provider of a kind that provides nothing
make body one from=inspection_organisation
  {"id": "inspection_more", "provider": "credit_service_agency"}
do include
=> 422 catalog.item_incomplete clause=CZ-41 field=provider

step CZ-34 CZ-4: nor without the law that it rests on
make body one from=inspection_organisation
  {"id": "inspection_more", "legal_basis": null}
do include
=> 422 catalog.item_incomplete clause=CZ-34 field=legal_basis

step CZ-6: nor without a class of secrecy
make body one from=inspection_organisation
  {"id": "inspection_more", "secrecy": null}
do include
=> 422 catalog.item_incomplete clause=CZ-6 field=secrecy

step CZ-6 CZ-164: state secrets are not admitted at all
make body one from=inspection_organisation
  {"id": "inspection_more", "secrecy": "state_secret"}
do include
=> 422 catalog.item_incomplete clause=CZ-6 field=secrecy
? detail contains 国家秘密

step CZ-68: nor without a mode of disclosure
make body one from=inspection_organisation
  {"id": "inspection_more", "mode": null}
do include
=> 422 catalog.item_incomplete clause=CZ-68 field=mode

step CZ-69: what is open cites the duty to publish
make body one from=inspection_organisation
  {"id": "inspection_more", "mode": "open"}
do include
=> 422 catalog.item_incomplete clause=CZ-69 field=open_citation

step CZ-69: laws, administrative and local regulations and rules can order it, a document below them cannot
make body one from=inspection_organisation
  {"id": "inspection_more", "mode": "open", "open_citation": "虚构市规范性文件", "open_rank": "provincial_document"}
do include
=> 422 catalog.item_incomplete clause=CZ-69 field=open_citation
make body one from=inspection_organisation
  {"id": "inspection_by_rule", "mode": "open", "open_citation": "虚构规章第三条", "open_rank": "rule"}
do include
=> 204
make body one from=inspection_organisation
  {"id": "inspection_by_local", "mode": "open", "open_citation": "虚构条例第三条", "open_rank": "local_regulation"}
do include
=> 204
make body one from=inspection_organisation
  {"id": "inspection_by_law", "mode": "open", "open_citation": "虚构法第三条", "open_rank": "law"}
do include
=> 204

step CZ-68 CZ-69: of natural persons too an item is open when its provider says so and cites the duty
make body one from=inspection_person
  {"id": "inspection_person_open", "mode": "open", "open_citation": "虚构行政法规第三条", "open_rank": "administrative_regulation"}
do include
=> 204

step CZ-66: nor without a field for the document that a record comes from
make body one from=inspection_organisation
  {"id": "inspection_more", "-fields": ["WSH"]}
do include
=> 422 catalog.item_incomplete clause=CZ-66 field=source

step CZ-53: nor without a field for the unified social credit code
make body one from=inspection_organisation
  {"id": "inspection_more", "-fields": ["TYSHXYDM"]}
do include
=> 422 catalog.item_incomplete clause=CZ-53 field=schema.subject

step CZ-52: nor, of natural persons, without a field for the number of their document
make body one from=inspection_person
  {"id": "inspection_more", "-fields": ["ZJHM"]}
do include
=> 422 catalog.item_incomplete clause=CZ-52 field=schema.subject

step CZ-48 CZ-50: nor with a field for what may not be collected
make body one from=inspection_person
  {"id": "inspection_more", "+fields": [{"id": "X1", "name": "ＡＢＯ血型", "type": "string", "length": 10, "fill": "optional"}]}
do include
=> 422 catalog.item_incomplete clause=CZ-48 field=prohibited
make body one from=inspection_person
  {"id": "inspection_more", "name": "个人收入", "+fields": [{"id": "X1", "name": "年收入", "type": "string", "length": 10, "fill": "optional"}]}
do include
=> 204
