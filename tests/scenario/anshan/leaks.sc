story: 不得泄露：泄露了要登记，要查出涉及谁
places: anshan

make org acme
make record one item=penalty_organisation about=acme

step AS-27: outputs go to entitled readers only; where something leaked, it is on record with whom it concerns
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查"}
=> 200
as window
POST /leaks
  {"unit": "${units.organ}", "from": "${today}", "to": "${today}", "title": "查询结果外传", "actions": "已收回"}
=> 403 access.forbidden
as authority
POST /leaks
  {"unit": "${units.organ}", "from": "${today}", "to": "${today}", "title": "查询结果外传", "actions": "已收回"}
=> 201
? subjects == 1
POST /leaks
  {"unit": "${units.bureau2}", "from": "${today}", "to": "${today}", "title": "查询结果外传", "actions": "已收回"}
=> 201
? subjects == 0
