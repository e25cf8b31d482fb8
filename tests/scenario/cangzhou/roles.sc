story: 谁主管、谁运行、谁提供；依法、真实、不泄露
places: cangzhou

make org acme
make record registration item=registration_organisation about=acme

step CZ-8: the role table says who the competent authority is, and the catalog and the packs are its to adopt
as nobody
GET /policies/cangzhou
=> 200
? rows[key=competent_authority].value == 市信用办（设在市行政审批局）
? rows[key=competent_authority].clause == ["CZ-8"]
as operator
POST /catalogs
  {"year": 2027, "first_day": "2027-01-01"}
=> 403 access.forbidden
POST /policies/adoptions
  {"place": "cangzhou", "basis": "擅自采用"}
=> 403 access.forbidden
as clerk
POST /policies/adoptions
  {"place": "cangzhou", "basis": "擅自采用"}
=> 403 access.forbidden

step CZ-168: higher law comes into the catalog at once, with its citation and its rank, by two persons
make body urgent from=inspection_organisation
  {"id": "inspection_urgent", "name": "上位法新增的检查"}
as authority1
POST /catalog-changes
  {"kind": "include", "body": ${urgent}, "reason": "上位法要求", "citation": "《虚构条例》第八条"}
=> 422 catalog.citation
POST /catalog-changes
  {"kind": "include", "body": ${urgent}, "reason": "上位法要求", "citation": "《虚构条例》第八条", "rank": "administrative_regulation"}
=> 201
! change = id
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 422 second_person
as authority2
POST /catalog-changes/${change}/decision
  {"version": 1, "accept": true, "decision": "同意"}
=> 204
as authority1
POST /catalogs
  {"year": 2026, "first_day": "2026-03-02"}
=> 201
! edition = id
POST /catalogs/${edition}/adoption
  {"version": 1}
=> 200
as authority2
POST /catalogs/${edition}/adoption
  {"version": 2}
=> 200
? adopted == true
as nobody
GET /catalogs/current
? items contains inspection_urgent
as clerk
GET /catalog-changes
? items[change=${change}].citation == 《虚构条例》第八条

step CZ-33 CZ-35 CZ-37 CZ-38 CZ-41: the process by which the catalog changes is public, step by step
as nobody
GET /policies/cangzhou
? rows[key=catalog_change].value == catalog_change
? rows[key=catalog_change/include].value == include
? rows[key=catalog_change/withdraw].value == withdraw
? rows[key=catalog_change/alter].value == alter
? rows[key=catalog_change/1].value == "none -> PROPOSED propose by provider, competent_authority guards reason_given, ground_listed effects "
? rows[key=catalog_change/4].value == COMMENT -> NEXT adopt by competent_authority guards public_comment_done, assessed_if_disputed, heard_if_disputed effects catalog_next_edition, notify_applicant
GET /policies/cangzhou/processes/catalog_change
=> 200
? text contains NEXT

step CZ-39 CZ-40 CZ-168: assessment, hearing and what higher law orders have their places in it
GET /policies/cangzhou
? rows[key=catalog_change/2].value == "PROPOSED -> ASSESSING assess by competent_authority guards reason_given effects "
? rows[key=catalog_change/3].value == "PROPOSED, ASSESSING -> COMMENT publish_draft by competent_authority guards assessed_if_disputed, heard_if_disputed effects "
? rows[key=catalog_change/5].value == PROPOSED, ASSESSING, COMMENT -> NOW adopt_now by competent_authority guards higher_law_cited, second_person effects catalog_now, notify_applicant

step CZ-68 CZ-36: the mode is the provider's to state; the catalog is published once a year by the authority
? rows[key=catalog.mode_set_by].value == provider
? rows[key=catalog.mode_set_by].clause == ["CZ-68"]
? rows[key=catalog.publish_every].value == 1 year start catalog_effective actor competent_authority

step CZ-69 CZ-41: the ranks of law that open an item, and the seven elements, stand in the policy
? rows[key=disclose.open_citation].value == law, administrative_regulation, local_regulation, rule
? rows[key=elements].value == provider, item_name, sharing_attribute, data_scope, collection_path, update_cycle, sharing_method

step CZ-55: the limit and who keeps it stand in the policy
? rows[key=submit.dual_publicity/submit].value == 7 working_day start decision actor provider

step CZ-6 CZ-164: of an item that is classified as a state secret nothing comes in, even where the catalog's own gate was left open
make pack loose file=parameters.yaml "old=catalog.secrecy_class: {value: yes, clause: CZ-6}" "new=catalog.secrecy_class: {value: no, clause: CZ-6}"
CLI policy adopt ${loose.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-03-02
=> exit 0
make item classified from=inspection_organisation
  {"id": "inspection_classified", "name": "定密的检查", "secrecy": "state_secret"}
make fields secret item=inspection_classified about=acme
as clerk
POST /forms
  {"item": "inspection_classified", "fields": ${secret}}
=> 422 item.secret clause=CZ-6
as nobody
GET /policies/cangzhou
? rows[key=disclose.secret_withheld].value == yes
? rows[key=disclose.secret_withheld].clause == ["CZ-6", "CZ-164"]
? rows[key=disclose.privacy_masked].value == yes

step CZ-7 CZ-164: privacy and trade secrets do not go out as open information, whatever the item's mode
make item private from=inspection_organisation
  {"id": "inspection_private", "name": "涉及隐私的检查", "mode": "open", "open_citation": "虚构法第一条", "open_rank": "law", "secrecy": "privacy"}
make record hidden item=inspection_private about=acme
as nobody
POST /queries/open
  {"subject": {"kind": "organisation", "number": "${acme.number}"}}
=> 200
? records lacks inspection_private
? records contains registration_organisation
as agency_clerk
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "信用评级", "scene": "other"}
=> 200
? records lacks inspection_private
