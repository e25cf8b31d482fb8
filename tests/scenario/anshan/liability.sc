story: 法律责任：情形有条款，处分、责令改正、罚款幅度、民事责任、移送
places: anshan

make evidence decision by=authority
make evidence order by=authority

step AS-57: the authority opens with ground and reason; the sanction is another organ's decision, kept with the case
as clerk
POST /cases
  {"process": "liability", "event": "open_sanction", "ground": "leak", "reason": "虚构事实", "targets": [{"kind": "unit", "id": "${units.bureau}"}]}
=> 403 case.party
as authority
POST /cases
  {"process": "liability", "event": "open_sanction", "ground": "leak", "targets": [{"kind": "unit", "id": "${units.bureau}"}]}
=> 422 case.guard rule=reason_given clause=AS-57 field=reason
POST /cases
  {"process": "liability", "event": "open_sanction", "ground": "rude", "reason": "虚构事实", "targets": [{"kind": "unit", "id": "${units.bureau}"}]}
=> 422 case.guard rule=ground_listed clause=AS-57 field=ground
POST /cases
  {"process": "liability", "event": "open_sanction", "ground": "leak", "reason": "虚构事实", "targets": [{"kind": "unit", "id": "${units.bureau}"}]}
=> 201
! one = cases[0].case
GET /cases/${one}
! c = .
? state == SANCTION
? ground == leak
? clocks[clock=sanction].figure == false
? clocks[clock=sanction].clause == AS-57
act c record_sanction text=记过
=> 422 case.guard rule=document_issued clause=AS-57
act c record_sanction document=decision text=记过
=> 200
? state == SANCTIONED
GET /cases/${one}
? events[event=record_sanction].said.text == 记过
? papers[kind=document].evidence == ${decision.evidence}
? clocks[clock=sanction].state == met
as clerk2
GET /cases/${one}
=> 404

step AS-60 AS-68: taking money for what is free, and punishing against the rules, are grounds of their own
as nobody
POST /offence-reports
  {"ground": "not_free", "what": "收取查询费用"}
=> 201
POST /offence-reports
  {"ground": "wrongful_measure", "what": "对已修复的企业限制投标"}
=> 201
as authority
GET /offence-reports
=> 200
? items[ground=not_free].clause == AS-60
? items[ground=wrongful_measure].clause == AS-68
POST /cases
  {"process": "liability", "event": "open_sanction", "ground": "not_free", "reason": "收取查询费用", "targets": [{"kind": "unit", "id": "${units.organ}"}]}
=> 201
POST /cases
  {"process": "liability", "event": "open_sanction", "ground": "wrongful_measure", "reason": "限制投标", "targets": [{"kind": "unit", "id": "${units.organ}"}]}
=> 201

step AS-73: whoever used information otherwise than agreed is ordered in writing to correct, unlawful gains confiscated
as authority
POST /cases
  {"process": "liability", "event": "open_misuse", "ground": "other_purpose", "reason": "虚构事实", "targets": [{"kind": "unit", "id": "${units.organ}"}]}
=> 201
! two = cases[0].case
GET /cases/${two}
! d = .
? state == MISUSE
? clocks[clock=handle].clause == AS-73
? clocks[clock=handle].figure == false
act d conclude reason=处理完毕
=> 409 case.event
act d fine fine=20000 document=decision
=> 409 case.event
act d order text=责令改正，没收违法所得三千元
=> 422 case.guard rule=document_issued clause=AS-73
act d order document=order text=责令改正，没收违法所得三千元
=> 200
? state == ORDERED
GET /cases/${two}
? events[event=order].said.text == 责令改正，没收违法所得三千元

step AS-74: a unit is fined ten thousand to a hundred thousand yuan, an individual one thousand to ten thousand
as authority
act d fine fine=9999.99 document=decision
=> 422 case.guard rule=fine_within_range clause=AS-74 field=fine
act d fine fine=100000.01 document=decision
=> 422 case.guard rule=fine_within_range clause=AS-74 field=fine
act d fine fine=10000
=> 422 case.guard rule=document_issued clause=AS-74
act d fine fine=10000 document=decision
=> 200
act d fine fine=100000 document=decision
=> 200
act d fine fine=999.99 document=decision
  {"fines_person": true}
=> 422 case.guard rule=fine_within_range clause=AS-74 field=fine
act d fine fine=10000.01 document=decision
  {"fines_person": true}
=> 422 case.guard rule=fine_within_range clause=AS-74 field=fine
act d fine fine=1000 document=decision
  {"fines_person": true}
=> 200
act d fine fine=10000 document=decision
  {"fines_person": true}
=> 200
? state == ORDERED

step AS-75: who made somebody lose by it answers for that, and the case says how
as authority
act d record_civil
=> 422 case.guard rule=reason_given clause=AS-75 field=reason
act d record_civil reason=法院判决赔偿 text=赔偿损失五万元
=> 200
GET /cases/${two}
? events[event=record_civil].clause == AS-75
? events[event=record_civil].said.text == 赔偿损失五万元
act d conclude reason=处理完毕
=> 200
? state == CONCLUDED
GET /cases/${two}
? clocks[clock=handle].state == met

step AS-76: what may be a crime is transferred to the organ concerned, from a sanction and from a misuse
as authority
POST /cases
  {"process": "liability", "event": "open_misuse", "ground": "third_party", "reason": "虚构事实", "targets": [{"kind": "unit", "id": "${units.organ}"}]}
=> 201
! three = cases[0].case
GET /cases/${three}
! e = .
act e transfer text=移送公安机关
=> 422 case.guard rule=document_issued clause=AS-76
act e transfer document=order text=移送公安机关
=> 200
? state == TRANSFERRED
GET /cases/${three}
? events[event=transfer].said.text == 移送公安机关
? clocks[clock=handle].state == met
act e order document=order
=> 409 case.event
POST /cases
  {"process": "liability", "event": "open_sanction", "ground": "selling", "reason": "虚构事实", "targets": [{"kind": "unit", "id": "${units.bureau}"}]}
=> 201
! four = cases[0].case
GET /cases/${four}
! f = .
act f transfer document=order text=移送监察机关
=> 200
? state == TRANSFERRED
