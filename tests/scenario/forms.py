"""What scenarios make in one line: subjects, units, users, records, evidence. Everything goes through the API."""
import json

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


MAKE = {"org": make_org, "person": make_person, "unit": make_unit, "user": make_user}
