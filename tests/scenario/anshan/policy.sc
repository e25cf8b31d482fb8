story: 办法自2020年1月1日起施行，没有终止日
places: anshan

step AS-1: what is registered here stands under the policy of Anshan, and under no other
make unit office type=administrative_organ name=虚构林业局
as authority
GET /units/${office.id}
=> 200
? jurisdiction == anshan
make org other
POST /units
  {"jurisdiction": "dalian", "code": "${other.number}", "name": "虚构外地局", "unit_type": "administrative_organ", "region": "210202"}
=> 409 policy.not_adopted
as nobody
GET /catalogs/current
=> 200
? place == anshan

step AS-77: the policy holds from the first day of 2020 and has no end
as nobody
GET /policies
=> 200
? items[place=anshan].title == 鞍山市关于加强信息主体权益保护工作的实施办法（试行）
? items[place=anshan].first_day == 2020-01-01
? items[place=anshan].force == in_force
? items[place=anshan].takes_new == true
? items[place=anshan].last_day is absent
? items[place=anshan].ends_in_days is absent
GET /policies/anshan
? rows[key=policy.valid_from].value == 2020-01-01
? rows[key=policy.valid_from].clause == ["AS-77"]
? rows[key=policy.valid_for].value == silent
clock 2035-12-31
GET /policies
? items[place=anshan].force == in_force
? items[place=anshan].takes_new == true

step AS-77: on the day before it does not govern yet, on the day it does
CLI init --data ${data}/early --policy anshan --test-clock --clock 2019-12-31T01:00:00Z --no-fsync
=> exit 0
CLI policy adopt anshan --data ${data}/early --as authority1 --second authority2 --basis 测试采用
=> exit 0
CLI call GET /policies/anshan --data ${data}/early --as authority1
=> exit 1 policy.not_adopted
CLI call GET /policies --data ${data}/early --as authority1
? items[place=anshan].first_day == 2020-01-01
? items[place=anshan].governs == false
CLI clock --data ${data}/early --set 2020-01-01
=> exit 0
CLI call GET /policies/anshan --data ${data}/early --as authority1
=> exit 0
CLI call GET /policies --data ${data}/early --as authority1
? items[place=anshan].governs == true
