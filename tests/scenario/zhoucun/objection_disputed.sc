story: 申请人对处理结果仍有异议的，标注保留
places: zhoucun

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make record second item=penalty_organisation about=acme
make record third item=penalty_organisation about=acme
make target t of=fine
make target u of=second
make target v of=third
make evidence paper by=window
make account boss about=acme proof=paper
make evidence judgment by=boss

def ask
POST /queries
  {"subject": {"kind": "organisation", "number": "${acme.number}"}, "items": ["penalty_organisation"], "purpose": "核对", "basis": {"kind": "duty"}}

def answered
as boss
file ${it} objection about=${of} ground=error_or_omission claim=金额有误
=> 201
as operator
act ${it} start
act ${it} find_right reason=与决定书一致
act ${it} inform
=> 200
? state == INFORMED

step ZC-62 ZC-63: told the result, the applicant may still disagree, and until that is known the mark stays
make text it
  c
make text of
  t
do answered
make text it
  d
make text of
  u
do answered
make text it
  e
make text of
  v
do answered
as query_clerk
do ask
=> 200
? records[record=${t.record}].marks[mark=objection] is present
? records[record=${u.record}].marks[mark=objection] is present
as operator
act c dispute reason=不服
=> 403 case.party
as boss
act d accept
=> 200
? state == CLOSED
as query_clerk
do ask
? records[record=${u.record}].marks is empty
? records[record=${t.record}].marks[mark=objection] is present

step ZC-63: a declared disagreement keeps the mark without an end, silence ends it when its days are over
clock 2026-03-16
as boss
act c dispute reason=对核查结果不服
=> 200
? state == DISPUTED
WORK
as operator
GET /cases/${e.case}
? state == INFORMED
as query_clerk
do ask
? records[record=${v.record}].marks[mark=objection] is present
clock 2026-03-17
WORK
as operator
GET /cases/${e.case}
? state == CLOSED
as query_clerk
do ask
? records[record=${v.record}].marks is empty
? records[record=${t.record}].marks[mark=objection] is present
clock 2026-12-01
WORK
as query_clerk
do ask
? records[record=${t.record}].marks[mark=objection] is present
as boss
GET /cases/${c.case}
? state == DISPUTED

step ZC-63: only the applicant's word or an outside decision takes it off
as operator
act c outside_decision "text=行政复议维持"
=> 422 case.guard rule=proof_attached
act c withdraw
=> 403 case.party
as boss
act c outside_decision "text=行政复议决定维持" proof=judgment
=> 200
? state == CLOSED
GET /cases/${c.case}
? events[event=outside_decision].said.text == 行政复议决定维持
as query_clerk
do ask
? records[record=${t.record}].marks is empty
as nobody
GET /policies/zhoucun
? rows[key=objection.mark].value == "during_handling, while_disputed"
? rows[key=objection.mark].clause == ["ZC-62", "ZC-63"]
