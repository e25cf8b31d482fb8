story: 主管部门查看报表和逾期清单
places: jinan

make org acme
make record registration item=registration_organisation about=acme

step JN-7: the competent authority reads reports and late lists of its area
as authority
GET "/statistics/timeliness?from=2026-03-02&to=2026-03-02"
=> 200
? rows[unit=${units.bureau}].figures.records == 1
? rows[unit=${units.bureau2}].figures.records == 0
GET /missing-deliveries
=> 200
GET /warnings
=> 200
as window
GET "/statistics/timeliness?from=2026-03-02&to=2026-03-02"
=> 403 access.forbidden
