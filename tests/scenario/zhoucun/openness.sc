story: 企业公示信息任何人可查；法律、法规另有规定的除外
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme
make record licence item=licence_organisation about=acme

def anybody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}

step ZC-34: what the enterprise publicity system publishes anybody may query, without saying who or what for
as nobody
do anybody
=> 200
? records[item=registration_organisation].clause == ZC-34
? records[item=registration_organisation].mode == open
? records[item=licence_organisation].clause == ZC-34
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查"}
=> 200
? records[item=registration_organisation].mode == open
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场交易"}
=> 200
? records.length == 2
as nobody
POST /search
  {"name": "${acme.name}"}
=> 200
? hits[0].code == ${acme.number}
GET /policies/zhoucun
? rows[section=item,key=registration_organisation].value matches \bopen\b
? rows[section=item,key=registration_organisation].clause == ["ZC-34"]

step ZC-34: what is not open is not anybody's
make record check item=inspection_organisation about=acme
as nobody
do anybody
? records.length == 2
? records lacks inspection_organisation
as query_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}}
? records.length == 3

step ZC-35: where a law or regulation provides otherwise it is cited, and then it holds
as nobody
GET /policies/zhoucun
? rows[section=reference,value=关于查询、使用企业公示信息另有规定的法律、法规].clause == ["ZC-35"]
make pack uncited file=overrides.yaml
  overrides:
    - {parameter: disclose.open_citation, value: [law], rank: law, scope: {item: registration_organisation}, from: 2026-04-01, until: 2026-04-30}
CLI policy check ${uncited.dir}
=> exit 1 citation
make pack closed file=overrides.yaml
  overrides:
    - {parameter: disclose.open_citation, value: [law], citation: 《虚构法》第八条, rank: law, scope: {item: registration_organisation}, from: 2026-04-01, until: 2026-04-30}
CLI policy adopt ${closed.dir} --data ${data} --as authority1 --second authority2 --basis 上位法另有规定 --first-day 2026-03-20
=> exit 0
WORK
clock 2026-03-31
as nobody
do anybody
? records contains registration_organisation
GET /policies/zhoucun
? rows[section=override].citation == 《虚构法》第八条
clock 2026-04-01
do anybody
=> 200
? records lacks registration_organisation
? records contains licence_organisation
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "市场交易"}
? records lacks registration_organisation
clock 2026-04-30
as nobody
do anybody
? records lacks registration_organisation
clock 2026-05-01
do anybody
? records contains registration_organisation

step ZC-44: credit service agencies are query units: registered as such, they query and use
as authority
make org code
POST /units
  {"code": "${code.number}", "name": "虚构信用评级公司", "unit_type": "credit_service_agency", "region": "370306"}
=> 201
! rating = id
GET /units/${rating}
? unit_type == credit_service_agency
POST /units
  {"code": "91370306PDY0000000", "name": "虚构商号", "unit_type": "rating_house", "region": "370306"}
=> 422
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "信用服务产品", "scene": "credit_product"}
=> 200
! look = look
as auditor
POST /looks/search
  {"unit": "${units.agency}"}
? items[look=${look}].scene == credit_product
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "行政检查", "basis": {"kind": "duty"}}
=> 422 query.basis
as nobody
GET /policies/zhoucun
? rows[section=unit_type,key=credit_service_agency].value == "query as unit"
? rows[section=unit_type,key=credit_service_agency].clause == ["ZC-44"]
? rows[section=role,key=credit_service_agency].value == 信用服务机构
? rows[section=role,key=credit_service_agency].clause == ["ZC-44"]
? rows[section=role,key=query_unit].value == 行政机关、法律法规授权的具有管理公共事务职能的组织以及法人、非法人组织和信用服务机构
? rows[section=role,key=query_unit].clause contains ZC-44
? rows[section=scene,key=credit_product].clause == ["ZC-44"]
