#include "recall/recall.h"

#include <stdio.h>
#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/json.h"
#include "db/db_fetch.h"
#include "disclosure/look.h"
#include "notices/notice.h"
#include "publication/publication.h"
#include "registry/actor.h"
#include "registry/outbox.h"
#include "registry/record.h"

enum { UNFOUND, LOOKS, ADD_RECEIVER, FOUND, MISSING, SET_DUE };

const struct db_stmt recall_find_stmts[] = {
    [UNFOUND] = {.name = "recall.unfound",
                 .sql = "select subject_id, recall_id, record_id, change, todo, jurisdiction,"
                        " policy_label, clause, limited, case_id from recall"
                        " where found_at is null"
                        " order by recall_id limit 20",
                 .in = "",
                 .out = "iiitttttiI",
                 .kind = DB_READ},
    [LOOKS] = {.name = "recall.looks",
               .sql = "select look_id, unit_id, role, basis, outcome, content, at from look"
                      " where month = $1 and subject_id = $2 and unit_id <> 0"
                      " and outcome in ('answered', 'exported') order by look_id",
               .in = "ii",
               .out = "iitttti",
               .kind = DB_READ,
               .store = DB_LOOKS},
    [ADD_RECEIVER] = {.name = "recall.add_receiver",
                      .sql = "insert into recall_receiver (subject_id, recall_id, unit_id,"
                             " record_id, looks, exports, channels, last_look, last_at, told_day,"
                             " told_at, due_day, due_rule, missing_year)"
                             " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
                             " $14)",
                      .in = "iiiiiiiiitiTTi",
                      .out = "",
                      .kind = DB_WRITE},
    [FOUND] = {.name = "recall.found",
               .sql = "update recall set found_at = $3, receivers = $4 where subject_id = $1"
                      " and recall_id = $2 and found_at is null",
               .in = "iiii",
               .out = "",
               .kind = DB_WRITE},
    [MISSING] = {.name = "recall.missing",
                 .sql = "select v.subject_id, v.recall_id, v.unit_id, v.told_day, r.policy_label"
                        " from recall_receiver v join recall r on r.subject_id = v.subject_id"
                        " and r.recall_id = v.recall_id where v.missing_year > 0 limit 100",
                 .in = "",
                 .out = "iiitt",
                 .kind = DB_READ},
    [SET_DUE] = {.name = "recall.set_due",
                 .sql = "update recall_receiver set due_day = $4, due_rule = $5, missing_year = 0"
                        " where subject_id = $1 and recall_id = $2 and unit_id = $3"
                        " and missing_year > 0",
                 .in = "iiitt",
                 .out = "",
                 .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&recall_find_stmts[name])

/* ---- who has received it */

struct receiver {
    int64_t unit_id, looks, exports, channels, last_look, last_at;
};
struct finding {
    struct ctx *ctx;
    struct arena *scratch;
    int64_t subject_id, recall_id, record_id, case_id, provider_id;
    const char *change, *todo, *jurisdiction, *policy_label, *clause;
    bool limited;
    struct receiver *receivers;
    size_t n, room;
};

/* The platform's own people received nothing that left the platform. */
static bool of_the_platform(const char *word) {
    enum role role;
    if (!role_parse(word, &role)) return false;
    return role == ROLE_OPERATOR || role == ROLE_AUTHORITY || role == ROLE_OBJECTION_DESK ||
           role == ROLE_WINDOW || role_kind(role) != ROLE_KIND_BUSINESS;
}

static bool carried(struct arena *a, const char *content, int64_t record_id) {
    char id[ID_TEXT + 4];
    snprintf(id, sizeof id, "\"%lld\"", (long long)record_id);
    if (!strstr(content, id)) return false;
    arena_reset(a);
    const struct json *j = json_parse(a, str_of(content), JSON_LIMITS_DEFAULT, NULL);
    const struct json *records = json_get(j, "records");
    for (size_t i = 0; records && i < records->count; i++) {
        int64_t given;
        const struct json *v = &records->items[i];
        if (v->type == JSON_STRING && id_parse(v->text, &given) && given == record_id) return true;
    }
    return false;
}

static struct receiver *receiver_of(struct finding *f, int64_t unit_id) {
    for (size_t i = 0; i < f->n; i++)
        if (f->receivers[i].unit_id == unit_id) return &f->receivers[i];
    if (f->n == f->room) {
        size_t room = f->room ? 2 * f->room : 16;
        struct receiver *more = ARENA_ARRAY(f->ctx->arena, room, struct receiver);
        if (f->n) memcpy(more, f->receivers, f->n * sizeof *more);
        f->receivers = more;
        f->room = room;
    }
    f->receivers[f->n] = (struct receiver){.unit_id = unit_id};
    return &f->receivers[f->n++];
}

static bool take_look(void *arg, const struct db_value *row) {
    struct finding *f = arg;
    int64_t unit_id = db_get_int(row, 1);
    bool exported = !strcmp(db_get_text(row, 4), look_outcome_word(LOOK_EXPORTED));
    if (unit_id == f->provider_id || !strcmp(db_get_text(row, 3), "self")) return true;
    if (!exported && of_the_platform(db_get_text(row, 2))) return true;
    if (!carried(f->scratch, db_get_text(row, 5), f->record_id)) return true;
    struct receiver *r = receiver_of(f, unit_id);
    r->looks++;
    r->exports += exported;
    r->last_look = db_get_int(row, 0);
    r->last_at = db_get_int(row, 6);
    return true;
}

static enum err one_month(struct finding *f, struct date month) {
    struct ctx *ctx = f->ctx;
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_LOOKS, month, &s);
    if (e != OK) return e;
    e = db_rows(ctx, s, STMT(LOOKS), DB_ARGS(db_month(month), db_int(f->subject_id)), take_look, f);
    db_read_end(ctx, &s);
    return e;
}

static enum err find(struct finding *f) {
    struct ctx *ctx = f->ctx;
    struct date *months;
    size_t n;
    enum err e = db_looks_months(ctx, ctx->arena, &months, &n);
    f->scratch = arena_new();
    for (size_t i = 0; e == OK && i < n; i++)
        e = one_month(f, months[i]);
    arena_free(&f->scratch);
    return e;
}

/* ---- telling them */

static enum err tell(struct ctx *ctx, struct door *d, struct db_session *s, const struct finding *f,
                     const struct receiver *r, const char *due_day) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 4096);
    jw_init(&w, &b, true);
    jw_object(&w);
    jw_ktext(&w, "change", f->change);
    jw_ktext(&w, "due", due_day);
    jw_kid(&w, "record", f->record_id);
    jw_ktext(&w, "todo", f->todo);
    jw_object_end(&w);
    struct str body = buf_finish(&b);
    BUG_IF(!body.p);
    struct outbox_entry entry = {
        .jurisdiction = f->jurisdiction,
        .topic = "recall.told",
        .subject_id = f->subject_id,
        .object_id = f->recall_id,
        .unit_id = r->unit_id,
        .body = {arena_str(ctx->arena, body), body.n},
        .due = door_now(d),
    };
    buf_free(&b);
    return outbox_add(ctx, d, s, &entry);
}

static const char *change_name(const char *change) {
    for (const struct recall_change *c = recall_changes; c->change; c++)
        if (!strcmp(c->change, change)) return c->name;
    return change;
}

/* The message people read in the unit's queue; a pack without that template leaves it at the one machines
 * read. */
static enum err write_to(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct finding *f, const struct receiver *r, struct date due) {
    char day[DATE_TEXT_CN] = "及时办理";
    if (!date_is_none(due)) date_format_cn(due, day);
    const struct notice_value values[] = {
        {"change",
         arena_printf(ctx->arena, "%s，请%s", change_name(f->change), recall_todo_name(f->todo))},
        {"due", day},
    };
    const struct notice_new n = {.kind = "recall",
                                 .subject_id = f->subject_id,
                                 .unit_id = r->unit_id,
                                 .about = {W_TARGET_RECORD, f->subject_id, f->record_id},
                                 .values = values,
                                 .n = GX_COUNT(values)};
    const struct cause cause = {.case_id = f->case_id,
                                .jurisdiction = f->jurisdiction,
                                .policy_label = f->policy_label,
                                .clause = f->clause,
                                .day = date_of_instant(door_now(d))};
    int64_t id;
    enum err e = notice_make(ctx, d, s, &n, &cause, &id);
    return e == ERR_NOTICE_KIND ? OK : e;
}

static const char *rule_text(struct ctx *ctx, const struct due *due) {
    struct buf b;
    buf_init(&b, 1 << 20);
    limit_write(due, &b);
    const char *text = arena_str(ctx->arena, buf_finish(&b));
    buf_free(&b);
    return text;
}

static enum err tell_all(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct finding *f = arg;
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(FOUND),
                          DB_ARGS(db_int(f->subject_id), db_int(f->recall_id),
                                  db_int(door_now(d).us), db_int((int64_t)f->n)),
                          &changed);
    if (e != OK) return e;
    if (!changed) {
        door_nothing(d);
        return OK;
    }
    struct date today = date_of_instant(door_now(d));
    struct due due = {.date = DATE_NONE};
    bool limited = f->limited && recall_limit(ctx, f->policy_label, today, &due);
    char due_day[DATE_TEXT];
    date_format(due.date, due_day);
    const char *rule = limited && due.rule ? rule_text(ctx, &due) : NULL;
    for (size_t i = 0; e == OK && i < f->n; i++) {
        const struct receiver *r = &f->receivers[i];
        e = db_write(ctx, s, STMT(ADD_RECEIVER),
                     DB_ARGS(db_int(f->subject_id), db_int(f->recall_id), db_int(r->unit_id),
                             db_int(f->record_id), db_int(r->looks), db_int(r->exports),
                             db_int(r->channels), db_int(r->last_look), db_int(r->last_at),
                             db_date(ctx->arena, today), db_int(door_now(d).us),
                             db_date(ctx->arena, due.date), db_text(rule),
                             db_int(limited ? due.missing_year : 0)),
                     NULL);
        if (e == OK) e = tell(ctx, d, s, f, r, *due_day ? due_day : NULL);
        if (e == OK) e = write_to(ctx, d, s, f, r, due.date);
    }
    struct leaf leaf = actor_leaf(ctx, EV_RECALL_TOLD);
    leaf.object = f->recall_id;
    leaf.subject = f->subject_id;
    leaf.place = f->jurisdiction;
    leaf.policy = f->policy_label;
    leaf.basis = &f->clause;
    leaf.n_basis = 1;
    leaf.version = (int64_t)f->n; /* how many */
    leaf.day = due.date;
    leaf.word = f->todo;
    door_leaf(d, &leaf);
    return e;
}

/* Units that show it, or showed it, to everybody on a channel of their own (JN-29). */
static enum err find_channels(struct finding *f, struct db_session *s) {
    struct publication *list;
    size_t n;
    enum err e = publication_of_record(f->ctx, s, f->subject_id, f->record_id, &list, &n);
    for (size_t i = 0; e == OK && i < n; i++)
        for (size_t k = 0; k < list[i].n_places; k++) {
            const struct publication_place *p = &list[i].places[k];
            if (p->own || !p->unit_id || p->unit_id == f->provider_id) continue;
            if (date_is_none(p->published)) continue;
            receiver_of(f, p->unit_id)->channels++;
        }
    return e;
}

static enum err find_and_tell(struct ctx *ctx, struct finding *f) {
    struct db_session *s;
    struct record *record;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = record_get(ctx, s, f->subject_id, f->record_id, &record);
    if (e == OK && record) f->provider_id = record->facts.provider_id;
    if (e == OK) e = find_channels(f, s);
    db_read_end(ctx, &s);
    if (e == OK) e = find(f);
    return e == OK ? door_run(ctx, "recall.tell", DB_PEOPLE, tell_all, f) : e;
}

/* ---- due days that waited for a calendar */

struct dating {
    int64_t subject_id, recall_id, unit_id;
    struct due due;
};

static enum err date_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct dating *in = arg;
    int64_t changed;
    enum err e =
        db_write(ctx, s, STMT(SET_DUE),
                 DB_ARGS(db_int(in->subject_id), db_int(in->recall_id), db_int(in->unit_id),
                         db_date(ctx->arena, in->due.date), db_text(rule_text(ctx, &in->due))),
                 &changed);
    if (e != OK) return e;
    if (!changed) {
        door_nothing(d);
        return OK;
    }
    struct leaf leaf = actor_leaf(ctx, EV_RECALL_DUE_SET);
    leaf.object = in->recall_id;
    leaf.subject = in->subject_id;
    leaf.day = in->due.date;
    door_leaf(d, &leaf);
    return OK;
}

static enum err read_rows(struct ctx *ctx, int stmt, struct db_call *c) {
    struct db_session *s;
    *c = (struct db_call){.stmt = STMT(stmt), .args = DB_NO_ARGS};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    return e;
}

static enum err date_pending(struct ctx *ctx) {
    struct db_call c;
    enum err e = read_rows(ctx, MISSING, &c);
    for (size_t i = 0; e == OK && i < c.n; i++) {
        struct dating in = {
            db_get_int(c.rows[i], 0), db_get_int(c.rows[i], 1), db_get_int(c.rows[i], 2), {0}};
        if (!recall_limit(ctx, db_get_text(c.rows[i], 4), db_get_date(c.rows[i], 3), &in.due) ||
            in.due.status != DUE_KNOWN)
            continue;
        e = door_run(ctx, "recall.date", DB_BULK, date_step, &in);
    }
    return e;
}

enum err recall_run(struct ctx *ctx, bool *more_r) {
    struct db_call c;
    *more_r = false;
    enum err e = read_rows(ctx, UNFOUND, &c);
    for (size_t i = 0; e == OK && i < c.n; i++) {
        const struct db_value *row = c.rows[i];
        struct finding f = {
            .ctx = ctx,
            .subject_id = db_get_int(row, 0),
            .recall_id = db_get_int(row, 1),
            .record_id = db_get_int(row, 2),
            .change = db_get_text(row, 3),
            .todo = db_get_text(row, 4),
            .jurisdiction = db_get_text(row, 5),
            .policy_label = db_get_text(row, 6),
            .clause = db_get_text(row, 7),
            .limited = db_get_int(row, 8) != 0,
            .case_id = db_get_int(row, 9),
        };
        e = find_and_tell(ctx, &f);
    }
    if (e == OK) e = date_pending(ctx);
    *more_r = e == OK && c.n > 0;
    return e;
}
