#include "db/db_postgres.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/bug.h"
#include "base/log.h"
#include "db/db_plan.h"

enum { POSTS_MAX = 512, CHUNK = 256, CHUNKS_AHEAD = 4 };

static const struct {
    const char *name, *sql;
} CONTROLS[] = {
    {"begin_write", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"},
    {"begin_snapshot", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
    {"commit", "COMMIT"},
    {"rollback", "ROLLBACK"},
};

static struct pg_conn *self(struct db_conn *c) {
    return (struct pg_conn *)c;
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
    return good && pg_read_sync(c) == DB_ROW;
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
    pg_empty(c);
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
    /* Twice: what it said before it went comes first. */
    for (int i = 0; i < 2 && poll(&fd, 1, 0) > 0; i++)
        if (PQconsumeInput(c->pg) != 1) return false;
    return PQstatus(c->pg) == CONNECTION_OK;
}

/* --- transactions --- */

static enum db_result pg_begin(struct db_conn *head, enum db_begin how) {
    struct pg_conn *c = self(head);

    BUG_IF(c->in_tx || c->first != NULL);
    if (!is_alive(c)) return pg_failed(c, NULL, "begin");
    c->sent = c->marked = c->refused = false;
    if (how == DB_BEGIN_READ) return DB_ROW;
    pg_push_control(c, how == DB_BEGIN_WRITE ? "begin_write" : "begin_snapshot");
    c->in_tx = true;
    if (how == DB_BEGIN_WRITE) return DB_ROW; /* travels with the first statement */
    enum db_result result = pg_flush(c);
    if (result != DB_ROW) c->in_tx = false;
    return result;
}

static void pg_end(struct db_conn *head) {
    struct pg_conn *c = self(head);

    pg_cut(c, &c->first);
    pg_empty(c);
    if (c->in_tx && c->sent && !c->head.dead) {
        struct db_failure before = c->head.failure;
        pg_push_control(c, "rollback");
        if (pg_flush(c) != DB_ROW) c->head.dead = true;
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
    head->failure = (struct db_failure){.err = OK};
    bool asked = !c->expects; /* to commit: not before what is expected has come */
    enum db_result result = asked ? DB_ROW : pg_flush(c);
    if (result == DB_ROW) {
        asked = true;
        pg_push_control(c, "commit");
        result = pg_flush(c);
    }
    if (result == DB_ROW) {
        c->in_tx = false;
        return DB_ROW;
    }
    struct db_failure f = head->failure;
    /* Lost before any refusal came: it may have happened. */
    f.unknown = f.lost && asked && !c->refused;
    pg_end(head);
    head->failure = f;
    return result;
}

/* No savepoint: members of a group only queue, so that most of them travel together. One that fails
 * after it has travelled takes the whole with it, and everybody runs again alone. */
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

    c->marked = false;
    return DB_ROW;
}

static enum db_result pg_undo(struct db_conn *head) {
    struct pg_conn *c = self(head);

    c->marked = false;
    if (!c->mark_sent) {
        pg_cut(c, c->mark_at);
        arena_release(c->queue, c->mark);
        return DB_ROW;
    }
    head->failure = (struct db_failure){.err = ERR_DB, .retry = true, .lost = true};
    return DB_RETRY;
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

    pg_push_run(c, plan, args, sink);
    return pg_flush(c);
}

static enum db_result pg_post(struct db_conn *head, const struct db_plan *plan,
                              const struct db_value *args) {
    struct pg_conn *c = self(head);

    pg_push_run(c, plan, db_row_copy(c->queue, args, plan->n_in), NULL);
    return c->queued < POSTS_MAX ? DB_ROW : pg_flush(c);
}

static enum db_result pg_expect(struct db_conn *head, const struct db_plan *plan,
                                const struct db_value *args, const struct db_sink *sink) {
    struct pg_conn *c = self(head);

    pg_push_run(c, plan, db_row_copy(c->queue, args, plan->n_in),
                arena_copy(c->queue, sink, sizeof *sink));
    c->expects = true;
    return DB_ROW;
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
        pg_push_run(c, plan, calls[i].args, &sinks[i]);
    }
    enum db_result result = pg_flush(c);
    for (size_t i = 0; i < n && result == DB_ROW; i++)
        calls[i].result = calls[i].n > 0 ? DB_ROW : DB_NONE;
    return result;
}

static enum db_result send_chunk(struct pg_conn *c, const struct db_plan *plan,
                                 const struct db_value *args, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!pg_send_run(c, plan, args + i * plan->n_in))
            return pg_failed(c, NULL, plan->stmt->name);
    return PQpipelineSync(c->pg) == 1 ? DB_ROW : pg_failed(c, NULL, "sync");
}

static enum db_result read_chunk(struct pg_conn *c, const struct pg_node *node, size_t n) {
    enum db_result result = DB_ROW;

    for (size_t i = 0; i < n && !c->head.dead; i++) {
        struct db_failure before = c->head.failure;
        enum db_result one = pg_read_node(c, node);
        if (result == DB_ROW)
            result = one;
        else if (!c->head.dead)
            c->head.failure = before;
    }
    if (c->head.dead) return result;
    struct db_failure before = c->head.failure;
    if (pg_read_sync(c) != DB_ROW) return DB_RETRY;
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
    pg_push_run(c, plan, args, &sink);
    result = pg_flush(c);
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
    .expect = pg_expect,
    .calls = pg_calls,
    .lose = pg_lose,
    .months = pg_months,
    .drop = pg_drop,
    .purge = pg_purge,
};
