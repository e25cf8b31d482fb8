#include "law/law.h"

#include <string.h>

#include "base/bug.h"

struct continuation {
    const char *place, *citation;
    struct date from, until;
};

struct law {
    const char *home;
    const struct calendar *calendar;
    struct law_edition
        *editions; /* ascending by first day; among equals in the order of adoption */
    size_t neditions;
    const struct continuation *continued;
    size_t ncontinued;
    const char **places;
    size_t nplaces;
};

struct law_builder {
    struct arena *a;
    struct law *law;
    struct law_edition *editions;
    struct continuation *continued;
    size_t neditions, editions_cap, ncontinued, continued_cap, places_cap;
};

struct law_builder *law_builder_new(struct arena *a) {
    struct law_builder *b = ARENA_NEW(a, struct law_builder);
    b->a = a;
    b->law = ARENA_NEW(a, struct law);
    b->law->home = "";
    return b;
}

/* Room for one more; the old array stays in the arena until it goes. */
static void *grow(struct arena *a, void *list, size_t n, size_t *cap, size_t size) {
    if (n < *cap) return list;
    *cap = *cap ? *cap * 2 : 8;
    void *bigger = arena_array(a, *cap, size);
    if (n > 0) memcpy(bigger, list, n * size);
    return bigger;
}

void law_builder_add_policy(struct law_builder *b, const struct policy *p, struct date first_day) {
    const struct policy_value *from = &p->values[PARAM_POLICY_VALID_FROM];
    if (date_is_none(first_day) && from->known) first_day = from->date;
    BUG_IF(date_is_none(first_day));
    b->editions = grow(b->a, b->editions, b->neditions, &b->editions_cap, sizeof *b->editions);
    b->editions[b->neditions++] = (struct law_edition){.policy = p,
                                                       .first_day = first_day,
                                                       .last_day = DATE_NONE,
                                                       .continued_from = DATE_NONE,
                                                       .continued_until = DATE_NONE};
    for (size_t i = 0; i < b->law->nplaces; i++)
        if (strcmp(b->law->places[i], p->place) == 0) return;
    b->law->places =
        grow(b->a, b->law->places, b->law->nplaces, &b->places_cap, sizeof *b->law->places);
    b->law->places[b->law->nplaces++] = p->place;
}

void law_builder_continue(struct law_builder *b, const char *place, const char *citation,
                          struct date from, struct date until) {
    b->continued = grow(b->a, b->continued, b->ncontinued, &b->continued_cap, sizeof *b->continued);
    b->continued[b->ncontinued++] = (struct continuation){place, citation, from, until};
}

void law_builder_calendar(struct law_builder *b, const struct calendar *c) {
    b->law->calendar = c;
}

void law_builder_home(struct law_builder *b, const char *place) {
    b->law->home = place;
}

/* ---- the end of force */

static bool same_text(const char *a, const char *b) {
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

/* The day a regulation's own length of force runs from. A corrected pack of the same regulation does
 * not prolong it: without a day of issue the first day of its first edition counts (AM-50). */
static struct date force_start(const struct law_builder *b, const struct law_edition *e) {
    const struct policy *p = e->policy;
    const struct policy_value *from = &p->values[PARAM_POLICY_VALID_FROM];
    struct date start = e->first_day;
    if (!date_is_none(p->issued)) return p->issued;
    if (from->known) return from->date;
    for (size_t i = 0; i < b->neditions; i++) {
        const struct policy *other = b->editions[i].policy;
        if (strcmp(other->place, p->place) == 0 && same_text(other->title, p->title) &&
            same_text(other->document_number, p->document_number) &&
            date_cmp(b->editions[i].first_day, start) < 0)
            start = b->editions[i].first_day;
    }
    return start;
}

static struct date force_end(const struct law_builder *b, const struct law_edition *e) {
    struct date start = force_start(b, e);
    const struct policy_value *length = policy_get(e->policy, PARAM_POLICY_VALID_FOR, NULL, start);
    struct limit rule;
    if (!policy_limit_rule(e->policy, length, W_CLOCK_TERM, NULL, start, &rule)) return DATE_NONE;
    if (limit_needs_calendar(&rule) && !b->law->calendar) rule.last_day_moves = false;
    /* A force counted in working days cannot end before a calendar is adopted. */
    if (limit_needs_calendar(&rule) && !b->law->calendar) return DATE_NONE;
    struct due due = limit_due(b->a, &rule, start, NULL, 0, b->law->calendar);
    return due.status == DUE_KNOWN ? due.date : DATE_NONE;
}

/* Stable: editions of one first day stay in the order of adoption, the last one governs. */
static void sort_editions(struct law_edition *list, size_t n) {
    for (size_t i = 1; i < n; i++) {
        struct law_edition e = list[i];
        size_t j = i;
        for (; j > 0 && date_cmp(list[j - 1].first_day, e.first_day) > 0; j--)
            list[j] = list[j - 1];
        list[j] = e;
    }
}

const struct law *law_builder_end(struct law_builder *b) {
    struct law *l = b->law;
    for (size_t i = 0; i < b->neditions; i++) {
        struct law_edition *e = &b->editions[i];
        e->last_day = force_end(b, e);
        for (size_t c = 0; c < b->ncontinued; c++) {
            if (strcmp(b->continued[c].place, e->policy->place) != 0) continue;
            e->continued_by = b->continued[c].citation;
            e->continued_from = b->continued[c].from;
            e->continued_until = b->continued[c].until;
        }
    }
    sort_editions(b->editions, b->neditions);
    l->editions = b->editions;
    l->neditions = b->neditions;
    l->continued = b->continued;
    l->ncontinued = b->ncontinued;
    return l;
}

/* ---- asking */

const char *law_home(const struct law *l) {
    return l->home;
}

const struct calendar *law_calendar(const struct law *l) {
    return l->calendar;
}

const struct law_edition *law_edition(const struct law *l, const char *place, struct date day) {
    const struct law_edition *found = NULL;
    for (size_t i = 0; i < l->neditions; i++)
        if (strcmp(l->editions[i].policy->place, place) == 0 &&
            date_cmp(l->editions[i].first_day, day) <= 0)
            found = &l->editions[i];
    return found;
}

const struct policy *law_policy(const struct law *l, const char *place, struct date day) {
    const struct law_edition *e = law_edition(l, place, day);
    return e ? e->policy : NULL;
}

const struct policy *law_policy_edition(const struct law *l, const char *edition) {
    for (size_t i = 0; i < l->neditions; i++)
        if (strcmp(l->editions[i].policy->edition, edition) == 0) return l->editions[i].policy;
    return NULL;
}

static bool continued(const struct law *l, const char *place, struct date day) {
    for (size_t i = 0; i < l->ncontinued; i++) {
        const struct continuation *c = &l->continued[i];
        if (strcmp(c->place, place) == 0 && date_cmp(c->from, day) <= 0 &&
            (date_is_none(c->until) || date_cmp(day, c->until) <= 0))
            return true;
    }
    return false;
}

enum word law_force(const struct law *l, const char *place, struct date day) {
    const struct law_edition *e = law_edition(l, place, day);
    if (!e) return W_FORCE_BEFORE;
    if (date_is_none(e->last_day) || date_cmp(day, e->last_day) <= 0) return W_FORCE_IN_FORCE;
    return continued(l, place, day) ? W_FORCE_CONTINUED : W_FORCE_PAST;
}

bool law_takes_new(const struct law *l, const char *place, struct date day,
                   const struct basis **basis_r) {
    enum word force = law_force(l, place, day);
    const struct law_edition *e = law_edition(l, place, day);
    if (basis_r) *basis_r = force == W_FORCE_PAST ? &e->policy->after_end_basis : NULL;
    return force == W_FORCE_IN_FORCE || force == W_FORCE_CONTINUED;
}

size_t law_places(const struct law *l, const char *const **places_r) {
    *places_r = l->places;
    return l->nplaces;
}
