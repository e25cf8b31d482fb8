story: 未按规定提供公共信用信息：责令限期改正，逾期提请通报批评
places: anshan

make evidence order by=authority
make evidence proof by=clerk
make evidence request by=authority
make evidence circular by=authority

def against
POST /cases
  {"process": "supervision", "ground": "not_provided", "reason": "未按目录报送行政处罚信息", "until": "2026-03-16", "targets": [{"kind": "unit", "id": "${units.bureau}"}], "papers": [{"evidence": "${order.evidence}", "kind": "document"}]}

step AS-55: the authority alone orders, in writing, with ground and reason, and sets the day
as operator
do against
=> 403 case.party
as clerk
do against
=> 403 case.party
as authority
POST /cases
  {"process": "supervision", "ground": "not_provided", "reason": "未报送", "until": "2026-03-16", "targets": [{"kind": "unit", "id": "${units.bureau}"}]}
=> 422 case.guard rule=document_issued clause=AS-55
POST /cases
  {"process": "supervision", "ground": "other", "reason": "未报送", "targets": [{"kind": "unit", "id": "${units.bureau}"}], "papers": [{"evidence": "${order.evidence}", "kind": "document"}]}
=> 422 case.guard rule=ground_listed clause=AS-55
POST /cases
  {"process": "supervision", "ground": "not_provided", "targets": [{"kind": "unit", "id": "${units.bureau}"}], "papers": [{"evidence": "${order.evidence}", "kind": "document"}]}
=> 422 case.guard rule=reason_given clause=AS-55
do against
=> 201
! first = cases[0].case
GET /cases/${first}
! c = .
? state == ORDERED
? clocks by clock state due clause
  correct running 2026-03-16 AS-55
? clocks[clock=correct].unit == ${units.bureau}
as clerk
GET /notices
=> 200
? items[case=${first}].kind == supervision
as clerk2
GET /notices
? items is empty

step AS-55: corrected in time and shown by proof, the order is met
as authority
act c correct
=> 422 case.guard rule=proof_attached clause=AS-55
act c request_criticism document=request
=> 422 case.guard rule=period_ended clause=AS-56
clock 2026-03-16
act c request_criticism document=request
=> 422 case.guard rule=period_ended clause=AS-56
act c correct proof=order
=> 200
? state == CORRECTED
GET /cases/${first}
? clocks[clock=correct].state == met
act c request_criticism document=request
=> 409 case.event

step AS-56: from the day after the ordered one the government is asked for a circulated criticism, and its outcome is recorded
as authority
POST /cases
  {"process": "supervision", "ground": "not_provided", "reason": "仍未报送", "until": "2026-03-20", "targets": [{"kind": "unit", "id": "${units.bureau}"}], "papers": [{"evidence": "${order.evidence}", "kind": "document"}]}
=> 201
! second = cases[0].case
GET /cases/${second}
! d = .
? linked == ${first}
clock 2026-03-20
act d request_criticism document=request
=> 422 case.guard rule=period_ended clause=AS-56
clock 2026-03-21
act d request_criticism
=> 422 case.guard rule=document_issued clause=AS-56
act d request_criticism document=request
=> 200
? state == REQUESTED
act d record_criticism
=> 422 case.guard rule=document_issued
act d record_criticism document=circular text=已通报批评
=> 200
? state == CRITICISED
GET /cases/${second}
? events[event=record_criticism].said.text == 已通报批评
? papers.length == 3
? clocks[clock=request].state == met
