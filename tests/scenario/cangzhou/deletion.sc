story: 删除只在规定的事项中进行；表彰、志愿、捐赠信息依申请删除并立即销毁
places: cangzhou

make org acme
make record registration item=registration_organisation about=acme
make record honour item=commendation_organisation about=acme
make record fine item=penalty_organisation about=acme
make target h of=honour
make target t of=fine
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss

def look
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "other", "basis": {"kind": "duty"}}

step CZ-156 CZ-157: what the subject asks to have deleted is destroyed at once
do look
=> 200
? records[record=${h.record}] is present
as boss
file c positive_deletion about=h
=> 201
as operator
act c delete reason=本人申请
=> 200
do look
? records[record=${h.record}] is absent
WORK
as boss
GET /me/deletions
? items[record=${h.record}].at_once == true
? items[record=${h.record}].state == destroyed
? items[record=${h.record}].reason == 本人申请
GET /me/recalls
? items[record=${h.record}].todo == delete
? items[record=${h.record}].confirmed_day is null
? items[record=${h.record}].due_day is null

step CZ-149: what the provider confirms cannot be verified is deleted, and waits sealed for the subject
as boss
file d objection about=t ground=error_or_omission proof=proof claim=金额有误
=> 201
as objection_desk
act d send_comparison_notice
=> 200
as operator
act d report_same
=> 200
as objection_desk
act d send_verification_notice
=> 200
as operator
act d delete reason=无法核实
=> 409 case.event
as clerk
act d reply_unverifiable reason=原始凭证灭失
=> 200
as operator
act d delete reason=信息提供单位确认无法核实
=> 200
? state == DELETED
do look
? records[record=${t.record}] is absent
WORK
as boss
GET /me/deletions
? items[record=${t.record}].state == sealed
? items[record=${t.record}].keep_to == 2026-05-01
clock 2026-05-01
WORK
as boss
GET /me/deletions
? items[record=${t.record}].state == sealed
clock 2026-05-02
WORK
as boss
GET /me/deletions
? items[record=${t.record}].state == destroyed

step CZ-162: no other way deletes: no route and no command does, and no other case
make record more item=penalty_organisation about=acme
make target m of=more
as boss
file e positive_deletion about=m
=> 201
as operator
act e delete reason=本人申请
=> 422 case.guard rule=positive_record clause=CZ-157
DELETE /provider-records/${m.record}
=> 404
DELETE /recalls/own
=> 405
CLI record delete ${m.record}
=> exit 2
do look
? records[record=${m.record}] is present
