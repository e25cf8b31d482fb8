story: 账号、岗位与权限
places: cangzhou

step CZ-86 CZ-119: who may query is said person by person, and grants can be listed
as secadmin
GET /permissions
=> 200
? items[permission=query].roles contains query_clerk
? items[permission=query].roles lacks auditor
as auditor
GET /accounts
=> 200
? items[login=query_clerk-${place}].state == active

step: nobody is refused what a post does not hold
as clerk
POST /units
  {"code": "x", "name": "x", "unit_type": "x", "region": "x"}
=> 403 access.forbidden
as nobody
GET /accounts
=> 401 access.sign_in
