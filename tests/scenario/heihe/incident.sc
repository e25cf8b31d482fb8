story: 信息泄露：立即采取措施、查明原因、制定方案、消除影响、问责
places: heihe

make evidence receipt by=clerk
make evidence plan by=clerk
make evidence decision by=operator

step HH-36: a leak is reported by anybody with its day; the first measure is due at once and its day is shown
as query_clerk
POST /cases
  {"process": "incident", "event": "report", "ground": "leak", "unit": "${units.bureau}", "targets": [{"kind": "incident"}]}
=> 422 case.guard rule=reason_given clause=HH-35 field=reason
POST /cases
  {"process": "incident", "event": "report", "ground": "gossip", "unit": "${units.bureau}", "targets": [{"kind": "incident"}], "reason": "导出文件外泄"}
=> 422 case.guard rule=ground_listed clause=HH-35
POST /cases
  {"process": "incident", "event": "report", "ground": "leak", "unit": "${units.bureau}", "targets": [{"kind": "incident"}], "reason": "导出文件外泄", "day": "2026-03-01", "day_evidence": "${receipt.evidence}"}
=> 201
! id = cases[0].case
as clerk
GET /cases/${id}
=> 200
? clocks by clock start due clause
  first_measure 2026-03-01 - HH-36
  cause 2026-03-01 - HH-37
  plan 2026-03-01 - HH-38
  remedy 2026-03-01 - HH-39
! i = .
as clerk2
act i take_measures reason=已停用账号
=> 404
as clerk
act i take_measures
=> 422 case.guard rule=reason_given clause=HH-36 field=reason
act i take_measures reason=已停用账号并追回文件
=> 200
? state == CONTAINED
GET /cases/${id}
? clocks[clock=first_measure].start == 2026-03-01
? clocks[clock=first_measure].met == 2026-03-02
? events[event=report].day == 2026-03-01
? events[event=report].registered_at contains 2026-03-02
? events[event=take_measures].said.reason == 已停用账号并追回文件

step HH-37: it cannot go on without a recorded cause
as operator
act i close reason=已处置
=> 409 case.event
as clerk
act i record_cause reason=调查完毕
=> 422 case.guard clause=HH-37 field=cause
act i record_cause reason=调查完毕 "cause=导出后未加密存放"
=> 200
? state == INVESTIGATED
GET /cases/${id}
? events[event=record_cause].said.cause == 导出后未加密存放

step HH-38: nor without the document of a plan
as clerk
act i adopt_plan reason=通知受影响主体
=> 422 case.guard rule=document_issued clause=HH-38
act i adopt_plan reason=通知受影响主体 document=plan "text=受影响主体三名，逐一告知并协助更换证件"
=> 200
? state == REMEDYING
GET /cases/${id}
? papers[kind=document].evidence == ${plan.evidence}

step HH-39 HH-35: what was done against the effects is on file, and closing takes two persons
? events[event=adopt_plan].said.text contains 受影响主体三名
as clerk
act i close reason=已逐一告知
=> 403 case.party
as operator
act i close
=> 422 case.guard rule=reason_given clause=HH-35 field=reason
act i close reason=三名主体均已告知，损失已弥补
=> 200
? proposed == true
POST /cases/${id}/acts/confirm
  {"version": ${i.version}}
=> 422 second_person
as authority1
POST /cases/${id}/acts/confirm
  {"version": ${i.version}}
=> 200
? state == CLOSED
GET /cases/${id}
? events[event=close].said.reason contains 损失已弥补
? clocks[clock=remedy].met == 2026-03-02

step HH-35: who answers for it is a case of its own, linked with the incident and the unit
! incident = target_id
as operator
POST /cases
  {"process": "liability", "event": "open", "ground": "leak", "unit": "${units.bureau}", "targets": [{"kind": "incident", "id": "${incident}"}], "reason": "未履行安全措施"}
=> 403 case.party
as authority1
POST /cases
  {"process": "liability", "event": "open", "ground": "leak", "unit": "${units.bureau}", "targets": [{"kind": "incident", "id": "${incident}"}], "reason": "未履行安全措施"}
=> 201
! id = cases[0].case
GET /cases/${id}
? target_id == ${incident}
? provider == ${units.bureau}
! l = .
act l decide reason=对责任人员通报批评
=> 422 case.guard rule=document_issued clause=HH-35
act l decide reason=对责任人员通报批评 document=decision "text=责任人员：虚构填报员"
=> 200
? state == DECIDED
