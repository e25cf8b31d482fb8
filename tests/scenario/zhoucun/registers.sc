story: 查询制度、安全保护、应急制度和鼓励的诚信教育
places: zhoucun

def gaps
GET /register-gaps

step ZC-32 ZC-45 ZC-46: each unit has query rules; operator, providers and credit service agencies protection, rules and plan
as authority
do gaps
=> 200
? items[unit=${units.bureau},kind=query_rules].clause == ZC-32
? items[unit=${units.agency},kind=query_rules].clause == ZC-32
? items[unit=${units.platform},kind=protection_level].clause == ZC-45
? items[unit=${units.agency},kind=protection_level].clause == ZC-45
? items[unit=${units.bureau},kind=security_rules].clause == ZC-46
? items[unit=${units.agency},kind=emergency_plan].clause == ZC-46
as nobody
GET /policies/zhoucun
? rows[section=register,key=query_rules].value == "provider, query_unit"
? rows[section=register,key=protection_level].value == "operator, provider, type credit_service_agency"
? rows[section=register,key=emergency_plan].value == "operator, provider, type credit_service_agency"

step ZC-32 ZC-45 ZC-46: entered, they are no gap
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "query_rules", "title": "虚构查询制度", "approver": "虚构局长", "from_day": "2026-03-02"}
=> 201
POST /units/${units.bureau}/registers
  {"kind": "protection_level", "title": "虚构业务系统", "level": 2, "reference": "备案第7号", "result": "测评符合", "from_day": "2026-03-02"}
=> 201
POST /units/${units.bureau}/registers
  {"kind": "security_rules", "title": "虚构安全管理制度", "approver": "虚构局长", "from_day": "2026-03-02"}
=> 201
POST /units/${units.bureau}/registers
  {"kind": "emergency_plan", "title": "虚构应急处理制度", "approver": "虚构局长", "from_day": "2026-03-02"}
=> 201
do gaps
? items.length == 0

step ZC-77: credit education is encouraged, entry commitments and activities can be entered, and nobody is blamed for having none
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "commitment", "title": "入职信用承诺书", "person": "虚构新同事", "from_day": "2026-03-02"}
=> 201
POST /units/${units.bureau}/registers
  {"kind": "education_activity", "title": "诚信宣讲", "result": "三十人参加", "from_day": "2026-03-02"}
=> 201
GET /units/${units.bureau}/registers?kind=commitment
? items[0].person == 虚构新同事
as authority
do gaps
? items[kind=commitment] is absent
? items[kind=education_activity] is absent
as nobody
GET /policies/zhoucun
? rows[section=register,key=commitment].value == "provider, query_unit encouraged"

step ZC-68: the competent authority reads everybody's register and gaps, others do not
as authority
GET /units/${units.bureau}/registers
=> 200
? items.length == 6
as unit_admin
GET /units/${units.agency}/registers
=> 404 not_found
