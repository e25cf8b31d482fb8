"""The language of the scenarios: one readable text file a story.

    story: 查询日志四要素
    places: cangzhou zhoucun            (or: all)

    make org acme
    step CZ-87 CZ-83: a query without a purpose is refused
    as query_clerk
    POST /queries
      {"subject": {"kind": "organisation", "document": "uscc", "number": "${acme.number}"}, "purpose": ""}
    => 400 input.missing field=purpose
    ? detail contains 用途
    ! trace = request_id

Lines, one idea each; indented lines below a request or command are its body. `=>` says what must come (an HTTP status
with, if wanted, code= or a bare error code, field=, clause=, rule=; or `exit N` for commands); `?` looks into the JSON
of the last answer (`? PATH by KEY NAME…` compares rows with the table below it, `? header NAME…` into its headers, `? @NAME…` into what was kept or
made); `!` keeps a value of it. ${name.part} stands for something kept or made. A step runs from its `step` line to the next one; what stands before the first step
prepares. A step names at most five clauses. `def NAME` begins lines that `do NAME` runs later, up to the next def or step.
"""
import dataclasses
import json
import re


class Wrong(Exception):
    """The script itself is malformed."""


@dataclasses.dataclass
class Act:
    line: int
    verb: str
    rest: str
    body: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Step:
    name: str
    clauses: list
    line: int
    acts: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Script:
    path: str
    story: str = ""
    places: list = dataclasses.field(default_factory=list)
    prepare: Step = None
    defs: dict = dataclasses.field(default_factory=dict)
    steps: list = dataclasses.field(default_factory=list)


PLACES = ["heihe", "anshan", "cangzhou", "zhoucun", "jinan"]
STEP = re.compile(r"step((?:\s+(?:HH|AS|CZ|ZC|JN)-\d+)*)\s*:\s*(.+)$")
VERBS = {"as", "make", "clock", "GET", "POST", "PUT", "PATCH", "DELETE", "UPLOAD", "CLI", "WORK", "SIGNED", "RESTART", "again", "do", "act", "file",
         "=>", "?", "!"}


def parse(path, text):
    script = Script(str(path))
    script.prepare = Step("prepare", [], 1)
    step = script.prepare
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#") and not line.startswith("  "):
            continue
        if line.startswith("  "):
            if not step.acts:
                raise Wrong(f"{path}:{number}: a body without a request")
            step.acts[-1].body.append(line[2:])
            continue
        head, _, rest = line.partition(" ")
        rest = rest.strip()
        if head == "story:":
            script.story = rest
        elif head == "places:":
            script.places = PLACES if rest == "all" else rest.split()
        elif head in ("step", "step:"):
            match = STEP.fullmatch(line.strip())
            if not match or len(match[1].split()) > 5:
                raise Wrong(f"{path}:{number}: not 'step [CLAUSE… up to five]: what is shown'")
            step = Step(match[2], match[1].split(), number)
            script.steps.append(step)
        elif head == "def":
            if not rest or rest in script.defs:
                raise Wrong(f"{path}:{number}: a new name is needed")
            step = script.defs[rest] = Step(rest, [], number)
        elif head in VERBS:
            step.acts.append(Act(number, head, rest))
        else:
            raise Wrong(f"{path}:{number}: unknown word {head}")
    if not script.story or not script.places or not script.steps:
        raise Wrong(f"{path}: story:, places: and at least one step are needed")
    unknown = [p for p in script.places if p not in PLACES]
    if unknown:
        raise Wrong(f"{path}: unknown place {unknown[0]}")
    return script


def actors(scripts):
    """Whom the scripts let act by name."""
    parts = [part for s in scripts for part in [s.prepare, *s.defs.values(), *s.steps]]
    acts = [act for part in parts for act in part.acts]
    named = {act.rest for act in acts if act.verb == "as"}
    makers = {act.rest.split()[0] for act in acts if act.verb == "make"}
    named |= {"clerk", "reviewer"} if "record" in makers else {"clerk"} if "fields" in makers else set()
    return named | ({"window"} if makers & {"evidence", "account"} else set())


def fill(text, names):
    """${a.b[0].c} by what is kept; strings as they are, everything else as JSON."""
    def one(match):
        value = look(names, match[1])
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return re.sub(r"\$\{([^}]+)\}", one, text)


MISSING = object()


def look(value, path):
    """The value at a path like records[0].fields.CF_WSH; `length` of a list; MISSING when it is not there."""
    if path in (".", ""):
        return value
    for part in re.findall(r"[^.\[\]]+|\[\d+\]|\[[^\]]+\]", path):
        if part.startswith("["):
            inner = part[1:-1]
            if inner.isdigit():
                if not isinstance(value, list) or int(inner) >= len(value):
                    return MISSING
                value = value[int(inner)]
            else:  # [item=penalty] or [section=role,key=operator]: the first element that has it
                wanted = [pair.partition("=")[::2] for pair in inner.split(",")]
                value = next((v for v in value if all(str(v.get(n)) == w for n, w in wanted)), MISSING) \
                    if isinstance(value, list) else MISSING
        elif part == "length" and isinstance(value, (list, str)):
            value = len(value)
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return MISSING
        if value is MISSING:
            return MISSING
    return value


CHECK = re.compile(r"(?P<path>\S+)\s+(?P<op>==|!=|>=|<=|>|<|contains|lacks|matches|is|in)\s+(?P<want>.+)$")


def check(answer, rule):
    """None when the rule holds, else what is wrong. Rules: PATH == JSON, contains TEXT, lacks TEXT, matches REGEX,
    is absent|present|empty|null|id, in [a, b]."""
    match = CHECK.fullmatch(rule)
    if not match:
        raise Wrong(f"not a check: {rule}")
    got, op, want = look(answer, match["path"]), match["op"], match["want"].strip()
    if op == "is":
        holds = {
            "absent": got is MISSING or got is None,
            "present": got is not MISSING and got is not None,
            "empty": got in ([], "", {}),
            "null": got is None,
            "id": isinstance(got, str) and got.isdigit(),
        }.get(want)
        if holds is None:
            raise Wrong(f"not a check: {rule}")
    elif got is MISSING:
        holds = False
    elif op in ("contains", "lacks"):
        text = got if isinstance(got, str) else json.dumps(got, ensure_ascii=False)
        holds = (want in text) == (op == "contains")
    elif op == "matches":
        holds = isinstance(got, str) and re.search(want, got) is not None
    else:
        try:
            value = json.loads(want)
        except ValueError:
            value = want
        try:
            same = got == value or got == want  # ids are texts of digits
            holds = {"==": lambda: same, "!=": lambda: not same, ">": lambda: got > value,
                     "<": lambda: got < value, ">=": lambda: got >= value, "<=": lambda: got <= value,
                     "in": lambda: got in value}[op]()
        except TypeError:
            holds = False
    if holds:
        return None
    shown = "nothing" if got is MISSING else json.dumps(got, ensure_ascii=False)[:400]
    return f"{rule}: got {shown}"
