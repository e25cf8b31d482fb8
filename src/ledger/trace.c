#include "ledger/trace.h"

#include <string.h>

#include "base/id.h"
#include "base/num.h"
#include "ledger/leaf.h"

enum { BY_TIME, BY_OBJECT, BY_SUBJECT };
enum { PASSED_OVER_MAX = 20000 };

#define SELECT "select entry_id, leaf from ledger_entry where "
#define WINDOW "entry_id > $1 and entry_id < $2 order by entry_id limit $3"

const struct db_stmt trace_stmts[] = {
    [BY_TIME] = {"trace.by_time", SELECT WINDOW, "iii", "it", DB_READ, DB_FACTS},
    [BY_OBJECT] = {"trace.by_object", SELECT "object_id = $4 and " WINDOW, "iiii", "it", DB_READ,
                   DB_FACTS},
    [BY_SUBJECT] = {"trace.by_subject", SELECT "subject_id = $4 and " WINDOW, "iiii", "it", DB_READ,
                    DB_FACTS},
    {0},
};

struct search {
    struct ctx *ctx;
    const struct trace_filter *filter;
    struct trace *found;
    size_t n, passed;
    int64_t last;
    bool full;
};

static int64_t id_member(const struct json *leaf, const char *name) {
    const char *text = json_get_text(leaf, name);
    int64_t id = 0;
    return text && id_parse(str_of(text), &id) ? id : 0;
}

static void read_leaf(const struct json *leaf, int64_t entry, struct trace *t) {
    int64_t at = 0;
    (void)json_get_int(leaf, "at", &at);
    enum ledger_event event;
    const char *word = json_get_text(leaf, "event");
    bool known = word && ledger_event_parse(str_of(word), &event);
    *t = (struct trace){
        .entry = entry,
        .at = {at},
        .event = word,
        .event_name = known ? ledger_event_name(event) : NULL,
        .kind = known ? ledger_event_kind(event) : NULL,
        .actor = id_member(leaf, "actor"),
        .post = id_member(leaf, "post"),
        .unit = id_member(leaf, "unit"),
        .second = id_member(leaf, "second"),
        .object = id_member(leaf, "object"),
        .subject = id_member(leaf, "subject"),
        .role = json_get_text(leaf, "role"),
        .channel = json_get_text(leaf, "channel"),
        .place = json_get_text(leaf, "place"),
        .word = json_get_text(leaf, "word"),
        .basis = json_get(leaf, "basis"),
    };
    (void)json_get_int(leaf, "version", &t->version);
}

static bool fits(const struct trace_filter *f, const struct trace *t) {
    return (!f->actor || f->actor == t->actor || f->actor == t->second) &&
           (!f->unit || f->unit == t->unit) && (!f->object || f->object == t->object) &&
           (!f->subject || f->subject == t->subject) &&
           (!f->event || (t->event && !strcmp(f->event, t->event)));
}

static bool look_at(void *arg, const struct db_value *row) {
    struct search *s = arg;
    struct arena_mark mark = arena_mark(s->ctx->arena);
    int64_t entry = db_get_int(row, 0);
    struct str text = str_of(arena_strdup(s->ctx->arena, db_get_text(row, 1)));
    const struct json *leaf = json_parse(s->ctx->arena, text, JSON_LIMITS_DEFAULT, NULL);
    struct trace t;
    s->last = entry;
    s->passed++;
    if (leaf) read_leaf(leaf, entry, &t);
    if (!leaf || !fits(s->filter, &t)) {
        arena_release(s->ctx->arena, mark);
        return true;
    }
    s->found[s->n++] = t;
    s->full = s->n == s->filter->limit;
    return !s->full;
}

enum err trace_list(struct ctx *ctx, const struct trace_filter *f, struct trace **traces_r,
                    size_t *n_r, int64_t *next_r) {
    struct search search = {
        .ctx = ctx, .filter = f, .found = ARENA_ARRAY(ctx->arena, f->limit, struct trace)};
    int64_t from = date_is_none(f->from) ? 0 : id_floor(date_begin(f->from)) - 1;
    if (f->after > from) from = f->after;
    int64_t to = date_is_none(f->to) ? INT64_MAX : id_floor(date_begin(date_add_days(f->to, 1)));
    int which = f->object ? BY_OBJECT : f->subject ? BY_SUBJECT : BY_TIME;
    int64_t key = f->object ? f->object : f->subject;
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    const struct db_value args[] = {db_int(from), db_int(to), db_int(PASSED_OVER_MAX), db_int(key)};
    enum db_result r = db_each(s, &trace_stmts[which], args, look_at, &search);
    if (r == DB_RETRY || r == DB_FAIL) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    *traces_r = search.found;
    *n_r = search.n;
    *next_r = search.full || search.passed == PASSED_OVER_MAX ? search.last : 0;
    return e;
}
