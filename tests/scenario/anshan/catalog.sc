story: 目录事项的法律依据和密级
places: anshan

step AS-4 AS-5: every item states its legal basis, else it cannot be active
make body item from=penalty_organisation
  {"id": "other_item", "name": "虚构事项", "legal_basis": null}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=AS-4
? detail contains 法律依据
make body item from=penalty_organisation
  {"id": "other_item", "name": "虚构事项", "legal_basis": "《虚构条例》第二条"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
as nobody
GET /policies/anshan
? rows[key=catalog.legal_basis].value == yes
? rows[key=catalog.legal_basis].clause == ["AS-4", "AS-5"]
GET /catalogs/current
! catalog = catalog
GET /catalogs/${catalog}/items/penalty_organisation
? legal_basis contains 行政处罚法

step AS-4: a measure names the rule that allows it
GET /policies/anshan
? rows[key=measure.legal_basis].value == yes
? rows[key=joint_punishment].value == punishment

step AS-6: every item has a secrecy class, and a state secret is not taken into the catalog
make body item from=penalty_organisation
  {"id": "other_item2", "name": "虚构事项", "secrecy": null}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=AS-6
make body item from=penalty_organisation
  {"id": "other_item2", "name": "虚构事项", "secrecy": "state_secret"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=AS-6
? detail contains 国家秘密
as nobody
GET /policies/anshan
? rows[key=disclose.secret_withheld].value == yes
? rows[key=disclose.secret_withheld].clause == ["AS-6"]

step AS-14: what an individual believes, and what a body tells, is no item
make body item from=penalty_person
  {"id": "other_person", "name": "虚构事项", "+fields": [{"id": "XX", "name": "指纹信息", "type": "string", "length": 20, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=AS-14
? detail contains 指纹
