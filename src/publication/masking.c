#include "publication/masking.h"

#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "base/utf8.h"
#include "disclosure/mask.h"
#include "disclosure/query.h"
#include "disclosure/shown.h"

#define TEXT_MAX (1u << 20)

static bool is_free(const struct policy_field *f) {
    return (f->type == W_TYPE_STRING || f->type == W_TYPE_TEXT) && f->part != W_PART_SUBJECT_NAME;
}

/* Names a person, whose name may stand in free text too. */
static bool names_person(const struct policy_field *f) {
    return f->part == W_PART_LINKED_NAME || f->mask == W_MASK_NAME;
}

/* Linked persons are in no published view (AM-16); the last day is the platform's to compute. */
static bool is_left_out(const struct policy_field *f) {
    return f->part == W_PART_PUBLISH_UNTIL || f->part == W_PART_LINKED_NAME ||
           f->part == W_PART_LINKED_DOCUMENT || f->part == W_PART_LINKED_NUMBER;
}

static const char *hide(struct arena *a, const char *text, struct str what, const char *with) {
    struct buf out;
    struct str rest = str_of(text);
    size_t at = str_find_str(rest, what);
    if (!what.n || at == SIZE_MAX) return text;
    buf_init(&out, TEXT_MAX);
    for (; at != SIZE_MAX; at = str_find_str(rest, what)) {
        buf_put(&out, rest.p, at);
        buf_puts(&out, with);
        rest = (struct str){rest.p + at + what.n, rest.n - at - what.n};
    }
    buf_put(&out, rest.p, rest.n);
    struct str done = buf_finish(&out);
    const char *copy = done.p ? arena_str(a, done) : mask_all(a, str_of(text));
    buf_free(&out);
    return copy;
}

static const char *hidden_as(struct arena *a, const struct hidden_part *p) {
    return p->kind == HIDDEN_NAME ? mask_name(a, str_of(p->text)) : mask_all(a, str_of(p->text));
}

/* Persons whom the record itself names, out of the content in clear. */
static const char *without_names(struct arena *a, const struct policy_item *item,
                                 const struct json *content, const char *text) {
    for (size_t i = 0; i < item->nfields; i++) {
        const struct policy_field *f = &item->fields[i];
        const char *name = names_person(f) ? json_get_text(content, f->id) : NULL;
        if (!name || record_value_is_sealed(str_of(name))) continue;
        struct str whole = str_trim(str_of(name));
        if (utf8_count(whole) >= 2) text = hide(a, text, whole, mask_name(a, whole));
    }
    return text;
}

static const char *as_published(struct ctx *ctx, const struct opening *o,
                                const struct json *content, const struct masking *m,
                                const struct shown_field *f) {
    struct arena *a = ctx->arena;
    const char *text = f->text;
    bool person = subject_is_person(o->subject->kind);
    if (!is_free(f->field)) return text;
    if (!names_person(f->field)) text = without_names(a, o->item->item, content, text);
    if (person && *o->subject->name)
        text = hide(a, text, str_of(o->subject->name), mask_name(a, str_of(o->subject->name)));
    for (size_t i = 0; i < m->n; i++)
        if (!strcmp(m->parts[i].field, f->field->id))
            text = hide(a, text, str_of(m->parts[i].text), hidden_as(a, &m->parts[i]));
    return mask_text(a, str_of(text), MASK_PUBLIC);
}

/* A slip of the pen would leave the secret where it is. */
static enum err check_parts(struct ctx *ctx, const struct masking *m, const struct json *content) {
    for (size_t i = 0; i < m->n; i++) {
        const char *value = json_get_text(content, m->parts[i].field);
        struct str part = str_of(m->parts[i].text);
        bool there = value && str_trim(part).n && str_find_str(str_of(value), part) != SIZE_MAX;
        if (!there)
            return fail_field(ctx, ERR_PUBLICATION_MASK_PART,
                              arena_printf(ctx->arena, "masking.hidden[%zu].text", i), "in_field",
                              NULL);
    }
    return OK;
}

static void day_member(struct json_writer *w, const char *name, struct date d) {
    char text[DATE_TEXT];
    date_format(d, text);
    if (*text) jw_ktext(w, name, text);
}

static void write(struct ctx *ctx, const struct opening *o, const struct json *content,
                  const struct masking *m, const char *provider, const struct shown_record *r,
                  struct json_writer *w) {
    const struct record_facts *f = &o->record->facts;
    jw_object(w);
    day_member(w, "decided_day", f->decided);
    jw_ktext(w, "doc_no", mask_text(ctx->arena, str_of(f->doc_no), MASK_PUBLIC));
    jw_key(w, "fields");
    jw_array(w);
    for (size_t i = 0; i < r->n_fields; i++) {
        const struct shown_field *field = &r->fields[i];
        if (is_left_out(field->field)) continue;
        jw_object(w);
        jw_ktext(w, "id", field->field->id);
        jw_ktext(w, "name", field->field->name);
        jw_key(w, "value");
        if (field->text)
            jw_text(w, as_published(ctx, o, content, m, field));
        else
            jw_json(w, field->json);
        jw_object_end(w);
    }
    jw_array_end(w);
    day_member(w, "formed_day", f->formed);
    jw_ktext(w, "item", f->item);
    jw_ktext(w, "item_name", o->item->item->name);
    jw_ktext(w, "nature", word_text(f->nature));
    jw_ktext(w, "provider", provider);
    jw_object_end(w);
}

enum err masked_text(struct ctx *ctx, const struct opening *o, const char *provider,
                     const struct masking *m, const char **text_r) {
    static const struct query everybody = {.open = true};
    struct shown_record r = {
        .record = o->record, .item = o->item, .decision = o->decision, .provider = provider};
    if (!o->record->payload) return fail(ctx, ERR_RECORD_STATE, NULL);
    const struct json *content =
        json_parse(ctx->arena, str_of(o->record->payload), JSON_LIMITS_DEFAULT, NULL);
    if (!content || content->type != JSON_OBJECT) return fail(ctx, ERR_RECORD_PAYLOAD, NULL);
    enum err e = check_parts(ctx, m, content);
    if (e == OK && subject_is_person(o->subject->kind)) e = subject_reveal(ctx, o->subject);
    if (e == OK) e = shown_fill(ctx, &everybody, &r);
    if (e != OK) return e;
    struct buf b;
    struct json_writer w;
    buf_init(&b, TEXT_MAX);
    jw_init(&w, &b, true);
    write(ctx, o, content, m, provider, &r, &w);
    struct str text = buf_finish(&b);
    if (text.p) *text_r = arena_str(ctx->arena, text);
    buf_free(&b);
    return text.p ? OK : fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
}
