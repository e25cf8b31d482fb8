story: 异议：不符合条件而被列入严重失信名单或者未被移出的
places: anshan

make org acme
make record registration item=registration_organisation about=acme
make target t of=registration
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make evidence letter by=clerk

step AS-37 AS-47: an objection can stand at a list entry, which is marked from that moment
as clerk
POST /cases
  {"process": "listing", "reason": "虚构失信行为", "list_type": "serious", "condition": "符合虚构列入条件", "procedure": "虚构认定会议纪要", "citation": "《虚构省条例》第一条", "rank": "local_regulation", "text": "虚列字〔2026〕第1号", "targets": [{"kind": "list_entry", "subject": "${t.subject}"}]}
=> 201
! listing = cases[0].case
GET /cases/${listing}
! l = .
act l serve_notice document=letter until=2026-03-03
  {"contents": [{"content": "listing_reason", "text": "虚构列入理由"}, {"content": "listing_basis", "text": "虚构列入依据"}, {"content": "measure_reason", "text": "虚构措施理由"}, {"content": "measure_basis", "text": "虚构措施依据"}, {"content": "remedies", "text": "行政复议、行政诉讼"}, {"content": "lifting_conditions", "text": "履行完毕后解除"}]}
=> 200
clock 2026-03-04
act l list reason=虚构列入理由
=> 200
as boss
GET /me/list-entries
=> 200
! entry = items[0]
? items[0].exit_day is absent
file c objection about=entry kind=list_entry ground=wrong_listing
=> 422 case.guard rule=proof_attached
file c objection about=entry kind=list_entry ground=wrong_listing proof=proof claim=不符合列入条件
=> 201
? cases[0].state == RECEIVED
GET /me/list-entries
? items[0].marks[mark=objection] is present

step AS-37: found wrong, the entry ends, with its cause; the applicant is told
as operator
act c find_own_error reason=录入了其他主体
=> 200
act c end_entry reason=移出
=> 422 case.guard field=cause
act c end_entry reason=移出 cause=主体匹配错误
=> 200
? state == CORRECTED
as boss
GET /me/list-entries
? items[0].exit_day == 2026-03-04
as operator
act c inform
=> 200
? state == CLOSED
as boss
GET /me/notices
? items[case=${c.case}].kind == result
