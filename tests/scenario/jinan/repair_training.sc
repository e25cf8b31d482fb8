story: 严重失信主体的修复：专题培训三个学时、信用报告为必要条件；名单退出
places: jinan

make org acme
make person boss
make unit site type=training_site name=虚构在线培训平台
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme CF_SXCD=严重失信行为 CF_SJKZR=虚构控制人 conduct_end=2026-03-01
make record grave item=penalty_organisation about=acme CF_SXCD=严重失信行为 CF_SJKZR=虚构控制人 conduct_end=2026-03-01
make target t of=fine
make target u of=grave
make list_entry watch list=key_watch about=acme
make measure limit type=listed_punishment unit=organ
make applied on_watch measure=limit about=acme entry=watch by=query_clerk
make evidence paper by=window
make account me about=acme proof=paper
make evidence report by=me
make evidence material by=me

def hold
POST /training-sessions
  {"body": "${site.id}", "plan": "${plan}", "from_day": "2026-03-02", "to_day": "2026-03-02", "hours": "3", "contents": ["law_and_policy", "joint_punishment", "repair_procedure"]}

step JN-57 JN-58: of a serious record neither training nor report alone is enough
as authority
POST /training-bodies
  {"unit": "${site.id}", "reference": "网站公益性培训平台", "from_day": "2026-01-01"}
=> 204
as unit_admin
POST /units/${units.bureau}/registers
  {"kind": "training_plan", "title": "2026年信用修复培训计划", "approver": "虚构局长", "from_day": "2026-01-01", "to_day": "2026-12-31"}
=> 201
! plan = id
as clerk
file r rectification about=t event=record_penalty
=> 201
as me
GET /cases/${r.case}
! r = .
act r apply proof=material
=> 200
? state == REPAIR_APPLIED
as clerk
GET /cases/${r.case}
! r = .
act r repair findings=repair_rules_met reason=符合
=> 409 case.event
do hold
=> 201
! session = id
POST /training-sessions/${session}/participants
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}", "name": "${acme.name}"}, "attendee": {"kind": "natural_person", "document": "resident", "number": "${boss.number}", "name": "${boss.name}"}, "hours": "2.9"}
=> 201
do hold
=> 201
! again = id

step JN-57 JN-60 JN-64: with the report and 2.9 class hours it waits still; the report and who issued it are on file
as me
act r submit_material
=> 422 case.guard rule=proof_attached
act r submit_material credit_report=report unit=${site.id}
=> 200
? state == REPAIR_APPLIED
GET /cases/${r.case}
? papers[kind=credit_report].evidence == ${report.evidence}
? events[event=submit_material].said.unit_id == ${site.id}
as clerk
GET /cases/${r.case}
! r = .
act r repair findings=repair_rules_met reason=符合
=> 409 case.event

step JN-57 JN-58 JN-64: with three class hours and the report it can be decided
as clerk
POST /training-sessions/${again}/participants
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}", "name": "${acme.name}"}, "attendee": {"kind": "natural_person", "document": "resident", "number": "${boss.number}", "name": "${boss.name}"}, "hours": "0.1"}
=> 201
as me
GET /cases/${r.case}
! r = .
act r submit_material proof=material
=> 200
? state == REPAIR_READY
as clerk
GET /cases/${r.case}
! r = .
act r repair findings=repair_rules_met reason=符合修复条件
=> 200
? state == REPAIRED

step JN-58: trained, but without a report, another serious record waits until the report comes
as clerk
file q rectification about=u event=record_penalty
=> 201
as me
GET /cases/${q.case}
! q = .
act q apply proof=material
=> 200
? state == REPAIR_APPLIED
GET /cases/${q.case}
! q = .
act q submit_material credit_report=report
=> 200
? state == REPAIR_READY

step JN-52 JN-50: whoever is on a list is guided to repair
as me
GET /me/notices
? items[kind=guidance,target=${watch.entry}] is absent
as clerk
file x rectification about=watch kind=list_entry event=record_list_entry
=> 201
as me
GET /me/notices
? items[kind=guidance,target=${watch.entry}].case == ${x.case}

step JN-53 JN-54: from a list one leaves on its conditions, and measures resting on the entry end
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场准入"}
=> 200
? applies[applied=${on_watch.applied}].standing == applies
as me
GET /cases/${x.case}
! x = .
act x apply proof=material
=> 200
? state == REPAIR_APPLIED
GET /cases/${x.case}
! x = .
act x submit_material list_conditions=material
=> 200
? state == REPAIR_READY
as clerk2
act x exit reason=已整改
=> 404
as clerk
GET /cases/${x.case}
! x = .
act x exit
=> 422 case.guard rule=reason_given clause=JN-53 field=reason
act x exit reason=已整改到位
=> 200
? state == EXITED
as me
GET /me/list-entries
? items[entry=${watch.entry}].exit_day == 2026-03-02
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场准入"}
=> 200
? applies is empty
