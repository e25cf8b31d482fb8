story: 报送和录入的期限、审查、退回重报：节假日、先后、谁
places: jinan

make org acme
make record registration item=registration_organisation about=acme

def send
POST /forms
  {"item": "coercion_organisation", "fields": ${f}}
=> 202
! sub = submission
as reviewer
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已与决定书原件核对"}
=> 200
as clerk

step JN-11: within seven working days from the day the data are formed, the festival and its working Saturdays counted
as clerk
make fields f item=coercion_organisation about=acme decision_date=2026-02-13
do send
? accepted == 1
GET /submissions/${sub}
? late_days == 0
make fields f item=coercion_organisation about=acme decision_date=2026-02-12
do send
? accepted == 1
GET /submissions/${sub}
? late_days == 1
? late_explained contains JN-11
make fields f item=coercion_organisation about=acme decision_date=2026-02-10
do send
GET /submissions/${sub}
? late_days == 3
as nobody
GET /policies/jinan
? rows[key=submit.limit].value == "7 working_day start formed actor provider"
? rows[key=submit.limit].clause == ["JN-11"]
? rows[key=submit.start].value == formed
? rows[key=submit.start].clause == ["JN-11"]
CLI policy limits jinan
=> exit 0 submit.limit 7个工作日 JN-11

step JN-11: the day after the seventh is late, and what counts is the day of forming, not of sending
make fields f item=coercion_organisation about=acme decision_date=2026-03-02
make fields g item=coercion_organisation about=acme decision_date=2026-03-02
clock 2026-03-11
as clerk
do send
? accepted == 1
GET /submissions/${sub}
? late_days == 0
clock 2026-03-12
POST /forms
  {"item": "coercion_organisation", "fields": ${g}}
=> 202
! sub = submission
as reviewer
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已与决定书原件核对"}
? accepted == 1
? late_days == 1

step JN-12: compared and entered within three working days from receipt: over a weekend and a festival
clock 2026-03-13
as clerk
make fields f item=coercion_organisation about=acme
do send
GET /submissions/${sub}
? received_day == 2026-03-13
? due == 2026-03-18
? due_explained contains JN-12
? state == done
? accepted == 1
clock 2026-04-02
make fields f item=coercion_organisation about=acme
do send
GET /submissions/${sub}
? received_day == 2026-04-02
? due == 2026-04-08
as nobody
GET /policies/jinan
? rows[key=intake.limit].value == "3 working_day start submission_received actor operator"
? rows[key=intake.limit].clause == ["JN-12"]
? rows[section=role,key=operator].value == 公共信用信息工作机构
? rows[section=role,key=operator].clause == ["JN-12"]
CLI policy limits jinan
=> exit 0 intake.limit 3个工作日 JN-12

step JN-12: received is what the unit's review has let through, so the days begin there
clock 2026-04-08
as clerk
make fields f item=coercion_organisation about=acme
POST /forms
  {"item": "coercion_organisation", "fields": ${f}}
=> 202
? due is absent
? received_day is absent
! sub = submission
clock 2026-04-10
as reviewer
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "已核对"}
=> 200
? received_day == 2026-04-10
? due == 2026-04-15

step JN-15: without a recorded review nothing is submitted: it waits and is not in the base
as operator
POST /queries
  {"subject": ${acme}, "items": ["coercion_organisation"], "purpose": "核对"}
! before = records.length
as clerk
make fields f item=coercion_organisation about=acme
POST /forms
  {"item": "coercion_organisation", "fields": ${f}}
=> 202
? state == awaiting_review
? review == required
? accepted == 0
? received_at is absent
! waiting = submission
WORK
GET /submissions/${waiting}
? state == awaiting_review
as operator
POST /queries
  {"subject": ${acme}, "items": ["coercion_organisation"], "purpose": "核对"}
? records.length == ${before}
as nobody
GET /policies/jinan
? rows[key=submit.review_before].value == required
? rows[key=submit.review_before].clause == ["JN-15"]

step JN-15: it is reviewed by another person of the same unit
as clerk
POST /submissions/${waiting}/review
  {"result": "passed", "opinion": "自己看过"}
=> 403 access.forbidden
POST /submissions/${waiting}/verification
  {"opinion": "自己看过"}
=> 409
as reviewer2
POST /submissions/${waiting}/review
  {"result": "passed", "opinion": "别的单位"}
=> 404
make user both unit=bureau role=provider_clerk
as secadmin
POST /accounts/${both.account}/posts
  {"unit": "${units.bureau}", "role": "provider_reviewer", "from_day": "${today}", "designated_from": "${today}"}
=> 201
! second = id
make fields g item=coercion_organisation about=acme
as both
POST /forms
  {"item": "coercion_organisation", "fields": ${g}}
=> 202
! own = submission
POST /submissions/${own}/review X-Post:${second}
  {"result": "passed", "opinion": "自己看过"}
=> 422 second_person clause=JN-15
as reviewer
clock +1d
POST /submissions/${waiting}/review
  {"result": "passed", "opinion": "已与决定书原件核对无误"}
=> 200
? state == done
? accepted == 1
? review_result == passed
? review_opinion == 已与决定书原件核对无误
? reviewed_by is present
? reviewed_at matches ^2026-04-1
POST /submissions/${waiting}/review
  {"result": "passed", "opinion": "再来一次"}
=> 409
as operator
POST /queries
  {"subject": ${acme}, "items": ["coercion_organisation"], "purpose": "核对"}
? records.length > ${before}

step JN-15: what the review does not let through is not submitted
as clerk
make fields f item=coercion_organisation about=acme
POST /forms
  {"item": "coercion_organisation", "fields": ${f}}
! sub = submission
as reviewer
POST /submissions/${sub}/review
  {"result": "refused"}
=> 422 reason.missing field=opinion
POST /submissions/${sub}/review
  {"result": "refused", "opinion": "金额与决定书不符"}
=> 200
? state == refused
? accepted == 0
? review_result == refused
POST /submissions/${sub}/review
  {"result": "passed", "opinion": "算了"}
=> 409
as clerk
make csv file of=f
UPLOAD /submissions?item=coercion_organisation&verified=已核实 file.csv
  ${file}
=> 202
? state == awaiting_review

step JN-13: what does not conform goes back to its provider for recheck, with the reason
as clerk
make fields good item=coercion_organisation about=acme
make fields wrong item=coercion_organisation about=acme decision_date=2026-02-30
make csv file of=good,wrong
UPLOAD /submissions?item=coercion_organisation file.csv
  ${file}
=> 202
! bad = submission
as reviewer
POST /submissions/${bad}/review
  {"result": "passed", "opinion": "已核对"}
=> 200
? state == done
? rows == 2
? accepted == 1
? returned == 1
as clerk
GET /submissions/${bad}/faults
? items.length == 1
? items[0].row == 3
? items[0].sentence is present
? items[0].suggestion is present
GET /returns
=> 200
? items[submission=${bad}].state == returned
? items[submission=${bad}].rows == 1
? items[submission=${bad}].clause == JN-13
? items[submission=${bad}].provider == ${units.bureau}
! return = items[submission=${bad}].return
as clerk2
GET /returns/${return}
=> 404
as operator
GET /returns
? items[return=${return}].state == returned
as nobody
GET /policies/jinan
? rows[key=intake.on_defect].value == return_recheck_resubmit
? rows[key=intake.on_defect].clause == ["JN-13", "JN-14"]

step JN-14: it is submitted again after the recheck and not before, linked to the return, and the three days begin anew
as clerk
make fields f item=coercion_organisation about=acme
POST /forms
  {"item": "coercion_organisation", "fields": ${f}, "resubmits": "${bad}"}
=> 409 clause=JN-13
as clerk2
POST /returns/${return}/recheck
  {"result": "corrected", "opinion": "不是我的"}
=> 404
as clerk
POST /returns/${return}/recheck
  {"result": "corrected", "opinion": "日期录入有误，已更正"}
=> 200
? state == rechecked
clock 2026-04-20
POST /forms
  {"item": "coercion_organisation", "fields": ${f}, "resubmits": "${bad}"}
=> 202
! again = submission
as reviewer
POST /submissions/${again}/review
  {"result": "passed", "opinion": "已核对"}
=> 200
? accepted == 1
? resubmits == ${bad}
? first_day == 2026-04-11
? received_day == 2026-04-20
? due == 2026-04-23
as clerk
GET /returns/${return}
? state == resubmitted
? resubmission == ${again}
? opinion == 日期录入有误，已更正
make fields g item=coercion_organisation about=acme
POST /forms
  {"item": "coercion_organisation", "fields": ${g}, "resubmits": "${bad}"}
=> 409

step JN-12 JN-14: the restart of the three days is a reading of the pack, which says so
as nobody
GET /policies/jinan
? rows[key=intake.resubmission_restarts].value == yes
? rows[key=intake.resubmission_restarts].status == default
? rows[key=intake.resubmission_restarts].clause == ["JN-12", "JN-14"]
? rows[key=intake.resubmission_restarts].reading == AM-24

step JN-10: only what is on the data list is collected
as clerk
make fields f item=coercion_organisation about=acme
POST /forms
  {"item": "hobby_organisation", "fields": ${f}}
=> 422 catalog.item_unknown clause=JN-10
make csv file of=f
UPLOAD /submissions?item=hobby_organisation file.csv
  ${file}
=> 422 catalog.item_unknown clause=JN-10
make withdrawal gone of=reward
make fields f item=coercion_organisation about=acme
POST /forms
  {"item": "reward_organisation", "fields": ${f}}
=> 422 catalog.item_unknown clause=JN-10
do send
? accepted == 1
as nobody
GET /policies/jinan
? rows[key=catalog.only_listed].value == yes
? rows[key=catalog.only_listed].clause == ["JN-10"]

step JN-16: each version names the unit and the person who answer for it
as clerk
make fields f item=coercion_organisation about=acme WSH=虚强字一号
do send
? accepted == 1
GET /provider-records?item=coercion_organisation
=> 200
! subject = items[doc_no=虚强字一号].subject
! record = items[doc_no=虚强字一号].record
as auditor
GET /traces?event=record.accepted&object=${record}
=> 200
? items.length == 1
? items[0].unit == ${units.bureau}
? items[0].person == 虚构clerk
as clerk2
make fields g item=coercion_organisation about=acme WSH=虚强字一号
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "顺手改了", "fields": ${g}}
=> 404
as clerk
POST /records/${subject}/${record}/versions
  {"version": 1, "reason": "correction", "reason_text": "文书录入有误", "fields": ${g}}
=> 201
as operator
POST /queries
  {"subject": ${acme}, "items": ["coercion_organisation"], "purpose": "核对"}
? records[record=${record}].version == 2
? records[record=${record}].provider == 虚构市场监管局
? records[record=${record}].changes[version=2].reason_text == 文书录入有误
? records[record=${record}].changes[version=2].by_unit == 虚构市场监管局
as auditor
GET /traces?event=record.corrected&object=${record}
=> 200
? items.length == 1
? items[0].unit == ${units.bureau}
? items[0].person == 虚构clerk
as nobody
GET /policies/jinan
? rows[key=submit.own_account].value == yes
? rows[key=submit.own_account].clause == ["JN-16"]

step JN-1 JN-16: state organs, authorised organisations and people's organisations provide, under their own accounts; nobody else does
make unit union type=peoples_organisation name=虚构总工会
make user unionist unit=union role=provider_clerk
make user unionist_reviewer unit=union role=provider_reviewer
make unit office type=authorised_organisation name=虚构公积金中心
make user officer unit=office role=provider_clerk
make user officer_reviewer unit=office role=provider_reviewer
make unit court type=state_organ name=虚构法院
make user judge unit=court role=provider_clerk
make user judge_reviewer unit=court role=provider_reviewer
make unit bureau3 type=credit_bureau name=虚构征信公司 proof=公共信用评价优级
make user banker unit=bureau3 role=provider_clerk
make unit trainer type=training_class name=虚构培训班
make user teacher unit=trainer role=provider_clerk
make fields f item=commendation_organisation about=acme by=unionist
as unionist
POST /forms
  {"item": "commendation_organisation", "fields": ${f}}
=> 202
? provider == ${union.id}
make fields f item=commendation_organisation about=acme by=officer
as officer
POST /forms
  {"item": "commendation_organisation", "fields": ${f}}
=> 202
? provider == ${office.id}
make fields f item=commendation_organisation about=acme by=judge
as judge
POST /forms
  {"item": "commendation_organisation", "fields": ${f}}
=> 202
? provider == ${court.id}
as banker
make fields f item=commendation_organisation about=acme
POST /forms
  {"item": "commendation_organisation", "fields": ${f}}
=> 403
as teacher
POST /forms
  {"item": "commendation_organisation", "fields": ${f}}
=> 403
as authority
POST /units
  {"code": "91370102PDY00001X0", "name": "虚构公司", "unit_type": "private_company", "region": "370102"}
=> 422
as nobody
GET /policies/jinan
? rows[section=unit_type,key=state_organ].value == "provide, query as organ"
? rows[section=unit_type,key=state_organ].clause == ["JN-1", "JN-23"]
? rows[section=unit_type,key=authorised_organisation].value == "provide, query as organ"
? rows[section=unit_type,key=authorised_organisation].clause == ["JN-1", "JN-23"]
? rows[section=unit_type,key=peoples_organisation].value == "provide, query as organ"
? rows[section=unit_type,key=peoples_organisation].clause == ["JN-1", "JN-23"]
? rows[section=role,key=provider].value == 各级国家机关、法律法规授权的具有管理公共事务职能的组织以及人民团体等
? rows[section=role,key=provider].clause == ["JN-1"]
? rows[key=policy.valid_from].status == unset
? rows[key=policy.valid_from].clause == ["JN-1"]
