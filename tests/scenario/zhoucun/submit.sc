story: 报送：格式、七个工作日、核实登记、来源
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme

def send
POST /forms
  {"item": "coercion_organisation", "fields": ${f}, "verified": "已与决定书原件核对"}

step ZC-15: within seven working days from the day it is formed, the festival and its working Saturdays counted
make fields f item=coercion_organisation about=acme decision_date=2026-02-13
as clerk
do send
=> 201
? accepted == 1
? late_days == 0
make fields f item=coercion_organisation about=acme decision_date=2026-02-12
do send
=> 201
? accepted == 1
? late_days == 1
? late_explained contains ZC-15
make fields f item=coercion_organisation about=acme decision_date=2026-02-10
do send
? late_days == 3
as nobody
GET /policies/zhoucun
? rows[key=submit.limit].value == "7 working_day start formed actor provider"
? rows[key=submit.limit].clause == ["ZC-15"]
? rows[key=submit.start].value == formed
? rows[key=submit.start].clause == ["ZC-15"]
CLI policy limits zhoucun
=> exit 0 submit.limit 7个工作日 ZC-15

step ZC-15: the day after the seventh is late
make fields f item=coercion_organisation about=acme decision_date=2026-03-02
clock 2026-03-11
as clerk
do send
? accepted == 1
? late_days == 0
make fields f item=coercion_organisation about=acme decision_date=2026-03-02
clock 2026-03-12
do send
? accepted == 1
? late_days == 1

step ZC-16: where a law gives an item another limit, it says which law
as nobody
GET /policies/zhoucun
? rows[section=reference,value=关于信息报送期限另有规定的法律、法规].clause == ["ZC-16"]
? rows[section=override] is absent
make pack uncited file=overrides.yaml
  overrides:
    - {parameter: submit.limit, value: 3 working_day, start: formed, actor: provider, rank: law, scope: {item: coercion_organisation}, from: 2026-04-01}
CLI policy check ${uncited.dir}
=> exit 1 citation
make pack ranked file=overrides.yaml
  overrides:
    - {parameter: submit.limit, value: 3 working_day, start: formed, actor: provider, citation: 《虚构法》第九条, rank: law, scope: {item: coercion_organisation}, from: 2026-04-01, until: 2026-05-31}
CLI policy adopt ${ranked.dir} --data ${data} --as authority1 --second authority2 --basis 上位法另有规定 --first-day 2026-03-20
=> exit 0
clock 2026-04-01
as clerk
make fields f item=coercion_organisation about=acme decision_date=2026-03-27
do send
? accepted == 1
? late_days == 0
make fields f item=coercion_organisation about=acme decision_date=2026-03-26
do send
? accepted == 1
? late_days == 1
? late_explained contains 《虚构法》第九条
make fields other item=inspection_organisation about=acme decision_date=2026-03-26
POST /forms
  {"item": "inspection_organisation", "fields": ${other}, "verified": "已与原件核对"}
? accepted == 1
? late_days == 0
as nobody
GET /policies/zhoucun
? rows[section=override].citation contains 《虚构法》第九条

step ZC-16: on the day before and the day after that law the text's own limit holds
clock 2026-06-01
as clerk
make fields f item=coercion_organisation about=acme decision_date=2026-05-21
do send
? accepted == 1
? late_days == 0
make fields f item=coercion_organisation about=acme decision_date=2026-05-20
do send
? late_days == 1

step ZC-9: captured information is verified before submission: without the entry it is not received
as clerk
make fields f item=coercion_organisation about=acme
POST /forms
  {"item": "coercion_organisation", "fields": ${f}}
=> 202
? state == awaiting_review
? review == verify
? accepted == 0
? received_at is absent
? due is absent
! waiting = submission
as operator
POST /queries
  {"subject": ${acme}, "items": ["coercion_organisation"], "purpose": "核对"}
! before = records.length
as clerk
POST /submissions/${waiting}/verification
  {"opinion": ""}
=> 400 input.missing field=opinion
as clerk2
POST /submissions/${waiting}/verification
  {"opinion": "已核实"}
=> 404
as clerk
clock +2d
POST /submissions/${waiting}/verification
  {"opinion": "已与决定书原件核对无误"}
=> 200
? state == done
? accepted == 1
? review_result == passed
? review_opinion == 已与决定书原件核对无误
? reviewed_by is present
? received_day == 2026-06-03
as operator
POST /queries
  {"subject": ${acme}, "items": ["coercion_organisation"], "purpose": "核对"}
? records.length > ${before}
as nobody
GET /policies/zhoucun
? rows[key=submit.review_before].value == verify
? rows[key=submit.review_before].clause == ["ZC-9"]

step ZC-9: files are verified as well as forms
make fields f item=coercion_organisation about=acme
make csv file of=f
as clerk
UPLOAD /submissions?item=coercion_organisation file.csv
  ${file}
=> 202
? state == awaiting_review
? accepted == 0
make fields g item=coercion_organisation about=acme
make csv file of=g
UPLOAD /submissions?item=coercion_organisation&verified=已核实 file.csv
  ${file}
=> 201
? state == done
? accepted == 1

step ZC-8 ZC-10: a record without the document that it rests on is not taken
as clerk
make fields f item=coercion_organisation about=acme
do send
=> 201
? accepted == 1
make fields f item=coercion_organisation about=acme WSH=
do send
=> 201
? accepted == 0
? returned == 1
! sub = submission
GET /submissions/${sub}/faults
? items[code=value.missing].field is present
as nobody
GET /policies/zhoucun
? rows[key=submit.source_required].value == yes
? rows[key=submit.source_required].clause == ["ZC-8", "ZC-10"]

step ZC-10: nothing is changed in place: a change is a new version with its reason, and the former stays
as clerk
make fields f item=coercion_organisation about=acme WSH=虚强字一号
do send
? accepted == 1
GET /provider-records?item=coercion_organisation
=> 200
! subject = items[doc_no=虚强字一号].subject
! record = items[doc_no=虚强字一号].record
PUT /records/${subject}/${record}
  {"fields": {"WSH": "虚强字二号"}}
=> 404
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "fields": ${f}}
=> 400 input.missing field=reason_text
as clerk2
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "顺手改了", "fields": ${f}}
=> 404
as clerk
make fields g item=coercion_organisation about=acme WSH=虚强字一号
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "文书录入有误", "fields": ${g}}
=> 201
as operator
POST /queries
  {"subject": ${acme}, "items": ["coercion_organisation"], "purpose": "核对"}
? records[record=${record}].version == 2
? records[record=${record}].changes[version=2].reason_text == 文书录入有误
? records[record=${record}].changes[version=2].by_unit == 虚构市场监管局
as auditor
GET /traces?event=record.corrected&object=${record}
=> 200
? items.length == 1

step ZC-14: the standards' formats are taken, and what does not conform is refused with the reason
as nobody
GET /policies/zhoucun
? rows[section=reference,value=省、市公共信用信息数据标准和技术规范].clause == ["ZC-14"]
? rows[key=submit.formats].value == "csv, xlsx, jsonl, form"
? rows[key=submit.formats].clause == ["ZC-14"]
? rows[section=item,key=penalty_organisation].value == "penalty adverse open 30 fields"
? rows[section=item,key=penalty_organisation].clause contains ZC-14
? rows[section=item,key=licence_organisation].value == "licence neutral open 26 fields"
? rows[section=item,key=licence_organisation].clause contains ZC-14
GET /catalogs/current
! catalog = catalog
GET /catalogs/${catalog}/items/penalty_organisation
? content_class == adverse
GET /catalogs/${catalog}/items/licence_organisation
? content_class == other
as clerk
UPLOAD /submissions?item=coercion_organisation letter.pdf
  %PDF-1.7
  虚构
=> 415 intake.format_unknown
make fields f item=penalty_organisation about=acme decision_date=2026-13-01
POST /forms
  {"item": "penalty_organisation", "fields": ${f}, "verified": "已核实"}
? accepted == 0
! sub = submission
GET /submissions/${sub}/faults
? items[0].code matches ^date
? items[0].sentence is present
? items[0].suggestion is present
make fields f item=penalty_organisation about=acme CF_CFLB=打手心
POST /forms
  {"item": "penalty_organisation", "fields": ${f}, "verified": "已核实"}
? accepted == 0
! sub = submission
GET /submissions/${sub}/faults
? items[0].code == value.code

step ZC-14: a format that the standards no longer take is refused with the clause
make pack strict file=parameters.yaml "old=[csv, xlsx, jsonl, form], text: unset" "new=[xlsx, form], text: unset"
CLI policy adopt ${strict.dir} --data ${data} --as authority1 --second authority2 --basis 新的数据标准 --first-day 2026-07-01
=> exit 0
make fields f item=coercion_organisation about=acme
make csv file of=f
clock 2026-06-30
as clerk
UPLOAD /submissions?item=coercion_organisation&verified=已核实 file.csv
  ${file}
=> 201
? accepted == 1
clock 2026-07-01
make fields f item=coercion_organisation about=acme
make csv file of=f
UPLOAD /submissions?item=coercion_organisation&verified=已核实 file.csv
  ${file}
=> 415 submission.format clause=ZC-14
do send
=> 201
? accepted == 1
