story: 异议：属于本单位职责的，三个工作日内处理完毕并告知
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

step HH-51 HH-52: three working days from the day it was received, for handling and for telling
as boss
file c objection about=t ground=error proof=proof claim=处罚金额有误
=> 201
file late objection about=u ground=omission proof=proof claim=遗漏了已履行情况
=> 201
as clerk
act c take
=> 403 case.party
as operator
act c take
=> 200
? state == OWN
act late take
=> 200
GET /cases/${c.case}
=> 200
? clocks by clock start due state clause
  own 2026-03-02 2026-03-05 running HH-51
  inform_own 2026-03-02 2026-03-05 running HH-52
? clocks[clock=own].why contains 3月3日

step HH-51: it is found wrong with a reason, or not at all
act c inform
=> 409 case.event
act c correct
=> 422 case.guard rule=reason_given clause=HH-51 field=reason
act c confirm
=> 422 case.guard rule=reason_given clause=HH-51 field=reason

step HH-51 HH-52: on the last day it is in time, and the applicant reads the result
clock 2026-03-05
as operator
GET /cases/${c.case}
? clocks[clock=own].overdue == false
? clocks[clock=inform_own].overdue == false
act c confirm reason=原记录与决定书一致
=> 200
? state == RIGHT
act c inform
=> 200
? state == CLOSED
GET /cases/${c.case}
? result == right
? closed == 2026-03-05
? clocks by clock state met late
  own met 2026-03-05 false
  inform_own met 2026-03-05 false
as boss
GET /me/notices
=> 200
? items[case=${c.case},kind=result].sent_on == 2026-03-05
! n = items[case=${c.case},kind=result].notice
POST /me/notices/${n}/reading
=> 200
? body contains 核查情况：无误
? remedies.length == 3

step HH-51 HH-52: the day after the last day it is overdue, and done late it stays late
clock 2026-03-06
as operator
GET /cases/${late.case}
? clocks by clock due overdue
  own 2026-03-05 true
  inform_own 2026-03-05 true
act late confirm reason=原记录与决定书一致
=> 200
act late inform
=> 200
GET /cases/${late.case}
? clocks by clock state met late
  own met 2026-03-06 true
  inform_own met 2026-03-06 true

step HH-48: closed, the same ground may be raised again and is linked with the earlier case
as boss
file again objection about=u ground=omission proof=proof claim=仍有遗漏
=> 201
GET /cases/${again.case}
=> 200
? linked == ${late.case}
file twice objection about=u ground=error proof=proof
=> 409 case.repeated
