"""What scenarios make in one line: subjects, units, users, records, evidence. Everything goes through the API."""
import csv
import datetime
import io
import itertools
import json
import pathlib
import shutil

import world


def make_org(state, name, options, _):
    return state.world.maker.organisation(options.get("type", "91"), options.get("name"))


def make_person(state, name, options, _):
    return state.world.maker.person(options.get("born", "19850607"))


def make_unit(state, name, options, _):
    unit_id = state.world.unit(name, options["type"], options.get("name", f"虚构单位{name}"), options.get("proof"))
    return {"id": unit_id}


def make_user(state, name, options, _):
    account, post = state.world.user(name, options["unit"], options["role"], options.get("designated") != "no")
    return {"account": account, "post": post}


def make_text(state, name, options, body):
    """What stands below."""
    return body


def make_session(state, name, options, _):
    """login=… password=… post=…: somebody with an initial password, from now on known as NAME."""
    w = state.world
    w.first_sign_in(options["login"], options["password"])
    w.people[name] = (options["login"], options.get("post"))
    return {"login": options["login"]}


def merge(target, patch):
    """RFC 7386, and `+name` adds to a list, `-name` takes fields out of it by their id."""
    if not isinstance(patch, dict):
        return patch
    target = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if key[0] == "+":
            target[key[1:]] = target.get(key[1:], []) + value
        elif key[0] == "-":
            target[key[1:]] = [x for x in target.get(key[1:], []) if x["id"] not in value]
        elif value is None:
            target.pop(key, None)
        else:
            target[key] = merge(target.get(key), value)
    return target


def make_body(state, name, options, body):
    """from=ITEM: an item of the catalog in force as the API writes it, changed by the patch below."""
    w = state.world
    catalog = w.call("GET", f"/catalogs/current?place={w.place}").json["catalog"]
    got = w.call("GET", f"/catalogs/{catalog}/items/{options['from']}")
    if got.status != 200:
        raise world.Broken(f"no item {options['from']}: {got}")
    return merge(got.json, json.loads(body or "{}"))


def make_item(state, name, options, body):
    """The same, taken into the catalog at once, as higher law orders: an edition that holds from today."""
    w = state.world
    item = make_body(state, name, options, body)
    change = w.do("authority1", "POST", "/catalog-changes", {
        "kind": "include", "body": item, "reason": "上位法要求归集", "citation": "《虚构条例》第一条",
        "rank": "administrative_regulation", "power_list": "虚构权责清单第一项"})["id"]
    w.do("authority2", "POST", f"/catalog-changes/{change}/decision",
         {"version": 1, "accept": True, "decision": "同意纳入"})
    w.adopt_catalog(int(w.today()[:4]), w.today())
    return item


def make_withdrawal(state, name, options, _):
    """of=GROUP,…: every item of these classes leaves the catalog at once, as higher law orders."""
    w = state.world
    groups = options["of"].split(",")
    items = [i["item"] for i in w.call("GET", f"/catalogs/current?place={w.place}").json["items"]
             if i["group"] in groups]
    for item in items:
        change = w.do("authority1", "POST", "/catalog-changes", {
            "kind": "withdraw", "item": item, "reason": "上位法不再要求归集", "citation": "《虚构条例》第二条",
            "rank": "administrative_regulation"})["id"]
        w.do("authority2", "POST", f"/catalog-changes/{change}/decision",
             {"version": 1, "accept": True, "decision": "同意撤出"})
    w.adopt_catalog(int(w.today()[:4]), w.today())
    return items


def make_pack(state, name, options, body):
    """A copy of the packs in which file=FILE of this place is what stands below, or has old=… replaced by new=… (without new=,
    by what stands below)."""
    w = state.world
    folder = w.dir.parent / f"{w.dir.name}.packs" / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pathlib.Path(w.env["GONGXIN_SHARE"]) / "policies", folder)
    file = folder / w.place / options["file"]
    text = file.read_text(encoding="utf-8")
    if "old" in options:
        if text.count(options["old"]) != 1:
            raise world.Broken(f"{options['file']} has {text.count(options['old'])} times: {options['old']}")
        text = text.replace(options["old"], options.get("new", body))
    else:
        text = body + "\n"
    file.write_text(text, encoding="utf-8")
    return {"dir": str(folder / w.place)}


DOCUMENTS = {"resident": "身份证", "passport": "护照号"}
KINDS = {"organisation": "法人及非法人组织", "individual_business": "个体工商户", "natural_person": "自然人"}
serials = itertools.count(1)


def day_of(w, text):
    """2026-03-02, or +3d and -3d from today."""
    if text[:1] in "+-" and text.endswith("d"):
        return (datetime.date.fromisoformat(w.today()) + datetime.timedelta(days=int(text[:-1]))).isoformat()
    return text


def fields_of(state, item, about, unit, given):
    """What a form of the item holds about a subject: every mandatory field, and what is given by id or part."""
    w = state.world
    catalog = w.call("GET", f"/catalogs/current?place={w.place}").json["catalog"]
    schema = w.call("GET", f"/catalogs/{catalog}/items/{item}").json["fields"]
    today = w.today()
    by_part = {
        "subject_name": about["name"], "subject_kind": KINDS[about["kind"]], "subject_code": about["number"],
        "subject_document": DOCUMENTS.get(about["document"]), "subject_number": about["number"],
        "document_number": f"虚罚字〔{today[:4]}〕第{next(serials)}号", "linked_name": "虚构负责人",
        "decision_date": today, "valid_from": today, "valid_until": f"{int(today[:4]) + 3}{today[4:]}",
        "organ_name": unit["name"], "organ_code": unit["code"], "source_name": unit["name"],
        "source_code": unit["code"]}
    by_type = {"date": today, "money_wan": "1", "money_yuan": "1", "decimal": "1"}
    values, left = {}, dict(given)
    for field in schema:
        part = field.get("part", "")
        if field["id"] in left or part in left:
            value = left.pop(field["id"] if field["id"] in left else part)
            values[field["id"]] = day_of(w, value) if field["type"] == "date" else value
        elif field["fill"] == "required" or part in ("linked_name", "valid_from", "valid_until"):
            values[field["id"]] = by_part.get(part) or by_type.get(field["type"]) or \
                (field["codes"][0]["value"] if field.get("codes") else f"虚构{field['name']}")
    if left:
        raise world.Broken(f"{item} has no field {', '.join(left)}")
    return values


def unit_of(w, who):
    post = w.as_person(who)[1]
    unit = next(p for p in w.do(who, "GET", "/session")["posts"] if p["post"] == post)["unit"]
    return w.do(who, "GET", f"/units/{unit}")


def make_fields(state, name, options, _):
    """item=ITEM about=SUBJECT [by=CLERK] [FIELD or PART=VALUE…]: the fields of a form, not yet sent."""
    by, item, about = options.pop("by", "clerk"), options.pop("item"), options.pop("about")
    return fields_of(state, item, state.names[about], unit_of(state.world, by), options)


def make_record(state, name, options, _):
    """The same, sent by the clerk and, where the pack asks, reviewed by another person of the unit."""
    w = state.world
    by, item, about = options.pop("by", "clerk"), options.pop("item"), options.pop("about")
    reviewer = options.pop("review", by.replace("clerk", "reviewer"))
    fields = fields_of(state, item, state.names[about], unit_of(w, by), options)
    got = w.do(by, "POST", "/forms", {"item": item, "fields": fields})
    if got["state"] == "awaiting_review":
        got = w.do(reviewer, "POST", f"/submissions/{got['submission']}/review",
                   {"result": "passed", "opinion": "已核实"})
    if got["state"] != "done" or got["accepted"] != 1:
        faults = w.do(by, "GET", f"/submissions/{got['submission']}/faults")
        raise world.Broken(f"the record was not accepted: {got} {faults}")
    return {**got, "fields": fields, "item": item}


def make_target(state, name, options, _):
    """of=RECORD [by=CLERK]: the record that was made, by its ids."""
    w = state.world
    made = state.names[options["of"]]
    by = options.get("by", "clerk")
    item = made["item"] if "item" in made else options["item"]
    rows = w.do(by, "GET", f"/provider-records?item={item}&limit=200")["items"]
    numbers = set(made["fields"].values())
    row = next(r for r in rows if r["doc_no"] in numbers)
    return {"target": "record", "subject": row["subject"], "record": row["record"], "item": item, "doc_no": row["doc_no"]}


def make_evidence(state, name, options, body):
    """[by=WHO]: a paper on file, with what stands below as its text."""
    w = state.world
    token, post = w.as_person(options.get("by", "window"))
    got = w.call("POST", "/evidence", (body or f"虚构证明材料：{name}").encode() + b"\n", token, post,
                 {"Content-Type": "application/octet-stream"})
    if got.status != 201:
        raise world.Broken(f"evidence: {got}")
    return got.json


def make_account(state, name, options, _):
    """about=SUBJECT [proof=EVIDENCE]: the subject itself gets an account and may act under this name."""
    proof = state.names[options["proof"]]["evidence"] if "proof" in options else None
    return {"account": state.world.subject_account(name, state.names[options["about"]], proof)}


def make_csv(state, name, options, _):
    """of=FIELDS,…: forms not yet sent as the rows of a file, with the ids of the fields as its head; col=HEAD:VALUE|…
    adds columns."""
    rows = [dict(state.names[r]) for r in options["of"].split(",")]
    for column in filter(None, options.get("col", "").split("|")):
        head, _, value = column.partition(":")
        rows = [{**r, head: value} for r in rows]
    heads = list(dict.fromkeys(h for r in rows for h in r))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([r.get(h, "") for h in heads] for r in rows)
    return out.getvalue().rstrip("\n")


def make_banned(state, name, options, body):
    """item=ITEM about=SUBJECT [by=CLERK]: files with a column for each head below; which heads were refused as what may
    not be collected, and which are open."""
    by, heads = options.pop("by", "clerk"), body.split()
    base = fields_of(state, options["item"], state.names[options["about"]], unit_of(state.world, by), {})
    told = []
    for i in range(0, len(heads), 100):
        told += banned_columns(state, by, options["item"], {**base, **{h: "虚构内容" for h in heads[i:i + 100]}})
    refused = [h for h in heads if any(f"“{h}”" in t for t in told)]
    return {"refused": refused, "open": [h for h in heads if h not in refused]}


def banned_columns(state, by, item, row):
    w = state.world
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([row.keys(), row.values()])
    token, post = w.as_person(by)
    got = w.call("POST", f"/submissions?item={item}", out.getvalue().encode(), token, post,
                 {"Content-Type": "application/octet-stream", "X-File-Name": "file.csv"}).json
    if got["state"] == "awaiting_review":
        w.do(by.replace("clerk", "reviewer"), "POST", f"/submissions/{got['submission']}/review",
             {"result": "passed", "opinion": "已核实"})
    faults = w.do(by, "GET", f"/submissions/{got['submission']}/faults?limit=200")["items"]
    return [f["sentence"] for f in faults if f["code"].startswith("prohibited.")]


SIX = {"listing_reason": "虚构列入理由", "listing_basis": "虚构列入依据", "measure_reason": "虚构措施理由",
       "measure_basis": "虚构措施依据", "remedies": "行政复议、行政诉讼", "lifting_conditions": "纠正失信行为后移出"}


def make_listing_notice(state, name, options, _):
    """list=LIST about=SUBJECT [by=CLERK served=-3d until=-1d]: the notice before a listing, with its six contents."""
    w, by = state.world, options.get("by", "clerk")
    paper = make_evidence(state, name, {"by": by}, "")
    got = w.do(by, "POST", "/list-notices", {
        "subject": state.names[options["about"]], "list": options["list"], "contents": SIX,
        "evidence": paper["evidence"], "served_day": day_of(w, options.get("served", "-3d")),
        "until_day": day_of(w, options.get("until", "-1d"))})
    return {"notice": got["id"]}


def make_list_entry(state, name, options, body):
    """list=LIST about=SUBJECT [by=CLERK], and what stands below: entered directly, with its notice where one is needed;
    for a place without a listing process. Gives subject, entry, links."""
    w, by = state.world, options.get("by", "clerk")
    entry = {"subject": state.names[options["about"]], "list": options["list"],
             "doc_no": f"虚列字〔{w.today()[:4]}〕第{next(serials)}号", "condition": "符合虚构列入条件",
             "procedure": "虚构认定会议纪要", "reason": "虚构列入理由", "citation": "《虚构省条例》第一条",
             "citation_rank": "local_regulation", **json.loads(body or "{}")}
    types = w.call("GET", f"/lists?place={w.place}").json["items"]
    if next(t for t in types if t["list"] == options["list"])["notice"]:
        entry["notice"] = make_listing_notice(state, name, options, "")["notice"]
    return w.do(by, "POST", "/list-entries", entry)


def make_measure(state, name, options, body):
    """type=ROW [by=CLERK unit=UNIT], and what stands below: a row of the pack made concrete for the clerk's or another
    unit."""
    w, by = state.world, options.get("by", "clerk")
    unit = {"unit": w.units[options["unit"]]} if "unit" in options else {}
    got = w.do(by, "POST", "/measures", {
        "type": options["type"], "name": f"虚构措施{name}", "content": "虚构措施内容", "objects": "虚构措施对象",
        "power": "《虚构法》第二条规定的职权", "citation": "《虚构省条例》第二条", "citation_rank": "local_regulation",
        **unit, **json.loads(body or "{}")})
    return {"measure": got["id"]}


def record_id(state, record, by):
    """The record that was made, by its document number among the provider's own."""
    w, found = state.world, None
    records = w.do(by, "GET", "/provider-records?limit=200")["items"]
    numbers = set(map(str, state.names[record]["fields"].values()))
    found = next((r for r in records if r["doc_no"] in numbers), None)
    if found is None:
        raise world.Broken(f"no record {record}")
    return found


def make_applied(state, name, options, _):
    """measure=MEASURE about=SUBJECT record=RECORD | entry=ENTRY [by=CLERK link=ID]: applied by the implementing unit.
    Gives subject and applied."""
    w, by = state.world, options.get("by", "clerk")
    body = {"measure": state.names[options["measure"]]["measure"], "subject": state.names[options["about"]],
            "reason": "虚构实施理由"}
    if "record" in options:
        provider = options.get("provider", "clerk")
        body |= {"target_kind": "record", "target": record_id(state, options["record"], provider)["record"]}
    else:
        body |= {"target_kind": "list_entry", "target": state.names[options["entry"]]["entry"]}
    if "link" in options:
        body["link"] = options["link"]
    return {**w.do(by, "POST", "/applied-measures", body), "target": body["target"]}


MAKE = {"banned": make_banned,
        "org": make_org, "person": make_person, "unit": make_unit, "user": make_user,
        "fields": make_fields, "record": make_record, "csv": make_csv, "evidence": make_evidence,
        "account": make_account, "target": make_target,
        "listing_notice": make_listing_notice, "list_entry": make_list_entry, "measure": make_measure,
        "applied": make_applied,
        "body": make_body, "item": make_item, "pack": make_pack, "withdrawal": make_withdrawal,
        "text": make_text, "session": make_session}
