story: 失信信息公示前须作技术处理，期满从相关网站删除并逐一确认
places: jinan

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme decision_date=2023-03-10 conduct_end=2023-01-10 CF_SXCD=特定严重失信行为 CF_SJKZR=虚构孙八 CF_NR=对虚构孙八罚款

def page
as nobody
GET /public/records?organisation=${acme.name}&item=penalty_organisation
=> 200

step JN-43: without technical processing nothing adverse is published
as clerk
GET /provider-records?item=penalty_organisation
! fined = items[0]
POST /records/${fined.subject}/${fined.record}/publications
  {}
=> 422 publication.masking_missing clause=JN-43
POST /records/${fined.subject}/${fined.record}/publications
  {"masking": {"examined": false}}
=> 422 publication.masking_missing clause=JN-43
POST /records/${fined.subject}/${fined.record}/publications
  {"masking": {"examined": true, "hidden": [{"field": "CF_WFXW", "text": "虚构违法", "kind": "trade_secret"}]}}
=> 201
! one = id

step JN-43: and what is published is the processed text: no secret, no linked person
as reviewer
GET /publications/${one}
? text lacks 孙八
? text contains ****行为类型
? text contains 对虚***罚款
! shown = text
as nobody
GET /public/records/${one}
=> 404 not_found
as reviewer
POST /publications/${one}/approval
  {"version": 1}
=> 204
as nobody
GET /public/records/${one}
=> 200
? text == ${shown}
? last_day == 2026-03-10

step JN-43: an adverse detail is for no search engine and no cache; what is not adverse may be found
as nobody
GET /public/records/${one}
=> 200
? nature == adverse
? header X-Robots-Tag == noindex, noarchive
? header Cache-Control == no-store
as clerk
GET /provider-records?item=registration_organisation
! basic = items[0]
POST /records/${basic.subject}/${basic.record}/publications
  {"masking": {"examined": true}, "channels": [{"channel": "credit_site"}]}
=> 201
! plain = id
as reviewer
POST /publications/${plain}/approval
  {"version": 1}
=> 204
as nobody
GET /public/records/${plain}
=> 200
? header X-Robots-Tag is absent

step JN-29: on the last day it stands on the sites, the day after on none of ours, and every other is told to take it off
as clerk
POST /publications/${one}/channels/provider_site/publication
  {"day": "${today}"}
=> 204
clock 2026-03-10
do page
? items[0].publication == ${one}
clock 2026-03-11
do page
? items is empty
as nobody
GET /public/records/${one}
=> 404 not_found
WORK
as reviewer
GET /publications/${one}
? state == ended
? ended == 2026-03-11
? channels by channel state stop_ordered stopped
  credit_site stopped 2026-03-11 2026-03-11
  provider_site stop_ordered 2026-03-11 -

step JN-29: the order to take it off stays open until the unit has confirmed
clock 2026-04-20
WORK
as clerk
GET /publications/orders?kind=stop
? items[0].publication == ${one}
? items[0].channel == provider_site
? items[0].why == term
as operator
GET /publications/orders?kind=stop
? items.length == 1
as clerk
POST /publications/${one}/channels/provider_site/stop
  {"day": "2026-04-20"}
=> 204
GET /publications/orders?kind=stop
? items is empty
as reviewer
GET /publications/${one}
? channels by channel state stopped
  provider_site stopped 2026-04-20
