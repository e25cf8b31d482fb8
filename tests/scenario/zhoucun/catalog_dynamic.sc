story: 目录随权力清单、责任清单随时变动
places: zhoucun

as nobody
GET /catalogs/current
! catalog = catalog

step ZC-12: the catalog in force is there for everybody, compiled by the authority and published
GET /catalogs/current
=> 200
? state == adopted
? published == 2026-03-02
? items.length == 28
as authority
GET /catalogs/gaps
=> 200
? items lacks publication
as clerk
POST /catalogs
  {"year": 2026, "first_day": "2026-03-10"}
=> 403 access.forbidden
as operator
POST /catalogs
  {"year": 2026, "first_day": "2026-03-10"}
=> 403 access.forbidden

step ZC-13: each item names its entry of the power list or the responsibility list
as nobody
GET /catalogs/current
? items[item=penalty_organisation].power_list contains 虚构权责清单
? items[item=commitment_person].power_list contains 虚构权责清单
make body one from=inspection_organisation
  {"id": "inspection_more", "name": "新增的检查"}
as clerk
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "权力清单调整"}
=> 201
! change = id
as authority1
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 catalog.item_incomplete clause=ZC-13 field=power_list
as clerk
POST /catalog-changes
  {"kind": "include", "body": ${one}, "reason": "权力清单调整", "power_list": "虚构区权力清单2026年第九项"}
=> 201
! change = id
as authority1
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204

step ZC-13 ZC-12: a change takes effect at any time, by a new edition of the same year
clock 2026-03-09
as authority1
POST /catalogs
  {"year": 2026, "first_day": "2026-03-10"}
=> 201
! next = id
GET /catalogs/${next}
? items[item=inspection_more].power_list == 虚构区权力清单2026年第九项
? items[item=penalty_organisation].power_list contains 虚构权责清单
! version = version
POST /catalogs/${next}/adoption
  {"version": ${version}}
=> 200
? adopted == false
as authority1
GET /catalogs/${next}
! version = version
POST /catalogs/${next}/adoption
  {"version": ${version}}
=> 422 second_person
as authority2
POST /catalogs/${next}/adoption
  {"version": ${version}}
=> 200
? adopted == true
as nobody
GET /catalogs/current
? catalog == ${catalog}
? items lacks inspection_more
clock 2026-03-10
GET /catalogs/current
? catalog == ${next}
? year == 2026
? serial == 2
? items contains inspection_more
? items.length == 29

step ZC-13: an item that has left the power list leaves the catalog at any time too
as clerk
POST /catalog-changes
  {"kind": "withdraw", "item": "levy_person", "reason": "权力清单已取消该项"}
=> 201
! change = id
as authority1
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
POST /catalogs
  {"year": 2026, "first_day": "2026-03-11"}
=> 201
! third = id
GET /catalogs/${third}
! version = version
POST /catalogs/${third}/adoption
  {"version": ${version}}
=> 200
GET /catalogs/${third}
! version = version
as authority2
POST /catalogs/${third}/adoption
  {"version": ${version}}
=> 200
? adopted == true
clock 2026-03-11
as nobody
GET /catalogs/current
? serial == 3
? items lacks levy_person
? items contains inspection_more

step ZC-12: what is adopted and not yet published is a gap, until it is published
as authority1
GET /catalogs/${third}
! version = version
POST /catalogs/${third}/publication
  {"version": ${version}, "day": "2026-03-10"}
=> 400 date.invalid
POST /catalogs/${third}/publication
  {"version": ${version}, "day": "2026-03-11"}
=> 204
as nobody
GET /catalogs/current
? published == 2026-03-11
GET /policies/zhoucun
? rows[key=catalog.publish].value == yes
? rows[key=catalog.publish].clause == ["ZC-12"]
? rows[key=catalog.only_listed].value == yes
? rows[key=catalog.only_listed].clause == ["ZC-12"]
? rows[key=catalog.change_effective].value == at_once
? rows[key=catalog.change_effective].clause == ["ZC-13"]
? rows[key=catalog.power_list].value == yes
? rows[key=catalog.power_list].clause == ["ZC-13"]
