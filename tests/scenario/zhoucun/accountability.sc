story: 责任追究：依据写明，结果在案
places: zhoucun

make unit wrong type=administrative_organ name=虚构违规局
make evidence decision by=authority

step ZC-64: a breach of the Zibo measures is a case with the unit, the rule that is cited and the outcome
as operator
POST /cases
  {"process": "liability", "targets": [{"kind": "unit", "id": "${wrong.id}"}], "ground": "zibo_measures", "reason": "违反规定"}
=> 403
as authority
file c liability about=wrong kind=unit ground=zibo_measures
=> 422 case.guard rule=reason_given clause=ZC-64
file c liability about=wrong kind=unit ground=rudeness reason=违反规定
=> 422 case.guard rule=ground_listed clause=ZC-64
file c liability about=wrong kind=unit ground=zibo_measures reason=违反规定 citation=《淄博市公共信用信息管理暂行办法》第九条
=> 201
? cases[0].state == OPENED
act c decide reason=依法处理
=> 422 case.guard rule=document_issued clause=ZC-64
act c decide reason=依法处理 document=decision
=> 200
? state == DECIDED
as nobody
POST /offence-reports
  {"ground": "zibo_measures", "unit": "${wrong.id}", "what": "虚构事实"}
=> 201
as authority
GET /offence-reports
? items[0].clause == ZC-64

step ZC-67: what was opened is counted by unit and process
as authority
GET "/statistics/cases?from=${today}&to=${today}&by=item"
=> 200
? rows[unit=${wrong.id},item=liability].figures.cases_opened == 1
GET "/statistics/assessment?from=${today}&to=${today}"
? rows[unit=${wrong.id}].figures.cases_opened == 1
