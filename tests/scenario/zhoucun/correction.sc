story: 信息提供主体发现信息错误、失效、变更的，及时更正并报送
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make fields right item=penalty_organisation about=acme CF_WSH=${fine.fields.CF_WSH} CF_NR=自查更正后的内容

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step ZC-49: wrong, invalid or changed: the provider itself says so, and what; others may not
as query_clerk
do ask
=> 200
file c correction about=t ground=wrong reason=金额有误
=> 403
as clerk2
file c correction about=t ground=wrong reason=金额有误
=> 403
as clerk
file c correction about=t ground=outdated reason=金额有误
=> 422 case.guard rule=ground_listed clause=ZC-49
file c correction about=t ground=wrong
=> 422 case.guard rule=reason_given clause=ZC-49 field=reason
file c correction about=t ground=changed reason=处罚内容变更
=> 201
file d correction about=u ground=invalid reason=处罚决定失效
=> 201
GET /cases/${c.case}
? clocks by clock figure overdue clause
  correct false false ZC-49
  submit false false ZC-50

step ZC-49 ZC-50: corrected with the right version, submitted to the operator in the same act, and told to who held the old one
act c correct reason=处罚内容变更
=> 422 case.guard rule=right_version_submitted clause=ZC-49
act c correct reason=处罚内容变更 fields=right
=> 200
? state == CORRECTED
GET /cases/${c.case}
? clocks by clock state met late
  correct met 2026-03-02 false
  submit met 2026-03-02 false
WORK
as query_clerk
do ask
? records[record=${t.record}].fields.CF_NR == 自查更正后的内容
GET /recalls/own
? items[record=${t.record}].todo == correct

step ZC-49 ZC-50: what is no longer valid is withdrawn
as clerk
act d revoke reason=处罚决定失效
=> 200
? state == WITHDRAWN
WORK
as query_clerk
do ask
? records[record=${u.record}] is absent
GET /recalls/own
? items[record=${u.record}].todo == withdraw
