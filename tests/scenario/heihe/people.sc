story: 权限、专人、保密协议和操作留痕
places: heihe

step HH-4: every operation is checked against the permission of the role, and refused without one
as clerk
POST /units
  {"code": "91231102PDY00001X0", "name": "虚构", "unit_type": "state_organ", "region": "231102"}
=> 403 access.forbidden
as query_clerk
POST /catalogs
  {"year": 2027, "first_day": "2027-01-01"}
=> 403 access.forbidden
as authority
POST /accounts
  {"login": "somebody", "name": "虚构", "kind": "staff"}
=> 403 access.forbidden
as nobody
GET /units
=> 401 access.sign_in

step HH-4: what was granted to whom can be listed, and what is taken back is gone the next day
as secadmin
GET /permissions
=> 200
? items[permission=query].roles contains query_clerk
? items[permission=query].roles lacks unit_admin
? items[permission=submission.submit].roles == ["provider_clerk"]
make user helper unit=bureau role=provider_clerk
GET /accounts/${helper.account}
=> 200
? posts[0].role == provider_clerk
? posts[0].unit == ${units.bureau}
POST /posts/${helper.post}/end
  {"day": "${today}"}
=> 204
as helper
GET /units
=> 200
clock +1d
as helper
GET /units
=> 403
as nobody
GET /policies/heihe
? rows[key=access.query_grant_per_person].value == yes
? rows[key=access.query_grant_per_person].clause == ["HH-4", "HH-7"]
? rows[key=query.registered_units].value == yes
? rows[key=query.registered_units].clause contains HH-4

step HH-5: who did what and when stays to be seen, to be searched, and not to be changed
make unit office type=county name=虚构县
as auditor
GET /traces?event=unit.registered&object=${office.id}
=> 200
? items.length == 1
? items[0].event_name is present
? items[0].person is present
? items[0].role == authority
? items[0].at matches ^2026-
! who = items[0].user
! entry = items[0].entry
GET /traces?user=${who}&from_day=${today}&to_day=${today}
=> 200
? items[entry=${entry}].object == ${office.id}
GET /traces?user=${who}&from_day=2026-01-01&to_day=2026-01-31
=> 200
? items is empty
PUT /traces
=> 405
DELETE /traces
=> 405
DELETE /traces/${entry}
=> 404
as clerk
GET /traces
=> 403 access.forbidden
as sysadmin
GET /traces
=> 403 access.forbidden

step HH-5: the trace proves itself
CLI work --data ${data} --once
=> exit 0
as auditor
GET /ledger/facts/proof?entry=${entry}
=> 200
? hashes is present
? index is present
as nobody
GET /ledger/facts/checkpoint
=> 200

step HH-7: collection, query, disclosure and application are all behind the permission check
as query_clerk
POST /submissions?item=penalty_organisation
=> 403 access.forbidden
as auditor
POST /queries
  {"subject": {"kind": "organisation", "number": "91231102PDY000019X"}, "purpose": "测试"}
=> 403 access.forbidden
as unit_admin
POST /exports
  {"subject": {"kind": "organisation", "number": "91231102PDY000019X"}, "purpose": "测试", "recipient": "某"}
=> 403 access.forbidden
as sysadmin
POST /queries/batch
  {"subjects": [], "purpose": "测试"}
=> 403 access.forbidden

step HH-21: without a confidentiality agreement on file an account cannot be activated
as secadmin
POST /accounts
  {"login": "newcomer-hh", "name": "虚构甲", "kind": "staff"}
=> 201
! account = id
! password = initial_password
POST /accounts/${account}/activate
=> 422 account.agreement_missing clause=HH-21
as nobody
POST /session
  {"login": "newcomer-hh", "password": "${password}"}
=> 401
as secadmin
POST /accounts/${account}/agreement
  {"reference": "保密协议〔2026〕7号", "day": "${today}"}
=> 204
POST /accounts/${account}/activate
=> 204
GET /accounts/${account}
? agreement == 保密协议〔2026〕7号
? agreement_day == ${today}
? state == active
as nobody
POST /session
  {"login": "newcomer-hh", "password": "${password}"}
=> 200
