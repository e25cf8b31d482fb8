/* The derivation of a due date as canonical JSON, and the way back: computing it again. */
#include "law/limit.h"

#include <string.h>

enum { FORM = 1, DERIVATION_MAX = 1 << 20, YEAR_LAST = 9000 };

/* ---- writing ---- */

static void write_date(struct json_writer *w, const char *key, struct date d) {
    char iso[DATE_TEXT];
    date_format(d, iso);
    jw_ktext(w, key, date_is_none(d) ? NULL : iso);
}

static void write_year(struct json_writer *w, const char *key, int year) {
    jw_key(w, key);
    if (year == 0)
        jw_null(w);
    else
        jw_int(w, year);
}

static const char *const RUN_NAMES[] = {[RUN_COUNTED] = "counted",
                                        [RUN_MADE_UP] = "made_up",
                                        [RUN_WEEKEND] = "weekend",
                                        [RUN_HOLIDAY] = "holiday",
                                        [RUN_PAUSE] = "pause"};
static const char *const STATUS_NAMES[] = {
    [DUE_KNOWN] = "known", [DUE_PAUSED] = "paused", [DUE_YEAR_MISSING] = "year_missing"};

static void write_runs(struct json_writer *w, const char *key, const struct run *runs, size_t n) {
    jw_key(w, key);
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        const struct run *r = &runs[i];
        jw_object(w);
        jw_ktext(w, "clause", r->clause);
        jw_kint(w, "days", run_days(r));
        write_date(w, "from", r->from);
        jw_ktext(w, "kind", RUN_NAMES[r->kind]);
        jw_ktext(w, "name", r->name);
        write_date(w, "to", r->to);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void write_pauses(struct json_writer *w, const struct due *due) {
    jw_key(w, "pauses");
    jw_array(w);
    for (size_t i = 0; i < due->pause_count; i++) {
        const struct pause *p = &due->pauses[i];
        jw_object(w);
        jw_ktext(w, "clause", p->clause);
        write_date(w, "from", p->from);
        jw_ktext(w, "reason", p->reason);
        write_date(w, "to", p->to);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void write_rule(struct json_writer *w, const struct limit *rule) {
    jw_key(w, "rule");
    jw_object(w);
    jw_kint(w, "amount", rule->amount);
    jw_key(w, "clauses");
    jw_array(w);
    for (size_t i = 0; i < rule->clause_count; i++)
        jw_text(w, rule->clauses[i]);
    jw_array_end(w);
    jw_ktext(w, "event", rule->event);
    jw_kbool(w, "last_day_moves", rule->last_day_moves);
    jw_ktext(w, "name", rule->name);
    jw_kbool(w, "start_day_counts", rule->start_day_counts);
    jw_ktext(w, "unit", limit_unit_name(rule->unit));
    jw_object_end(w);
}

static void write_due(struct json_writer *w, const struct due *due) {
    if (due == NULL) {
        jw_null(w);
        return;
    }
    jw_object(w);
    jw_ktext(w, "calendar", due->calendar);
    jw_kint(w, "counted", due->counted);
    write_date(w, "counted_to", due->counted_to);
    write_date(w, "due", due->date);
    write_date(w, "first", due->first);
    jw_kint(w, "form", FORM);
    write_year(w, "missing_year", due->missing_year);
    write_runs(w, "moved", due->moved, due->moved_count);
    write_pauses(w, due);
    write_year(w, "provisional_year", due->provisional_year);
    write_rule(w, due->rule);
    write_runs(w, "runs", due->runs, due->run_count);
    write_date(w, "start", due->start);
    jw_ktext(w, "status", STATUS_NAMES[due->status]);
    jw_kint(w, "total", due->total);
    jw_key(w, "within");
    write_due(w, due->within);
    jw_object_end(w);
}

void limit_write(const struct due *due, struct buf *out) {
    struct json_writer w;
    jw_init(&w, out, true);
    write_due(&w, due);
}

/* ---- the way back ----
 *
 * Only what the derivation rests on is read; everything else is computed from it. */

struct again {
    struct arena *arena;
    const struct calendar *const *calendars;
    size_t calendar_count;
    bool by_edition; /* each level under its own calendar, not all under the first */
    bool unknown;    /* a level names an edition that is not among them */
};

/* A text, or null; false for anything else. */
static bool read_text(const struct json *j, const char *name, const char **text_r) {
    const struct json *member = json_get(j, name);
    if (member == NULL) return false;
    *text_r = member->type == JSON_STRING ? member->text.p : NULL;
    return member->type == JSON_STRING || member->type == JSON_NULL;
}

static bool read_date(const struct json *j, const char *name, struct date *date_r) {
    const char *text;
    if (!read_text(j, name, &text)) return false;
    *date_r = DATE_NONE;
    if (text == NULL) return true;
    return date_parse(str_of(text), date_r) && date_split(*date_r).year <= YEAR_LAST;
}

static bool read_flag(const struct json *j, const char *name, bool *flag_r) {
    const struct json *member = json_get(j, name);
    if (member == NULL || member->type != JSON_BOOL) return false;
    *flag_r = member->boolean;
    return true;
}

static bool read_clauses(const struct again *g, const struct json *j, struct limit *rule) {
    const struct json *list = json_get(j, "clauses");
    if (list == NULL || list->type != JSON_ARRAY) return false;
    const char **clauses = ARENA_ARRAY(g->arena, list->count, const char *);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].type != JSON_STRING) return false;
        clauses[i] = list->items[i].text.p;
    }
    rule->clauses = clauses;
    rule->clause_count = list->count;
    return true;
}

static bool read_rule(const struct again *g, const struct json *j, struct limit *rule) {
    int64_t amount;
    const char *unit;
    if (!json_get_int(j, "amount", &amount) || amount < 1 || amount > INT32_MAX) return false;
    rule->amount = (int32_t)amount;
    return read_text(j, "unit", &unit) && unit != NULL &&
           limit_unit_parse(str_of(unit), &rule->unit) && limit_is_valid(rule) &&
           read_text(j, "name", &rule->name) && read_text(j, "event", &rule->event) &&
           read_flag(j, "start_day_counts", &rule->start_day_counts) &&
           read_flag(j, "last_day_moves", &rule->last_day_moves) && read_clauses(g, j, rule);
}

static bool read_pauses(const struct again *g, const struct json *j, const struct pause **pauses_r,
                        size_t *n_r) {
    const struct json *list = json_get(j, "pauses");
    if (list == NULL || list->type != JSON_ARRAY) return false;
    struct pause *pauses = ARENA_ARRAY(g->arena, list->count, struct pause);
    for (size_t i = 0; i < list->count; i++) {
        const struct json *item = &list->items[i];
        struct pause *p = &pauses[i];
        if (!read_date(item, "from", &p->from) || date_is_none(p->from) ||
            !read_date(item, "to", &p->to) || !read_text(item, "reason", &p->reason) ||
            !read_text(item, "clause", &p->clause))
            return false;
        if (!date_is_none(p->to) && date_cmp(p->to, p->from) < 0) return false;
    }
    *pauses_r = pauses;
    *n_r = list->count;
    return true;
}

/* False when there is none to take. */
static bool pick_calendar(struct again *g, const struct json *j, const struct limit *rule,
                          const struct calendar **calendar_r) {
    *calendar_r = NULL;
    if (!limit_needs_calendar(rule)) return true;
    if (!g->by_edition) {
        *calendar_r = g->calendars[0];
        return *calendar_r != NULL;
    }
    const char *edition;
    if (!read_text(j, "calendar", &edition) || edition == NULL) return false;
    for (size_t i = 0; i < g->calendar_count; i++) {
        if (strcmp(calendar_edition(g->calendars[i]), edition) != 0) continue;
        *calendar_r = g->calendars[i];
        return true;
    }
    g->unknown = true;
    return false;
}

static bool compute_again(struct again *g, const struct json *j, struct due *due_r) {
    int64_t form;
    if (!json_get_int(j, "form", &form) || form != FORM) return false;

    const struct json *outer = json_get(j, "within");
    struct due *within = NULL;
    if (outer == NULL) return false;
    if (outer->type != JSON_NULL) {
        within = ARENA_NEW(g->arena, struct due);
        if (!compute_again(g, outer, within)) return false;
    }
    struct limit *rule = ARENA_NEW(g->arena, struct limit);
    struct date start;
    const struct pause *pauses;
    size_t pause_count;
    const struct calendar *calendar;
    if (!read_rule(g, json_get(j, "rule"), rule) || !read_date(j, "start", &start) ||
        date_is_none(start) || !read_pauses(g, j, &pauses, &pause_count) ||
        !pick_calendar(g, j, rule, &calendar))
        return false;
    *due_r = limit_due(g->arena, rule, start, pauses, pause_count, calendar);
    limit_nest(due_r, within);
    return true;
}

static const struct json *parse(struct arena *a, struct str stored) {
    return json_parse(a, stored, (struct json_limits){DERIVATION_MAX, 16}, NULL);
}

bool limit_recompute(struct arena *a, struct str stored, const struct calendar *c,
                     struct due *due_r) {
    struct again g = {.arena = a, .calendars = &c, .calendar_count = 1};
    return compute_again(&g, parse(a, stored), due_r);
}

enum limit_verdict limit_verify(struct arena *a, struct str stored,
                                const struct calendar *const *calendars, size_t calendar_count) {
    struct again g = {
        .arena = a, .calendars = calendars, .calendar_count = calendar_count, .by_edition = true};
    struct due due;
    if (!compute_again(&g, parse(a, stored), &due))
        return g.unknown ? LIMIT_CALENDAR_UNKNOWN : LIMIT_UNREADABLE;
    struct buf again;
    buf_init(&again, DERIVATION_MAX);
    limit_write(&due, &again);
    bool same = str_eq(buf_finish(&again), stored);
    buf_free(&again);
    return same ? LIMIT_AGREES : LIMIT_DISAGREES;
}
