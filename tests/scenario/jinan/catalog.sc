story: 数据清单：依据、关联、密级、公开
places: jinan

step JN-3: every item states its legal basis and how it is relevant
make body item from=penalty_organisation
  {"id": "other_item", "name": "虚构事项", "relevance": null}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-3
? detail contains 关联性
make body item from=penalty_organisation
  {"id": "other_item", "name": "虚构事项", "legal_basis": null, "relevance": "与经营信用直接相关"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-3
? detail contains 法律依据
make body item from=penalty_organisation
  {"id": "other_item", "name": "虚构事项", "relevance": "与经营信用直接相关"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
as nobody
GET /catalogs/current
! catalog = catalog
GET /catalogs/${catalog}/items/penalty_organisation
=> 200
? relevance is present
? legal_basis is present
GET /policies/jinan
? rows[key=measure.legal_basis].value == yes
? rows[key=measure.legal_basis].clause contains JN-3

step JN-5: an item classified as a state secret cannot be on the list
make body item from=penalty_organisation
  {"id": "secret_item", "name": "虚构事项", "secrecy": "state_secret"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-5
make body item from=penalty_organisation
  {"id": "secret_item", "name": "虚构事项", "secrecy": null}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-5

step JN-20: mode open needs the citation of a law or an administrative regulation
make body item from=penalty_organisation
  {"id": "open_item", "name": "虚构事项", "mode": "open", "open_citation": null, "open_rank": null}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-20
make body item from=penalty_organisation
  {"id": "open_item", "name": "虚构事项", "mode": "open", "open_citation": "《虚构市规定》第一条", "open_rank": "local_regulation"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-20
make body item from=penalty_organisation
  {"id": "open_item", "name": "虚构事项", "mode": "open", "open_citation": "《虚构法》第一条", "open_rank": "law"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
make body item from=penalty_organisation
  {"id": "open_item2", "name": "虚构事项二", "mode": "open", "open_citation": "《虚构条例》第一条", "open_rank": "administrative_regulation"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
as nobody
GET /policies/jinan
? rows[key=disclose.channels].value == "credit_site, provider_site"
? rows[key=disclose.channels].clause contains JN-20

step JN-21: information about natural persons is not open, even where a law asks for publication of the kind
make body item from=penalty_person
  {"id": "open_person", "name": "虚构事项", "mode": "open", "open_citation": "《虚构法》第一条", "open_rank": "law", "state_citation": null}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-21
? detail contains 自然人
as nobody
GET /policies/jinan
? rows[key=disclose.person_open].value == forbidden_unless_citation
? rows[key=disclose.person_open].clause == ["JN-21", "JN-22"]

step JN-22: unless the State provides otherwise, which the item cites
make body item from=penalty_person
  {"id": "open_person", "name": "虚构事项", "mode": "open", "open_citation": "《虚构法》第一条", "open_rank": "law", "state_citation": "国家关于虚构事项公开的规定"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
