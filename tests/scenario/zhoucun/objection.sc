story: 异议：理由、标注、核查、通知；没有期限数字的不算超期
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make record third item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make target v of=third
make evidence paper by=window
make account boss about=acme proof=paper
make fields right item=penalty_organisation about=acme CF_WSH=${fine.fields.CF_WSH} CF_NR=更正后的内容

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step ZC-57 ZC-58 ZC-59: three grounds and no other, raised with the operator and nobody else
as query_clerk
do ask
=> 200
? records.length == 3
? records[record=${t.record}].marks is empty
as boss
file c objection about=t ground=infringement claim=不服
=> 422 case.guard rule=ground_listed clause=ZC-57
file c objection about=t ground=error_or_omission claim=金额有误 desk=${units.bureau}
=> 422 case.desk clause=ZC-57
file c objection about=t ground=error_or_omission claim=金额有误
=> 201
file d objection about=u ground=not_to_be_public claim=依法不应当公开
=> 201
file e objection about=v ground=past_term claim=超过披露期限仍未删除
=> 201
GET /cases/${c.case}
=> 200
? desk == ${units.platform}

step ZC-62 ZC-72: marked from receipt for every reader, and throughout the handling
as query_clerk
do ask
? records[record=${t.record}].marks[mark=objection].clause in ["ZC-57", "ZC-62"]
? records[record=${u.record}].marks[mark=objection] is present
? records[record=${v.record}].marks[mark=objection] is present
as boss
GET /me/records
? records[record=${t.record}].marks[mark=objection] is present

step ZC-60 ZC-61 ZC-72: the operator verifies; the prescribed time has no figure, so days elapse and nothing is ever overdue
as clerk
act c start
=> 403 case.party
as operator
act c start
=> 200
? state == VERIFYING
act c ask_provider
=> 200
as clerk
GET /notices
? items[case=${c.case}] is present
act c reply
=> 422 case.guard rule=reason_given clause=ZC-60 field=reason
act c reply reason=原始决定书金额为一万元
=> 200
clock 2026-06-30
as operator
GET /cases/${c.case}
? clocks by clock figure due overdue clause
  verify false - false ZC-60
  inform false - false ZC-61
act c inform
=> 409 case.event
act c pause reason=鉴定 pause_reason=appraisal
=> 409 case.event

step ZC-49 ZC-50 ZC-60: found wrong, the provider corrects and submits; who held the wrong version is told
act c find_wrong
=> 422 case.guard rule=reason_given clause=ZC-49 field=reason
act c find_wrong reason=金额与决定书不一致
=> 200
? state == WRONG
GET /cases/${c.case}
? clocks by clock due overdue clause
  correct - false ZC-49
  submit - false ZC-50
as operator
act c correct reason=更正 fields=right
=> 403 case.party
as clerk
act c correct reason=录入有误
=> 422 case.guard rule=right_version_submitted clause=ZC-49 field=fields
act c correct reason=录入有误 fields=right
=> 200
? state == VERIFIED
WORK
as query_clerk
do ask
? records[record=${t.record}].fields.CF_NR == 更正后的内容
? records[record=${t.record}].marks[mark=objection] is present
GET /recalls/own
? items[record=${t.record}].change == corrected

step ZC-61: the applicant is told the result, in words that name what was found
as operator
act c inform
=> 200
? state == INFORMED
as boss
GET /me/notices
=> 200
! n = items[case=${c.case},kind=result].notice
POST /me/notices/${n}/reading
=> 200
? body contains 有误
as operator
GET /cases/${c.case}
? clocks[clock=inform].state == met
? clocks[clock=inform].late == false

step ZC-58 ZC-60: what by law should not be public is taken out of publication, and stays for those who may ask
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
as operator
act d start
=> 200
act d stop_publication
=> 422 case.guard rule=reason_given clause=ZC-58 field=reason
act d stop_publication reason=涉及商业秘密
=> 200
? state == VERIFIED
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
? records[record=${u.record}] is absent
as query_clerk
do ask
? records[record=${u.record}] is present

step ZC-59 ZC-60: past its term, it leaves the public and the query screens
as operator
act e start
=> 200
act e take_down
=> 422 case.guard rule=reason_given clause=ZC-59 field=reason
act e take_down reason=已超过披露期限
=> 200
as query_clerk
do ask
? records[record=${v.record}] is absent
? records[record=${u.record}] is present
WORK
as query_clerk
GET /recalls/own
? items[record=${v.record}].case == ${e.case}
