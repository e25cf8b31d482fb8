story: 监测预警：规则和阈值是数据，预警要列出、要确认
places: cangzhou

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record held item=coercion_person about=zhang

def refused
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["coercion_person"], "purpose": "资质认定", "scene": "qualification"}

step CZ-23: a rule is a figure, a threshold and a number of days
as operator
POST /warning-rules
  {"title": "被拒查询过多", "figure": "user_denied", "at_least": 0, "basis": "平台监测规则"}
=> 422 warning.rule field=at_least
POST /warning-rules
  {"title": "被拒查询过多", "figure": "good_mood", "at_least": 3, "basis": "平台监测规则"}
=> 422 warning.rule field=figure
POST /warning-rules
  {"title": "迟报比例", "figure": "records_late", "per": "user_looks", "at_least": 10, "basis": "平台监测规则"}
=> 422 warning.rule field=per
POST /warning-rules
  {"title": "迟报比例", "figure": "records_late", "per": "records", "at_least": 101, "basis": "平台监测规则"}
=> 422 warning.rule field=at_least
POST /warning-rules
  {"title": "被拒查询过多", "figure": "user_denied", "at_least": 3, "basis": "平台监测规则"}
=> 201
! denied = id
POST /warning-rules
  {"title": "迟报比例过高", "figure": "records_late", "per": "records", "at_least": 50, "days": 7, "basis": "平台监测规则"}
=> 201
! late = id
as query_clerk
POST /warning-rules
  {"title": "x", "figure": "user_denied", "at_least": 3, "basis": "x"}
=> 403 access.forbidden

step CZ-23 CZ-158: many refused attempts of one account (a route out of its role is one too), at the threshold and one below it
as query_clerk
do refused
=> 403
clock +1d
WORK
as operator
GET /warnings
=> 200
? items[rule=${denied}] is absent
as query_clerk
do refused
do refused
do refused
=> 403
clock +1d
WORK
as operator
GET /warnings?open=true
=> 200
? items[rule=${denied}].unit == ${units.organ}
? items[rule=${denied}].value == 3
? items[rule=${denied}].day == 2026-03-03
? items[rule=${denied}].item is present
? items.length == 1
! warning = items[rule=${denied}].warning
WORK
GET /warnings
? items.length == 1

step CZ-23: a percentage of another figure
make fields f item=penalty_organisation about=acme decision_date=2026-01-05
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${f}}
=> 201
? late_days == 31
clock +1d
WORK
as operator
GET /warnings
? items[rule=${late}].value == 100
? items[rule=${late}].percent == true
? items[rule=${late}].unit == ${units.bureau}
? items[rule=${late}].item == penalty_organisation

step CZ-23: a warning is acknowledged once, with what is done about it, by the operator, the authority or the unit itself
as reviewer
GET /warnings
=> 200
? items[rule=${denied}] is absent
! own = items[rule=${late}].warning
POST /warnings/${warning}/acknowledgement
  {"version": 1, "note": "虚构"}
=> 404 not_found
POST /warnings/${own}/acknowledgement
  {"version": 1, "note": "已通知科室限时补报"}
=> 204
as operator
POST /warnings/${warning}/acknowledgement
  {"version": 1, "note": "已核实，系岗位变动"}
=> 204
POST /warnings/${warning}/acknowledgement
  {"version": 1, "note": "再次"}
=> 409 conflict.changed_meanwhile
GET /warnings?open=true
? items[rule=${denied}] is absent
GET /warnings
? items[rule=${denied}].state == acknowledged
? items[rule=${denied}].note == 已核实，系岗位变动
as auditor
GET /traces?event=warning.acknowledged
? items.length == 2

step CZ-23: a rule that was ended raises nothing more
as operator
POST /warning-rules/${denied}/end
  {"version": 1}
=> 204
as query_clerk
do refused
do refused
do refused
clock +1d
WORK
as operator
GET /warnings?open=true
? items[rule=${denied}] is absent
GET /warning-rules
? items[rule=${denied}].active == false
