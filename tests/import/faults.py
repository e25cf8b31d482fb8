"""A department's penalty file with planted faults: what stands where is known, and so is what must be said of it.

Every faulty row has one fault, drawn in turn from the kinds below. A kind changes one row and says at which column and
with which code it has to be reported; column 0 is the row as a whole."""
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scenario"))
import made_up

HEAD = ["行政相对人名称", "行政相对人类别", "行政相对人代码_1(统一社会信用代码)", "行政相对人代码_2(工商注册号)",
        "行政相对人代码_3(组织机构代码)", "行政相对人代码_4(税务登记号)", "行政相对人代码_5(事业单位证书号)",
        "行政相对人代码_6(社会组织登记证号)", "法定代表人", "法定代表人证件类型", "法定代表人证件号码", "行政处罚决定书文号",
        "违法行为类型", "违法事实", "处罚依据", "处罚类别", "处罚内容", "罚款金额（万元）", "没收违法所得、没收非法财物的金额（万元）",
        "暂扣或吊销证照名称及编号", "处罚决定日期", "处罚有效期", "公示截止期", "失信行为终止日期", "失信行为是否持续", "处罚机关",
        "处罚机关统一社会信用代码", "数据来源单位", "数据来源单位统一社会信用代码", "备注"]
AT = {name: i for i, name in enumerate(HEAD)}
NAME, KIND, CODE, ORG, PERSON, DOCUMENT, NUMBER, DOC = (AT[n] for n in (
    "行政相对人名称", "行政相对人类别", "行政相对人代码_1(统一社会信用代码)", "行政相对人代码_3(组织机构代码)", "法定代表人",
    "法定代表人证件类型", "法定代表人证件号码", "行政处罚决定书文号"))
CLASS, TEXT, FINE, SEIZED, LICENCE, DAY, SHOWN, ENDED, LASTING, ORGAN, ORGAN_CODE, NOTE, BASIS = (AT[n] for n in (
    "处罚类别", "处罚内容", "罚款金额（万元）", "没收违法所得、没收非法财物的金额（万元）", "暂扣或吊销证照名称及编号", "处罚决定日期", "公示截止期",
    "失信行为终止日期", "失信行为是否持续", "处罚机关", "处罚机关统一社会信用代码", "备注", "处罚依据"))
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


class Raw(str):
    """A cell whose bytes in a text file are given; as text it is itself."""
    raw = b""


def raw(data):
    cell = Raw("?")
    cell.raw = data
    return cell


class Special:
    """A cell of a workbook that is no text: its XML behind <c r=…."""
    def __init__(self, attributes, inner):
        self.attributes, self.inner = attributes, inner


def company(serial):
    """More than the private range holds: the division tells them apart."""
    return made_up.uscc(1 + serial % 99999, "91", f"13{serial // 99999 % 90 + 10:02d}{serial % 89 + 10:02d}")


def good_row(rng, serial):
    row = [""] * len(HEAD)
    row[NAME] = f"虚构第{serial}号贸易有限公司"
    row[KIND] = "法人及非法人组织"
    row[CODE] = company(serial)
    row[PERSON] = rng.choice(SURNAMES) + rng.choice(["明", "思齐", "若水", "安宁"])
    if serial % 7 == 0:
        row[DOCUMENT] = "身份证"
        row[NUMBER] = made_up.resident(f"19{rng.randrange(60, 99)}0{rng.randrange(1, 9)}1{rng.randrange(0, 9)}", serial)
    row[DOC] = f"虚市监罚〔{2024 + serial % 2}〕{serial}号"
    row[AT["违法行为类型"]] = "未按规定公示"
    row[AT["违法事实"]] = f"经查，当事人于检查日未按规定公示相关内容（第{serial}次检查）"
    row[BASIS] = "《虚构管理条例》第十二条第一款"
    kind = serial % 5
    row[CLASS] = ["警告", "罚款", "警告;罚款", "罚款、没收违法所得", "通报批评"][kind]
    row[TEXT] = "依法作出处罚"
    if kind in (1, 2, 3):
        row[FINE] = f"{rng.randrange(1, 500) / 100:.2f}"
    if kind == 3:
        row[SEIZED] = "0.350000"
    row[DAY] = f"{2024 + serial % 2}-{1 + serial % 12:02d}-{1 + serial % 28:02d}"
    row[ORGAN] = row[AT["数据来源单位"]] = "虚构市场监管局"
    row[ORGAN_CODE] = row[AT["数据来源单位统一社会信用代码"]] = made_up.uscc(10001, "11", "130900")
    return row


def put(column, value, code):
    def plant(row, _):
        row[column] = value(row) if callable(value) else value
        return column, code
    return plant


def several(changes, column, code):
    def plant(row, _):
        for at, value in changes.items():
            row[at] = value(row) if callable(value) else value
        return column, code
    return plant


def wrong_check(row):
    last = row[CODE][-1]
    return row[CODE][:-1] + ("A" if last != "A" else "B")


def twin(row, earlier):
    row[:] = earlier
    return -1, "duplicate.in_file"


def renamed(row, earlier):
    row[NAME], row[CODE] = "另有其名有限公司", earlier[CODE]
    return NAME, "subject.name_differs"


def extra(row, _):
    row.append("多出的一格")
    return -1, "row.extra_cells"


RESIDENT = made_up.resident("19850607", 31)
EVERYWHERE = [
    put(TEXT, "", "value.missing"),
    put(NAME, "", "value.missing"),
    put(DAY, "", "value.missing"),
    put(DOC, lambda row: row[DOC] + "长" * 128, "value.too_long"),
    put(BASIS, lambda row: "法" * 2049, "value.too_long"),
    put(CLASS, "批评教育", "value.code"),
    put(KIND, "外星组织", "value.code"),
    several({CLASS: "罚款", FINE: ""}, FINE, "value.missing_when"),
    several({CLASS: "没收违法所得", SEIZED: ""}, SEIZED, "value.missing_when"),
    several({CLASS: "吊销许可证件", LICENCE: ""}, LICENCE, "value.missing_when"),
    put(PERSON, "", "value.missing_when"),
    several({NUMBER: RESIDENT, DOCUMENT: ""}, DOCUMENT, "value.missing_when"),
    put(FINE, "五万元", "value.decimal"),
    put(FINE, "1.1234567", "value.scale"),
    put(FINE, "-3", "value.range"),
    put(CODE, lambda row: row[CODE][:-1], "idno.length"),
    put(CODE, lambda row: row[CODE][:9] + "I" + row[CODE][10:], "idno.charset"),
    put(CODE, wrong_check, "idno.check_char"),
    put(CODE, "00000000000000000X", "idno.placeholder"),
    put(ORGAN_CODE, "11130900PDY100019Q", "idno.check_char"),
    put(ORG, "PDY00001-1", "idno.check_char"),
    several({KIND: "个体工商户"}, CODE, "idno.kind"),
    several({NUMBER: RESIDENT[:-1] + ("0" if RESIDENT[-1] != "0" else "1"), DOCUMENT: "身份证"}, NUMBER, "idno.check_char"),
    put(CODE, lambda row: row[CODE][:6] + "********" + row[CODE][14:], "idno.masked"),
    put(DAY, "二月三日", "date.form"),
    put(DAY, "26/11/22", "date.short_year"),
    put(DAY, "2025-02-30", "date.none_such"),
    put(DAY, "2031-01-05", "date.future"),
    several({SHOWN: "2020-01-01"}, SHOWN, "date.order"),
    several({LASTING: "是", ENDED: "2024-01-01"}, ENDED, "value.unwanted"),
    put(PERSON, "张3", "name.form"),
    twin,
    renamed,
    put(CODE, "9.13101E+17", "cell.float"),
    several({NUMBER: "9.13101E+17", DOCUMENT: "身份证"}, NUMBER, "cell.float"),
]
IN_TEXT = EVERYWHERE + [
    put(TEXT, raw(b"\xff\xfe\xff"), "cell.encoding"),
    put(TEXT, raw(b"a\x00b"), "cell.nul"),
    put(TEXT, raw(b"a\x07b"), "cell.control"),
    put(DOC, raw('"文号\n第二行"'.encode("gb18030")), "value.charset"),
    extra,
]
IN_WORKBOOK = EVERYWHERE + [
    put(TEXT, Special('t="e"', "<v>#N/A</v>"), "cell.error"),
    put(CODE, Special("", "<v>913101000000000000</v>"), "cell.float"),
    put(KIND, Special('t="b"', "<v>1</v>"), "cell.boolean"),
]


def make(rows, seed, kinds, share=0.05):
    """Rows and what is planted: a set of (row number, column from 1 or 0, code); the head is row 1."""
    rng = random.Random(seed)
    planted, out, earlier = set(), [], None
    every, turn = round(1 / share), 0
    for i in range(rows):
        row = good_row(rng, i + 1)
        if i % every == every - 1:
            column, code = kinds[turn % len(kinds)](row, earlier)
            planted.add((i + 2, column + 1, code))
            turn += 1
        else:
            earlier = row
        out.append(row)
    return out, planted
