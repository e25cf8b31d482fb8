story: 办法的效力：试行一年，届满前提示，届满后不默认适用
places: cangzhou

step CZ-169: the text is in force for one year; the day of issue is not known, so it runs from the adopted day
as nobody
GET /policies
=> 200
? items[place=cangzhou].title == 沧州市公共信用信息管理暂行办法
? items[place=cangzhou].issued is null
? items[place=cangzhou].first_day == 2026-01-01
? items[place=cangzhou].last_day == 2027-01-01
? items[place=cangzhou].force == in_force
? items[place=cangzhou].takes_new == true
? items[place=cangzhou].warning is null
GET /policies/cangzhou
? rows[key=policy.valid_from].value == unset
? rows[key=policy.valid_for].value == 1 year start issued actor everyone

step CZ-169: before the end a warning stands beside it, up to the last day
clock 2026-10-02
GET /policies
? items[place=cangzhou].warning is null
clock 2026-10-03
GET /policies
? items[place=cangzhou].ends_in_days == 90
? items[place=cangzhou].warning contains 2027-01-01
clock 2027-01-01
GET /policies
? items[place=cangzhou].force == in_force
? items[place=cangzhou].takes_new == true
? items[place=cangzhou].ends_in_days == 0

step CZ-169: the day after it takes nothing new
clock 2027-01-02
GET /policies
? items[place=cangzhou].force == past
? items[place=cangzhou].takes_new == false
? items[place=cangzhou].warning contains 届满

step CZ-169: adopting the same text again, corrected, does not prolong it
make pack again file=disclosure.yaml old="# Who may see what." new="# Who may see what of whom."
CLI policy adopt ${again.dir} --data ${data} --as authority1 --second authority2 --basis 校订 --first-day 2027-01-02
=> exit 0
GET /policies
? items[first_day=2027-01-02].governs == true
? items[first_day=2027-01-02].force == past
? items[first_day=2027-01-02].last_day == 2027-01-01

step CZ-169: continued use is recorded by two persons, with what it rests on
as authority1
POST /policies/cangzhou/continued-use
  {"from_day": "2027-01-02", "to_day": "2027-03-31", "citation": " "}
=> 400
POST /policies/cangzhou/continued-use
  {"from_day": "2027-01-02", "to_day": "2027-03-31", "citation": "虚构市政府关于延长试行期的通知"}
=> 201
! use = id
GET /policies
? items[first_day=2027-01-02].force == past
POST /policies/continued-use/${use}/confirm
=> 422 second_person
as clerk
POST /policies/continued-use/${use}/confirm
=> 403 access.forbidden
as authority2
POST /policies/continued-use/${use}/confirm
=> 204
GET /policies
? items[first_day=2027-01-02].force == continued
? items[first_day=2027-01-02].takes_new == true
? items[first_day=2027-01-02].continued_by == 虚构市政府关于延长试行期的通知

step CZ-169: and not beyond its last day
clock 2027-03-31
GET /policies
? items[first_day=2027-01-02].force == continued
clock 2027-04-01
GET /policies
? items[first_day=2027-01-02].force == past
? items[first_day=2027-01-02].takes_new == false
