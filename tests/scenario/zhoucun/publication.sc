story: 公开渠道：网站、专栏、提供单位平台；及时公示企业信息
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme
make item narrow from=licence_organisation
  {"id": "narrow", "name": "虚构专项许可", "channels": ["provider_site"]}
make record licence item=licence_organisation about=acme
make record special item=narrow about=acme

step ZC-30: an item is published on the credit site, in the column of the portal and by its provider, each with its entry
as clerk
GET /provider-records?item=licence_organisation
! licence = items[0]
POST /records/${licence.subject}/${licence.record}/publications
  {"masking": {"examined": true}, "channels": [{"channel": "gazette"}]}
=> 422 publication.channel clause=ZC-30
POST /records/${licence.subject}/${licence.record}/publications
  {"masking": {"examined": true}}
=> 201
! one = id
as reviewer
POST /publications/${one}/approval
  {"version": 1}
=> 204
GET /publications/${one}
? channels by channel own state published
  credit_site true published 2026-03-02
  government_portal false ordered -
  provider_site false ordered -
as clerk
POST /publications/${one}/channels/provider_site/publication
  {"day": "2026-03-02"}
=> 204
as reviewer
GET /publications/${one}
? channels by channel state published
  provider_site published 2026-03-02
as nobody
GET /policies/zhoucun
? rows[section=role,key=site].value == “信用淄博”网站、区政府网站“信用周村”专栏

step ZC-30: an item may be published by fewer channels, never by one that the text does not have
as clerk
GET /provider-records?item=narrow
! special = items[0]
POST /records/${special.subject}/${special.record}/publications
  {"masking": {"examined": true}, "channels": [{"channel": "credit_site"}]}
=> 422 publication.channel clause=ZC-30
POST /records/${special.subject}/${special.record}/publications
  {"masking": {"examined": true}}
=> 201
! two = id
as reviewer
GET /publications/${two}
? channels.length == 1
? channels[0].channel == provider_site
make body wrong from=licence_organisation
  {"id": "wrong", "name": "虚构错误事项", "channels": ["gazette"]}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${wrong}, "reason": "上位法要求归集", "citation": "《虚构条例》第一条", "rank": "administrative_regulation", "power_list": "虚构权责清单第一项"}
=> 201
! change = id
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意纳入"}
=> 422 catalog.item_incomplete clause=ZC-30 field=channels

step ZC-36: each record of an open item has its day: promptly is a task, with days passed and a target, never late
as operator
GET /publications/timeliness?item=licence_organisation
=> 200
? items[0].submitted == 2026-03-02
? items[0].published == 2026-03-02
? items[0].publication.state == open
? items[0].publication.due == 2026-03-09
? items[0].publication.clause == default
clock 2026-04-01
as operator
GET /publications/timeliness?item=narrow
? items[0].published is absent
? items[0].publication.state == open
? items[0].publication.elapsed == 30
? items[0].publication.late == 0
