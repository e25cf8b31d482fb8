#include "law/limit.h"

#include <string.h>

#include "base/bug.h"

static const struct {
    const char *name, *text;
    int32_t max;
} UNITS[LIMIT_UNITS] = {
    [LIMIT_WORKING_DAY] = {"working_day", "个工作日", 9999},
    [LIMIT_DAY] = {"day", "日", 36600},
    [LIMIT_MONTH] = {"month", "个月", 2400},
    [LIMIT_YEAR] = {"year", "年", 200},
};

const char *limit_unit_name(enum limit_unit unit) {
    return UNITS[unit].name;
}

const char *limit_unit_text(enum limit_unit unit) {
    return UNITS[unit].text;
}

bool limit_unit_parse(struct str name, enum limit_unit *unit_r) {
    for (size_t i = 0; i < LIMIT_UNITS; i++) {
        if (!str_is(name, UNITS[i].name)) continue;
        *unit_r = (enum limit_unit)i;
        return true;
    }
    return false;
}

bool limit_is_valid(const struct limit *rule) {
    return (unsigned)rule->unit < LIMIT_UNITS && rule->amount >= 1 &&
           rule->amount <= UNITS[rule->unit].max;
}

bool limit_needs_calendar(const struct limit *rule) {
    return rule->unit == LIMIT_WORKING_DAY || rule->last_day_moves;
}

bool run_counts(const struct run *r) {
    return r->kind == RUN_COUNTED || r->kind == RUN_MADE_UP;
}

int32_t run_days(const struct run *r) {
    return date_is_none(r->to) ? 0 : r->to.day - r->from.day + 1;
}

static bool is_earlier(struct date a, struct date b) {
    return date_cmp(a, b) < 0;
}

/* ---- pauses ---- */

/* An open pause ends after everything. */
static int32_t pause_end(const struct pause *p) {
    return date_is_none(p->to) ? INT32_MAX : p->to.day;
}

static bool pause_before(const struct pause *a, const struct pause *b) {
    if (a->from.day != b->from.day) return a->from.day < b->from.day;
    return pause_end(a) < pause_end(b);
}

/* A copy ordered by day; pauses with the same days keep the order in which they were given. */
static const struct pause *sort_pauses(struct arena *a, const struct pause *given, size_t n) {
    struct pause *sorted = ARENA_ARRAY(a, n, struct pause);
    for (size_t i = 0; i < n; i++) {
        BUG_IF(!date_is_none(given[i].to) && is_earlier(given[i].to, given[i].from));
        size_t at = i;
        for (; at > 0 && pause_before(&given[i], &sorted[at - 1]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = given[i];
    }
    return sorted;
}

/* ---- the walk from the first day to the last ---- */

struct runs {
    struct run *items;
    size_t count, room;
};

struct walk {
    struct arena *arena;
    const struct calendar *calendar;
    struct due *due;
    size_t next_pause; /* the first that may still lie ahead */
    struct date day;   /* the next to be looked at */
    struct runs runs, moved;
};

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void push(struct walk *w, struct runs *runs, struct run next) {
    struct run *last = runs->count > 0 ? &runs->items[runs->count - 1] : NULL;
    if (last != NULL && last->kind == next.kind && same_text(last->name, next.name) &&
        same_text(last->clause, next.clause)) {
        last->to = next.to;
        return;
    }
    if (runs->count == runs->room) {
        size_t room = runs->room == 0 ? 8 : runs->room * 2;
        struct run *items = ARENA_ARRAY(w->arena, room, struct run);
        if (runs->count > 0) memcpy(items, runs->items, runs->count * sizeof *items);
        runs->items = items;
        runs->room = room;
    }
    runs->items[runs->count++] = next;
}

/* The pause that covers the day or is the next after it; NULL when none is left. Where pauses
 * overlap, the one that began first covers the common days. */
static const struct pause *pause_ahead(struct walk *w) {
    const struct due *due = w->due;
    while (w->next_pause < due->pause_count && pause_end(&due->pauses[w->next_pause]) < w->day.day)
        w->next_pause++;
    return w->next_pause < due->pause_count ? &due->pauses[w->next_pause] : NULL;
}

/* Passes over the pause that covers the day, if one does. False when it is still open: the walk
 * ends there. */
static bool pass_pauses(struct walk *w, struct runs *runs) {
    const struct pause *p;
    while ((p = pause_ahead(w)) != NULL && !is_earlier(w->day, p->from)) {
        push(w, runs, (struct run){w->day, p->to, RUN_PAUSE, p->reason, p->clause});
        if (date_is_none(p->to)) {
            w->due->status = DUE_PAUSED;
            return false;
        }
        w->day = date_add_days(p->to, 1);
    }
    return true;
}

/* What the calendar says of the day. False when it does not know: the walk ends there. */
static bool ask_calendar(struct walk *w, struct calendar_day *day_r) {
    *day_r = calendar_day(w->calendar, w->day);
    if (day_r->missing_year != 0) {
        w->due->status = DUE_YEAR_MISSING;
        w->due->missing_year = day_r->missing_year;
        return false;
    }
    if (day_r->provisional_year != 0) w->due->provisional_year = day_r->provisional_year;
    return true;
}

static enum run_kind run_kind_of(enum day_kind kind) {
    switch (kind) {
    case DAY_WORK: return RUN_COUNTED;
    case DAY_MADE_UP: return RUN_MADE_UP;
    case DAY_WEEKEND: return RUN_WEEKEND;
    case DAY_HOLIDAY: return RUN_HOLIDAY;
    }
    BUG("unknown kind of day");
}

/* Working days: one day after the other. */
static bool count_workdays(struct walk *w) {
    struct due *due = w->due;
    while (due->counted < due->total) {
        struct calendar_day day;
        if (!pass_pauses(w, &w->runs) || !ask_calendar(w, &day)) return false;
        push(w, &w->runs,
             (struct run){
                 .from = w->day, .to = w->day, .kind = run_kind_of(day.kind), .name = day.name});
        due->counted += day_kind_works(day.kind);
        w->day = date_add_days(w->day, 1);
    }
    due->counted_to = date_add_days(w->day, -1);
    return true;
}

/* All other units: every day counts that lies in no pause, so whole stretches are taken at once. */
static bool count_days(struct walk *w) {
    struct due *due = w->due;
    while (due->counted < due->total) {
        if (!pass_pauses(w, &w->runs)) return false;
        const struct pause *p = pause_ahead(w);
        int32_t take = due->total - due->counted;
        if (p != NULL && p->from.day - w->day.day < take) take = p->from.day - w->day.day;
        struct date last = date_add_days(w->day, take - 1);
        push(w, &w->runs, (struct run){.from = w->day, .to = last, .kind = RUN_COUNTED});
        due->counted += take;
        w->day = date_add_days(last, 1);
    }
    due->counted_to = date_add_days(w->day, -1);
    return true;
}

/* AM-02: a last day that is no working day moves to the next one that lies in no pause. */
static bool move_last_day(struct walk *w) {
    for (w->day = w->due->counted_to;; w->day = date_add_days(w->day, 1)) {
        struct calendar_day day;
        if (!pass_pauses(w, &w->moved) || !ask_calendar(w, &day)) return false;
        if (day_kind_works(day.kind)) return true;
        push(w, &w->moved,
             (struct run){
                 .from = w->day, .to = w->day, .kind = run_kind_of(day.kind), .name = day.name});
    }
}

/* Days of a term of months or years, before pauses. It ends with the corresponding day, which is
 * the last when the start does not count and the day after the last when it does; where the last
 * month has no such day, with the end of that month either way (Civil Code 202). */
static int32_t days_of_months(const struct limit *rule, struct date start, struct date first) {
    int32_t months = rule->unit == LIMIT_YEAR ? 12 * rule->amount : rule->amount;
    struct date last = date_add_months(start, months);
    bool corresponds = date_split(last).day == date_split(start).day;
    if (rule->start_day_counts && corresponds) last = date_add_days(last, -1);
    return last.day - first.day + 1;
}

struct due limit_due(struct arena *a, const struct limit *rule, struct date start,
                     const struct pause *pauses, size_t pause_count, const struct calendar *c) {
    BUG_IF(!limit_is_valid(rule));
    BUG_IF(date_is_none(start));
    bool asks = limit_needs_calendar(rule);
    BUG_IF(asks && c == NULL);

    struct due due = {.status = DUE_KNOWN,
                      .date = DATE_NONE,
                      .counted_to = DATE_NONE,
                      .start = start,
                      .first = rule->start_day_counts ? start : date_add_days(start, 1),
                      .rule = rule,
                      .calendar = asks ? calendar_edition(c) : NULL,
                      .pauses = sort_pauses(a, pauses, pause_count),
                      .pause_count = pause_count};
    bool by_months = rule->unit == LIMIT_MONTH || rule->unit == LIMIT_YEAR;
    due.total = by_months ? days_of_months(rule, start, due.first) : rule->amount;

    struct walk w = {.arena = a, .calendar = c, .due = &due, .day = due.first};
    bool workdays = rule->unit == LIMIT_WORKING_DAY;
    bool known = workdays ? count_workdays(&w) : count_days(&w);
    if (known && !workdays && rule->last_day_moves) known = move_last_day(&w);
    if (known) due.date = date_add_days(w.day, workdays || !rule->last_day_moves ? -1 : 0);

    due.runs = w.runs.items;
    due.run_count = w.runs.count;
    due.moved = w.moved.items;
    due.moved_count = w.moved.count;
    return due;
}

void limit_nest(struct due *inner, const struct due *outer) {
    inner->within = outer;
}

struct date limit_act_by(const struct due *due) {
    struct date earliest = DATE_NONE;
    for (; due != NULL; due = due->within) {
        if (due->status != DUE_KNOWN) continue;
        if (date_is_none(earliest) || is_earlier(due->date, earliest)) earliest = due->date;
    }
    return earliest;
}

/* ---- where it stands ---- */

static bool run_holds(const struct run *r, struct date day) {
    return !is_earlier(day, r->from) && (date_is_none(r->to) || !is_earlier(r->to, day));
}

static bool in_pause(const struct run *runs, size_t n, struct date day) {
    for (size_t i = 0; i < n; i++)
        if (runs[i].kind == RUN_PAUSE && run_holds(&runs[i], day)) return true;
    return false;
}

/* Counted days up to and with the day. */
static int32_t counted_until(const struct due *due, struct date day) {
    int32_t n = 0;
    for (size_t i = 0; i < due->run_count && !is_earlier(day, due->runs[i].from); i++) {
        const struct run *r = &due->runs[i];
        if (!run_counts(r)) continue;
        n += is_earlier(day, r->to) ? day.day - r->from.day + 1 : run_days(r);
    }
    return n;
}

static struct limit_progress overdue(const struct due *due, struct date today,
                                     const struct calendar *c) {
    struct limit_progress p = {.state = LIMIT_OVERDUE, .used = due->total};
    if (due->rule->unit != LIMIT_WORKING_DAY) {
        p.over = today.day - due->date.day;
        return p;
    }
    struct calendar_count count = calendar_count(c, due->date, today);
    p.missing_year = count.missing_year;
    p.over = count.missing_year == 0 ? count.days.n : -1;
    return p;
}

/* The last day on which the derivation says anything. */
static struct date looked_until(const struct due *due) {
    if (due->moved_count > 0) return due->moved[due->moved_count - 1].to;
    return due->run_count > 0 ? due->runs[due->run_count - 1].to : date_add_days(due->first, -1);
}

struct limit_progress limit_progress(const struct due *due, struct date today,
                                     const struct calendar *c) {
    bool known = due->status == DUE_KNOWN;
    if (known && is_earlier(due->date, today)) return overdue(due, today, c);

    struct limit_progress p = {.used = counted_until(due, today)};
    p.left = due->total - p.used;
    if (due->status == DUE_YEAR_MISSING) {
        p.state = LIMIT_PENDING;
        p.missing_year = due->missing_year;
        if (is_earlier(looked_until(due), today)) p.left = -1;
    } else if (is_earlier(today, due->first)) {
        p.state = LIMIT_NOT_BEGUN;
    } else if (in_pause(due->runs, due->run_count, today) ||
               in_pause(due->moved, due->moved_count, today)) {
        p.state = LIMIT_PAUSED;
    } else {
        p.state = known && date_cmp(today, due->date) == 0 ? LIMIT_LAST_DAY : LIMIT_RUNNING;
    }
    /* The days over which the last day moved are there to act in, too. */
    struct date from = is_earlier(due->counted_to, today) ? today : due->counted_to;
    if (known && is_earlier(from, due->date)) p.left += due->date.day - from.day;
    return p;
}
