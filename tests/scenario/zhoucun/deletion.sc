story: 书面申请删除守信信息：三个工作日内删除并告知
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme
make record honour item=commendation_organisation about=acme
make record gift item=donation_organisation about=acme
make record fine item=penalty_organisation about=acme
make target h of=honour
make target g of=gift
make target t of=fine
make evidence paper by=window
make account boss about=acme proof=paper

def look
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}}

step ZC-54: in writing, on a ground the text names
as boss
file c positive_deletion about=h ground=regret
=> 422 case.guard rule=ground_listed clause=ZC-54
file c positive_deletion about=h ground=commendation
=> 201

step ZC-55 ZC-56: within three working days deleted and told, from the day it was received
as operator
GET /cases/${c.case}
? clocks by clock start due clause
  delete 2026-03-02 2026-03-05 ZC-55
  inform 2026-03-02 2026-03-05 ZC-56
clock 2026-03-05
do look
? records[record=${h.record}] is present
as operator
GET /cases/${c.case}
? clocks[clock=delete].overdue == false
act c delete reason=本人书面申请
=> 200
? state == DELETED
GET /cases/${c.case}
? clocks by clock met late
  delete 2026-03-05 false
  inform 2026-03-05 false
do look
? records[record=${h.record}] is absent
as boss
GET /me/notices
? items[kind=deletion].number is present
WORK
GET /me/deletions
? items[record=${h.record}].state == destroyed
? items[record=${h.record}].clause == ZC-55

step ZC-55: the day after it is late, and nothing else is deleted this way
as boss
file d positive_deletion about=g ground=donation
=> 201
file e positive_deletion about=t ground=other
=> 201
clock 2026-03-11
as operator
GET /cases/${d.case}
? clocks[clock=delete].due == 2026-03-10
? clocks[clock=delete].overdue == true
act e delete reason=本人书面申请
=> 422 case.guard rule=positive_record clause=ZC-55
act d delete reason=本人书面申请
=> 200
GET /cases/${d.case}
? clocks[clock=delete].late == true
