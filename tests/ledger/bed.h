/* bed.h: a data directory with both ledgers on either engine, a clock that stands where it is put, and the statements
 * with which a test does what nobody may do. */
#ifndef TESTS_LEDGER_BED_H
#define TESTS_LEDGER_BED_H

#include "engine.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/file.h"
#include "base/id.h"
#include "db/db.h"
#include "ledger/door.h"
#include "ledger/evidence.h"
#include "ledger/export.h"
#include "ledger/looks.h"
#include "ledger/prove.h"
#include "ledger/recover.h"
#include "ledger/seal.h"

enum {
    T_IDS,
    T_ENTRY,
    T_LEAF_SET,
    T_HASH_SET,
    T_OBJECT_SET,
    T_SUBJECT_SET,
    T_ENTRY_DROP,
    T_ENTRY_PUT,
    T_PENDING_ONE,
    T_PENDING_PUT,
    T_PENDING_DROP,
    T_PENDING_COUNT,
    T_TILE,
    T_TILE_SET,
    T_TILE_WIDTH,
    T_TILE_DROP,
    T_TILE_PUT,
    T_SIZE_SET,
    T_CHECKPOINT,
    T_CHECKPOINT_SET,
    T_VERSION_PUT,
    T_VERSION_SET,
    T_VERSION_DROP,
    T_VERSION_GET,
    T_LEASE_SET,
    T_LOOKS_DROP,
    T_LOOKS_LEAF_SET,
    T_LOOKS_PENDING_COUNT,
    T_STMTS
};
static const struct db_stmt T[] = {
    [T_IDS] = {"t.ids", "select entry_id from ledger_entry order by entry_id", "", "i", DB_READ,
               DB_FACTS},
    [T_ENTRY] = {"t.entry",
                 "select leaf, hash, object_id, subject_id from ledger_entry where entry_id = $1",
                 "i", "tbii", DB_READ, DB_FACTS},
    [T_LEAF_SET] = {"t.leaf_set", "update ledger_entry set leaf = $2 where entry_id = $1", "it", "",
                    DB_WRITE, DB_FACTS},
    [T_HASH_SET] = {"t.hash_set", "update ledger_entry set hash = $2 where entry_id = $1", "ib", "",
                    DB_WRITE, DB_FACTS},
    [T_OBJECT_SET] = {"t.object_set", "update ledger_entry set object_id = $2 where entry_id = $1",
                      "ii", "", DB_WRITE, DB_FACTS},
    [T_SUBJECT_SET] = {"t.subject_set",
                       "update ledger_entry set subject_id = $2 where entry_id = $1", "ii", "",
                       DB_WRITE, DB_FACTS},
    [T_ENTRY_DROP] = {"t.entry_drop", "delete from ledger_entry where entry_id = $1", "i", "",
                      DB_WRITE, DB_FACTS},
    [T_ENTRY_PUT] = {"t.entry_put",
                     "insert into ledger_entry (entry_id, leaf, hash, object_id, subject_id)"
                     " values ($1, $2, $3, $4, $5)",
                     "itbii", "", DB_WRITE, DB_FACTS},
    [T_PENDING_ONE] = {"t.pending_one",
                       "select pending_id, ids from ledger_pending order by pending_id desc"
                       " limit 1",
                       "", "ib", DB_READ, DB_FACTS},
    [T_PENDING_PUT] = {"t.pending_put",
                       "insert into ledger_pending (pending_id, ids) values ($1, $2)", "ib", "",
                       DB_WRITE, DB_FACTS},
    [T_PENDING_DROP] = {"t.pending_drop", "delete from ledger_pending where pending_id = $1", "i",
                        "", DB_WRITE, DB_FACTS},
    [T_PENDING_COUNT] = {"t.pending_count", "select count(*) from ledger_pending", "", "i", DB_READ,
                         DB_FACTS},
    [T_TILE] = {"t.tile",
                "select width, hashes, ids, months, min_id, max_id from ledger_tile"
                " where log = $1 and level = $2 and idx = $3",
                "tii", "ibBBII", DB_READ, DB_FACTS},
    [T_TILE_SET] = {"t.tile_set",
                    "update ledger_tile set hashes = $4, ids = $5 where log = $1 and level = $2"
                    " and idx = $3",
                    "tiibB", "", DB_WRITE, DB_FACTS},
    [T_TILE_WIDTH] = {"t.tile_width",
                      "update ledger_tile set width = $4 where log = $1 and level = $2"
                      " and idx = $3",
                      "tiii", "", DB_WRITE, DB_FACTS},
    [T_TILE_DROP] = {"t.tile_drop",
                     "delete from ledger_tile where log = $1 and level = $2 and idx = $3", "tii",
                     "", DB_WRITE, DB_FACTS},
    [T_TILE_PUT] = {"t.tile_put",
                    "insert into ledger_tile (log, level, idx, width, hashes, ids, months, min_id,"
                    " max_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                    "tiiibBBII", "", DB_WRITE, DB_FACTS},
    [T_SIZE_SET] = {"t.size_set", "update ledger_log set size = $2 where log = $1", "ti", "",
                    DB_WRITE, DB_FACTS},
    [T_CHECKPOINT] = {"t.checkpoint",
                      "select note, slot from ledger_checkpoint where log = $1"
                      " order by epoch desc, slot desc limit 1",
                      "t", "ti", DB_READ, DB_FACTS},
    [T_CHECKPOINT_SET] = {"t.checkpoint_set",
                          "update ledger_checkpoint set note = $3 where log = $1 and slot = $2",
                          "tit", "", DB_WRITE, DB_FACTS},
    [T_VERSION_PUT] = {"t.version_put",
                       "insert into record_version (subject_id, record_id, version, payload, salt,"
                       " commitment, reason, by_user, by_post, by_unit, at)"
                       " values ($1, $2, $3, $4, $5, $6, 'first', 1, 1, 1, 1)",
                       "iiiTBb", "", DB_WRITE, DB_FACTS},
    [T_VERSION_SET] = {"t.version_set",
                       "update record_version set payload = $3, salt = $4, commitment = $5"
                       " where subject_id = $1 and record_id = $2",
                       "iiTBb", "", DB_WRITE, DB_FACTS},
    [T_VERSION_DROP] = {"t.version_drop",
                        "delete from record_version where subject_id = $1 and record_id = $2", "ii",
                        "", DB_WRITE, DB_FACTS},
    [T_VERSION_GET] = {"t.version_get",
                       "select payload, salt, commitment from record_version where subject_id = $1"
                       " and record_id = $2",
                       "ii", "TBb", DB_READ, DB_FACTS},
    [T_LEASE_SET] = {"t.lease_set",
                     "update ledger_log set holder = $2, lease_until = $3, fence = fence + 1"
                     " where log = $1",
                     "tii", "", DB_WRITE, DB_FACTS},
    [T_LOOKS_DROP] = {"t.looks_drop",
                      "delete from looks_entry where month = $1 and entry_id ="
                      " (select min(entry_id) from looks_entry where month = $1)",
                      "i", "", DB_WRITE, DB_LOOKS},
    [T_LOOKS_LEAF_SET] = {"t.looks_leaf_set",
                          "update looks_entry set leaf = $2 where month = $1 and entry_id ="
                          " (select max(entry_id) from looks_entry where month = $1)",
                          "it", "", DB_WRITE, DB_LOOKS},
    [T_LOOKS_PENDING_COUNT] = {"t.looks_pending_count",
                               "select count(*) from looks_pending where month = $1", "i", "i",
                               DB_READ, DB_LOOKS},
    [T_STMTS] = {.name = NULL},
};

struct bed_clock {
    struct clock clock;
    struct instant t;
};
static inline struct instant bed_now(const struct clock *c) {
    return ((const struct bed_clock *)(const void *)c)->t;
}

struct bed {
    struct arena *arena;
    struct ctx ctx;
    struct bed_clock clock;
    struct sign_key key;
    const char *dir, *url;
    char out[65536]; /* of the last command */
};

static inline void must(struct bed *b, enum err e, const char *what) {
    if (e != OK) fail_msg("%s: %s %s", what, err_code(e), b->ctx.failure.detail);
}
#define MUST(b, call) must((b), (call), #call)

static inline enum err bed_ledger(struct bed *b) {
    struct ledger_config config = {
        .dir = b->dir, .origin = "gongxin.example/heihe", .key = &b->key, .suite = SUITE_INTL};
    return ledger_open(&b->ctx, &config, &b->ctx.ledger);
}

static inline void bed_db(struct bed *b) {
    static const struct db_stmt *const tables[] = {ledger_stmts, T};
    struct db_config config = {
        .url = b->url, .sql_dir = SOURCE_DIR "/sql", .no_fsync = true, .create = true, .fault = ""};
    MUST(b, db_open(&b->ctx, &config, (struct db_stmts){tables, 2}, &b->ctx.db));
}

static inline void bed_open(struct bed *b) {
    memset(b, 0, sizeof *b);
    b->arena = arena_new();
    b->clock.clock.now = bed_now;
    b->clock.t = clock_now(&clock_system);
    b->ctx = (struct ctx){.arena = b->arena, .clock = &b->clock.clock};
    b->dir = engine_folder(b->arena);
    b->url = engine_database(b->arena, b->dir, 0);
    const char *conf = arena_printf(b->arena, "# test\ndatabase = %s\n", b->url);
    MUST(b, file_write(file_join(b->arena, b->dir, "gongxin.conf"), str_of(conf), 0600));
    MUST(b, ledger_key_load(&b->ctx, b->dir, true, &b->key));
    bed_db(b);
    MUST(b, bed_ledger(b));
}

/* As after a restart: nothing in memory is left, and the dead process's lease has run out. */
static inline void bed_restart(struct bed *b) {
    b->clock.t.us += 31000000;
    ledger_close(&b->ctx.ledger);
    db_close(&b->ctx.db);
    bed_db(b);
    MUST(b, bed_ledger(b));
}

static inline void bed_close(struct bed *b) {
    db_leak_check(&b->ctx);
    ledger_close(&b->ctx.ledger);
    db_close(&b->ctx.db);
    engine_folder_drop(b->arena, b->dir);
    arena_free(&b->arena);
}

/* --- writing what may be written --- */

struct bed_append {
    int64_t first, n, subject;
    enum err then;
};

static inline enum err bed_append_fn(struct ctx *ctx, struct door *door, struct db_session *s,
                                     void *arg) {
    static const char *const basis[] = {"HH-4"};
    struct bed_append *a = arg;
    (void)ctx;
    (void)s;
    for (int64_t i = 0; i < a->n; i++) {
        struct leaf leaf = LEAF(EV_SUBJECT_CHANGED);
        leaf.actor = 11;
        leaf.channel = "web";
        leaf.role = "operator";
        leaf.basis = basis;
        leaf.n_basis = 1;
        leaf.object = a->first + i;
        leaf.subject = a->subject;
        door_leaf(door, &leaf);
    }
    return a->then;
}

static inline enum err bed_append(struct bed *b, int64_t n) {
    struct bed_append a = {1000, n, 5, OK};
    return door_run(&b->ctx, "test.append", DB_PEOPLE, bed_append_fn, &a);
}

struct bed_record {
    int64_t subject, record;
    const char *payload;
};

static inline enum err bed_record_fn(struct ctx *ctx, struct door *door, struct db_session *s,
                                     void *arg) {
    struct bed_record *r = arg;
    struct salt salt;
    crypto_random(&salt, sizeof salt);
    struct stored_digest c = crypto_commit(SUITE_INTL, &salt, str_of(r->payload));
    enum db_result got =
        db_exec(s, &T[T_VERSION_PUT],
                DB_ARGS(db_int(r->subject), db_int(r->record), db_int(1), db_text(r->payload),
                        db_blob(salt.b, SALT_BYTES), db_blob(c.b, STORED_DIGEST_BYTES)),
                NULL);
    if (got != DB_ROW) return db_err(ctx, s, got);
    struct leaf leaf = LEAF(EV_RECORD_ACCEPTED);
    leaf.actor = 11;
    leaf.place = "heihe";
    leaf.policy = "heihe@0123456789ab";
    leaf.object = r->record;
    leaf.subject = r->subject;
    leaf.version = 1;
    leaf.commitments = &c;
    leaf.n_commitments = 1;
    door_leaf(door, &leaf);
    return OK;
}

static inline void bed_record(struct bed *b, int64_t subject, int64_t record, const char *payload) {
    struct bed_record r = {subject, record, payload};
    MUST(b, door_run(&b->ctx, "test.record", DB_PEOPLE, bed_record_fn, &r));
}

struct bed_look {
    struct date month;
    size_t n;
};

static inline enum err bed_look_fn(struct ctx *ctx, struct db_session *s, void *arg) {
    struct bed_look *l = arg;
    struct leaf leaves[64];
    BUG_IF(l->n > 64);
    for (size_t i = 0; i < l->n; i++) {
        leaves[i] = LEAF(EV_LOOK_ANSWERED);
        leaves[i].actor = 3;
        leaves[i].subject = 5;
    }
    return looks_append(ctx, s, l->month, leaves, l->n);
}

static inline enum err bed_look(struct bed *b, size_t n) {
    struct bed_look l = {clock_today(&b->clock.clock), n};
    return db_tx(&b->ctx, DB_LOOKS, l.month, DB_PEOPLE, "test.look", bed_look_fn, &l);
}

static inline int64_t bed_seal(struct bed *b, enum ledger_log log) {
    struct seal_result r;
    MUST(b, seal_run_once(&b->ctx, log, &r));
    assert_false(r.held);
    return r.size;
}

/* --- writing what may not --- */

struct bed_exec {
    const struct db_stmt *stmt;
    const struct db_value *args;
};

static inline enum err bed_exec_fn(struct ctx *ctx, struct db_session *s, void *arg) {
    struct bed_exec *e = arg;
    enum db_result r = db_exec(s, e->stmt, e->args, NULL);
    return r == DB_ROW ? OK : r == DB_NONE ? ERR_NOT_FOUND : db_err(ctx, s, r);
}

static inline void bed_do(struct bed *b, int stmt, const struct db_value *args) {
    struct bed_exec e = {&T[stmt], args};
    struct date month = clock_today(&b->clock.clock);
    if (T[stmt].store == DB_LOOKS)
        month = date_make((int)(args[0].i / 100), (int)(args[0].i % 100), 1);
    enum err err = db_tx(&b->ctx, T[stmt].store, month, DB_PEOPLE, T[stmt].name, bed_exec_fn, &e);
    if (err != OK) fail_msg("%s: %s", T[stmt].name, err_code(err));
}

static inline const struct db_value *bed_get(struct bed *b, int stmt, const struct db_value *args) {
    struct db_session *s;
    const struct db_value *row;
    struct date month = clock_today(&b->clock.clock);
    if (T[stmt].store == DB_LOOKS)
        month = date_make((int)(args[0].i / 100), (int)(args[0].i % 100), 1);
    MUST(b, db_read_begin(&b->ctx, T[stmt].store, month, &s));
    enum db_result r = db_one(s, b->arena, &T[stmt], args, &row);
    db_read_end(&b->ctx, &s);
    return r == DB_ROW ? row : NULL;
}

struct bed_ids {
    int64_t *ids;
    size_t n;
};
static inline bool bed_take_id(void *arg, const struct db_value *row) {
    struct bed_ids *l = arg;
    l->ids[l->n++] = db_get_int(row, 0);
    return true;
}
/* Numbers of all entries, ascending. */
static inline struct bed_ids bed_ids(struct bed *b) {
    struct bed_ids l = {ARENA_ARRAY(b->arena, 20000, int64_t), 0};
    struct db_session *s;
    MUST(b, db_read_begin(&b->ctx, DB_FACTS, DATE_NONE, &s));
    enum db_result r = db_each(s, &T[T_IDS], DB_NO_ARGS, bed_take_id, &l);
    assert_true(r == DB_ROW || r == DB_NONE);
    db_read_end(&b->ctx, &s);
    return l;
}

/* --- the verifier, as anybody runs it --- */

static inline int bed_run(struct bed *b, const char *args) {
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(n > 0);
    self[n] = 0;
    *strrchr(self, '/') = 0;
    const char *line = arena_printf(b->arena, "GONGXIN_SHARE='%s' '%s/gongxin-verify' %s 2>&1",
                                    SOURCE_DIR, self, args);
    FILE *p = popen(line, "r");
    assert_non_null(p);
    size_t got = fread(b->out, 1, sizeof b->out - 1, p);
    b->out[got] = 0;
    int status = pclose(p);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static inline int bed_verify(struct bed *b) {
    return bed_run(b, arena_printf(b->arena, "--data '%s' --max-unsealed 1000000000", b->dir));
}

static inline void bed_sound(struct bed *b, const char *when) {
    if (bed_verify(b) != 0) fail_msg("%s: %s", when, b->out);
}

/* Wrong, and the findings name the entry (0: none to name) under that code. */
static inline void bed_wrong(struct bed *b, const char *when, const char *code, int64_t entry) {
    int status = bed_verify(b);
    const char *id = entry ? arena_printf(b->arena, "%lld", (long long)entry) : "";
    const char *line = b->out;
    for (; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        const char *end = strchr(line, '\n');
        char one[2048] = "";
        memcpy(one, line, end ? (size_t)(end - line) % sizeof one : strlen(line) % sizeof one);
        if (strncmp(one, code, strlen(code)) == 0 && one[strlen(code)] == '\t' && strstr(one, id))
            break;
    }
    if (status != 1 || !line)
        fail_msg("%s: wanted %s %s, status %d: %s", when, code, id, status, b->out);
}

#endif
