#!/usr/bin/env python3
"""A sixth place: a pack that no city has, loaded, drawn and lived in, without a line of C.

usage: run.py [--binary FILE] [--engine sqlite|postgres]

The packs of tests/packs join those that ship in a folder of their own; `policy check`, `policy limits` and `policy graph` of
every process must succeed, and the stories of the place run in a city under it. The last line is "N passed, N failed".
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import types

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "tests/packs"
sys.path.insert(0, str(ROOT / "tests/scenario"))
import made_up
import run as scenarios
import script

PLACES = {"xuzhen": "990102"}


def share(folder):
    """A share folder with the packs that ship and ours."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "policies", folder / "policies")
    for place in PLACES:
        shutil.copytree(HERE / place, folder / "policies" / place)
    (folder / "sql").symlink_to(ROOT / "sql")
    return folder


def commands(binary, place):
    """Passed and failed of what the command line says about the pack."""
    passed = failed = 0
    env = dict(os.environ, GONGXIN_SHARE=str(ROOT / "build/packs/share"))
    processes = sorted(p.stem for p in (HERE / place / "processes").glob("*.yaml"))
    for words in (["check", HERE / place], ["show", place], ["limits", place, "--json"], ["diff", place, "cangzhou"],
                  *(["graph", place, p] for p in processes)):
        done = subprocess.run([binary, "policy", *map(str, words)], capture_output=True, env=env)
        good = done.returncode == 0
        if good and words[0] == "graph":
            good = subprocess.run(["dot", "-Tsvg"], input=done.stdout, capture_output=True).returncode == 0
        if good and words[0] == "limits":
            limits = json.loads(done.stdout)
            good = any(x["amount"] == 9 and x["unit"] == "working_day" for x in limits)
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"policy {' '.join(map(str, words))}: {done.returncode} {done.stdout.decode()[:500]} {done.stderr.decode()[:300]}")
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=ROOT / "build/asan/gongxin", type=pathlib.Path)
    parser.add_argument("--engine", choices=("sqlite", "postgres"))
    options = parser.parse_args()
    if options.engine != "sqlite" and not os.environ.get("GX_TEST_PG"):
        os.execv(ROOT / "tools/pg_tmp", ["pg_tmp", "run", "--", sys.executable, *sys.argv])
    script.PLACES = [*PLACES]
    made_up.REGION.update(PLACES)
    passed = failed = 0
    folder = share(ROOT / "build/packs/share")
    for place in PLACES:
        p, f = commands(options.binary, place)
        passed, failed = passed + p, failed + f
        scripts = [script.parse(f.relative_to(HERE), f.read_text(encoding="utf-8")) for f in sorted((HERE / "stories").glob(f"{place}*.sc"))]
        for engine in ("sqlite", "postgres") if not options.engine else (options.engine,):
            settings = types.SimpleNamespace(folder=ROOT / "build/packs", binary=options.binary, seed="1", policies=folder, again=False)
            p, f, _ = scenarios.run_world(place, engine, scripts, settings)
            passed, failed = passed + p, failed + f
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
