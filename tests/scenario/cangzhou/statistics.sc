story: 归集、双公示、使用的统计和考核
places: cangzhou

make org acme
make org bravo
make person zhang
make record registration item=registration_organisation about=acme

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}

step CZ-63 CZ-22: collection is counted at once, by unit, county and item, and each figure leads down to its rows
make fields f item=penalty_organisation about=acme decision_date=2026-02-27
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${f}}
=> 201
as authority
GET "/statistics/collection?from=2026-03-02&to=2026-03-02"
=> 200
? partial == true
? rows[unit=${units.bureau}].figures.records == 2
? rows[unit=${units.bureau2}].figures.records == 0
? rows[unit=${units.bureau}].region == 130902
GET "/statistics/collection?from=2026-03-02&to=2026-03-02&by=region"
? rows[region=130902].figures.records == 2
GET "/statistics/collection?from=2026-03-02&to=2026-03-02&by=item"
? rows[unit=${units.bureau},item=penalty_organisation].figures.records == 1
GET "/units/${units.bureau}/deliveries?from=2026-03-02&to=2026-03-02"
=> 200
? items[item=penalty_organisation].records == 1
! sub = items[item=penalty_organisation].submission
GET "/units/${units.bureau}/deliveries/2026-03-02/records?item=penalty_organisation&submission=${sub}"
=> 200
? items.length == 1
? items[0].formed_day == 2026-02-27
? items[0].record is present
GET "/statistics/collection?from=2026-03-01&to=2026-03-01"
? partial == false
? rows[unit=${units.bureau}] is absent
GET /statistics/nothing?from=2026-03-01&to=2026-03-01
=> 404 statistics.table
GET "/statistics/collection?from=2026-03-02&to=2026-03-01"
=> 400 date.invalid field=from

step CZ-61 CZ-55: dual publicity per county and department: on the seventh working day in time, on the eighth late
make fields f item=penalty_organisation about=bravo decision_date=2026-02-13
as clerk2
POST /forms
  {"item": "penalty_organisation", "fields": ${f}}
=> 201
? late_days == 0
make fields f item=licence_organisation about=bravo decision_date=2026-02-12
as clerk2
POST /forms
  {"item": "licence_organisation", "fields": ${f}}
=> 201
? late_days == 1
make fields f item=inspection_organisation about=bravo decision_date=2026-01-10
as clerk2
POST /forms
  {"item": "inspection_organisation", "fields": ${f}}
=> 201
as operator
GET "/statistics/dual_publicity?from=2026-03-02&to=2026-03-02"
=> 200
? rows[unit=${units.bureau2}].figures.records == 2
? rows[unit=${units.bureau2}].figures.records_late == 1
? rows[unit=${units.bureau2}].figures.late_days == 1
? rows[unit=${units.bureau2}].percent == 50.00
? rows[unit=${units.bureau}].figures.records == 1
? rows[unit=${units.bureau}].percent == 0.00
GET "/statistics/dual_publicity?from=2026-03-02&to=2026-03-02&by=region"
? rows[region=130902].figures.records == 3
? rows[region=130902].figures.records_late == 1
GET "/units/${units.bureau2}/deliveries?from=2026-03-02&to=2026-03-02"
? items[item=licence_organisation].late == 1
? items[item=penalty_organisation].late == 0

step CZ-9 CZ-11 CZ-22: what departments submit and use: queries, refusals and scenes, once the day is over
as query_clerk
do ask
=> 200
do ask
=> 200
POST /queries
  {"subject": {"kind": "natural_person", "number": "${zhang.number}"}, "items": ["coercion_person"], "purpose": "资质认定", "scene": "qualification"}
=> 403 query.not_entitled
clock +1d
WORK
as authority
GET "/statistics/use?from=2026-03-02&to=2026-03-02"
=> 200
? partial == false
? rows[unit=${units.organ}].figures.looks_answered == 2
? rows[unit=${units.organ}].figures.looks_refused == 1
? rows[unit=${units.bureau}].figures.looks_answered == 0
GET "/statistics/scenes?from=2026-03-02&to=2026-03-02&by=item"
? rows[unit=${units.organ},item=inspection].figures.scene == 2
? rows[item=qualification] is absent
GET "/statistics/bases?from=2026-03-02&to=2026-03-02&by=item"
? rows[unit=${units.organ},item=duty].figures.basis == 2

step CZ-32 CZ-9: the assessment table for departments and for counties over a chosen period
GET "/statistics/assessment?from=2026-03-01&to=2026-03-02"
=> 200
? partial == false
? rows[unit=${units.bureau2}].figures.records == 3
? rows[unit=${units.bureau2}].figures.records_late == 1
? rows[unit=${units.bureau2}].percent == 33.33
? rows[unit=${units.bureau2}].figures.rows_returned == 0
? rows[unit=${units.organ}].figures.looks_answered == 2
GET "/statistics/assessment?from=2026-03-01&to=2026-03-02&by=region"
? rows[region=130902].figures.records == 5
? rows[region=130902].figures.looks_refused == 1

step CZ-63: a day that is over gives the same digits whatever comes later, and when the figures are made anew from the facts
make fields f item=penalty_organisation about=acme decision_date=2026-03-01
as clerk2
POST /forms
  {"item": "penalty_organisation", "fields": ${f}}
=> 201
as authority
GET "/statistics/dual_publicity?from=2026-03-02&to=2026-03-02"
? rows[unit=${units.bureau2}].figures.records == 2
? rows[unit=${units.bureau2}].figures.records_late == 1
GET "/statistics/dual_publicity?from=2026-03-02&to=2026-03-03"
? rows[unit=${units.bureau2}].figures.records == 3
CLI figures rebuild --data ${data} --as authority1
=> exit 0
as authority
GET "/statistics/dual_publicity?from=2026-03-02&to=2026-03-02"
? rows[unit=${units.bureau2}].figures.records == 2
? rows[unit=${units.bureau2}].figures.records_late == 1
? rows[unit=${units.bureau2}].figures.late_days == 1
GET "/units/${units.bureau2}/deliveries?from=2026-03-02&to=2026-03-03"
? items.length == 4

step CZ-10: the competent authority reads the platform's reports; a unit reads its own figures, others none
as authority
GET "/statistics/quality?from=2026-03-02&to=2026-03-02"
=> 200
? rows[unit=${units.bureau2}].figures.submissions == 3
? rows[unit=${units.bureau2}].figures.rows == 3
as reviewer2
GET "/statistics/dual_publicity?from=2026-03-02&to=2026-03-02"
=> 200
? rows.length == 1
? rows[0].unit == ${units.bureau2}
GET "/statistics/dual_publicity?from=2026-03-02&to=2026-03-02&unit=${units.bureau}"
=> 404 not_found
GET "/units/${units.bureau}/deliveries?from=2026-03-02&to=2026-03-02"
=> 404 not_found
as query_clerk
GET "/statistics/dual_publicity?from=2026-03-02&to=2026-03-02"
=> 403 access.forbidden
