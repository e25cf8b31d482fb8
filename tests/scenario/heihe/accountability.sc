story: 泄露事件：措施、原因、方案、消除影响、问责
places: heihe

make org acme
make record one item=penalty_organisation about=acme
make unit leaky type=state_organ name=虚构泄露局
make user leaky_admin unit=leaky role=unit_admin
make evidence plan by=authority
make evidence decision by=authority

step HH-36: an incident is on record from the report on; the leaking party acts at once, and the time since is shown
as operator
file i incident about=nothing kind=incident ground=nothing reason=查询结果外传
=> 422 case.guard rule=ground_listed
file i incident about=nothing kind=incident ground=leak reason=查询结果外传
  {"unit": "${leaky.id}"}
=> 201
? cases[0].state == REPORTED
GET /cases/${i.case}
=> 200
? clocks[clock=first_measure].state == running
? clocks[clock=first_measure].due is null
clock +1d
as leaky_admin
act i take_measures
=> 422 case.guard rule=reason_given clause=HH-36
act i take_measures reason=已停用账号
=> 200
? state == CONTAINED

step HH-37: it cannot be closed without the cause
act i record_cause
=> 422 case.guard rule=reason_given clause=HH-37
act i record_cause reason=调查完毕 cause=账号共用
=> 200
? state == INVESTIGATED

step HH-38: nor without a plan document
act i adopt_plan
=> 422 case.guard rule=document_issued clause=HH-38
act i adopt_plan document=plan
=> 200
? state == REMEDYING

step HH-39 HH-38 HH-37: the subjects concerned are told, and two persons close it
as operator
POST /leaks
  {"unit": "${leaky.id}", "from": "2026-03-02", "to": "2026-03-03", "title": "查询结果外传", "actions": "已收回", "case": "${i.case}"}
=> 201
? subjects == 0
GET /leaks
? items[0].case == ${i.case}
as authority
act i close
=> 422 case.guard rule=reason_given
act i close reason=影响已消除
=> 200
? proposed == true
POST /cases/${i.case}/acts/confirm
  {"version": ${i.version}}
=> 422 second_person
as authority2
POST /cases/${i.case}/acts/confirm
  {"version": ${i.version}}
=> 200
? state == CLOSED

step HH-35: who is answerable: a case linked to the unit, with the decision
as authority
file a liability about=leaky kind=unit ground=leak
=> 422 case.guard rule=reason_given clause=HH-35
file a liability about=leaky kind=unit ground=leak reason=账号共用致泄露
=> 201
? cases[0].state == OPENED
act a decide reason=通报
=> 422 case.guard rule=document_issued clause=HH-35
act a decide reason=通报 document=decision
=> 200
? state == DECIDED
