story: 黑名单和重点关注名单、关联人员、措施清单
places: jinan

make org acme
make org solo
make person boss
make person owner
make evidence paper by=clerk

def enter_acme
as clerk
POST /list-entries
  {"subject": ${acme}, "list": "migrant_wages", "doc_no": "虚列1号", "condition": "拖欠三个月以上", "procedure": "核查并集体讨论", "reason": "拖欠工资", "citation": "《虚构省条例》第一条", "citation_rank": "local_regulation", "notice": "${notice.notice}", "linked": ${linked}}

step JN-51: the table of lists starts with those that the text names, and an entry is under one of them
as nobody
GET /lists?place=jinan
=> 200
? items.length == 18
? items[list=migrant_wages].clause == JN-51
? items[list=migrant_wages].kind == serious
? items[list=judgment_debtors].name == 高级人民法院失信被执行人名单
? items[list=key_watch].kind == watch
as clerk
POST /list-notices
  {"subject": ${acme}, "list": "eighteenth", "contents": {}, "served_day": "2026-03-02", "until_day": "2026-03-03"}
=> 422 list.type

step JN-34: a serious list is entered by condition, procedure and determining unit, and its basis is cited
make listing_notice notice list=migrant_wages about=acme
as clerk
POST /list-entries
  {"subject": ${acme}, "list": "migrant_wages", "doc_no": "虚列1号", "procedure": "核查并集体讨论", "reason": "拖欠工资", "citation": "《虚构省条例》第一条", "citation_rank": "local_regulation", "notice": "${notice.notice}"}
=> 422 list.basis clause=JN-34 field=condition
POST /list-entries
  {"subject": ${acme}, "list": "migrant_wages", "doc_no": "虚列1号", "condition": "拖欠三个月以上", "reason": "拖欠工资", "citation": "《虚构省条例》第一条", "citation_rank": "local_regulation", "notice": "${notice.notice}"}
=> 422 list.basis clause=JN-34 field=procedure
POST /list-entries
  {"subject": ${acme}, "list": "migrant_wages", "doc_no": "虚列1号", "condition": "拖欠三个月以上", "procedure": "核查并集体讨论", "reason": "拖欠工资", "notice": "${notice.notice}"}
=> 422 citation.missing clause=JN-51 field=citation
GET /policies/jinan
? rows[key=list.prior_notice].value == state_rules
? rows[key=list.prior_notice].clause contains JN-34

step JN-35: an organisation's legal representative or principal and its actual controller are recorded with it
make text linked
  []
do enter_acme
=> 422 list.linked_missing clause=JN-35 field=linked
make text linked
  [{"kind": "actual_controller", "subject": ${owner}, "from_day": "2020-01-01", "source": "公司章程"}]
do enter_acme
=> 422 list.linked_missing clause=JN-35
make text linked
  [{"kind": "principal", "subject": ${boss}, "from_day": "2021-01-01", "source": "登记信息"}]
do enter_acme
=> 422 list.linked_missing clause=JN-35
GET /policies/jinan
? rows[key=list.linked_persons].value == yes

step JN-32: only measures of the list are applied, each citing its entry
as clerk
POST /measures
  {"type": "my_own", "name": "自定措施", "content": "虚构", "objects": "虚构", "power": "《虚构法》第一条"}
=> 422 measure.not_listed clause=JN-32 field=type
POST /measures
  {"type": "listed_punishment", "name": "限制准入", "content": "虚构", "objects": "严重失信主体", "power": "《虚构法》第一条"}
=> 422 citation.missing clause=JN-32 field=citation
make measure limit type=listed_punishment unit=organ
  {"list": "migrant_wages", "name": "限制准入"}

step JN-33: within the statutory power of the unit that carries them out
as clerk
POST /measures
  {"type": "listed_punishment", "name": "限制准入", "content": "虚构", "objects": "严重失信主体", "citation": "《虚构省条例》第二条", "citation_rank": "local_regulation"}
=> 422 measure.content clause=JN-33 field=power
make record penalty item=penalty_organisation about=solo
as clerk
POST /applied-measures
  {"measure": "${limit.measure}", "subject": ${solo}, "target_kind": "record", "target": "1", "reason": "虚构理由"}
=> 403 measure.unit clause=JN-33
make applied on_solo measure=limit about=solo record=penalty by=query_clerk
as nobody
GET /measures
=> 403 measure.unpublished clause=default

step JN-36: those persons are punished where a law says so, which is cited
as clerk
POST /measures
  {"type": "linked_person_punishment", "name": "限制任职", "content": "虚构", "objects": "关联人员", "power": "《虚构法》第三条", "list": "migrant_wages", "linked_persons": true}
=> 422 citation.missing field=citation
make measure office type=linked_person_punishment unit=organ
  {"list": "migrant_wages", "linked_persons": true, "name": "限制任职", "citation": "《虚构法》第三条", "citation_rank": "law"}
make text linked
  [{"kind": "principal", "subject": ${boss}, "from_day": "2021-01-01", "source": "登记信息"}, {"kind": "actual_controller", "subject": ${owner}, "from_day": "2020-01-01", "source": "公司章程"}]
do enter_acme
=> 201
! entry = .
as query_clerk
POST /measures/check
  {"subject": {"kind": "natural_person", "number": "${boss.number}"}, "purpose": "任职审查"}
=> 200
? applies.length == 1
? applies[0].linked == true
? applies[0].citation == 《虚构法》第三条
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场准入"}
=> 200
? applies[name=限制准入].list == migrant_wages

step JN-36 JN-35: whoever carries out nothing against a person is told nothing of it, as in every query
as clerk2
POST /measures/check
  {"subject": {"kind": "natural_person", "number": "${boss.number}"}, "purpose": "任职审查"}
=> 403 query.not_entitled clause=JN-21
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
? . lacks ${boss.name}
? . lacks ${owner.name}

step JN-35: the linked person sees the link, its days, and what rests on it
make account boss_self about=boss
as boss_self
GET /me/list-entries
=> 200
? items.length == 1
? items[0].linked_as == principal
? items[0].linked.length == 1
? items[0].linked[0].from_day == 2021-01-01
GET /me/measures
? applies[name=限制任职].linked == true

step JN-36: the link and what rests on it end with the office
as clerk2
POST /list-entries/${entry.subject}/${entry.entry}/linked/${entry.links[0]}/end
  {"to_day": "2026-03-02"}
=> 404 list.entry_unknown
as clerk
POST /list-entries/${entry.subject}/${entry.entry}/linked/${entry.links[0]}/end
  {"to_day": "2026-03-02"}
=> 204
as query_clerk
POST /measures/check
  {"subject": {"kind": "natural_person", "number": "${boss.number}"}, "purpose": "任职审查"}
? applies.length == 1
clock 2026-03-03
POST /measures/check
  {"subject": {"kind": "natural_person", "number": "${boss.number}"}, "purpose": "任职审查"}
? applies.length == 0
? not_applying[name=限制任职].standing == ended
? not_applying[name=限制任职].clause == JN-36
POST /measures/check
  {"subject": {"kind": "natural_person", "number": "${owner.number}"}, "purpose": "任职审查"}
? applies.length == 1

step JN-55: a provider works out for its list on what conditions, how and with what material one leaves it
as clerk
POST /list-documents
  {"kind": "repair_opinion", "list": "migrant_wages", "title": "修复意见", "from_day": "2026-03-03", "basis": "国家规定", "basis_rank": "state_document", "parts": [{"name": "conditions", "text": "付清工资"}, {"name": "procedure", "text": "申请、核查、决定"}]}
=> 422 list.document field=parts.material
POST /list-documents
  {"kind": "repair_opinion", "list": "migrant_wages", "title": "修复意见", "from_day": "2026-03-03", "basis": "国家规定", "basis_rank": "state_document", "parts": [{"name": "conditions", "text": "付清工资"}, {"name": "procedure", "text": "申请、核查、决定"}, {"name": "material", "text": "付款凭证"}]}
=> 201
as nobody
GET /list-documents?place=jinan
? items[kind=repair_opinion].list == migrant_wages
? items[kind=repair_opinion].parts[name=material].text == 付款凭证

step JN-48: and a standard for the severity of conduct in its field, for every class
as clerk
POST /list-documents
  {"kind": "severity_standard", "title": "失信程度认定标准", "from_day": "2026-03-03", "basis": "国家规定", "basis_rank": "state_document", "parts": [{"name": "general", "text": "轻微"}, {"name": "serious", "text": "数额较大"}]}
=> 422 list.document clause=JN-44 field=parts.specific_serious
POST /list-documents
  {"kind": "severity_standard", "title": "失信程度认定标准", "from_day": "2026-03-03", "basis": "国家规定", "basis_rank": "state_document", "parts": [{"name": "general", "text": "轻微"}, {"name": "serious", "text": "数额较大"}, {"name": "specific_serious", "text": "数额巨大"}]}
=> 201
! standard = id
POST /list-documents
  {"kind": "severity_standard", "title": "失信程度认定标准（修订）", "from_day": "2026-04-01", "basis": "国家规定", "basis_rank": "state_document", "parts": [{"name": "general", "text": "轻微"}, {"name": "serious", "text": "数额较大"}, {"name": "specific_serious", "text": "数额特别巨大"}]}
=> 201
as nobody
GET /list-documents?place=jinan
? items[document=${standard}].to_day == 2026-03-31

step JN-54: who has left the list is no longer an object of joint punishment
as clerk
POST /list-entries/${entry.subject}/${entry.entry}/exit
  {"reason": "已付清工资"}
=> 204
as query_clerk
POST /measures/check
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场准入"}
? applies.length == 0
? not_applying[name=限制准入].standing == ended
POST /measures/check
  {"subject": {"kind": "natural_person", "number": "${owner.number}"}, "purpose": "任职审查"}
? applies.length == 0
