story: 异议：网站或者信息提供单位本单位处理的，三个工作日内审核、处理并通知；核实期间暂不执行
places: jinan

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make record praise item=commendation_organisation about=acme
make target t of=fine
make target p of=praise
make target u of=second
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make fields right item=penalty_organisation about=acme document_number=${t.doc_no} content=更正后的内容
make measure limit type=listed_punishment unit=organ
make measure favour type=listed_incentive unit=organ
make applied bad measure=limit about=acme record=fine by=query_clerk
make applied good measure=favour about=acme record=praise by=query_clerk

def check
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场准入"}

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step JN-66 JN-67: with the site, or with the provider, on the grounds of the text
as boss
file c objection about=t ground=dislike
=> 422 case.guard rule=ground_listed clause=JN-66 field=ground
file c objection about=t ground=error_or_omission desk=${units.bureau2}
=> 422 case.desk clause=JN-66
file c objection about=t ground=error_or_omission desk=${units.bureau} claim=处罚内容有误
=> 201
GET /cases/${c.case}
? desk == ${units.bureau}
file d objection about=u ground=infringement claim=采集时未告知
=> 201
GET /cases/${d.case}
? desk == ${units.platform}
? ground == infringement

step JN-69: while it is verified, what rests on the record is carried out neither as reward nor as punishment
as query_clerk
do ask
=> 200
? records[record=${t.record}].marks[mark=hold].clause == JN-69
? records[record=${u.record}].marks[mark=hold].clause == JN-69
as boss
file p1 objection about=p ground=error_or_omission desk=${units.bureau}
=> 201
do check
=> 200
? applies is empty
? not_applying[applied=${bad.applied}].standing == suspended
? not_applying[applied=${bad.applied}].clause == JN-69
? not_applying[applied=${good.applied}].standing == suspended
? not_applying[applied=${good.applied}].clause == JN-69
as boss
act d withdraw
=> 200
act p1 withdraw
=> 200
do check
? applies[applied=${good.applied}].standing == applies
? not_applying[applied=${bad.applied}].standing == suspended
as query_clerk
do ask
? records[record=${t.record}].marks[mark=hold] is present
? records[record=${u.record}].marks is empty

step JN-70 JN-71: who took it reviews, handles and tells within three working days of receipt
clock 2026-03-03
as objection_desk
act c take
=> 403 case.party
as clerk
act c take
=> 200
? state == OWN
GET /cases/${c.case}
? clocks by clock start due clause
  own 2026-03-02 2026-03-05 JN-70
  inform_own 2026-03-02 2026-03-05 JN-71
clock 2026-03-05
GET /cases/${c.case}
? clocks[clock=own].overdue == false
? clocks[clock=inform_own].overdue == false
clock 2026-03-06
GET /cases/${c.case}
? clocks[clock=own].overdue == true
? clocks[clock=inform_own].overdue == true
act c ask_help reason=须协助
=> 422 case.guard rule=branch_open

step JN-70: what was wrong is corrected with the answer, and those who hold it are told
as clerk
act c correct reason=录入有误
=> 422 case.guard rule=right_version_submitted clause=JN-70 field=fields
act c correct fields=right
=> 422 case.guard rule=reason_given clause=JN-70 field=reason
act c correct reason=录入有误 fields=right
=> 200
? state == DECIDED
GET /cases/${c.case}
? result == wrong
? clocks[clock=own].late == true
as query_clerk
do ask
? records[record=${t.record}].fields.CF_NR == 更正后的内容
? records[record=${t.record}].marks[mark=hold] is present
WORK
as query_clerk
GET /recalls/own
? items[record=${t.record}].change == corrected

step JN-69 JN-71 JN-74: told of the result and of reconsideration, the suspension ends; reconsideration is recorded
as boss
act c remedy
=> 409 case.event
as clerk
act c inform
=> 200
? state == CLOSED
as query_clerk
do ask
? records[record=${t.record}].marks is empty
do check
=> 200
? applies[applied=${bad.applied}].standing == applies
? applies[applied=${good.applied}].standing == applies
as boss
GET /me/notices
? items[kind=result].case == ${c.case}
! told = items[kind=result].notice
POST /me/notices/${told}/reading
=> 200
? . contains 复议
as clerk
act c remedy text=申请复议
=> 403 case.party
as boss
GET /cases/${c.case}
! c = .
act c remedy text=已向市政府申请复议
=> 200
? state == REMEDY
GET /cases/${c.case}
? events[event=remedy].said.text == 已向市政府申请复议
? events[event=remedy].clause == JN-74
