#include "db/db_fault.h"

#include <string.h>

#include "base/bug.h"
#include "base/num.h"

enum step { STEP_READ, STEP_WRITE, STEP_BEGIN, STEP_COMMIT, STEPS };
enum kind { BUSY, CONFLICT, LOST, FULL, ERROR_, UNKNOWN, UNKNOWN_UNDONE, KINDS };

static const char *const STEP_NAMES[STEPS] = {"read", "write", "begin", "commit"};
static const char *const KIND_NAMES[KINDS] = {"busy",  "conflict", "lost",          "full",
                                              "error", "unknown",  "unknown-undone"};

enum { FAULTS_MAX = 16 };

struct db_fault {
    struct db_driver driver; /* the engine's, with the steps below put in */
    pthread_mutex_t mutex;
    struct {
        enum step step;
        int64_t at;
        enum kind kind;
    } faults[FAULTS_MAX];
    unsigned n;
    int64_t counts[STEPS];
    int fired;
};

static int name_index(const char *const *names, int n, struct str name) {
    for (int i = 0; i < n; i++)
        if (str_is(name, names[i])) return i;
    BUG("a fault spec is a list of STEP:N:KIND");
}

void db_fault_set(struct db *db, const char *spec) {
    struct db_fault *f = db->fault;
    struct str rest = str_of(spec), one, step, at, kind;

    BUG_IF(f == NULL);
    pthread_mutex_lock(&f->mutex);
    f->n = 0;
    f->fired = 0;
    memset(f->counts, 0, sizeof f->counts);
    while (rest.n > 0 && str_split(&rest, ',', &one)) {
        BUG_IF(f->n == FAULTS_MAX);
        BUG_IF(!str_split(&one, ':', &step) || !str_split(&one, ':', &at));
        kind = one;
        f->faults[f->n].step = (enum step)name_index(STEP_NAMES, STEPS, step);
        f->faults[f->n].kind = (enum kind)name_index(KIND_NAMES, KINDS, kind);
        BUG_IF(f->faults[f->n].kind >= UNKNOWN && f->faults[f->n].step != STEP_COMMIT);
        BUG_IF(!num_i64(at, 1, INT64_MAX, &f->faults[f->n].at));
        f->n++;
    }
    pthread_mutex_unlock(&f->mutex);
}

int db_fault_fired(const struct db *db) {
    struct db_fault *f = db->fault;

    BUG_IF(f == NULL);
    pthread_mutex_lock(&f->mutex);
    int fired = f->fired;
    pthread_mutex_unlock(&f->mutex);
    return fired;
}

/* Counts the step; true when it is to fail. */
static bool due(struct db *db, enum step step, enum kind *kind_r) {
    struct db_fault *f = db->fault;
    bool found = false;

    pthread_mutex_lock(&f->mutex);
    int64_t count = ++f->counts[step];
    for (unsigned i = 0; i < f->n && !found; i++) {
        if (f->faults[i].step != step || f->faults[i].at != count) continue;
        *kind_r = f->faults[i].kind;
        f->fired++;
        found = true;
    }
    pthread_mutex_unlock(&f->mutex);
    return found;
}

static enum db_result strike(struct db_conn *c, enum kind kind, const char *what) {
    static const struct db_failure FAILURES[KINDS] = {
        [BUSY] = {.err = ERR_BUSY, .retry = true},
        [CONFLICT] = {.err = ERR_BUSY, .retry = true},
        [LOST] = {.err = ERR_DB, .retry = true, .lost = true},
        [FULL] = {.err = ERR_DISK_FULL},
        [ERROR_] = {.err = ERR_DB},
        [UNKNOWN] = {.err = ERR_DB, .unknown = true},
        [UNKNOWN_UNDONE] = {.err = ERR_DB, .unknown = true},
    };

    if (kind == LOST) c->db->engine->lose(c);
    return db_conn_failed(c, FAILURES[kind], what, KIND_NAMES[kind]);
}

static enum db_result fault_begin(struct db_conn *c, enum db_begin how) {
    enum kind kind;

    if (how == DB_BEGIN_WRITE && due(c->db, STEP_BEGIN, &kind)) return strike(c, kind, "begin");
    return c->db->engine->begin(c, how);
}

static enum db_result fault_commit(struct db_conn *c) {
    enum kind kind;

    if (!due(c->db, STEP_COMMIT, &kind)) return c->db->engine->commit(c);
    if (kind == UNKNOWN) {
        enum db_result result = c->db->engine->commit(c);
        if (result != DB_ROW) return result;
    } else {
        c->db->engine->end(c);
    }
    return strike(c, kind, "commit");
}

static enum step step_of(const struct db_plan *plan) {
    return plan->stmt->kind == DB_WRITE ? STEP_WRITE : STEP_READ;
}

static enum db_result fault_run(struct db_conn *c, const struct db_plan *plan,
                                const struct db_value *args, struct db_sink *sink) {
    enum kind kind;

    if (due(c->db, step_of(plan), &kind)) return strike(c, kind, plan->stmt->name);
    return c->db->engine->run(c, plan, args, sink);
}

static enum db_result fault_run_many(struct db_conn *c, const struct db_plan *plan,
                                     const struct db_value *args, size_t n, int64_t *changed_r) {
    enum kind kind;

    if (due(c->db, step_of(plan), &kind)) {
        /* Half of it has happened already: the transaction must undo that. */
        if (n > 1 && kind != LOST) {
            enum db_result half = c->db->engine->run_many(c, plan, args, n / 2, changed_r);
            if (half != DB_ROW) return half;
        }
        return strike(c, kind, plan->stmt->name);
    }
    return c->db->engine->run_many(c, plan, args, n, changed_r);
}

static enum db_result fault_post(struct db_conn *c, const struct db_plan *plan,
                                 const struct db_value *args) {
    enum kind kind;

    if (due(c->db, step_of(plan), &kind)) return strike(c, kind, plan->stmt->name);
    return c->db->engine->post(c, plan, args);
}

static enum db_result fault_expect(struct db_conn *c, const struct db_plan *plan,
                                   const struct db_value *args, const struct db_sink *sink) {
    enum kind kind;

    if (due(c->db, step_of(plan), &kind)) return strike(c, kind, plan->stmt->name);
    return c->db->engine->expect(c, plan, args, sink);
}

static enum db_result fault_calls(struct db_conn *c, struct arena *a, struct db_call *calls,
                                  size_t n) {
    enum kind kind;

    for (size_t i = 0; i < n; i++)
        if (due(c->db, STEP_READ, &kind)) return strike(c, kind, calls[i].stmt->name);
    return c->db->engine->calls(c, a, calls, n);
}

void db_fault_wrap(struct db *db) {
    struct db_fault *f = ARENA_NEW(db->arena, struct db_fault);

    BUG_IF(pthread_mutex_init(&f->mutex, NULL) != 0);
    f->driver = *db->engine;
    f->driver.begin = fault_begin;
    f->driver.commit = fault_commit;
    f->driver.run = fault_run;
    f->driver.run_many = fault_run_many;
    f->driver.post = fault_post;
    f->driver.expect = fault_expect;
    f->driver.calls = fault_calls;
    db->fault = f;
    db->driver = &f->driver;
    db_fault_set(db, db->config.fault);
}
