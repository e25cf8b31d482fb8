story: 归集机构：三个工作日、信用档案、退回、复核、重报
places: zhoucun

make org acme

def fine
POST /forms
  {"item": "penalty_organisation", "fields": ${f}, "verified": "已核实"}

step ZC-26: comparison, merging and entry are due three working days after receipt
make record registration item=registration_organisation about=acme
make fields f item=penalty_organisation about=acme
as clerk
do fine
=> 201
? accepted == 1
? received_day == 2026-03-02
? due == 2026-03-05
? due_explained contains ZC-26
? done_at matches ^2026-03-02
! first = submission
clock 2026-04-02
make fields f item=penalty_organisation about=acme
do fine
? received_day == 2026-04-02
? due == 2026-04-08
as operator
GET /submissions/${first}
=> 200
? due == 2026-03-05
as nobody
GET /policies/zhoucun
? rows[key=intake.limit].value == "3 working_day start submission_received actor operator"
? rows[key=intake.limit].clause == ["ZC-26"]
CLI policy limits zhoucun
=> exit 0 intake.limit 3个工作日 ZC-26

step ZC-26: it runs from receipt, not from the upload that still waits to be verified
make fields f item=penalty_organisation about=acme
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${f}}
=> 202
? due is absent
! waiting = submission
clock 2026-04-10
POST /submissions/${waiting}/verification
  {"opinion": "已核实"}
=> 200
? received_day == 2026-04-10
? due == 2026-04-15

step ZC-27: received information forms one file of the subject, and what comes later updates it
as operator
POST /queries
  {"subject": ${acme}, "purpose": "核对"}
=> 200
? records.length == 4
? records[item=registration_organisation].version == 1
! number = subject.number
as clerk2
make fields f item=inspection_organisation about=acme by=clerk2
POST /forms
  {"item": "inspection_organisation", "fields": ${f}, "verified": "已核实"}
=> 201
? accepted == 1
as operator
POST /queries
  {"subject": ${acme}, "purpose": "核对"}
? subject.number == ${number}
? records.length == 5
? records[item=inspection_organisation].source.unit == 虚构税务局
? records[item=registration_organisation].source.unit == 虚构市场监管局
as clerk
GET /provider-records?item=registration_organisation
! subject = items[0].subject
GET /provider-records?item=penalty_organisation
? items[0].subject == ${subject}
? items[1].subject == ${subject}
as clerk2
GET /provider-records?item=inspection_organisation
! record = items[0].record
? items[0].subject == ${subject}
make fields g item=inspection_organisation about=acme by=clerk2 document_number=${f.WSH}
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "检查结果更正", "fields": ${g}}
=> 201
? version == 2
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "检查结果更正", "fields": ${g}}
=> 409 conflict.changed_meanwhile
as operator
POST /queries
  {"subject": ${acme}, "purpose": "核对"}
? records.length == 5
? records[item=inspection_organisation].version == 2

step ZC-27: the same information again makes no second entry
as operator
POST /queries
  {"subject": ${acme}, "items": ["penalty_organisation"], "purpose": "核对"}
! count = records.length
as clerk
make fields f item=penalty_organisation about=acme
do fine
? accepted == 1
do fine
? accepted == 0
? duplicates == 1
as operator
POST /queries
  {"subject": ${acme}, "items": ["penalty_organisation"], "purpose": "核对"}
? records.length > ${count}
! count = records.length
as clerk
do fine
? accepted == 0
as operator
POST /queries
  {"subject": ${acme}, "items": ["penalty_organisation"], "purpose": "核对"}
? records.length == ${count}

step ZC-27: the file of an organisation that nobody has registered yet is provisional until the registration comes
make org unknown
make fields f item=penalty_organisation about=unknown
as clerk
do fine
=> 201
? accepted == 1
! sub = submission
GET /submissions/${sub}/faults
? items[code=subject.provisional].level == warned
as operator
POST /queries
  {"subject": ${unknown}, "purpose": "核对"}
? records.length == 1
as query_clerk
POST /queries
  {"subject": ${unknown}, "purpose": "行政检查", "basis": {"kind": "duty"}}
=> 200
? records is empty
make record later item=registration_organisation about=unknown
as query_clerk
POST /queries
  {"subject": ${unknown}, "purpose": "行政检查", "basis": {"kind": "duty"}}
=> 200
? records.length == 2
as nobody
GET /policies/zhoucun
? rows[key=intake.unknown_organisation].value == provisional
? rows[key=intake.unknown_organisation].clause == ["ZC-27"]

step ZC-28: what does not conform goes back to its provider for recheck, with the reason
make fields f item=penalty_organisation about=acme decision_date=2026-02-30
as clerk
do fine
=> 201
? state == done
? accepted == 0
? returned == 1
! bad = submission
GET /submissions/${bad}/faults
? items[0].sentence is present
? items[0].suggestion is present
GET /returns
=> 200
? items[submission=${bad}].state == returned
? items[submission=${bad}].rows == 1
? items[submission=${bad}].clause == ZC-28
? items[submission=${bad}].provider == ${units.bureau}
! return = items[submission=${bad}].return
GET /submissions/${bad}/answer?format=csv
=> 200
? text contains 2026-02-30
as clerk2
GET /returns
? items is empty
GET /returns/${return}
=> 404
as operator
GET /returns
? items[return=${return}].state == returned
as nobody
GET /policies/zhoucun
? rows[key=intake.on_defect].value == return_recheck_resubmit
? rows[key=intake.on_defect].clause == ["ZC-28", "ZC-29"]

step ZC-28: conforming rows of the same file are entered, the others alone go back
make fields good item=penalty_organisation about=acme
make fields wrong item=penalty_organisation about=acme decision_date=2026-02-30
make csv file of=good,wrong
as clerk
UPLOAD /submissions?item=penalty_organisation&verified=已核实 file.csv
  ${file}
=> 201
? rows == 2
? accepted == 1
? returned == 1
! mixed = submission
GET /submissions/${mixed}/faults
? items.length == 1
? items[0].row == 3

step ZC-29 ZC-28: it is submitted again after the recheck, and not before, linked to the return
make fields f item=penalty_organisation about=acme
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${f}, "verified": "已核实", "resubmits": "${bad}"}
=> 409 clause=ZC-28
as clerk2
POST /returns/${return}/recheck
  {"result": "corrected", "opinion": "不是我的"}
=> 404
as clerk
POST /returns/${return}/recheck
  {"result": "corrected", "opinion": "日期录入有误，已更正"}
=> 200
? state == rechecked
clock 2026-04-13
POST /forms
  {"item": "penalty_organisation", "fields": ${f}, "verified": "已核实", "resubmits": "${bad}"}
=> 201
? state == done
? accepted == 1
? resubmits == ${bad}
? first_day == 2026-04-10
? received_day == 2026-04-13
? due == 2026-04-16
! again = submission
GET /returns/${return}
? state == resubmitted
? resubmission == ${again}
? opinion == 日期录入有误，已更正
as nobody
GET /policies/zhoucun
? rows[key=intake.resubmission_restarts].value == yes
? rows[key=intake.resubmission_restarts].clause == ["ZC-26", "ZC-29"]

step ZC-29: once only
make fields f item=penalty_organisation about=acme
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${f}, "verified": "已核实", "resubmits": "${bad}"}
=> 409

step ZC-12: what is not in the catalog is not collected
make fields f item=penalty_organisation about=acme
as clerk
POST /forms
  {"item": "hobby_organisation", "fields": ${f}, "verified": "已核实"}
=> 422 catalog.item_unknown clause=ZC-12

step ZC-69: a provider manages what is its own, and sees nobody else's
as clerk
GET /submissions
=> 200
? items[submission=${again}].provider == ${units.bureau}
GET /provider-records
? items contains penalty_organisation
as clerk2
GET /submissions/${again}
=> 404
GET /submissions
? items lacks ${again}
GET /provider-records
? items lacks penalty_organisation
? items contains inspection_organisation
make fields f item=penalty_organisation about=acme by=clerk2
do fine
=> 201
? provider == ${units.bureau2}
POST /submissions/${again}/withdraw
  {"reason": "不是我的"}
=> 404
as operator
GET /submissions/${again}
=> 200

step ZC-70: the operator is charged with collection: it sees every provider's submissions and returns
as operator
GET /submissions
=> 200
? items contains ${units.bureau}
? items contains ${units.bureau2}
GET /returns
? items[return=${return}].state == resubmitted
as query_clerk
GET /submissions
=> 403 access.forbidden
as agency_clerk
GET /returns
=> 403 access.forbidden
