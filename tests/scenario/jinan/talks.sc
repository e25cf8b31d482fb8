story: 督促整改、确认、期满未整改的约谈
places: jinan

make org acme
make org watched
make org black
make record registration item=registration_organisation about=acme
make record registration2 item=registration_organisation about=watched
make record registration3 item=registration_organisation about=black
make record fine item=penalty_organisation about=acme conduct_end=2026-03-01
make record old item=penalty_organisation about=acme decision_date=2021-06-01 conduct_end=2021-03-10
make record fine2 item=penalty_organisation about=watched conduct_end=2026-03-01
make record fine3 item=penalty_organisation about=black conduct_end=2026-03-01
make target t of=fine
make target o of=old
make target w of=fine2
make target b of=fine3
make list_entry on_watch list=key_watch about=watched
make person principal
make list_entry on_black list=work_safety about=black
  {"linked": [{"kind": "legal_representative", "subject": ${principal}, "from_day": "2026-01-01", "source": "营业执照"}, {"kind": "actual_controller", "subject": ${principal}, "from_day": "2026-01-01", "source": "股东名册"}]}
make evidence paper by=window
make evidence paper2 by=window
make account boss about=acme proof=paper
make account chief about=watched proof=paper2
make evidence proof by=boss
make evidence order by=clerk
make evidence minutes by=clerk

step JN-37 JN-38: what can be corrected is urged in writing with a day, within the disclosure term
as clerk
file c rectification about=t event=record_penalty
=> 201
file x rectification about=o event=record_penalty
=> 201
act c urge until=2026-03-16
=> 422 case.guard rule=document_issued clause=JN-37
act c urge document=order until=2026-03-16
=> 200
? state == RECTIFYING
GET /cases/${c.case}
? clocks[clock=period].due == 2026-03-16
as boss
GET /me/notices
=> 200
? items[kind=guidance] is present
as clerk

step JN-39: rectified within the period, the subject asks for confirmation; the provider answers either way
as clerk
act c ask_confirmation
=> 403 case.party
as boss
GET /cases/${c.case}
! c = .
act c ask_confirmation proof=proof
=> 200
? state == CONFIRMING
as clerk
GET /cases/${c.case}
! c = .
? clocks[clock=confirm].figure == false
act c not_confirmed
=> 422 case.guard rule=reason_given field=reason
act c not_confirmed reason=尚欠罚款 until=2026-03-18
=> 200
? state == RECTIFYING
as boss
GET /cases/${c.case}
! c = .
clock 2026-03-18
act c ask_confirmation proof=proof
=> 200
as clerk
GET /cases/${c.case}
! c = .
act c confirm findings=conduct_corrected
=> 422 case.guard rule=effects_removed clause=JN-39
act c confirm findings=conduct_corrected,effects_removed
=> 200
? state == CONFIRMED
as boss
GET /me/credit-entries
=> 200
? items[case=${c.case}].kind == confirm
? items[case=${c.case}].clause == JN-39

step JN-37: past the disclosure term nothing is urged any more
as clerk
GET /cases/${x.case}
! x = .
act x urge document=order until=2026-04-01
=> 422 case.guard rule=within_disclosure_term clause=JN-37

step JN-40 JN-38: on the last day nothing is due; the day after, whoever is under key watch has one reminder talk
as clerk
file k rectification about=w event=record_penalty
=> 201
act k urge document=order until=2026-03-25
=> 200
file z rectification about=b event=record_penalty
=> 201
act z urge document=order until=2026-03-25
=> 200
clock 2026-03-25
WORK
GET /cases/${k.case}
? state == RECTIFYING
clock 2026-03-26
WORK
GET /cases/${k.case}
! k = .
? state == TALK_DUE
? events[event=reminder_due].clause == JN-40
? clocks[clock=talk].figure == false
as chief
act k ask_confirmation
=> 409 case.event

step JN-41: on a blacklist it is a warning talk
as clerk
GET /cases/${z.case}
! z = .
? state == TALK_DUE
? events[event=warning_due].clause == JN-41
? events[event=reminder_due] is absent

step JN-40 JN-41 JN-42: held, refused or not cooperated with, it goes into the subject's credit record, once
as clerk2
act k talk_held proof=minutes
=> 404
as clerk
act k talk_held
=> 422 case.guard rule=proof_attached clause=JN-42
act k talk_refused
=> 422 case.guard rule=reason_given clause=JN-42 field=reason
act k talk_refused reason=两次通知均未到场
=> 200
? state == TALK_DONE
act k talk_held proof=minutes
=> 409 case.event
act z talk_held proof=minutes text=已告知后果
=> 200
? state == TALK_DONE
as chief
GET /me/credit-entries
=> 200
? items.length == 1
? items[case=${k.case}].kind == talk_refused
? items[case=${k.case}].name == 拒绝约谈
? items[case=${k.case}].clause == JN-42
