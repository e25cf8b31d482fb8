story: 期限待定：缺少日历的年份不停办，日历公布后补算
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step HH-50 HH-60: a limit that runs into a year without a calendar stops nothing: the case opens, mark and suspension take effect
clock 2026-12-28
as boss
file c objection about=t ground=error proof=proof claim=处罚金额有误
=> 201
file d objection about=u ground=error proof=proof claim=处罚金额有误
=> 201
as query_clerk
do ask
=> 200
? records[record=${t.record}].marks[mark=objection] is present
? records[record=${t.record}].marks[mark=hold] is present
? records[record=${u.record}].marks[mark=hold] is present

step HH-53 HH-54: the day due is pending and names the year it waits for; what can be counted is counted
as operator
act c send_verification_notice
=> 200
? state == PROVIDER
act d send_verification_notice
=> 200
GET /cases/${c.case}
=> 200
? clocks by clock start due pending_year overdue state
  total 2026-12-28 - 2027 false running
  inform_total 2026-12-28 - 2027 false running
  verify 2026-12-28 2026-12-31 - false running
? clocks[clock=total].why contains 2027年
? clocks[clock=total].used == 0

step HH-53 HH-54: a case goes on to its end without a day due, and nothing of it is late or moves afterwards
as clerk
act d confirm reason=核查无误
=> 200
as operator
act d inform
=> 200
? state == CLOSED
GET /cases/${d.case}
? clocks by clock state pending_year late
  total met 2027 false
  inform_total met 2027 false
as query_clerk
do ask
? records[record=${u.record}].marks is empty
clock 2027-01-04
WORK
as operator
GET /cases/${c.case}
? clocks[clock=total].pending_year == 2027
? clocks[clock=total].overdue == false
? clocks[clock=verify].overdue == true

step HH-53 HH-54: the calendar adopted, the day is set and the ledger names the case; a closed one stays as it was
make pack next file=../calendar/cn.csv old=2026-10-10,workday,国庆节,2026
  2026-10-10,workday,国庆节,2026
  2027-01-01,holiday,元旦,2027
  2027-02-05,holiday,春节,2027
  2027-04-05,holiday,清明节,2027
  2027-05-03,holiday,劳动节,2027
  2027-06-09,holiday,端午节,2027
  2027-09-15,holiday,中秋节,2027
  2027-10-01,holiday,国庆节,2027
CLI policy adopt ${next.dir}/../calendar/cn.csv --data ${data} --as authority1 --second authority2 --basis 虚构的2027年放假通知
=> exit 0
clock 2027-01-05
WORK
as operator
GET /cases/${c.case}
? clocks by clock due pending_year overdue
  total 2027-01-07 - false
  inform_total 2027-01-07 - false
  verify 2026-12-31 - true
? clocks[clock=total].why contains 2027-01-07
GET /cases/${d.case}
? clocks[clock=total].due is null
? clocks[clock=total].pending_year == 2027
as auditor
GET /traces?event=case.clocks_moved&object=${c.case}
=> 200
? items is present
? items.length == 2
GET /traces?event=case.clocks_moved&object=${d.case}
? items is empty
clock 2027-01-08
as operator
GET /cases/${c.case}
? clocks[clock=total].overdue == true
