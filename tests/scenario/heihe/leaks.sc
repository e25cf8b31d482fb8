story: 泄露涉及谁，查得出来，告知得到
places: heihe

make org acme
make org bravo
make org charlie
make record one item=penalty_organisation about=acme
make record two item=penalty_organisation about=bravo
make record three item=penalty_organisation about=charlie

step HH-39: the subjects of a leak are found from looks in its period, by unit or account, and each is told once
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查"}
=> 200
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查"}
=> 200
clock +1d
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${bravo.number}"}, "purpose": "行政检查"}
=> 200
as clerk2
POST /queries
  {"subject": {"kind": "organisation", "number": "${charlie.number}"}, "purpose": "行政检查"}
=> 200
as operator
POST /leaks
  {"unit": "${units.organ}", "from": "2026-03-02", "to": "2026-03-04", "title": "查询结果被带出", "actions": "已收回"}
=> 400 date.invalid field=to
POST /leaks
  {"unit": "${units.organ}", "from": "2026-03-02", "to": "2026-03-02", "title": "查询结果被带出", "actions": "已收回并停用账号"}
=> 201
? subjects == 1
! leak = id
POST /leaks
  {"unit": "${units.organ}", "from": "2026-03-02", "to": "2026-03-03", "title": "查询结果被带出（续查）", "actions": "已收回并停用账号"}
=> 201
? subjects == 2
GET /leaks
=> 200
? items[leak=${leak}].subjects == 1
? items[leak=${leak}].actions == 已收回并停用账号
as query_clerk
POST /leaks
  {"unit": "${units.organ}", "from": "2026-03-02", "to": "2026-03-02", "title": "x", "actions": "x"}
=> 403 access.forbidden
as auditor
GET /traces?event=leak.told&object=${leak}
? items.length == 1

step HH-39: the subject reads in its own view what happened and what was done
make evidence proof by=window
  虚构单位证明
make account acme_self about=acme proof=proof
as acme_self
GET /me/leaks
=> 200
? items.length == 2
? items[leak=${leak}].title == 查询结果被带出
? items[leak=${leak}].looks == 2
? items[leak=${leak}].unit_name == 虚构发展局
? items[leak=${leak}].told_at is present
make evidence proof3 by=window
  虚构单位证明三
make account charlie_self about=charlie proof=proof3
as charlie_self
GET /me/leaks
? items.length == 0
