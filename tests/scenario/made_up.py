"""Made-up subjects: organisation bodies that the standard reserves for private use, persons with county codes that were
never issued. Nobody real has such a number."""
import random

USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REGION = {"heihe": "231102", "anshan": "210302", "cangzhou": "130902", "zhoucun": "370306", "jinan": "370102"}


def organisation_check(body):
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    c = 11 - sum((int(x, 36)) * w for x, w in zip(body, weights)) % 11
    return {10: "X", 11: "0"}.get(c, str(c))


def uscc(serial, kind="91", region="370102"):
    body = f"PDY{serial % 100000:05d}"
    head = kind + region + body + organisation_check(body)
    s = sum(USCC.index(c) * pow(3, i, 31) for i, c in enumerate(head))
    return head + USCC[(31 - s % 31) % 31]


def resident(birth, sequence, county="379901"):
    """birth YYYYMMDD; 3799xx was never a county."""
    head = f"{county}{birth}{sequence % 1000:03d}"
    s = sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(head))
    return head + "10X98765432"[s % 11]


SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "明远思齐若水清和安宁乐天知行守正"


def person_name(rng):
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2))))


class Maker:
    """Fresh names and numbers; the same seed makes the same ones."""

    def __init__(self, seed, place):
        self.rng = random.Random(f"{seed}:{place}")
        self.place = place
        self.serial = self.rng.randrange(1, 2000)
        self.person_serial = self.rng.randrange(0, 500)

    def organisation(self, kind="91", name=None):
        self.serial += 1
        number = uscc(self.serial, kind, REGION[self.place])
        words = {"92": "经营部", "11": "局", "12": "中心"}.get(kind, "有限公司")
        given = "".join(self.rng.sample("鼎恒瑞丰泽润宏达信诚华兴盛隆", 3))
        return {"kind": "individual_business" if kind == "92" else "organisation", "document": "uscc",
                "number": number, "name": name or f"虚构{given}{self.serial}{words}"}

    def person(self, born="19850607"):
        self.person_serial += 1
        county = f"3799{1 + self.person_serial // 1000:02d}"
        return {"kind": "natural_person", "document": "resident",
                "number": resident(born, self.person_serial, county), "name": person_name(self.rng)}
