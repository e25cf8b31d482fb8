story: 目录只收有公共利益理由的事项
places: heihe

# 一¶3: what has nothing to do with state and public interest is not recorded. Each item about natural persons says
# why it is of public interest, else it cannot enter the catalog.

step HH-11: an item about natural persons without a public-interest ground cannot be activated
make body item from=penalty_person
  {"id": "other_person", "name": "虚构事项", "public_interest": null}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=HH-11
? detail contains 公共利益

step HH-11: with the ground it is taken
make body item from=penalty_person
  {"id": "other_person", "name": "虚构事项", "public_interest": "维护公共安全"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204

step HH-11: organisations' items need none
make body item from=penalty_organisation
  {"id": "other_organisation", "name": "虚构事项", "public_interest": null}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204

step HH-11: every item in force about natural persons states its ground
as nobody
GET /catalogs/current?place=heihe
=> 200
! catalog = catalog
GET /catalogs/${catalog}/items/penalty_person
=> 200
? public_interest contains 公共安全
GET /catalogs/${catalog}/items/donation_person
? public_interest is present

step HH-8: a class that may never be captured cannot be an item, nor a field of one
make body item from=penalty_person
  {"id": "faith_person", "name": "宗教信仰"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=HH-8
make body item from=penalty_person
  {"id": "other_person", "name": "虚构事项", "+fields": [{"id": "XX", "name": "血型信息", "type": "string", "length": 20, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=HH-8
? detail contains 血型
