#!/usr/bin/env python3
"""Calls every route of the program as every role and as nobody.

usage: run.py [--binary FILE] [--engine sqlite|postgres]

What a role may call comes from two places that must agree: the OpenAPI document (x-permission of the route) and the list of
permissions. A role without the permission gets 403, nobody gets 401, and in both cases before anything of the input is
told; a role with it gets past the door, whatever the handler then says of an empty request. The last line is
"N passed, N failed".
"""
import argparse
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/scenario"))
import run as scenarios
import world

# A member of the cast for each role.
CAST = {"system_admin": "sysadmin", "security_admin": "secadmin", "audit_admin": "auditadmin", "auditor": "auditor",
        "authority": "authority", "operator": "operator", "objection_desk": "objection_desk",
        "provider_clerk": "clerk", "provider_reviewer": "reviewer", "unit_admin": "unit_admin",
        "query_clerk": "query_clerk", "query_approver": "approver", "window": "window", "subject": "subject"}
SAMPLE = {"post": "1", "unit": "1", "account": "1", "edition": "1", "id": "1"}


def paths(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield path, method.upper(), operation


def example(parameter):
    kind = parameter.get("schema", {})
    if kind.get("enum"):
        return kind["enum"][0]
    pattern = kind.get("format") or kind.get("pattern") or ""
    if "date" == pattern:
        return "2026-03-02"
    return "1"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=ROOT / "build/asan/gongxin")
    parser.add_argument("--engine", default="sqlite", choices=("sqlite", "postgres"))
    options = parser.parse_args()
    if options.engine == "postgres" and not os.environ.get("GX_TEST_PG"):
        os.execv(ROOT / "tools/pg_tmp", ["pg_tmp", "run", "--", sys.executable, *sys.argv])
    w = world.World("cangzhou", options.engine, ROOT / "build/routes", options.binary, "routes",
                    scenarios.database_url("cangzhou", options.engine))
    passed = failed = 0
    try:
        w.create()
        w.subject_account("subject", w.maker.person())
        document = w.call("GET", "/openapi.json").json
        may = {row["permission"]: row["roles"] for row in w.do("secadmin", "GET", "/permissions")["items"]}
        for path, method, operation in paths(document):
            route = operation["operationId"]
            if route in ("session.sign_out", "system.set_clock"):
                continue  # would end the cast's own sessions; session.sc and clock.sc try them
            concrete = path
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    concrete = concrete.replace("{%s}" % parameter["name"], example(parameter))
            public = operation.get("security") == []
            for role, person in [("nobody", "nobody"), *CAST.items()]:
                if person not in w.people and person != "nobody":
                    print(f"no {role} in the cast")
                    failed += 1
                    continue
                token, post = w.as_person(person)
                body = {} if method in ("POST", "PUT", "PATCH") else None
                got = w.call(method, concrete, body, token, post)
                allowed = role in may[operation["x-permission"]] and (public or role != "nobody")
                wanted = None if allowed else 401 if role == "nobody" else 403
                code = (got.json or {}).get("code", "") if isinstance(got.json, dict) else ""
                # past the door, a handler may still say that this object is out of reach; never that the role is
                holds = got.status == wanted if wanted else \
                    got.status not in (401, 405) and got.status < 500 and code != "access.forbidden"
                if wanted and isinstance(got.json, dict) and (got.json.get("faults") or got.json.get("rule", "") not in
                                                              (operation["x-permission"], "", None)):
                    holds = False  # it told something about the input
                passed, failed = passed + holds, failed + (not holds)
                if not holds:
                    print(f"{method} {path} as {role}: wanted {wanted or 'past the door'}, got {got}", flush=True)
        w.verify()
    except world.Broken as e:
        print(e)
        failed += 1
    finally:
        w.stop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
