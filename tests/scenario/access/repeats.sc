story: 重复的请求只办一次
places: cangzhou

make org fresh
make org other
step: a repeated request gets the first answer and does nothing again
as authority
POST /units Idempotency-Key:unit-once-${fresh.number}
  {"code": "${fresh.number}", "name": "虚构重复单位", "unit_type": "state_organ", "region": "130900"}
=> 201
! first = id
POST /units Idempotency-Key:unit-once-${fresh.number}
  {"code": "${fresh.number}", "name": "虚构重复单位", "unit_type": "state_organ", "region": "130900"}
=> 201
? id == ${first}

step: the same key for another request is refused
POST /units Idempotency-Key:unit-once-${fresh.number}
  {"code": "${other.number}", "name": "虚构另一单位", "unit_type": "state_organ", "region": "130900"}
=> 422 idempotency.reused field=Idempotency-Key

step: a refused request leaves its key free
POST /units Idempotency-Key:unit-try-${other.number}
  {"code": "${other.number}", "name": "虚构另一单位", "unit_type": "no_such_type", "region": "130900"}
=> 422 unit.type_unknown
POST /units Idempotency-Key:unit-try2-${other.number}
  {"code": "${other.number}", "name": "虚构另一单位", "unit_type": "state_organ", "region": "130900"}
=> 201
