story: 待阅提醒不经互联网工具
places: heihe

# 一¶6 s3: no QQ, WeChat or e-mail: not even to say that a notice waits.

make person zhang
make account me about=zhang

step HH-28: no address for such messages is taken, whatever the channel
as me
POST /me/contacts
  {"channel": "email", "address": "zhang@example.org"}
=> 403 notice.channel clause=HH-28
POST /me/contacts
  {"channel": "text", "address": "13800000000"}
=> 403 notice.channel clause=HH-28
GET /me/contacts
? items is empty
