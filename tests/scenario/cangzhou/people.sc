story: 单位、岗位和查询权限
places: cangzhou

as nobody
GET /policies/cangzhou
! pack = rows

def register
as authority
POST /units
  {"code": "${code.number}", "name": "虚构单位甲", "unit_type": "${type}", "region": "130902"}

def staff
as secadmin
POST /accounts
  {"login": "${login}", "name": "虚构员工", "kind": "staff"}
=> 201
! account = id
! password = initial_password
POST /accounts/${account}/agreement
  {"reference": "保密协议一号", "day": "${today}"}
=> 204
POST /accounts/${account}/activate
=> 204

def ask
POST /queries
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}, "scene": "inspection"}

step CZ-2 CZ-12 CZ-70: state organs and authorised organisations provide; their duties stand in the register
make org code
make text type
  state_organ
do register
=> 201
! unit = id
make org code
make text type
  authorised_organisation
do register
=> 201
POST /units/${unit}/duties
  {"duty": "inspection", "basis": "虚构市政府三定规定", "from_day": "2026-03-02"}
=> 204
GET /units/${unit}
=> 200
? unit_type == state_organ
? jurisdiction == cangzhou
? duties[duty=inspection].basis == 虚构市政府三定规定
make org code
make text type
  fruit_shop
do register
=> 422 unit.type_unknown field=unit_type
GET /policies/cangzhou
? rows[key=state_organ].value == provide, query as organ
? rows[key=authorised_organisation].value == provide, query as organ
? rows[section=role,key=provider].value == 国家机关以及法律、法规授权的具有管理公共事务和服务职能的组织

step CZ-29 CZ-113: mass organisations and enterprises may be query units
make org code
make text type
  mass_organisation
do register
=> 201
make org code
make text type
  enterprise_institution
do register
=> 201
! enterprise = id
GET /policies/cangzhou
? rows[key=mass_organisation].value == query as unit
? rows[key=enterprise_institution].value == query as unit
? rows[section=role,key=query_unit].value == 行政机关、群团组织、信用服务机构等

step CZ-167: a credit service agency proves that it is lawfully established
make org code
make text type
  credit_service_agency
do register
=> 422 unit.proof_missing field=proof clause=CZ-167
POST /units
  {"code": "${code.number}", "name": "虚构征信公司", "unit_type": "credit_service_agency", "region": "130902", "proof": "营业执照副本"}
=> 201
GET /policies/cangzhou
? rows[key=credit_service_agency].value == query as unit

step CZ-86 CZ-119: who holds no query post cannot query, whatever the unit
make org acme
as unit_admin
do ask
=> 403 access.forbidden
as clerk
do ask
=> 200
as auditor
do ask
=> 403 access.forbidden

step CZ-86: the unit's own administrator says who may query, person by person, in the own unit alone
make text login
  fresh-${place}
do staff
as organ_admin
POST /unit-posts
  {"account": "${account}", "role": "operator", "from_day": "${today}"}
=> 400 input.word field=role
POST /unit-posts
  {"account": "${account}", "role": "query_clerk", "from_day": "2026-03-03"}
=> 201
! post = id
as query_clerk
POST /unit-posts
  {"account": "${account}", "role": "query_clerk", "from_day": "${today}"}
=> 403 access.forbidden
make session fresh login=fresh-${place} password=${password} post=${post}
as fresh
do ask
=> 403
clock 2026-03-03
as fresh
do ask
=> 200
as secadmin
GET /accounts/${account}
? posts[post=${post}].unit == ${units.organ}
? posts[post=${post}].role == query_clerk
POST /posts/${post}/end
  {"day": "2026-03-04"}
=> 204
clock 2026-03-05
as fresh
do ask
=> 403

step CZ-86 CZ-119: grants can be listed, and the procedure of query is granted person by person
as secadmin
GET /permissions
=> 200
? items by permission roles
  query operator,provider_clerk,provider_reviewer,query_clerk,window
GET /policies/cangzhou
? rows[key=access.query_grant_per_person].value == yes

step CZ-29: a unit that is not registered as a query unit is refused
as authority
GET /units
! founding = items[unit_type=founding].unit
make text login
  founder-${place}
do staff
as secadmin
POST /accounts/${account}/posts
  {"unit": "${founding}", "role": "query_clerk", "from_day": "${today}"}
=> 201
! post = id
make session founder login=founder-${place} password=${password} post=${post}
as founder
do ask
=> 403 query.unit_not_registered clause=CZ-29

step CZ-30: a unit that has not acknowledged the terms of security cannot query
make text login
  newcomer-${place}
do staff
as secadmin
POST /accounts/${account}/posts
  {"unit": "${unit}", "role": "query_clerk", "from_day": "${today}"}
=> 201
! post = id
make session newcomer login=newcomer-${place} password=${password} post=${post}
as newcomer
do ask
=> 403 unit.terms_missing clause=CZ-30
POST /units/${units.organ}/terms
  {"day": "${today}"}
=> 403 access.forbidden
POST /units/${unit}/terms
  {"day": "${today}"}
=> 204
as newcomer
do ask
=> 200

step CZ-30: an export bears recipient, time and purpose, and is traced
as query_clerk
POST /exports
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}, "scene": "inspection"}
=> 422 export.recipient field=recipient
POST /exports
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}, "scene": "inspection", "recipient": "虚构发展局"}
=> 200
? text contains 虚构发展局
? text contains 行政检查
? text contains ${today}
! look = headers.X-Look

step CZ-58: an account that the operator's side allotted is one person's, and needs its agreement
as secadmin
POST /accounts
  {"login": "plain-${place}", "name": "虚构员工", "kind": "staff"}
=> 201
! account = id
POST /accounts/${account}/activate
=> 422 account.agreement_missing
