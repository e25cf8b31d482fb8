story: 失信程度分类：一般、严重有条件修复，特定严重公示三年且公示期间不予修复
places: jinan

make org acme
make person principal
make record registration item=registration_organisation about=acme
make record mild item=penalty_organisation about=acme CF_SXCD=一般失信行为 conduct_end=2026-03-01
make record grave item=penalty_organisation about=acme CF_SXCD=特定严重失信行为 CF_SJKZR=虚构控制人 conduct_end=2026-03-01
make target t of=mild
make target u of=grave
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
make evidence report by=boss

def ask
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step JN-44 JN-49: a penalty comes with its class, one of three, and without it is not taken in
as nobody
GET /policies/jinan
? rows[section=severity,key=general] is present
? rows[section=severity,key=serious] is present
? rows[section=severity,key=specific_serious] is present
make fields bare item=penalty_organisation about=acme CF_SXCD=
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${bare}}
! sent = submission
as reviewer
POST /submissions/${sent}/review
  {"result": "passed", "opinion": "已核实"}
=> 200
? accepted == 0
as clerk
GET /submissions/${sent}/faults
? items[0].field == 失信程度

step JN-45: the gravest class is published three years from the decision, the others have no such figure in the text
do ask
=> 200
? records[record=${u.record}].term.publish_to == 2029-03-02
? records[record=${t.record}].term.publish_to != 2029-03-02
as nobody
GET /policies/jinan
? rows[key=publish.term.specific_serious].value contains 3 year
? rows[key=publish.term.specific_serious].clause == ["JN-45"]

step JN-50 JN-47: with the penalty on record the subject is told the way and requirements of repair
as clerk
file r rectification about=t event=record_penalty
=> 201
? cases[0].state == RECORDED
as boss
GET /me/notices
? items[case=${r.case}].kind == guidance
as clerk
file g rectification about=u event=record_penalty
=> 201

step JN-47: conduct of the general class is repaired under conditions, and shown so
as boss
GET /cases/${r.case}
! r = .
act r apply
=> 200
GET /cases/${r.case}
! r = .
? state == REPAIR_READY
as clerk
act r repair
=> 422 case.guard rule=repair_rules_met clause=JN-47
act r repair findings=repair_rules_met reason=符合修复条件
=> 200
? state == REPAIRED
do ask
? records[record=${t.record}].marks[mark=repaired] is present
? records[record=${u.record}].marks is empty
as boss
GET /me/notices
? items[kind=repair_decision].case == ${r.case}
WORK
as query_clerk
GET /recalls/own
? items[record=${t.record}].change == repaired

step JN-46: the gravest class is not repaired while it is published: refused with the reason and the earliest day
as boss
GET /cases/${g.case}
! g = .
act g apply
=> 200
GET /cases/${g.case}
! g = .
? state == BLOCKED
? events[event=block].clause == JN-46
GET /me/notices
? items[kind=repair_refused].case == ${g.case}
act g apply
=> 422 case.guard rule=class_not_blocked clause=JN-46
? detail contains 2029-03-03
GET /cases/${g.case}
? events[event=block].said.reason contains 2029-03-03

step JN-46 JN-47: on the last day of publication still not; the day after it may be applied for
clock 2029-03-02
as boss
act g apply credit_report=report
=> 422 case.guard rule=class_not_blocked clause=JN-46
clock 2029-03-03
act g apply credit_report=report
=> 200
? state == REPAIR_APPLIED
