/* What the law keeps out of a row about a natural person: columns and fields of prohibited and
 * conditional classes, and what free text seems to hold. */
#include <string.h>

#include "base/utf8.h"
#include "intake/check_work.h"
#include "intake/text.h"

enum { FINDS = 8 };

static void add_need(struct work *w, const struct policy_prohibition *class,
                     struct flaw_place place, struct str value) {
    struct checked *o = w->out;
    struct checked_need *more = ARENA_ARRAY(w->a, o->nneeds + 1, struct checked_need);
    if (o->nneeds) memcpy(more, o->needs, o->nneeds * sizeof *more);
    more[o->nneeds++] = (struct checked_need){
        .class = class, .place = place, .value = {arena_str(w->a, value), value.n}};
    o->needs = more;
}

/* Where only a law lets it in, the item names that law beside its general basis. */
static bool law_allows(const struct work *w) {
    const char *cited = w->s->item->state_citation;
    return cited && *cited;
}

static void keep_out(struct work *w, const struct policy_prohibition *class,
                     struct flaw_place place, struct str value) {
    if (class->absolute) {
        work_flaw(w, FLAW_PROHIBITED_VALUE, place, value, class->name, NULL);
        return;
    }
    bool consent = words_have(class->evidence, W_EVIDENCE_CONSENT) ||
                   words_have(class->evidence, W_EVIDENCE_NOTICE);
    bool law = words_have(class->evidence, W_EVIDENCE_CITATION) || !consent;
    if (law && !law_allows(w))
        work_flaw(w, FLAW_CONSENT_MISSING, place, value, class->name, NULL);
    else if (consent)
        add_need(w, class, place, value);
}

/* Columns that are no field of the item: read by nobody, and still kept out. */
static void unknown_columns(struct work *w) {
    const struct head_map *map = w->c->map;
    if (w->s->only_persons) return; /* check_head has refused the file */
    for (size_t i = 0; i < w->row->count && i < map->columns; i++) {
        struct str text = w->row->cells[i].text;
        if (map->field[i] >= 0 || !text.n) continue;
        const struct policy_prohibition *class = schema_class_of(w->s, w->a, w->c->head->names[i]);
        if (!class) continue;
        work_flaw(w, FLAW_PROHIBITED_VALUE,
                  (struct flaw_place){.row = w->row->number,
                                      .column = (uint32_t)i + 1,
                                      .head = arena_str(w->a, w->c->head->names[i])},
                  text, class->name, NULL);
    }
}

static void classed_fields(struct work *w) {
    for (size_t i = 0; i < w->s->nfields; i++) {
        const struct schema_field *f = &w->s->fields[i];
        if (!w->values[i].filled || (!f->class && !f->forbidden)) continue;
        if (f->forbidden)
            work_field_flaw(w, i, FLAW_PROHIBITED_VALUE, f->forbidden, NULL);
        else
            keep_out(w, f->class, work_place(w, i), work_cell(w, i));
    }
}

static void free_text(struct work *w, size_t field, bool person) {
    struct text_find finds[FINDS];
    struct str text = work_cell(w, field);
    if (text_find_numbers(text, w->s->day, finds, FINDS))
        work_field_flaw(w, field, FLAW_TEXT_NUMBER, NULL, NULL);
    if (person && w->s->words && text_find_words(w->s->words, text, finds, FINDS))
        work_field_flaw(w, field, FLAW_TEXT_PROHIBITED, w->s->word_class[finds[0].word]->name,
                        NULL);
}

void check_bans(struct work *w) {
    bool person = w->out->kind == W_NONE ? w->s->only_persons : subject_is_person(w->out->kind);
    if (person) {
        classed_fields(w);
        unknown_columns(w);
    }
    for (size_t i = 0; i < w->s->nfields; i++)
        if (w->s->fields[i].type == W_TYPE_TEXT && w->values[i].filled) free_text(w, i, person);
}
