story: 报送：清单、七日、审查、比对录入、退回
places: jinan

make org acme
make person zhang
make record registration item=registration_organisation about=acme

step JN-10: only what is on the list is accepted, and it rests on a document
make fields f item=penalty_organisation about=acme
as clerk
POST /forms
  {"item": "hobby_organisation", "fields": ${f}}
=> 422 catalog.item_unknown clause=JN-10
make body item from=penalty_organisation
  {"id": "sourceless", "name": "虚构事项", "-fields": ["CF_WSH"], "rules": []}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-10
as nobody
GET /policies/jinan
? rows by key value clause
  catalog.only_listed yes JN-10
  submit.source_required yes JN-10

step JN-15: before submission the unit verifies: another person, with time and result, or nothing is received
as clerk
POST /forms
  {"item": "penalty_organisation", "fields": ${f}}
=> 202
? state == awaiting_review
? review == required
? accepted == 0
? received_at is absent
! sub = submission
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对"}
? records is empty
as clerk_b
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已核实"}
=> 403 access.forbidden
as reviewer2
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已核实"}
=> 404
as reviewer
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已核实"}
=> 200
? state == done
? accepted == 1
? review_result == passed
? reviewed_by is id
? reviewed_at matches ^2026-03-02
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对"}
? records.length == 1

step JN-15: who submits does not review, and what the review refuses does not enter
make user twohats unit=bureau role=provider_clerk
as secadmin
POST /accounts/${twohats.account}/posts
  {"unit": "${units.bureau}", "role": "provider_reviewer", "from_day": "${today}", "designated_from": "${today}"}
=> 201
! second = id
make fields g item=penalty_organisation about=acme
as twohats
POST /forms
  {"item": "penalty_organisation", "fields": ${g}}
=> 202
! sub = submission
POST /submissions/${sub}/review X-Post:${second}
  {"result": "passed", "opinion": "自审"}
=> 422 second_person
as reviewer
POST /submissions/${sub}/review
  {"result": "refused", "opinion": "文书号有误"}
=> 200
? state == refused
? accepted == 0
? review_result == refused
? review_opinion == 文书号有误
as nobody
GET /policies/jinan
? rows by key value clause
  submit.review_before required JN-15

step JN-16: the unit and the persons who answer for it are named
as auditor
GET /traces?event=submission.reviewed&object=${sub}
=> 200
? items.length == 1
? items[0].person == 虚构reviewer
? items[0].unit == ${units.bureau}
GET /traces?event=submission.received&object=${sub}
? items[0].person == 虚构twohats
? items[0].unit == ${units.bureau}
as operator
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对"}
? records[0].provider == 虚构市场监管局
? records[0].changes[0].by_unit == 虚构市场监管局
as nobody
GET /policies/jinan
? rows by key value clause
  submit.own_account yes JN-16

step JN-12: the operator compares and enters within three working days after receipt
as clerk
make record r item=penalty_organisation about=acme
GET /submissions/${r.submission}
? received_day == 2026-03-02
? due == 2026-03-05
? due_explained contains JN-12
as nobody
GET /policies/jinan
? rows[key=intake.limit].value == "3 working_day start submission_received actor operator"
? rows[key=intake.limit].clause == ["JN-12"]

step JN-13: what does not conform goes back to the provider with the reason
make fields good item=penalty_organisation about=acme
make fields bad item=penalty_organisation about=acme CF_XDR_SHXYM=91370102PDY000010X
make csv file of=good,bad
as clerk
UPLOAD /submissions?item=penalty_organisation file.csv
  ${file}
=> 202
! sub = submission
as reviewer
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已核实"}
=> 200
? accepted == 1
? returned == 1
as clerk
GET /submissions/${sub}/faults
=> 200
? items[0].row == 3
? items[0].sentence is present
? items[0].suggestion is present
GET /returns
=> 200
? items[submission=${sub}].state == returned
? items[submission=${sub}].clause == JN-13
? items[submission=${sub}].rows == 1
! return = items[submission=${sub}].return

step JN-14: the provider rechecks and submits again, and the three days begin anew
make fields mended item=penalty_organisation about=acme
make csv file of=mended
clock 2026-03-04
as clerk
UPLOAD /submissions?item=penalty_organisation&resubmits=${sub} file.csv
  ${file}
=> 409 clause=JN-13
POST /returns/${return}/recheck
  {"result": "corrected", "opinion": "号码已更正"}
=> 200
? state == rechecked
UPLOAD /submissions?item=penalty_organisation&resubmits=${sub} file.csv
  ${file}
=> 202
! again = submission
as reviewer
POST /submissions/${again}/review
  {"result": "passed", "opinion": "已核实"}
=> 200
? accepted == 1
? resubmits == ${sub}
? first_day == 2026-03-02
? due == 2026-03-09
as clerk
GET /returns/${return}
? state == resubmitted
? resubmission == ${again}
as nobody
GET /policies/jinan
? rows by key value clause
  intake.on_defect return_recheck_resubmit JN-13,JN-14
  intake.resubmission_restarts yes JN-12,JN-14

step JN-11: within seven working days after the data were formed; the seventh is in time, the eighth is a day late
clock 2026-03-11
make record intime item=penalty_organisation about=acme decision_date=2026-03-02
as clerk
GET /submissions/${intime.submission}
? late_days == 0
clock 2026-03-12
make record late item=penalty_organisation about=acme decision_date=2026-03-02
GET /submissions/${late.submission}
? late_days == 1
? late_explained contains JN-11
as nobody
GET /policies/jinan
? rows[key=submit.limit].value == "7 working_day start formed actor provider"
? rows[key=submit.limit].clause == ["JN-11"]
? rows[key=submit.start].value == formed

step JN-19: religion, genes, fingerprints, blood type and illness are refused, law or no law
make banned b item=penalty_person about=zhang
  宗教信仰 宗教 信仰情况 基因 DNA 遗传信息 指纹 指纹特征 血型 ABO血型 疾病 健康状况 病史信息 病史 既往病史
? @b.open is empty
make body item from=penalty_person
  {"id": "faith_person", "name": "虚构事项", "state_citation": "《虚构法》第五条", "+fields": [{"id": "XX", "name": "宗教", "type": "string", "length": 20, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-19
as nobody
GET /policies/jinan
? rows by key value clause
  religion absolute JN-19
  genes absolute JN-19
  fingerprints absolute JN-19
  blood_type absolute JN-19
  disease absolute JN-19
  medical_history absolute JN-19
  collect.binds all_collectors JN-17,JN-19

step JN-17: income, deposits, securities, insurance, real estate and tax amounts need a law that the item cites; consent does not help
make body item from=penalty_person
  {"id": "income_person", "name": "虚构收入事项", "+fields": [{"id": "SRQK", "name": "年收入", "type": "string", "length": 50, "fill": "optional"}]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${item}, "reason": "拟纳入"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=JN-17
make banned b item=penalty_person about=zhang
  收入 年收入 工资 存款 存款余额 有价证券 股票 商业保险 人寿保险 不动产 房产 纳税数额 个人所得税
? @b.open is empty
as nobody
GET /policies/jinan
? rows[section=prohibition,key=income].clause == ["JN-17"]
? rows[section=prohibition,key=income].value contains conditional
? rows[section=prohibition,key=deposits].value contains conditional
? rows[section=prohibition,key=securities].value contains conditional
? rows[section=prohibition,key=commercial_insurance].value contains conditional
? rows[section=prohibition,key=real_estate].value contains conditional
? rows[section=prohibition,key=tax_amount].value contains conditional
? rows[key=collect.conditional_consent].value == law_citation_only
? rows[key=collect.conditional_consent].clause == ["JN-17"]
make item lawful from=penalty_person
  {"id": "income_person", "name": "虚构收入事项", "state_citation": "《虚构法》第五条", "+fields": [{"id": "SRQK", "name": "年收入", "type": "string", "length": 50, "fill": "optional"}]}
make record income item=income_person about=zhang SRQK=十万元
