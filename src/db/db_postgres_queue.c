#include "db/db_postgres.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "db/db_plan.h"

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
enum db_result pg_failed(struct pg_conn *c, const PGresult *res, const char *what) {
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

void pg_push_control(struct pg_conn *c, const char *name) {
    push(c, (struct pg_node){.kind = PG_CONTROL, .control = name});
}

void pg_push_run(struct pg_conn *c, const struct db_plan *plan, const struct db_value *args,
                 struct db_sink *sink) {
    if (!c->prepared[plan->slot]) push(c, (struct pg_node){.kind = PG_PREPARE, .plan = plan});
    c->prepared[plan->slot] = true;
    push(c, (struct pg_node){.kind = PG_RUN, .plan = plan, .args = args, .sink = sink});
}

/* What stands at and after `at` never travels. */
void pg_cut(struct pg_conn *c, struct pg_node **at) {
    for (struct pg_node *node = *at; node != NULL; node = node->next) {
        if (node->kind == PG_PREPARE) c->prepared[node->plan->slot] = false;
        c->queued--;
    }
    *at = NULL;
    c->last = at;
}

void pg_empty(struct pg_conn *c) {
    c->first = NULL;
    c->last = &c->first;
    c->queued = 0;
    c->expects = false;
    arena_reset(c->queue);
}

bool pg_send_run(struct pg_conn *c, const struct db_plan *plan, const struct db_value *args) {
    uint8_t ints[DB_MAX_COLUMNS][8];
    const char *values[DB_MAX_COLUMNS];
    int lengths[DB_MAX_COLUMNS], formats[DB_MAX_COLUMNS];

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
    return PQsendQueryPrepared(c->pg, plan->prepared, (int)plan->n_in, values, lengths, formats,
                               1) == 1;
}

static bool send_node(struct pg_conn *c, const struct pg_node *node) {
    Oid types[DB_MAX_COLUMNS];

    switch (node->kind) {
    case PG_CONTROL: return PQsendQueryPrepared(c->pg, node->control, 0, NULL, NULL, NULL, 1) == 1;
    case PG_PREPARE:
        pg_param_types(node->plan, types);
        return PQsendPrepare(c->pg, node->plan->prepared, node->plan->sql, (int)node->plan->n_in,
                             types) == 1;
    case PG_RUN: return pg_send_run(c, node->plan, node->args);
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
        if (!db_sink_take(sink, row)) *stopped = true;
    }
    return true;
}

static const char *what_of(const struct pg_node *node) {
    return node->kind == PG_CONTROL ? node->control : node->plan->stmt->name;
}

static bool is_commit(const struct pg_node *node) {
    return node->kind == PG_CONTROL && strcmp(node->control, "commit") == 0;
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
        if (is_commit(node) && strcmp(PQcmdStatus((PGresult *)res), "COMMIT") != 0)
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
        /* Answers come in order: a refusal here means that nothing after it was done. */
        if (PQresultErrorField(res, PG_DIAG_SQLSTATE) != NULL && !is_commit(node))
            c->refused = true;
        return pg_failed(c, res, what_of(node));
    }
}

enum db_result pg_read_node(struct pg_conn *c, const struct pg_node *node) {
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
        result = pg_failed(c, NULL, what_of(node));
    return result;
}

static bool is_disappointed(const struct pg_node *node) {
    return node->sink != NULL && node->sink->wrong != OK && !node->sink->any;
}

enum db_result pg_read_sync(struct pg_conn *c) {
    PGresult *res = PQgetResult(c->pg);
    bool good = res != NULL && PQresultStatus(res) == PGRES_PIPELINE_SYNC;

    PQclear(res);
    return good ? DB_ROW : pg_failed(c, NULL, "sync");
}

/* Sends the queue and reads every answer. */
enum db_result pg_flush(struct pg_conn *c) {
    enum db_result result = DB_ROW;

    if (c->head.dead) {
        pg_empty(c);
        c->head.failure = (struct db_failure){.err = ERR_DB, .retry = true, .lost = true};
        return DB_RETRY;
    }
    c->sent = c->mark_sent = true;
    for (const struct pg_node *node = c->first; node != NULL && result == DB_ROW; node = node->next)
        if (!send_node(c, node)) result = pg_failed(c, NULL, what_of(node));
    if (result == DB_ROW && PQpipelineSync(c->pg) != 1) result = pg_failed(c, NULL, "sync");
    if (result == DB_ROW) {
        for (const struct pg_node *node = c->first; node != NULL && !c->head.dead;
             node = node->next) {
            struct db_failure before = c->head.failure;
            enum db_result one = pg_read_node(c, node);
            if (result != DB_ROW && !c->head.dead) c->head.failure = before;
            if (result == DB_ROW) result = one;
            if (result == DB_ROW && is_disappointed(node))
                result = db_conn_disappointed(&c->head, node->sink, what_of(node));
        }
        if (!c->head.dead) {
            struct db_failure before = c->head.failure;
            if (pg_read_sync(c) != DB_ROW)
                result = DB_RETRY;
            else
                c->head.failure = before;
        }
    } else {
        c->head.dead = true; /* half a queue was sent: nothing more can be said on it */
    }
    pg_empty(c);
    return result;
}
