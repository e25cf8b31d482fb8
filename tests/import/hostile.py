#!/usr/bin/env python3
"""Bad input: each kind gets its code, its place and a Chinese sentence, and changes nothing.

usage: hostile.py [--engine sqlite|postgres] [--binary FILE]

Files that cannot be read end with an error; files and rows that can are refused with flaws at row and column. Afterwards the
facts are what they were. Disk full, a database that is gone and two imports at once are tried on the real thing. The last line
is "N passed, N failed".
"""
import argparse
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "scenario"))
import faults
import files
import made_up
import run as scenarios
import world

ORGANISATION, PERSON = "penalty_organisation", "penalty_person"
PERSON_HEAD = ["行政相对人名称", "行政相对人类别", "证件类型", "证件号码", "行政处罚决定书文号", "违法行为类型", "违法事实", "处罚依据", "处罚类别",
               "处罚内容", "处罚决定日期", "处罚机关", "处罚机关统一社会信用代码", "数据来源单位", "数据来源单位统一社会信用代码"]


def person_row(**changes):
    organ = made_up.uscc(10001, "11", "130900")
    row = dict(zip(PERSON_HEAD, ["赵思齐", "自然人", "身份证", made_up.resident("19900304", 77), "虚罚〔2026〕7号", "违法", "事实", "依据",
                                 "警告", "内容", "2026-02-03", "虚构局", organ, "虚构局", organ]))
    row.update(changes)
    return row


def text(head, rows, encoding="utf-8"):
    return ("\r\n".join(",".join(r) for r in [head, *rows]) + "\r\n").encode(encoding)


def organisations(n=3, start=50000, **changes):
    import random
    rng = random.Random(5)
    rows = [faults.good_row(rng, start + i) for i in range(n)]
    for name, value in changes.items():
        rows[1][faults.AT[name]] = value
    return rows


def raw_rows(rows, at, column, data):
    lines = [",".join(faults.HEAD).encode()]
    for i, row in enumerate(rows):
        lines.append(b",".join(data if (i, c) == (at, column) else v.encode() for c, v in enumerate(row)))
    return b"\r\n".join(lines) + b"\r\n"


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in (("[Content_Types].xml", files.TYPES), ("_rels/.rels", files.RELS), ("xl/workbook.xml", files.BOOK),
                              ("xl/_rels/workbook.xml.rels", files.BOOK_RELS)):
            z.writestr(name, content)
        with z.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as f:
            f.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for _ in range(200):
                f.write(b" " * (1 << 20))
            f.write(b"</sheetData></worksheet>")


def long_line(path):
    with open(path, "wb") as f:
        f.write(",".join(faults.HEAD).encode() + b"\r\n")
        piece = b"a" * (1 << 20)
        for _ in range(1000):
            f.write(piece)


def workbook(rows):
    def write(path):
        files.write_xlsx(path, faults.HEAD, rows)
    return write


def cut_workbook(path):
    files.write_xlsx(path, faults.HEAD, organisations(200))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def float_row():
    rows = organisations()
    rows[1][faults.CODE] = faults.Special("", "<v>913101000000000000</v>")
    return rows


COLUMN = {name: i + 1 for i, name in enumerate(faults.HEAD)}
PERSON_COLUMN = {name: i + 1 for i, name in enumerate(PERSON_HEAD)}
# name, item, file name, content or writer, code, row, column (None: an error of the whole file)
KINDS = [
    ("wrong check digit", ORGANISATION, "a.csv",
     text(faults.HEAD, organisations(**{faults.HEAD[faults.CODE]: "91370102PDY00001XC"})), "idno.check_char", 3,
     COLUMN[faults.HEAD[faults.CODE]]),
    ("number as a float", ORGANISATION, "b.xlsx", workbook(float_row()), "cell.float", 3, COLUMN[faults.HEAD[faults.CODE]]),
    ("GBK inside UTF-8", ORGANISATION, "c.csv", raw_rows(organisations(), 1, faults.TEXT, "处罚".encode("gbk")), "cell.encoding", 3,
     COLUMN["处罚内容"]),
    ("zip bomb", ORGANISATION, "d.xlsx", bomb, "intake.zip_bomb", None, None),
    ("1 GB line", ORGANISATION, "e.csv", long_line, "intake.record_too_long", None, None),
    ("NUL bytes", ORGANISATION, "f.csv", raw_rows(organisations(), 1, faults.TEXT, b"a\x00b"), "cell.nul", 3, COLUMN["处罚内容"]),
    ("head twice", ORGANISATION, "g.csv", text([*faults.HEAD, "处罚内容"], [[*r, "x"] for r in organisations()]), "head.duplicate", 0,
     len(faults.HEAD) + 1),
    ("missing column", ORGANISATION, "h.csv",
     text(faults.HEAD[:faults.TEXT] + faults.HEAD[faults.TEXT + 1:],
          [r[:faults.TEXT] + r[faults.TEXT + 1:] for r in organisations()]), "head.missing", 0, 0),
    ("date 26/11/22", ORGANISATION, "i.csv", text(faults.HEAD, organisations(处罚决定日期="26/11/22")), "date.short_year", 3,
     COLUMN["处罚决定日期"]),
    ("fine without amount", ORGANISATION, "j.csv", text(faults.HEAD, organisations(**{"处罚类别": "罚款", "罚款金额（万元）": ""})),
     "value.missing_when", 3, COLUMN["罚款金额（万元）"]),
    ("unknown code", ORGANISATION, "k.csv", text(faults.HEAD, organisations(处罚类别="训诫")), "value.code", 3, COLUMN["处罚类别"]),
    ("under age", PERSON, "l.csv",
     text(PERSON_HEAD, [list(person_row(证件号码=made_up.resident("20100304", 78)).values())]), "subject.minor", 2,
     PERSON_COLUMN["证件号码"]),
    ("prohibited column", PERSON, "m.csv", text([*PERSON_HEAD, "宗教 信仰"], [[*person_row().values(), "无"]]), "prohibited.column", 0,
     len(PERSON_HEAD) + 1),
    ("prohibited column, other width", PERSON, "n.csv", text([*PERSON_HEAD, "ＤＮＡ"], [[*person_row().values(), "无"]]),
     "prohibited.column", 0, len(PERSON_HEAD) + 1),
    ("prohibited key", PERSON, "o.jsonl", (json.dumps({**person_row(), "血型": "A"}, ensure_ascii=False) + "\n").encode(),
     "prohibited.column", 0, len(PERSON_HEAD) + 1),
    ("item that is not there", "no_such_item", "p.csv", text(faults.HEAD, organisations()), "catalog.item_unknown", None, None),
    ("text cut off", ORGANISATION, "q.csv", text(faults.HEAD, organisations())[:-40] + b',"cut', "row.cut_off", 4, 0),
    ("workbook cut off", ORGANISATION, "r.xlsx", cut_workbook, "intake.cut_off", None, None),
    ("old workbook", ORGANISATION, "s.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "intake.xls_old", None, None),
    ("empty file", ORGANISATION, "t.csv", b"", "intake.empty", None, None),
]


class Hostile:
    def __init__(self, options, engine):
        self.folder = options.folder / engine
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.engine, self.passed, self.failed = engine, 0, 0
        self.w = world.World("cangzhou", engine, self.folder, options.binary, 1, scenarios.database_url("hostile", engine))

    def that(self, what, holds, why=""):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        if not holds:
            print(f"{self.engine}: {what}: {why}", flush=True)

    def facts(self):
        """How many of each thing there are."""
        counts = {}
        for table in ("subject", "record", "record_version", "subject_key"):
            if self.engine == "sqlite":
                with sqlite3.connect(f"file:{self.w.dir}/facts.db?mode=ro", uri=True) as db:
                    counts[table] = db.execute(f"select count(*) from {table}").fetchone()[0]
            else:
                counts[table] = int(subprocess.run(["psql", "-qAt", "-d", self.w.database, "-c", f"select count(*) from {table}"],
                                                   capture_output=True, check=True).stdout)
        return counts

    def command(self, who, item, file, *more):
        login, post = self.w.people[who]
        return ["import", "--data", self.w.dir, "--as", login, "--post", post, "--item", item, "--json", *more, file]

    def run(self, who, item, file, *more):
        status, out, err = self.w.cli(*self.command(who, item, file, *more))
        try:
            return status, json.loads(out)
        except ValueError:
            return status, {"code": None, "out": out.decode(), "err": err.decode()[-500:]}

    def one(self, name, item, file_name, content, code, row, column):
        file = self.folder / file_name
        content(file) if callable(content) else file.write_bytes(content)
        flaws = self.folder / "flaws"
        flaws.unlink(missing_ok=True)
        before = self.facts()
        status, got = self.run("clerk", item, file, "--atomic", "--flaws", flaws)
        file.unlink()
        self.that(f"{name}: refused", status == 1, (status, got))
        self.that(f"{name}: nothing changed", self.facts() == before, (before, self.facts()))
        if row is None:
            codes = code if isinstance(code, tuple) else (code,)
            self.that(f"{name}: code", got.get("code") in codes, got)
            self.that(f"{name}: sentence", any("一" <= c <= "鿿" for c in got.get("detail", "")), got)
            return
        told = [json.loads(line) for line in open(flaws, encoding="utf-8")] if flaws.exists() else []
        refused = [f for f in told if f["level"] == "refused"]
        self.that(f"{name}: code and place", 
                  (code, row, column) in [(f["code"], f["row"], f["column"]) for f in refused] and
                  all(f["row"] == row for f in refused), refused)
        self.that(f"{name}: sentence", all(any("一" <= c <= "鿿" for c in f["sentence"]) for f in refused), refused)

    def not_owned(self):
        self.w.start()
        self.w.tokens.clear()
        self.w.user("outsider", "agency", "provider_clerk")
        self.w.stop()
        file = self.folder / "owner.csv"
        file.write_bytes(text(faults.HEAD, organisations()))
        before = self.facts()
        status, got = self.run("outsider", ORGANISATION, file)
        self.that("item of others: refused", status == 1 and got.get("code") == "item.not_owned" and got.get("clause"), got)
        self.that("item of others: nothing changed", self.facts() == before)

    def two_at_once(self):
        """The same file twice at the same moment, on a served directory: one submission, every row once."""
        self.w.start()
        file = self.folder / "twice.csv"
        file.write_bytes(text(faults.HEAD, organisations(400)))
        before = self.facts()["record"]
        both = [subprocess.Popen([str(self.w.binary), *map(str, self.command("clerk", ORGANISATION, file))], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env=self.w.env) for _ in range(2)]
        answers = [(p.communicate()[0], p.returncode) for p in both]
        got = [json.loads(out) if out else {} for out, _ in answers]
        self.that("two at once: one submission", len({g.get("submission") for g in got}) == 1 and got[0].get("submission"), answers)
        self.that("two at once: one was first", sorted(g.get("repeated") for g in got) == [False, True], answers)
        self.that("two at once: every row once", self.facts()["record"] == before + 400, self.facts())
        self.w.stop()

    def disk_full(self):
        """The directory on a disk that has room for the receipt and not for the rows."""
        file = self.folder / "full.csv"
        file.write_bytes(text(faults.HEAD, organisations(3000)))
        aside = self.folder / "aside"
        shutil.copytree(self.w.dir, aside, ignore=shutil.ignore_patterns("*.sock"))
        size = sum(f.stat().st_size for f in aside.rglob("*") if f.is_file()) // 1024 + 2600
        count = ("import sqlite3,sys; db=sqlite3.connect('file:'+sys.argv[1]+'/facts.db?mode=ro',uri=True); "
                 "print(db.execute(\"select count(*) from record r join record_version v using (subject_id,record_id) "
                 "where v.submission_id not in (select submission_id from submission)\").fetchone()[0])")
        # In a chroot that is no mount point nothing can be made private, so the disk is taken away again by hand.
        script = ('mount --make-rprivate / 2>/dev/null; mount -t tmpfs -o size="$1"k none "$2" && cp -a "$3"/. "$2" && shift 3 && "$@"; echo "exit $?"')
        inside = ["sh", "-c", script + f'; python3 -c "{count.replace(chr(34), chr(92) + chr(34))}" "{self.w.dir}"; umount "{self.w.dir}"', "sh", str(size),
                  str(self.w.dir), str(aside), str(self.w.binary), *map(str, self.command("clerk", ORGANISATION, file))]
        space = ["unshare", "-m" if os.geteuid() == 0 else "-Urm", "--propagation", "unchanged"]
        done = subprocess.run([*space, *inside], capture_output=True, env=self.w.env, timeout=120)
        out = done.stdout.decode()
        self.that("disk full: told", '"io.disk_full"' in out and "exit 1" in out, out + done.stderr.decode()[-500:])
        self.that("disk full: sentence", "磁盘" in out, out)
        self.that("disk full: no row without its submission", out.strip().endswith("\n0"), out)
        shutil.rmtree(aside)

    def database_gone(self):
        file = self.folder / "gone.csv"
        file.write_bytes(text(faults.HEAD, organisations(30, 60000)))
        before = self.facts()
        if self.engine == "sqlite":
            aside = self.folder / "gone"
            aside.mkdir()
            for file_of in pathlib.Path(self.w.dir).glob("facts.db*"):
                file_of.rename(aside / file_of.name)
            status, got = self.run("clerk", ORGANISATION, file)
            for left in pathlib.Path(self.w.dir).glob("facts.db*"):
                left.unlink()
            for file_of in aside.iterdir():
                file_of.rename(pathlib.Path(self.w.dir) / file_of.name)
        else:
            subprocess.run([ROOT / "tools/pg_tmp", "kill", os.environ["GX_TEST_PG"]], check=True, capture_output=True)
            status, got = self.run("clerk", ORGANISATION, file)
            subprocess.run([ROOT / "tools/pg_tmp", "restart", os.environ["GX_TEST_PG"]], check=True, capture_output=True)
        self.that("database gone: told", status in (1, 2) and got.get("code") in ("db", "db.outcome_unknown", "not_found"), got)
        self.that("database gone: sentence", "数据库" in got.get("detail", ""), got)
        self.that("database gone: nothing changed", self.facts() == before)
        status, got = self.run("clerk", ORGANISATION, file)
        self.that("database back: the same again goes in", status == 0 and got["accepted"] > 0, got)

    def all(self):
        try:
            self.w.create()
            self.w.stop()
            for kind in KINDS:
                self.one(*kind)
            self.not_owned()
            self.two_at_once()
            if self.engine == "sqlite":
                self.disk_full()
            self.database_gone()
            self.w.start()
            self.w.verify()
        except (world.Broken, OSError, subprocess.SubprocessError, KeyError, ValueError, sqlite3.Error) as e:
            self.that("ran", False, repr(e))
        finally:
            self.w.stop()
        return self.passed, self.failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=("sqlite", "postgres"))
    parser.add_argument("--binary", default=ROOT / "build/asan/gongxin")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "build/hostile")
    options = parser.parse_args()
    if options.engine != "sqlite" and not os.environ.get("GX_TEST_PG"):
        os.execv(ROOT / "tools/pg_tmp", ["pg_tmp", "run", "--", sys.executable, *sys.argv])
    passed = failed = 0
    for engine in ("sqlite", "postgres"):
        if options.engine in (None, engine):
            p, f = Hostile(options, engine).all()
            passed, failed = passed + p, failed + f
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
