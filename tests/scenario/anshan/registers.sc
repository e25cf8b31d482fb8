story: 信息安全管理机制、责任人员、遵守的安全规定
places: anshan

def gaps
GET /register-gaps

step AS-18 AS-19 AS-21: authority, provider and operator each; who lacks one is listed with the clause
as authority
do gaps
=> 200
? items[unit=${units.bureau},kind=security_rules].clause == AS-18
? items[unit=${units.bureau},kind=responsible_person].clause == AS-19
? items[unit=${units.platform},kind=rules_in_force].clause == AS-21
? items[unit_type=founding,kind=security_rules].clause == AS-18
? items[unit_type=founding,kind=responsible_person].clause == AS-19
as nobody
GET /policies/anshan
? rows[section=register,key=security_rules].value == "competent_authority, provider, operator"
? rows[section=register,key=responsible_person].value == "competent_authority, provider, operator"
? rows[section=register,key=rules_in_force].value == "competent_authority, provider, operator"

step AS-18: the mechanism is on file once its rules are
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "security_rules", "title": "虚构信息安全管理机制", "approver": "虚构局长", "from_day": "2026-03-02"}
=> 201
do gaps
? items[kind=security_rules] is absent
? items[kind=responsible_person].clause == AS-19

step AS-19: responsible persons with the days they are; the day after the last one is a gap
POST /units/${units.bureau}/registers
  {"kind": "responsible_person", "title": "信息安全责任人", "from_day": "2026-03-02"}
=> 422 register.field field=person
POST /units/${units.bureau}/registers
  {"kind": "responsible_person", "title": "信息安全责任人", "person": "虚构科长", "from_day": "2026-03-02", "to_day": "2026-03-05"}
=> 201
clock 2026-03-05
as unit_admin
do gaps
? items[kind=responsible_person] is absent
clock 2026-03-06
as unit_admin
do gaps
? items[kind=responsible_person].clause == AS-19

step AS-21: which state and provincial rules are followed, by reference
POST /units/${units.bureau}/registers
  {"kind": "rules_in_force", "title": "虚构省网络安全规定", "from_day": "2026-03-06"}
=> 422 register.field field=reference
POST /units/${units.bureau}/registers
  {"kind": "rules_in_force", "title": "虚构省网络安全规定", "reference": "虚政发〔2020〕3号", "from_day": "2026-03-06"}
=> 201
do gaps
? items[kind=rules_in_force] is absent
