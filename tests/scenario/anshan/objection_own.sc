story: 异议：工作机构三个工作日内核查，自身错误立即更正，两个工作日内告知
places: anshan

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make target t of=fine
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make fields right item=penalty_organisation about=acme document_number=${t.doc_no} content=更正后的内容

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step AS-40: verified within three working days of receipt; on the third it is not late, the day after it is
as query_clerk
do ask
=> 200
as boss
file c objection about=t ground=error_or_omission proof=proof claim=处罚内容有误
=> 201
as operator
GET /cases/${c.case}
? clocks by clock start due state overdue clause
  check 2026-03-02 2026-03-05 running false AS-40
? clocks[clock=check].actor == operator
clock 2026-03-05
GET /cases/${c.case}
? clocks[clock=check].overdue == false
clock 2026-03-06
GET /cases/${c.case}
? clocks[clock=check].overdue == true

step AS-40 AS-41: that the operator itself caused the error is the operator's to find, with reason
as clerk
act c find_own_error reason=平台录入差错
=> 403 case.party
as operator
act c find_own_error
=> 422 case.guard rule=reason_given clause=AS-40 field=reason
act c find_own_error reason=平台录入差错
=> 200
? state == OWN_ERROR
GET /cases/${c.case}
? result == wrong
? clocks by clock state late
  check met true
  correct running false
? clocks[clock=correct].figure == false
? clocks[clock=correct].overdue == false

step AS-41 AS-63: it corrects with the cause on record, and who had the wrong content is told
as operator
act c inform
=> 409 case.event
act c correct reason=按原始报送内容更正 fields=right
=> 422 case.guard clause=AS-41 field=cause
act c correct reason=按原始报送内容更正 cause=录入时漏字 fields=right
=> 200
? state == CORRECTED
GET /cases/${c.case}
? events[event=correct].said.cause == 录入时漏字
? clocks[clock=correct].state == met
as query_clerk
do ask
=> 200
? records[record=${t.record}].fields.CF_NR == 更正后的内容
? records[record=${t.record}].marks[mark=objection] is present
WORK
as operator
GET /recalls
=> 200
? items[record=${t.record}].change == corrected
as boss
GET /me/records
? records[record=${t.record}].fields.CF_NR == 更正后的内容

step AS-42: the applicant is told within two working days of the correction, and the mark ends with it
as operator
GET /cases/${c.case}
? clocks by clock start due clause
  inform_correction 2026-03-06 2026-03-10 AS-42
clock 2026-03-10
GET /cases/${c.case}
? clocks[clock=inform_correction].overdue == false
clock 2026-03-11
GET /cases/${c.case}
? clocks[clock=inform_correction].overdue == true
act c inform
=> 200
? state == CLOSED
GET /cases/${c.case}
? clocks[clock=inform_correction].late == true
as query_clerk
do ask
? records[record=${t.record}].marks is empty
as boss
GET /me/notices
=> 200
? items[kind=result].case == ${c.case}
