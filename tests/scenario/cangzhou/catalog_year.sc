story: 目录的年度：征求意见、通过、公布、变更
places: cangzhou

as authority
GET /catalogs/current
! catalog = catalog

step CZ-36: the catalog in force is there for everybody
as nobody
GET /catalogs/current
=> 200
? published == 2026-03-02
? state == adopted
? items.length == 28
GET /catalogs/${catalog}/items/judgment_person
=> 200
? name contains 拒不履行生效法律文书
as authority
GET /catalogs/gaps
=> 200
? items lacks publication

step CZ-38: a proposal to include an item states its reasons
make body stay from=inspection_organisation
  {"id": "inspection_stay", "name": "留用检查"}
as clerk
POST /catalog-changes
  {"kind": "include", "body": ${stay}, "reason": "  "}
=> 400 input.missing field=reason
POST /catalog-changes
  {"kind": "include", "body": ${stay}}
=> 422 reason.missing clause=CZ-38 field=reason
POST /catalog-changes
  {"kind": "include", "body": ${stay}, "reason": "依法履职需要"}
=> 201
! stay_change = id

step CZ-38: so does one to withdraw an item
POST /catalog-changes
  {"kind": "withdraw", "item": "levy_person"}
=> 422 reason.missing clause=CZ-38 field=reason
POST /catalog-changes
  {"kind": "withdraw", "item": "levy_person", "reason": "依据已经废止"}
=> 201
! levy_change = id
GET /catalog-changes
? items[change=${levy_change}].reason == 依据已经废止

step CZ-39: what is disputed cannot be decided without an assessment
make body other from=inspection_organisation
  {"id": "inspection_disputed", "name": "有争议的检查"}
POST /catalog-changes
  {"kind": "include", "body": ${other}, "reason": "依法履职需要", "disputed": true}
=> 201
! disputed = id
as authority1
POST /catalog-changes/${disputed}/records
  {"version": 1, "hearing": "2026年3月2日听取企业代表、专家意见，纪要一份"}
=> 204
POST /catalog-changes/${disputed}/decision
  {"version": 2, "accept": true, "decision": "同意"}
=> 409 catalog.assessment_missing clause=CZ-39

step CZ-40: nor without having heard those concerned
as clerk
make body again from=inspection_organisation
  {"id": "inspection_disputed2", "name": "另一有争议的检查"}
POST /catalog-changes
  {"kind": "include", "body": ${again}, "reason": "依法履职需要", "disputed": true}
! second = id
as authority1
POST /catalog-changes/${second}/records
  {"version": 1, "assessment": "评估报告一份"}
=> 204
POST /catalog-changes/${second}/decision
  {"version": 2, "accept": true, "decision": "同意"}
=> 409 catalog.hearing_missing clause=CZ-40

step CZ-39 CZ-40: with both it is decided, and both are kept with it
POST /catalog-changes/${disputed}/records
  {"version": 2, "assessment": "评估报告一份"}
=> 204
POST /catalog-changes/${disputed}/decision
  {"version": 3, "accept": true, "decision": "同意"}
=> 204
GET /catalog-changes
? items[change=${disputed}].assessment == 评估报告一份
? items[change=${disputed}].hearing contains 听取企业代表、专家意见
? items[change=${disputed}].state == accepted

step CZ-37: what is accepted within the year waits for the next year's catalog
POST /catalog-changes/${stay_change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
POST /catalog-changes/${levy_change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
POST /catalogs
  {"year": 2026, "first_day": "2026-04-01"}
=> 409 catalog.year clause=CZ-37
GET /catalogs/current
? items lacks inspection_stay
? items contains levy_person

step CZ-35: no edition is adopted without public comments sought
clock 2026-11-02
as authority1
POST /catalogs
  {"year": 2027, "first_day": "2027-01-01"}
=> 201
! next = id
GET /catalogs/${next}
? items contains inspection_stay
? items lacks levy_person
POST /catalogs/${next}/adoption
  {"version": 1}
=> 409 catalog.comment_missing clause=CZ-35
POST /catalogs/${next}/comment-period
  {"version": 1, "from": "2026-11-03", "to": "2026-12-02"}
=> 204

step CZ-35: the draft and its comment period are public, comments are kept, on the first day and the last
as nobody
GET /catalogs/${next}
=> 200
? state == comment
? comment_from == 2026-11-03
? comment_to == 2026-12-02
POST /catalogs/${next}/comments
  {"author": "虚构市民", "body": "早了一天"}
=> 409 catalog.comment_closed
clock 2026-11-03
POST /catalogs/${next}/comments
  {"author": "虚构市民", "body": "建议写明检查的范围"}
=> 201
clock 2026-12-02
POST /catalogs/${next}/comments
  {"author": "虚构商会", "body": "最后一天的意见"}
=> 201
as authority1
GET /catalogs/${next}/comments
? items.length == 2
? items contains 建议写明检查的范围
POST /catalogs/${next}/adoption
  {"version": 2}
=> 409 catalog.comment_missing clause=CZ-35

step CZ-35 CZ-33: the day after the period it is adopted, by two persons
clock 2026-12-03
as nobody
POST /catalogs/${next}/comments
  {"author": "虚构市民", "body": "晚了一天"}
=> 409 catalog.comment_closed
as authority1
POST /catalogs/${next}/adoption
  {"version": 2}
=> 200
? adopted == false
POST /catalogs/${next}/adoption
  {"version": 3}
=> 422 second_person
as authority2
POST /catalogs/${next}/adoption
  {"version": 3}
=> 200
? adopted == true

step CZ-37: it governs from its first day, and not before
clock 2026-12-31
as nobody
GET /catalogs/current
? year == 2026
? items lacks inspection_stay
clock 2027-01-01
GET /catalogs/current
? year == 2027
? items contains inspection_stay
? items contains inspection_disputed
? items lacks levy_person

step CZ-36: an edition is published after it has taken effect, and its absence is a gap
as authority1
POST /catalogs/${next}/publication
  {"version": 4, "day": "2026-12-31"}
=> 400 date.invalid
clock 2027-03-02
GET /catalogs/gaps
? items lacks publication
clock 2027-03-03
GET /catalogs/gaps
? items[kind=publication].clause == CZ-36
POST /catalogs/${next}/publication
  {"version": 4, "day": "2027-03-03"}
=> 204
GET /catalogs/gaps
? items lacks publication
clock 2028-03-03
GET /catalogs/gaps
? items lacks publication
clock 2028-03-04
GET /catalogs/gaps
? items[kind=publication].clause == CZ-36
