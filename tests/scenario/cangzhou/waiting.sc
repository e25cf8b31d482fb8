story: 待阅提醒方式由本人登记
places: cangzhou anshan zhoucun jinan

make person zhang
make account me about=zhang

step: the subject itself says where; the address is kept and shown in part only, and can be taken back
as me
POST /me/contacts
  {"channel": "email", "address": "not an address"}
=> 422 notice.address field=address
POST /me/contacts
  {"channel": "email", "address": "zhang@example.org"}
=> 201
! contact = id
GET /me/contacts
? items.length == 1
? items[0].address == z***@example.org
as operator
POST /me/contacts
  {"channel": "email", "address": "zhang@example.org"}
=> 403 access.forbidden
as me
POST /me/contacts/${contact}/removal
=> 204
POST /me/contacts/${contact}/removal
=> 404 not_found
GET /me/contacts
? items is empty
