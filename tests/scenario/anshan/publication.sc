story: 公示前保密审查；无偿向社会公布；经本人同意的公布
places: anshan

make org acme
make record registration item=registration_organisation about=acme
make record licence item=licence_organisation about=acme
make record prize item=reward_organisation about=acme
make evidence paper
make account me about=acme proof=paper

def page
as nobody
GET /public/records?organisation=${acme.name}
=> 200

step AS-20: nothing is published before a confidentiality review
as reviewer
GET /provider-records?item=licence_organisation
! licence = items[0]
POST /records/${licence.subject}/${licence.record}/publications
  {"masking": {"examined": true}}
=> 201
! one = id
GET /publications/${one}
? needs_review == true
POST /publications/${one}/approval
  {"version": 1}
=> 409 publication.review_missing clause=AS-20
do page
? items is empty

step AS-20: it is another person's, with time and result
as reviewer
POST /publications/${one}/review
  {"version": 1, "result": "passed", "opinion": "不涉密"}
=> 422 second_person clause=AS-20
as operator
POST /publications/${one}/review
  {"version": 1, "result": "passed", "opinion": " "}
=> 400 input.missing field=opinion
POST /publications/${one}/review
  {"version": 1, "result": "passed", "opinion": "不涉密"}
=> 204
GET /publications/${one}
? state == reviewed
? review == passed
? opinion == 不涉密
? reviewed_by is id
? reviewed_at matches ^2026-03-02
POST /publications/${one}/approval
  {"version": 2}
=> 204
do page
? items.length == 1

step AS-20: what the review refuses is not published
as clerk
GET /provider-records?item=registration_organisation
! basic = items[0]
POST /records/${basic.subject}/${basic.record}/publications
  {"masking": {"examined": true}}
=> 201
! two = id
as reviewer
POST /publications/${two}/review
  {"version": 1, "result": "refused", "opinion": "涉及内部事项"}
=> 204
POST /publications/${two}/approval
  {"version": 2}
=> 409 publication.state
do page
? items.length == 1

step AS-60: whoever reads what is published pays nothing
do page
? items[0].fee == free
GET /public/records/${one}
=> 200
? fee == free
GET /policies/anshan
? rows[key=disclose.free_of_charge].value == yes

step AS-60: what no law opens is published with the subject's own consent alone, and no longer than that stands
as clerk
GET /provider-records?item=reward_organisation
! prize = items[0]
POST /records/${prize.subject}/${prize.record}/publications
  {"masking": {"examined": true}}
=> 422 publication.not_open clause=AS-28
as me
POST /consents
  {"kind": "publication", "item": "reward_organisation", "unit": "${units.bureau}"}
=> 201
! consent = id
as clerk
POST /records/${prize.subject}/${prize.record}/publications
  {"masking": {"examined": true}}
=> 201
! three = id
as reviewer
GET /publications/${three}
? ground == consent
POST /publications/${three}/review
  {"version": 1, "result": "passed", "opinion": "不涉密"}
=> 204
POST /publications/${three}/approval
  {"version": 2}
=> 204
do page
? items.length == 2
as me
POST /consents/${consent}/withdrawal
  {}
=> 204
do page
? items.length == 1
WORK
as reviewer
GET /publications/${three}
? state == ended
