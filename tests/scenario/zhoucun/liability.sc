story: 违反《淄博市公共信用信息管理暂行办法》的责任
places: zhoucun

make evidence decision by=operator

step ZC-64: a case of liability names the unit and the rule it broke, and is the competent authority's to open
as operator
POST /cases
  {"process": "liability", "ground": "zibo_measures", "targets": [{"kind": "unit", "id": "${units.bureau}"}], "reason": "逾期未报送", "citation": "《淄博市公共信用信息管理暂行办法》第三十条"}
=> 403 case.party
as authority1
POST /cases
  {"process": "liability", "ground": "annoying", "targets": [{"kind": "unit", "id": "${units.bureau}"}], "reason": "逾期未报送"}
=> 422 case.guard rule=ground_listed clause=ZC-64
POST /cases
  {"process": "liability", "ground": "zibo_measures", "targets": [{"kind": "unit", "id": "${units.bureau}"}]}
=> 422 case.guard rule=reason_given clause=ZC-64 field=reason
POST /cases
  {"process": "liability", "ground": "zibo_measures", "targets": [{"kind": "unit", "id": "${units.bureau}"}], "reason": "逾期未报送", "citation": "《淄博市公共信用信息管理暂行办法》第三十条"}
=> 201
! id = cases[0].case
GET /cases/${id}
=> 200
? target_id == ${units.bureau}
? events[0].said.citation == 《淄博市公共信用信息管理暂行办法》第三十条
! l = .

step ZC-64: its outcome is a document on file; the text gives no sanction and none is made up
act l decide reason=责令改正
=> 422 case.guard rule=document_issued clause=ZC-64
act l decide reason=责令改正 document=decision
=> 200
? state == DECIDED
GET /cases/${id}
? papers[kind=document].evidence == ${decision.evidence}
as nobody
GET /policies/zhoucun
? rows[key=liability.fine_unit_least].value == silent
? rows[key=liability.fine_person_most].value == silent
