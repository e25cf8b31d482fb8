story: 期限监测：到期、逾期、中止、无法定期限
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make target t of=fine
make evidence paper by=window
make evidence proof by=window
make account boss about=acme proof=paper

step HH-54 HH-53: due, due tomorrow and overdue per unit, and down to the case
as boss
file c objection about=t ground=error proof=proof claim=处罚金额有误
=> 201
as operator
act c send_verification_notice
=> 200
clock 2026-03-04
as authority
GET /deadlines
=> 200
? items[unit=${units.bureau}].due_tomorrow == 1
? items[unit=${units.bureau}].overdue == 0
clock 2026-03-05
as authority
GET /deadlines
? items[unit=${units.bureau}].due == 1
? items[unit=${units.bureau}].due_tomorrow == 0
GET "/units/${units.bureau}/deadlines?which=due"
=> 200
? items[clock=verify].case == ${c.case}
? items[clock=verify].due_day == 2026-03-05
clock 2026-03-06
WORK
as authority
GET /deadlines
? items[unit=${units.bureau}].overdue == 1
GET "/units/${units.bureau}/deadlines?which=overdue"
? items[clock=verify].due_day == 2026-03-05
GET "/statistics/deadlines?from=2026-03-05&to=2026-03-05"
? rows[unit=${units.bureau}].figures.clocks_due == 1
? rows[unit=${units.bureau}].figures.clocks_overdue == 0
as reviewer2
GET /deadlines
? items[unit=${units.bureau}] is absent
GET /units/${units.bureau}/deadlines
=> 404 not_found
as window
GET /deadlines
=> 403 access.forbidden
