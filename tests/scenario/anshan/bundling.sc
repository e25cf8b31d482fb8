story: 不得捆绑：同意是单独的记录，不同意不妨碍其他
places: anshan

make person zhang
make record penalty item=penalty_person about=zhang
make target p of=penalty
make account zhang_self about=zhang
make evidence told by=clerk
make evidence signed by=clerk

step AS-10: consent is a record of its own, and to refuse one blocks neither another nor any service
as nobody
GET /policies/anshan
? rows[key=collect.no_bundling].value == yes
? rows[key=collect.no_bundling].clause == ["AS-10"]
as clerk
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "income", "answer": "refused"}
=> 201
POST /consents
  {"subject": ${zhang}, "item": "penalty_person", "class": "deposits", "notice_evidence": "${told.evidence}", "written_evidence": "${signed.evidence}"}
=> 201
as zhang_self
GET /me/consents
=> 200
? items[class=income].state == refused
? items[class=deposits].state == given
GET /me/records
=> 200
? records[record=${p.record}] is present
