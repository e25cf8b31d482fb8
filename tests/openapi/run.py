#!/usr/bin/env python3
"""Holds the served OpenAPI document against the standard's rules and against what the routes really answer.

usage: run.py [--binary FILE] [--engine sqlite|postgres] [--folder DIR]

The document: every reference leads somewhere, every parameter of a path is declared and there, operation ids are unique,
every answer has a schema, every schema is one. The answers: every GET route is asked in a city where things have happened,
and what comes has the declared fields with the declared types and no other one. The last line is "N passed, N failed".
"""
import argparse
import datetime
import json
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/scenario"))
import acts
import forms
import rights
import run as scenarios
import world

METHODS = ("get", "post", "put", "patch", "delete")
TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "number": (int, float)}
WORDS = {"type", "properties", "required", "items", "enum", "format", "title", "description", "pattern", "minLength",
         "maxLength", "minimum", "maximum", "minItems", "maxItems", "additionalProperties", "writeOnly", "$ref", "default",
         "x-titles", "oneOf", "const", "contentMediaType", "uniqueItems", "examples", "contentEncoding"}
FORMATS = {"date": datetime.date.fromisoformat, "date-time": lambda s: datetime.datetime.fromisoformat(s.replace("Z", "+00:00")),
           "uri": lambda s: re.match(r"[a-z]+:", s).group(), "binary": str, "int64": int}

passed = failed = 0


def check(what, wrong):
    """`wrong` is what is wrong, or nothing."""
    global passed, failed
    passed, failed = passed + (not wrong), failed + bool(wrong)
    if wrong:
        print(f"{what}: {wrong}", flush=True)


# ---- the document by itself

def resolve(document, ref):
    if not ref.startswith("#/"):
        return None
    at = document
    for part in ref[2:].split("/"):
        at = at.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(at, dict) else None
    return at


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def schema_faults(s, at="schema"):
    """What makes it no schema of ours."""
    if not isinstance(s, dict):
        return f"{at} is no object"
    if strange := set(s) - WORDS:
        return f"{at}: unknown {sorted(strange)}"
    if "$ref" in s:
        return None
    kinds = s.get("type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind not in TYPES and kind != "null":
            return f"{at}: type {kind}"
    if missing := set(s.get("required", [])) - set(s.get("properties", {})):
        return f"{at}: required but not there: {sorted(missing)}"
    if "format" in s and s["format"] not in FORMATS:
        return f"{at}: format {s['format']}"
    if "pattern" in s:
        re.compile(s["pattern"])
    for name, child in s.get("properties", {}).items():
        if wrong := schema_faults(child, f"{at}.{name}"):
            return wrong
    return schema_faults(s["items"], f"{at}[]") if "items" in s else None


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield path, method, operation


def response_faults(document, operation):
    responses = operation.get("responses", {})
    if not any(code.startswith("2") for code in responses):
        return "no answer when it is done"
    for code, response in responses.items():
        response = resolve(document, response["$ref"]) if "$ref" in response else response
        if not response.get("description"):
            return f"{code}: no description"
        if code == "204" and "content" in response:
            return "204 with content"
        if code != "204" and not response.get("content"):
            return f"{code}: no content"
        for media, content in response.get("content", {}).items():
            if wrong := schema_faults(content.get("schema"), f"{code} {media}"):
                return wrong
    return None


def check_operation(document, path, method, operation, ids):
    at = f"{method.upper()} {path}"
    name = operation.get("operationId", "")
    check(f"{at}: operationId", None if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", name) and name not in ids else name or "none")
    ids.add(name)
    parameters = operation.get("parameters", [])
    keys = [(p["name"], p["in"]) for p in parameters]
    named = sorted(p["name"] for p in parameters if p["in"] == "path")
    check(f"{at}: path parameters", None if named == sorted(re.findall(r"{([^}]+)}", path)) else named)
    check(f"{at}: parameters once", None if len(set(keys)) == len(keys) else keys)
    check(f"{at}: path parameters are required", [p["name"] for p in parameters if p["in"] == "path" and not p["required"]])
    check(f"{at}: schemas of parameters", next(filter(None, (schema_faults(p.get("schema"), p["name"]) for p in parameters)), None))
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        binary = media == "application/octet-stream" and content == {}  # as 3.1 writes raw bytes
        check(f"{at}: body", None if binary else schema_faults(content.get("schema"), media))
    check(f"{at}: a body where there is nothing to send", "GET with a body" if method == "get" and "requestBody" in operation else None)
    check(f"{at}: answers", response_faults(document, operation))
    check(f"{at}: summary", None if operation.get("summary") else "none")
    schemes = document["components"]["securitySchemes"]
    check(f"{at}: security", [s for row in operation.get("security", [{"none": []}]) for s in row if s not in schemes])
    # persons' numbers travel in bodies only
    check(f"{at}: no person in the address", [p["name"] for p in parameters if p["in"] in ("path", "query")
                                               and re.search(r"number|idno|id_card", p["name"])])


def check_document(document):
    check("version", None if re.fullmatch(r"3\.1\.\d+", document.get("openapi", "")) else document.get("openapi"))
    check("members", {"info", "paths", "components"} - set(document))
    check("info", {"title", "version"} - set(document["info"]))
    check("references", [r for r in references(document) if resolve(document, r) is None])
    for name, schema in document["components"]["schemas"].items():
        check(f"schema {name}", schema_faults(schema, name))
    shapes = [re.sub(r"{[^}]+}", "{}", path) for path in document["paths"]]
    check("paths are apart", sorted({s for s in shapes if shapes.count(s) > 1}))
    ids = set()
    for path, method, operation in operations(document):
        check_operation(document, path, method, operation, ids)


# ---- what the routes answer

def mismatch(document, schema, value, at="answer"):
    """The first thing in which the value is not what the schema says."""
    if "$ref" in schema:
        schema = resolve(document, schema["$ref"])
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if value is None:
        return None if not kinds or "null" in kinds else f"{at} is null"
    known = [TYPES[k] for k in kinds if k != "null"]
    if known and not any(isinstance(value, k) and not (k is int and isinstance(value, bool)) for k in known):
        return f"{at} is a {type(value).__name__}, not {kinds}: {value!r}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{at} is {value!r}, none of {schema['enum']}"
    if isinstance(value, str) and schema.get("format") in FORMATS:
        try:
            FORMATS[schema["format"]](value)
        except (ValueError, AttributeError):
            return f"{at} is {value!r}, no {schema['format']}"
    if isinstance(value, dict) and "properties" in schema:
        if missing := set(schema.get("required", [])) - set(value):
            return f"{at} lacks {sorted(missing)}"
        if more := set(value) - set(schema["properties"]):
            return f"{at} has undeclared {sorted(more)}"
        for name, child in schema["properties"].items():
            if name in value and (wrong := mismatch(document, child, value[name], f"{at}.{name}")):
                return wrong
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            if wrong := mismatch(document, schema["items"], item, f"{at}[{i}]"):
                return wrong
    return None


def check_answer(document, at, operation, got, wants_items=False):
    response = operation["responses"].get(str(got.status))
    if got.status >= 400 or response is None:
        return check(at, f"{got}"[:400])
    media = got.headers.get("Content-Type", "").split(";")[0]
    content = response.get("content", {})
    if media not in content:
        return check(at, f"came as {media!r}, declared are {list(content)}")
    if media != "application/json":
        return check(at, None if got.raw else "nothing came")
    wrong = mismatch(document, content[media]["schema"], got.json)
    if not wrong and wants_items and isinstance(got.json, dict) and got.json.get("items") == []:
        wrong = "the list is empty, which shows nothing"
    return check(at, wrong)


def published(w, state):
    """A record on a public page and in an order to a channel; a document that is a file."""
    own = state.names["acme"]
    forms.MAKE["record"](state, "basic", {"item": "registration_organisation", "about": "acme"}, "")
    row = w.do("clerk", "GET", "/provider-records?item=penalty_organisation")["items"][0]
    made = w.do("clerk", "POST", f"/records/{row['subject']}/{row['record']}/publications",
                {"masking": {"examined": True}, "channels": [{"channel": "internet"}, {"channel": "gazette"}]})["id"]
    w.do("reviewer", "POST", f"/publications/{made}/approval", {"version": 1})
    paper = forms.MAKE["evidence"](state, "rules", {"by": "clerk"}, f"虚构规则 {own['name']}")["evidence"]
    return made, w.do("reviewer", "POST", "/documents",
                      {"kind": "recognition_rules", "title": "虚构规则", "file": paper})["id"]


def live(w):
    """Things happen, so that lists are not empty; what the paths of the samples need."""
    state = acts.State(w)
    make = forms.MAKE
    state.names["acme"] = make["org"](state, "acme", {}, "")
    state.names["person"] = make["person"](state, "person", {}, "")
    record = make["record"](state, "r", {"item": "penalty_organisation", "about": "acme"}, "")
    state.names["shown"] = make["evidence"](state, "shown", {}, "")
    make["account"](state, "subject", {"about": "acme", "proof": "shown"}, "")
    evidence = make["evidence"](state, "paper", {"by": "subject"}, "")["evidence"]
    about = {"kind": "natural_person", "document": "resident", "number": state.names["person"]["number"]}
    company = {"kind": "organisation", "document": "uscc", "number": state.names["acme"]["number"]}
    body = {"subject": {"kind": "organisation", "document": "uscc", "number": state.names["acme"]["number"]},
            "purpose": "行政检查", "basis": {"kind": "duty"}, "scene": "inspection"}
    look = w.do("query_clerk", "POST", "/queries", body)["look"]
    paper = {"subject": company, "purpose": "贷款审查", "from_day": w.today(), "to_day": w.today(), "evidence": evidence}
    unit = w.units.get("agency") or w.units["organ"]
    w.do("subject", "POST", "/authorisations", {**paper, "unit": unit})
    w.do("query_clerk", "POST", "/queries", {**body, "subject": about}, range(200, 500))
    w.do("clerk", "PUT", "/items/penalty_organisation/mapping", {"columns": [{"head": "当事人", "field": "CF_XDR_MC"}]})
    w.do("clerk", "POST", "/catalog-changes", {"kind": "withdraw", "item": "penalty_person", "reason": "虚构的理由"})
    w.do("operator", "POST", "/misuses", {"look": look, "what": "虚构的违规使用", "clause": "CZ-86"})
    fields = dict(record["fields"])
    fields.pop(next(iter(fields)))
    w.do("clerk", "POST", "/forms", {"item": "penalty_organisation", "fields": fields}, range(200, 500))
    publication, document = published(w, state)
    w.do("subject", "POST", "/me/contacts", {"channel": "email", "address": "subject@example.org"})
    told = [{"key": "event", "text": "虚构的事件"}, {"key": "action", "text": "虚构的措施"}]
    make["record"](state, "hers", {"item": "coercion_person", "about": "person"}, "")
    for to in ({"subject": about}, {"subject": company}, {"unit": w.units["organ"]}):
        w.do("operator", "POST", "/notices", {"kind": "incident_told", "values": told, **to})
    more = rights.live(w, state)
    catalog = w.do("authority", "GET", "/catalogs/current")["catalog"]
    returns = w.do("clerk", "GET", "/returns")["items"]
    entry = w.do("auditor", "GET", "/traces?limit=1")["items"][0]["entry"]
    account = w.do("secadmin", "GET", "/accounts?limit=1")["items"][0]["account"]
    return {"unit": w.units["organ"], "account": account, "place": "cangzhou", "process": "objection",
            "catalog": catalog, "item": "penalty_organisation", "log": "facts", "submission": record["submission"],
            "return": returns[0]["return"] if returns else "0", "entry": entry,
            "publication": publication, "document": document, **more}, body


# The member of the cast who asks, for routes whose permission does not say it all.
ASKS = {"session.show": "secadmin", "authorisation.list": "agency_clerk", "notice.list": "query_clerk",
        "notice.desk": "operator", "register.list": "organ_admin", "warning.list": "operator", "recall.own": "query_clerk",
        "case.choices": "objection_desk", "measure.applied": "query_clerk", "measure.feedbacks": "query_clerk",
        "deadline.counts": "authority", "deadline.list": "authority", "statistics.deliveries": "authority", "statistics.records": "authority"}
# Whose unit the path names, where it is not the state organ.
UNITS = {"deadline.list": "platform", "statistics.deliveries": "bureau", "statistics.records": "bureau"}
# What a route cannot do without.
ASKED = {"publication.orders": "?kind=publish", "publication.timeliness": "?item=penalty_organisation",
         **{name: "?from=2026-03-02&to=2026-03-31" for name in (
             "statistics.table", "statistics.deliveries", "measure.uses")},
         "statistics.records": "?item=penalty_organisation&submission={submission}"}
# Lists that this city has nothing for.
MAY_BE_EMPTY = {"catalog.gaps", "catalog.comments", "me.consents", "me.credit_entries", "missing.list",
                "training.bodies", "training.sessions", "me.trainings"}


def who_may(may, operation):
    cast = {"system_admin": "sysadmin", "security_admin": "secadmin", "audit_admin": "auditadmin",
            "provider_clerk": "clerk", "provider_reviewer": "reviewer", "query_approver": "approver"}
    roles = may[operation["x-permission"]]
    if operation.get("security") == []:
        return "nobody"
    return next(cast.get(r, r) for r in ("provider_clerk", *roles) if r in roles)


def check_answers(w, document):
    sample, body = live(w)
    may = {row["permission"]: row["roles"] for row in w.do("secadmin", "GET", "/permissions")["items"]}
    for path, method, operation in operations(document):
        if method != "get":
            continue
        name = operation["operationId"]
        wanted = re.findall(r"{([^}]+)}", path)
        if missing := [p for p in wanted if p not in sample]:
            check(f"GET {path}", f"no sample of {missing}: name one in live()")
            continue
        here = {**sample, "unit": w.units[UNITS[name]]} if name in UNITS else sample
        concrete = re.sub(r"{([^}]+)}", lambda m: str(here[m[1]]), path)
        if name == "ledger.proof":
            concrete += f"?entry={sample['entry']}"
        concrete += ASKED.get(name, "").format(**here)
        token, post = w.as_person(ASKS.get(name) or who_may(may, operation))
        got = w.call("GET", concrete, None, token, post)
        check_answer(document, f"GET {path}", operation, got, name not in MAY_BE_EMPTY)
    posts = {"query.ask": ("query_clerk", "/queries", body), "search.names": ("nobody", "/search", {"name": "虚构"}),
             "look.search": ("auditor", "/looks/search", {"from": w.today(), "to": w.today()}),
             "session.sign_in": ("nobody", "/session", {"login": "sysadmin", "password": world.PASSWORD})}
    for path, method, operation in operations(document):
        if method != "post" or path.removeprefix("/api/v1") not in [p for _, p, _ in posts.values()]:
            continue
        who, at, sent = next(row for row in posts.values() if row[1] == path.removeprefix("/api/v1"))
        token, post = w.as_person(who)
        if at == "/session":
            w.as_person("sysadmin")
        check_answer(document, f"POST {path}", operation, w.call("POST", at, sent, token, post))
    refused = w.call("GET", "/units")
    check("a refusal", mismatch(document, document["components"]["schemas"]["problem"], refused.json, "problem"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=ROOT / "build/asan/gongxin")
    parser.add_argument("--engine", default="sqlite", choices=("sqlite", "postgres"))
    parser.add_argument("--folder", default=ROOT / "build/openapi")
    options = parser.parse_args()
    if options.engine == "postgres" and not os.environ.get("GX_TEST_PG"):
        os.execv(ROOT / "tools/pg_tmp", ["pg_tmp", "run", "--", sys.executable, *sys.argv])
    w = world.World("cangzhou", options.engine, options.folder, options.binary, "openapi",
                    scenarios.database_url("cangzhou", options.engine))
    try:
        w.create()
        got = w.call("GET", "/openapi.json")
        check("the same document again", None if got.raw == w.call("GET", "/openapi.json").raw else "another one came")
        check_document(json.loads(got.raw))
        check_answers(w, json.loads(got.raw))
    except world.Broken as e:
        check("the run", e)
    finally:
        w.stop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
