story: 安全规定、管理制度、查询制度、岗位职责和等级保护
places: cangzhou

def gaps
GET /register-gaps

step CZ-24 CZ-118 CZ-125: what the operator must have on file
as authority
do gaps
=> 200
? items[unit=${units.platform},kind=rules_in_force].clause == CZ-24
? items[unit=${units.platform},kind=posts_and_duties].clause == CZ-118
? items[unit=${units.platform},kind=protection_level].clause == CZ-125
? items[unit=${units.bureau},kind=rules_in_force] is absent
? items[unit=${units.bureau},kind=posts_and_duties] is absent
as operator
POST /units/${units.platform}/registers
  {"kind": "rules_in_force", "title": "虚构省政务数据安全规定", "reference": "虚政〔2022〕5号", "from_day": "2026-03-02"}
=> 201
POST /units/${units.platform}/registers
  {"kind": "posts_and_duties", "title": "平台岗位和职责", "approver": "虚构主任", "from_day": "2026-03-02"}
=> 201
POST /units/${units.platform}/registers
  {"kind": "protection_level", "title": "市信用平台", "level": 3, "reference": "备案第2号", "result": "测评符合", "from_day": "2026-03-02"}
=> 201
as authority
do gaps
? items[unit=${units.platform},kind=rules_in_force] is absent
? items[unit=${units.platform},kind=posts_and_duties] is absent
? items[unit=${units.platform},kind=protection_level] is absent
? items[unit=${units.platform},kind=security_rules].clause == CZ-27
as nobody
GET /policies/cangzhou
? rows[section=register,key=rules_in_force].value == operator
? rows[section=register,key=posts_and_duties].value == operator
? rows[section=register,key=protection_level].value == operator

step CZ-118: every staff account has its post, with unit and role
as secadmin
GET /accounts
=> 200
! platform_user = items[0].account
make user helper unit=platform role=operator
as secadmin
GET /accounts/${helper.account}
? posts[0].role == operator
? posts[0].unit == ${units.platform}

step CZ-118: the platform has security rules of its own
as operator
POST /units/${units.platform}/registers
  {"kind": "security_rules", "title": "平台内部安全制度", "approver": "虚构主任", "from_day": "2026-03-02"}
=> 201
as authority
do gaps
? items[unit=${units.platform},kind=security_rules] is absent

step CZ-27 CZ-28 CZ-123: what a provider must have on file
do gaps
? items[unit=${units.bureau},kind=security_rules].clause == CZ-27
? items[unit=${units.bureau},kind=management_rules].clause == CZ-28
as nobody
GET /policies/cangzhou
? rows[section=register,key=security_rules,value=provider].clause == ["CZ-27", "CZ-123"]
? rows[section=register,key=management_rules,value=provider].clause == ["CZ-28"]
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "security_rules", "title": "虚构信息安全管理制度", "approver": "虚构局长", "from_day": "2026-03-02"}
=> 201
POST /units/${units.bureau}/registers
  {"kind": "management_rules", "title": "虚构信用信息管理制度", "approver": "虚构局长", "from_day": "2026-03-02"}
=> 201
do gaps
? items[kind=security_rules] is absent
? items[kind=management_rules] is absent

step CZ-31 CZ-85: query units make rules; state organs make query rules
as authority
do gaps
? items[unit=${units.agency},kind=management_rules].clause == CZ-31
? items[unit=${units.organ},kind=query_rules].clause == CZ-85
? items[unit=${units.agency},kind=query_rules] is absent
as agency_admin
POST /units/${units.agency}/registers
  {"kind": "management_rules", "title": "虚构公司信用信息管理制度", "approver": "虚构经理", "from_day": "2026-03-02"}
=> 201
as organ_admin
POST /units/${units.organ}/registers
  {"kind": "query_rules", "title": "虚构局查询制度", "approver": "虚构局长", "from_day": "2026-03-02"}
=> 201
as authority
do gaps
? items[unit=${units.agency},kind=management_rules] is absent
? items[unit=${units.organ},kind=query_rules] is absent
