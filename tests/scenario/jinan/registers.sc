story: 专职机构、专职人员、第一责任人、查询制度
places: jinan

def gaps
GET /register-gaps

step JN-8 JN-9 JN-24: a provider without them is listed
as authority
do gaps
=> 200
? items[unit=${units.bureau},kind=dedicated_body].clause == JN-8
? items[unit=${units.bureau},kind=dedicated_staff].clause == JN-8
? items[unit=${units.bureau},kind=first_responsible].clause == JN-9
? items[unit=${units.bureau},kind=query_rules].clause == JN-24
? items[unit=${units.agency}] is absent
as nobody
GET /policies/jinan
? rows[section=register,key=dedicated_body].value == provider
? rows[section=register,key=dedicated_staff].value == provider
? rows[section=register,key=first_responsible].value == provider
? rows[section=register,key=query_rules].value == provider

step JN-8: the dedicated body and its staff
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "dedicated_body", "title": "信用信息科", "approver": "虚构局长", "from_day": "2026-03-02"}
=> 201
POST /units/${units.bureau}/registers
  {"kind": "dedicated_staff", "title": "专职信用信息员", "from_day": "2026-03-02"}
=> 422 register.field field=person
POST /units/${units.bureau}/registers
  {"kind": "dedicated_staff", "title": "专职信用信息员", "person": "虚构科员", "from_day": "2026-03-02"}
=> 201
do gaps
? items[kind=dedicated_body] is absent
? items[kind=dedicated_staff] is absent

step JN-9: the principal is the first responsible person; when another one comes, it is a new version
POST /units/${units.bureau}/registers
  {"kind": "first_responsible", "title": "第一责任人", "person": "虚构局长", "from_day": "2026-03-02"}
=> 201
! first = id
do gaps
? items[kind=first_responsible] is absent
clock +1d
as unit_admin
POST /units/${units.bureau}/registers/${first}/versions
  {"title": "第一责任人", "person": "虚构新局长", "from_day": "${today}"}
=> 201
GET "/units/${units.bureau}/registers?kind=first_responsible&day=2026-03-03"
? items.length == 1
? items[0].person == 虚构新局长
GET "/units/${units.bureau}/registers?kind=first_responsible&day=2026-03-02"
? items[0].person == 虚构局长

step JN-24: query rules of its own
POST /units/${units.bureau}/registers
  {"kind": "query_rules", "title": "虚构局公共信用信息查询制度", "approver": "虚构局长", "from_day": "2026-03-03"}
=> 201
do gaps
? items[kind=query_rules] is absent

step JN-7: the competent authority reads the registers of its area, a unit its own
as authority
GET /units/${units.bureau}/registers
=> 200
? items.length == 5
do gaps
? items[unit=${units.bureau2},kind=query_rules].clause == JN-24
as unit_admin
GET /units/${units.bureau2}/registers
=> 404 not_found
