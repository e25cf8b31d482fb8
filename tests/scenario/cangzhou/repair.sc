story: 信用修复、守信信息删除、主体变更、期满转为档案
places: cangzhou

make org acme
make person zhang
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make record old item=penalty_organisation about=acme decision_date=2021-03-09
make record honour item=commendation_organisation about=acme
make target t of=fine
make target t2 of=second
make target t3 of=old
make target h of=honour
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make evidence decision by=clerk
make evidence change by=operator

def look
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}
=> 200

step CZ-150: repair is asked of the provider, with proof that conduct and effects are mended
as boss
file r repair about=t proof=proof
=> 422 case.guard rule=conduct_corrected clause=CZ-150
file r repair about=t findings=conduct_corrected,effects_removed
=> 422 case.guard rule=conduct_corrected clause=CZ-150
file r repair about=t findings=conduct_corrected,effects_removed proof=proof desk=${units.platform}
=> 422 case.desk clause=CZ-150
file r repair about=t findings=conduct_corrected,effects_removed proof=proof
=> 201
as auditor
GET /cases/${r.case}
? desk == ${units.bureau}

step CZ-151 CZ-152: the provider reviews and, once the conditions are found met, decides within three working days
as clerk2
GET /cases/${r.case}
=> 404
as clerk
act r review
=> 200
act r decide document=decision
=> 422 case.guard rule=repair_rules_met clause=CZ-152
act r find_compliant findings=repair_rules_met reason=已履行处罚决定
=> 200
GET /cases/${r.case}
? clocks by clock due clause
  decide 2026-03-05 CZ-152
clock 2026-03-05
GET /cases/${r.case}
? clocks by clock overdue
  decide false
clock 2026-03-06
GET /cases/${r.case}
? clocks by clock overdue
  decide true

step CZ-153 CZ-154 CZ-155: the decision is reported to the office and on the platform at once; punishment from it ends, and the record says it is repaired
act r decide
=> 422 case.guard rule=document_issued clause=CZ-152
act r decide document=decision
=> 200
? state == EFFECTIVE
GET /cases/${r.case}
? clocks by clock late
  decide true
as objection_desk
GET /notices
=> 200
? items[kind=repair_decision].number is present
do look
? records[doc_no=${t.doc_no}].marks.length == 1
? records[doc_no=${t.doc_no}].marks[0].mark == repaired

step CZ-151: a refusal has its reason
as boss
file q repair about=t2 findings=conduct_corrected,effects_removed proof=proof
=> 201
as clerk
act q review
=> 200
act q refuse findings=repair_rules_not_met
=> 422 case.guard rule=reason_given
act q refuse findings=repair_rules_not_met reason=罚款尚未缴清
=> 200
? state == REFUSED
as boss
GET /me/notices
? items[kind=repair_refused].number is present

step CZ-156 CZ-157: honours go when their subject asks, nothing else does
file p positive_deletion about=t2
=> 201
as operator
act p delete
=> 422 case.guard rule=positive_record clause=CZ-157
as boss
file q2 positive_deletion about=h
=> 201
as operator
act q2 delete
=> 200
? state == DELETED
do look
? records lacks commendation_organisation
as boss
GET /me/notices
? items[kind=deletion].number is present

step CZ-129: a subject that changes is followed, with proof and reason
as operator
POST /cases
  {"process": "subject_change", "ground": "renamed", "targets": [{"kind": "subject", "subject": "${t.subject}"}], "reason": "登记机关通报"}
=> 201
! case = cases[0].case
GET /cases/${case}
! version = version
POST /cases/${case}/acts
  {"event": "update", "version": ${version}, "name": "虚构更名公司", "reason": "已更名"}
=> 422 case.guard rule=change_proven clause=CZ-129
POST /cases/${case}/acts
  {"event": "update", "version": ${version}, "name": "虚构更名公司", "reason": "已更名", "papers": [{"evidence": "${change.evidence}"}]}
=> 200
do look
? subject.name == 虚构更名公司

step CZ-81: after five years it is kept as archive, with nobody's hand
clock 2026-03-09
WORK
do look
? records[doc_no=${t3.doc_no}].state == active
clock 2026-03-10
WORK
do look
? records[doc_no=${t3.doc_no}].state == archived
