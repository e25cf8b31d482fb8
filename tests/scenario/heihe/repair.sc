story: 信用修复：披露期限内申请，符合规定的一个工作日内修复
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

step HH-68: the conduct was corrected and its effects removed, both said and proven
as query_clerk
do ask
=> 200
as boss
file c repair about=t
=> 422 case.guard rule=conduct_corrected clause=HH-68
file c repair about=t findings=conduct_corrected proof=proof
=> 422 case.guard rule=effects_removed clause=HH-68
file c repair about=t findings=conduct_corrected,effects_removed
=> 422 case.guard rule=conduct_corrected clause=HH-68

step HH-68: to the platform or to the unit that determined the conduct, to no other
file c repair about=t findings=conduct_corrected,effects_removed proof=proof desk=${units.bureau2}
=> 422 case.desk clause=HH-68
file c repair about=t findings=conduct_corrected,effects_removed proof=proof desk=${units.bureau}
=> 201
file d repair about=u findings=conduct_corrected,effects_removed proof=proof desk=${units.platform}
=> 201
as clerk
act d review
=> 403 case.party
act c review
=> 200
? state == REVIEW
as operator
act d review
=> 200

step HH-69: once the rules are found to be met there is one working day, through its last day
as clerk
act c repair
=> 422 case.guard rule=repair_rules_met clause=HH-69
act c find_compliant findings=repair_rules_met
=> 422 case.guard rule=reason_given clause=HH-69 field=reason
act c find_compliant findings=repair_rules_met reason=已缴清罚款并完成整改
=> 200
GET /cases/${c.case}
? clocks by clock start due clause
  repair 2026-03-02 2026-03-03 HH-69
as operator
act d find_compliant findings=repair_rules_met reason=已缴清罚款并完成整改
=> 200
clock 2026-03-03
as clerk
GET /cases/${c.case}
? clocks[clock=repair].overdue == false
act c repair
=> 200
? state == REPAIRED
GET /cases/${c.case}
? clocks[clock=repair].late == false
as query_clerk
do ask
? records[record=${t.record}].marks[mark=repaired].clause == HH-69
? records[record=${u.record}].marks is empty
WORK
as query_clerk
GET /recalls/own
? items[record=${t.record}].change == repaired
as boss
GET /me/notices
? items[case=${c.case}].kind == repair_decision

step HH-69: the day after it is overdue and stays late
clock 2026-03-04
as operator
GET /cases/${d.case}
? clocks[clock=repair].due == 2026-03-03
? clocks[clock=repair].overdue == true
act d repair
=> 200
GET /cases/${d.case}
? clocks[clock=repair].late == true

step HH-68: refused with a reason that the applicant reads
make record another item=penalty_organisation about=acme
make target w of=another
as boss
file e repair about=w findings=conduct_corrected,effects_removed proof=proof
=> 201
as operator
act e review
=> 200
act e refuse findings=repair_rules_not_met
=> 422 case.guard rule=reason_given field=reason
act e refuse findings=repair_rules_not_met reason=仍有未履行的义务
=> 200
? state == REFUSED
as query_clerk
do ask
? records[record=${w.record}].marks is empty
as boss
GET /me/notices
! n = items[case=${e.case}].notice
POST /me/notices/${n}/reading
? body contains 仍有未履行的义务

step HH-70: what the State provides otherwise prevails, with its citation, and from its day on
as nobody
GET /policies/heihe
? rows[key=repair.limit].value contains 1 working_day
make pack uncited file=overrides.yaml
  overrides:
    - {parameter: repair.limit, value: 3 working_day, start: compliance_found, actor: receiving_unit, rank: administrative_regulation, scope: all, from: 2026-03-05}
CLI policy check ${uncited.dir}
=> exit 1 citation
make pack national file=overrides.yaml
  overrides:
    - {parameter: repair.limit, value: 3 working_day, start: compliance_found, actor: receiving_unit, citation: 《虚构信用修复条例》第九条, rank: administrative_regulation, scope: all, from: 2026-03-05}
    - {parameter: disclose.term, value: 1 year, start: conduct_end, actor: operator, citation: 《虚构信用修复条例》第三条, rank: administrative_regulation, scope: all, from: 2026-03-05}
CLI policy adopt ${national.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-03-05
=> exit 0
clock 2026-03-05
make record old item=penalty_organisation about=acme conduct_end=2025-03-10
make record older item=penalty_organisation about=acme conduct_end=2025-03-10
make target x of=old
make target y of=older
as boss
file g repair about=w findings=conduct_corrected,effects_removed proof=proof
=> 201
as operator
act g review
act g find_compliant findings=repair_rules_met reason=已履行
=> 200
GET /cases/${g.case}
? clocks[clock=repair].due == 2026-03-10

step HH-68: within the disclosure term, its last day included
clock 2026-03-10
as boss
file h repair about=x findings=conduct_corrected,effects_removed proof=proof
=> 201
clock 2026-03-11
as boss
file i repair about=y findings=conduct_corrected,effects_removed proof=proof
=> 422 case.guard rule=within_disclosure_term clause=HH-68
? detail contains 披露期限
