story: 考核、统计、监测预警和逾期清单
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme

def send
POST /forms
  {"item": "coercion_organisation", "fields": ${f}, "verified": "已与决定书原件核对"}

step ZC-11 ZC-67 ZC-73: submissions, timeliness and returns per unit; every late step is counted
make fields f item=coercion_organisation about=acme decision_date=2026-02-13
as clerk
do send
=> 201
? late_days == 0
make fields f item=coercion_organisation about=acme decision_date=2026-02-12
as clerk
do send
? late_days == 1
make fields g item=coercion_organisation about=acme "document_number="
POST /forms
  {"item": "coercion_organisation", "fields": ${g}, "verified": "已与决定书原件核对"}
=> 201
? returned == 1
as authority
GET "/statistics/assessment?from=2026-03-02&to=2026-03-02&by=unit"
=> 200
? rows[unit=${units.bureau}].figures.records == 3
? rows[unit=${units.bureau}].figures.records_late == 1
? rows[unit=${units.bureau}].percent == 33.33
? rows[unit=${units.bureau}].figures.rows_returned == 1
? rows[unit=${units.bureau2}].figures.records == 0
GET "/statistics/quality?from=2026-03-02&to=2026-03-02&by=item"
? rows[unit=${units.bureau},item=coercion_organisation].figures.rows == 3
? rows[unit=${units.bureau},item=coercion_organisation].figures.rows_returned == 1
? rows[unit=${units.bureau},item=coercion_organisation].percent == 33.33
GET "/units/${units.bureau}/deliveries?from=2026-03-02&to=2026-03-02"
? items[item=coercion_organisation,late=1].records == 1

step ZC-74: early warning by a threshold
as authority
POST /warning-rules
  {"title": "退回过多", "figure": "rows_returned", "at_least": 1, "basis": "区信用办监测规则"}
=> 201
! rule = id
clock +1d
WORK
as authority
GET /warnings
? items[rule=${rule}].value == 1
? items[rule=${rule}].unit == ${units.bureau}
? items[rule=${rule}].state == open

step ZC-68: the competent authority reads reports, trace and late lists of all units; a unit only its own
as authority
GET "/statistics/timeliness?from=2026-03-02&to=2026-03-02"
=> 200
? rows[unit=${units.bureau}].figures.records_late == 1
? rows[unit=${units.bureau2}].figures.records_late == 0
GET /missing-deliveries
=> 200
as reviewer2
GET "/statistics/timeliness?from=2026-03-02&to=2026-03-02"
? rows.length == 1
GET "/units/${units.bureau}/deliveries?from=2026-03-02&to=2026-03-02"
=> 404 not_found
