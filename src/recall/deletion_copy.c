#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "disclosure/look_read.h"
#include "ledger/checkpoint.h"
#include "ledger/evidence.h"
#include "recall/deletion_row.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/record.h"

enum { COPIED, SETTLE };
enum { LOOKS_AT_ONCE = 500, COPY_MAX = 64 << 20 };

const struct db_stmt deletion_copy_stmts[] = {
    [COPIED] = {.name = "deletion.copied",
                .sql = "update deletion set copy_at = $3 where subject_id = $1"
                       " and deletion_id = $2 and state = 'sealed'",
                .in = "iii",
                .out = "",
                .kind = DB_WRITE},
    [SETTLE] = {.name = "deletion.settle",
                .sql = "update deletion set settled = $3, settled_at = $4, settled_by = $5"
                       " where subject_id = $1 and deletion_id = $2 and settled is null"
                       " and state = 'sealed'",
                .in = "iitii",
                .out = "",
                .kind = DB_WRITE},
    {.name = NULL},
};
#define STMT(name) (&deletion_copy_stmts[name])

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char day[DATE_TEXT];
    date_format(d, day);
    jw_ktext(w, name, *day ? day : NULL);
}

static void at_member(struct json_writer *w, const char *name, struct instant t) {
    char at[INSTANT_TEXT];
    instant_format(t, at);
    jw_ktext(w, name, t.us ? at : NULL);
}

/* ---- what was deleted */

static enum err write_versions(struct ctx *ctx, const struct record_version *versions, size_t n,
                               int64_t record_id, struct json_writer *w) {
    enum err e = OK;
    jw_array(w);
    for (size_t i = 0; e == OK && i < n; i++) {
        struct str plain = {0};
        if (versions[i].payload) e = record_open(ctx, record_id, versions[i].payload, &plain);
        if (e != OK) break;
        jw_object(w);
        at_member(w, "at", (struct instant){versions[i].at});
        jw_key(w, "content");
        if (versions[i].payload)
            jw_raw(w, plain);
        else
            jw_null(w);
        jw_ktext(w, "reason", record_reason_word(versions[i].reason));
        jw_ktext(w, "reason_text", versions[i].reason_text);
        jw_kint(w, "version", versions[i].version);
        jw_object_end(w);
    }
    jw_array_end(w);
    return e;
}

static enum err write_record(struct ctx *ctx, const struct deletion *x, struct json_writer *w) {
    struct db_session *s;
    struct record *r;
    struct record_version *versions;
    size_t n;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = record_get(ctx, s, x->subject_id, x->record_id, &r);
    if (e == OK && (!r || !r->payload)) e = fail(ctx, ERR_DELETION_GONE, NULL);
    if (e == OK) e = record_versions(ctx, s, x->subject_id, x->record_id, &versions, &n);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    jw_object(w);
    day_member(w, "decided", r->facts.decided);
    jw_ktext(w, "document", r->facts.doc_no);
    day_member(w, "formed", r->facts.formed);
    jw_ktext(w, "item", r->facts.item);
    jw_kid(w, "provider", r->facts.provider_id);
    day_member(w, "received", r->facts.received);
    jw_kid(w, "record", r->id);
    jw_key(w, "versions");
    e = write_versions(ctx, versions, n, r->id, w);
    jw_object_end(w);
    return e;
}

static struct str taken(struct ctx *ctx, struct buf *b) {
    struct str text = buf_finish(b);
    struct str copy = {NULL, 0};
    if (text.p) copy = (struct str){arena_str(ctx->arena, text), text.n};
    buf_free(b);
    return copy;
}

enum err deletion_content(struct ctx *ctx, const struct deletion *x, struct str *content_r) {
    struct buf b;
    struct json_writer w;
    if (x->state != DELETION_SEALED) return fail(ctx, ERR_DELETION_GONE, NULL);
    buf_init(&b, COPY_MAX);
    jw_init(&w, &b, true);
    enum err e = write_record(ctx, x, &w);
    *content_r = taken(ctx, &b);
    return e == OK && !content_r->p ? fail(ctx, ERR_NO_MEMORY_LIMIT, NULL) : e;
}

/* ---- who saw it */

static bool carried(struct ctx *ctx, const char *content, int64_t record_id) {
    const struct json *records =
        json_get(json_parse(ctx->arena, str_of(content), JSON_LIMITS_DEFAULT, NULL), "records");
    for (size_t i = 0; records && i < records->count; i++) {
        int64_t id;
        if (id_parse(records->items[i].text, &id) && id == record_id) return true;
    }
    return false;
}

/* Withheld looks are left out, as they are wherever the subject reads. */
static enum err write_looks(struct ctx *ctx, const struct deletion *x, struct json_writer *w) {
    struct look_row *rows;
    size_t n = LOOKS_AT_ONCE;
    int64_t before = 0;
    enum err e = OK;
    jw_array(w);
    while (e == OK && n == LOOKS_AT_ONCE) {
        e = look_list_subject(ctx, x->subject_id, before, LOOKS_AT_ONCE, &rows, &n);
        for (size_t i = 0; e == OK && i < n; i++) {
            const struct look_row *l = &rows[i];
            before = l->look_id;
            if (!carried(ctx, l->content, x->record_id)) continue;
            jw_object(w);
            at_member(w, "at", l->at);
            jw_kid(w, "look", l->look_id);
            jw_ktext(w, "outcome", l->outcome);
            jw_ktext(w, "person", l->person);
            jw_ktext(w, "purpose", l->purpose);
            jw_ktext(w, "recipient", l->recipient);
            jw_ktext(w, "unit", l->unit);
            jw_object_end(w);
        }
    }
    jw_array_end(w);
    return e;
}

static void write_entry(const struct deletion *x, struct json_writer *w) {
    jw_object(w);
    at_member(w, "at", x->at);
    jw_kid(w, "case", x->case_id);
    jw_ktext(w, "clause", x->clause);
    day_member(w, "day", x->day);
    jw_kid(w, "deletion", x->deletion_id);
    jw_ktext(w, "place", x->jurisdiction);
    jw_ktext(w, "policy", x->policy_label);
    jw_ktext(w, "reason", x->reason);
    jw_kid(w, "record", x->record_id);
    jw_kid(w, "unit", x->by_unit);
    jw_object_end(w);
}

/* ---- the copy */

static enum err copied_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct deletion *x = arg;
    int64_t changed;
    enum err e = db_write(
        ctx, s, STMT(COPIED),
        DB_ARGS(db_int(x->subject_id), db_int(x->deletion_id), db_int(door_now(d).us)), &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_DELETION_GONE, NULL);
    struct leaf leaf = deletion_leaf(ctx, EV_DELETION_COPIED, x);
    door_leaf(d, &leaf);
    return OK;
}

enum err deletion_copy(struct ctx *ctx, const struct deletion *x, const char **note_r) {
    struct buf b;
    struct json_writer w;
    if (x->state != DELETION_SEALED) return fail(ctx, ERR_DELETION_GONE, NULL);
    buf_init(&b, COPY_MAX);
    jw_init(&w, &b, true);
    jw_object(&w);
    at_member(&w, "at", clock_now(ctx->clock));
    jw_key(&w, "deletion");
    write_entry(x, &w);
    jw_ktext(&w, "kind", "deletion_copy");
    jw_key(&w, "looks");
    enum err e = write_looks(ctx, x, &w);
    jw_key(&w, "record");
    if (e == OK) e = write_record(ctx, x, &w);
    if (e != OK) {
        buf_free(&b);
        return e;
    }
    jw_object_end(&w);
    buf_putc(&b, '\n');
    struct str text = taken(ctx, &b);
    if (!text.p) return fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    *note_r = note_sign(ctx->arena, &ctx->app->keys.ledger, ctx->app->instance, text.p);
    struct deletion copy = *x;
    return door_run(ctx, "deletion.copy", DB_PEOPLE, copied_step, &copy);
}

/* ---- settling */

struct settling {
    const struct deletion *x;
    bool taken;
};

static enum err settle_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct settling *in = arg;
    const struct deletion *x = in->x;
    const char *word = in->taken ? "taken" : "declined";
    int64_t changed;
    enum err e = db_write(ctx, s, STMT(SETTLE),
                          DB_ARGS(db_int(x->subject_id), db_int(x->deletion_id), db_text(word),
                                  db_int(door_now(d).us), db_int(ctx->actor->user_id)),
                          &changed);
    if (e != OK) return e;
    if (!changed) return fail(ctx, ERR_DELETION_STATE, NULL);
    struct leaf leaf = deletion_leaf(ctx, EV_DELETION_SETTLED, x);
    leaf.word = word;
    door_leaf(d, &leaf);
    return OK;
}

enum err deletion_settle(struct ctx *ctx, const struct deletion *x, bool is_taken) {
    struct settling in = {x, is_taken};
    if (is_taken && !x->copy_at.us) return fail(ctx, ERR_DELETION_COPY, NULL);
    return door_run(ctx, "deletion.settle", DB_PEOPLE, settle_step, &in);
}

/* ---- the proof */

static enum err write_evidence(struct ctx *ctx, const char *kind, int64_t object,
                               struct json_writer *w) {
    struct buf b;
    const struct evidence_request request = {.kind = kind, .object = object};
    buf_init(&b, COPY_MAX);
    enum err e = evidence_write(ctx, &request, &b);
    struct str text = taken(ctx, &b);
    if (e == OK && !text.p) e = fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    if (e == OK) jw_raw(w, str_trim(text));
    return e;
}

static void write_commitments(const struct record_version *versions, size_t n,
                              struct json_writer *w) {
    jw_array(w);
    for (size_t i = 0; i < n; i++) {
        struct buf hex;
        buf_init(&hex, 256);
        buf_hex(&hex, versions[i].commitment.b, sizeof versions[i].commitment.b);
        jw_object(w);
        jw_ktext(w, "commitment", buf_finish(&hex).p);
        jw_kbool(w, "content", versions[i].payload != NULL);
        jw_kbool(w, "salt", versions[i].salt.n > 0);
        jw_kint(w, "version", versions[i].version);
        jw_object_end(w);
        buf_free(&hex);
    }
    jw_array_end(w);
}

enum err deletion_proof(struct ctx *ctx, const struct deletion *x, struct json_writer *w) {
    struct db_session *s;
    struct record_version *versions;
    size_t n;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = record_versions(ctx, s, x->subject_id, x->record_id, &versions, &n);
    db_read_end(ctx, &s);
    if (e != OK) return e;
    bool promised = x->state == DELETION_DESTROYED && !date_is_none(x->leftover_to);
    char to[DATE_TEXT];
    date_format(x->leftover_to, to);
    jw_object(w);
    jw_key(w, "entry");
    write_entry(x, w);
    jw_ktext(w, "state", deletion_state_word(x->state));
    jw_ktext(w, "state_name", deletion_state_name(x->state));
    day_member(w, "destroyed_day", x->destroyed);
    at_member(w, "cleaned_at", x->cleaned_at);
    day_member(w, "unreadable_by", x->leftover_to);
    jw_ktext(w, "promise",
             promised ? arena_printf(ctx->arena,
                                     "在此之前制作的备份各以单独的密钥加密，其中最后一份的密钥于%"
                                     "s销毁，此后任何残留均不能读出",
                                     to)
                      : NULL);
    jw_key(w, "versions");
    write_commitments(versions, n, w);
    jw_key(w, "deletion_evidence");
    e = write_evidence(ctx, "deletion", x->deletion_id, w);
    if (e == OK) {
        jw_key(w, "record_evidence");
        e = write_evidence(ctx, "record", x->record_id, w);
    }
    if (e == OK) jw_object_end(w);
    return e;
}
