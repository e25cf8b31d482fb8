story: 异议：信息提供主体五个工作日内回复，两个工作日内书面告知，仍有异议的移交
places: anshan

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make target t of=fine
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make evidence letter by=operator
make fields right item=penalty_organisation about=acme document_number=${t.doc_no} content=更正后的内容

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step AS-43 AS-44: what the operator did not cause goes to the provider, five working days from the day the notice came
as boss
file c objection about=t ground=error_or_omission proof=proof claim=处罚内容有误
=> 201
as clerk
act c send_verification_notice
=> 403 case.party
as operator
clock 2026-03-03
act c send_verification_notice
=> 200
? state == PROVIDER
GET /cases/${c.case}
? clocks by clock state due clause
  check met 2026-03-05 AS-40
  reply running 2026-03-10 AS-44
? clocks[clock=reply].start == 2026-03-03
? clocks[clock=reply].actor == provider
as clerk
GET /notices
=> 200
? items[case=${c.case}].kind == verification
as clerk2
GET /notices
? items is empty

step AS-44: on the fifth working day the reply is not late, on the sixth it is; nobody else replies, and no pause is known
as clerk2
act c reply_right reason=无误
=> 404
as operator
act c reply_right reason=无误
=> 403 case.party
as clerk
act c pause pause_reason=appraisal proof=letter reason=委托鉴定
=> 409 case.event
clock 2026-03-10
GET /cases/${c.case}
? clocks[clock=reply].overdue == false
clock 2026-03-11
GET /cases/${c.case}
? clocks[clock=reply].overdue == true
act c reply_right
=> 422 case.guard rule=reason_given clause=AS-44 field=reason
act c reply_right reason=与处罚决定书一致
=> 200
? state == REPLIED
GET /cases/${c.case}
? clocks[clock=reply].late == true
? result == right

step AS-45: in writing, within two working days of the reply, naming what the applicant can do next
as operator
GET /cases/${c.case}
? clocks by clock start due clause
  inform_verification 2026-03-11 2026-03-13 AS-45
act c inform
=> 422 case.guard rule=document_issued clause=AS-45
clock 2026-03-13
GET /cases/${c.case}
? clocks[clock=inform_verification].overdue == false
clock 2026-03-16
GET /cases/${c.case}
? clocks[clock=inform_verification].overdue == true
act c inform document=letter
=> 200
? state == INFORMED
GET /cases/${c.case}
? papers[kind=document].evidence == ${letter.evidence}
? clocks[clock=inform_verification].late == true
as boss
GET /me/notices
? items[kind=result].case == ${c.case}
! told = items[kind=result].notice
POST /me/notices/${told}/reading
=> 200
? . contains 由公共信用信息工作机构移交信息提供主体处理

step AS-46: only when the applicant still objects is the case handed over, with all of it; the mark stays
as operator
act c hand_over
=> 422 case.guard rule=applicant_disputes clause=AS-46
as boss
act c dispute
=> 422 case.guard rule=reason_given clause=AS-46 field=reason
act c dispute reason=处罚决定书与复议决定不符
=> 200
? state == INFORMED
GET /cases/${c.case}
? clocks[clock=hand_over].figure == false
as clerk
act c hand_over
=> 403 case.party
as operator
act c hand_over
=> 200
? state == HANDED_OVER
as query_clerk
do ask
=> 200
? records[record=${t.record}].marks[mark=objection] is present
as clerk
GET /notices
? items[kind=hand_over].case == ${c.case}
GET /cases/${c.case}
=> 200
? claim == 处罚内容有误
? papers[kind=proof].evidence == ${proof.evidence}
? events[event=dispute].said.reason == 处罚决定书与复议决定不符
? clocks[clock=handle].state == running
? clocks[clock=handle].figure == false

step AS-46 AS-63: the provider handles it; what was wrong after all is corrected with its cause, and those concerned are told
as clerk
act c report_wrong reason=以复议决定为准 fields=right
=> 422 case.guard field=cause
act c report_wrong reason=以复议决定为准 cause=未录入复议结果
=> 422 case.guard rule=right_version_submitted field=fields
act c report_wrong reason=以复议决定为准 cause=未录入复议结果 fields=right
=> 200
? state == CLOSED
as query_clerk
do ask
? records[record=${t.record}].fields.CF_NR == 更正后的内容
? records[record=${t.record}].marks is empty
WORK
as operator
GET /recalls
? items[record=${t.record}].unit == ${units.organ}
? items[record=${t.record}].change == corrected
? items[record=${t.record}].confirmed_day is absent
