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
