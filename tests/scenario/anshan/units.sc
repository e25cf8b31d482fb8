story: 谁可以提供信息
places: anshan

step AS-2: the four kinds of providers are registered as such
as nobody
GET /policies/anshan
=> 200
? rows[key=administrative_organ].value == "provide, query as organ"
? rows[key=judicial_organ].value == "provide, query as organ"
? rows[key=authorised_organisation].value == "provide, query as organ"
? rows[key=mass_organisation].value == "provide, query as unit"
? rows[key=administrative_organ].clause == ["AS-2"]
? rows[key=judicial_organ].clause == ["AS-2"]
? rows[key=authorised_organisation].clause == ["AS-2"]
? rows[key=mass_organisation].clause == ["AS-2"]
make unit u1 type=administrative_organ
make unit u2 type=judicial_organ
make unit u3 type=mass_organisation
make org code4 type=12
as authority
POST /units
  {"code": "${code4.number}", "name": "虚构监管中心", "unit_type": "authorised_organisation", "region": "210302"}
=> 422 unit.proof_missing clause=AS-2 field=proof
? detail contains 法律、法规授权依据
POST /units
  {"code": "${code4.number}", "name": "虚构监管中心", "unit_type": "authorised_organisation", "region": "210302", "proof": "《虚构条例》第三条"}
=> 201

step AS-2: another kind of body cannot be registered
make org code
as authority
POST /units
  {"code": "${code.number}", "name": "虚构商号", "unit_type": "private_company", "region": "210302"}
=> 422 unit.type_unknown
POST /units
  {"code": "${code.number}", "name": "虚构商号", "unit_type": "state_organ", "region": "210302"}
=> 422 unit.type_unknown

step AS-14 AS-71: a credit bureau collects and an information user asks; neither provides
as nobody
GET /policies/anshan
? rows[section=unit_type,key=credit_bureau].value == "collect_market as unit"
? rows[section=unit_type,key=credit_bureau].clause == ["AS-14"]
? rows[section=unit_type,key=information_user].value == "query as unit"
? rows[section=unit_type,key=information_user].clause == ["AS-71"]
make body item from=penalty_organisation
  {"id": "bureau_item", "name": "虚构事项", "provider": "credit_bureau"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete
? detail contains 提供单位
make body item from=penalty_organisation
  {"id": "court_item", "name": "虚构事项", "provider": "judicial_organ"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
