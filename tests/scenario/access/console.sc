story: 在主机上输入的命令
places: cangzhou

step: a command on a served directory runs inside the server, and says what the server says
CLI clock --data ${data} --json
=> exit 0 ${today}
clock +1d
CLI clock --data ${data} --json
=> exit 0 ${today}
as authority
GET /units/${units.organ}
! name = name
! code = code
CLI call GET /units/${units.organ} --data ${data} --as authority1
=> exit 0
? name == ${name}
? code == ${code}
CLI call GET /units/${units.organ} --data ${data} --as nobody-is-called-so
=> exit 1 not_found
CLI work --data ${data} --once --json
=> exit 0
? idle == true

step: who acts at the console is held to the same permissions, and the user is told
as query_clerk
GET /session
? console_notices == 0
CLI call POST /units --data ${data} --as query_clerk-cangzhou --body -
  {"code": "x", "name": "x", "unit_type": "x", "region": "x"}
=> exit 1 access.forbidden
as query_clerk
GET /session
? console_notices == 1
as auditor
GET /traces?event=user.console_act
? items[channel=console].event == user.console_act

step: an adoption is by two persons, and what waits is not in the way
CLI policy adopt heihe --data ${data} --as authority1 --second authority1 --first-day 2026-01-01 --basis 测试
=> exit 1 second_person
CLI policy adopt heihe --data ${data} --as authority1 --second query_clerk-cangzhou --first-day 2026-01-01 --basis 测试
=> exit 1 access.forbidden
as nobody
GET /policies
? items[place=heihe] is absent
CLI policy adopt heihe --data ${data} --as authority1 --second authority2 --first-day 2026-01-01 --basis 测试 --json
=> exit 0
as nobody
GET /policies/heihe
=> 200
as authority
GET /session
? console_notices == 4

step: nobody's clock is moved but a test directory's, and a directory is made once
CLI init --data ${data}/real --policy cangzhou --json
=> exit 0
CLI clock --data ${data}/real --set 2030-01-01
=> exit 1 instance.not_test
CLI init --data ${data}/real --policy cangzhou
=> exit 1 instance.exists
CLI init --data ${data}/other --policy atlantis --json
=> exit 1 not_found
CLI init --data ${data}/other --policy cangzhou --database postgresql:///no-such-database?host=/nonexistent --json
=> exit 1
CLI init --data ${data}/other --policy cangzhou --clock 2026-01-01T00:00:00Z
=> exit 1 instance.not_test
CLI init --data ${data}/other --policy cangzhou --json
=> exit 0

step: a person's number stands in no word of a command, and --as needs one's own credential
make person somebody
CLI query --data ${data}/real --as authority1 --subject natural_person:${somebody.number} --purpose 测试
=> exit 2 query.person_number_argument
CLI call GET /records/${somebody.number}/1 --data ${data}/real --as authority1 --json
=> exit 2 query.person_number_argument
CLI import --data ${data}/real --as authority1 --item penalty_person /tmp/${somebody.number}.csv
=> exit 2 query.person_number_argument
CLI query --data ${data}/real --as authority1 --subject natural_person:- --purpose 测试
  ${somebody.number}
=> exit 1 access.credential
CLI query --data ${data} --as query_clerk-cangzhou --subject organisation:x --pupose=${somebody.number}
=> exit 2 --pupose

step: usage is told apart from refusals
CLI
=> exit 2
CLI nothing
=> exit 2
CLI query
=> exit 2 --data
CLI query --data ${data}
=> exit 2 --as
CLI query --data ${data} --data ${data}
=> exit 2 --data
CLI query --data ${data}/nowhere --as a --subject organisation:- --purpose x --json
=> exit 2
? code == instance.no_directory
CLI query --help
=> exit 0 --data --as --json
CLI --help
=> exit 0 query import
