story: 列入严重失信名单：书面告知在前，六项内容，陈述申辩须处理
places: anshan

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make target t of=fine
make org rival
make record other item=registration_organisation about=rival
make target r of=other
make evidence paper by=window
make evidence letter by=clerk
make account boss about=acme proof=paper

def propose
POST /cases
  {"process": "listing", "reason": "虚构失信行为", "list_type": "serious", "condition": "符合虚构列入条件", "procedure": "虚构认定会议纪要", "citation": "《虚构省条例》第一条", "rank": "local_regulation", "text": "虚列字〔2026〕第1号", "targets": [{"kind": "list_entry", "subject": "${t.subject}"}]}

step AS-11: an entry rests on a basis and a reason, and on nobody's word but the provider's
as operator
do propose
=> 403 case.party
as clerk
POST /cases
  {"process": "listing", "reason": "虚构失信行为", "list_type": "serious", "citation": "《虚构省条例》第一条", "targets": [{"kind": "list_entry", "subject": "${t.subject}"}]}
=> 422 case.guard rule=list_basis_met clause=AS-11
POST /cases
  {"process": "listing", "reason": "虚构失信行为", "list_type": "watch", "condition": "符合", "procedure": "纪要", "targets": [{"kind": "list_entry", "subject": "${t.subject}"}]}
=> 422 case.guard rule=list_basis_met clause=AS-11
do propose
=> 201
! first = cases[0].case
GET /cases/${first}
! c = .
? state == PROPOSED

step AS-11 AS-12: not before the written notice, which says six things
as clerk
act c list reason=列入
=> 409 case.event
act c serve_notice document=letter
  {"contents": [{"content": "listing_basis", "text": "依据"}, {"content": "measure_reason", "text": "措施理由"}, {"content": "measure_basis", "text": "措施依据"}, {"content": "remedies", "text": "行政复议"}, {"content": "lifting_conditions", "text": "履行完毕"}]}
=> 422 case.guard rule=document_issued clause=AS-11 field=contents
act c serve_notice document=letter
  {"contents": [{"content": "listing_reason", "text": "理由"}, {"content": "measure_reason", "text": "措施理由"}, {"content": "measure_basis", "text": "措施依据"}, {"content": "remedies", "text": "行政复议"}, {"content": "lifting_conditions", "text": "履行完毕"}]}
=> 422 case.guard rule=document_issued clause=AS-11 field=contents
act c serve_notice document=letter
  {"contents": [{"content": "listing_reason", "text": "理由"}, {"content": "listing_basis", "text": "依据"}, {"content": "measure_basis", "text": "措施依据"}, {"content": "remedies", "text": "行政复议"}, {"content": "lifting_conditions", "text": "履行完毕"}]}
=> 422 case.guard rule=document_issued field=contents
act c serve_notice document=letter
  {"contents": [{"content": "listing_reason", "text": "理由"}, {"content": "listing_basis", "text": "依据"}, {"content": "measure_reason", "text": "措施理由"}, {"content": "remedies", "text": "行政复议"}, {"content": "lifting_conditions", "text": "履行完毕"}]}
=> 422 case.guard rule=document_issued field=contents
act c serve_notice document=letter
  {"contents": [{"content": "listing_reason", "text": "理由"}, {"content": "listing_basis", "text": "依据"}, {"content": "measure_reason", "text": "措施理由"}, {"content": "measure_basis", "text": "措施依据"}, {"content": "lifting_conditions", "text": "履行完毕"}]}
=> 422 case.guard rule=document_issued field=contents
act c serve_notice document=letter
  {"contents": [{"content": "listing_reason", "text": "理由"}, {"content": "listing_basis", "text": "依据"}, {"content": "measure_reason", "text": "措施理由"}, {"content": "measure_basis", "text": "措施依据"}, {"content": "remedies", "text": "行政复议"}]}
=> 422 case.guard rule=document_issued field=contents
act c serve_notice document=letter until=2026-03-09
  {"contents": [{"content": "listing_reason", "text": "虚构列入理由"}, {"content": "listing_basis", "text": "虚构列入依据"}, {"content": "measure_reason", "text": "虚构措施理由"}, {"content": "measure_basis", "text": "虚构措施依据"}, {"content": "remedies", "text": "行政复议、行政诉讼"}, {"content": "lifting_conditions", "text": "履行完毕后解除"}]}
=> 200
? state == NOTIFIED
as boss
GET /me/notices
=> 200
? items[case=${first}].kind == prior_notice
! notice = items[case=${first}].notice
POST /me/notices/${notice}/reading
=> 200
? . contains 虚构列入理由
? . contains 虚构列入依据
? . contains 虚构措施理由
? . contains 虚构措施依据
? . contains 行政复议、行政诉讼
? . contains 履行完毕后解除

step AS-13: the subject states its case; while that is undecided nothing is entered
as clerk
act c list reason=列入
=> 422 case.guard rule=statement_decided
act c state text=代为陈述
=> 403 case.party
as boss
GET /cases/${first}
=> 200
? clocks[clock=notice].due == 2026-03-09
act c state text=罚款已经缴清
=> 200
? state == STATED
as clerk
GET /cases/${first}
? events[event=state].said.text == 罚款已经缴清
? events[event=state].party == subject
act c list reason=列入
=> 409 case.event
clock 2026-03-10
act c list reason=列入
=> 409 case.event
act c reject_statement
=> 422 case.guard rule=reason_given clause=AS-13 field=reason
act c reject_statement reason=缴清在处罚期限之后
=> 200
? state == DECIDED
act c list reason=虚构列入理由
=> 200
? state == LISTED
as boss
GET /me/notices
? items[kind=result].case == ${first}

step AS-13: what is accepted ends it without an entry
as clerk
do propose
=> 201
! second = cases[0].case
GET /cases/${second}
! d = .
act d serve_notice document=letter
  {"contents": [{"content": "listing_reason", "text": "虚构列入理由"}, {"content": "listing_basis", "text": "虚构列入依据"}, {"content": "measure_reason", "text": "虚构措施理由"}, {"content": "measure_basis", "text": "虚构措施依据"}, {"content": "remedies", "text": "行政复议、行政诉讼"}, {"content": "lifting_conditions", "text": "履行完毕后解除"}]}
=> 200
as boss
GET /cases/${second}
! d = .
act d state text=并非本单位所为
=> 200
as clerk
act d accept_statement
=> 422 case.guard rule=reason_given clause=AS-13 field=reason
act d accept_statement reason=系他人冒用
=> 200
? state == DROPPED
act d list reason=列入
=> 409 case.event

step AS-11 AS-13: without a statement, on the last day of the period not yet, the day after it is entered
as clerk
POST /cases
  {"process": "listing", "reason": "虚构失信行为", "list_type": "serious", "condition": "符合虚构列入条件", "procedure": "虚构认定会议纪要", "citation": "《虚构省条例》第一条", "rank": "local_regulation", "text": "虚列字〔2026〕第2号", "targets": [{"kind": "list_entry", "subject": "${r.subject}"}]}
=> 201
! third = cases[0].case
GET /cases/${third}
! e = .
act e serve_notice document=letter until=2026-03-16
  {"contents": [{"content": "listing_reason", "text": "虚构列入理由"}, {"content": "listing_basis", "text": "虚构列入依据"}, {"content": "measure_reason", "text": "虚构措施理由"}, {"content": "measure_basis", "text": "虚构措施依据"}, {"content": "remedies", "text": "行政复议、行政诉讼"}, {"content": "lifting_conditions", "text": "履行完毕后解除"}]}
=> 200
clock 2026-03-16
act e list reason=虚构列入理由
=> 422 case.guard rule=statement_decided
clock 2026-03-17
act e list reason=虚构列入理由
=> 200
? state == LISTED
