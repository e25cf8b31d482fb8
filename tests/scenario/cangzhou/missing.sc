story: 应报未报和监测预警
places: cangzhou

make org acme
make record registration item=registration_organisation about=acme
make item monthly from=inspection_organisation
  {"id": "inspection_monthly", "name": "虚构每月检查", "cycle": "monthly"}
make record first item=inspection_monthly about=acme decision_date=2026-03-02

step CZ-54: what comes each month is missing from the day after its month is over, not on its last day
as authority
GET /missing-deliveries
=> 200
? items[item=inspection_monthly] is absent
clock 2026-04-02
as authority
GET /missing-deliveries
? items[item=inspection_monthly] is absent
clock 2026-04-03
as authority
GET /missing-deliveries
=> 200
? items[unit=${units.bureau},item=inspection_monthly].due_day == 2026-04-02
? items[unit=${units.bureau},item=inspection_monthly].last_day == 2026-03-02
? items[unit=${units.bureau},item=inspection_monthly].days == 1
? items[unit=${units.bureau},item=inspection_monthly].clause == CZ-54
? items[item=penalty_organisation] is absent
as reviewer2
GET /missing-deliveries
? items.length == 0
GET "/missing-deliveries?unit=${units.bureau}"
=> 404 not_found

step CZ-54: a unit with the duty for an item is expected to deliver from the duty's first day on
as authority
POST /units/${units.bureau2}/duties
  {"duty": "inspection_monthly", "basis": "虚构职责", "from_day": "2026-04-03"}
GET /missing-deliveries
? items[unit=${units.bureau2}] is absent
clock 2026-05-07
as authority
GET /missing-deliveries
? items[unit=${units.bureau2},item=inspection_monthly].last_day is null
GET "/missing-deliveries?day=2026-04-03"
? items[unit=${units.bureau2}] is absent
? items[unit=${units.bureau},item=inspection_monthly].days == 1

step CZ-54: what comes late ends it, and the day before still says that it was missing
make record second item=inspection_monthly about=acme decision_date=2026-05-06
as authority
GET /missing-deliveries
? items[unit=${units.bureau},item=inspection_monthly] is absent
GET "/missing-deliveries?day=2026-05-06"
? items[unit=${units.bureau},item=inspection_monthly].days == 34
GET "/missing-deliveries?day=2026-05-08"
=> 400 date.invalid field=day
