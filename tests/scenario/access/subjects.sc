story: 主体维护：名称、号码、关联人员、注销，逐次留痕
places: cangzhou

make org acme
make person boss
make record fine item=penalty_organisation about=acme
make target t of=fine

step: the operator keeps what is said about a subject; a provider does not
as clerk
GET /subjects/${t.subject}
=> 403 access.forbidden
as operator
GET /subjects/${t.subject}
=> 200
? name == ${acme.name}
? state == provisional
! revision = revision

step: each change names the revision it saw, its day and its reason
POST /subjects/${t.subject}/name
  {"revision": ${revision}, "day": "${today}", "name": "虚构更名有限公司"}
=> 400 input.missing field=reason
POST /subjects/${t.subject}/name
  {"revision": ${revision}, "day": "${today}", "reason": "依登记机关通知", "name": "虚构更名有限公司"}
=> 204
POST /subjects/${t.subject}/name
  {"revision": ${revision}, "day": "${today}", "reason": "依登记机关通知", "name": "虚构又更名有限公司"}
=> 409
GET /subjects/${t.subject}
? name == 虚构更名有限公司
! revision = revision

step: a provisional one is confirmed
POST /subjects/${t.subject}/confirmation
  {"revision": ${revision}, "day": "${today}", "reason": "与登记机关核对一致"}
=> 204
GET /subjects/${t.subject}
? state == active
! revision = revision

step: what it did stays with it under the new name
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}
=> 200
? records[0].item == penalty_organisation

step: it ceases by a day and a reason, and what is on record stays readable
as operator
POST /subjects/${t.subject}/cancellation
  {"revision": ${revision}, "day": "${today}", "reason": "依登记机关注销通知"}
=> 204
GET /subjects/${t.subject}
? state == cancelled
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "scene": "inspection"}
=> 200
