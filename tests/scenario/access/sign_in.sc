story: 登录、锁定与长期未使用的账号
places: cangzhou

def try
as nobody
POST /session
  {"login": "${login}", "password": "${password}"}

step: a proof that does not hold is none on a public page, and opens nothing else
as nobody
GET /health X-Key:nonsense
=> 200
GET /health X-Key:0123456789abcdef X-Timestamp:1 X-Nonce:12345678 X-Signature:00
=> 200
GET /units X-Key:nonsense
=> 401 access.sign_in
GET /policies Authorization:Bearer-nonsense
=> 200
GET /health
=> 200

step: who has failed five times is held back, whoever he says he is next, until the time is over
as secadmin
GET /accounts
=> 200
as query_clerk
GET /session
! login = login
make text password
  Wrong-and-2026x
do try
=> 401 access.refused
again 4
=> 401 access.refused
make text password
  somebody-else
make text login
  sysadmin
do try
=> 401 access.refused
as secadmin
GET /accounts
? items[login=query_clerk-cangzhou].state == active
clock 2026-03-02T01:30:00Z

step: an account says when it was last used, and whether that is long ago
make text login
  idle-cangzhou
as secadmin
POST /accounts
  {"login": "idle-cangzhou", "name": "虚构员工", "kind": "staff"}
=> 201
! account = id
POST /accounts/${account}/agreement
  {"reference": "保密协议", "day": "${today}"}
=> 204
POST /accounts/${account}/activate
=> 204
GET /accounts/${account}
? unused == false
clock +91d
as secadmin
GET /accounts/${account}
? unused == true
POST /accounts/${account}/disable
=> 204
GET /accounts/${account}
? unused == false

step: a machine has keys and no password, and no post that needs a person
as secadmin
POST /accounts
  {"login": "machine-cangzhou", "name": "虚构接口", "kind": "machine"}
=> 201
! machine = id
POST /accounts/${machine}/agreement
  {"reference": "接口协议", "day": "${today}"}
POST /accounts/${machine}/activate
=> 204
POST /accounts/${machine}/reset-password
=> 409 account.state
POST /accounts/${machine}/posts
  {"unit": "${units.organ}", "role": "authority", "from_day": "${today}"}
=> 422 post.role_conflict field=role
POST /accounts/${machine}/posts
  {"unit": "${units.organ}", "role": "query_clerk", "from_day": "${today}"}
=> 201
! post = id
POST /posts/${posts.query_clerk}/keys
  {"from_day": "${today}"}
=> 409 account.state
POST /posts/${post}/keys
  {"from_day": "${today}"}
=> 201
! key = key
! secret = secret
SIGNED ${key} ${secret} GET /units nonce=first-nonce-1
=> 200
SIGNED ${key} ${secret} GET /units nonce=first-nonce-1
=> 401 access.sign_in field=X-Nonce
SIGNED ${key} ${secret} GET /units at=-301
=> 401 access.sign_in field=X-Timestamp
SIGNED ${key} ${secret} GET /accounts
=> 403 access.forbidden
RESTART
SIGNED ${key} ${secret} GET /units at=-200
=> 401 access.sign_in field=X-Timestamp
SIGNED ${key} ${secret} GET /units
=> 200
as secadmin
DELETE /keys/${key}
=> 204
SIGNED ${key} ${secret} GET /units
=> 401 access.sign_in field=X-Key

step: an attempt at another unit's things is refused and kept like one at another role's
as organ_admin
POST /units/${units.bureau}/terms
  {"day": "${today}"}
=> 403 access.forbidden
as auditor
POST /looks/search
  {"from": "${today}", "to": "${today}"}
=> 200
? items[route=unit.terms].outcome == denied
