#!/usr/bin/env python3
"""Runs the scenarios against the real program, on both databases.

usage: run.py [--engine sqlite|postgres] [--place PLACE] [--clause ID]… [--binary FILE] [--policies SHARE] [--keep]
              [--results FILE] [FILE.sc…]

A city is made once a place and database; every scenario runs in a fresh copy of it, which the independent verifier
checks afterwards. Writes build/test-results/clauses.tsv: a line for every
clause that a step named: CLAUSE, file:step, engine, passed or failed. PostgreSQL runs in the cluster of GX_TEST_PG, or in a
private one. The last line is "N passed, N failed".
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import acts
import script
import world

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def load(files, clauses):
    scripts = [script.parse(f.relative_to(HERE), f.read_text(encoding="utf-8"))
               for f in (map(pathlib.Path.resolve, files) if files else sorted(HERE.rglob("*.sc")))]
    if clauses:
        scripts = [s for s in scripts if any(c in step.clauses for step in s.steps for c in clauses)]
    return scripts


def database_url(place, engine):
    if engine == "sqlite":
        return None
    base = os.environ["GX_TEST_PG"]
    name = f"scenario_{place}"
    plain = re.sub(r"(postgresql://[^/]*/)[^?]*", r"\1postgres", base)
    for sql in (f"drop database if exists {name}",
                f"create database {name} encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8' template template0"):
        subprocess.run(["psql", "-q", "-d", plain, "-c", sql], check=True, capture_output=True)
    return re.sub(r"(postgresql://[^/]*/)[^?]*", rf"\1{name}", base)


def run_script(w, s, engine, results):
    """Runs one scenario; adds (clause, step, engine, verdict) and says what failed."""
    failed = 0
    state = acts.State(w)
    state.defs = s.defs
    prepared = acts.run_step(state, s.prepare)
    for step in s.steps:
        wrong = prepared or acts.run_step(state, step)
        verdict = "failed" if wrong else "passed"
        failed += bool(wrong)
        for clause in step.clauses:
            results.append((clause, f"{s.path}:{step.line}", engine, verdict))
        if wrong:
            print(f"{s.path}:{step.line}: {w.place} {engine}: {step.name}\n    {wrong}", flush=True)
    return len(s.steps) - failed, failed


def run_story(w, s, engine, options, results):
    """Passed, failed, and whether it failed at first. The server's own worker keeps real time while a story moves the
    clock, so a story may meet what the worker has just done; --again runs it once more, in a city made fresh."""
    w.fresh()
    rows = []
    passed, failed = run_script(w, s, engine, rows)
    unsteady = False
    if failed and options.again:
        w.fresh()
        second = []
        p, f = run_script(w, s, engine, second)
        if not f:
            print(f"{s.path}: {w.place} {engine}: UNSTEADY: failed, and passed when it ran again", flush=True)
            passed, failed, rows, unsteady = p, f, second, True
    results += rows
    return passed, failed, unsteady


def run_world(place, engine, scripts, options):
    """Passed, failed, results of one city on one database."""
    passed = failed = unsteady = 0
    results = []
    mine = [s for s in scripts if place in s.places]
    if not mine:
        return 0, 0, results
    begun = time.monotonic()
    w = world.World(place, engine, options.folder, options.binary, options.seed, database_url(place, engine),
                    options.policies)
    try:
        w.create(script.actors(mine))
        w.freeze()
        for s in mine:
            p, f, again = run_story(w, s, engine, options, results)
            passed, failed, unsteady = passed + p, failed + f, unsteady + again
            w.verify()
    except (world.Broken, subprocess.SubprocessError, OSError) as e:
        print(f"{place} {engine}: {e}", flush=True)
        failed += 1
        seen = {(r[1]) for r in results}
        for s in mine:
            for step in s.steps:
                if f"{s.path}:{step.line}" not in seen:
                    results += [(c, f"{s.path}:{step.line}", engine, "failed") for c in step.clauses]
    finally:
        try:
            w.stop()
        except world.Broken as e:
            print(f"{place} {engine}: {e}", flush=True)
            failed += 1
    if unsteady > 1:
        print(f"{place} {engine}: {unsteady} unsteady stories, of which one is borne", flush=True)
        failed += 1
    print(f"{place} {engine}: {passed} passed, {failed} failed, {time.monotonic() - begun:.0f} s", flush=True)
    return passed, failed, results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=("sqlite", "postgres"))
    parser.add_argument("--place", choices=script.PLACES)
    parser.add_argument("--clause", action="append", default=[])
    parser.add_argument("--binary", default=ROOT / "build/asan/gongxin")
    parser.add_argument("--policies")
    parser.add_argument("--folder", default=ROOT / "build/scenario")
    parser.add_argument("--results", default=ROOT / "build/test-results/clauses.tsv")
    parser.add_argument("--seed", default=os.environ.get("GX_SEED", "1"))
    parser.add_argument("--again", action="store_true", help="a story that fails runs once more; one a city is borne")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    if options.engine != "sqlite" and not os.environ.get("GX_TEST_PG"):
        os.execv(ROOT / "tools/pg_tmp", ["pg_tmp", "run", "--", sys.executable, *sys.argv])
    try:
        scripts = load(options.files, options.clause)
    except script.Wrong as e:
        print(e)
        print("0 passed, 1 failed")
        return 1
    jobs = [(place, engine) for place in script.PLACES for engine in ("sqlite", "postgres")
            if options.place in (None, place) and options.engine in (None, engine)]
    passed = failed = 0
    results = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for p, f, r in pool.map(lambda job: run_world(*job, scripts, options), jobs):
            passed, failed, results = passed + p, failed + f, results + r
    path = pathlib.Path(options.results)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join("\t".join(r) + "\n" for r in sorted(results)), encoding="utf-8")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
