#include "intake/check.h"

#include <string.h>

#include "base/bug.h"
#include "base/buf.h"
#include "base/json.h"
#include "intake/check_work.h"
#include "intake/docno.h"
#include "registry/record.h"

enum { FIRST_FLAWS = 8, PAYLOAD_MAX = 1 << 20 };

struct checker *checker_new(const struct schema *s, const struct head_map *map,
                            const struct source_head *head, bool epoch_1904) {
    struct arena *a = arena_new();
    struct checker *c = ARENA_NEW(a, struct checker);
    *c = (struct checker){
        .schema = s, .map = map, .head = head, .epoch_1904 = epoch_1904, .arena = a};
    c->memory = ARENA_ARRAY(a, s->nfields, struct field_memory);
    c->values = ARENA_ARRAY(a, s->nfields, struct value);
    return c;
}

void checker_set_map(struct checker *c, const struct head_map *map,
                     const struct source_head *head) {
    c->map = map;
    c->head = head;
}

void checker_free(struct checker **c) {
    if (!*c) return;
    struct arena *a = (*c)->arena;
    *c = NULL;
    arena_free(&a);
}

/* --- flaws of the row --- */

void work_flaw(struct work *w, enum flaw_code code, struct flaw_place place, struct str value,
               const char *a, const char *b) {
    if (w->nflaws == w->cap) {
        size_t cap = w->cap ? 2 * w->cap : FIRST_FLAWS;
        struct flaw *more = ARENA_ARRAY(w->a, cap, struct flaw);
        if (w->nflaws) memcpy(more, w->flaws, w->nflaws * sizeof *more);
        w->flaws = more;
        w->cap = cap;
    }
    w->flaws[w->nflaws++] = flaw_make(w->a, code, place, value, a, b);
    if (flaw_level_of(code) == FLAW_REFUSED) w->out->refused = true;
}

struct flaw_place work_place(const struct work *w, size_t field) {
    int column = w->c->map->column[field];
    return (struct flaw_place){.row = w->row->number,
                               .column = column < 0 ? 0 : (uint32_t)column + 1,
                               .field = &w->s->specs[field]};
}

struct str work_cell(const struct work *w, size_t field) {
    int column = w->c->map->column[field];
    return column < 0 || (size_t)column >= w->row->count ? STR_LIT("") : w->row->cells[column].text;
}

void work_field_flaw(struct work *w, size_t field, enum flaw_code code, const char *a,
                     const char *b) {
    if (flaw_level_of(code) == FLAW_REFUSED) w->values[field].wrong = true;
    work_flaw(w, code, work_place(w, field), work_cell(w, field), a, b);
}

const struct value *work_part(const struct work *w, enum word part) {
    int i = schema_part(w->s, part);
    return i >= 0 && w->values[i].filled && !w->values[i].wrong ? &w->values[i] : NULL;
}

/* --- what reading found --- */

static void reading_flaws(struct work *w) {
    enum flaw_code codes[CELL_FLAWS_MAX];
    size_t n = row_flaws(w->row, codes);
    for (size_t i = 0; i < n; i++)
        work_flaw(w, codes[i], (struct flaw_place){.row = w->row->number}, STR_LIT(""),
                  arena_printf(w->a, "%lld", (long long)w->row->number), NULL);
    if (w->row->flags & ROW_CUT_OFF) w->out->refused = true;
    const struct head_map *map = w->c->map;
    for (size_t i = 0; i < w->row->count && i < map->columns; i++) {
        const struct cell *cell = &w->row->cells[i];
        if (!cell->flags) continue;
        int field = map->field[i];
        n = cell_flaws(cell, field < 0 ? NULL : &w->s->specs[field], codes);
        for (size_t k = 0; k < n; k++) {
            if (field >= 0 && flaw_level_of(codes[k]) == FLAW_REFUSED)
                w->values[field].wrong = true;
            const char *head = arena_str(w->a, w->c->head->names[i]);
            work_flaw(w, codes[k],
                      (struct flaw_place){.row = w->row->number,
                                          .column = (uint32_t)i + 1,
                                          .field = field < 0 ? NULL : &w->s->specs[field],
                                          .head = head},
                      cell->text, NULL, NULL);
        }
    }
}

static void mandatory(struct work *w) {
    for (size_t i = 0; i < w->s->nfields; i++) {
        const struct schema_field *f = &w->s->fields[i];
        w->values[i].filled = work_cell(w, i).n > 0;
        w->values[i].date = DATE_NONE;
        bool must = f->fill == W_FILL_REQUIRED ||
                    (w->s->source_required && f->part == W_PART_DOCUMENT_NUMBER);
        if (must && !w->values[i].filled && !w->values[i].wrong)
            work_field_flaw(w, i, FLAW_VALUE_MISSING, NULL, NULL);
    }
}

/* --- what the row says --- */

static const char *part_text(const struct work *w, enum word part) {
    const struct value *v = work_part(w, part);
    return v ? v->text.p : "";
}

static struct date part_date(const struct work *w, enum word part) {
    const struct value *v = work_part(w, part);
    return v ? v->date : DATE_NONE;
}

/* The class of the pack as the vocabulary spells it, whichever way the list does. */
static const char *severity_of(const struct work *w) {
    static const enum word classes[] = {W_SEVERITY_GENERAL, W_SEVERITY_SERIOUS,
                                        W_SEVERITY_SPECIFIC};
    int at = schema_part(w->s, W_PART_SEVERITY);
    const struct value *v = work_part(w, W_PART_SEVERITY);
    if (!v) return "";
    const struct schema_field *f = &w->s->fields[at];
    for (size_t k = 0; k < GX_COUNT(classes); k++) {
        const char *spellings[2] = {word_text(classes[k]), word_chinese(classes[k])};
        for (size_t s = 0; s < 2; s++) {
            if (str_is(v->text, spellings[s])) return word_text(classes[k]);
            for (size_t i = 0; i < f->ncodes; i++)
                if (str_is(v->text, f->codes[i].value) && !strcmp(f->codes[i].text, spellings[s]))
                    return word_text(classes[k]);
        }
    }
    return "";
}

static void gather(struct work *w) {
    struct checked *o = w->out;
    o->name = part_text(w, W_PART_SUBJECT_NAME);
    o->doc_no = docno_key(w->a, str_of(part_text(w, W_PART_DOCUMENT_NUMBER)));
    o->organ = part_text(w, W_PART_ORGAN_CODE);
    o->decided = part_date(w, W_PART_DECISION_DATE);
    o->formed = part_date(w, W_PART_FORMED_DATE);
    if (date_is_none(o->formed)) o->formed = o->decided;
    o->conduct_end = part_date(w, W_PART_CONDUCT_END);
    o->continuing = !strcmp(part_text(w, W_PART_CONTINUING), "是");
    o->severity = severity_of(w);
    int name = schema_part(w->s, W_PART_SUBJECT_NAME);
    o->name_place =
        name < 0 ? (struct flaw_place){.row = w->row->number} : work_place(w, (size_t)name);
}

static const struct value *extra_value(const struct work *w, enum schema_extra extra) {
    int i = w->s->extra[extra];
    return i >= 0 && w->values[i].filled && !w->values[i].wrong ? &w->values[i] : NULL;
}

static const char *extra_text(const struct work *w, enum schema_extra extra) {
    const struct value *v = extra_value(w, extra);
    return v && v->text.p ? v->text.p : "";
}

static struct date extra_date(const struct work *w, enum schema_extra extra) {
    const struct value *v = extra_value(w, extra);
    return v ? v->date : DATE_NONE;
}

static void gather_legacy(struct work *w) {
    struct checked_legacy *l = &w->out->legacy;
    const struct value *version = extra_value(w, EXTRA_VERSION);
    *l = (struct checked_legacy){.provider = extra_text(w, EXTRA_PROVIDER),
                                 .received = extra_date(w, EXTRA_RECEIVED),
                                 .publish_until = extra_date(w, EXTRA_PUBLISH_UNTIL),
                                 .version = version ? version->integer : 1,
                                 .reason = extra_text(w, EXTRA_REASON),
                                 .mark = extra_text(w, EXTRA_MARK),
                                 .state = extra_text(w, EXTRA_STATE)};
    if (!w->s->legacy) return;
    if (l->version > 1 && !*l->reason)
        work_field_flaw(w, (size_t)w->s->extra[EXTRA_REASON], FLAW_VALUE_MISSING_WHEN,
                        "版本号大于1的", NULL);
    if (!date_is_none(l->received) && date_cmp(l->received, w->s->day) > 0)
        work_field_flaw(w, (size_t)w->s->extra[EXTRA_RECEIVED], FLAW_DATE_FUTURE, NULL, NULL);
}

/* Two rows are the same one when subject, document, organ and day are. */
static void identify(struct work *w) {
    struct checked *o = w->out;
    if (!o->number.number || !*o->number.number || !*o->doc_no || date_is_none(o->formed)) return;
    char day[DATE_TEXT];
    date_format(o->formed, day);
    const char *version = arena_printf(w->a, "%lld", (long long)o->legacy.version);
    const struct str parts[] = {str_of(o->number.document),
                                STR_LIT("\n"),
                                str_of(o->number.nationality ? o->number.nationality : ""),
                                STR_LIT("\n"),
                                str_of(o->number.number),
                                STR_LIT("\n"),
                                str_of(o->doc_no),
                                STR_LIT("\n"),
                                str_of(o->organ),
                                STR_LIT("\n"),
                                str_of(day),
                                STR_LIT("\n"),
                                str_of(version)};
    o->identity = crypto_digest_parts(SUITE_INTL, parts, GX_COUNT(parts));
    o->identified = true;
}

/* Dates as 2026-11-22, amounts in fen, everything else as text. */
static void write_payload(struct work *w) {
    struct buf out;
    struct json_writer j;
    buf_init(&out, PAYLOAD_MAX);
    jw_init(&j, &out, true);
    jw_object(&j);
    for (size_t k = 0; k < w->s->nstored; k++) {
        const struct value *v = &w->values[w->s->stored[k]];
        if (!v->filled) continue;
        jw_key(&j, w->s->fields[w->s->stored[k]].id);
        char day[DATE_TEXT];
        if (v->is_integer) {
            jw_int(&j, v->integer);
        } else if (!date_is_none(v->date)) {
            date_format(v->date, day);
            jw_text(&j, day);
        } else {
            jw_str(&j, v->text);
        }
    }
    jw_object_end(&j);
    struct str text = buf_finish(&out);
    if (text.p) {
        w->out->payload = (struct str){arena_str(w->a, text), text.n};
    } else {
        work_flaw(w, FLAW_ROW_TOO_LONG, (struct flaw_place){.row = w->row->number}, STR_LIT(""),
                  NULL, NULL);
    }
    buf_free(&out);
}

void check_row(struct checker *c, struct arena *a, const struct source_row *row,
               struct checked *out) {
    *out = (struct checked){.row = row->number,
                            .doc_no = "",
                            .organ = "",
                            .name = "",
                            .severity = "",
                            .formed = DATE_NONE,
                            .decided = DATE_NONE,
                            .conduct_end = DATE_NONE};
    struct work w = {.c = c, .s = c->schema, .a = a, .row = row, .out = out};
    w.values = c->values; /* of the last row */
    memset(w.values, 0, c->schema->nfields * sizeof *w.values);
    reading_flaws(&w);
    mandatory(&w);
    for (size_t i = 0; i < c->schema->nfields; i++)
        if (w.values[i].filled && !w.values[i].wrong) check_value(&w, i);
    gather(&w);
    check_subject(&w);
    check_dates(&w);
    gather_legacy(&w);
    check_person(&w);
    check_bans(&w);
    check_rules(&w);
    identify(&w);
    if (!out->refused) write_payload(&w);
    out->flaws = w.flaws;
    out->nflaws = w.nflaws;
}

/* --- the file as a whole --- */

static void file_flaw(struct arena *a, const struct flaw_sink *sink, enum flaw_code code,
                      uint32_t column, const char *x, const char *y) {
    struct flaw f = flaw_make(a, code, (struct flaw_place){.column = column}, STR_LIT(""), x, y);
    flaw_report(sink, &f);
}

bool check_head(const struct schema *s, struct arena *a, const struct source_head *head,
                const struct head_map *map, size_t seen, const struct flaw_sink *sink) {
    bool refused = false;
    if (!s->only_persons) return false; /* of mixed items each row decides (check_bans) */
    for (size_t i = seen; i < head->count; i++) {
        if (map->field[i] >= 0 || map->match[i] == HEAD_DUPLICATE || !head->names[i].n) continue;
        const struct policy_prohibition *class = schema_class_of(s, a, head->names[i]);
        const struct policy_forbidden_by_law *law =
            class ? NULL : schema_forbidden(s, a, head->names[i]);
        if (!class && !law) continue;
        file_flaw(a, sink, FLAW_HEAD_PROHIBITED, (uint32_t)i + 1, arena_str(a, head->names[i]),
                  class ? class->name : law->citation);
        refused = true;
    }
    return refused;
}

bool check_template(const struct schema *s, struct arena *a, const char *version,
                    const struct flaw_sink *sink) {
    if (!version || !strcmp(version, s->version)) return false;
    struct str rest = str_of(version), item;
    str_split(&rest, '@', &item);
    bool other = !str_is(item, s->item->id);
    const struct policy_item *named = policy_item(s->policy, arena_str(a, item));
    if (other)
        file_flaw(a, sink, FLAW_TEMPLATE_OTHER, 0, named ? named->name : arena_str(a, item), NULL);
    else
        file_flaw(a, sink, FLAW_TEMPLATE_OLD, 0, version, s->version);
    return true;
}
