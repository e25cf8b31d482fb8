story: 守信和失信名单：类型、认定办法、列入前告知、移出
places: cangzhou

make org acme
make org good
make org bravo
make measure key type=key_supervision
  {"list": "dishonest"}
make measure priority type=priority_service unit=organ
  {"list": "good_standing"}
make evidence paper by=clerk

step CZ-93: lists are the pack's; nobody makes one up
as nobody
GET /lists?place=cangzhou
=> 200
? items[list=good_standing].kind == good_standing
? items[list=good_standing].clause == CZ-93
? items[list=good_standing].notice == false
? items[list=dishonest].kind == dishonest
as clerk
POST /list-entries
  {"subject": ${good}, "list": "my_own_list", "doc_no": "虚列1号", "condition": "虚构", "reason": "虚构", "citation": "《虚构条例》第一条", "citation_rank": "local_regulation"}
=> 422 list.type

step CZ-94: a provider works by rules made under those of the State and the province
POST /list-documents
  {"kind": "recognition", "list": "dishonest", "title": "虚构失信行为认定办法", "from_day": "2026-03-02", "parts": [{"name": "criteria", "text": "逾期三次以上"}]}
=> 422 citation.missing field=basis
POST /list-documents
  {"kind": "recognition", "list": "dishonest", "title": "虚构失信行为认定办法", "from_day": "2026-03-02", "basis": "《虚构省规定》第一条", "basis_rank": "provincial_document"}
=> 422 list.document clause=CZ-93 field=parts.criteria
POST /list-documents
  {"kind": "recognition", "list": "dishonest", "title": "虚构失信行为认定办法", "from_day": "2026-03-02", "basis": "《虚构省规定》第一条", "basis_rank": "provincial_document", "parts": [{"name": "criteria", "text": "逾期三次以上"}]}
=> 201
! rules = id
as nobody
GET /list-documents?place=cangzhou
? items[document=${rules}].list == dishonest
? items[document=${rules}].basis_rank == provincial_document
? items[document=${rules}].unit_name == 虚构市场监管局

step CZ-93: an entry has its days, its ground, and where the pack names none, the law that allows the list
as clerk
POST /list-entries
  {"subject": ${good}, "list": "good_standing", "doc_no": "虚列1号", "condition": "三年无失信", "reason": "信用良好"}
=> 422 citation.missing clause=CZ-93 field=citation
POST /list-entries
  {"subject": ${good}, "list": "good_standing", "doc_no": "虚列1号", "reason": "信用良好", "citation": "《虚构条例》第一条", "citation_rank": "local_regulation"}
=> 422 list.basis clause=CZ-93 field=condition
POST /list-entries
  {"subject": ${good}, "list": "good_standing", "doc_no": "虚列1号", "condition": "三年无失信", "reason": "信用良好", "citation": "《虚构条例》第一条", "citation_rank": "local_regulation", "entry_day": "2026-03-03"}
=> 400 date.invalid field=entry_day
POST /list-entries
  {"subject": ${good}, "list": "good_standing", "doc_no": "虚列1号", "condition": "三年无失信", "reason": "信用良好", "citation": "《虚构条例》第一条", "citation_rank": "local_regulation", "until_day": "2026-03-10"}
=> 201
? entry_day == 2026-03-02
! good_subject = subject
! good_entry = entry
GET /list-entries
? items[entry=${good_entry}].until_day == 2026-03-10
? items[entry=${good_entry}].in_force == true

step CZ-92: an entry brings along the measures whose objects its list's entries are, until its last day
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${good.number}"}, "purpose": "行政许可", "scene": "licence"}
=> 200
? applies[list=good_standing].kind == incentive
clock 2026-03-10
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${good.number}"}, "purpose": "行政许可", "scene": "licence"}
? applies.length == 1
clock 2026-03-11
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${good.number}"}, "purpose": "行政许可", "scene": "licence"}
? applies.length == 0
WORK
GET /applied-measures
? items[0].ended_day == 2026-03-11
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${good.number}"}, "purpose": "行政许可", "scene": "licence"}
? applies.length == 0
? not_applying[list=good_standing].standing == ended

step: where the text is silent, a listing waits for its notice by product default
as nobody
GET /lists?place=cangzhou
? items[list=dishonest].notice == true
? items[list=dishonest].gate == default
? items[list=dishonest].gate_clause == default
? items[list=dishonest].contents.length == 6
as clerk
POST /list-entries
  {"subject": ${acme}, "list": "dishonest", "doc_no": "虚列2号", "condition": "逾期四次", "procedure": "会议纪要", "reason": "逾期", "citation": "《虚构条例》第一条", "citation_rank": "local_regulation", "document": "${rules}"}
=> 422 list.notice_missing clause=default
POST /list-notices
  {"subject": ${acme}, "list": "dishonest", "contents": {"listing_reason": "逾期", "listing_basis": "认定办法", "measure_reason": "防止再犯", "measure_basis": "《虚构条例》", "remedies": "行政复议"}, "evidence": "${paper.evidence}", "served_day": "2026-03-11", "until_day": "2026-03-13"}
=> 422 list.notice_content clause=default field=contents.lifting_conditions
POST /list-notices
  {"subject": ${acme}, "list": "dishonest", "contents": {"listing_reason": "逾期", "listing_basis": "认定办法", "measure_reason": "防止再犯", "measure_basis": "《虚构条例》", "remedies": "行政复议", "lifting_conditions": "履行完毕"}, "evidence": "${paper.evidence}", "served_day": "2026-03-11", "until_day": "2026-03-13"}
=> 201
! notice = id
POST /list-entries
  {"subject": ${acme}, "list": "dishonest", "doc_no": "虚列2号", "condition": "逾期四次", "procedure": "会议纪要", "reason": "逾期", "citation": "《虚构条例》第一条", "citation_rank": "local_regulation", "document": "${rules}", "notice": "${notice}"}
=> 409 list.statement clause=default
clock 2026-03-14
POST /list-entries
  {"subject": ${acme}, "list": "dishonest", "doc_no": "虚列2号", "condition": "逾期四次", "procedure": "会议纪要", "reason": "逾期", "citation": "《虚构条例》第一条", "citation_rank": "local_regulation", "document": "${rules}", "notice": "${notice}"}
=> 201
! acme_subject = subject
! acme_entry = entry

step CZ-93: an entry ends with a day and a reason, and with it what rests on it
as clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}
? applies[list=dishonest].kind == punishment
POST /list-entries/${acme_subject}/${acme_entry}/exit
  {}
=> 422 reason.missing
as clerk2
POST /list-entries/${acme_subject}/${acme_entry}/exit
  {"reason": "虚构"}
=> 404 list.entry_unknown
as clerk
POST /list-entries/${acme_subject}/${acme_entry}/exit
  {"reason": "已履行完毕"}
=> 204
GET /list-entries
? items[entry=${acme_entry}].exit_day == 2026-03-14
? items[entry=${acme_entry}].exit_reason == 已履行完毕
? items[entry=${acme_entry}].in_force == false
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}
? applies.length == 0
? not_applying[list=dishonest].standing == ended
