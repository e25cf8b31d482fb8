#include "packs.h"

#include "base/file.h"
#include "disclosure/decide.h"

#define TODAY date_make(2026, 11, 22)

/* ---- the table: every combination of the five packs */

enum { PLACE, MODE, SUBJECT, VIEWER, TERM, BARE, DUTY, AUTH, CLAUSE, COLUMNS };

struct row {
    struct str cell[COLUMNS];
    int line;
    bool used;
};

static size_t read_cases(struct arena *a, struct row **rows_r) {
    struct str text, line;
    assert_int_equal(file_read(a, SOURCE_DIR "/tests/law/decide.cases", 1 << 20, &text), OK);
    struct row *rows = ARENA_ARRAY(a, 1000, struct row);
    size_t n = 0;
    for (int number = 1; str_split(&text, '\n', &line); number++) {
        line = str_trim(line);
        if (!line.n || *line.p == '#') continue;
        assert_true(n < 1000);
        rows[n].line = number;
        for (int i = 0; i < COLUMNS; i++)
            if (!str_split(&line, ' ', &rows[n].cell[i]) || !rows[n].cell[i].n)
                fail_msg("decide.cases:%d: nine columns, one blank between them", number);
        if (line.n) fail_msg("decide.cases:%d: more than nine columns", number);
        n++;
    }
    *rows_r = rows;
    return n;
}

static bool cell_has(struct str cell, const char *word) {
    struct str one;
    if (str_is(cell, "*")) return true;
    while (str_split(&cell, ',', &one))
        if (str_is(one, word)) return true;
    return false;
}

static struct row *match(struct row *rows, size_t n, const char *const key[5]) {
    for (size_t i = 0; i < n; i++) {
        int k = 0;
        while (k < 5 && cell_has(rows[i].cell[k], key[k]))
            k++;
        if (k < 5) continue;
        rows[i].used = true;
        return &rows[i];
    }
    return NULL;
}

static const enum word MODES[] = {W_MODE_OPEN, W_MODE_SHARED, W_MODE_AUTHORISED};
static const enum word SUBJECTS[] = {W_SUBJECT_PERSON, W_SUBJECT_ORGANISATION,
                                     W_SUBJECT_INDIVIDUAL};
static const enum word VIEWERS[] = {W_VIEWER_SELF,  W_VIEWER_OPERATOR, W_VIEWER_ORIGIN,
                                    W_VIEWER_ORGAN, W_VIEWER_UNIT,     W_VIEWER_PUBLIC};
static const char *const TERMS[] = {"none", "running", "unset", "ended"};

static const struct policy_item ITEM = {.id = "item",
                                        .name = "事项",
                                        .group = W_GROUP_PENALTY,
                                        .open_citation = "条例",
                                        .open_rank = W_RANK_ADMIN_REGULATION,
                                        .secrecy = W_SECRECY_NONE};

static struct record record_of(enum word mode, const char *term) {
    struct record r = {
        .id = 1,
        .facts = {.item = "item",
                  .mode = mode,
                  .nature = strcmp(term, "none") ? W_NATURE_ADVERSE : W_NATURE_NEUTRAL,
                  .secrecy = W_SECRECY_NONE,
                  .severity = "",
                  .provider_id = 70,
                  .formed = date_make(2019, 1, 1),
                  .decided = date_make(2019, 1, 1),
                  .received = date_make(2019, 1, 2),
                  .conduct_end = DATE_NONE},
        .terms = {.term_to = DATE_NONE, .publish_to = DATE_NONE},
        .state = RECORD_ACTIVE,
        .payload = "{}",
    };
    if (!strcmp(term, "running")) r.terms.term_to = r.terms.publish_to = TODAY;
    if (!strcmp(term, "ended")) r.terms.term_to = r.terms.publish_to = date_add_days(TODAY, -1);
    if (!strcmp(term, "unset")) r.terms.term_rule = "{\"clauses\":[],\"state\":\"unset\"}";
    return r;
}

/* What is brought along: BARE, DUTY or AUTH. */
struct hand {
    struct viewer viewer;
    struct purpose purpose;
    struct grant grant;
    struct decide_case c;
};

static const char *const DUTIES[] = {"penalty"};

static void take(struct hand *h, int kind, enum word viewer, const struct policy *p,
                 enum word subject, const struct record *r) {
    bool origin = viewer == W_VIEWER_ORIGIN;
    *h = (struct hand){
        .viewer = {.kind = origin ? W_VIEWER_ORGAN : viewer, .unit_id = origin ? 70 : 5},
    };
    h->c = (struct decide_case){.policy = p,
                                .viewer = &h->viewer,
                                .purpose = &h->purpose,
                                .subject = subject,
                                .record = r,
                                .item = &ITEM,
                                .day = TODAY};
    if (kind == BARE) return;
    h->viewer.registered = h->viewer.real_name = h->viewer.unit_proof = true;
    h->viewer.duties = DUTIES;
    h->viewer.n_duties = 1;
    h->purpose = (struct purpose){.text = "行政处罚",
                                  .basis = viewer == W_VIEWER_UNIT ? BASIS_OPEN : BASIS_DUTY};
    if (kind == DUTY) return;
    h->grant = (struct grant){.written = true, .purpose = "行政处罚"};
    h->c.grant = &h->grant;
    h->c.consent = true;
}

static char letter(enum word give) {
    return give == W_GIVE_FULL ? 'F' : give == W_GIVE_MASKED ? 'M' : '-';
}

static void check_row(const struct row *row, const char *const key[5], const struct policy *p,
                      enum word mode, enum word subject, enum word viewer) {
    struct record r = record_of(mode, key[4]);
    for (int kind = BARE; kind <= AUTH; kind++) {
        struct hand h;
        take(&h, kind, viewer, p, subject, &r);
        struct decision d = decide(&h.c);
        char got = letter(d.give);
        if (row->cell[kind].n != 1 || *row->cell[kind].p != got)
            fail_msg("decide.cases:%d: %s %s %s %s %s: hand %d gives %c by %s, wanted %.*s",
                     row->line, key[0], key[1], key[2], key[3], key[4], kind - BARE, got, d.clause,
                     (int)row->cell[kind].n, row->cell[kind].p);
        if (kind == AUTH && !str_is(row->cell[CLAUSE], d.clause))
            fail_msg("decide.cases:%d: %s %s %s %s %s: clause %s, wanted %.*s", row->line, key[0],
                     key[1], key[2], key[3], key[4], d.clause, (int)row->cell[CLAUSE].n,
                     row->cell[CLAUSE].p);
    }
}

static void test_every_combination(void **state) {
    struct arena *a = arena_new();
    struct row *rows;
    size_t n = read_cases(a, &rows), checked = 0;
    (void)state;
    for (size_t place = 0; place < GX_COUNT(PLACES); place++) {
        const struct policy *p = load_pack(a, PLACES[place]);
        for (size_t m = 0; m < GX_COUNT(MODES); m++)
            for (size_t s = 0; s < GX_COUNT(SUBJECTS); s++)
                for (size_t v = 0; v < GX_COUNT(VIEWERS); v++)
                    for (size_t t = 0; t < GX_COUNT(TERMS); t++) {
                        const char *const key[5] = {PLACES[place], word_text(MODES[m]),
                                                    word_text(SUBJECTS[s]), word_text(VIEWERS[v]),
                                                    TERMS[t]};
                        struct row *row = match(rows, n, key);
                        if (!row)
                            fail_msg("no row of decide.cases matches %s %s %s %s %s", key[0],
                                     key[1], key[2], key[3], key[4]);
                        check_row(row, key, p, MODES[m], SUBJECTS[s], VIEWERS[v]);
                        checked++;
                    }
    }
    assert_int_equal(checked, 5 * 3 * 3 * 6 * 4);
    for (size_t i = 0; i < n; i++)
        if (!rows[i].used) fail_msg("decide.cases:%d is never used", rows[i].line);
    arena_free(&a);
}

/* ---- what no pack can give away */

static void test_bars(void **state) {
    static const struct {
        enum word viewer, secrecy;
        enum record_state record;
        bool provisional, gives;
        const char *clause;
    } rows[] = {
        {W_VIEWER_OPERATOR, W_SECRECY_STATE, RECORD_ACTIVE, false, false, "CZ-6"},
        {W_VIEWER_SELF, W_SECRECY_STATE, RECORD_ACTIVE, false, false, "CZ-6"},
        {W_VIEWER_ORGAN, W_SECRECY_STATE, RECORD_ACTIVE, false, false, "CZ-6"},
        {W_VIEWER_PUBLIC, W_SECRECY_STATE, RECORD_ACTIVE, false, false, "CZ-6"},
        {W_VIEWER_PUBLIC, W_SECRECY_PRIVACY, RECORD_ACTIVE, false, false, "CZ-7"},
        {W_VIEWER_PUBLIC, W_SECRECY_TRADE, RECORD_ACTIVE, false, false, "CZ-7"},
        {W_VIEWER_PUBLIC, W_SECRECY_NONE, RECORD_ACTIVE, false, true, "CZ-69"},
        {W_VIEWER_ORGAN, W_SECRECY_PRIVACY, RECORD_ACTIVE, false, true, "CZ-69"},
        {W_VIEWER_SELF, W_SECRECY_NONE, RECORD_WITHDRAWN, false, false, "default"},
        {W_VIEWER_OPERATOR, W_SECRECY_NONE, RECORD_REVOKED, false, false, "default"},
        {W_VIEWER_ORGAN, W_SECRECY_NONE, RECORD_DELETED, false, false, "default"},
        {W_VIEWER_ORGAN, W_SECRECY_NONE, RECORD_ARCHIVED, false, true, "CZ-82"},
        {W_VIEWER_PUBLIC, W_SECRECY_NONE, RECORD_ARCHIVED, false, false, "CZ-82"},
        {W_VIEWER_PUBLIC, W_SECRECY_NONE, RECORD_ACTIVE, true, false, "default"},
        {W_VIEWER_ORGAN, W_SECRECY_NONE, RECORD_ACTIVE, true, false, "default"},
        {W_VIEWER_ORIGIN, W_SECRECY_NONE, RECORD_ACTIVE, true, true, "CZ-25"},
        {W_VIEWER_OPERATOR, W_SECRECY_NONE, RECORD_ACTIVE, true, true, "CZ-119"},
    };
    struct arena *a = arena_new();
    const struct policy *p = load_pack(a, "cangzhou");
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct record r = record_of(W_MODE_OPEN, "none");
        struct hand h;
        r.facts.secrecy = rows[i].secrecy;
        r.state = rows[i].record;
        take(&h, AUTH, rows[i].viewer, p, W_SUBJECT_ORGANISATION, &r);
        h.c.provisional = rows[i].provisional;
        struct decision d = decide(&h.c);
        ROW(i, (d.give != W_GIVE_NOTHING) == rows[i].gives);
        ROW_TEXT(i, d.clause, rows[i].clause);
    }
    arena_free(&a);
}

/* A unit without authorisation is shown nothing private of an open item. */
static void test_private_and_open(void **state) {
    struct arena *a = arena_new();
    const struct policy *p = load_pack(a, "cangzhou");
    struct record r = record_of(W_MODE_OPEN, "none");
    struct hand h;
    (void)state;
    r.facts.secrecy = W_SECRECY_TRADE;
    take(&h, DUTY, W_VIEWER_UNIT, p, W_SUBJECT_ORGANISATION, &r);
    assert_int_equal(decide(&h.c).give, W_GIVE_NOTHING);
    take(&h, AUTH, W_VIEWER_UNIT, p, W_SUBJECT_ORGANISATION, &r);
    assert_int_equal(decide(&h.c).give, W_GIVE_MASKED);
    arena_free(&a);
}

static void test_authorisation_details(void **state) {
    static const char *const other[] = {"another"};
    static const char *const this[] = {"another", "item"};
    static const struct {
        const char *const *items;
        size_t n;
        bool written;
        const char *agreed;
        bool gives;
    } rows[] = {
        {NULL, 0, true, "行政处罚", true},   {this, 2, true, "行政处罚", true},
        {other, 1, true, "行政处罚", false}, {NULL, 0, false, "行政处罚", false},
        {NULL, 0, true, "贷款审批", false},  {NULL, 0, true, " 行政处罚　", true},
    };
    struct arena *a = arena_new();
    const struct policy *p = load_pack(a, "cangzhou");
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct record r = record_of(W_MODE_AUTHORISED, "none");
        struct hand h;
        take(&h, AUTH, W_VIEWER_UNIT, p, W_SUBJECT_PERSON, &r);
        h.grant = (struct grant){.written = rows[i].written,
                                 .purpose = rows[i].agreed,
                                 .items = rows[i].items,
                                 .n_items = rows[i].n};
        ROW_INT(i, decide(&h.c).give != W_GIVE_NOTHING, rows[i].gives);
    }
    arena_free(&a);
}

/* Zhoucun: what a law closes to the public is closed for the item it names, while it says so. */
static void test_higher_law_closes_an_item(void **state) {
    static const struct {
        const char *item, *day;
        enum word viewer;
        bool gives;
    } rows[] = {
        {"registration_organisation", "2026-03-31", W_VIEWER_PUBLIC, true},
        {"registration_organisation", "2026-04-01", W_VIEWER_PUBLIC, false},
        {"registration_organisation", "2026-04-01", W_VIEWER_UNIT, false},
        {"registration_organisation", "2026-04-01", W_VIEWER_ORGAN, true},
        {"registration_organisation", "2026-04-30", W_VIEWER_PUBLIC, false},
        {"registration_organisation", "2026-05-01", W_VIEWER_PUBLIC, true},
        {"inspection_organisation", "2026-04-01", W_VIEWER_PUBLIC, true},
    };
    struct arena *a = arena_new();
    const struct policy *p = load_pack_with(
        a, "zhoucun", "overrides.yaml",
        "overrides:\n  - {parameter: disclose.open_citation, value: [law], citation: 甲法第一条, "
        "rank: law, scope: {item: registration_organisation}, from: 2026-04-01, "
        "until: 2026-04-30}\n");
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct policy_item item = ITEM;
        struct record r = record_of(W_MODE_OPEN, "none");
        struct hand h;
        item.id = r.facts.item = rows[i].item;
        take(&h, DUTY, rows[i].viewer, p, W_SUBJECT_ORGANISATION, &r);
        h.c.item = &item;
        assert_true(date_parse(str_of(rows[i].day), &h.c.day));
        ROW_INT(i, decide(&h.c).give != W_GIVE_NOTHING, rows[i].gives);
    }
    arena_free(&a);
}

/* Jinan: three years on the site, five years answerable, then nothing (AM-11). */
static void test_publication_inside_term(void **state) {
    static const struct {
        const char *day;
        enum word viewer;
        int hand;
        char gives;
        const char *clause;
    } rows[] = {
        {"2024-03-10", W_VIEWER_PUBLIC, BARE, 'M', "JN-20"},
        {"2024-03-11", W_VIEWER_PUBLIC, BARE, '-', "JN-45"},
        {"2024-03-11", W_VIEWER_UNIT, DUTY, '-', "JN-18"},
        {"2024-03-11", W_VIEWER_UNIT, AUTH, 'F', "JN-18"},
        {"2024-03-11", W_VIEWER_ORGAN, DUTY, 'F', "JN-23"},
        {"2026-03-10", W_VIEWER_UNIT, AUTH, 'F', "JN-18"},
        {"2026-03-11", W_VIEWER_UNIT, AUTH, '-', "JN-30"},
        {"2026-03-11", W_VIEWER_ORGAN, AUTH, '-', "JN-30"},
    };
    struct arena *a = arena_new();
    const struct policy *p = load_pack(a, "jinan");
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct record r = record_of(W_MODE_OPEN, "running");
        struct hand h;
        r.facts.severity = "specific_serious";
        r.terms.publish_to = date_make(2024, 3, 10);
        r.terms.term_to = date_make(2026, 3, 10);
        take(&h, rows[i].hand, rows[i].viewer, p, W_SUBJECT_ORGANISATION, &r);
        assert_true(date_parse(str_of(rows[i].day), &h.c.day));
        struct decision d = decide(&h.c);
        ROW_INT(i, letter(d.give), rows[i].gives);
        ROW_TEXT(i, d.clause, rows[i].clause);
    }
    arena_free(&a);
}

/* ---- ranges say what decide() says, on every day */

static unsigned long long rng_state;
static unsigned rnd(unsigned n) {
    rng_state = rng_state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(rng_state >> 33) % n;
}

static struct date some_day(void) {
    return date_add_days(date_make(2019, 1, 1), (int32_t)rnd(3000));
}

static struct record some_record(void) {
    static const char *const severities[] = {"", "general", "serious", "specific_serious"};
    static const char *const rules[] = {"{\"state\":\"set\"}", "{\"state\":\"unset\"}",
                                        "{\"state\":\"endless\"}", "{\"state\":\"not_begun\"}",
                                        "{\"state\":\"pending\"}"};
    struct record r = record_of(MODES[rnd(3)], "running");
    unsigned rule = rnd(5);
    r.facts.nature = rnd(4) ? W_NATURE_ADVERSE : W_NATURE_POSITIVE;
    r.facts.secrecy =
        rnd(4) ? W_SECRECY_NONE
               : (enum word[]){W_SECRECY_STATE, W_SECRECY_TRADE, W_SECRECY_PRIVACY}[rnd(3)];
    r.facts.severity = severities[rnd(4)];
    r.facts.received = some_day();
    r.terms.term_rule = rules[rule];
    r.terms.term_to = r.terms.publish_to = rule ? DATE_NONE : some_day();
    if (!rule && rnd(2)) r.terms.publish_to = date_add_days(r.terms.term_to, -(int32_t)rnd(900));
    if (!rnd(4)) r.state = (enum record_state)rnd(5);
    return r;
}

static void compare_on(const struct policy *p, const struct policy_item *item, enum word subject,
                       const struct record *r, const struct record_ranges *ranges, struct date day,
                       int round) {
    for (size_t v = 0; v < GX_COUNT(VIEWERS); v++)
        for (int kind = BARE; kind <= AUTH; kind++) {
            struct hand h;
            take(&h, kind, VIEWERS[v], p, subject, r);
            h.c.item = item;
            h.c.day = day;
            struct decision d = decide(&h.c);
            enum channel_range range = decide_range_of(d.viewer, &h.purpose, h.c.grant);
            if (d.give != W_GIVE_NOTHING && !decide_in_range(ranges, range, day))
                fail_msg("round %d: %s gives %s on day %d outside range %d", round, p->place,
                         word_text(VIEWERS[v]), day.day, (int)range);
        }
}

/* The ends of a range are days on which something is given, to somebody of that way. */
static void check_end(const struct policy *p, const struct policy_item *item, enum word subject,
                      const struct record *r, enum channel_range range, struct date day,
                      int round) {
    static const enum word who[] = {W_VIEWER_ORGAN, W_VIEWER_UNIT, W_VIEWER_PUBLIC};
    if (date_is_none(day)) return;
    for (size_t v = 0; v < GX_COUNT(who); v++)
        for (int kind = BARE; kind <= AUTH; kind++) {
            struct hand h;
            take(&h, kind, who[v], p, subject, r);
            h.c.item = item;
            h.c.day = day;
            h.c.consent = true;
            if (decide_range_of(who[v], &h.purpose, h.c.grant) == range &&
                decide(&h.c).give != W_GIVE_NOTHING)
                return;
        }
    fail_msg("round %d: %s: nothing is given on day %d, an end of range %d", round, p->place,
             day.day, (int)range);
}

static void test_ranges_hold_with_decide(void **state) {
    struct arena *a = arena_new();
    const struct policy *packs[GX_COUNT(PLACES)];
    const char *seed = getenv("GX_SEED");
    int64_t number = 1;
    (void)state;
    for (const char *c = seed ? seed : ""; *c >= '0' && *c <= '9'; c++)
        number = number * 10 + (*c - '0');
    rng_state = (unsigned long long)number;
    print_message("seed %lld\n", (long long)number);
    for (size_t i = 0; i < GX_COUNT(PLACES); i++)
        packs[i] = load_pack(a, PLACES[i]);
    for (int round = 0; round < 3000; round++) {
        const struct policy *p = packs[rnd(GX_COUNT(PLACES))];
        struct policy_item item = ITEM;
        enum word subject = SUBJECTS[rnd(3)];
        struct record r = some_record();
        if (!rnd(5)) item.state_citation = "国家规定";
        if (!rnd(5)) item.open_citation = NULL;
        struct record_ranges g = decide_ranges(p, &item, subject, &r);
        assert_string_equal(g.label, p->edition);
        for (int k = 0; k < 6; k++)
            compare_on(p, &item, subject, &r, &g, some_day(), round);
        const struct date turns[] = {r.facts.received, r.terms.term_to, r.terms.publish_to};
        for (size_t k = 0; k < GX_COUNT(turns); k++)
            for (int off = -1; off <= 1; off++)
                if (!date_is_none(turns[k]))
                    compare_on(p, &item, subject, &r, &g, date_add_days(turns[k], off), round);
        check_end(p, &item, subject, &r, RANGE_OPEN, g.open_from, round);
        check_end(p, &item, subject, &r, RANGE_OPEN, g.open_to, round);
        check_end(p, &item, subject, &r, RANGE_SHARED, g.shared_from, round);
        check_end(p, &item, subject, &r, RANGE_SHARED, g.shared_to, round);
        check_end(p, &item, subject, &r, RANGE_AUTHORISED, g.auth_from, round);
        check_end(p, &item, subject, &r, RANGE_AUTHORISED, g.auth_to, round);
    }
    arena_free(&a);
}

/* Cangzhou's five years, as they stand on the record. */
static void test_ranges_of_five_years(void **state) {
    struct arena *a = arena_new();
    const struct policy *p = load_pack(a, "cangzhou");
    struct record r = record_of(W_MODE_OPEN, "running");
    (void)state;
    r.terms.term_to = r.terms.publish_to = date_make(2024, 1, 1);
    struct record_ranges g = decide_ranges(p, &ITEM, W_SUBJECT_ORGANISATION, &r);
    assert_int_equal(g.open_from.day, r.facts.received.day);
    assert_int_equal(g.open_to.day, date_make(2024, 1, 1).day);
    assert_int_equal(g.shared_to.day, date_make(2024, 1, 1).day);
    assert_int_equal(g.auth_from.day, r.facts.received.day);
    assert_true(date_is_none(g.auth_to)); /* CZ-82: by authorisation also afterwards */
    r.state = RECORD_REVOKED;
    g = decide_ranges(p, &ITEM, W_SUBJECT_ORGANISATION, &r);
    assert_true(date_is_none(g.open_from) && date_is_none(g.shared_from) &&
                date_is_none(g.auth_from));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_combination),
        cmocka_unit_test(test_bars),
        cmocka_unit_test(test_private_and_open),
        cmocka_unit_test(test_authorisation_details),
        cmocka_unit_test(test_higher_law_closes_an_item),
        cmocka_unit_test(test_publication_inside_term),
        cmocka_unit_test(test_ranges_hold_with_decide),
        cmocka_unit_test(test_ranges_of_five_years),
    };
    return RUN(tests);
}
