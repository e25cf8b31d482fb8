"""What scenarios make in one line: subjects, units, users, records, evidence. Everything goes through the API."""
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


def make_pack(state, name, options, body):
    """A copy of the packs in which file=FILE of this place is what stands below, or has old=… replaced by new=…."""
    w = state.world
    folder = w.dir.parent / f"{w.dir.name}.packs" / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(pathlib.Path(w.env["GONGXIN_SHARE"]) / "policies", folder)
    file = folder / w.place / options["file"]
    text = file.read_text(encoding="utf-8")
    if "old" in options:
        if text.count(options["old"]) != 1:
            raise world.Broken(f"{options['file']} has {text.count(options['old'])} times: {options['old']}")
        text = text.replace(options["old"], options["new"])
    else:
        text = body + "\n"
    file.write_text(text, encoding="utf-8")
    return {"dir": str(folder / w.place)}


MAKE = {"org": make_org, "person": make_person, "unit": make_unit, "user": make_user,
        "body": make_body, "item": make_item, "pack": make_pack}
