#include "db/db_postgres.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/bug.h"
#include "base/log.h"
#include "base/num.h"
#include "db/db_plan.h"

enum { POSTS_MAX = 512, CHUNK = 256, CHUNKS_AHEAD = 4 };

static const struct {
    const char *name, *sql;
} CONTROLS[] = {
    {"begin_write", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"},
    {"begin_snapshot", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
    {"commit", "COMMIT"},
    {"rollback", "ROLLBACK"},
    {"savepoint", "SAVEPOINT one"},
    {"release", "RELEASE one"},
    {"undo", "ROLLBACK TO one"},
};

static struct pg_conn *self(struct db_conn *c) {
    return (struct pg_conn *)c;
}

/* --- failures --- */

struct db_failure pg_failure_of(const PGresult *res) {
    static const struct {
        const char *prefix; /* of the SQLSTATE; first match */
        struct db_failure failure;
    } MAP[] = {
        {"40", {.err = ERR_BUSY, .retry = true}},        /* serialization, deadlock */
        {"55P03", {.err = ERR_BUSY, .retry = true}},     /* a lock was not free in time */
        {"23505", {.err = ERR_CONFLICT, .retry = true}}, /* perhaps taken since we looked */
        {"53100", {.err = ERR_DISK_FULL}},
        {"53", {.err = ERR_BUSY}},    /* memory, connections */
        {"57014", {.err = ERR_BUSY}}, /* the statement's time is over */
        {"57P", {.err = ERR_DB, .retry = true, .lost = true}},
        {"08", {.err = ERR_DB, .retry = true, .lost = true}},
        {"25P03", {.err = ERR_DB, .retry = true, .lost = true}}, /* idle in a transaction */
    };
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;

    if (state == NULL) return (struct db_failure){.err = ERR_DB, .retry = true, .lost = true};
    for (size_t i = 0; i < GX_COUNT(MAP); i++)
        if (strncmp(state, MAP[i].prefix, strlen(MAP[i].prefix)) == 0) return MAP[i].failure;
    return (struct db_failure){.err = ERR_DB};
}

/* Only the SQLSTATE and the constraint's name: messages can quote values. */
static enum db_result failed(struct pg_conn *c, const PGresult *res, const char *what) {
    struct db_failure f = pg_failure_of(res);
    const char *state = res ? PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    const char *constraint = res ? PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME) : NULL;
    char code[96];

    if (PQstatus(c->pg) == CONNECTION_BAD) f.lost = f.retry = true;
    if (f.lost) c->head.dead = true;
    snprintf(code, sizeof code, "%s%s%s", state ? state : "connection lost", constraint ? " " : "",
             constraint ? constraint : "");
    return db_conn_failed(&c->head, f, what, code);
}

/* --- the queue --- */

static struct pg_node *push(struct pg_conn *c, struct pg_node node) {
    struct pg_node *copy = arena_copy(c->queue, &node, sizeof node);

    copy->next = NULL;
    *c->last = copy;
    c->last = &copy->next;
    c->queued++;
    return copy;
}

static void push_control(struct pg_conn *c, const char *name) {
    push(c, (struct pg_node){.kind = PG_CONTROL, .control = name});
}

static void push_run(struct pg_conn *c, const struct db_plan *plan, const struct db_value *args,
                     struct db_sink *sink) {
    if (!c->prepared[plan->slot]) push(c, (struct pg_node){.kind = PG_PREPARE, .plan = plan});
    c->prepared[plan->slot] = true;
    push(c, (struct pg_node){.kind = PG_RUN, .plan = plan, .args = args, .sink = sink});
}

/* What stands at and after `at` never travels. */
static void cut(struct pg_conn *c, struct pg_node **at) {
    for (struct pg_node *node = *at; node != NULL; node = node->next) {
        if (node->kind == PG_PREPARE) c->prepared[node->plan->slot] = false;
        c->queued--;
    }
    *at = NULL;
    c->last = at;
}

static void empty(struct pg_conn *c) {
    c->first = NULL;
    c->last = &c->first;
    c->queued = 0;
    arena_reset(c->queue);
}

static bool send_run(struct pg_conn *c, const struct db_plan *plan, const struct db_value *args) {
    uint8_t ints[DB_MAX_COLUMNS][8];
    const char *values[DB_MAX_COLUMNS];
    int lengths[DB_MAX_COLUMNS], formats[DB_MAX_COLUMNS];
    char name[16];

    for (unsigned i = 0; i < plan->n_in; i++) {
        const struct db_value *v = &args[i];
        formats[i] = 1;
        switch (v->type) {
        case DB_NULL:
            values[i] = NULL;
            lengths[i] = 0;
            break;
        case DB_INT:
            for (int k = 0; k < 8; k++)
                ints[i][k] = (uint8_t)((uint64_t)v->i >> (56 - 8 * k));
            values[i] = (const char *)ints[i];
            lengths[i] = 8;
            break;
        case DB_TEXT:
        case DB_BLOB:
            values[i] = v->s.n > 0 ? v->s.p : "";
            lengths[i] = (int)v->s.n;
            break;
        }
    }
    snprintf(name, sizeof name, "s%u", plan->slot);
    return PQsendQueryPrepared(c->pg, name, (int)plan->n_in, values, lengths, formats, 1) == 1;
}

static bool send_node(struct pg_conn *c, const struct pg_node *node) {
    Oid types[DB_MAX_COLUMNS];
    char name[16];

    switch (node->kind) {
    case PG_CONTROL: return PQsendQueryPrepared(c->pg, node->control, 0, NULL, NULL, NULL, 1) == 1;
    case PG_PREPARE:
        pg_param_types(node->plan, types);
        snprintf(name, sizeof name, "s%u", node->plan->slot);
        return PQsendPrepare(c->pg, name, node->plan->sql, (int)node->plan->n_in, types) == 1;
    case PG_RUN: return send_run(c, node->plan, node->args);
    }
    return false;
}

/* --- answers --- */

static bool column(const PGresult *res, int row, int at, char letter, struct db_value *v) {
    bool may_be_null = letter >= 'A' && letter <= 'Z';
    const uint8_t *p = (const uint8_t *)PQgetvalue(res, row, at);
    int n = PQgetlength(res, row, at);

    *v = (struct db_value){.type = DB_NULL};
    if (PQgetisnull(res, row, at)) return may_be_null;
    if (letter == 'i' || letter == 'I') {
        /* bigint, integer, smallint in network order, or a boolean's byte */
        uint64_t u = n > 1 && (p[0] & 0x80) ? UINT64_MAX : 0;
        for (int k = 0; k < n && k < 8; k++)
            u = u << 8 | p[k];
        v->type = DB_INT;
        v->i = (int64_t)u;
        return n >= 1 && n <= 8;
    }
    v->type = letter == 't' || letter == 'T' ? DB_TEXT : DB_BLOB;
    v->s = (struct str){(const char *)p, (size_t)n};
    return true;
}

/* Hands the rows of a result on; false when a value is not what the signature says. */
static bool deliver(const struct db_plan *plan, const PGresult *res, struct db_sink *sink,
                    bool *stopped) {
    struct db_value row[DB_MAX_COLUMNS];

    for (int r = 0; r < PQntuples(res) && !*stopped; r++) {
        for (unsigned i = 0; i < plan->n_out; i++)
            if (!column(res, r, (int)i, plan->stmt->out[i], &row[i])) return false;
        sink->any = true;
        if (!sink->fn(sink->arg, row)) *stopped = true;
    }
    return true;
}

static const char *what_of(const struct pg_node *node) {
    return node->kind == PG_CONTROL ? node->control : node->plan->stmt->name;
}

/* What one node was answered. Only the first failure of a flush counts. */
static enum db_result answer(struct pg_conn *c, const struct pg_node *node, const PGresult *res,
                             bool *stopped) {
    int64_t changed;

    switch (PQresultStatus(res)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
        /* A COMMIT of a transaction that had failed says ROLLBACK and calls it success. */
        if (node->kind == PG_CONTROL && strcmp(node->control, "commit") == 0 &&
            strcmp(PQcmdStatus((PGresult *)res), "COMMIT") != 0)
            return db_conn_failed(&c->head, (struct db_failure){.err = ERR_DB}, "commit",
                                  "rolled back");
        if (node->sink == NULL) return DB_ROW;
        if (node->sink->fn != NULL && !deliver(node->plan, res, node->sink, stopped))
            return db_conn_failed(&c->head, (struct db_failure){.err = ERR_DB}, what_of(node),
                                  "a value is not of its column's type");
        if (num_i64(str_of(PQcmdTuples((PGresult *)res)), 0, INT64_MAX, &changed))
            node->sink->changed += changed;
        return DB_ROW;
    case PGRES_PIPELINE_ABORTED:
        if (node->kind == PG_PREPARE) c->prepared[node->plan->slot] = false;
        return DB_ROW; /* the one that failed has told */
    default:
        if (node->kind == PG_PREPARE) c->prepared[node->plan->slot] = false;
        return failed(c, res, what_of(node));
    }
}

static enum db_result read_node(struct pg_conn *c, const struct pg_node *node) {
    enum db_result result = DB_ROW;
    bool stopped = false;
    PGresult *res;

    if (node->sink != NULL && node->sink->stream) PQsetSingleRowMode(c->pg);
    while ((res = PQgetResult(c->pg)) != NULL) {
        if (result == DB_ROW) result = answer(c, node, res, &stopped);
        PQclear(res);
        if (PQstatus(c->pg) == CONNECTION_BAD) break;
    }
    if (result == DB_ROW && PQstatus(c->pg) == CONNECTION_BAD)
        result = failed(c, NULL, what_of(node));
    return result;
}

static enum db_result read_sync(struct pg_conn *c) {
    PGresult *res = PQgetResult(c->pg);
    bool good = res != NULL && PQresultStatus(res) == PGRES_PIPELINE_SYNC;

    PQclear(res);
    return good ? DB_ROW : failed(c, NULL, "sync");
}

/* Sends the queue and reads every answer. */
static enum db_result flush(struct pg_conn *c) {
    enum db_result result = DB_ROW;

    if (c->head.dead) {
        empty(c);
        c->head.failure = (struct db_failure){.err = ERR_DB, .retry = true, .lost = true};
        return DB_RETRY;
    }
    c->sent = true;
    for (const struct pg_node *node = c->first; node != NULL && result == DB_ROW; node = node->next)
        if (!send_node(c, node)) result = failed(c, NULL, what_of(node));
    if (result == DB_ROW && PQpipelineSync(c->pg) != 1) result = failed(c, NULL, "sync");
    if (result == DB_ROW) {
        for (const struct pg_node *node = c->first; node != NULL && !c->head.dead;
             node = node->next) {
            struct db_failure before = c->head.failure;
            enum db_result one = read_node(c, node);
            if (result == DB_ROW)
                result = one;
            else if (!c->head.dead)
                c->head.failure = before;
        }
        if (!c->head.dead) {
            struct db_failure before = c->head.failure;
            if (read_sync(c) != DB_ROW)
                result = DB_RETRY;
            else
                c->head.failure = before;
        }
    } else {
        c->head.dead = true; /* half a queue was sent: nothing more can be said on it */
    }
    empty(c);
    return result;
}

/* The savepoint that mark wanted, now that something is about to travel. */
static void place_mark(struct pg_conn *c) {
    if (!c->marked || c->mark_sent) return;
    struct pg_node node = {.kind = PG_CONTROL, .control = "savepoint", .next = *c->mark_at};
    struct pg_node *copy = arena_copy(c->queue, &node, sizeof node);
    if (c->last == c->mark_at) c->last = &copy->next;
    *c->mark_at = copy;
    c->queued++;
    c->mark_sent = true;
}

/* --- connections --- */

PGconn *pg_raw_connect(struct ctx *ctx, struct db *db, bool write) {
    const char *const keys[] = {"dbname", "application_name", "client_encoding", "connect_timeout",
                                NULL};
    const char *const values[] = {db->config.url, "gongxin", "UTF8", "10", NULL};
    PGconn *pg = PQconnectdbParams(keys, values, 1);
    char settings[640];

    if (PQstatus(pg) != CONNECTION_OK) {
        log_event(ctx, LOG_ERROR, "db.connect_failed", "engine=postgres message=%s",
                  PQerrorMessage(pg));
        PQfinish(pg);
        (void)fail(ctx, ERR_DB, NULL);
        return NULL;
    }
    snprintf(settings, sizeof settings,
             "SET client_min_messages = warning; SET timezone = 'UTC';"
             "SET standard_conforming_strings = on;"
             "SET statement_timeout = %u; SET lock_timeout = 10000;"
             "SET idle_in_transaction_session_timeout = 120000;"
             "SET default_transaction_read_only = %s;"
             "SET default_transaction_isolation = 'read committed'; %s",
             db->config.timeout_ms, write ? "off" : "on",
             db->config.no_fsync
                 ? "SET synchronous_commit = off"
                 /* An acknowledged commit is on disk; more than that may be configured. */
                 : "SELECT set_config('synchronous_commit', 'on', false)"
                   " WHERE current_setting('synchronous_commit') = 'off'");
    if (pg_raw_exec(ctx, pg, settings, "settings", NULL) != OK) {
        PQfinish(pg);
        return NULL;
    }
    return pg;
}

enum err pg_raw_exec(struct ctx *ctx, PGconn *pg, const char *sql, const char *what,
                     PGresult **res_r) {
    PGresult *res = PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(res);

    if (res_r != NULL) *res_r = NULL;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        struct db_failure f = pg_failure_of(PQstatus(pg) == CONNECTION_BAD ? NULL : res);
        const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
        log_event(ctx, LOG_ERROR, "db.failed", "engine=postgres step=%s message=%s", what,
                  message ? message : "connection lost");
        PQclear(res);
        return fail(ctx, f.err, NULL);
    }
    if (res_r != NULL)
        *res_r = res;
    else
        PQclear(res);
    return OK;
}

static void pg_disconnect(struct db_conn **head) {
    struct pg_conn *c = self(*head);
    struct arena *arena = c->head.arena;

    PQfinish(c->pg);
    arena_free(&c->queue);
    *head = NULL;
    arena_free(&arena);
}

static bool prepare_controls(struct pg_conn *c) {
    bool good = PQenterPipelineMode(c->pg) == 1;
    PGresult *res;

    for (size_t i = 0; i < GX_COUNT(CONTROLS) && good; i++)
        good = PQsendPrepare(c->pg, CONTROLS[i].name, CONTROLS[i].sql, 0, NULL) == 1;
    good = good && PQpipelineSync(c->pg) == 1;
    for (size_t i = 0; i < GX_COUNT(CONTROLS) && good; i++) {
        while ((res = PQgetResult(c->pg)) != NULL) {
            good = good && PQresultStatus(res) == PGRES_COMMAND_OK;
            PQclear(res);
        }
    }
    return good && read_sync(c) == DB_ROW;
}

static enum err pg_connect(struct ctx *ctx, struct db *db, struct db_place place, bool write,
                           struct db_conn **c_r) {
    PGconn *pg = pg_raw_connect(ctx, db, write);

    *c_r = NULL;
    if (pg == NULL) return ctx->failure.code;
    if (write && place.store == DB_LOOKS) {
        enum err e = pg_month_make(ctx, pg, place.month);
        if (e) {
            PQfinish(pg);
            return e;
        }
    }
    struct arena *arena = arena_new();
    struct pg_conn *c = ARENA_NEW(arena, struct pg_conn);
    c->head =
        (struct db_conn){.db = db, .arena = arena, .place = place, .write = write, .ctx = ctx};
    c->pg = pg;
    c->prepared = ARENA_ARRAY(arena, db->plans.n + 1, bool);
    c->queue = arena_new();
    empty(c);
    struct db_conn *head = &c->head;
    if (!prepare_controls(c)) {
        pg_disconnect(&head);
        return fail(ctx, ERR_DB, NULL);
    }
    *c_r = head;
    return OK;
}

/* A server that went away has closed the socket: seen without a round trip. */
static bool is_alive(struct pg_conn *c) {
    struct pollfd fd = {.fd = PQsocket(c->pg), .events = POLLIN};

    if (c->head.dead) return false;
    if (poll(&fd, 1, 0) > 0 && PQconsumeInput(c->pg) != 1) return false;
    return PQstatus(c->pg) == CONNECTION_OK;
}

/* --- transactions --- */

static enum db_result pg_begin(struct db_conn *head, enum db_begin how) {
    struct pg_conn *c = self(head);

    BUG_IF(c->in_tx || c->first != NULL);
    if (!is_alive(c)) return failed(c, NULL, "begin");
    c->sent = c->marked = false;
    if (how == DB_BEGIN_READ) return DB_ROW;
    push_control(c, how == DB_BEGIN_WRITE ? "begin_write" : "begin_snapshot");
    c->in_tx = true;
    if (how == DB_BEGIN_WRITE) return DB_ROW; /* travels with the first statement */
    enum db_result result = flush(c);
    if (result != DB_ROW) c->in_tx = false;
    return result;
}

static void pg_end(struct db_conn *head) {
    struct pg_conn *c = self(head);

    cut(c, &c->first);
    empty(c);
    if (c->in_tx && c->sent && !c->head.dead) {
        struct db_failure before = c->head.failure;
        push_control(c, "rollback");
        if (flush(c) != DB_ROW) c->head.dead = true;
        c->head.failure = before;
    }
    c->in_tx = c->marked = false;
}

static enum db_result pg_commit(struct db_conn *head) {
    struct pg_conn *c = self(head);

    if (!c->sent && c->queued == 1) { /* only the BEGIN: nothing was done */
        pg_end(head);
        return DB_ROW;
    }
    push_control(c, "commit");
    head->failure = (struct db_failure){.err = OK};
    enum db_result result = flush(c);
    if (result == DB_ROW) {
        c->in_tx = false;
        return DB_ROW;
    }
    struct db_failure f = head->failure;
    /* Lost before any refusal came: it may have happened. */
    f.unknown = f.lost;
    pg_end(head);
    head->failure = f;
    return result;
}

static enum db_result pg_mark(struct db_conn *head) {
    struct pg_conn *c = self(head);

    c->marked = true;
    c->mark_sent = false;
    c->mark_at = c->last;
    c->mark = arena_mark(c->queue);
    return DB_ROW;
}

static enum db_result pg_keep(struct db_conn *head) {
    struct pg_conn *c = self(head);

    if (c->mark_sent) push_control(c, "release");
    c->marked = false;
    return DB_ROW;
}

static enum db_result pg_undo(struct db_conn *head) {
    struct pg_conn *c = self(head);

    c->marked = false;
    if (!c->mark_sent) {
        cut(c, c->mark_at);
        arena_release(c->queue, c->mark);
        return DB_ROW;
    }
    cut(c, &c->first);
    empty(c);
    push_control(c, "undo");
    push_control(c, "release");
    return flush(c);
}

static void pg_lose(struct db_conn *head) {
    struct pg_conn *c = self(head);

    shutdown(PQsocket(c->pg), SHUT_RDWR);
    head->dead = true;
}

/* --- statements --- */

static enum db_result pg_run(struct db_conn *head, const struct db_plan *plan,
                             const struct db_value *args, struct db_sink *sink) {
    struct pg_conn *c = self(head);

    push_run(c, plan, args, sink);
    place_mark(c);
    return flush(c);
}

static enum db_result pg_post(struct db_conn *head, const struct db_plan *plan,
                              const struct db_value *args) {
    struct pg_conn *c = self(head);

    push_run(c, plan, db_row_copy(c->queue, args, plan->n_in), NULL);
    if (c->queued < POSTS_MAX) return DB_ROW;
    place_mark(c);
    return flush(c);
}

static enum db_result pg_calls(struct db_conn *head, struct arena *a, struct db_call *calls,
                               size_t n) {
    struct pg_conn *c = self(head);
    struct db_collect *to = ARENA_ARRAY(a, n, struct db_collect);
    struct db_sink *sinks = ARENA_ARRAY(a, n, struct db_sink);

    for (size_t i = 0; i < n; i++) {
        const struct db_plan *plan = db_plan_of(head->db, calls[i].stmt);
        calls[i].n = 0;
        to[i] = (struct db_collect){.arena = a, .call = &calls[i], .columns = plan->n_out};
        sinks[i] = (struct db_sink){.fn = db_collect, .arg = &to[i]};
        push_run(c, plan, calls[i].args, &sinks[i]);
    }
    place_mark(c);
    enum db_result result = flush(c);
    for (size_t i = 0; i < n && result == DB_ROW; i++)
        calls[i].result = calls[i].n > 0 ? DB_ROW : DB_NONE;
    return result;
}

static enum db_result send_chunk(struct pg_conn *c, const struct db_plan *plan,
                                 const struct db_value *args, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!send_run(c, plan, args + i * plan->n_in)) return failed(c, NULL, plan->stmt->name);
    return PQpipelineSync(c->pg) == 1 ? DB_ROW : failed(c, NULL, "sync");
}

static enum db_result read_chunk(struct pg_conn *c, const struct pg_node *node, size_t n) {
    enum db_result result = DB_ROW;

    for (size_t i = 0; i < n && !c->head.dead; i++) {
        struct db_failure before = c->head.failure;
        enum db_result one = read_node(c, node);
        if (result == DB_ROW)
            result = one;
        else if (!c->head.dead)
            c->head.failure = before;
    }
    if (c->head.dead) return result;
    struct db_failure before = c->head.failure;
    if (read_sync(c) != DB_ROW) return DB_RETRY;
    c->head.failure = before;
    return result;
}

static size_t chunk_at(size_t n, size_t at) {
    return n - at < CHUNK ? n - at : CHUNK;
}

/* A few chunks are under way while the answers of the first are read. */
static enum db_result pg_run_many(struct db_conn *head, const struct db_plan *plan,
                                  const struct db_value *args, size_t n, int64_t *changed_r) {
    struct pg_conn *c = self(head);
    struct db_sink sink = {.fn = NULL};
    struct pg_node node = {.kind = PG_RUN, .plan = plan, .sink = &sink};
    size_t sent = 0, read = 0;
    enum db_result result = DB_ROW;

    /* The first row takes along what is queued, and finds out whether the statement prepares. */
    push_run(c, plan, args, &sink);
    place_mark(c);
    result = flush(c);
    args += plan->n_in;
    n--;
    while (result == DB_ROW && read < n) {
        while (result == DB_ROW && sent < n && sent - read < CHUNKS_AHEAD * CHUNK) {
            size_t chunk = chunk_at(n, sent);
            result = send_chunk(c, plan, args + sent * plan->n_in, chunk);
            if (result == DB_ROW) sent += chunk;
        }
        if (result != DB_ROW) break;
        size_t chunk = chunk_at(n, read);
        result = read_chunk(c, &node, chunk);
        read += chunk;
    }
    /* Chunks that were sent before the failure came still answer. */
    struct db_failure first = c->head.failure;
    while (result != DB_ROW && read < sent && !c->head.dead) {
        size_t chunk = chunk_at(sent, read);
        (void)read_chunk(c, &node, chunk);
        read += chunk;
    }
    if (result != DB_ROW && !c->head.dead) c->head.failure = first;
    *changed_r = sink.changed;
    return result;
}

const struct db_driver db_driver_postgres = {
    .name = "postgres",
    .queued = {false, true},
    .open = pg_store_open,
    .rest = pg_store_nothing,
    .close = pg_store_nothing,
    .connect = pg_connect,
    .disconnect = pg_disconnect,
    .begin = pg_begin,
    .end = pg_end,
    .commit = pg_commit,
    .mark = pg_mark,
    .keep = pg_keep,
    .undo = pg_undo,
    .run = pg_run,
    .run_many = pg_run_many,
    .post = pg_post,
    .calls = pg_calls,
    .lose = pg_lose,
    .months = pg_months,
    .drop = pg_drop,
};
