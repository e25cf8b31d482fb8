story: 公布的文件：认定规则、措施清单及其版本
places: cangzhou

step CZ-95: rules for recognising conduct are published by their unit on the platform at once; two more places are asked for
as reviewer
POST /documents
  {"kind": "recognition_rules", "title": "虚构守信失信行为认定实施细则"}
=> 422 document.content
POST /documents
  {"kind": "recognition_rules", "about": "no_such_list", "title": "虚构守信失信行为认定实施细则", "text": "第一条"}
=> 422 document.content field=about
POST /documents
  {"kind": "recognition_rules", "title": "虚构守信失信行为认定实施细则", "text": "第一条 虚构内容"}
=> 201
! rules = id
as nobody
GET /public/documents?kind=recognition_rules
=> 200
? items[0].title == 虚构守信失信行为认定实施细则
? items[0].clause == CZ-95
? items[0].unit_name == 虚构市场监管局
? items[0].missing_places == ["government_portal", "provider_site"]
GET /public/documents/${rules}
? text == 第一条 虚构内容
? places by channel day
  government_portal -
  platform 2026-03-02
  provider_site -

step CZ-95: each of the other places gets its entry with the day; nothing else counts as a place
as reviewer
POST /documents/${rules}/places/gazette
  {"day": "2026-03-02"}
=> 422 document.place
POST /documents/${rules}/places/provider_site
  {"day": "2026-03-03"}
=> 422 publication.day
POST /documents/${rules}/places/provider_site
  {"day": "2026-03-02"}
=> 204
as reviewer2
POST /documents/${rules}/places/government_portal
  {"day": "2026-03-02"}
=> 403 access.forbidden
as operator
POST /documents/${rules}/places/government_portal
  {"day": "2026-03-02"}
=> 204
POST /documents/${rules}/places/government_portal
  {"day": "2026-03-02"}
=> 422 document.place
as nobody
GET /public/documents/${rules}
? missing_places is empty

step CZ-95: a new version is published beside the old one, and is to be put in each place anew
clock 2026-03-05
as reviewer
POST /documents/${rules}/versions
  {"version": 2, "title": "虚构细则（修订）", "text": "第一条 修订"}
=> 409 conflict.changed_meanwhile
POST /documents/${rules}/versions
  {"version": 1, "title": "虚构细则（修订）", "text": "第一条 修订"}
=> 204
as nobody
GET /public/documents/${rules}
? current_version == 2
? text == 第一条 修订
? missing_places == ["government_portal", "provider_site"]
? versions.length == 2
GET /public/documents/${rules}?version=1
? text == 第一条 虚构内容
? first_day == 2026-03-02
GET /public/documents/${rules}?version=3
=> 404 not_found

step CZ-97: the measures that a provider determined are published; as a file where it is one
make evidence paper by=clerk
  虚构联合奖惩措施清单
make evidence foreign by=clerk2
as reviewer
POST /documents
  {"kind": "measure_list", "title": "虚构联合惩戒措施清单", "file": "${foreign.evidence}"}
=> 422 evidence.unknown
POST /documents
  {"kind": "measure_list", "title": "虚构联合惩戒措施清单", "file": "${paper.evidence}"}
=> 201
! measures = id
as nobody
GET /public/documents?kind=measure_list
? items[0].clause == CZ-97
? items[0].has_file == true
? items[0].missing_places is empty
GET /public/documents/${measures}/file
=> 200
? text contains 虚构联合奖惩措施清单
GET /public/documents/${rules}/file
=> 404 not_found

step CZ-95 CZ-97: the pack says what is published and where
GET /policies/cangzhou
? rows[key=list.rules_published].value == platform, government_portal, provider_site
? rows[key=measure.published].value == yes
as clerk
POST /documents
  {"kind": "measure_list", "title": "虚构", "text": "虚构"}
=> 403 access.forbidden
