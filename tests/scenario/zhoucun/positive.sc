story: 申请删除表彰、志愿服务、慈善捐赠信息，三个工作日内删除并告知
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme
make record praise item=commendation_organisation about=acme
make record gift item=donation_organisation about=acme
make record help item=volunteering_organisation about=acme
make record fine item=penalty_organisation about=acme
make target p of=praise
make target g of=gift
make target h of=help
make target t of=fine
make evidence paper by=window
make account boss about=acme proof=paper

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}

step ZC-54: asked for in writing: on the platform, or at the window with the paper itself
as query_clerk
do ask
=> 200
as boss
file c positive_deletion about=p ground=unwanted
=> 422 case.guard rule=ground_listed clause=ZC-54
file c positive_deletion about=p ground=commendation
=> 201
? cases[0].state == REQUESTED
as window
POST /cases
  {"process": "positive_deletion", "ground": "donation", "subject": {"kind": "organisation", "number": "${acme.number}"}, "targets": [{"kind": "record", "id": "${g.record}"}], "identity": {"checked_originals": "营业执照", "proof": "${paper.evidence}"}}
=> 422 case.guard rule=written_form clause=ZC-54
make evidence form by=window
POST /cases
  {"process": "positive_deletion", "ground": "donation", "subject": {"kind": "organisation", "number": "${acme.number}"}, "targets": [{"kind": "record", "id": "${g.record}"}], "identity": {"checked_originals": "营业执照", "proof": "${paper.evidence}"}, "papers": [{"evidence": "${form.evidence}"}]}
=> 201
! gid = cases[0].case
as clerk
file x positive_deletion about=h ground=volunteering
=> 403

step ZC-55 ZC-56: three working days for deleting and for telling; on the last it is in time
as operator
GET /cases/${c.case}
? clocks by clock start due clause
  delete 2026-03-02 2026-03-05 ZC-55
  inform 2026-03-02 2026-03-05 ZC-56
clock 2026-03-05
as operator
GET /cases/${c.case}
? clocks[clock=delete].overdue == false
act c delete reason=本人书面申请
=> 200
? state == DELETED
GET /cases/${c.case}
? clocks by clock met late
  delete 2026-03-05 false
  inform 2026-03-05 false
as boss
GET /me/notices
? items[case=${c.case},kind=deletion].sent_on == 2026-03-05
GET /me/records
? records[record=${p.record}] is absent
GET /me/deletions
=> 200
? items[case=${c.case}] is present

step ZC-55: it is gone for everybody, and whoever had received it is told to delete it
WORK
as query_clerk
do ask
? records[record=${p.record}] is absent
? records[record=${g.record}] is present
GET /recalls/own
? items[record=${p.record}].todo == delete

step ZC-55 ZC-56: the day after both are late
clock 2026-03-06
as operator
GET /cases/${gid}
? clocks by clock due overdue
  delete 2026-03-05 true
  inform 2026-03-05 true
! g2 = .
act g2 delete reason=本人书面申请
=> 200
GET /cases/${gid}
? clocks by clock met late
  delete 2026-03-06 true
  inform 2026-03-06 true

step ZC-54: what is not of that kind is not deleted on request, and the applicant is told why
as boss
file d positive_deletion about=t ground=other
=> 201
as operator
act d delete reason=本人申请
=> 422 case.guard rule=positive_record clause=ZC-55
act d refuse
=> 422 case.guard rule=reason_given field=reason
act d refuse reason=行政处罚信息不属于可申请删除的信息
=> 200
? state == REFUSED
as query_clerk
do ask
? records[record=${t.record}] is present
as boss
GET /me/notices
! n = items[case=${d.case}].notice
POST /me/notices/${n}/reading
? body contains 不属于可申请删除
