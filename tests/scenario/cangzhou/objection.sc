story: 异议：受理、比对、核查、告知与诉讼
places: cangzhou

make org acme
make org other
make record registration item=registration_organisation about=acme
make record others item=registration_organisation about=other
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make record third item=penalty_organisation about=acme
make target t of=fine
make target t2 of=second
make target t3 of=third
make evidence paper by=window
make account boss about=acme proof=paper
make account stranger about=other proof=paper
make evidence proof by=boss
make evidence theirs by=stranger
make evidence other by=clerk

def look
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}
=> 200

step CZ-21 CZ-132 CZ-133 CZ-134: the subject files with the objection office, in writing, with proof, on a listed ground
as boss
file c objection about=t ground=error_or_omission
=> 422 case.guard rule=proof_attached clause=CZ-132
file c objection about=t ground=because proof=proof
=> 422 case.guard rule=ground_listed clause=CZ-132
file c objection about=t ground=error_or_omission proof=proof desk=${units.bureau}
=> 422 case.desk clause=CZ-132
file c objection about=t ground=error_or_omission proof=proof claim=处罚金额与决定书不一致
=> 201
? cases[0].state == RECEIVED
as auditor
GET /cases/${c.case}
? desk == ${units.platform}
? claim == 处罚金额与决定书不一致
? events[0].clause == CZ-132
as stranger
POST /cases
  {"process": "objection", "ground": "error_or_omission", "targets": [{"kind": "record", "id": "${t2.record}"}], "papers": [{"evidence": "${theirs.evidence}"}]}
=> 422 case.target

step CZ-135 CZ-136: further grounds are secrets and privacy, and a term that has passed
as boss
file d objection about=t2 ground=secret_or_privacy proof=proof
=> 201
file e objection about=t3 ground=past_term proof=proof
=> 201
file again objection about=t3 ground=past_term proof=proof
=> 409 case.repeated
act e withdraw
=> 409 case.event

step CZ-148: the record is marked from the application on, in every answer
do look
? records[doc_no=${t.doc_no}].marks.length == 1
? records[doc_no=${t.doc_no}].marks[0].mark == objection
? records[doc_no=${t.doc_no}].marks[0].clause == CZ-148
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}
=> 200
? records[doc_no=${t.doc_no}].marks.length == 1
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
? records[doc_no=${t.doc_no}].marks.length == 1

step CZ-137 CZ-138 CZ-139: the office asks for the comparison within a working day, the operator compares within one
as auditor
GET /cases/${c.case}
? clocks by clock due clause overdue
  forward 2026-03-03 CZ-137 false
as operator
act c send_comparison_notice
=> 403 case.party
as objection_desk
act c send_comparison_notice
=> 200
? state == COMPARING
act d send_comparison_notice
=> 200
as auditor
GET /cases/${c.case}
? clocks by clock due clause
  compare 2026-03-03 CZ-138
  correct 2026-03-05 CZ-140
clock 2026-03-04
GET /cases/${e.case}
? clocks by clock overdue
  forward true
GET /cases/${c.case}
? clocks by clock overdue
  compare true

step CZ-140 CZ-141 CZ-142: what differs is corrected within three days of the notice, and the subject told within three of the result
as objection_desk
act c report_different
=> 403 case.party
as operator
act c report_different
=> 200
? state == DIFFERENT
make fields right item=penalty_organisation about=acme CF_WSH=${fine.fields.CF_WSH} decision_date=2026-03-02 CF_NR=与报送一致的内容
act c correct fields=right
=> 422 case.guard rule=reason_given field=reason
act c correct reason=平台记载与报送不一致 fields=right
=> 200
? state == CORRECTED
as auditor
GET /cases/${c.case}
? clocks by clock due state late
  inform_correction 2026-03-09 running false
  correct 2026-03-05 met false
  compare 2026-03-03 met true
do look
? records[doc_no=${t.doc_no}].changes.length == 2
? records[doc_no=${t.doc_no}].fields.CF_NR == 与报送一致的内容
as objection_desk
act c inform
=> 200
? state == CLOSED
do look
? records[doc_no=${t.doc_no}].marks is empty
as boss
GET /me/notices
=> 200
? items[kind=result].number is present

step CZ-143 CZ-144 CZ-145 CZ-26: what agrees goes to the provider, who has fifteen days that an appraisal stops
as operator
act d report_same
=> 200
as objection_desk
act d send_verification_notice
=> 200
as clerk
GET /cases?open=true&process=objection
? items[case=${d.case}].state == PROVIDER
GET /cases/${d.case}
? clocks by clock due clause
  verify 2026-03-25 CZ-144
act d pause pause_reason=appraisal
=> 422 case.guard rule=proof_attached clause=CZ-145
act d pause proof=other
=> 422 case.guard rule=pause_reason clause=CZ-145
act d pause pause_reason=appraisal proof=other
=> 200
clock 2026-03-10
act d resume proof=other
=> 200
GET /cases/${d.case}
? clocks by clock due state
  verify 2026-03-31 running
? pauses[0].from == 2026-03-04
? pauses[0].to == 2026-03-10

step CZ-146 CZ-147: the subject is told within seven days and told that it may go to court; the outcome is recorded
act d reply_right reason=经核查与决定书一致
=> 200
as auditor
GET /cases/${d.case}
? clocks by clock due clause
  inform_verification 2026-03-19 CZ-146
as objection_desk
act d inform
=> 200
? state == CLOSED
as boss
act c remedy text=提起行政诉讼
=> 422 case.guard rule=provider_verified clause=CZ-147
act d remedy text=提起行政诉讼
=> 200
? state == REMEDY

step CZ-149: what the provider confirms cannot be verified is deleted by the operator; the office tells no result before
as objection_desk
act e send_comparison_notice
=> 200
as operator
act e report_same
=> 200
as objection_desk
act e send_verification_notice
=> 200
as clerk
act e reply_unverifiable reason=原始卷宗灭失
=> 200
as objection_desk
act e inform
=> 422 case.guard rule=no_deletion_due clause=CZ-146
as operator
act e delete reason=信息提供单位确认无法核实
=> 200
? state == DELETED
do look
? records.length == 3
as objection_desk
act e inform
=> 200
