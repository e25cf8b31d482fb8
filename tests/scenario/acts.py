"""What the words of a scenario do."""
import datetime
import json
import shlex

import forms
import script
import world


class Failed(Exception):
    pass


class State:
    """Of one scenario: who acts, what was kept, what came last."""

    def __init__(self, w):
        self.world = w
        self.names = {"place": w.place, "units": w.units,
                      "posts": {name: post for name, (_, post) in w.people.items()}, "today": w.today(), "data": str(w.dir)}
        self.who = "nobody"
        self.defs = {}
        self.answer = None  # world.Answer, or (status, output, error) of a command
        self.expected = True

    def json(self):
        if self.answer is None:
            raise Failed("nothing was asked yet")
        if isinstance(self.answer, world.Answer):
            return self.answer.json if self.answer.json is not None else \
                {"text": self.answer.raw.decode("utf-8", "replace"), "headers": dict(self.answer.headers)}
        status, out, err = self.answer
        text = out.decode("utf-8", "replace")
        try:
            return json.loads(text)
        except ValueError:
            return {"out": text, "err": err.decode("utf-8", "replace"), "status": status}


def run_step(state, step):
    """None, or what failed at which line."""
    for act in step.acts:
        try:
            do(state, act)
        except (Failed, script.Wrong, world.Broken, KeyError, TypeError, AttributeError, IndexError) as e:
            return f"line {act.line}: {act.verb} {act.rest}: {type(e).__name__ if not isinstance(e, Failed) else ''} {e}"
    return None


def do(state, act):
    rest = script.fill(act.rest, state.names)
    body = script.fill("\n".join(act.body), state.names)
    if act.verb not in ("=>", "?", "!") and not state.expected:
        pass
    HOW[act.verb](state, rest, body)


def do_def(state, rest, _):
    if rest not in state.defs:
        raise Failed(f"nothing is defined as {rest}")
    wrong = run_step(state, state.defs[rest])
    if wrong:
        raise Failed(wrong)


def do_as(state, rest, _):
    state.who = rest


def request(state, method, path, body, headers=None):
    token, post = state.world.as_person(state.who) if state.who != "subject" else (state.names["subject_token"], None)
    state.asked = (method, path, body, headers)
    state.answer = state.world.call(method, path, body, token, post, headers)


def do_again(state, rest, _):
    """again N: the last request N times more; the answer is the first that has another status, or the last."""
    status = state.answer.status
    for _ in range(int(rest)):
        request(state, *state.asked)
        if state.answer.status != status:
            return


def http(method):
    def run(state, rest, body):
        path, *extra = shlex.split(rest)
        headers = dict(x.split(":", 1) for x in extra)
        request(state, method, path, body.encode() if body.strip() else (b"{}" if method in ("POST", "PUT") else None),
                headers)
    return run


def do_upload(state, rest, body):
    """UPLOAD PATH NAME [ENCODING]: the indented lines as a file."""
    path, name, *encoding = shlex.split(rest)
    data = (body + "\n").encode(encoding[0] if encoding else "utf-8", "surrogatepass")
    request(state, "POST", path, data, {"Content-Type": "application/octet-stream", "X-File-Name": name})


def do_signed(state, rest, body):
    """SIGNED KEY SECRET METHOD PATH [nonce=…] [at=±seconds]"""
    key, secret, method, path, *options = shlex.split(rest)
    options = dict(o.split("=", 1) for o in options)
    at = state.world.now() + int(options["at"]) if "at" in options else None
    state.answer = state.world.signed(key, secret, method, path, body.encode(), options.get("nonce"), at)


def do_cli(state, rest, body):
    state.answer = state.world.cli(*shlex.split(rest), stdin=body.encode() if body else b"")


def do_work(state, rest, _):
    state.world.must("work", "--data", state.world.dir, "--once")


def do_restart(state, rest, _):
    state.world.stop()
    state.world.start()
    state.world.tokens.clear()


def do_clock(state, rest, _):
    """clock 2026-03-05 | 2026-03-05T01:00:00Z | +3d"""
    if rest.startswith("+"):
        day = datetime.date.fromisoformat(state.world.today()) + datetime.timedelta(days=int(rest[1:].rstrip("d")))
        rest = day.isoformat()
    if "T" not in rest:
        rest += "T01:00:00Z"  # nine in the morning in China
    state.world.set_clock(rest)
    state.names["today"] = state.world.today()


def do_expect(state, rest, _):
    words = rest.split()
    if words[0] == "exit":
        status, out, err = state.answer
        if status != int(words[1]):
            raise Failed(f"exit {status}: {out.decode()[:400]} {err.decode()[:400]}")
        for word in words[2:]:
            if word not in (out + err).decode("utf-8", "replace"):
                raise Failed(f"no {word} in: {out.decode()[:400]} {err.decode()[:400]}")
        return
    if state.answer.status != int(words[0]):
        raise Failed(f"got {state.answer}")
    got = state.answer.json or {}
    for word in words[1:]:
        name, equals, want = word.partition("=")
        if not equals:
            name, want = "code", word
        value = got.get(name)
        if name == "clause" and isinstance(value, list):
            holds = want in value
        else:
            holds = str(value) == want
        if not holds:
            raise Failed(f"{name} is {value!r}: {state.answer}")


def do_check(state, rest, body):
    if body:
        return check_table(state, rest, body)
    if rest.startswith("header "):
        wrong = script.check(dict(state.answer.headers), rest[len("header "):])
        if wrong:
            raise Failed(wrong)
        return
    wrong = script.check(*((state.names, rest[1:]) if rest.startswith("@") else (state.json(), rest)))
    if wrong:
        raise Failed(wrong)


def check_table(state, rest, body):
    """? PATH by KEY NAME…, and a row a line below: KEY and the values of the element that has it."""
    path, by, key, *columns = rest.split()
    rows = script.look(state.json(), path)
    if by != "by" or not isinstance(rows, list):
        raise Failed(f"no list at {path}")
    for line in body.splitlines():
        name, *wanted = line.split()
        row = next((r for r in rows if str(r.get(key)) == name), None)
        got = [] if row is None else [words(row.get(c)) for c in columns]
        if got != wanted:
            raise Failed(f"{name} is {' '.join(got) or 'not there'}, not {' '.join(wanted)}")


def words(value):
    """A value as a table writes it: a list by commas, nothing as -."""
    if isinstance(value, list):
        return ",".join(map(str, value)) or "-"
    return "-" if value in (None, "") else str(value).lower() if isinstance(value, bool) else str(value)


def do_keep(state, rest, _):
    name, _, path = (part.strip() for part in rest.partition("="))
    value = script.look(state.json(), path)
    if value is script.MISSING:
        raise Failed(f"nothing at {path}: {json.dumps(state.json(), ensure_ascii=False)[:400]}")
    state.names[name] = value


def do_make(state, rest, body):
    kind, name, *options = shlex.split(rest)
    options = dict(o.split("=", 1) for o in options)
    state.names[name] = forms.MAKE[kind](state, name, options, body)


def papers(state, names):
    """proof=a,b document=c … as the papers of an act."""
    return [{"evidence": state.names[n]["evidence"], "kind": kind} for kind, n in names]


PAPERS = ("proof", "document", "credit_report", "list_conditions")


def act_body(state, options, body):
    """key=value words and the JSON below them, as an act says it."""
    said = json.loads(body) if body else {}
    pairs = [(kind, n) for kind in PAPERS for n in filter(None, options.pop(kind, "").split(","))]
    if pairs:
        said["papers"] = papers(state, pairs)
    if "findings" in options:
        said["findings"] = options.pop("findings").split(",")
    if "day_evidence" in options:
        said["day_evidence"] = state.names[options.pop("day_evidence")]["evidence"]
    if "fields" in options:
        said["fields"] = state.names[options.pop("fields")]
    said.update(options)
    return said


def do_act(state, rest, body):
    """act CASE EVENT [key=value…]: acts in the case as whoever acts now; what comes below is further JSON."""
    name, event, *options = shlex.split(rest)
    case = state.names[name]
    said = act_body(state, dict(o.split("=", 1) for o in options), body)
    said.setdefault("version", case["version"])
    request(state, "POST", f"/cases/{case['case']}/acts", {"event": event, **said})
    if state.answer.status == 200 and not state.answer.json["proposed"]:
        case.update(version=state.answer.json["version"], state=state.answer.json["state"])


def do_file(state, rest, body):
    """file CASE PROCESS about=TARGET [ground=…] [key=value…]: files a case about a target (make target)."""
    name, process, *options = shlex.split(rest)
    options = dict(o.split("=", 1) for o in options)
    about = options.pop("about")
    about = {} if about == "nothing" else state.names[about]  # what the case is about comes to be with it
    kind = options.pop("kind", about.get("target", "record"))
    target = {"kind": kind, "id": about.get("record") or about.get("entry") or about.get("id")}
    if state.who in state.world.plan or state.who in ("window",) or options.pop("named", None):
        target["subject"] = about.get("subject")
    said = act_body(state, options, body)
    request(state, "POST", "/cases", {"process": process, "targets": [{k: v for k, v in target.items() if v}], **said})
    if state.answer.status == 201:
        case = state.answer.json["cases"][0]["case"]
        state.names[name] = {"case": case, "state": state.answer.json["cases"][0]["state"], "version": 1,
                             "number": state.answer.json["number"]}
        seen = state.world.call("GET", f"/cases/{case}", None, *state.world.as_person(state.who))
        if seen.status == 200:
            state.names[name]["version"] = seen.json["version"]


HOW = {"act": do_act, "file": do_file, "as": do_as, "GET": http("GET"), "POST": http("POST"), "PUT": http("PUT"), "PATCH": http("PATCH"),
       "DELETE": http("DELETE"), "UPLOAD": do_upload, "SIGNED": do_signed, "CLI": do_cli, "WORK": do_work,
       "RESTART": do_restart, "again": do_again, "clock": do_clock, "=>": do_expect, "?": do_check, "!": do_keep, "make": do_make, "do": do_def}
