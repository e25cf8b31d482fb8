/* How the law comes into force: two persons, a digest that holds, snapshots that outlive their end. */
#include <pthread.h>
#include <stdatomic.h>

#include "engine.h"
#include "ledger/trace.h"
#include "registry/adoption.h"
#define FIXTURE_MORE_TABLES adoption_stmts, law_holder_stmts, trace_stmts,
#include "base/file.h"
#include "registry/fixture.h"

static const char BASIS[] = "测试采用";

static int open_law(void **state) {
    static struct fixture f;
    fixture_open(&f, "cangzhou");
    settings_defaults(&f.app.settings);
    f.app.home = "cangzhou";
    f.app.arena = f.arena;
    f.ctx.actor = &f.first;
    MUST(&f, file_mkdir(file_join(f.arena, f.dir, "editions"), 0700));
    MUST(&f, law_holder_open(&f.ctx, &f.app, &f.app.law));
    *state = &f;
    return 0;
}

static int close_law(void **state) {
    struct fixture *f = *state;
    law_holder_close(&f->app.law);
    fixture_close(f);
    return 0;
}

static const char *pack(struct fixture *f, const char *place) {
    return arena_printf(f->arena, SOURCE_DIR "/policies/%s", place);
}

static enum err propose(struct fixture *f, const struct actor *who, const char *dir,
                        struct date first, const char *basis, int64_t *id_r) {
    f->ctx.actor = who;
    return adoption_propose_policy(&f->ctx, dir, first, basis, id_r);
}

static enum err confirm(struct fixture *f, const struct actor *who, int64_t id) {
    f->ctx.actor = who;
    return adoption_confirm(&f->ctx, id);
}

/* Whether the place has law on that day, as a request that begins now would see it. */
static bool governs(struct fixture *f, const char *place, struct date day) {
    const struct law *law = law_holder_take(f->app.law);
    bool there = law_policy(law, place, day) != NULL;
    law_holder_release(f->app.law, law);
    return there;
}

static const struct edition *edition(struct fixture *f, int64_t id) {
    struct edition *all;
    size_t n;
    MUST(f, adoption_list(&f->ctx, &all, &n));
    for (size_t i = 0; i < n; i++)
        if (all[i].edition_id == id) return &all[i];
    fail_msg("no edition %lld", (long long)id);
    return NULL;
}

static const char *stored(struct fixture *f, int64_t id) {
    return arena_printf(f->arena, "%s/editions/%s.pack", f->dir, edition(f, id)->label);
}

static size_t entries(struct fixture *f, const char *event, int64_t object) {
    struct trace_filter filter = {
        .from = DATE_NONE, .to = DATE_NONE, .event = event, .object = object, .limit = 100};
    struct trace *traces;
    size_t n;
    int64_t next;
    MUST(f, trace_list(&f->ctx, &filter, &traces, &n, &next));
    return n;
}

static void takes_two_persons(void **state) {
    struct fixture *f = *state;
    struct date first = date_make(2020, 1, 1), today = clock_today(f->ctx.clock);
    int64_t id, again;
    REFUSED(propose(f, &f->clerk, pack(f, "heihe"), first, BASIS, &id), ERR_FORBIDDEN);
    MUST(f, propose(f, &f->first, pack(f, "heihe"), first, BASIS, &id));
    assert_false(governs(f, "heihe", today));
    REFUSED(confirm(f, &f->clerk, id), ERR_FORBIDDEN);
    REFUSED(confirm(f, &f->first, id), ERR_SECOND_PERSON);
    REFUSED(confirm(f, &f->second, id + 1), ERR_NOT_FOUND);
    assert_false(governs(f, "heihe", today));
    /* while it waits: the same person the same thing, and nobody anything else */
    MUST(f, propose(f, &f->first, pack(f, "heihe"), first, BASIS, &again));
    assert_int_equal(again, id);
    REFUSED(propose(f, &f->first, pack(f, "heihe"), first, "别的依据", &again),
            ERR_ALREADY_ADOPTED);
    REFUSED(propose(f, &f->second, pack(f, "heihe"), first, BASIS, &again), ERR_ALREADY_ADOPTED);
    assert_int_equal(entries(f, "policy.proposed", id), 1);
    MUST(f, confirm(f, &f->second, id));
    assert_true(governs(f, "heihe", today));
    assert_false(governs(f, "heihe", date_add_days(first, -1)));
    assert_int_equal(entries(f, "policy.adopted", id), 1);
    assert_true(edition(f, id)->proposed_by == f->first.user_id);
    assert_true(edition(f, id)->second_by == f->second.user_id);
    REFUSED(confirm(f, &f->second, id), ERR_ALREADY_ADOPTED);
    REFUSED(propose(f, &f->first, pack(f, "heihe"), first, BASIS, &again), ERR_ALREADY_ADOPTED);
    MUST(f, propose(f, &f->first, pack(f, "heihe"), today, BASIS, &again)); /* another first day */
    assert_true(again != id);
    REFUSED(propose(f, &f->first, pack(f, "national"), first, BASIS, &id), ERR_POLICY_INVALID);
    REFUSED(propose(f, &f->first, pack(f, "atlantis"), first, BASIS, &id), ERR_NOT_FOUND);
}

static void each_place_its_own_authority(void **state) {
    struct fixture *f = *state;
    struct actor jinan, other;
    int64_t id;
    fixture_actor(&jinan, 71, 701, ROLE_AUTHORITY, "jinan");
    fixture_actor(&other, 72, 701, ROLE_AUTHORITY, "heihe");
    REFUSED(propose(f, &other, pack(f, "jinan"), date_make(2020, 1, 1), BASIS, &id), ERR_FORBIDDEN);
    MUST(f, propose(f, &jinan, pack(f, "jinan"), date_make(2020, 1, 1), BASIS, &id));
    REFUSED(confirm(f, &other, id), ERR_FORBIDDEN);
    MUST(f, confirm(f, &f->first, id)); /* the home's runs the installation */
    struct str csv;
    MUST(f, file_read(f->arena, SOURCE_DIR "/policies/calendar/cn.csv", 1 << 20, &csv));
    f->ctx.actor = &jinan;
    REFUSED(adoption_propose_calendar(&f->ctx, csv, BASIS, &id), ERR_FORBIDDEN);
    f->ctx.actor = &f->first;
    REFUSED(adoption_propose_calendar(&f->ctx, STR_LIT("date,kind\n"), BASIS, &id),
            ERR_CALENDAR_INVALID);
    MUST(f, adoption_propose_calendar(&f->ctx, csv, BASIS, &id));
    MUST(f, confirm(f, &f->second, id));
}

/* What is on the disk is nobody's law until it is what was proposed. */
static void what_is_stored_is_what_was_proposed(void **state) {
    struct fixture *f = *state;
    struct date first = date_make(2020, 1, 1), today = clock_today(f->ctx.clock);
    struct str whole, another;
    struct policy_source source;
    int64_t id, again;
    MUST(f, propose(f, &f->first, pack(f, "anshan"), first, BASIS, &id));
    const char *path = stored(f, id);
    MUST(f, file_read(f->arena, path, 8 << 20, &whole));
    MUST(f, policy_source_dir(f->arena, pack(f, "zhoucun"), &source));
    another = policy_source_pack(f->arena, &source); /* a good pack, but not this one */
    char *flipped = arena_copy(f->arena, whole.p, whole.n);
    flipped[whole.n / 2] ^= 1;
    const struct str spoiled[] = {
        {flipped, whole.n}, {whole.p, whole.n - 1}, {whole.p, 0}, another, {NULL, 0}};
    for (size_t i = 0; i < GX_COUNT(spoiled); i++) {
        if (spoiled[i].p)
            ROW_INT(i, file_write(path, spoiled[i], 0600), OK);
        else
            ROW_INT(i, remove(path), 0);
        ROW_TEXT(i, err_code(confirm(f, &f->second, id)), err_code(ERR_EDITION_DAMAGED));
        ROW(i, !edition(f, id)->adopted_at.us && !governs(f, "anshan", today));
    }
    MUST(f, propose(f, &f->first, pack(f, "anshan"), first, BASIS, &again)); /* stores it again */
    assert_int_equal(again, id);
    MUST(f, confirm(f, &f->second, id));
    assert_true(governs(f, "anshan", today));
    for (size_t i = 0; i < GX_COUNT(spoiled); i++) { /* and it does not begin with a damaged one */
        struct law_holder *fresh = NULL;
        if (spoiled[i].p)
            ROW_INT(i, file_write(path, spoiled[i], 0600), OK);
        else
            ROW_INT(i, remove(path), 0);
        ROW_TEXT(i, err_code(law_holder_open(&f->ctx, &f->app, &fresh)),
                 err_code(ERR_EDITION_DAMAGED));
        ROW(i, !fresh && governs(f, "anshan", today)); /* what was read before stays */
    }
    MUST(f, file_write(path, whole, 0600));
    MUST(f, law_holder_reload(&f->ctx, f->app.law));
}

/* CZ-169: past its end a pack takes nothing new, until two persons have recorded with what it goes on. */
static void goes_on_by_citation_only(void **state) {
    struct fixture *f = *state;
    const struct policy *p;
    int64_t id;
    MUST(f, propose(f, &f->first, pack(f, "cangzhou"), date_make(2020, 9, 25), BASIS, &id));
    MUST(f, confirm(f, &f->second, id));
    fixture_day(f, 2035, 1, 15);
    struct date today = clock_today(f->ctx.clock);
    f->ctx.law = law_holder_take(f->app.law);
    MUST(f, law_require(&f->ctx, "cangzhou", &p));
    REFUSED(law_require_new(&f->ctx, "cangzhou", &p), ERR_POLICY_EXPIRED);
    assert_string_equal(f->ctx.failure.clause, "CZ-169");
    REFUSED(law_require(&f->ctx, "zhoucun", &p), ERR_NOT_ADOPTED);
    f->ctx.actor = &f->first;
    REFUSED(continued_use_propose(&f->ctx, "cangzhou", today, DATE_NONE, "", &id), ERR_CITATION);
    REFUSED(
        continued_use_propose(&f->ctx, "cangzhou", today, date_add_days(today, -1), "某文", &id),
        ERR_DATE);
    REFUSED(continued_use_propose(&f->ctx, "zhoucun", today, DATE_NONE, "某文", &id),
            ERR_NOT_ADOPTED);
    MUST(f, continued_use_propose(&f->ctx, "cangzhou", today, DATE_NONE, "虚构〔2035〕1号", &id));
    REFUSED(continued_use_confirm(&f->ctx, id), ERR_SECOND_PERSON);
    f->ctx.actor = &f->clerk;
    REFUSED(continued_use_confirm(&f->ctx, id), ERR_FORBIDDEN);
    f->ctx.actor = &f->second;
    MUST(f, continued_use_confirm(&f->ctx, id));
    REFUSED(continued_use_confirm(&f->ctx, id), ERR_ALREADY_ADOPTED);
    REFUSED(law_require_new(&f->ctx, "cangzhou", &p), ERR_POLICY_EXPIRED); /* held before */
    law_holder_release(f->app.law, f->ctx.law);
    f->ctx.law = law_holder_take(f->app.law);
    MUST(f, law_require_new(&f->ctx, "cangzhou", &p));
    law_holder_release(f->app.law, f->ctx.law);
    f->ctx.law = NULL;
    fixture_day(f, 2026, 11, 22);
}

/* --- snapshots */

struct reader {
    struct fixture *f;
    _Atomic bool stop;
    _Atomic int64_t rounds, odd;
};

/* What a request does: takes the law, reads in it, gives it back. */
static void *read_on(void *arg) {
    struct reader *r = arg;
    while (!atomic_load(&r->stop)) {
        const struct law *law = law_holder_take(r->f->app.law);
        const struct policy *p = law_policy(law, "heihe", date_make(2026, 11, 22));
        if (!p || strcmp(p->place, "heihe") != 0) atomic_fetch_add(&r->odd, 1);
        law_holder_release(r->f->app.law, law);
        atomic_fetch_add(&r->rounds, 1);
    }
    return NULL;
}

static void the_law_is_swapped_under_its_readers(void **state) {
    struct fixture *f = *state;
    struct reader r = {.f = f};
    pthread_t threads[3];
    const struct law *old = law_holder_take(f->app.law);
    const struct policy *held = law_policy(old, "heihe", clock_today(f->ctx.clock));
    assert_non_null(held);
    for (size_t i = 0; i < GX_COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_on, &r), 0);
    for (int i = 0; i < 5; i++)
        MUST(f, law_holder_reload(&f->ctx, f->app.law));
    atomic_store(&r.stop, true);
    for (size_t i = 0; i < GX_COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    assert_true(r.rounds > 0 && r.odd == 0);
    assert_string_equal(held->place, "heihe"); /* whole until its last holder lets go */
    const struct law *now = law_holder_take(f->app.law);
    assert_true(now != old);
    law_holder_release(f->app.law, now);
    law_holder_release(f->app.law, old);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_two_persons),
        cmocka_unit_test(each_place_its_own_authority),
        cmocka_unit_test(what_is_stored_is_what_was_proposed),
        cmocka_unit_test(goes_on_by_citation_only),
        cmocka_unit_test(the_law_is_swapped_under_its_readers),
    };
    return cmocka_run_group_tests_name(__FILE__, tests, open_law, close_law);
}
