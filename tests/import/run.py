#!/usr/bin/env python3
"""Imports a penalty file with planted faults and holds what is reported against what was planted.

usage: run.py [--rows N] [--format csv|xlsx] [--engine sqlite|postgres] [--binary FILE] [--seed N]

Without --format and --engine all four are run. For each: every planted fault must be reported at its row and column with
its code, and no other row may be refused; the answer file has the rows of the file; sending the file again loads nothing.
Peak memory and speed are printed. The last line is "N passed, N failed".
"""
import argparse
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "scenario"))
import faults
import files
import run as scenarios
import world

ITEM = "penalty_organisation"


class Checks:
    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def that(self, what, holds, why=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{self.name}: {what}: {why}", flush=True)


def watch(pid, peak):
    """VmHWM until the command ends, in MB. (ru_maxrss would count what this process held when it started the command.)"""
    while True:
        try:
            found = re.search(r"VmHWM:\s*(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text())
        except OSError:
            return
        if not found:
            return  # it has ended
        peak[0] = int(found[1]) / 1024
        time.sleep(0.02)


def command(w, *args):
    """Status, JSON of the answer, seconds, peak memory in MB of this one command."""
    begun = time.monotonic()
    process = subprocess.Popen([str(w.binary), *map(str, args)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=w.env)
    peak = [0.0]
    watcher = threading.Thread(target=watch, args=(process.pid, peak))
    watcher.start()
    out, err = process.communicate()
    watcher.join()
    try:
        answer = json.loads(out)
    except ValueError:
        raise world.Broken(f"gongxin {' '.join(map(str, args))}: exit {process.returncode}\n{out[-2000:].decode()}"
                           f"{err[-2000:].decode()}")
    return process.returncode, answer, time.monotonic() - begun, peak[0]


def compare(checks, w, planted, flaws_file, rows):
    reported = set()
    for line in open(flaws_file, encoding="utf-8"):
        flaw = json.loads(line)
        if flaw["level"] == "refused":
            reported.add((flaw["row"], flaw["column"], flaw["code"]))
    missed, false = planted - reported, reported - planted
    checks.that("every planted fault is reported", not missed, sorted(missed)[:10])
    checks.that("no false fault is reported", not false, sorted(false)[:10])
    checks.that("30 kinds at least", len({code for _, _, code in planted}) >= 23 and len(planted) >= 30 or rows < 2000,
                len({code for _, _, code in planted}))


def one(options, engine, form, folder):
    checks = Checks(f"{engine} {form}")
    kinds = faults.IN_TEXT if form == "csv" else faults.IN_WORKBOOK
    rows, planted = faults.make(options.rows, options.seed, kinds)
    file = folder / f"penalties.{form}"
    files.write_csv(file, faults.HEAD, rows) if form == "csv" else files.write_xlsx(file, faults.HEAD, rows)
    w = world.World("cangzhou", engine, folder / form, options.binary, options.seed,
                    scenarios.database_url(f"import_{form}", engine))
    try:
        w.create()
        w.stop()
        login, post = w.people["clerk"]
        base = ["import", "--data", w.dir, "--as", login, "--post", post, "--item", ITEM]
        answer, flaws = folder / f"{form}.answer.csv", folder / f"{form}.flaws"
        status, got, seconds, peak = command(w, *base, "--answer", answer, "--flaws", flaws, file)
        faulty = len({row for row, _, _ in planted})
        doubles = sum(code == "duplicate.in_file" for _, _, code in planted)
        checks.that("done", status == 0 and got["state"] == "done", got)
        checks.that("rows", got["rows"] == options.rows, got["rows"])
        checks.that("accepted", got["accepted"] == options.rows - faulty, got["accepted"])
        checks.that("returned", got["returned"] == faulty - doubles, got["returned"])
        checks.that("duplicates", got["duplicates"] == doubles, got["duplicates"])
        compare(checks, w, planted, flaws, options.rows)
        with open(answer, encoding="utf-8-sig", newline="") as f:
            told = sum(bool(row["错误代码"]) for row in csv.DictReader(f) if any("." in part and not part.startswith(
                "subject.provisional") for part in row["错误代码"].splitlines()))
        checks.that("the answer file marks the faulty rows", told == faulty, told)
        status, again, retry_seconds, _ = command(w, *base, file)
        checks.that("the same file again is the same submission", again["submission"] == got["submission"], again)
        checks.that("and loads nothing", again["accepted"] == 0 and again["repeated"], again)
        checks.that("memory", 0 < peak < options.memory, f"{peak:.0f} MB")
        w.start()
        w.tokens.clear()
        state = w.do("clerk", "GET", f"/submissions/{got['submission']}")
        checks.that("what is stored", state["accepted"] == options.rows - faulty or state["repeated"], state)
        w.verify()
        print(f"{engine} {form}: {options.rows} rows in {seconds:.1f} s ({options.rows / seconds:.0f}/s), peak {peak:.0f} MB, "
              f"{len(planted)} faults of {len(kinds)} kinds, again in {retry_seconds:.1f} s", flush=True)
    except (world.Broken, OSError, subprocess.SubprocessError, KeyError) as e:
        checks.that("ran", False, repr(e))
    finally:
        w.stop()
    return checks


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20000)
    parser.add_argument("--format", choices=("csv", "xlsx"))
    parser.add_argument("--engine", choices=("sqlite", "postgres"))
    parser.add_argument("--binary", default=ROOT / "build/gongxin")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "build/import")
    parser.add_argument("--memory", type=float, default=150.0, help="most MB the import may use")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("GX_SEED", "1")))
    options = parser.parse_args()
    if options.engine != "sqlite" and not os.environ.get("GX_TEST_PG"):
        os.execv(ROOT / "tools/pg_tmp", ["pg_tmp", "run", "--", sys.executable, *sys.argv])
    passed = failed = 0
    for engine in ("sqlite", "postgres"):
        for form in ("csv", "xlsx"):
            if options.engine in (None, engine) and options.format in (None, form):
                folder = options.folder / engine
                folder.mkdir(parents=True, exist_ok=True)
                checks = one(options, engine, form, folder)
                passed, failed = passed + checks.passed, failed + checks.failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
