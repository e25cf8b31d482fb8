story: 法律文书被撤销或者变更：原提供单位撤销或者变更，三个工作日内报送，平台及时撤销或者变更
places: jinan

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
make evidence judgment by=boss
make evidence ruling by=clerk
make fields right item=penalty_organisation about=acme document_number=${u.doc_no} content=变更后的内容

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step JN-75: that the document was revoked is reported with proof, by the subject or the provider; the provider's revoking has no figure
as query_clerk
do ask
=> 200
as boss
file c revocation about=t ground=document_revoked
=> 422 case.guard rule=proof_attached clause=JN-75
file c revocation about=t ground=mistake proof=judgment
=> 422 case.guard rule=ground_listed clause=JN-75
file c revocation about=t ground=document_revoked proof=judgment
=> 201
? cases[0].state == REPORTED
as clerk2
file d revocation about=u ground=document_altered proof=ruling
=> 403 case.party
as clerk
GET /notices
? items[case=${c.case}] is present
GET /cases/${c.case}
? clocks[clock=revoke].figure == false
? clocks[clock=revoke].overdue == false
as operator
act c revoke reason=判决已撤销
=> 403 case.party
act c withdraw
=> 409 case.event
as clerk
act c revoke reason=判决已撤销
=> 422 case.guard rule=act_revoked clause=JN-75
act c revoke findings=act_revoked
=> 422 case.guard rule=reason_given clause=JN-75 field=reason
act c revoke findings=act_revoked reason=判决已撤销
=> 200
? state == REVOKED

step JN-76: submitted within three working days of the provider's own revoking; on the third not late, the day after it is
as clerk
GET /cases/${c.case}
? clocks by clock state due clause
  submit running 2026-03-05 JN-76
? clocks[clock=submit].start == 2026-03-02
clock 2026-03-05
GET /cases/${c.case}
? clocks[clock=submit].overdue == false
clock 2026-03-06
GET /cases/${c.case}
? clocks[clock=submit].overdue == true
as operator
act c submit
=> 403 case.party
act c withdraw
=> 409 case.event
as query_clerk
do ask
? records[record=${t.record}] is present
as clerk
act c submit
=> 200
? state == REVOKED_SUBMITTED
GET /cases/${c.case}
? clocks[clock=submit].late == true

step JN-77: the platform revokes promptly, an open task since the submission; who holds it is told to withdraw it
as operator
GET /cases/${c.case}
? clocks[clock=platform].start == 2026-03-06
? clocks[clock=platform].clause == JN-77
? clocks[clock=platform].figure == false
as clerk
act c withdraw
=> 403 case.party
as operator
act c withdraw
=> 200
? state == DONE
as query_clerk
do ask
? records[record=${t.record}] is absent
? records[record=${u.record}] is present
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? . lacks ${t.doc_no}
? . contains ${u.doc_no}
WORK
as query_clerk
GET /recalls/own
? items[record=${t.record}].change == revoked
? items[record=${t.record}].todo == withdraw
as boss
GET /me/notices
? items[case=${c.case}].kind == result

step JN-75 JN-76 JN-77: what was altered is submitted as it is now, and stands so in the platform
as clerk
file d revocation about=u ground=document_altered proof=ruling
=> 201
act d alter reason=复议决定变更
=> 422 case.guard rule=act_altered clause=JN-75
act d alter findings=act_altered
=> 422 case.guard rule=reason_given clause=JN-75 field=reason
act d alter findings=act_altered reason=复议决定变更
=> 200
? state == ALTERED
act d submit
=> 422 case.guard rule=right_version_submitted clause=JN-76 field=fields
act d submit fields=right
=> 200
? state == ALTERED_SUBMITTED
as operator
act d alter
=> 200
? state == DONE
as query_clerk
do ask
? records[record=${u.record}].fields.CF_NR == 变更后的内容

step JN-75: not revoked after all is the provider's to say, with reason, and nothing changes
as boss
file e revocation about=v ground=document_revoked proof=judgment
=> 201
as clerk
act e dismiss
=> 422 case.guard rule=reason_given field=reason
act e dismiss reason=文书仍然有效
=> 200
? state == DISMISSED
as query_clerk
do ask
? records[record=${v.record}] is present
