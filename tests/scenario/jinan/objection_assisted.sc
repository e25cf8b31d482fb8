story: 异议：需其他单位协助核查的，七个工作日内核查、处理并通知；侵权的停止公示或者删除，列入有误的移出名单
places: jinan

make org acme
make org rival
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make record third item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make target v of=third
make evidence paper by=window
make account boss about=acme proof=paper
make list_entry listed list=key_watch about=acme

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step JN-72 JN-73: with other units' help, seven working days from receipt for all of it, the telling included
as query_clerk
do ask
=> 200
as boss
file c objection about=t ground=infringement claim=未经同意采集
=> 201
file d objection about=u ground=error_or_omission claim=已被撤回
=> 201
file e objection about=v ground=infringement claim=不应采集
=> 201
as clerk
act c ask_help
=> 403 case.party
as objection_desk
act c ask_help
=> 200
? state == ASSISTED
GET /cases/${c.case}
? clocks by clock start due clause
  total 2026-03-02 2026-03-11 JN-72
  inform_total 2026-03-02 2026-03-11 JN-73
as clerk
GET /notices
? items[case=${c.case}].kind == verification
act c reply
=> 422 case.guard rule=reason_given clause=JN-72 field=reason
act c reply reason=确未告知
=> 200
? state == ASSISTED
act c confirm reason=无误
=> 403 case.party
clock 2026-03-11
as objection_desk
GET /cases/${c.case}
? clocks[clock=total].overdue == false
? clocks[clock=inform_total].overdue == false
clock 2026-03-12
GET /cases/${c.case}
? clocks[clock=total].overdue == true
? clocks[clock=inform_total].overdue == true

step JN-67 JN-72: what infringes leaves publication, what should not have been collected is deleted by two persons
as objection_desk
GET /cases/${c.case}
! c = .
act c stop_publication reason=采集时未告知
=> 200
? state == DECIDED
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? . lacks ${t.doc_no}
? . contains ${u.doc_no}
as objection_desk
act d ask_help
=> 200
act d revoke reason=处罚已撤回
=> 200
? state == DECIDED
act e ask_help
=> 200
act e delete reason=不属于目录
=> 200
? proposed == true
as query_clerk
do ask
? records[record=${u.record}] is absent
? records[record=${v.record}] is present
as boss
GET /me/records
? records[record=${t.record}] is present
as objection_desk
POST /cases/${e.case}/acts/confirm
  {"version": ${e.version}}
=> 422 second_person
make user desk2 unit=platform role=objection_desk
as desk2
GET /cases/${e.case}
! e = .
POST /cases/${e.case}/acts/confirm
  {"version": ${e.version}}
=> 200
? state == DECIDED
as query_clerk
do ask
? records[record=${v.record}] is absent

step JN-73 JN-74: each is told of its result, and of reconsideration
as objection_desk
act c inform
=> 200
act d inform
=> 200
GET /cases/${c.case}
? clocks[clock=inform_total].late == true
as boss
GET /me/notices
? items[case=${c.case}].kind == result
? items[case=${d.case}].kind == result
! told = items[case=${d.case}].notice
POST /me/notices/${told}/reading
=> 200
? . contains 复议

step JN-68 JN-69: an objection to being on a list stands at the entry; found wrong, the entry ends
as boss
file l objection about=listed kind=list_entry ground=listed claim=不符合列入条件
=> 201
as objection_desk
act l take
=> 200
act l correct reason=列入有误
=> 422 case.guard rule=about_record
act l take_off_list
=> 422 case.guard rule=reason_given clause=JN-68 field=reason
act l take_off_list reason=列入有误
=> 200
? state == DECIDED
as boss
GET /me/list-entries
=> 200
? items[entry=${listed.entry}].exit_day == 2026-03-12
as objection_desk
act l inform
=> 200
? state == CLOSED
