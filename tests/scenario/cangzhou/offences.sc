story: 其他被禁止的行为：写明依据
places: cangzhou

step CZ-165: no act that a law, regulation or rule forbids: an open type, which names the rule
as nobody
POST /offence-reports
  {"ground": "other", "unit": "${units.agency}", "what": "虚构事实"}
=> 422 citation.missing field=citation
POST /offence-reports
  {"ground": "other", "unit": "${units.agency}", "citation": "《虚构条例》第三条", "what": "虚构事实"}
=> 201
POST /offence-reports
  {"ground": "selling", "what": "虚构事实"}
=> 422 offence.ground field=ground
as authority
GET /offence-reports
? items[0].citation == 《虚构条例》第三条
? items[0].unit == ${units.agency}
? items[0].state == received

step CZ-165 CZ-166: the ban's open end is a ground too, with its rule; a breach becomes a case with the rule that is cited
as nobody
POST /offence-reports
  {"ground": "forbidden_act", "what": "虚构事实"}
=> 422 citation.missing field=citation clause=CZ-165
POST /offence-reports
  {"ground": "forbidden_act", "citation": "《虚构条例》第三条", "what": "虚构事实"}
=> 201
as authority
GET /offence-reports
? items[ground=forbidden_act].clause == CZ-165
make unit wrong type=state_organ name=虚构违规局
make evidence decision by=authority
file c liability about=wrong kind=unit ground=beyond_authority
=> 422 case.guard rule=reason_given clause=CZ-166
file c liability about=wrong kind=unit ground=rudeness reason=越权查询
=> 422 case.guard rule=ground_listed clause=CZ-166
file c liability about=wrong kind=unit ground=beyond_authority reason=越权查询 citation=《河北省社会信用信息条例》
=> 201
? cases[0].state == OPENED
act c decide reason=依法处理
=> 422 case.guard rule=document_issued clause=CZ-166
act c decide reason=依法处理 document=decision
=> 200
? state == DECIDED
as nobody
GET /policies/cangzhou
? rows[section=reference,value=河北省社会信用信息条例].clause == ["CZ-166"]
? rows[key=liability/forbidden_act].clause == ["CZ-165"]

step CZ-158: the trace of an act names unit and person
make org acme
make record registration item=registration_organisation about=acme
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}
=> 200
! look = look
as auditor
POST /looks/search
  {"from": "${today}", "to": "${today}", "unit": "${units.organ}"}
? items[look=${look}].unit == 虚构发展局
? items[look=${look}].person == 虚构query_clerk
as operator
POST /misuses
  {"look": "${look}", "what": "与申报的用途不符", "clause": "CZ-165"}
=> 201
GET /misuses
? items[look=${look}].unit == ${units.organ}
? items[look=${look}].user is present
? items[look=${look}].clause == CZ-165
