#!/usr/bin/env python3
"""One objection under five regulations, day by day: what is due when, what is marked, what is suspended.

usage: days.py [--engine sqlite|postgres|both] [--binary FILE] [PLACE…]

The story is the same everywhere: an objection is filed on Friday 2020-09-25; the provider is needed and gets its notice on
2020-09-28; an appraisal is asked for on 2020-09-29 with evidence and comes back on 2020-10-16; the provider answers "wrong" on
2020-10-19; the applicant is told. EXPECTED holds what each regulation makes of it, each date beside its clause. Sunday
2020-09-27 and Saturday 2020-10-10 were worked, 10-01 to 10-08 were off. The last line is "N passed, N failed".
"""
import argparse
import concurrent.futures
import datetime
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/scenario"))
import acts
import forms
import run as scenarios
import world

FILED, NOTICE, ASKED, BACK, ANSWERED = "2020-09-25", "2020-09-28", "2020-09-29", "2020-10-16", "2020-10-19"
world.FIRST_DAY = f"{FILED}T00:30:00Z"
# The texts that do not say from when they hold are adopted from a day before.
world.FORCE = {place: ["--first-day", "2020-01-01"] for place in ("heihe", "cangzhou", "zhoucun", "jinan")}

# place: what is said on which day by whom, and what must then be there.
#   ("file", ground, extra)                      the subject files
#   ("act", who, event, extra, state)            and the state it leads to
#   ("no", who, event, extra, code)              refused
#   ("due", clock, day, clause)                  None: no day, an open task
#   ("state", clock, state)
#   ("overdue", clock, yes)
#   ("until", day)                               the clock of the city goes on to that day, looking at marks every day
WRONG = {"reason": "经核查原信息有误", "fields": True}
PAPER = {"pause_reason": "appraisal", "papers": True, "reason": "委托鉴定"}
STORY = {
    "heihe": [
        ("file", "error"),
        ("until", NOTICE),
        ("act", "operator", "send_verification_notice", {}, "PROVIDER"),
        ("due", "total", "2020-10-12", "HH-53"), ("due", "verify", "2020-10-09", "HH-55"),
        ("until", ASKED),
        ("no", "clerk", "pause", {**PAPER, "papers": False}, "case.guard"),
        ("no", "clerk", "pause", {**PAPER, "pause_reason": None}, "case.guard"),
        ("act", "clerk", "pause", PAPER, "PAUSED"),
        ("state", "total", "paused"), ("state", "verify", "paused"),
        ("until", BACK),
        ("act", "clerk", "resume", {"papers": True, "reason": "鉴定完成"}, "PROVIDER"),
        ("due", "total", "2020-10-23", "HH-53"), ("due", "verify", "2020-10-21", "HH-55"),
        ("due", "inform_total", "2020-10-23", "HH-54"),
        ("until", ANSWERED),
        ("act", "clerk", "correct", WRONG, "WRONG"),
        ("overdue", "inform_total", False),
        ("until", "2020-10-23"),
        ("act", "operator", "inform", {}, "CLOSED"),
        ("met", "verify", False), ("met", "inform_total", False),
    ],
    "cangzhou": [
        ("file", "error_or_omission"),
        ("due", "forward", "2020-09-27", "CZ-137"),
        ("until", "2020-09-27"),
        ("act", "objection_desk", "send_comparison_notice", {}, "COMPARING"),
        ("met", "forward", False),
        ("due", "compare", "2020-09-28", "CZ-138"), ("due", "correct", "2020-09-30", "CZ-140"),
        ("until", NOTICE),
        ("act", "operator", "report_same", {}, "SAME"),
        ("due", "notify_provider", None, "CZ-143"),
        ("act", "objection_desk", "send_verification_notice", {}, "PROVIDER"),
        ("due", "verify", "2020-10-26", "CZ-144"),
        ("until", ASKED),
        ("act", "clerk", "pause", PAPER, "PAUSED"),
        ("state", "verify", "paused"),
        ("until", BACK),
        ("act", "clerk", "resume", {"papers": True, "reason": "鉴定完成"}, "PROVIDER"),
        ("due", "verify", "2020-11-06", "CZ-144"),
        ("until", ANSWERED),
        ("act", "clerk", "reply_wrong", WRONG, "REPLIED"),
        ("due", "inform_verification", "2020-10-28", "CZ-146"),
        ("until", "2020-10-28"),
        ("overdue", "inform_verification", False),
        ("act", "objection_desk", "inform", {}, "CLOSED"),
        ("met", "inform_verification", False),
    ],
    "anshan": [
        ("file", "error_or_omission"),
        ("due", "check", "2020-09-29", "AS-40"),
        ("until", NOTICE),
        ("act", "operator", "send_verification_notice", {}, "PROVIDER"),
        ("due", "reply", "2020-10-12", "AS-44"),
        ("until", ASKED),
        ("no", "clerk", "pause", PAPER, "case.event"),
        ("no", "operator", "pause", PAPER, "case.event"),
        ("until", "2020-10-12"),
        ("overdue", "reply", False),
        ("until", "2020-10-13"),
        ("overdue", "reply", True),
        ("until", ANSWERED),
        ("act", "clerk", "reply_wrong", {"reason": "经核查原信息有误", "cause": "录入差错"}, "REPLIED"),
        ("met", "reply", True),
        ("due", "inform_verification", "2020-10-21", "AS-45"),
        ("until", "2020-10-21"),
        ("act", "operator", "inform", {"document": True}, "INFORMED"),
        ("met", "inform_verification", False),
    ],
    "zhoucun": [
        ("file", "error_or_omission"),
        ("due", "verify", None, "ZC-60"), ("due", "inform", None, "ZC-61"),
        ("until", NOTICE),
        ("act", "operator", "start", {}, "VERIFYING"),
        ("act", "operator", "ask_provider", {}, "VERIFYING"),
        ("until", ASKED),
        ("no", "clerk", "pause", PAPER, "case.event"),
        ("until", ANSWERED),
        ("overdue", "verify", False), ("overdue", "inform", False),
        ("act", "operator", "find_wrong", {"reason": "经核查原信息有误"}, "WRONG"),
        ("act", "clerk", "correct", WRONG, "VERIFIED"),
        ("until", "2020-11-05"),
        ("overdue", "inform", False),
        ("act", "operator", "inform", {}, "INFORMED"),
    ],
    "jinan": [
        ("file", "error_or_omission"),
        ("until", NOTICE),
        ("act", "clerk", "ask_help", {}, "ASSISTED"),
        ("due", "total", "2020-10-12", "JN-72"), ("due", "inform_total", "2020-10-12", "JN-73"),
        ("until", ASKED),
        ("no", "clerk", "pause", PAPER, "case.event"),
        ("until", "2020-10-12"),
        ("overdue", "total", False),
        ("until", "2020-10-13"),
        ("overdue", "total", True), ("overdue", "inform_total", True),
        ("until", ANSWERED),
        ("act", "clerk", "correct", WRONG, "DECIDED"),
        ("met", "total", True),
        ("act", "clerk", "inform", {}, "CLOSED"),
        ("met", "inform_total", True),
    ],
}
# While the case is open: the mark, and which measures read suspended (AM-57: the mark is a default in Jinan).
SUSPENDS = {"heihe": {"punishment"}, "anshan": set(), "cangzhou": set(), "zhoucun": set(), "jinan": {"punishment", "incentive"}}
TAKES = {"jinan": "provider"}
TERM = {"conduct_end": "2020-09-01"}


class Story:
    def __init__(self, w):
        self.w, self.place = w, w.place
        self.passed = self.failed = 0
        self.open = False

    def hold(self, good, text):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        if not good:
            print(f"{self.place} {self.w.today()}: {text}", flush=True)

    def make(self, kind, name, **options):
        self.state.names[name] = forms.MAKE[kind](self.state, name, options, "")
        return self.state.names[name]

    def prepare(self):
        self.state = acts.State(self.w)
        self.acme = self.make("org", "acme")
        self.make("record", "registration", item="registration_organisation", about="acme")
        self.fine = self.make("record", "fine", item="penalty_organisation", about="acme")
        self.target = self.make("target", "t", of="fine")
        self.paper = self.make("evidence", "paper", by="window")["evidence"]
        self.make("account", "boss", about="acme", proof="paper")
        self.proof = self.make("evidence", "proof", by="boss")["evidence"]
        self.other = self.make("evidence", "other", by="clerk")["evidence"]
        self.notice = self.make("evidence", "notice", by="operator")["evidence"]
        self.make("fields", "right", item="penalty_organisation", about="acme",
                  document_number=self.target["doc_no"], decision_date=FILED, content="更正后的内容")

    def call(self, who, method, path, body=None):
        return self.w.call(method, path, body, *self.w.as_person(who))

    def case(self):
        return self.call("auditor", "GET", f"/cases/{self.id}").json

    def clock(self, name):
        rows = [c for c in self.case()["clocks"] if c["clock"] == name]
        return rows[-1] if rows else {}

    # ---- the words of the story

    def do_file(self, ground):
        body = {"process": "objection", "ground": ground, "claim": "处罚金额有误",
                "targets": [{"kind": "record", "id": self.target["record"]}],
                "papers": [{"evidence": self.proof, "kind": "proof"}]}
        if TAKES.get(self.place) == "provider":
            body["desk"] = self.w.units["bureau"]
        got = self.call("boss", "POST", "/cases", body)
        self.hold(got.status == 201, f"filing: {got}")
        self.id = got.json["cases"][0]["case"]
        self.open = True

    def body(self, who, extra):
        body = {k: v for k, v in extra.items() if v is not None}
        evidence = {"clerk": self.other, "operator": self.notice}.get(who)
        papers = []
        if body.pop("papers", False):
            papers.append({"evidence": evidence, "kind": "proof"})
        if body.pop("document", False):
            papers.append({"evidence": evidence, "kind": "document"})
        if papers:
            body["papers"] = papers
        if body.pop("fields", False):
            body["fields"] = self.state.names["right"]
        return body

    def take(self, who, event, extra):
        return self.call(who, "POST", f"/cases/{self.id}/acts",
                         {"event": event, "version": self.case()["version"], **self.body(who, extra)})

    def do_act(self, who, event, extra, state):
        got = self.take(who, event, extra)
        self.hold(got.status == 200 and got.json["state"] == state, f"{event} by {who}: {got}")
        self.open = state not in ("CLOSED",)

    def do_no(self, who, event, extra, code):
        before = self.case()
        got = self.take(who, event, extra)
        self.hold(got.status >= 400 and got.json["code"] == code, f"{event} by {who} should be {code}: {got}")
        self.hold(got.json.get("clause"), f"{event} by {who}: no clause: {got}")
        self.hold(self.case() == before, f"{event} by {who} was refused and changed something")

    def do_due(self, clock, day, clause):
        c = self.clock(clock)
        self.hold(c.get("due") == day, f"{clock} is due {c.get('due')}, not {day}")
        self.hold(c.get("clause") == clause, f"{clock} rests on {c.get('clause')}, not {clause}")
        if day:
            self.hold(c["why"] and day in c["why"] or "年" in (c["why"] or ""), f"{clock} does not say why: {c.get('why')}")

    def do_state(self, clock, state):
        self.hold(self.clock(clock).get("state") == state, f"{clock} is {self.clock(clock).get('state')}, not {state}")

    def do_overdue(self, clock, yes):
        self.hold(self.clock(clock).get("overdue") is yes, f"{clock}: overdue should be {yes}: {self.clock(clock)}")

    def do_met(self, clock, late):
        c = self.clock(clock)
        self.hold(c.get("state") == "met" and c["late"] is late, f"{clock}: met {'late' if late else 'in time'}? {c}")

    def do_until(self, day):
        last = datetime.date.fromisoformat(day)
        today = datetime.date.fromisoformat(self.w.today())
        while today < last:
            today += datetime.timedelta(days=1)
            self.w.set_clock(f"{today}T00:30:00Z")
            self.look()

    def look(self):
        """The mark and the suspension on every outlet, every day while the case is open."""
        marks = self.marks()
        self.hold(("objection" in marks) is self.open, f"the mark: {marks}, open {self.open}")
        want = "hold" in marks
        self.hold(want is (self.open and bool(SUSPENDS[self.place])), f"the hold: {marks}")
        self.w.must("work", "--data", self.w.dir, "--once")

    def marks(self):
        got = self.call("operator", "POST", "/queries", {
            "subject": {"kind": "organisation", "number": self.acme["number"]}, "purpose": "核对",
            "basis": {"kind": "duty"}})
        self.hold(got.status == 200, f"query: {got}")
        record = next((r for r in got.json["records"] if r["item"] == "penalty_organisation"), {"marks": []})
        return [m["mark"] for m in record["marks"]]

    def play(self):
        self.prepare()
        for word, *rest in STORY[self.place]:
            getattr(self, f"do_{word}")(*rest)
        self.look()


def play(place, engine, binary):
    """Passed and failed of one place on one database."""
    w = world.World(place, engine, ROOT / "build/cases", binary, "days", scenarios.database_url(place, engine))
    story = Story(w)
    try:
        w.create()
        story.play()
        w.verify()
    except world.Broken as e:
        story.hold(False, str(e))
    finally:
        w.stop()
    print(f"{place} {engine}: {story.passed} held, {story.failed} did not", flush=True)
    return story.passed, story.failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=ROOT / "build/asan/gongxin")
    parser.add_argument("--engine", default="both", choices=("sqlite", "postgres", "both"))
    parser.add_argument("places", nargs="*")
    options = parser.parse_args()
    if options.engine != "sqlite" and not os.environ.get("GX_TEST_PG"):
        os.execv(ROOT / "tools/pg_tmp", ["pg_tmp", "run", "--", sys.executable, *sys.argv])
    engines = ("sqlite", "postgres") if options.engine == "both" else (options.engine,)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda one: play(*one, options.binary),
                             [(place, engine) for place in options.places or STORY for engine in engines]))
    passed, failed = (sum(column) for column in zip(*done))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
