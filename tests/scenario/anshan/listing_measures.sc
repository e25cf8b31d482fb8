story: 列入严重失信名单和惩戒措施：列入后实施，修复后终止
places: anshan

make org acme
make record penalty item=penalty_organisation about=acme
make measure limit type=joint_punishment unit=organ
  {"list": "serious", "name": "限制准入"}
make evidence proof by=window
make evidence paper by=clerk
make account acme_self about=acme proof=proof

def check
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政许可"}

step AS-12: nobody goes round the listing case, whose notice says six things
as clerk
POST /list-entries
  {"subject": ${acme}, "list": "serious", "doc_no": "虚列1号", "condition": "虚构", "procedure": "虚构", "reason": "虚构", "citation": "《虚构条例》第一条", "citation_rank": "local_regulation"}
=> 409 list.process clause=AS-11
POST /list-notices
  {"subject": ${acme}, "list": "serious", "contents": {}, "evidence": "${paper.evidence}", "served_day": "2026-03-02", "until_day": "2026-03-05"}
=> 409 list.process clause=AS-11
POST /cases
  {"process": "listing", "subject": ${acme}, "targets": [{"kind": "list_entry"}], "event": "propose", "list_type": "serious", "condition": "虚构列入条件", "procedure": "虚构认定程序", "citation": "《虚构条例》第一条", "rank": "local_regulation", "reason": "虚构列入理由"}
=> 201
! case = cases[0].case
POST /cases/${case}/acts
  {"version": 1, "event": "serve_notice", "papers": [{"evidence": "${paper.evidence}", "kind": "document"}], "contents": [{"content": "listing_basis", "text": "依据"}, {"content": "measure_reason", "text": "理由"}, {"content": "measure_basis", "text": "依据"}, {"content": "remedies", "text": "途径"}, {"content": "lifting_conditions", "text": "条件"}]}
=> 422 field=contents
? detail contains 列入理由
POST /cases/${case}/acts
  {"version": 1, "event": "serve_notice", "papers": [{"evidence": "${paper.evidence}", "kind": "document"}], "contents": [{"content": "listing_reason", "text": "理由"}, {"content": "listing_basis", "text": "依据"}, {"content": "measure_reason", "text": "理由"}, {"content": "measure_basis", "text": "依据"}, {"content": "remedies", "text": "途径"}, {"content": "lifting_conditions", "text": "条件"}]}
=> 200
? state == NOTIFIED
! version = version
as nobody
GET /lists?place=anshan
? items[list=serious].contents.length == 6
? items[list=serious].gate == law
? items[list=serious].process == listing

step AS-13: the subject states its case, and it is decided on before anything else
as acme_self
GET /me/notices
? items[kind=prior_notice].title is present
POST /cases/${case}/acts
  {"version": ${version}, "event": "state", "text": "已经履行完毕"}
=> 200
? state == STATED
! version = version
as clerk
POST /cases/${case}/acts
  {"version": ${version}, "event": "list", "reason": "虚构", "text": "虚列1号", "rank": "local_regulation"}
=> 409
POST /cases/${case}/acts
  {"version": ${version}, "event": "reject_statement"}
=> 422 case.guard clause=AS-13
POST /cases/${case}/acts
  {"version": ${version}, "event": "reject_statement", "reason": "未提供履行凭证"}
=> 200
? state == DECIDED
! version = version
do check
? applies.length == 0
as clerk
POST /cases/${case}/acts
  {"version": ${version}, "event": "list", "reason": "虚构列入理由", "text": "虚列1号", "rank": "local_regulation"}
=> 200
? state == LISTED
GET /list-entries
=> 200
? items[list=serious].condition == 虚构列入条件
? items[list=serious].case == ${case}
! entry = items[0]
do check
? applies[list=serious].kind == punishment
as acme_self
GET /me/list-entries
? items[list=serious].in_force == true
GET /me/notices
? items[kind=measure_applied].title is present
as query_clerk
GET /notices
? items[kind=measure_changed].title is present

step AS-54: after repair the joint punishment ends, and every executing unit is told
make evidence repaired by=acme_self
as acme_self
file c repair about=entry kind=list_entry findings=conduct_corrected,effects_removed proof=repaired
=> 201
act c enter_method method=rectification proof=repaired
=> 200
as query_clerk
do check
? applies[list=serious].kind == punishment
as clerk
act c confirm reason=已完成整改
=> 200
do check
? applies[list=serious].kind == punishment
as clerk
act c end
=> 200
do check
? applies.length == 0
? not_applying[list=serious].standing == ended
as query_clerk
GET /notices
? items.length == 2
GET /applied-measures
? items[0].ended_day == 2026-03-02
as acme_self
GET /me/measures
? applies.length == 0
