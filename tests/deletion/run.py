#!/usr/bin/env python3
"""What is deleted is gone: out of every table, file, log and leftover of the database.

usage: run.py [--engine sqlite|postgres]… [--binary FILE] [--county] [--keep]

A made-up marker is planted wherever the content of one record goes: the record and its versions, the files it came in (CSV and
XLSX, once accepted, once returned with its flaw, once sent again), answers, messages, a case about it with what was claimed,
said and proved, and the notices that the case made. Somebody looks at it. Then the consent it rests on is withdrawn. Before, the search must find the marker, or it would prove nothing; afterwards no column of any table has
it, in clear or after the program has opened what it seals, and no file of the data directory or of the database's own
directory, its logs included, has its bytes in any encoding a file could come in. The ledgers still verify. And whoever
knows everything but the person's number cannot find it: no number of that county and birth year (--county: of the whole county) fits
anything the ledger still says. The last line is "N passed, N failed".
"""
import argparse
import base64
import csv
import hashlib
import io
import json
import os
import pathlib
import random
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import types

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/scenario"))
sys.path.insert(0, str(ROOT / "tests/import"))
import files
import forms
import made_up
import run as scenarios
import world

PLACE, ITEM = "cangzhou", "licence_person"


class Check:
    def __init__(self):
        self.passed = self.failed = 0

    def holds(self, what, good, why=""):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        if not good:
            print(f"FAILED {what} {why}", flush=True)


# ---- what stands in tables and files

def tables(w):
    """Every text and blob of the facts and of the looks, as bytes: (table.column, value)."""
    if w.engine == "sqlite":
        for file in [w.dir / "facts.db", *sorted(w.dir.glob("looks-*.db"))]:
            db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
            db.text_factory = bytes
            names = [n.decode() for n, in db.execute("select name from sqlite_master where type = 'table'")]
            for table in names:
                columns = [c[1].decode() for c in db.execute(f"pragma table_info({table})")]
                for row in db.execute(f"select * from {table}"):
                    for column, value in zip(columns, row):
                        if isinstance(value, bytes):
                            yield f"{table}.{column}", value
            db.close()
        return
    def psql(script):
        done = subprocess.run(["psql", "-qAtX", "-d", w.database], input=script, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()
    questions = []
    for line in psql("select c.table_name, c.column_name, c.data_type from information_schema.columns c join"
                     " information_schema.tables t on t.table_name = c.table_name and t.table_schema = c.table_schema where"
                     " c.table_schema = 'public' and t.table_type = 'BASE TABLE'"
                     " and c.data_type in ('text', 'bytea')"):
        table, column, kind = line.split("|")
        value = column if kind == "bytea" else f"convert_to({column}, 'UTF8')"
        questions.append(f"select '{table}.{column}', encode({value}, 'hex') from only {table} where {column} is not null;")
    for line in psql("\n".join(questions)):
        column, _, value = line.partition("|")
        yield column, bytes.fromhex(value)


def spellings(marker):
    """The marker's bytes in the encodings of files, and as base64 would hide them."""
    plain = marker.encode()
    found = {plain, marker.encode("utf-16-le"), marker.encode("utf-16-be"), plain.hex().encode()}
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + plain)
        found.add(text[(0, 2, 3)[shift]:len(text) - 4])
    return found


def files_with(folder, wanted):
    hits = []
    for path in sorted(pathlib.Path(folder).rglob("*")):
        try:
            content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        except OSError:
            continue
        if any(s in content for s in wanted):
            hits.append(str(path))
    return hits


def cluster_of(w):
    return re.search(r"[?&]host=([^&]*)", w.database)[1] if w.engine == "postgres" else None


def checkpoint(w):
    """So that the search before finds what memory still holds back."""
    if w.engine == "postgres":
        subprocess.run(["psql", "-q", "-d", w.database, "-c", "checkpoint"], check=True)


# ---- the story

class Story:
    def __init__(self, engine, options):
        self.engine, self.o = engine, options
        folder = ROOT / "build/deletion"
        self.w = world.World(PLACE, engine, folder, options.binary, "deletion",
                             scenarios.database_url(PLACE, engine) if engine == "postgres" else None)
        self.check = Check()
        self.marker = "MK" + secrets.token_hex(8)
        self.state = types.SimpleNamespace(world=self.w, names={})

    def fields(self, about, **given):
        self.state.names["x"] = about
        return forms.fields_of(self.state, ITEM, about, self.unit, given)

    def csv(self, rows):
        out = io.StringIO()
        heads = list(dict.fromkeys(h for r in rows for h in r))
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([r.get(h, "") for h in heads] for r in rows)
        return out.getvalue().encode()

    def send(self, content, name):
        token, post = self.w.as_person("clerk")
        got = self.w.call("POST", f"/submissions?item={ITEM}", content, token, post,
                          {"Content-Type": "application/octet-stream", "X-File-Name": name}).json
        if got.get("state") == "awaiting_review":
            got = self.w.do("reviewer", "POST", f"/submissions/{got['submission']}/review",
                            {"result": "passed", "opinion": "已核实"})
        self.w.must("work", "--data", self.w.dir, "--once")
        return self.w.do("clerk", "GET", f"/submissions/{got['submission']}")

    def plant(self):
        """Everything a record's content can get into."""
        w, m = self.w, self.marker
        self.unit = forms.unit_of(w, "clerk")
        self.person = w.maker.person()
        others = [w.maker.person() for _ in range(40)]
        content = next(f["id"] for f in self.schema() if f.get("part") == "content")
        number = f"虚许字〔2026〕第{m}号"
        mine = self.fields(self.person, document_number=number, **{content: f"许可内容{m}"})
        rows = [self.fields(p) for p in others]
        self.first = self.csv(rows[:10] + [mine] + rows[10:20])
        day = next(f["id"] for f in self.schema() if f["type"] == "date" and f["fill"] == "required")
        sent = [self.send(self.csv([{**mine, day: f"坏日期{m}"}] + rows[20:25]), "bad.csv"),  # returned, with its flaw
                self.send(self.first, "good.csv")]
        self.check.holds("a flawed row comes back", sent[0]["returned"] == 1, sent[0])
        self.check.holds("the record is accepted", sent[1]["accepted"] == 21, sent[1])
        sent.append(self.send(self.csv(rows[25:30] + [mine]), "again.csv"))
        self.check.holds("the same row is a duplicate", sent[2]["duplicates"] == 1, sent[2])
        book = w.dir.parent / "again.xlsx"
        heads = list(dict.fromkeys(h for r in [mine] + rows for h in r))
        files.write_xlsx(book, heads, [[r.get(h, "") for h in heads] for r in [rows[31], mine, rows[32]]])
        sent.append(self.send(book.read_bytes(), "again.xlsx"))
        self.check.holds("in a workbook too", sent[3]["duplicates"] == 1, sent[3])
        alone = self.csv([mine])  # a file of one row: nothing else hides it
        sent.append(self.send(alone, "alone.csv"))
        self.alone = alone
        form = w.do("clerk", "POST", "/forms", {"item": ITEM, "fields": {**mine}})
        if form["state"] == "awaiting_review":
            w.do("reviewer", "POST", f"/submissions/{form['submission']}/review", {"result": "passed", "opinion": "核实"})
        self.submissions = [s["submission"] for s in sent] + [form["submission"]]

    def schema(self):
        catalog = self.w.call("GET", f"/catalogs/current?place={PLACE}").json["catalog"]
        return self.w.call("GET", f"/catalogs/{catalog}/items/{ITEM}").json["fields"]

    def look(self):
        """An organ with an authorisation looks, and exports for itself."""
        w = self.w
        agreed = forms.make_evidence(self.state, "授权书", {"by": "query_clerk"}, None)["evidence"]
        w.do("query_clerk", "POST", "/authorisations", {
            "subject": self.person, "purpose": "行政审批", "from_day": "2026-03-01", "to_day": "2026-12-31",
            "evidence": agreed})
        grant = w.do("query_clerk", "GET", "/authorisations")["items"][0]["authorisation"]
        body = {"subject": self.person, "purpose": "行政审批", "scene": "other", "authorisation": grant}
        answer = w.do("query_clerk", "POST", "/queries", body)
        self.check.holds("the organ sees it", self.marker in json.dumps(answer), answer)
        self.record = next(r["record"] for r in answer["records"] if self.marker in json.dumps(r))

    def consent(self):
        w = self.w
        papers = [forms.make_evidence(self.state, what, {"by": "clerk"}, None)["evidence"] for what in ("告知书", "同意书")]
        classes = [r["key"] for r in w.call("GET", f"/policies/{PLACE}").json["rows"] if r["section"] == "prohibition"]
        for kind in ["income", *classes]:
            token, post = w.as_person("clerk")
            got = w.call("POST", "/consents", {"subject": self.person, "item": ITEM, "class": kind,
                                               "notice_evidence": papers[0], "written_evidence": papers[1]}, token, post)
            if got.status == 201:
                return got.json["id"]
        raise world.Broken(f"no class takes a consent: {got}")

    def dispute(self):
        """A case about it: claim, paper, what the provider said, notices."""
        w = self.w
        paper = forms.make_evidence(self.state, "证明", {"by": "me"}, f"本人证明材料{self.marker}")
        self.paper = paper["evidence"]
        filed = w.do("me", "POST", "/cases", {
            "process": "objection", "ground": "error_or_omission", "claim": f"有误{self.marker}",
            "targets": [{"kind": "record", "id": self.record}],
            "papers": [{"evidence": self.paper, "kind": "proof"}]})
        self.case = filed["cases"][0]["case"]
        for who, event in (("objection_desk", "send_comparison_notice"), ("operator", "report_same"),
                           ("objection_desk", "send_verification_notice"), ("clerk", "reply_right")):
            version = w.do("objection_desk", "GET", f"/cases/{self.case}")["version"]
            w.do(who, "POST", f"/cases/{self.case}/acts",
                 {"event": event, "version": version, "reason": f"已核对{self.marker}"})
        seen = json.dumps(w.do("me", "GET", f"/cases/{self.case}"), ensure_ascii=False)
        self.check.holds("the case says it", self.marker in seen, seen[:300])
        notices = w.do("clerk", "GET", "/notices")["items"]
        self.notice = next(n["notice"] for n in notices if n["kind"] == "verification")
        text = json.dumps(w.do("clerk", "POST", f"/notices/{self.notice}/reading", {}), ensure_ascii=False)
        self.check.holds("the notice says it", self.marker in text, text[:300])

    # ---- searching

    def hits(self):
        wanted = spellings(self.marker)
        found = sorted({column for column, value in tables(self.w) if any(s in value for s in wanted)})
        raw = files_with(self.w.dir, wanted)
        if self.engine == "postgres":
            raw += files_with(pathlib.Path(cluster_of(self.w)) / "data", wanted)
        return found, raw

    def opened(self):
        """What the program itself opens of what it keeps sealed: originals by their answer files, and every list."""
        w, bad = self.w, []
        for who, path in [(who, f"/submissions/{s}/{what}") for s in self.submissions for who, what in
                          (("clerk", "answer?format=csv"), ("clerk", "faults"), ("operator", ""), ("clerk", ""))] + [
                ("operator", "/deletions"), ("operator", "/recalls"), ("query_clerk", "/recalls/own"), ("clerk", "/submissions"),
                ("clerk", "/returns"), ("me", "/me/records"), ("me", "/me/looks"), ("me", "/me/recalls"), ("me", "/me/deletions"),
                ("me", "/me/consents"), ("me", f"/cases/{self.case}"), ("operator", f"/cases/{self.case}"),
                ("me", "/me/notices"), ("clerk", "/notices"), ("me", f"/me/deletions/{self.deletion}/proof")]:
            token, post = w.as_person(who)
            got = w.call("GET", path.rstrip("/"), None, token, post)
            text = got.raw
            if text[:2] == b"PK":
                raise world.Broken("an answer file in a form nobody reads here")
            if any(s in text for s in spellings(self.marker)):
                bad.append(path)
            elif got.status >= 500:
                bad.append(f"{path}: {got}")
        return bad

    # ---- guessing

    def leaves(self):
        return [value for column, value in tables(self.w) if column == "ledger_entry.leaf"]

    def guess(self, hashes):
        """Numbers of the county and birth year for which anything the ledger says fits a file of this one row."""
        number, alone = self.person["number"], self.alone
        head, tail = alone.split(number.encode())[0], alone.split(number.encode())[1]
        years = [number[6:10]] if not self.o.county else [str(y) for y in range(1930, 2011)]
        days = [f"{m:02d}{d:02d}" for m in range(1, 13) for d in range(1, 32)]
        starts = [hashlib.sha256(p + head) for p in (b"", b"\x00", b"\x02")]
        for year in years:
            for day in days:
                for sequence in range(1000):
                    candidate = made_up.resident(year + day, sequence, number[:6]).encode()
                    for start in starts:
                        h = start.copy()
                        h.update(candidate + tail)
                        if h.digest() in hashes:
                            return candidate.decode()
        return None

    def run(self):
        w, check = self.w, self.check
        w.create()
        self.plant()
        w.subject_account("me", self.person)
        consent = self.consent()
        self.look()
        self.dispute()
        checkpoint(w)
        columns, raw = self.hits()
        check.holds("the search finds what is there: record_version.payload", "record_version.payload" in columns, columns)
        check.holds("the search finds what is there: submission_flaw", any("flaw" in c for c in columns), columns)
        check.holds("the search finds what is there: files", raw, raw)
        bare = hashlib.sha256(self.alone).digest()
        check.holds("a fitting number is found where there is one", self.guess({bare}) == self.person["number"])

        w.do("me", "POST", f"/consents/{consent}/withdrawal", {})
        w.must("work", "--data", w.dir, "--once")
        entry = w.do("me", "GET", "/me/deletions")["items"][0]
        self.deletion = entry["deletion"]
        check.holds("the deletion is done", entry["state"] == "destroyed", entry)
        check.holds("and says by when backups are unreadable", entry["unreadable_by"], entry)
        check.holds("the entry keeps its reason", entry["reason"] == "信用主体撤回同意", entry)
        told = w.do("query_clerk", "GET", "/recalls/own")["items"]
        check.holds("who had received it is told", [t["record"] for t in told] == [self.record], told)
        checkpoint(w)
        columns, raw = self.hits()
        check.holds("no column has it", not columns, columns)
        check.holds("no file has it", not raw, raw)
        got = w.call("POST", f"/notices/{self.notice}/reading", {}, *w.as_person("clerk"))
        check.holds("the notice's text is gone, its number stays", self.marker.encode() not in got.raw, got)
        check.holds("the paper is gone", not (w.dir / f"files/evidence-{self.paper}").exists())
        opened = self.opened()
        check.holds("nothing the program opens has it", not opened, opened)
        others = [w.do("clerk", "GET", f"/submissions/{s}")["accepted"] for s in self.submissions]
        check.holds("nobody else lost a row", sum(others) >= 21, others)
        hashes = {base64.b64decode(c)[1:] for leaf in self.leaves() for c in json.loads(leaf).get("commit", [])}
        blobs = {value[-32:] for column, value in tables(w) if len(value) in (32, 33) and not column.startswith("ledger_tile")}
        check.holds("no number fits what is left", self.guess(hashes | blobs) is None)
        proof = w.do("me", "GET", f"/me/deletions/{self.deletion}/proof")
        check.holds("the proof says that the salt is gone", proof["versions"] and not any(v["salt"] for v in proof["versions"]))
        w.verify()  # gongxin-verify finds nothing, and the log was copied once more at the end
        columns, raw = self.hits()
        check.holds("nor after the end", not columns and not raw, (columns, raw))
        return check


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=ROOT / "build/gongxin")
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgres"))
    parser.add_argument("--county", action="store_true")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    engines = options.engine or ["sqlite", "postgres"]
    if "postgres" in engines and not os.environ.get("GX_TEST_PG"):
        os.execv(ROOT / "tools/pg_tmp", ["pg_tmp", "run", "--", sys.executable, *sys.argv])
    random.seed(os.environ.get("GX_SEED"))
    passed = failed = 0
    for engine in engines:
        story = Story(engine, options)
        try:
            story.run()
        except world.Broken as e:
            print(f"{engine}: {e}")
            story.check.failed += 1
        finally:
            story.w.stop()
        print(f"{engine}: {story.check.passed} passed, {story.check.failed} failed", flush=True)
        passed, failed = passed + story.check.passed, failed + story.check.failed
    if not options.keep and not failed:
        shutil.rmtree(ROOT / "build/deletion", ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
