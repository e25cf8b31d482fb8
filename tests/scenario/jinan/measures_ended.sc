story: 披露期限届满，不再作为失信惩戒依据
places: jinan

make org acme
make record penalty item=penalty_organisation about=acme decision_date=2021-03-03 conduct_end=2021-03-03
make measure limit type=listed_punishment unit=organ
make applied on_acme measure=limit about=acme record=penalty by=query_clerk

def check
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场准入"}

step JN-31: on the last day of the term the record founds a measure, on the next day it does not
clock 2026-03-03
do check
=> 200
? applies[applied=${on_acme.applied}].standing == applies
clock 2026-03-04
do check
=> 200
? applies.length == 0
? not_applying[applied=${on_acme.applied}].clause == JN-31
? not_applying[applied=${on_acme.applied}].since_day == 2026-03-04

step JN-31: nor may one be put on it, and what rested on it is ended in the register
as query_clerk
POST /applied-measures
  {"measure": "${limit.measure}", "subject": ${acme}, "target_kind": "record", "target": "${on_acme.target}", "reason": "虚构理由"}
=> 422 measure.target clause=JN-31
WORK
GET /applied-measures
? items[applied=${on_acme.applied}].ended_day == 2026-03-04
? items[applied=${on_acme.applied}].end_clause == JN-31
do check
? applies.length == 0
? not_applying[applied=${on_acme.applied}].clause == JN-31
