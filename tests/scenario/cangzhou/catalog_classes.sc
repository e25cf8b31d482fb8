story: 目录应当包括的信息类别
places: cangzhou

step CZ-42: a full catalog has no gap
as authority
GET /catalogs/gaps
=> 200
? items is empty

step CZ-42 CZ-43 CZ-44 CZ-45 CZ-46: a class that the text names and the catalog lacks is a gap with its clause
make withdrawal all of=registration,licence,penalty,coercion,confirmation,inspection,levy,reward,payment,unperformed_judgment,commendation,volunteering,donation
as authority
GET /catalogs/current
? items.length == 2
GET /catalogs/gaps
=> 200
? items by what kind clause
  registration group CZ-43
  licence group CZ-44
  penalty group CZ-44
  coercion group CZ-44
  confirmation group CZ-44
  inspection group CZ-44
  levy group CZ-44
  reward group CZ-44
  payment group CZ-44
  unperformed_judgment group CZ-45
  commendation group CZ-46
  volunteering group CZ-46
  donation group CZ-46

step CZ-47: other classes are there when law puts them there: their absence is no gap
? items lacks "other"
? items lacks "commitment"
? items.length == 13
