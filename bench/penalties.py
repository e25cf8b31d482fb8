#!/usr/bin/env python3
"""penalties: writes a 双公示 penalty file about made-up organisations.

usage: penalties FILE ROWS [--seed N] [--encoding gb18030] [--organ CODE] [--numbers FILE] [--tag TEXT] [--registrations FILE]

About five rows a subject, about 310 bytes a row, no faults. --numbers lists the subjects' numbers, KIND:NUMBER a line; --tag stands in
every document's number, so that two files share none; --registrations writes a second file, which registers the subjects. The same seed
writes the same files.
"""
import argparse
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/scenario"))
import made_up

HEADS = ["行政相对人名称", "行政相对人类别", "行政相对人代码_1(统一社会信用代码)", "法定代表人", "行政处罚决定书文号",
         "违法行为类型", "违法事实", "处罚依据", "处罚类别", "处罚内容", "罚款金额（万元）", "处罚决定日期",
         "公示截止期", "处罚机关", "处罚机关统一社会信用代码", "数据来源单位", "数据来源单位统一社会信用代码", "备注"]
TRADES = ["餐饮", "商贸", "建材", "物流", "食品", "机械", "农资", "服装", "电子", "化工", "纺织", "包装"]
GIVEN = "鼎恒瑞丰泽润宏达信诚华兴盛隆"
ACTS = [("未按规定公示年度报告", "逾期未报送上一年度年度报告，责令限期改正后仍未改正", "《企业信息公示暂行条例》第十七条"),
        ("销售不合格产品", "抽检发现其销售的产品不符合国家强制性标准", "《中华人民共和国产品质量法》第四十九条"),
        ("超范围经营", "未取得相应许可从事许可类经营活动，已停止经营", "《无证无照经营查处办法》第十三条"),
        ("环境违法", "现场检查时污染防治设施未正常运行，已按期整改", "《排污许可管理条例》第三十六条"),
        ("消防安全违法", "疏散通道内堆放杂物，检查时已当场清理", "《中华人民共和国消防法》第六十条")]
REGIONS = [made_up.REGION[place] for place in sorted(made_up.REGION)]


def organisations(count):
    """(name, category, number, representative); every number is used once, and has the same name in every file."""
    for i in range(count):
        rng = random.Random(i)
        serial, lap = i % 99999 + 1, i // 99999
        trader = i % 10 == 9
        number = made_up.uscc(serial, "92" if trader else "91", REGIONS[lap % len(REGIONS)])
        name = f"虚构{rng.choice(GIVEN)}{rng.choice(GIVEN)}{rng.choice(TRADES)}{i}{'经营部' if trader else '有限公司'}"
        yield name, "个体工商户" if trader else "法人及非法人组织", number, made_up.person_name(rng)


def lines(rng, subjects, rows, tag, organ):
    dates = [f"{2024 + m // 12}-{m % 12 + 1:02d}-{d:02d}" for m in range(6, 34) for d in range(1, 29)]
    for i in range(rows):
        name, category, number, person = subjects[rng.randrange(len(subjects))]
        kind, fact, basis = ACTS[rng.randrange(len(ACTS))]
        fine = rng.randrange(1, 500) / 100
        yield (f"{name},{category},{number},{person},虚监罚〔2026〕{tag}{i + 1}号,{kind},"
               f"{fact},{basis},罚款,责令改正，处罚款人民币{fine:.2f}万元,"
               f"{fine:.2f},{dates[rng.randrange(len(dates))]},,虚构市场监管局,{organ},虚构市场监管局,{organ},\r\n")


REGISTRATION_HEADS = ["主体名称", "主体类别", "统一社会信用代码", "法定代表人", "登记注册文号", "主体类型", "住所", "成立日期", "登记日期",
                      "登记状态", "登记机关", "登记机关统一社会信用代码", "数据来源单位", "数据来源单位统一社会信用代码"]


def registration_lines(subjects, tag, organ):
    for i, (name, category, number, person) in enumerate(subjects):
        yield (f"{name},{category},{number},{person},虚登字〔2020〕{tag}{i + 1}号,{'个体工商户' if category[0] == '个' else '有限责任公司'},"
               f"虚构区虚构路{i % 997 + 1}号,2020-05-06,2020-05-06,存续,虚构市场监管局,{organ},虚构市场监管局,{organ}\r\n")


def write(path, rows, seed=1, encoding="gb18030", organ="", tag="", numbers=None, registrations=None, per_subject=5):
    rng = random.Random(f"penalties:{seed}")
    organ = organ or made_up.uscc(1, "11")
    subjects = list(organisations(max(1, rows // per_subject)))
    with open(path, "w", encoding=encoding, newline="") as f:
        f.write(",".join(HEADS) + "\r\n")
        f.writelines(lines(rng, subjects, rows, tag, organ))
    if registrations:
        with open(registrations, "w", encoding=encoding, newline="") as f:
            f.write(",".join(REGISTRATION_HEADS) + "\r\n")
            f.writelines(registration_lines(subjects, tag, organ))
    if numbers:
        with open(numbers, "w", encoding="utf-8") as f:
            f.writelines(f"{'individual_business' if s[1][0] == '个' else 'organisation'}:{s[2]}\n" for s in subjects)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("rows", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--encoding", default="gb18030")
    parser.add_argument("--organ", default="")
    parser.add_argument("--numbers")
    parser.add_argument("--tag", default="")
    parser.add_argument("--registrations")
    options = parser.parse_args()
    write(options.file, options.rows, options.seed, options.encoding, options.organ, options.tag, options.numbers,
          options.registrations)


if __name__ == "__main__":
    main()
