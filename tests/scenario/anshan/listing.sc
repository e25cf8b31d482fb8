story: 列入严重失信名单前的书面告知、陈述申辩
places: anshan

make org acme
make evidence paper by=clerk
make evidence proof by=window

step AS-12: the notice says six things, and each is missed
as clerk
POST /list-notices
  {"subject": ${acme}, "list": "serious", "contents": {"listing_basis": "依据", "measure_reason": "理由", "measure_basis": "依据", "remedies": "途径", "lifting_conditions": "条件"}, "evidence": "${paper.evidence}", "served_day": "2026-03-02", "until_day": "2026-03-05"}
=> 422 list.notice_content clause=AS-12 field=contents.listing_reason
POST /list-notices
  {"subject": ${acme}, "list": "serious", "contents": {"listing_reason": "理由", "measure_reason": "理由", "measure_basis": "依据", "remedies": "途径", "lifting_conditions": "条件"}, "evidence": "${paper.evidence}", "served_day": "2026-03-02", "until_day": "2026-03-05"}
=> 422 list.notice_content clause=AS-12 field=contents.listing_basis
POST /list-notices
  {"subject": ${acme}, "list": "serious", "contents": {"listing_reason": "理由", "listing_basis": "依据", "measure_basis": "依据", "remedies": "途径", "lifting_conditions": "条件"}, "evidence": "${paper.evidence}", "served_day": "2026-03-02", "until_day": "2026-03-05"}
=> 422 list.notice_content clause=AS-12 field=contents.measure_reason
POST /list-notices
  {"subject": ${acme}, "list": "serious", "contents": {"listing_reason": "理由", "listing_basis": "依据", "measure_reason": "理由", "remedies": "途径", "lifting_conditions": "条件"}, "evidence": "${paper.evidence}", "served_day": "2026-03-02", "until_day": "2026-03-05"}
=> 422 list.notice_content clause=AS-12 field=contents.measure_basis
POST /list-notices
  {"subject": ${acme}, "list": "serious", "contents": {"listing_reason": "理由", "listing_basis": "依据", "measure_reason": "理由", "measure_basis": "依据", "lifting_conditions": "条件"}, "evidence": "${paper.evidence}", "served_day": "2026-03-02", "until_day": "2026-03-05"}
=> 422 list.notice_content clause=AS-12 field=contents.remedies
POST /list-notices
  {"subject": ${acme}, "list": "serious", "contents": {"listing_reason": "理由", "listing_basis": "依据", "measure_reason": "理由", "measure_basis": "依据", "remedies": "途径"}, "evidence": "${paper.evidence}", "served_day": "2026-03-02", "until_day": "2026-03-05"}
=> 422 list.notice_content clause=AS-12 field=contents.lifting_conditions
POST /list-notices
  {"subject": ${acme}, "list": "serious", "contents": {"listing_reason": "理由", "listing_basis": "依据", "measure_reason": "理由", "measure_basis": "依据", "remedies": "途径", "lifting_conditions": "条件"}, "served_day": "2026-03-02", "until_day": "2026-03-05"}
=> 422 evidence.missing clause=AS-11 field=evidence
POST /list-notices
  {"subject": ${acme}, "list": "serious", "contents": {"listing_reason": "理由", "listing_basis": "依据", "measure_reason": "理由", "measure_basis": "依据", "remedies": "途径", "lifting_conditions": "条件"}, "evidence": "${paper.evidence}", "served_day": "2026-03-02", "until_day": "2026-03-05"}
=> 201
! notice = id
as nobody
GET /lists?place=anshan
? items[list=serious].contents.length == 6
? items[list=serious].gate == law
? items[list=serious].gate_clause == AS-11
? items[list=serious].process == listing

step AS-13: the subject may state its case on the notice, and it must be decided on with reason
make account acme_self about=acme proof=proof
as acme_self
GET /me/list-notices
=> 200
? items[notice=${notice}].contents.remedies == 途径
? items[notice=${notice}].until_day == 2026-03-05
as clerk
POST /list-notices/${notice}/decision
  {"verdict": "rejected", "reason": "虚构"}
=> 409 list.statement clause=AS-13
as acme_self
POST /me/list-notices/${notice}/statement
  {"statement": "已经履行完毕"}
=> 204
POST /me/list-notices/${notice}/statement
  {"statement": "再说一次"}
=> 409 list.statement clause=AS-13
as clerk
GET /list-notices
? items[notice=${notice}].state == stated
? items[notice=${notice}].statement == 已经履行完毕
POST /list-notices/${notice}/decision
  {"verdict": "rejected"}
=> 422 reason.missing field=reason
as clerk2
POST /list-notices/${notice}/decision
  {"verdict": "rejected", "reason": "虚构"}
=> 422 list.notice_missing
as clerk
POST /list-notices/${notice}/decision
  {"verdict": "rejected", "reason": "未提供履行凭证"}
=> 204
as acme_self
GET /me/list-notices
? items[notice=${notice}].state == rejected
? items[notice=${notice}].decision == 未提供履行凭证

step: nobody goes round the listing process
as clerk
clock 2026-03-09
POST /list-entries
  {"subject": ${acme}, "list": "serious", "doc_no": "虚列1号", "condition": "虚构", "procedure": "虚构", "reason": "虚构", "citation": "《虚构条例》第一条", "citation_rank": "local_regulation", "notice": "${notice}"}
=> 409 list.process clause=AS-11
