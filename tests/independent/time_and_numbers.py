#!/usr/bin/env python3
"""Working days and identity numbers, computed again by other means than the program's.

    time_and_numbers.py [PROGRAM]        PROGRAM defaults to build/gongxin

Every day of 2018 to 2026 with 1 to 30 working days goes through `gongxin calendar due -` and is
compared with a walk over a set of worked days made here from the calendar file. Generated and
damaged identity numbers of each type go through `gongxin id check -` and are compared with the
congruences of the standards, not with their tables of weights. Standard library only. Ends with
"N passed, N failed"; a check is one month of days, or one class of numbers of one type.
"""

import csv
import datetime
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 20181231
NUMBERS_PER_CLASS = 400

passed = failed = 0


def check(name, wrong):
    """One check; `wrong` lists what did not agree."""
    global passed, failed
    if not wrong:
        passed += 1
        return
    failed += 1
    print(f"{name}: {len(wrong)} differ")
    for given, got, wanted in wrong[:5]:
        print(f"    {given}: got {got!r}, wanted {wanted!r}")


def ask(program, arguments, lines):
    done = subprocess.run([program, *arguments], input="".join(l + "\n" for l in lines),
                          capture_output=True, encoding="utf-8")
    answers = done.stdout.split("\n")[:-1]
    if done.returncode not in (0, 1) or len(answers) != len(lines):
        sys.exit(f"{' '.join(arguments)}: status {done.returncode}, {len(lines)} lines in, "
                 f"{len(answers)} out\n{done.stderr}")
    return answers


# ---- working days ----


def worked_days(path):
    """Ordinals of the days worked: all Mondays to Fridays, less the holidays, plus the rest."""
    first, last = datetime.date(2018, 1, 1).toordinal(), datetime.date(2026, 12, 31).toordinal()
    worked = {day for day in range(first, last + 1) if day % 7 in (1, 2, 3, 4, 5)}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = datetime.date.fromisoformat(row["date"]).toordinal()
            (worked.add if row["kind"] == "workday" else worked.discard)(day)
    return sorted(worked), first, last


def calendar(program):
    worked, first, last = worked_days(ROOT / "policies" / "calendar" / "cn.csv")
    lines, wanted = [], []
    after = 0  # index of the first worked day behind the start
    for day in range(first, last + 1):
        while after < len(worked) and worked[after] <= day:
            after += 1
        start = datetime.date.fromordinal(day).isoformat()
        for n in range(1, 31):
            lines.append(f"{start} {n}")
            at = after + n - 1
            wanted.append(datetime.date.fromordinal(worked[at]).isoformat()
                          if at < len(worked) else "calendar.year_missing\t2027")
    months = {}
    for line, got, right in zip(lines, ask(program, ["calendar", "due", "-"], lines), wanted):
        wrong = months.setdefault(line[:7], [])
        if got != right:
            wrong.append((line, got, right))
    for month, wrong in months.items():
        check(f"calendar {month}", wrong)


# ---- identity numbers ----

BASE31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PROVINCES = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
             *range(61, 66), 71, 81, 82, 83}


def uscc_intact(code):
    """The sum over all 18 characters, weights 3^0 … 3^16 and 1, is 0 mod 31."""
    value = [BASE31.index(c) for c in code]
    return (sum(v * 3 ** i for i, v in enumerate(value[:17])) + value[17]) % 31 == 0


def org_intact(code):
    """8 characters in base 36 and the check value, all together 0 mod 11."""
    sum_ = sum(BASE36.index(c) * w for c, w in zip(code[:8], (3, 7, 9, 10, 5, 8, 4, 2)))
    return (sum_ + (10 if code[8] == "X" else int(code[8]))) % 11 == 0


def mod112_intact(code):
    """ISO 7064 MOD 11-2: Horner's rule from the left ends in 1."""
    rest = 0
    for c in code:
        rest = (rest * 2 + (10 if c == "X" else int(c))) % 11
    return rest == 1


def born(text, today):
    try:
        return datetime.datetime.strptime(text, "%Y%m%d").date() <= today
    except ValueError:
        return False


def judge_uscc(code, _today):
    if len(code) != 18:
        return "length"
    if any(c not in BASE31 for c in code):
        return "charset"
    if code == "0" * 17 + "X":
        return "placeholder"
    if not code[2:8].isdigit():
        return "division"
    if not uscc_intact(code):
        return "check_char"
    return "registrar" if code[0] == "0" else "valid"


def judge_org_code(code, _today):
    if len(code) != 9:
        return "length"
    if any(c not in BASE36 for c in code) or code[8] not in "0123456789X":
        return "charset"
    return "valid" if org_intact(code) else "check_char"


def judge_18(code):
    if len(code) != 18:
        return "length"
    if not code[:17].isdigit() or code[17] not in "0123456789X":
        return "charset"
    return None


def judge_resident(code, today):
    fault = judge_18(code)
    if fault:
        return fault
    if not mod112_intact(code):
        return "check_char"
    place = code[1:3] if code[0] == "9" else code[:2]
    if int(place) not in PROVINCES:
        return "province"
    return "valid" if born(code[6:14], today) else "birth_date"


def judge_foreign_pr(code, today):
    if len(code) == 15:
        letters = all("A" <= c <= "Z" for c in code[:3])
        return "valid" if letters and code[3:].isdigit() else "charset"
    fault = judge_18(code)
    if fault:
        return fault
    if code[0] != "9":
        return "prefix"
    if not mod112_intact(code):
        return "check_char"
    return "valid" if born(code[6:14], today) else "birth_date"


def judge_resident15(code, today):
    if len(code) != 15:
        return "length"
    if not code.isdigit():
        return "charset"
    if int(code[:2]) not in PROVINCES:
        return "province"
    century = "18" if code[12:15] in ("996", "997", "998", "999") else "19"
    return "valid" if born(century + code[6:12], today) else "birth_date"


def digits(draw, n):
    return "".join(draw.choice("0123456789") for _ in range(n))


def day_of(draw, first, last):
    day = draw.randrange(datetime.date(first, 1, 1).toordinal(),
                         datetime.date(last, 12, 31).toordinal())
    return datetime.date.fromordinal(day).strftime("%Y%m%d")


def seal(body, alphabet, intact):
    """The body with the one character that makes it intact."""
    return next(body + c for c in alphabet if intact(body + c))


def make_uscc(draw):
    body = draw.choice(BASE31[1:]) + draw.choice(BASE31) + digits(draw, 6)
    return seal(body + "".join(draw.choice(BASE31) for _ in range(9)), BASE31, uscc_intact)


def make_org_code(draw):
    return seal("".join(draw.choice(BASE36) for _ in range(8)), "0123456789X", org_intact)


def make_resident(draw):
    body = f"{draw.choice(sorted(PROVINCES))}{digits(draw, 4)}{day_of(draw, 1900, 2025)}"
    return seal(body + digits(draw, 3), "0123456789X", mod112_intact)


def make_foreign_pr(draw):
    if draw.random() < 0.3:
        return "".join(draw.choice(BASE36[10:]) for _ in range(3)) + digits(draw, 12)
    body = f"9{draw.choice(sorted(PROVINCES))}{digits(draw, 3)}{day_of(draw, 1930, 2025)}"
    return seal(body + digits(draw, 3), "0123456789X", mod112_intact)


def make_resident15(draw):
    return f"{draw.choice(sorted(PROVINCES))}{digits(draw, 4)}{day_of(draw, 1900, 1999)[2:]}" \
        + digits(draw, 3)


def changed(draw, code):
    at = draw.randrange(len(code))
    return code[:at] + draw.choice(BASE36) + code[at + 1:]


def exchanged(draw, code):
    at = draw.randrange(len(code) - 1)
    return code[:at] + code[at + 1] + code[at] + code[at + 2:]


def other_length(draw, code):
    return code[:-1] if draw.random() < 0.5 else code + draw.choice("0123456789X")


def other_date(draw, code):
    """Digits of a date that may not exist, with the check character put right where there is one."""
    at, n = (6, 8) if len(code) == 18 else (6, 6)
    text = digits(draw, n) if draw.random() < 0.5 else code[at:at + n - 4] + digits(draw, 4)
    body = code[:at] + text + code[at + n:]
    return seal(body[:17], "0123456789X", mod112_intact) if len(code) == 18 else body


def other_place(draw, code):
    body = digits(draw, 2) + code[2:]
    return seal(body[:17], "0123456789X", mod112_intact) if len(code) == 18 else body


def without_registrar(_draw, code):
    return seal("0" + code[1:17], BASE31, uscc_intact)


def as_typed(draw, code):
    """The same number as somebody types it: spaces, hyphens, lower case, full width."""
    out = ""
    for c in code:
        if draw.random() < 0.1:
            out += draw.choice(" -\u3000－\u00a0")
        if draw.random() < 0.3:
            c = c.lower()
        out += chr(ord(c) + 0xFEE0) if draw.random() < 0.2 else c
    return draw.choice(["", " ", "\u3000"]) + out + draw.choice(["", " ", "\u3000"])


TYPES = {
    "uscc": (make_uscc, judge_uscc, [without_registrar]),
    "org_code": (make_org_code, judge_org_code, []),
    "resident": (make_resident, judge_resident, [other_date, other_place]),
    "foreign_pr": (make_foreign_pr, judge_foreign_pr, []),
    "resident15": (make_resident15, judge_resident15, [other_date, other_place]),
}


def numbers(program, draw, today):
    for type_, (make, judge, damages) in TYPES.items():
        for damage in [None, as_typed, changed, exchanged, other_length, *damages]:
            name = f"{type_} {damage.__name__ if damage else 'intact'}"
            values, wanted = [], []
            for _ in range(NUMBERS_PER_CLASS):
                code = make(draw)
                given = damage(draw, code) if damage else code
                values.append(given)
                wanted.append(judge(code if damage is as_typed else given, today))
            wrong = []
            for value, line, right in zip(
                    values, ask(program, ["id", "check", "--type", type_, "-"], values), wanted):
                shown, verdict, reason = line.split("\t")
                got = "valid" if verdict == "valid" else reason
                if shown != value or got != right:
                    wrong.append((value, line, right))
            check(name, wrong)
            if damage is None:
                check(f"{name}: all are valid", [(v, w, "valid") for v, w in zip(values, wanted)
                                                 if w != "valid"])


def kinds(program, draw, today):
    """Without a type every type a value is valid as is named, and no other."""
    values = [TYPES[t][0](draw) for t in TYPES for _ in range(NUMBERS_PER_CLASS)]
    wrong = []
    for value, line in zip(values, ask(program, ["id", "check", "-"], values)):
        named = set(line.split("\t")[2].split(",")) & set(TYPES)
        right = {t for t in TYPES if TYPES[t][1](value, today) == "valid"}
        if named != right:
            wrong.append((value, line, ",".join(sorted(right))))
    check("types of a value", wrong)


def vectors(program):
    """The vectors of the sources through the program, each as the type it is declared as."""
    by_type = {}
    text = (ROOT / "tests" / "law" / "idno.vectors").read_text(encoding="utf-8")
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            type_, value, verdict = line.split("\t")[:3]
            by_type.setdefault(type_, []).append((value, verdict))
    for type_, rows in by_type.items():
        answers = ask(program, ["id", "check", "--type", type_, "-"], [value for value, _ in rows])
        wrong = []
        for (value, right), line in zip(rows, answers):
            verdict, reason = line.split("\t")[1:]
            got = "valid" if verdict == "valid" else reason
            if got != right:
                wrong.append((value, got, right))
        check(f"vectors of {type_}", wrong)


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build" / "gongxin")
    if not pathlib.Path(program).exists():
        sys.exit(f"{program}: not built")
    draw = random.Random(SEED)
    china = datetime.timezone(datetime.timedelta(hours=8))
    today = datetime.datetime.now(china).date()
    print(f"seed {SEED}")
    calendar(program)
    numbers(program, draw, today)
    kinds(program, draw, today)
    vectors(program)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
