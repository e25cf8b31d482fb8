story: 举报：每一种情形有条款，举报人身份密封
places: anshan

make org acme
make record registration item=registration_organisation about=acme

step AS-57 AS-58 AS-59 AS-61 AS-62: each ground of sanctions can be reported, by anybody, with its clause
as nobody
POST /offence-reports
  {"ground": "improper_means", "unit": "${units.bureau}", "what": "骗取信息", "reporter": "虚构举报人 虚构地址"}
=> 201
! report = id
POST /offence-reports
  {"ground": "tampering", "what": "篡改信息"}
=> 201
POST /offence-reports
  {"ground": "without_consent", "what": "擅自公开"}
=> 201
POST /offence-reports
  {"ground": "leak", "what": "泄露"}
=> 201
POST /offence-reports
  {"ground": "bad_manners", "what": "态度不好"}
=> 422 offence.ground field=ground
GET /offence-reports
=> 401
as authority
GET /offence-reports
=> 200
? items[ground=improper_means].clause == AS-58
? items[ground=improper_means].unit == ${units.bureau}
? items[ground=improper_means].what == 骗取信息
? items[ground=improper_means].anonymous == false
? items[ground=tampering].clause == AS-59
? items[ground=tampering].anonymous == true
? items[ground=without_consent].clause == AS-61
? items[ground=leak].clause == AS-62
? items[0].reporter is absent
as operator
GET /offence-reports
=> 403 access.forbidden

step AS-63 AS-64 AS-65 AS-66 AS-67: gross error, query beyond authority, selling, neglect of security, what was not deleted
as nobody
POST /offence-reports
  {"ground": "gross_error", "what": "虚构"}
=> 201
POST /offence-reports
  {"ground": "beyond_authority", "what": "虚构"}
=> 201
POST /offence-reports
  {"ground": "selling", "what": "虚构"}
=> 201
POST /offence-reports
  {"ground": "security_neglect", "what": "虚构"}
=> 201
POST /offence-reports
  {"ground": "not_deleted", "what": "虚构"}
=> 201
as authority
GET /offence-reports
? items[ground=gross_error].clause == AS-63
? items[ground=beyond_authority].clause == AS-64
? items[ground=selling].clause == AS-65
? items[ground=security_neglect].clause == AS-66
? items[ground=not_deleted].clause == AS-67

step AS-69 AS-70 AS-71 AS-72: objections not handled, other abuse, another purpose, a third party
as nobody
POST /offence-reports
  {"ground": "objection_neglect", "what": "虚构"}
=> 201
POST /offence-reports
  {"ground": "other_abuse", "what": "虚构"}
=> 201
POST /offence-reports
  {"ground": "other_purpose", "what": "虚构"}
=> 201
POST /offence-reports
  {"ground": "third_party", "what": "虚构"}
=> 201
as authority
GET /offence-reports
? items[ground=objection_neglect].clause == AS-69
? items[ground=other_abuse].clause == AS-70
? items[ground=other_purpose].clause == AS-71
? items[ground=third_party].clause == AS-72

step AS-32: other forbidden acts are an open type, with the rule that forbids them
as nobody
POST /offence-reports
  {"ground": "forbidden_act", "what": "虚构"}
=> 422 citation.missing field=citation clause=AS-32
POST /offence-reports
  {"ground": "forbidden_act", "citation": "《虚构条例》第九条", "what": "虚构"}
=> 201
POST /offence-reports
  {"ground": "other", "what": "虚构"}
=> 422 citation.missing field=citation
as authority
GET /offence-reports
? items[ground=forbidden_act].clause == AS-32
? items[ground=forbidden_act].citation == 《虚构条例》第九条

step AS-57: who reported is opened by two persons only, with a reason, and it is in the ledger
as authority
POST /offence-reports/${report}/openings
  {"reason": "须向举报人核实"}
=> 201
! opening = id
POST /offence-openings/${opening}
=> 422 second_person
as authority2
POST /offence-openings/${opening}
=> 200
? reporter == 虚构举报人 虚构地址
POST /offence-openings/${opening}
=> 409
as auditor
GET /traces?event=offence.opened
? items.length == 1
? items[0].object == ${report}
as operator
POST /offence-reports/${report}/openings
  {"reason": "好奇"}
=> 403 access.forbidden

step AS-57: a report is closed with what became of it
as authority
GET /offence-reports
! version = items[report=${report}].version
POST /offence-reports/${report}/outcome
  {"version": ${version}, "outcome": "已提请处分"}
=> 204
GET /offence-reports
? items[report=${report}].state == closed
? items[report=${report}].outcome == 已提请处分
