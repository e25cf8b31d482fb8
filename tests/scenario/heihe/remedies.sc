story: 行政复议、行政诉讼、申诉：结果告知书写明，结果登记在案
places: heihe

make org acme
make record registration item=registration_organisation about=acme
make record fine item=penalty_organisation about=acme
make target t of=fine
make evidence paper by=window
make account boss about=acme proof=paper
make evidence proof by=boss
as boss
file c objection about=t ground=error proof=proof claim=处罚金额有误

step HH-64: every notice of a result names the three remedies
as operator
act c take
=> 200
act c confirm reason=原记录与决定书一致
=> 200
as boss
act c remedy
=> 409 case.event
as operator
act c inform
=> 200
as boss
GET /me/notices
! n = items[case=${c.case},kind=result].notice
POST /me/notices/${n}/reading
=> 200
? remedies[0] contains 行政复议
? remedies[1] contains 行政诉讼
? remedies[2] contains 申诉
as nobody
GET /policies/heihe
? rows[key=objection.next].value == "reconsideration, litigation, petition"
? rows[key=objection.next].clause == ["HH-64"]

step HH-64: the remedy taken is recorded on the case, and its outcome with it
as operator
act c remedy
=> 403 case.party
as boss
act c remedy "text=已向虚构市人民政府申请行政复议" proof=proof
=> 200
? state == REMEDY
GET /cases/${c.case}
? events[event=remedy].said.text == 已向虚构市人民政府申请行政复议
? events[event=remedy].clause == HH-64
