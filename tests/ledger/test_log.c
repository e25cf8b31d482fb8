/* Appending, sealing and proving on both engines. */
#include "engine.h"

#include "bed.h"

#include <pthread.h>
#include <stdatomic.h>

#include "ledger/checkpoint.h"

static void grows(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    static const int64_t BATCHES[] = {1, 1, 3, 250, 1, 255, 2, 600, 1, 5000, 40};
    struct digest roots[GX_COUNT(BATCHES)];
    int64_t sizes[GX_COUNT(BATCHES)], size = 0;
    bed_sound(&b, "empty");
    for (size_t i = 0; i < GX_COUNT(BATCHES); i++) {
        MUST(&b, bed_append(&b, BATCHES[i]));
        size += BATCHES[i];
        ROW_INT(i, bed_seal(&b, LEDGER_FACTS), size);
        MUST(&b, prove_root(&b.ctx, LEDGER_FACTS, size, &roots[i]));
        sizes[i] = size;
        struct checkpoint c;
        MUST(&b, checkpoint_latest(&b.ctx, LEDGER_FACTS, &c));
        ROW_INT(i, c.size, size);
        ROW(i, memcmp(c.root.b, roots[i].b, 32) == 0);
    }
    /* The tree is the tree of the entries in number order: nobody was late. */
    struct bed_ids ids = bed_ids(&b);
    assert_int_equal(ids.n, size);
    struct digest *leaf = ARENA_ARRAY(b.arena, ids.n, struct digest);
    for (size_t i = 0; i < ids.n; i++) {
        const struct db_value *row = bed_get(&b, T_ENTRY, DB_ARGS(db_int(ids.ids[i])));
        struct str text = str_of(db_get_text(row, 0));
        leaf[i] = merkle_leaf(SUITE_INTL, text.p, text.n);
        int64_t at;
        if (i % 97 == 0 || i > ids.n - 5) {
            MUST(&b, prove_position(&b.ctx, LEDGER_FACTS, ids.ids[i], &at));
            ROW_INT(i, at, (long long)i);
        }
    }
    for (size_t i = 0; i < GX_COUNT(BATCHES); i++) {
        struct digest root = merkle_fold(SUITE_INTL, leaf, (size_t)sizes[i]), again;
        ROW(i, memcmp(root.b, roots[i].b, 32) == 0);
        MUST(&b, prove_root(&b.ctx, LEDGER_FACTS, sizes[i], &again)); /* of an old size */
        ROW(i, memcmp(root.b, again.b, 32) == 0);
        struct proof proof;
        MUST(&b, prove_consistency(&b.ctx, LEDGER_FACTS, sizes[i], size, &proof));
        MUST(&b, prove_inclusion(&b.ctx, LEDGER_FACTS, sizes[i] - 1, size, &proof));
    }
    struct proof proof;
    assert_int_equal(prove_inclusion(&b.ctx, LEDGER_FACTS, size, size, &proof), ERR_LEDGER_RANGE);
    assert_int_equal(prove_inclusion(&b.ctx, LEDGER_FACTS, 0, size + 1, &proof), ERR_LEDGER_RANGE);
    assert_int_equal(prove_consistency(&b.ctx, LEDGER_FACTS, 5, 4, &proof), ERR_LEDGER_RANGE);
    int64_t at;
    assert_int_equal(prove_position(&b.ctx, LEDGER_FACTS, 1, &at), ERR_NOT_FOUND);
    MUST(&b, bed_append(&b, 1));
    ids = bed_ids(&b);
    assert_int_equal(prove_position(&b.ctx, LEDGER_FACTS, ids.ids[ids.n - 1], &at),
                     ERR_LEDGER_UNSEALED);
    bed_sound(&b, "one unsealed");
    bed_restart(&b);
    assert_int_equal(bed_seal(&b, LEDGER_FACTS), size + 1);
    bed_sound(&b, "after a restart");
    bed_close(&b);
}

static enum err nothing_fn(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    enum err e = bed_append_fn(ctx, door, s, arg);
    if (e == OK) door_nothing(door);
    return e;
}

static enum err silent_fn(struct ctx *ctx, struct door *door, struct db_session *s, void *arg) {
    (void)ctx, (void)door, (void)s, (void)arg;
    return OK;
}

static void door_rules(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    struct bed_append refused = {1, 5, 5, ERR_CONFLICT};
    assert_int_equal(door_run(&b.ctx, "t", DB_PEOPLE, bed_append_fn, &refused), ERR_CONFLICT);
    struct bed_append none = {1, 0, 5, OK};
    MUST(&b, door_run(&b.ctx, "t", DB_PEOPLE, nothing_fn, &none));
    assert_int_equal(bed_ids(&b).n, 0);
    assert_int_equal(bed_seal(&b, LEDGER_FACTS), 0);
    /* A change in silence is our bug. The child runs on a copy of nothing: it opens its own. */
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        struct bed own;
        if (!freopen("/dev/null", "w", stderr)) _exit(9);
        bed_open(&own);
        enum err e = door_run(&own.ctx, "t", DB_PEOPLE, silent_fn, NULL);
        _exit(e == OK ? 0 : 8);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_false(WIFEXITED(status) && WEXITSTATUS(status) < 9);
    bed_close(&b);
}

/* A commit that becomes visible after later numbers were sealed. */
static void late_commit(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    MUST(&b, bed_append(&b, 300));
    bed_seal(&b, LEDGER_FACTS);
    struct bed_ids ids = bed_ids(&b);
    for (int64_t i = 0; i < 3; i++) {
        struct leaf leaf = LEAF(EV_SUBJECT_CHANGED);
        struct buf halves, out;
        size_t split;
        int64_t id = ids.ids[0] - 1 - i;
        uint8_t list[8];
        for (size_t k = 0; k < 8; k++)
            list[k] = (uint8_t)(id >> (56 - 8 * k));
        buf_init(&halves, LEAF_MAX);
        buf_init(&out, LEAF_MAX);
        leaf_render(&halves, &leaf, b.clock.t, &split);
        leaf_finish(&out, buf_finish(&halves), split, id);
        struct str text = buf_finish(&out);
        struct stored_digest h = leaf_hash(SUITE_INTL, text);
        bed_do(&b, T_ENTRY_PUT,
               DB_ARGS(db_int(id), db_str(text), db_blob(h.b, sizeof h.b), db_int(0), db_int(0)));
        bed_do(&b, T_PENDING_PUT, DB_ARGS(db_int(id), db_blob(list, 8)));
        MUST(&b, bed_append(&b, 2));
        bed_sound(&b, "late and unsealed");
        assert_int_equal(bed_seal(&b, LEDGER_FACTS), 300 + 3 * (i + 1));
        int64_t at;
        MUST(&b, prove_position(&b.ctx, LEDGER_FACTS, id, &at));
        assert_int_equal(at, 300 + 3 * i); /* first of its run: in number order */
        bed_sound(&b, "late and sealed");
        buf_free(&halves);
        buf_free(&out);
    }
    bed_close(&b);
}

/* Two sealers: one seals, the other sees the lease (on SQLite a directory has one process, so none is respected). */
static void lease(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    struct ledger *first = b.ctx.ledger;
    MUST(&b, bed_ledger(&b));
    struct ledger *second = b.ctx.ledger;
    MUST(&b, bed_append(&b, 10));
    b.ctx.ledger = first;
    assert_int_equal(bed_seal(&b, LEDGER_FACTS), 10);
    MUST(&b, bed_append(&b, 10));
    b.ctx.ledger = second;
    struct seal_result r;
    MUST(&b, seal_run_once(&b.ctx, LEDGER_FACTS, &r));
    assert_int_equal(r.held, engine_is_postgres());
    assert_int_equal(r.waiting, engine_is_postgres());
    b.clock.t.us += 31000000; /* the first is silent for longer than its lease */
    MUST(&b, seal_run_once(&b.ctx, LEDGER_FACTS, &r));
    assert_false(r.held);
    assert_int_equal(r.size, 20);
    struct ledger_state s;
    MUST(&b, ledger_state_read(&b.ctx, LEDGER_FACTS, &s));
    assert_int_equal(s.fence, 2);
    ledger_close(&b.ctx.ledger);
    b.ctx.ledger = first;
    bed_sound(&b, "after two sealers");
    bed_close(&b);
}

/* The nth statement or commit fails: nothing acknowledged is lost, nothing is sealed twice. */
static void faults(void **state) {
    (void)state;
    static const char *const STEPS[] = {"write", "commit"};
    static const char *const KINDS[] = {"error", "conflict", "lost", "full", "unknown"};
    struct bed b;
    bed_open(&b);
    size_t row = 0;
    int64_t acknowledged = 0;
    for (size_t step = 0; step < GX_COUNT(STEPS); step++) {
        for (size_t kind = 0; kind < GX_COUNT(KINDS); kind++) {
            if (step == 0 && strcmp(KINDS[kind], "unknown") == 0) continue;
            for (int n = 1; n < 40; n++, row++) {
                db_fault_set(b.ctx.db,
                             arena_printf(b.arena, "%s:%d:%s", STEPS[step], n, KINDS[kind]));
                enum err a = bed_append(&b, 3), l = bed_look(&b, 2), e;
                if (a == OK) acknowledged += 3;
                e = seal_run_once(&b.ctx, LEDGER_FACTS, NULL);
                if (e == OK) e = seal_run_once(&b.ctx, LEDGER_LOOKS, NULL);
                int fired = db_fault_fired(b.ctx.db);
                db_fault_set(b.ctx.db, "");
                ROW(row, fired > 0 || (a == OK && l == OK && e == OK));
                if (fired == 0) break;
                if (n % 3 == 0) bed_restart(&b);
                bed_seal(&b, LEDGER_FACTS);
                bed_seal(&b, LEDGER_LOOKS);
                struct ledger_state s;
                MUST(&b, ledger_state_read(&b.ctx, LEDGER_FACTS, &s));
                ROW_INT(row, s.size, (long long)bed_ids(&b).n);
                ROW(row, s.size >= acknowledged);
            }
        }
        bed_sound(&b, STEPS[step]);
    }
    bed_close(&b);
}

/* A platform at work: three threads change facts and look, two seal: the worker, and a command in the same process. */
struct work {
    struct bed *b;
    struct ctx ctx;
    struct arena *arena;
    int what;
    atomic_bool *stop;
    int64_t done;
    enum err err;
};

static void *work(void *arg) {
    struct work *w = arg;
    while (!atomic_load(w->stop) && w->err == OK) {
        struct arena_mark mark = arena_mark(w->arena);
        struct bed_record r = {60, 1000000 + w->done, "{\"a\":\"内容\"}"};
        struct bed_look l = {clock_today(w->ctx.clock), 3};
        struct bed_append a = {1, 40, 5, OK};
        if (w->what == 0)
            w->err = door_run(&w->ctx, "t", DB_PEOPLE, bed_record_fn, &r);
        else if (w->what == 1)
            w->err = door_run(&w->ctx, "t", DB_BULK, bed_append_fn, &a);
        else if (w->what == 2)
            w->err = db_tx(&w->ctx, DB_LOOKS, l.month, DB_PEOPLE, "t", bed_look_fn, &l);
        else
            w->err = seal_run_once(&w->ctx, w->done % 2 ? LEDGER_LOOKS : LEDGER_FACTS, NULL);
        w->done++;
        if (w->err == OK) arena_release(w->arena, mark);
        usleep(3000); /* or the log grows faster than it is read */
    }
    return NULL;
}

static void at_work(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    struct work works[5];
    pthread_t threads[5];
    atomic_bool stop = false;
    for (int i = 0; i < 5; i++) {
        works[i] = (struct work){.b = &b, .ctx = b.ctx, .what = i, .stop = &stop};
        works[i].arena = works[i].ctx.arena = arena_new();
        assert_int_equal(pthread_create(&threads[i], NULL, work, &works[i]), 0);
    }
    for (int i = 0; i < 12; i++)
        bed_sound(&b, "at work");
    atomic_store(&stop, true);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        if (works[i].err != OK) fail_msg("thread %zu: %s", i, works[i].ctx.failure.detail);
        ROW(i, works[i].done > 10);
        arena_free(&works[i].arena);
    }
    struct ledger_state s;
    bed_seal(&b, LEDGER_FACTS);
    bed_seal(&b, LEDGER_LOOKS);
    MUST(&b, ledger_state_read(&b.ctx, LEDGER_FACTS, &s));
    assert_int_equal(s.size, works[0].done + 40 * works[1].done);
    MUST(&b, ledger_state_read(&b.ctx, LEDGER_LOOKS, &s));
    assert_int_equal(s.size, 3 * works[2].done);
    bed_sound(&b, "afterwards");
    bed_close(&b);
}

static void months_of_looks(void **state) {
    (void)state;
    struct bed b;
    struct leaf who = LEAF(EV_LOOKS_DROPPED);
    bed_open(&b);
    b.clock.t = date_begin(date_make(2026, 9, 20));
    int64_t size = 0;
    for (int day = 0; day < 40; day += 4, b.clock.t.us += (int64_t)4 * 86400 * 1000000) {
        MUST(&b, bed_look(&b, 20));
        size += 20;
        if (day % 3) assert_int_equal(bed_seal(&b, LEDGER_LOOKS), size);
    }
    bed_sound(&b, "some unsealed");
    assert_int_equal(bed_seal(&b, LEDGER_LOOKS), size);
    assert_int_equal(db_get_int(bed_get(&b, T_LOOKS_PENDING_COUNT, DB_ARGS(db_int(202609))), 0), 0);
    bed_sound(&b, "two months");
    assert_int_equal(looks_drop_month(&b.ctx, clock_today(&b.clock.clock), &who), ERR_LEDGER_MONTH);
    b.clock.t = date_begin(date_make(2027, 1, 5));
    MUST(&b, bed_look(&b, 1));
    MUST(&b, looks_drop_month(&b.ctx, date_make(2026, 9, 1), &who));
    bed_sound(&b, "one month dropped");
    bed_restart(&b);
    assert_int_equal(bed_seal(&b, LEDGER_LOOKS), size + 1);
    bed_sound(&b, "dropped and started again");
    bed_do(&b, T_LOOKS_DROP, DB_ARGS(db_int(202610)));
    bed_wrong(&b, "a look gone", "missing", 0);
    MUST(&b, db_looks_drop(&b.ctx, date_make(2026, 10, 1)));
    bed_wrong(&b, "a month gone in silence", "month", 202610);
    bed_close(&b);
}

/* A process that ended in order leaves no lease: the next one seals at once. */
static void lease_given_back(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    MUST(&b, bed_append(&b, 10));
    MUST(&b, bed_look(&b, 3));
    assert_int_equal(bed_seal(&b, LEDGER_FACTS), 10);
    assert_int_equal(bed_seal(&b, LEDGER_LOOKS), 3);
    seal_leave(&b.ctx);
    ledger_close(&b.ctx.ledger);
    MUST(&b, bed_ledger(&b));
    MUST(&b, bed_append(&b, 5));
    MUST(&b, bed_look(&b, 2));
    struct seal_result r;
    MUST(&b, seal_run_once(&b.ctx, LEDGER_FACTS, &r));
    assert_false(r.held);
    assert_int_equal(r.size, 15);
    MUST(&b, seal_run_once(&b.ctx, LEDGER_LOOKS, &r));
    assert_false(r.held);
    assert_int_equal(r.size, 5);
    bed_sound(&b, "after the lease was given back");
    bed_close(&b);
}

static void *leave_later(void *arg) {
    usleep(200000);
    seal_leave(arg);
    return NULL;
}

/* Another process holds the lease: nothing waits when all is sealed, and what is not is waited for. */
static void lease_waited_for(void **state) {
    (void)state;
    struct bed b;
    bed_open(&b);
    struct ledger *first = b.ctx.ledger;
    MUST(&b, bed_ledger(&b));
    struct ledger *second = b.ctx.ledger;
    b.ctx.ledger = first;
    MUST(&b, bed_append(&b, 10));
    assert_int_equal(bed_seal(&b, LEDGER_FACTS), 10);
    b.ctx.ledger = second;
    struct seal_result r;
    MUST(&b, seal_run_once(&b.ctx, LEDGER_FACTS, &r));
    assert_int_equal(r.held, engine_is_postgres());
    assert_false(r.waiting);
    MUST(&b, seal_what_is_there(&b.ctx, LEDGER_FACTS));
    MUST(&b, bed_append(&b, 10));
    struct ctx other = b.ctx;
    other.arena = arena_new();
    other.ledger = first;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, leave_later, &other), 0);
    MUST(&b, seal_what_is_there(&b.ctx, LEDGER_FACTS));
    assert_int_equal(pthread_join(thread, NULL), 0);
    arena_free(&other.arena);
    struct ledger_state s;
    MUST(&b, ledger_state_read(&b.ctx, LEDGER_FACTS, &s));
    assert_int_equal(s.size, 20);
    ledger_close(&b.ctx.ledger);
    b.ctx.ledger = first;
    bed_sound(&b, "after waiting");
    bed_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows),
        cmocka_unit_test(door_rules),
        cmocka_unit_test(late_commit),
        cmocka_unit_test(lease),
        cmocka_unit_test(at_work),
        cmocka_unit_test(faults),
        cmocka_unit_test(months_of_looks),
        cmocka_unit_test(lease_given_back),
        cmocka_unit_test(lease_waited_for),
    };
    return RUN(tests);
}
