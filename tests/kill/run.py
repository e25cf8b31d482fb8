#!/usr/bin/env python3
"""Kills the program at random moments, with the disk waited for, and looks at what is left.

usage: run.py [--engine sqlite|postgres] [--rounds N] [--first K] [--seed S] [--binary FILE] [--keep]

A round is one of: an import command is killed; the server is killed while a file is uploaded and loaded; the server is killed
under a load of queries; both at once, and on PostgreSQL instead of the server the database. Afterwards: what was acknowledged is
there; after the work was taken up again every row is there exactly once; every look whose number an answer named is in the log
and in its ledger; gongxin-verify finds nothing. At the end a byte of a stored entry is flipped, and the verifier must name the
entry. Rounds are numbered and drawn from seed and number, so `--first 17 --rounds 1` repeats the 17th with the same
moments. The last line is "N passed, N failed".
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/scenario"))
sys.path.insert(0, str(ROOT / "bench"))
import city
import penalties
import world

PLACE, ITEM = "anshan", "penalty_organisation"
ROWS = (300, 2500)
ASKERS = 6
LOST = (http.client.HTTPException, ConnectionError, OSError, TimeoutError)


class Wrong(Exception):
    """Something acknowledged is lost, or something is there that must not be."""


class Store:
    """The database itself, past the program."""

    def __init__(self, c):
        self.city = c

    def rows(self, sql, looks=False, write=False):
        if self.city.engine == "postgres":
            done = subprocess.run(["psql", "-qAtX", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.city.database, "-c", sql],
                                  capture_output=True, text=True)
            if done.returncode:
                raise Wrong(f"{sql}: {done.stderr}")
            return [line.split("\t") for line in done.stdout.splitlines()]
        files = sorted(self.city.dir.glob("looks-*.db")) if looks else [city.sqlite_facts(self.city)]
        found = []
        for file in files:
            db = sqlite3.connect(f"file:{file}?mode={'rw' if write else 'ro'}", uri=True, timeout=30, isolation_level=None)
            try:
                found += [[str(v) for v in row] for row in db.execute(sql)]
            finally:
                db.close()
        return found

    def records(self, tag):
        """Rows, different documents, versions."""
        like = f"doc_no like '%〕{tag}-%'"
        row = self.rows(f"select count(*), count(distinct doc_no), (select count(*) from record_version v join record r"
                        f" on r.subject_id = v.subject_id and r.record_id = v.record_id where {like}) from record where {like}")
        return tuple(int(v) for v in row[0])

    def look_ids(self, since):
        rows = self.rows(f"select look_id from look where look_id >= {since}", looks=True)
        leaves = self.rows(f"select leaf from looks_entry where entry_id >= {since}", looks=True)
        return {row[0] for row in rows}, {json.loads(leaf[0]).get("object") for leaf in leaves}


class File:
    """A penalty file of this round, and what became of it."""

    def __init__(self, folder, tag, rows):
        self.path, self.tag, self.rows = folder / f"{tag}.csv", tag, rows
        penalties.write(self.path, rows, seed=tag, tag=f"{tag}-", numbers=folder / "numbers")
        self.numbers = (folder / "numbers").read_text().split()
        self.acknowledged = None  # what the program said last, as far as it said it
        self.refused = None  # a refusal, which must not be

    def counts(self, told):
        """All rows are in: now, or (a repeated file loads nothing) since before."""
        if told.get("rows") != self.rows or told.get("accepted", 0) + told.get("duplicates", 0) != self.rows:
            raise Wrong(f"{self.rows} rows were sent, and: {json.dumps(told, ensure_ascii=False)[:400]}")


class Asker(threading.Thread):
    """Asks until nobody answers, and keeps the numbers of the looks it was told."""

    def __init__(self, c, token, post, numbers, rng):
        super().__init__(daemon=True)
        self.port, self.token, self.post = c.port, token, post
        self.numbers, self.rng = numbers, rng
        self.told, self.refused, self.stopped = [], [], False

    def ask(self, connection):
        kind, number = self.rng.choice(self.numbers).split(":")
        body = json.dumps({"subject": {"kind": kind, "number": number}, "purpose": "行政审批", "basis": {"kind": "duty"}})
        connection.request("POST", "/api/v1/queries", body.encode(), {
            "Authorization": f"Bearer {self.token}", "X-Post": self.post, "Content-Type": "application/json"})
        got = connection.getresponse()
        raw = got.read()
        if got.status == 200:
            self.told.append(json.loads(raw)["look"])
        elif got.status < 500:
            self.refused.append(raw.decode()[:300])

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while not self.stopped:
            try:
                self.ask(connection)
            except (*LOST, ValueError):
                return
        connection.close()


class Killer:
    def __init__(self, options, engine):
        self.o, self.engine = options, engine
        self.folder = pathlib.Path(options.folder) / engine
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.cluster = os.environ.get("GX_TEST_PG")
        url = None
        if engine == "postgres":
            plain = re.sub(r"(postgresql://[^/]*/)[^?]*", r"\1postgres", self.cluster)
            for sql in ("drop database if exists kill with (force)",
                        "create database kill encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8' template template0"):
                subprocess.run(["psql", "-q", "-d", plain, "-c", sql], check=True, capture_output=True)
            url = re.sub(r"(postgresql://[^/]*/)[^?]*", r"\1kill", self.cluster)
        self.city = city.City(PLACE, engine, self.folder, options.binary, f"kill{options.seed}", url)
        self.store = Store(self.city)
        self.numbers = []
        self.horizon = {"command": 1.0, "load": 0.5}  # seconds that the largest file takes; learned

    # ---- the server

    def up(self):
        if not self.city.server:
            self.city.start()
        self.city.tokens.clear()

    def down(self):
        self.city.stop()

    def kill_server(self):
        self.city.stop(signal.SIGKILL)
        self.city.tokens.clear()

    # ---- files

    def import_now(self, f):
        """Runs the command to its end."""
        began = time.monotonic()
        done = subprocess.run(self.city.imports("clerk", ITEM, f.path), capture_output=True, env=self.city.env, timeout=300)
        if done.returncode:
            raise Wrong(f"import: exit {done.returncode}: {done.stdout.decode()}{done.stderr.decode()}")
        self.learn("command", time.monotonic() - began, f)
        f.counts(json.loads(done.stdout))

    def learn(self, what, seconds, f):
        self.horizon[what] = 0.7 * self.horizon[what] + 0.3 * seconds * ROWS[1] / max(f.rows, 500)

    def upload(self, f, connection=None):
        """What the server said of it; None when it could not."""
        token, post = self.city.as_person("clerk")
        began = time.monotonic()
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.city.port, timeout=120)
        try:
            connection.request("POST", f"/api/v1/submissions?item={ITEM}", f.path.read_bytes(), {
                "Authorization": f"Bearer {token}", "X-Post": post, "Content-Type": "application/octet-stream",
                "X-File-Name": "cf.csv"})
            got = connection.getresponse()
            raw = got.read()
        except LOST:
            return None
        finally:
            connection.close()
        if got.status in (200, 201, 202):
            f.acknowledged = json.loads(raw)
            if not f.acknowledged.get("repeated"):
                self.learn("load", time.monotonic() - began, f)
            return f.acknowledged
        if got.status < 500:
            f.refused = f"upload: {got.status} {raw.decode()[:400]}"
        return None

    def upload_to_end(self, f):
        """Again, as a provider does who got no answer; and once more, which must change nothing."""
        for _ in range(2):
            told = self.upload(f)
            if not told:
                raise Wrong(f.refused or "the server does not take the file again")
            f.counts(self.city.wait_for_submission("clerk", told["submission"]))

    def check_acknowledged(self, f):
        """Said to be done: then all of it is there, before anybody takes anything up again."""
        if f.refused:
            raise Wrong(f.refused)
        told = f.acknowledged
        if told and told.get("state") == "done" and self.store.records(f.tag) != (f.rows, f.rows, f.rows):
            raise Wrong(f"acknowledged {json.dumps(told)[:200]}, and there are {self.store.records(f.tag)} of {f.rows}")

    def check_once(self, f):
        if self.store.records(f.tag) != (f.rows, f.rows, f.rows):
            raise Wrong(f"rows, documents, versions are {self.store.records(f.tag)}, and {f.rows} were sent")

    # ---- looks

    def askers(self, rng):
        token, post = self.city.as_person("query_clerk")
        numbers = self.numbers[-4000:] or ["organisation:" + self.city.maker.organisation()["number"]]
        return [Asker(self.city, token, post, numbers, random.Random(rng.random())) for _ in range(ASKERS)]

    def check_looks(self, askers):
        told = [look for a in askers for look in a.told]
        refused = [r for a in askers for r in a.refused]
        if refused:
            raise Wrong(f"a query was refused: {refused[0]}")
        if not told:
            return 0
        rows, leaves = self.store.look_ids(min(map(int, told)))
        for look in told:
            if look not in rows:
                raise Wrong(f"look {look} was answered and is not in the log")
            if look not in leaves:
                raise Wrong(f"look {look} was answered and has no entry in the ledger")
        return len(told)

    # ---- kinds of rounds

    def round_command(self, rng, f):
        self.down()
        process = subprocess.Popen(self.city.imports("clerk", ITEM, f.path), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   env=self.city.env)
        try:
            process.wait(rng.uniform(0, self.horizon["command"] * f.rows / ROWS[1]))
        except subprocess.TimeoutExpired:
            process.kill()
        out = process.stdout.read()
        process.stdout.close()
        process.wait()
        if out.endswith(b"\n"):
            f.acknowledged = dict(json.loads(out), state="done")
        self.check_acknowledged(f)
        self.import_now(f)
        self.import_now(f)
        self.up()
        return f"import command, {'acknowledged' if f.acknowledged else 'killed'}"

    def round_upload(self, rng, f):
        self.up()
        moment = rng.uniform(0, self.horizon["load"] * f.rows / ROWS[1])
        thread = threading.Thread(target=self.upload, args=(f,), daemon=True)
        self.city.as_person("clerk")
        thread.start()
        thread.join(moment)
        if not thread.is_alive() and f.acknowledged:  # what it acknowledged it may still be working on
            time.sleep(rng.uniform(0, 0.1))
        self.kill_server()
        thread.join(30)
        acknowledged = f.acknowledged
        self.up()
        self.check_acknowledged(f)
        self.upload_to_end(f)
        return f"upload, {'acknowledged' if acknowledged else 'killed'}"

    def round_load(self, rng, f):
        self.up()
        self.upload_to_end(f)
        self.numbers += f.numbers
        askers = self.askers(rng)
        for a in askers:
            a.start()
        time.sleep(rng.uniform(0.05, 1.0))
        self.kill_server()
        for a in askers:
            a.join(30)
        answers = self.check_looks(askers)
        self.up()
        self.check_looks(askers)
        return f"queries, {answers} answered"

    def round_both(self, rng, f):
        """Queries and an upload at once; the server dies, or the database under it."""
        self.up()
        askers = self.askers(rng)
        thread = threading.Thread(target=self.upload, args=(f,), daemon=True)
        self.city.as_person("clerk")
        for a in (*askers, thread):
            a.start()
        time.sleep(rng.uniform(0.05, 1.0))
        victim = "database" if self.engine == "postgres" else "server"
        if victim == "database":
            self.pg("kill")
            time.sleep(rng.uniform(0, 0.3))
            for a in askers:
                a.stopped = True
            self.pg("restart")
        else:
            self.kill_server()
        for a in askers:
            a.join(60)
        thread.join(60)
        answers = self.check_looks(askers)
        self.up()
        self.wait_until_it_answers()
        self.check_acknowledged(f)
        self.upload_to_end(f)
        self.numbers += f.numbers
        return f"queries and upload, {victim} killed, {answers} answered"

    def pg(self, verb):
        subprocess.run([ROOT / "tools/pg_tmp", verb, self.cluster], check=True, stdout=subprocess.DEVNULL)

    def wait_until_it_answers(self):
        """The same server must find its database again by itself."""
        deadline = time.monotonic() + 20
        while self.city.call("POST", "/session", {"login": "sysadmin", "password": world.PASSWORD}).status != 200:
            if time.monotonic() > deadline:
                raise Wrong("the server does not find its database again")
            time.sleep(0.2)

    # ---- the verifier

    def verify(self):
        done = subprocess.run([self.city.binary.with_name("gongxin-verify"), "--data", str(self.city.dir)],
                              capture_output=True, text=True, env=self.city.env)
        return done.returncode, done.stdout + done.stderr

    def must_verify(self):
        status, text = self.verify()
        if status:
            raise Wrong(f"gongxin-verify: exit {status}\n{text[:2000]}")

    def flip(self, rng, table, column):
        """One bit of one byte of one entry; ASCII stays ASCII."""
        looks = table == "looks_entry"
        entry, value = rng.choice(self.store.rows(
            f"select entry_id, {'leaf' if column == 'leaf' else 'hex(hash)' if self.engine == 'sqlite' else 'upper(encode(hash, chr(104)||chr(101)||chr(120)))'}"
            f" from {table} order by entry_id desc limit 2000", looks))
        data = bytearray(value.encode() if column == "leaf" else bytes.fromhex(value))
        at = rng.randrange(len(data))
        changed = bytearray(data)
        changed[at] ^= 1
        def put(content):
            if column == "leaf":
                text = "'" + content.decode().replace("'", "''") + "'"
            else:
                text = f"x'{content.hex()}'" if self.engine == "sqlite" else f"'\\x{content.hex()}'"
            self.store.rows(f"update {table} set {column} = {text} where entry_id = {entry}", looks, write=True)
        put(changed)
        status, said = self.verify()
        put(data)
        if status != 1 or entry not in said:
            raise Wrong(f"byte {at} of {column} of entry {entry} of {table} was flipped, and gongxin-verify: "
                        f"exit {status}\n{said[:1000]}")

    def tamper(self, rng):
        """Passed, failed."""
        self.up()
        connection = http.client.HTTPConnection("127.0.0.1", self.city.port, timeout=20)
        for asker in self.askers(rng):
            asker.ask(connection)
        connection.close()
        self.city.must("work", "--data", self.city.dir, "--once")
        self.down()
        passed = failed = 0
        for table, column in (("ledger_entry", "leaf"), ("ledger_entry", "leaf"), ("ledger_entry", "hash"),
                              ("looks_entry", "leaf"), ("looks_entry", "hash")):
            try:
                self.must_verify()
                self.flip(rng, table, column)
                passed += 1
            except Wrong as e:
                print(f"{self.engine}: {e}", flush=True)
                failed += 1
        return passed, failed

    # ---- all of it

    def one(self, number):
        rng = random.Random(f"{self.o.seed}:{self.engine}:{number}")
        kinds = (self.round_command, self.round_upload, self.round_load, self.round_both)
        f = File(self.folder, f"{number}", rng.randrange(*ROWS))
        said = kinds[number % len(kinds)](rng, f)
        self.check_once(f)
        self.must_verify()
        f.path.unlink()
        return said

    def run(self):
        passed = failed = 0
        began = time.monotonic()
        try:
            self.city.create()
            for number in range(self.o.first, self.o.first + self.o.rounds):
                at = time.monotonic()
                try:
                    said = self.one(number)
                    print(f"{self.engine} {number}: {said}, {time.monotonic() - at:.1f} s", flush=True)
                    passed += 1
                except (Wrong, world.Broken, subprocess.SubprocessError, ValueError, KeyError) as e:
                    print(f"{self.engine} {number}: WRONG: {e}", flush=True)
                    failed += 1
                    if failed > 3:
                        break
            if not failed:
                more = self.tamper(random.Random(f"{self.o.seed}:{self.engine}:flip"))
                passed, failed = passed + more[0], failed + more[1]
        except (world.Broken, Wrong) as e:
            print(f"{self.engine}: {e}", flush=True)
            failed += 1
        finally:
            if self.city.server:
                self.city.stop(signal.SIGKILL)
        if not failed and not self.o.keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        print(f"{self.engine}: {passed} passed, {failed} failed, {(time.monotonic() - began) / 60:.1f} min", flush=True)
        return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=("sqlite", "postgres"))
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", default=os.environ.get("GX_SEED"))
    parser.add_argument("--binary", default=ROOT / "build/gongxin")
    parser.add_argument("--folder", default=ROOT / "build/kill")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    options.seed = options.seed or str(random.SystemRandom().randrange(1, 2**31))
    if options.engine != "sqlite" and os.environ.get("GX_PG_FSYNC") != "1":
        os.environ.update(GX_PG_FSYNC="1", GX_SEED=options.seed)
        os.execv(ROOT / "tools/pg_tmp", ["pg_tmp", "run", "--fsync", "--", sys.executable, *sys.argv])
    print(f"seed {options.seed}", flush=True)
    passed = failed = 0
    for engine in [options.engine] if options.engine else ["sqlite", "postgres"]:
        p, f = Killer(options, engine).run()
        passed, failed = passed + p, failed + f
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
