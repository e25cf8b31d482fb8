story: 查明印发日期以后
places: cangzhou

step CZ-169: once the day of issue is known the year runs from it
make pack known file=pack.yaml old="issued: {unset: true, clause: CZ-169, reading: AM-50, note: 印发日期须查正式文本}" new="issued: {value: 2025-09-20, clause: CZ-169}"
CLI policy adopt ${known.dir} --data ${data} --as authority1 --second authority2 --basis 查得正式文本 --first-day 2026-03-01
=> exit 0
as nobody
GET /policies
? items[first_day=2026-03-01].issued == 2025-09-20
? items[first_day=2026-03-01].last_day == 2026-09-20
? items[first_day=2026-03-01].force == in_force
clock 2026-09-20
GET /policies
? items[first_day=2026-03-01].takes_new == true
clock 2026-09-21
GET /policies
? items[first_day=2026-03-01].takes_new == false
? items[first_day=2026-03-01].force == past

step CZ-169: a pack is adopted by two persons
CLI policy adopt ${known.dir} --data ${data} --as authority1 --second authority1 --basis 一人 --first-day 2026-09-22
=> exit 1 second_person
