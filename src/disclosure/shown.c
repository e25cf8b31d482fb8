#include "disclosure/shown.h"

#include <string.h>

#include "disclosure/consent.h"
#include "disclosure/mask.h"
#include "registry/actor.h"
#include "registry/unit.h"

/* ---- fields */

static bool is_subject_part(enum word part) {
    return part == W_PART_SUBJECT_NAME || part == W_PART_SUBJECT_NUMBER;
}

/* How a field is masked when nothing clearer is allowed. */
static enum word mask_of(const struct policy_field *f) {
    if (f->mask != W_NONE) return f->mask;
    switch (f->type) {
    case W_TYPE_NUMBER: return W_MASK_NUMBER;
    case W_TYPE_PHONE: return W_MASK_PHONE;
    case W_TYPE_TEXT: return W_MASK_TEXT;
    default: return W_NONE;
    }
}

struct looking {
    enum mask_style style;
    bool public; /* fields marked so are left out */
    bool full;   /* sealed numbers may be opened */
    bool clear;
    bool self;
};

/* A sealed number is opened for whoever is given all; nobody else is told how long it is. */
static enum err show_text(struct ctx *ctx, const struct looking *l, int64_t record_id,
                          struct str value, struct shown_field *out) {
    const struct policy_field *f = out->field;
    enum word how = mask_of(f);
    if (record_value_is_sealed(value)) {
        if (!l->full || l->public) {
            out->text = "****";
            out->masked = true;
            return OK;
        }
        enum err e = record_open_value(ctx, record_id, str_of(f->id), value, &value);
        if (e != OK) return e;
    }
    bool own = l->self && is_subject_part(f->part);
    if (how == W_NONE || ((l->clear || own) && how != W_MASK_TEXT)) {
        out->text = arena_str(ctx->arena, value);
        return OK;
    }
    out->text = mask_by(ctx->arena, how, value, l->style);
    out->masked = !str_is(value, out->text);
    return OK;
}

static enum err show_field(struct ctx *ctx, const struct looking *l, int64_t record_id,
                           const struct json *v, struct shown_field *out) {
    if (v->type == JSON_STRING) return show_text(ctx, l, record_id, v->text, out);
    out->masked = mask_of(out->field) != W_NONE && !l->clear;
    if (out->masked)
        out->text = "****";
    else
        out->json = v;
    return OK;
}

static bool knows_consents(enum word viewer) {
    return viewer == W_VIEWER_SELF || viewer == W_VIEWER_OPERATOR || viewer == W_VIEWER_ORIGIN;
}

/* Which consents the record rests on stands beside its fields (HH-10, AS-17). */
static void show_consents(struct arena *a, const struct json *payload, struct shown_record *r) {
    size_t prefix = strlen(CONSENT_MEMBER);
    r->consents = ARENA_ARRAY(a, payload->count + 1, struct shown_consent);
    for (size_t i = 0; i < payload->count; i++) {
        struct str name = payload->names[i];
        if (payload->items[i].type != JSON_STRING || !str_starts(name, CONSENT_MEMBER)) continue;
        r->consents[r->n_consents++] = (struct shown_consent){
            .data_class = arena_str(a, (struct str){name.p + prefix, name.n - prefix}),
            .consent = arena_str(a, payload->items[i].text),
        };
    }
}

enum err shown_fill(struct ctx *ctx, const struct query *q, struct shown_record *r) {
    const struct policy_item *item = r->item->item;
    struct looking l = {
        .public = r->decision.viewer == W_VIEWER_PUBLIC || q->open,
        .full = r->decision.give == W_GIVE_FULL,
        .self = r->decision.viewer == W_VIEWER_SELF,
    };
    l.style = l.public ? MASK_PUBLIC : MASK_STAFF;
    l.clear = q->clear && l.full && !l.public;
    if (!r->record->payload) return OK;

    const struct json *j =
        json_parse(ctx->arena, str_of(r->record->payload), JSON_LIMITS_DEFAULT, NULL);
    if (!j || j->type != JSON_OBJECT) return fail(ctx, ERR_RECORD_PAYLOAD, NULL);
    r->fields = ARENA_ARRAY(ctx->arena, item->nfields, struct shown_field);
    for (size_t i = 0; i < item->nfields; i++) {
        const struct policy_field *f = &item->fields[i];
        const struct json *v = json_get(j, f->id);
        if (!v || v->type == JSON_NULL || (l.public && f->never_open)) continue;
        struct shown_field *out = &r->fields[r->n_fields++];
        *out = (struct shown_field){.field = f};
        enum err e = show_field(ctx, &l, r->record->id, v, out);
        if (e != OK) return e;
        r->masked |= out->masked;
    }
    if (knows_consents(r->decision.viewer)) show_consents(ctx->arena, j, r);
    return OK;
}

/* ---- JSON */

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char text[DATE_TEXT];
    date_format(d, text);
    jw_ktext(w, name, *text ? text : NULL);
}

static void write_subject(const struct query_answer *a, struct json_writer *w) {
    jw_key(w, "subject");
    jw_object(w);
    jw_ktext(w, "kind", word_text(a->kind));
    jw_ktext(w, "document", a->document);
    jw_ktext(w, "number", a->number);
    jw_ktext(w, "name", a->name);
    if (a->tells) jw_kbool(w, "known", a->known);
    jw_object_end(w);
}

static void write_marks(const struct shown_record *r, struct json_writer *w) {
    jw_key(w, "marks");
    jw_array(w);
    for (size_t i = 0; i < r->n_marks; i++) {
        jw_object(w);
        jw_ktext(w, "mark", record_mark_word(r->marks[i].kind));
        jw_ktext(w, "name", record_mark_name(r->marks[i].kind));
        jw_ktext(w, "clause", r->marks[i].clause);
        day_member(w, "from_day", r->marks[i].from);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void write_fields(const struct shown_record *r, struct json_writer *w) {
    jw_key(w, "fields");
    jw_object(w);
    for (size_t i = 0; i < r->n_fields; i++) {
        jw_key(w, r->fields[i].field->id);
        if (r->fields[i].text)
            jw_text(w, r->fields[i].text);
        else
            jw_json(w, r->fields[i].json);
    }
    jw_object_end(w);
}

static void write_consents(const struct shown_record *r, struct json_writer *w) {
    if (!r->n_consents) return;
    jw_key(w, "consents");
    jw_array(w);
    for (size_t i = 0; i < r->n_consents; i++) {
        jw_object(w);
        jw_ktext(w, "class", r->consents[i].data_class);
        jw_ktext(w, "consent", r->consents[i].consent);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void write_changes(const struct shown_record *r, struct json_writer *w) {
    jw_key(w, "changes");
    jw_array(w);
    for (size_t i = 0; i < r->n_changes; i++) {
        const struct shown_change *c = &r->changes[i];
        char at[INSTANT_TEXT];
        instant_format((struct instant){c->at}, at);
        jw_object(w);
        jw_kint(w, "version", c->version);
        jw_ktext(w, "reason", record_reason_word(c->reason));
        jw_ktext(w, "reason_name", record_reason_name(c->reason));
        jw_ktext(w, "reason_text", *c->text ? c->text : NULL);
        day_member(w, "day", date_of_instant((struct instant){c->at}));
        jw_ktext(w, "at", at);
        jw_ktext(w, "by_unit", c->unit);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void write_record(const struct query_answer *a, const struct shown_record *r,
                         struct json_writer *w) {
    const struct record_facts *f = &r->record->facts;
    jw_object(w);
    jw_kid(w, "record", r->record->id);
    jw_ktext(w, "item", f->item);
    jw_ktext(w, "item_name", r->item->item->name);
    jw_ktext(w, "nature", word_text(f->nature));
    jw_ktext(w, "provider", r->provider);
    jw_kid(w, "provider_id", f->provider_id);
    jw_ktext(w, "doc_no", f->doc_no);
    jw_ktext(w, "state", record_state_word(r->record->state));
    jw_ktext(w, "mode", word_text(f->mode));
    jw_ktext(w, "jurisdiction", f->jurisdiction);
    jw_ktext(w, "view", a->view);
    jw_kbool(w, "masked", r->masked);
    write_marks(r, w);
    jw_ktext(w, "clause", r->decision.clause);
    write_fields(r, w);
    write_consents(r, w);
    jw_key(w, "source");
    jw_object(w);
    jw_ktext(w, "unit", r->provider);
    day_member(w, "formed_day", f->formed);
    day_member(w, "decided_day", f->decided);
    day_member(w, "received_day", f->received);
    jw_object_end(w);
    write_changes(r, w);
    jw_kint(w, "version", r->record->current_version);
    jw_key(w, "term");
    if (r->record->terms.term_rule) {
        jw_object(w);
        day_member(w, "to", r->record->terms.term_to);
        day_member(w, "publish_to", r->record->terms.publish_to);
        jw_key(w, "rule");
        jw_raw(w, str_of(r->record->terms.term_rule));
        jw_object_end(w);
    } else {
        jw_null(w);
    }
    jw_object_end(w);
}

static void write_refused(const struct query_answer *a, struct json_writer *w) {
    const struct failure *f = &a->failure;
    jw_key(w, "refused");
    jw_object(w);
    jw_ktext(w, "code", err_code(a->refused));
    jw_ktext(w, "detail", f->code == a->refused && f->detail ? f->detail : err_text(a->refused));
    if (f->field) jw_ktext(w, "field", f->field);
    if (f->clause) jw_ktext(w, "clause", f->clause);
    jw_object_end(w);
}

void shown_write(struct ctx *ctx, const struct query_answer *a, struct json_writer *w) {
    (void)ctx;
    char at[INSTANT_TEXT];
    instant_format(a->at, at);
    jw_object(w);
    jw_kid(w, "look", a->look_id);
    jw_ktext(w, "at", at);
    jw_ktext(w, "purpose", a->purpose);
    if (a->free) jw_ktext(w, "fee", word_text(W_SELF_FREE));
    write_subject(a, w);
    if (a->refused != OK) write_refused(a, w);
    jw_key(w, "records");
    jw_array(w);
    for (size_t i = 0; i < a->n_records; i++)
        write_record(a, &a->records[i], w);
    jw_array_end(w);
    jw_object_end(w);
}

/* ---- the file of an export */

static void csv_line(struct buf *out, const char *const *cells, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (i) buf_putc(out, ',');
        buf_csv_field(out, str_of(cells[i] ? cells[i] : ""));
    }
    buf_puts(out, "\r\n");
}
#define CSV(out, ...)                                                                              \
    csv_line(out, (const char *const[]){__VA_ARGS__},                                              \
             GX_COUNT(((const char *const[]){__VA_ARGS__})))

static const char *marks_text(struct arena *a, const struct shown_record *r) {
    const char *all = "";
    for (size_t i = 0; i < r->n_marks; i++)
        all = arena_printf(a, "%s%s%s", all, *all ? "、" : "", record_mark_name(r->marks[i].kind));
    return all;
}

static const char *field_text(struct arena *a, const struct shown_field *f) {
    if (f->text) return f->text;
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1u << 20);
    jw_init(&w, &b, false);
    jw_json(&w, f->json);
    struct str text = buf_finish(&b);
    const char *copy = text.p ? arena_str(a, text) : "";
    buf_free(&b);
    return copy;
}

void shown_csv(struct ctx *ctx, const struct query *q, const struct query_answer *a,
               struct buf *out) {
    struct arena *arena = ctx->arena;
    const struct actor *actor = ctx->actor;
    char at[INSTANT_TEXT];
    instant_format(a->at, at);
    buf_puts(out, "\xEF\xBB\xBF");
    CSV(out, "信用信息导出文件", "仅限下列接收人用于所列用途，不得提供给第三方");
    CSV(out, "接收人", q->recipient);
    CSV(out, "导出单位", actor->unit_name);
    CSV(out, "导出人", actor->name);
    CSV(out, "导出时间", at);
    CSV(out, "用途", q->purpose);
    CSV(out, "查询编号", arena_printf(arena, "%lld", (long long)a->look_id));
    CSV(out, "信用主体", a->name ? a->name : "", a->number);
    CSV(out, "");
    CSV(out, "事项", "提供单位", "文书号", "状态", "标注", "内容项", "内容");
    for (size_t i = 0; i < a->n_records; i++) {
        const struct shown_record *r = &a->records[i];
        for (size_t k = 0; k < r->n_fields; k++)
            CSV(out, r->item->item->name, r->provider, r->record->facts.doc_no,
                record_state_name(r->record->state), marks_text(arena, r), r->fields[k].field->name,
                field_text(arena, &r->fields[k]));
    }
    CSV(out, "");
    CSV(out, "本文件接收人", q->recipient, "时间", at, "用途", q->purpose);
}
