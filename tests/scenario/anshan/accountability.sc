story: 责令改正、处分、罚款、移送
places: anshan

make unit lazy type=administrative_organ name=虚构懒散局
make unit lazy2 type=administrative_organ name=虚构又一懒散局
make unit buyer type=information_user name=虚构使用单位
make user lazy_clerk unit=lazy role=provider_clerk
make evidence order by=authority
make evidence decision by=authority
make evidence proof by=authority

step AS-55: a provider that does not provide is ordered to correct within the period that the order sets
as lazy_clerk
file c supervision about=lazy kind=unit ground=not_provided reason=未报送 document=order until=2026-03-13
=> 403
as authority
file c supervision about=lazy kind=unit ground=not_provided reason=连续三月未报送 until=2026-03-13
=> 422 case.guard rule=document_issued clause=AS-55
file c supervision about=lazy kind=unit ground=too_slow reason=连续三月未报送 document=order until=2026-03-13
=> 422 case.guard rule=ground_listed clause=AS-55
file c supervision about=lazy kind=unit ground=not_provided reason=连续三月未报送 document=order until=2026-03-13
=> 201
? cases[0].state == ORDERED
GET /cases/${c.case}
? clocks[clock=correct].due == 2026-03-13
file d supervision about=lazy2 kind=unit ground=not_provided reason=另一事项 document=order until=2026-03-13
=> 201
act d correct
=> 422 case.guard rule=proof_attached clause=AS-55
act d correct proof=proof
=> 200
? state == CORRECTED

step AS-56: not corrected in time, circulated criticism is asked for; not before
clock 2026-03-13
as authority
act c request_criticism document=decision
=> 422 case.guard rule=period_ended clause=AS-56
clock 2026-03-14
as authority
act c request_criticism
=> 422 case.guard rule=document_issued clause=AS-56
act c request_criticism document=decision
=> 200
? state == REQUESTED
act c record_criticism document=decision reason=已通报
=> 200
? state == CRITICISED

step AS-57 AS-60 AS-68 AS-64 AS-58: those responsible are sanctioned: case with unit, ground and decision
as authority
file s liability about=lazy kind=unit event=open_sanction ground=beyond_authority
=> 422 case.guard rule=reason_given clause=AS-57
file s liability about=lazy kind=unit event=open_sanction ground=no_such_ground reason=越权查询
=> 422 case.guard rule=ground_listed clause=AS-57
file s liability about=lazy kind=unit event=open_sanction ground=beyond_authority reason=越权查询
=> 201
? cases[0].state == SANCTION
act s record_sanction reason=记过
=> 422 case.guard rule=document_issued clause=AS-57
act s record_sanction reason=记过 document=decision
=> 200
? state == SANCTIONED
file f liability about=lazy kind=unit event=open_sanction ground=not_free reason=收取费用
=> 201
file w liability about=lazy kind=unit event=open_sanction ground=wrongful_measure reason=没有依据
=> 201
file i liability about=lazy kind=unit event=open_sanction ground=improper_means reason=骗取信息
=> 201
act i dismiss reason=查无实据
=> 200
? state == DISMISSED
as nobody
GET /policies/anshan
? rows[key=liability/not_free].clause == ["AS-60"]
? rows[key=liability/wrongful_measure].clause == ["AS-68"]
? rows[key=liability/beyond_authority].clause == ["AS-64"]
? rows[key=liability/improper_means].clause == ["AS-58"]

step AS-73 AS-74 AS-71 AS-72: use for another purpose: order, and a fine within the range, for a unit and for a person
as authority
file m liability about=buyer kind=unit event=open_misuse ground=other_purpose reason=改作营销
=> 201
? cases[0].state == MISUSE
act m order
=> 422 case.guard rule=document_issued clause=AS-73
act m order document=order
=> 200
? state == ORDERED
act m fine document=decision fine=9999.99
=> 422 case.guard rule=fine_within_range field=fine clause=AS-74
act m fine document=decision fine=100000.01
=> 422 case.guard rule=fine_within_range clause=AS-74
act m fine document=decision fine=10000
=> 200
act m fine document=decision fine=100000
=> 200
act m fine document=decision
  {"fine": "999.99", "fines_person": true}
=> 422 case.guard rule=fine_within_range clause=AS-74
act m fine document=decision
  {"fine": "10000.01", "fines_person": true}
=> 422 case.guard rule=fine_within_range clause=AS-74
act m fine document=decision
  {"fine": "1000", "fines_person": true}
=> 200
act m fine document=decision
  {"fine": "10000", "fines_person": true}
=> 200
file t liability about=buyer kind=unit event=open_misuse ground=third_party reason=转给他人
=> 201
as nobody
GET /policies/anshan
? rows[key=liability/other_purpose].clause == ["AS-71"]
? rows[key=liability/third_party].clause == ["AS-72"]

step AS-75: civil liability is on record
as authority
act m record_civil
=> 422 case.guard rule=reason_given clause=AS-75
act m record_civil reason=已赔偿损失
=> 200
act m conclude reason=处理完毕
=> 200
? state == CONCLUDED

step AS-76: a suspected crime goes to the organ concerned
act t transfer
=> 422 case.guard rule=document_issued clause=AS-76
act t transfer document=decision
=> 200
? state == TRANSFERRED

step AS-57: a report and its case are linked, and the trace gives the evidence
as nobody
POST /offence-reports
  {"ground": "beyond_authority", "unit": "${lazy.id}", "what": "越权查询"}
=> 201
! report = id
as authority
POST /offence-reports/${report}/case
  {"version": 1, "case": "${s.case}"}
=> 204
GET /offence-reports
? items[report=${report}].case == ${s.case}
? items[report=${report}].state == linked
as auditor
GET /traces?event=offence.linked&object=${report}
? items.length == 1
