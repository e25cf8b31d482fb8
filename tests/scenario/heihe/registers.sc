story: 每个单位的制度、预案、人员和自查，缺什么一目了然
places: heihe

def gaps
GET /register-gaps

def keep
POST /units/${units.bureau}/registers
  {"kind": "security_rules", "title": "虚构信息安全管理制度", "reference": "虚市监〔2026〕1号", "approver": "虚构局长", "from_day": "2026-03-01"}

step HH-2 HH-35: a unit without security rules, emergency plan or accountability system is listed as a gap, with the clause
make unit county type=county name=虚构县
as authority
do gaps
=> 200
? items[unit=${units.bureau},kind=security_rules].clause == HH-2
? items[unit=${units.bureau},kind=emergency_plan].clause == HH-2
? items[unit=${units.platform},kind=emergency_plan].clause == HH-2
? items[unit=${units.bureau},kind=accountability_rules].clause == HH-35
? items[unit=${county.id},kind=accountability_rules].clause == HH-35
as nobody
GET /policies/heihe
? rows[section=register,key=emergency_plan].value == "operator, provider"
? rows[section=register,key=accountability_rules].value == "operator, provider, type state_organ, type county"

step HH-2: what is entered closes the gap, from its first day on and as long as it is in force; versions name their approver
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "security_rules", "title": "虚构信息安全管理制度", "from_day": "2026-03-01"}
=> 422 register.field field=approver
POST /units/${units.bureau}/registers
  {"kind": "security_rules", "title": "虚构", "approver": "虚构局长", "level": 3, "from_day": "2026-03-01"}
=> 422 register.field field=level
do keep
=> 201
! first = id
make evidence plan by=clerk
  虚构应急处理预案
POST /units/${units.bureau}/registers
  {"kind": "emergency_plan", "title": "虚构应急处理预案", "approver": "虚构局长", "from_day": "2026-03-02", "to_day": "2026-03-10", "evidence": "${plan.evidence}"}
=> 201
as authority
do gaps
? items[unit=${units.bureau},kind=security_rules] is absent
? items[unit=${units.bureau},kind=emergency_plan] is absent
? items[unit=${units.bureau2},kind=security_rules].clause == HH-2
GET "/register-gaps?day=2026-03-01"
? items[unit=${units.bureau}] is absent
clock 2026-03-10
as authority
do gaps
? items[unit=${units.bureau},kind=emergency_plan] is absent
clock 2026-03-11
as authority
do gaps
? items[unit=${units.bureau},kind=emergency_plan].clause == HH-2
GET "/register-gaps?day=2026-03-10"
? items[unit=${units.bureau},kind=emergency_plan] is absent

step HH-2: versions follow one another, none is rewritten
as unit_admin
POST /units/${units.bureau}/registers/${first}/versions
  {"title": "虚构信息安全管理制度（修订）", "reference": "虚市监〔2026〕9号", "approver": "虚构局长", "from_day": "2026-03-11"}
=> 201
! second = id
POST /units/${units.bureau}/registers/${first}/versions
  {"title": "虚构", "approver": "虚构局长", "from_day": "2026-03-11"}
=> 409 register.state
GET "/units/${units.bureau}/registers?kind=security_rules"
=> 200
? items[entry=${first}].edition == 1
? items[entry=${first}].closed_day == 2026-03-11
? items[entry=${second}].edition == 2
? items[entry=${second}].approver == 虚构局长
? items[entry=${second}].closed_day is null
GET "/units/${units.bureau}/registers?kind=security_rules&day=2026-03-10"
? items.length == 1
? items[0].edition == 1
as auditor
GET /traces?event=register.renewed
? items.length == 1
? items[0].object == ${first}

step HH-20: departments and counties name the security rules that they carry out
as authority
do gaps
? items[unit=${county.id},kind=security_rules,clause=HH-20] is present
POST /units/${county.id}/registers
  {"kind": "security_rules", "title": "虚构县数据和网络安全制度", "approver": "虚构县长", "from_day": "2026-03-11"}
=> 201
! county_rules = id
do gaps
? items[unit=${county.id},kind=security_rules] is absent
POST /units/${county.id}/registers/${county_rules}/end
  {"reason": "机构合并"}
=> 204
do gaps
? items[unit=${county.id},kind=security_rules,clause=HH-20] is present

step HH-22 HH-5: safe operating procedures of administrators
do gaps
? items[unit=${county.id},kind=operating_procedure].clause == HH-22
POST /units/${county.id}/registers
  {"kind": "operating_procedure", "title": "虚构管理员安全操作规程", "approver": "虚构县长", "from_day": "2026-03-11"}
=> 201
! procedure = id
do gaps
? items[unit=${county.id},kind=operating_procedure] is absent
as auditor
GET /traces?event=register.entered&object=${procedure}
? items[0].role == authority

step HH-24: periodic self-checks; the gap comes back when the next one is due and was not done
as authority
do gaps
? items[unit=${county.id},kind=self_check].clause == HH-24
POST /units/${county.id}/registers
  {"kind": "self_check", "title": "三月保密自查", "result": "未发现问题", "from_day": "2026-03-11"}
=> 422 register.field field=to_day
POST /units/${county.id}/registers
  {"kind": "self_check", "title": "三月保密自查", "result": "未发现问题", "from_day": "2026-03-11", "to_day": "2026-06-11"}
=> 201
do gaps
? items[unit=${county.id},kind=self_check] is absent
GET "/register-gaps?day=2026-06-12"
? items[unit=${county.id},kind=self_check].clause == HH-24

step HH-17: awareness of information security, an entry for each person; encouraged, so its absence is no gap
do gaps
? items[kind=security_training] is absent
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "security_training", "title": "信息安全教育", "from_day": "2026-03-11"}
=> 422 register.field field=person
POST /units/${units.bureau}/registers
  {"kind": "security_training", "title": "信息安全教育", "person": "虚构填报员", "result": "已签收", "from_day": "2026-03-11"}
=> 201
GET "/units/${units.bureau}/registers?kind=security_training"
? items[0].person == 虚构填报员
as nobody
GET /policies/heihe
? rows[section=register,key=security_training].value == "type state_organ, type county encouraged"

step HH-33: the platform's protection level with filing and assessment
as authority
do gaps
? items[unit=${units.platform},kind=protection_level].clause == HH-33
? items[unit=${units.bureau},kind=protection_level] is absent
as operator
POST /units/${units.platform}/registers
  {"kind": "protection_level", "title": "共享平台", "level": 3, "result": "测评符合", "from_day": "2026-03-11"}
=> 422 register.field field=reference
POST /units/${units.platform}/registers
  {"kind": "protection_level", "title": "共享平台", "level": 6, "reference": "备案第1号", "result": "测评符合", "from_day": "2026-03-11"}
=> 400 input.range field=level
POST /units/${units.platform}/registers
  {"kind": "protection_level", "title": "共享平台", "level": 3, "reference": "备案第1号", "result": "测评符合", "from_day": "2026-03-11", "to_day": "2027-03-10"}
=> 201
as authority
do gaps
? items[unit=${units.platform},kind=protection_level] is absent

step: people of a unit see and keep their own register only
as unit_admin
do gaps
=> 200
? items[unit=${units.bureau2}] is absent
? items[unit=${units.bureau},kind=emergency_plan].clause == HH-2
POST /units/${units.bureau2}/registers
  {"kind": "security_rules", "title": "虚构", "approver": "虚构", "from_day": "2026-03-11"}
=> 404 not_found
GET /units/${units.bureau2}/registers
=> 404 not_found
GET "/register-gaps?unit=${units.bureau2}"
=> 404 not_found
as window
do gaps
=> 403 access.forbidden
