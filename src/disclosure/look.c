#include "disclosure/look.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/json.h"
#include "ledger/looks.h"
#include "registry/actor.h"

enum { INSERT };

const struct db_stmt look_stmts[] = {
    [INSERT] = {"look.insert",
                "insert into look (month, look_id, subject_id, at, user_id, post_id, unit_id, "
                "person, unit, role, "
                "channel, address, route, content, purpose, basis, reference, authorisation_id, "
                "scene, view, reason, outcome, "
                "code, recipient, place, policy) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
                "$11, $12, $13, "
                "$14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)",
                "iiiiiiitttttttttTITtTtTTtt", "", DB_WRITE, DB_LOOKS},
    {0},
};
enum { COLUMNS = 26, CONTENT_MAX = 1 << 20 };

const char *look_outcome_word(enum look_outcome o) {
    switch (o) {
    case LOOK_ANSWERED: return "answered";
    case LOOK_REFUSED: return "refused";
    case LOOK_DENIED: return "denied";
    case LOOK_EXPORTED: return "exported";
    case LOOK_LISTED: return "listed";
    }
    BUG("outcome");
}

static enum ledger_event event_of(enum look_outcome o) {
    switch (o) {
    case LOOK_ANSWERED: return EV_LOOK_ANSWERED;
    case LOOK_REFUSED:
    case LOOK_DENIED: return EV_LOOK_REFUSED;
    case LOOK_EXPORTED: return EV_LOOK_EXPORTED;
    case LOOK_LISTED: return EV_LOOK_LISTED;
    }
    BUG("outcome");
}

struct date look_month(struct instant at) {
    struct date_ymd d = date_split(date_of_instant(at));
    return date_make(d.year, d.month, 1);
}

int64_t look_month_number(struct date first_day) {
    struct date_ymd d = date_split(first_day);
    return (int64_t)d.year * 100 + d.month;
}

static const char *content_of(struct ctx *ctx, const struct look *l) {
    struct buf b;
    buf_init(&b, CONTENT_MAX);
    struct json_writer w;
    jw_init(&w, &b, true);
    jw_object(&w);
    if (l->asked) jw_ktext(&w, "asked", l->asked);
    jw_key(&w, "items");
    jw_array(&w);
    for (size_t i = 0; i < l->n_items; i++)
        jw_text(&w, l->items[i]);
    jw_array_end(&w);
    if (l->key) jw_ktext(&w, "key", l->key);
    jw_key(&w, "records");
    jw_array(&w);
    for (size_t i = 0; i < l->n_records; i++)
        jw_id(&w, l->records[i]);
    jw_array_end(&w);
    if (l->text) jw_ktext(&w, "text", l->text);
    jw_object_end(&w);
    struct str text = buf_finish(&b);
    BUG_IF(!text.p);
    const char *copy = arena_str(ctx->arena, text);
    buf_free(&b);
    return copy;
}

static void fill_row(struct ctx *ctx, const struct look *l, int64_t month,
                     struct db_value row[COLUMNS]) {
    const struct actor *a = ctx->actor;
    const struct db_value values[COLUMNS] = {
        db_int(month),
        db_int(l->look_id),
        db_int(l->subject_id),
        db_int(l->at.us),
        db_int(a->user_id),
        db_int(a->post_id),
        db_int(a->unit_id),
        db_text(l->person ? l->person : a->name),
        db_text(a->unit_name),
        db_text(role_word(a->role)),
        db_text(channel_word(a->channel)),
        db_text(a->address),
        db_text(l->route),
        db_text(content_of(ctx, l)),
        db_text(l->purpose),
        db_text(l->basis),
        db_text(l->reference),
        l->authorisation_id ? db_int(l->authorisation_id) : db_null(),
        db_text(l->scene),
        db_text(l->view),
        db_text(l->reason),
        db_text(look_outcome_word(l->outcome)),
        db_text(l->code),
        db_text(l->recipient),
        db_text(l->place ? l->place : a->jurisdiction),
        db_text(l->policy ? l->policy : ""),
    };
    memcpy(row, values, sizeof values);
}

static struct leaf leaf_of(struct ctx *ctx, const struct look *l) {
    struct leaf leaf = actor_leaf(ctx, event_of(l->outcome));
    leaf.object = l->look_id;
    leaf.subject = l->subject_id;
    leaf.word = l->code;
    if (l->place) leaf.place = l->place;
    leaf.policy = l->policy;
    return leaf;
}

struct writing {
    struct date month;
    struct db_value *rows;
    struct leaf *leaves;
    size_t n;
};

static enum err write_step(struct ctx *ctx, struct db_session *s, void *arg) {
    const struct writing *w = arg;
    enum db_result r = w->n == 1 ? db_post(s, &look_stmts[INSERT], w->rows)
                                 : db_exec_many(s, &look_stmts[INSERT], w->rows, w->n, NULL);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    return looks_append(ctx, s, w->month, w->leaves, w->n);
}

enum err look_write(struct ctx *ctx, struct look *looks, size_t n) {
    BUG_IF(!n || !ctx->actor);
    struct instant now = clock_now(ctx->clock);
    struct writing w = {
        .month = look_month(now),
        .rows = ARENA_ARRAY(ctx->arena, n * COLUMNS, struct db_value),
        .leaves = ARENA_ARRAY(ctx->arena, n, struct leaf),
        .n = n,
    };
    for (size_t i = 0; i < n; i++) {
        if (!looks[i].look_id) looks[i].look_id = id_new(now);
        looks[i].at = now;
        fill_row(ctx, &looks[i], look_month_number(w.month), w.rows + i * COLUMNS);
        w.leaves[i] = leaf_of(ctx, &looks[i]);
    }
    return db_tx(ctx, DB_LOOKS, w.month, DB_PEOPLE, "look.write", write_step, &w);
}
