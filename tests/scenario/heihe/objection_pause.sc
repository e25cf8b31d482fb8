story: 异议：检验、检测、检疫、鉴定、专家评审的时间不计入期限
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make target t of=fine
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make evidence order by=clerk
make evidence result by=clerk
as boss
file c objection about=t ground=error proof=proof claim=产品质量认定有误
as operator
act c send_verification_notice

step HH-57: a pause needs one of the five reasons and evidence, and is the provider's or the desk's to take
as clerk
act c pause reason=委托鉴定 proof=order
=> 422 case.guard rule=pause_reason clause=HH-57 field=pause_reason
act c pause reason=人手不足 pause_reason=holiday proof=order
=> 400 input.word field=pause_reason
act c pause reason=委托鉴定 pause_reason=appraisal
=> 422 case.guard rule=proof_attached clause=HH-57
as boss
act c pause reason=委托鉴定 pause_reason=appraisal proof=proof
=> 403 case.party
GET /cases/${c.case}
? pauses is empty
? clocks by clock due state
  total 2026-03-11 running
  verify 2026-03-05 running
as nobody
GET /policies/heihe
? rows[key=objection.pause_reasons].value == "inspection, testing, quarantine, appraisal, expert_review"
? rows[key=objection.pause_reasons].clause == ["HH-57"]

step HH-57: while it lasts no clock of the case runs, and the subject sees since when and why
clock 2026-03-03
as clerk
act c pause reason=委托鉴定 pause_reason=appraisal proof=order
=> 200
? state == PAUSED
clock 2026-03-20
as boss
GET /cases/${c.case}
=> 200
? pauses[reason=appraisal].from == 2026-03-03
? pauses[reason=appraisal].to is null
? pauses[reason=appraisal].clause == HH-57
? clocks by clock state overdue
  total paused false
  inform_total paused false
  verify paused false
as operator
act c inform
=> 409 case.event
as clerk
act c confirm reason=无误
=> 409 case.event

step HH-57 HH-55 HH-53: the result ends it with evidence, and each day due moves by the working days it took
as clerk
act c resume reason=鉴定完成
=> 422 case.guard rule=proof_attached clause=HH-57
act c resume reason=鉴定完成 proof=result
=> 200
? state == PROVIDER
GET /cases/${c.case}
? pauses[reason=appraisal].to == 2026-03-20
? clocks by clock due state
  total 2026-03-31 running
  inform_total 2026-03-31 running
  verify 2026-03-25 running
? clocks[clock=total].why contains 鉴定，依据HH-57

step HH-57: each of the five may be taken, one after another
as operator
act c pause pause_reason=inspection proof=order
=> 200
act c resume proof=result
=> 200
act c pause pause_reason=testing proof=order
=> 200
act c resume proof=result
=> 200
act c pause pause_reason=quarantine proof=order
=> 200
act c resume proof=result
=> 200
act c pause pause_reason=expert_review proof=order
=> 200
? state == PAUSED
act c resume proof=result
=> 200
? state == PROVIDER
GET /cases/${c.case}
? pauses.length == 5
? clocks[clock=total].due == 2026-03-31
