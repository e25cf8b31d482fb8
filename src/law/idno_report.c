#include "law/idno_report.h"

#include "base/json.h"
#include "base/utf8.h"

/* The value as it may stand in a line: valid UTF-8 without control characters. */
static void put_shown(struct buf *out, struct str value) {
    while (value.n > 0) {
        struct str rest = value;
        int32_t cp = utf8_next(&rest);
        size_t n = cp < 0 ? 1 : value.n - rest.n;
        if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
            buf_putc(out, '?');
        else
            buf_put(out, value.p, n);
        value = (struct str){value.p + n, value.n - n};
    }
}

static void put_word(struct buf *out, bool *first, const char *prefix, const char *word) {
    if (!*first) buf_putc(out, ',');
    *first = false;
    buf_puts(out, prefix);
    buf_puts(out, word);
}

static void put_warnings(struct buf *out, const struct idno *id) {
    bool first = true;
    for (unsigned i = 0; i < IDNO_WARNINGS; i++)
        if ((id->warnings & 1u << i) != 0) put_word(out, &first, "warn:", idno_warning_name(i));
}

static void put_kinds(struct buf *out, unsigned kinds) {
    bool first = true;
    for (unsigned i = 0; i < IDNO_KINDS; i++)
        if ((kinds & 1u << i) != 0) put_word(out, &first, "", idno_kind_name((enum idno_kind)i));
}

/* What each kind of this length finds wrong. */
static void put_faults(struct buf *out, struct str value, struct date today) {
    bool first = true;
    for (unsigned i = 0; i < IDNO_KINDS; i++) {
        enum idno_kind kind = (enum idno_kind)i;
        struct idno id = idno_check(kind, value, today);
        if (kind == IDNO_FOREIGN_PASSPORT || id.fault == IDNO_LENGTH) continue;
        put_word(out, &first, idno_kind_name(kind), ":");
        buf_puts(out, idno_fault_name(id.fault));
    }
    if (first) buf_puts(out, idno_fault_name(IDNO_LENGTH));
}

static void put_reason(struct buf *out, const struct idno_question *q, struct str value,
                       const struct idno *id, unsigned kinds) {
    if (!q->declared && kinds != 0)
        put_kinds(out, kinds);
    else if (!q->declared)
        put_faults(out, value, q->today);
    else if (id->fault != IDNO_OK)
        buf_puts(out, idno_fault_name(id->fault));
    else
        put_warnings(out, id);
}

static void write_kinds(struct json_writer *w, unsigned kinds) {
    jw_key(w, "types");
    jw_array(w);
    for (unsigned i = 0; i < IDNO_KINDS; i++)
        if ((kinds & 1u << i) != 0) jw_text(w, idno_kind_name((enum idno_kind)i));
    jw_array_end(w);
}

static void write_declared(struct json_writer *w, const struct idno *id, struct buf *scratch) {
    bool valid = id->fault == IDNO_OK;
    idno_explain(id, scratch);
    struct str sentence = buf_finish(scratch);
    jw_key(w, "explanation");
    if (valid)
        jw_null(w);
    else
        jw_str(w, sentence);
    jw_ktext(w, "normal", valid ? id->text : NULL);
    jw_ktext(w, "reason", valid ? NULL : idno_fault_name(id->fault));
    jw_ktext(w, "type", idno_kind_name(id->kind));
}

static void write_warnings(struct json_writer *w, const struct idno *id) {
    jw_key(w, "warnings");
    jw_array(w);
    for (unsigned i = 0; i < IDNO_WARNINGS; i++)
        if ((id->warnings & 1u << i) != 0) jw_text(w, idno_warning_name(i));
    jw_array_end(w);
}

static void put_json(struct buf *out, const struct idno_question *q, struct str value,
                     const struct idno *id, unsigned kinds) {
    struct json_writer w;
    struct buf scratch;
    buf_init(&scratch, value.n + 1024);
    jw_init(&w, out, true);
    jw_object(&w);
    if (q->declared) {
        write_declared(&w, id, &scratch);
    } else {
        put_reason(&scratch, q, value, id, kinds);
        jw_key(&w, "reason");
        struct str reason = buf_finish(&scratch);
        if (kinds != 0)
            jw_null(&w);
        else
            jw_str(&w, reason);
        write_kinds(&w, kinds);
    }
    jw_kbool(&w, "valid", q->declared ? id->fault == IDNO_OK : kinds != 0);
    buf_reset(&scratch);
    put_shown(&scratch, value);
    jw_key(&w, "value");
    jw_str(&w, buf_finish(&scratch));
    if (q->declared) write_warnings(&w, id);
    jw_object_end(&w);
    buf_putc(out, '\n');
    buf_free(&scratch);
}

bool idno_report(const struct idno_question *q, struct str value, struct buf *out) {
    struct idno id = {.fault = IDNO_OK};
    unsigned kinds = 0;
    if (q->declared)
        id = idno_check(q->kind, value, q->today);
    else
        kinds = idno_kinds_valid(value, q->today);
    bool valid = q->declared ? id.fault == IDNO_OK : kinds != 0;

    if (q->json) {
        put_json(out, q, value, &id, kinds);
        return valid;
    }
    put_shown(out, value);
    buf_puts(out, valid ? "\tvalid\t" : "\tinvalid\t");
    put_reason(out, q, value, &id, kinds);
    buf_putc(out, '\n');
    return valid;
}
