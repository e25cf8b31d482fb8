story: 异议：书面、证据、所列情形，提出之日起标注
places: anshan

make org acme
make org rival
make record registration item=registration_organisation about=acme
make record other item=registration_organisation about=rival
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make evidence paper by=window
make account boss about=acme proof=paper
make account chief about=rival proof=paper
make evidence proof by=boss
make evidence doubt by=chief

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "purpose": "核对", "basis": {"kind": "duty"}}

step AS-33 AS-34: the subject itself, in writing, with evidence
as boss
file c objection about=t ground=error_or_omission claim=处罚金额有误
=> 422 case.guard rule=proof_attached clause=AS-33
as chief
file c objection about=t ground=error_or_omission proof=doubt claim=处罚金额有误
=> 422 case.target
as operator
file c objection about=t ground=error_or_omission claim=处罚金额有误
=> 403 case.party
as window
file c objection about=t ground=error_or_omission claim=处罚金额有误
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}", "name": "${acme.name}"}, "identity": {"checked_originals": "营业执照", "proof": "${paper.evidence}"}}
=> 422 case.guard rule=written_form clause=AS-33
as boss
GET /me/cases
=> 200
? items is empty
as operator
do ask
=> 200
? records[record=${t.record}].marks is empty

step AS-33 AS-34: at the window the paper is kept with the application
as window
file w objection about=u ground=error_or_omission proof=paper claim=处罚日期有误
  {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}", "name": "${acme.name}"}, "identity": {"checked_originals": "营业执照", "proof": "${paper.evidence}"}}
=> 201
as operator
GET /cases/${w.case}
=> 200
? desk == ${units.platform}
? claim == 处罚日期有误
? papers[kind=proof].evidence == ${paper.evidence}
? events[event=file].channel == window
? events[event=file].party == subject

step AS-47: from that moment the record is marked for whoever sees it, the one beside it is not
as boss
act w withdraw
=> 200
? state == WITHDRAWN
file c objection about=t ground=error_or_omission proof=proof claim=处罚金额有误
=> 201
? cases[0].state == RECEIVED
as operator
do ask
=> 200
? records[record=${t.record}].marks[mark=objection].from_day == 2026-03-02
? records[record=${t.record}].marks[mark=objection].clause == AS-47
? records[record=${u.record}].marks is empty
as boss
GET /me/records
=> 200
? records[record=${t.record}].marks[mark=objection] is present
as boss
file d objection about=t ground=forbidden proof=proof
=> 409 case.repeated
act c withdraw
=> 200
as operator
do ask
? records[record=${t.record}].marks is empty

step AS-35 AS-36 AS-38 AS-39: the grounds of the text, and no other
as boss
file c objection about=t ground=dislike proof=proof
=> 422 case.guard rule=ground_listed clause=AS-33 field=ground
file c objection about=t proof=proof
=> 422 case.guard rule=ground_listed clause=AS-33 field=ground
file c objection about=t ground=error_or_omission proof=proof
=> 201
GET /cases/${c.case}
? ground == error_or_omission
act c withdraw
=> 200
file c objection about=t ground=secret_or_privacy proof=proof
=> 201
GET /cases/${c.case}
? ground == secret_or_privacy
act c withdraw
=> 200
file c objection about=t ground=past_term proof=proof
=> 201
GET /cases/${c.case}
? ground == past_term
act c withdraw
=> 200
file c objection about=t ground=forbidden proof=proof
=> 201
GET /cases/${c.case}
? ground == forbidden
