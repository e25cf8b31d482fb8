"""What the rights of subjects leave behind, so that their lists show something: cases, lists and measures, deletions and
recalls, registers, statistics and warnings."""
import acts
import forms

ITEM = "penalty_organisation"


def run(state, who, text):
    """Lines of a story, as one who is named."""
    acts.do_as(state, who, "")
    for line in text:
        verb, _, rest = line.partition(" ")
        acts.HOW[verb](state, rest, "")
        if verb in ("act", "file") and state.answer.status >= 400:
            raise RuntimeError(f"{line}: {state.answer}")


def measures(w, state):
    """A list with its notice, a measure, its application and what came of it."""
    make, own = forms.MAKE, state.names["acme"]
    w.do("clerk", "POST", "/list-documents", {
        "kind": "recognition", "list": "dishonest", "title": "虚构失信行为认定办法", "from_day": w.today(),
        "basis": "《虚构省规定》第一条", "basis_rank": "provincial_document",
        "parts": [{"name": "criteria", "text": "逾期三次以上"}]})
    make["list_entry"](state, "entry", {"list": "dishonest", "about": "acme"}, "")
    measure = make["measure"](state, "funds", {"type": "fund_restriction", "unit": "organ"},
                              '{"scenes": ["government_funds"]}')["measure"]
    state.names["funds"] = {"measure": measure}
    applied = make["applied"](state, "applied", {"measure": "funds", "about": "acme", "record": "kept", "by": "query_clerk"}, "")
    w.do("query_clerk", "POST", "/measures/feedback", {
        "subject": own, "applied": applied["applied"], "used_as": "condition", "outcome": "applied",
        "scene": "government_funds", "act": "不予安排资金", "reason": "行政处罚信息有效", "decided_by": "虚构科",
        "decided_day": w.today()})
    return measure


def cases(w, state):
    """A case that runs on, and one by which what was read by others is deleted."""
    make = forms.MAKE
    for record in ("kept", "honour"):
        state.names[f"{record}_target"] = make["target"](state, "t", {"of": record}, "")
    state.names["proof"] = make["evidence"](state, "proof", {"by": "subject"}, "")
    w.do("query_clerk", "POST", "/queries", {"subject": state.names["acme"], "purpose": "行政检查", "scene": "other",
                                             "basis": {"kind": "duty"}})
    state.names["subject_token"], _ = w.as_person("subject")
    run(state, "subject", ["file open objection about=kept_target ground=error_or_omission proof=proof",
                           "file gone positive_deletion about=honour_target"])
    run(state, "operator", ["act gone delete reason=本人申请"])
    return state.names["open"]["case"]


def offences(w, state):
    w.do("nobody", "POST", "/offence-reports", {"ground": "other", "unit": w.units["agency"], "citation": "《虚构条例》第三条",
                                                "what": "虚构事实"})
    w.do("authority", "POST", "/leaks", {"unit": w.units["organ"], "from": w.today(), "to": w.today(),
                                         "title": "查询结果外传", "actions": "已收回"})
    w.do("organ_admin", "POST", f"/units/{w.units['organ']}/registers", {
        "kind": "query_rules", "title": "虚构查询制度", "approver": "虚构局长", "from_day": w.today()})
    w.do("operator", "POST", "/warning-rules", {"title": "查询过多", "figure": "user_looks", "at_least": 1,
                                                "basis": "平台监测规则"})


def live(w, state):
    """All of it; gives what the paths of the samples need."""
    make = forms.MAKE
    state.names["kept"] = make["record"](state, "kept", {"item": ITEM, "about": "acme"}, "")
    state.names["honour"] = make["record"](state, "honour", {"item": "commendation_organisation", "about": "acme"}, "")
    measure, case = measures(w, state), cases(w, state)
    offences(w, state)
    delivered = w.today()
    acts.do_clock(state, "+1d", "")
    w.must("work", "--data", w.dir, "--once")
    deletion = w.do("subject", "GET", "/me/deletions")["items"][0]["deletion"]
    return {"measure": measure, "case": case, "subject": state.names["kept_target"]["subject"], "table": "collection", "day": delivered,
            "deletion": deletion}
