#include "engine.h"
#include "registry/fixture.h"
#include "registry/search_fold.h"

static struct search_result find(struct fixture *f, const char *text) {
    struct search_result r = {0};
    READING(f, s) MUST(f, search_names(&f->ctx, s, text, &r));
    return r;
}

static void index_all(struct fixture *f) {
    size_t done;
    MUST(f, search_index_run(&f->ctx, 0, &done));
}

static const char *const NAMES[] = {
    "沧州市渤海（集团）有限公司",   "沧州渤海水产有限公司", "东光县渤海饭店",
    "青县某某建筑工程有限公司",     "ＡＢＣ科技有限公司",   "海兴县盐场",
    "黄骅市𬭚业有限公司", "海海海公司",
};

static void make(struct fixture *f) {
    struct subject_claim c[GX_COUNT(NAMES) + 1];
    for (size_t i = 0; i < GX_COUNT(NAMES); i++)
        c[i] = fixture_organisation(f, (int)i + 1, NAMES[i]);
    c[GX_COUNT(NAMES)] = fixture_person(f, 1, "渤海");
    MUST(f, fixture_subjects(f, c, GX_COUNT(c)));
}

static const struct {
    const char *text;
    size_t hits;
    const char *one; /* the name of the first hit */
} ROWS[] = {
    {"渤海", 3, "沧州市渤海（集团）有限公司"},
    {"渤", 3, "沧州市渤海（集团）有限公司"},
    {"海", 5, NULL},
    {"司", 6, NULL}, /* stands last */
    {"有限公司", 5, NULL},
    {"(集团)", 1, "沧州市渤海（集团）有限公司"},
    {"［集团］", 1, "沧州市渤海（集团）有限公司"},
    {"渤海水产有限公司", 1, "沧州渤海水产有限公司"},
    {"abc", 1, "ＡＢＣ科技有限公司"},
    {"Ａ", 1, "ＡＢＣ科技有限公司"},
    {"𬭚", 1, "黄骅市𬭚业有限公司"},
    {"𬭚业", 1, "黄骅市𬭚业有限公司"},
    {"海海海", 1, "海海海公司"},
    {"海海海海", 0, NULL},
    {"渤海 饭店", 1, "东光县渤海饭店"},
    {"海渤", 0, NULL},
    {"渤海有限公司", 0, NULL}, /* all pairs occur, the text does not */
    {"不存在", 0, NULL},
    {"张", 0, NULL},
};

static void check_rows(struct fixture *f) {
    for (size_t i = 0; i < GX_COUNT(ROWS); i++) {
        struct search_result r = find(f, ROWS[i].text);
        ROW_INT(i, r.n, ROWS[i].hits);
        ROW(i, !r.more);
        if (ROWS[i].one) ROW_TEXT(i, r.hits[0].name, ROWS[i].one);
        for (size_t k = 0; k < r.n; k++)
            ROW(i, r.hits[k].kind == W_SUBJECT_ORGANISATION);
        for (size_t k = 1; k < r.n; k++)
            ROW(i, r.hits[k - 1].subject_id < r.hits[k].subject_id);
    }
}

/* The same answers while the names wait for the index, once indexed, half and half, and rebuilt. */
static void every_name_is_found_from_one_character(void **state) {
    (void)state;
    struct fixture f;
    size_t done;
    fixture_open(&f, "cangzhou");
    make(&f);
    check_rows(&f);
    MUST(&f, search_index_run(&f.ctx, 3, &done));
    assert_int_equal(done, 3);
    check_rows(&f);
    MUST(&f, search_index_run(&f.ctx, 0, &done));
    assert_int_equal(done, GX_COUNT(NAMES) - 3);
    check_rows(&f);
    MUST(&f, search_index_run(&f.ctx, 0, &done));
    assert_int_equal(done, 0);
    MUST(&f, search_index_rebuild(&f.ctx));
    check_rows(&f);
    MUST(&f, search_index_run(&f.ctx, 0, &done));
    assert_int_equal(done, GX_COUNT(NAMES));
    check_rows(&f);
    fixture_close(&f);
}

struct rename {
    int64_t subject_id;
    const char *name;
};
static enum err rename_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct rename *r = arg;
    return subject_rename(
        ctx, d, s, &(struct subject_change){r->subject_id, 0, date_make(2026, 11, 1), "变更登记"},
        r->name);
}

static void a_former_name_is_found_and_said(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim c = fixture_organisation(&f, 1, "渤海公司");
    MUST(&f, fixture_subjects(&f, &c, 1));
    index_all(&f);
    struct rename r = {c.subject_id, "燕山公司"};
    MUST(&f, door_run(&f.ctx, "test", DB_PEOPLE, rename_fn, &r));
    for (size_t round = 0; round < 3; round++) {
        struct search_result now = find(&f, "燕山"), before = find(&f, "渤海"),
                             both = find(&f, "公司");
        ROW_INT(round, now.n, 1);
        ROW(round, !now.hits[0].former_name);
        ROW_INT(round, before.n, 1);
        ROW_TEXT(round, before.hits[0].name, "燕山公司");
        ROW_TEXT(round, before.hits[0].former_name, "渤海公司");
        ROW_INT(round, both.n, 1);
        ROW(round, !both.hits[0].former_name);
        if (round == 0) MUST(&f, search_index_rebuild(&f.ctx)); /* waiting */
        if (round == 1) index_all(&f);
    }
    fixture_close(&f);
}

/* Too many is told from none, and one more than the most is told from the most. */
static void too_many_hits_are_said_to_be_more(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    struct subject_claim *c = ARENA_ARRAY(f.arena, SEARCH_MAX + 1, struct subject_claim);
    for (int i = 0; i <= SEARCH_MAX; i++)
        c[i] = fixture_organisation(&f, i + 1, arena_printf(f.arena, "第%d号商店", i));
    for (size_t round = 0; round < 2; round++) {
        MUST(&f, fixture_subjects(&f, c, SEARCH_MAX + round));
        for (size_t indexed = 0; indexed < 2; indexed++) {
            static const char *const texts[] = {"商店", "商", "号商店", "店"};
            for (size_t i = 0; i < GX_COUNT(texts); i++) {
                struct search_result r = find(&f, texts[i]);
                ROW_INT(i, r.n, SEARCH_MAX);
                ROW(i, r.more == (round == 1));
            }
            index_all(&f);
        }
    }
    fixture_close(&f);
}

static void what_is_no_text_is_refused(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    char *longest = arena_alloc(f.arena, 400), *longer;
    for (int i = 0; i < 100; i++)
        strcat(longest, "商");
    longer = arena_printf(f.arena, "%s店", longest);
    const char *const rows[] = {"", "  ", "　", longer};
    struct search_result r;
    READING(&f, s) {
        for (size_t i = 0; i < GX_COUNT(rows); i++)
            ROW(i, search_names(&f.ctx, s, rows[i], &r) == ERR_SEARCH_TEXT);
        MUST(&f, search_names(&f.ctx, s, longest, &r));
    }
    assert_int_equal(r.n, 0);
    fixture_close(&f);
}

static void grams_are_pairs_and_the_last_one(void **state) {
    (void)state;
    struct arena *a = arena_new();
    int64_t *g;
    assert_int_equal(search_grams(a, "", &g), 0);
    assert_int_equal(search_grams(a, "店", &g), 1);
    assert_true(g[0] == SEARCH_GRAM(0x5E97, 0));
    assert_int_equal(search_grams(a, "aaa", &g), 2); /* aa once, and the last a */
    assert_true(g[0] == SEARCH_GRAM('a', 0) && g[1] == SEARCH_GRAM('a', 'a'));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_is_found_from_one_character),
        cmocka_unit_test(a_former_name_is_found_and_said),
        cmocka_unit_test(too_many_hits_are_said_to_be_more),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(grams_are_pairs_and_the_last_one),
    };
    return RUN(tests);
}
