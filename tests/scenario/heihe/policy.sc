story: 文件本身：采用、施行、上位法另有规定
places: heihe

step HH-1: the policy in force says which document it is, its number and its day of issue
as nobody
GET /policies
=> 200
? items[place=heihe].title == 黑河市信用主体权益保障机制
? items[place=heihe].document_number == 黑市诚信办发〔2019〕20号
? items[place=heihe].issued == 2019-11-22
? items[place=heihe].first_day == 2019-11-22
? items[place=heihe].force == in_force
? items[place=heihe].last_day is absent
GET /policies/heihe
=> 200
? rows[key=policy.valid_from].value == unset
? rows[key=policy.valid_from].clause contains HH-1
CLI policy show heihe
=> exit 0 黑河市信用主体权益保障机制

step HH-45: higher law prevails only with its citation
make pack uncited file=overrides.yaml
  overrides:
    - {parameter: report.free_per_year, value: 3 times, start: year_begin, actor: receiving_unit, rank: law, scope: all, from: 2026-04-01}
CLI policy check ${uncited.dir}
=> exit 1 citation
CLI policy adopt ${uncited.dir} --data ${data} --as authority1 --second authority2 --basis 测试
=> exit 1
make pack cited file=overrides.yaml
  overrides:
    - {parameter: report.free_per_year, value: 3 times, start: year_begin, actor: receiving_unit, citation: 《虚构法》第九条, rank: law, scope: all, from: 2026-04-01}
CLI policy check ${cited.dir}
=> exit 0
CLI policy adopt ${cited.dir} --data ${data} --as authority1 --second authority2 --basis 测试 --first-day 2026-04-01
=> exit 0
clock 2026-03-31
as nobody
GET /policies/heihe
? rows[section=override].key is absent
clock 2026-04-01
GET /policies/heihe
=> 200
? rows[section=override].value contains 3 times
? rows[section=override].citation contains 《虚构法》第九条
? rows[key=report.free_per_year].value contains 2 times
? rows[key=query.look_withheld].value == "law, administrative_regulation"
? rows[key=query.look_withheld].clause contains HH-45
