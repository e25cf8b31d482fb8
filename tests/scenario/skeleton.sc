story: 一条记录入库，一次有日志的查询
places: cangzhou

make org acme
make record registration item=registration_organisation about=acme
make record licence item=licence_organisation about=acme

step CZ-20 CZ-83: an entitled clerk is answered, and the answer was logged before it left
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政许可审查", "scene": "licence"}
=> 200
? records.length == 2
? records[item=licence_organisation].doc_no is present
? records[0].provider == 虚构市场监管局
? records[0].clause == CZ-69
? subject.name == ${acme.name}
! look = look
as auditor
POST /looks/search
  {"from": "${today}", "to": "${today}"}
=> 200
? items[look=${look}].person == 虚构query_clerk
? items[look=${look}].unit == 虚构发展局
? items[look=${look}].purpose == 行政许可审查
? items[look=${look}].channel == web

step CZ-87: no query without a purpose, and the refusal is kept
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "scene": "licence"}
=> 400 input.missing field=purpose clause=CZ-87
as auditor
POST /looks/search
  {"outcome": "refused"}
=> 200
? items[0].code == input.missing

step CZ-20: the same at the console of the machine, as what it is
CLI query --data ${data} --as query_clerk-cangzhou --subject organisation:${acme.number} --purpose 行政检查 --json
=> exit 0
? records.length == 2
! console = look
CLI query --data ${data} --as query_clerk-cangzhou --subject organisation:- --purpose 行政检查
  ${acme.number}
=> exit 0 虚构市场监管局
CLI query --data ${data} --as auditor-cangzhou --subject organisation:${acme.number} --purpose 好奇
=> exit 1 access.forbidden
CLI query --data ${data} --as query_clerk-cangzhou --subject organisation --purpose 行政检查
=> exit 2
as auditor
POST /looks/search
  {"outcome": "answered"}
=> 200
? items[look=${console}].channel == console
? items[look=${console}].scene == inspection

step: nothing of it to somebody who may not
as nobody
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政许可审查", "scene": "licence"}
=> 401
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? records.length == 2
POST /search
  {"name": "${acme.name}"}
=> 200
? hits.length == 1
? hits[0].code == ${acme.number}
