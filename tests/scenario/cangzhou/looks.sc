story: 查询日志：如实、四要素、保存
places: cangzhou

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record held item=coercion_person about=zhang

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}

step CZ-87 CZ-83 CZ-120: a look says who asked, when, what and what for
as query_clerk
do ask
=> 200
! look = look
as auditor
POST /looks/search
  {"from": "${today}", "to": "${today}", "unit": "${units.organ}"}
=> 200
? items[look=${look}].person == 虚构query_clerk
? items[look=${look}].at matches ^2026-03-02
? items[look=${look}].content contains records
? items[look=${look}].purpose == 行政检查
? items[look=${look}].outcome == answered
? items[look=${look}].scene == inspection
as nobody
GET /policies/cangzhou
? rows[key=query.log_fields].value == name, time, content, purpose
? rows[key=query.log_fields].clause == ["CZ-87"]

step CZ-83 CZ-159: what was refused is logged as truthfully as what was answered
as query_clerk
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["coercion_person"], "purpose": "资质认定", "scene": "qualification"}
=> 403 query.not_entitled
as auditor
POST /looks/search
  {"outcome": "refused", "unit": "${units.organ}"}
=> 200
? items.length == 1
? items[0].code == query.not_entitled
? items[0].person == 虚构query_clerk
? items[0].purpose == 资质认定

step CZ-159: an attempt beyond one's authority is refused and logged
as unit_admin
do ask
=> 403 access.forbidden
as auditor
POST /looks/search
  {"outcome": "denied", "unit": "${units.bureau}"}
=> 200
? items.length == 1
? items[0].person == 虚构unit_admin
? items[0].code == access.forbidden
as nobody
GET /policies/cangzhou
? rows[key=query.log_denied].value == yes
? rows[key=query.log_denied].clause == ["CZ-83", "CZ-159"]

step CZ-120: collection is logged too, with unit and person
as auditor
GET /traces?event=submission.received&object=${registration.submission}
=> 200
? items[0].unit == ${units.bureau}
? items[0].person contains clerk

step CZ-88 CZ-121: nobody deletes a log: there is no call for it, and the ledgers prove it
as auditor
DELETE /looks/${look}
=> 404
DELETE /traces
=> 405
as sysadmin
DELETE /traces
=> 405
WORK
CLI ledger verify --data ${data}
=> exit 0
as nobody
GET /policies/cangzhou
? rows[key=query.log_keep/unit].value == long_term start log_created actor query_unit
? rows[key=query.log_keep/operator].value == long_term start log_created actor operator
? rows[key=trace.keep].value == long_term start log_created actor operator

step CZ-84: what the public asked is kept three years from the day of the entry, and a day less is not enough
clock 2026-05-20
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
clock 2029-05-20
WORK
as auditor
POST /looks/search
  {"from": "2026-05-20", "to": "2026-05-20"}
=> 200
? items.length == 1
as nobody
GET /policies/cangzhou
? rows[key=query.log_keep/platform].value == at_least 3 year start log_created actor operator
? rows[key=query.log_keep/platform].clause == ["CZ-84"]

step CZ-88 CZ-121 CZ-84: then the public's may go; what units and the operator asked stays for good
clock 2029-05-21
WORK
as auditor
POST /looks/search
  {"from": "2026-05-20", "to": "2026-05-20"}
=> 200
? items.length == 0
POST /looks/search
  {"from": "2026-03-02", "to": "2026-03-02", "unit": "${units.organ}"}
? items[look=${look}].purpose == 行政检查
clock 2046-03-02
WORK
as auditor
POST /looks/search
  {"from": "2026-03-02", "to": "2026-03-02", "unit": "${units.organ}"}
? items[look=${look}].purpose == 行政检查
GET /traces?event=submission.received&object=${registration.submission}
? items.length == 1
