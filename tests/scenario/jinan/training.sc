story: 信用修复专题培训
places: jinan

make org acme
make person boss
make person shopkeeper
make unit site type=training_site name=虚构在线培训平台
make unit class type=training_class name=虚构公益培训班

step JN-61: a provider makes a training plan for a period; without one nothing is held
as authority
GET /register-gaps
? items[unit=${units.bureau},kind=training_plan].clause == JN-61
POST /training-bodies
  {"unit": "${site.id}", "reference": "网站公益性培训平台", "from_day": "2026-01-01"}
=> 204
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "training_plan", "title": "2026年信用修复培训计划", "approver": "虚构局长", "from_day": "2026-01-01"}
=> 422 register.field field=to_day
as clerk
POST /training-sessions
  {"body": "${site.id}", "from_day": "2026-03-02", "to_day": "2026-03-02", "hours": "3", "contents": ["law_and_policy", "joint_punishment", "repair_procedure"]}
=> 422 register.field field=plan clause=JN-61
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "training_plan", "title": "2026年信用修复培训计划", "approver": "虚构局长", "from_day": "2026-01-01", "to_day": "2026-12-31"}
=> 201
! plan = id
as authority
GET /register-gaps
? items[unit=${units.bureau},kind=training_plan] is absent
as nobody
GET /policies/jinan
? rows[section=register,key=training_plan].value == provider

step JN-59: entries only from registered bodies of the named kinds; agencies and credit bureaux are rated 优
as clerk
POST /training-sessions
  {"body": "${class.id}", "plan": "${plan}", "from_day": "2026-03-02", "to_day": "2026-03-02", "hours": "3", "contents": ["law_and_policy", "joint_punishment", "repair_procedure"]}
=> 422 training.body clause=JN-59
POST /training-sessions
  {"body": "${units.organ}", "plan": "${plan}", "from_day": "2026-03-02", "to_day": "2026-03-02", "hours": "3", "contents": ["law_and_policy", "joint_punishment", "repair_procedure"]}
=> 422 training.body clause=JN-59
as operator
POST /training-bodies
  {"unit": "${units.organ}", "reference": "虚构", "from_day": "2026-01-01"}
=> 422 training.body clause=JN-59
make unit pilot type=credit_service_agency name=虚构试点机构 proof=公共信用评价
as operator
POST /training-bodies
  {"unit": "${pilot.id}", "reference": "2025年度评价", "from_day": "2026-01-01"}
=> 422 training.body field=rating clause=JN-59
POST /training-bodies
  {"unit": "${pilot.id}", "rating": "良", "reference": "2025年度评价", "from_day": "2026-01-01"}
=> 422 training.body field=rating clause=JN-59
POST /training-bodies
  {"unit": "${pilot.id}", "rating": "优", "reference": "2025年度评价", "from_day": "2026-01-01", "to_day": "2026-03-01"}
=> 204
as clerk
POST /training-sessions
  {"body": "${pilot.id}", "plan": "${plan}", "from_day": "2026-03-02", "to_day": "2026-03-02", "hours": "3", "contents": ["law_and_policy", "joint_punishment", "repair_procedure"]}
=> 422 training.body clause=JN-59
POST /training-sessions
  {"body": "${pilot.id}", "plan": "${plan}", "from_day": "2026-03-01", "to_day": "2026-03-01", "hours": "3", "contents": ["law_and_policy", "joint_punishment", "repair_procedure"]}
=> 201
as nobody
GET /training-bodies
? items[unit=${pilot.id}].rating == 优
? items[unit=${site.id}].unit_type == training_site
GET /policies/jinan
? rows[section=training_body,key=training_site].value == 不要求评级
? rows[section=training_body,key=training_class].value == 不要求评级
? rows[section=training_body,key=credit_service_agency].value == 优
? rows[section=training_body,key=credit_bureau].value == 优
? rows[section=training_body,key=industry_association].value == 不要求评级

step JN-63: laws and policy, joint punishment and its effects, ways and procedure of repair
as clerk
POST /training-sessions
  {"body": "${site.id}", "plan": "${plan}", "from_day": "2026-03-02", "to_day": "2026-03-02", "hours": "3", "contents": ["law_and_policy", "repair_procedure"]}
=> 422 training.content field=contents clause=JN-63
POST /training-sessions
  {"body": "${site.id}", "plan": "${plan}", "from_day": "2026-03-02", "to_day": "2026-03-02", "hours": "3", "contents": ["law_and_policy", "joint_punishment", "repair_procedure", "singing"]}
=> 422 training.content field=contents
POST /training-sessions
  {"body": "${site.id}", "plan": "${plan}", "from_day": "2026-03-02", "to_day": "2026-03-02", "hours": "3", "contents": ["law_and_policy", "joint_punishment", "repair_procedure"]}
=> 201
! session = id

step JN-62 JN-65: dishonest individuals and the principals of dishonest units take part, and it goes into their file
as clerk
POST /training-sessions/${session}/participants
  {"subject": {"kind": "natural_person", "document": "resident", "number": "${shopkeeper.number}", "name": "${shopkeeper.name}"}, "hours": "2"}
=> 201
POST /training-sessions/${session}/participants
  {"subject": {"kind": "natural_person", "document": "resident", "number": "${shopkeeper.number}", "name": "${shopkeeper.name}"}, "hours": "2"}
=> 409 training.taken
POST /training-sessions/${session}/participants
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}", "name": "${acme.name}"}, "hours": "3"}
=> 400 input.missing field=attendee
POST /training-sessions/${session}/participants
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}", "name": "${acme.name}"}, "attendee": {"kind": "natural_person", "document": "resident", "number": "${boss.number}", "name": "${boss.name}"}, "hours": "3"}
=> 201
as clerk2
POST /training-sessions/${session}/participants
  {"subject": {"kind": "natural_person", "document": "resident", "number": "${boss.number}", "name": "${boss.name}"}, "hours": "3"}
=> 404 not_found
as clerk
GET /training-sessions
? items[session=${session}].participants == 2
? items[session=${session}].plan == ${plan}
make evidence proof by=window
  虚构单位证明
make account acme_self about=acme proof=proof
as acme_self
GET /me/trainings
=> 200
? items.length == 1
? items[0].hours == 3
? items[0].body_name == 虚构在线培训平台
? items[0].capacity == legal_representative
? items[0].contents contains joint_punishment
GET /me/looks
? items[basis=self] is present
as window
POST /window/trainings
  {"subject": {"kind": "natural_person", "document": "resident", "number": "${shopkeeper.number}", "name": "${shopkeeper.name}"}, "checked_originals": "居民身份证"}
=> 200
? items[0].hours == 2
? items[0].capacity == own

step JN-64: hours are those the subject was there, never more than the session had
as clerk
POST /training-sessions/${session}/participants
  {"subject": {"kind": "natural_person", "document": "resident", "number": "${boss.number}", "name": "${boss.name}"}, "hours": "3.5"}
=> 400 input.range field=hours
POST /training-sessions/${session}/participants
  {"subject": {"kind": "natural_person", "document": "resident", "number": "${boss.number}", "name": "${boss.name}"}, "hours": "2.9"}
=> 201
as nobody
GET /policies/jinan
? rows[key=repair.training_hours].value == "at_least 3 class_hour start case actor subject"
? rows[key=repair.training_hours].clause == ["JN-64"]

step JN-60: the credit report may be obtained where the training was taken; where it came from is recorded
make org bravo
make evidence report by=clerk
  虚构信用报告
make evidence proof2 by=window
  虚构单位证明二
as clerk
POST /training-sessions/${session}/participants
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${bravo.number}", "name": "${bravo.name}"}, "attendee": {"kind": "natural_person", "document": "resident", "number": "${boss.number}", "name": "${boss.name}"}, "capacity": "principal", "hours": "3", "report": "1"}
=> 422 evidence.unknown
POST /training-sessions/${session}/participants
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${bravo.number}", "name": "${bravo.name}"}, "attendee": {"kind": "natural_person", "document": "resident", "number": "${boss.number}", "name": "${boss.name}"}, "capacity": "principal", "hours": "3", "report": "${report.evidence}"}
=> 201
make account bravo_self about=bravo proof=proof2
as bravo_self
GET /me/trainings
? items[0].report == ${report.evidence}
? items[0].report_source == 虚构在线培训平台
? items[0].capacity == principal
as acme_self
GET /me/trainings
? items[0].report_source is null
