story: 公示期限届满：自动停止，不得延期，可要求转为档案保存
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make pack national file=overrides.yaml
  overrides:
    - {parameter: disclose.term, value: 1 year, start: conduct_end, actor: operator, citation: 《虚构公示条例》第三条, rank: administrative_regulation, scope: all, from: 2026-03-03}
CLI policy adopt ${national.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-03-03
=> exit 0
clock 2026-03-03
make record fine item=penalty_organisation about=acme conduct_end=2025-03-10
make record second item=penalty_organisation about=acme conduct_end=2025-03-10
make target t of=fine
make target u of=second
make evidence paper by=window
make account boss about=acme proof=paper

def public
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}

step HH-72 HH-71: shown through the last day of its term, gone the next morning before anybody has done anything
clock 2026-03-10
as nobody
do public
=> 200
? records[record=${t.record}].term.to == 2026-03-10
as boss
file c archive_request about=t
=> 422 case.guard rule=publication_ended clause=HH-71
clock 2026-03-11
as nobody
do public
=> 200
? records[record=${t.record}] is absent
? records[record=${u.record}] is absent

step HH-71: what was not archived by then the subject may demand to be archived
as boss
file c archive_request about=t
=> 201
? cases[0].state == REQUESTED
file d archive_request about=u
=> 201
as operator
GET /cases/${c.case}
? clocks by clock due overdue clause
  archive - false HH-71
act c archive
=> 200
? state == ARCHIVED
as boss
GET /me/notices
? items[case=${c.case}].kind == archive
GET /me/records
? records[record=${t.record}].state == archived

step HH-71: refused only for a special circumstance, decided by the authority with its ground, and then told
as operator
act d refuse reason=案件尚未执行完毕 citation=《虚构法》第八条
=> 403 case.party
as authority1
act d refuse reason=案件尚未执行完毕
=> 422 case.guard rule=special_circumstance clause=HH-71
act d refuse reason=案件尚未执行完毕 citation=《虚构法》第八条
=> 200
? state == REFUSED
as boss
GET /me/notices
! n = items[case=${d.case}].notice
POST /me/notices/${n}/reading
? body contains 案件尚未执行完毕
? remedies.length == 3

step HH-72: refusing prolongs nothing, nor does a later and longer term
as nobody
do public
? records[record=${u.record}] is absent
GET /policies/heihe
? rows[key=publish.extension].value == no
? rows[key=publish.extension].clause == ["HH-72"]
make pack longer file=overrides.yaml
  overrides:
    - {parameter: disclose.term, value: 3 year, start: conduct_end, actor: operator, citation: 《虚构公示条例》第四条, rank: administrative_regulation, scope: all, from: 2026-03-12}
CLI policy adopt ${longer.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-03-12
=> exit 0
clock 2026-03-12
WORK
as nobody
do public
? records[record=${t.record}] is absent
? records[record=${u.record}] is absent
