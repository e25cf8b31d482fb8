/* Who the row is about: kind as declared, number by its document, name; and whether a natural
 * person may be recorded at all. */
#include <string.h>

#include "base/utf8.h"
#include "intake/check_work.h"
#include "law/age.h"

/* The documents of the national list (standards, identifiers 5). */
static const struct {
    const char *name;
    enum idno_kind kind;
} documents[] = {
    {"身份证", IDNO_RESIDENT},
    {"居民身份证", IDNO_RESIDENT},
    {"公民身份号码", IDNO_RESIDENT},
    {"港澳台居民居住证", IDNO_RESIDENT},
    {"护照号", IDNO_PASSPORT},
    {"护照", IDNO_PASSPORT},
    {"港澳居民来往内地通行证", IDNO_HK_MACAO_PERMIT},
    {"台湾居民来往大陆通行证", IDNO_TAIWAN_PERMIT},
    {"外国人永久居留身份证", IDNO_FOREIGN_PR},
};

static bool document_kind(struct str name, enum idno_kind *kind_r) {
    for (size_t i = 0; i < GX_COUNT(documents); i++)
        if (str_is(name, documents[i].name)) {
            *kind_r = documents[i].kind;
            return true;
        }
    return false;
}

static void number_flaws(struct work *w, size_t field, const struct idno *id) {
    if (id->fault != IDNO_OK) work_field_flaw(w, field, flaw_of_idno(id->fault), NULL, NULL);
    for (unsigned i = 0; id->fault == IDNO_OK && i < IDNO_WARNINGS; i++)
        if (id->warnings & 1u << i)
            work_field_flaw(w, field, FLAW_IDNO_SUSPICIOUS, idno_warning_text(i), NULL);
}

/* The kind is declared by its field or by the item, never guessed from the digits. */
static enum word declared_kind(struct work *w) {
    const struct words *subjects = &w->s->item->subjects;
    int at = schema_part(w->s, W_PART_SUBJECT_KIND);
    if (at < 0) return subjects->n == 1 ? subjects->w[0] : W_NONE;
    const struct value *v = &w->values[at];
    if (!v->filled || v->wrong) return W_NONE;
    enum word kind = schema_kind_of(&w->s->fields[at], v->text.p);
    if (kind != W_NONE && words_have(*subjects, kind)) return kind;
    work_field_flaw(w, (size_t)at, FLAW_ITEM_SUBJECT_KIND,
                    kind == W_NONE ? v->text.p : word_chinese(kind), NULL);
    return W_NONE;
}

/* 92 is what the registrars give to individual businesses, and to nobody else. */
static bool kind_fits(enum word kind, const char *uscc) {
    bool individual = !strncmp(uscc, "92", 2);
    return (kind == W_SUBJECT_INDIVIDUAL) == individual;
}

static void check_organisation(struct work *w) {
    int at = schema_part(w->s, W_PART_SUBJECT_CODE);
    if (at < 0) {
        work_flaw(w, FLAW_IDNO_KIND, (struct flaw_place){.row = w->row->number}, STR_LIT(""), NULL,
                  NULL);
        return;
    }
    struct value *v = &w->values[at];
    w->out->number_place = work_place(w, (size_t)at);
    if (!v->filled) {
        if (!v->wrong && w->s->fields[at].fill != W_FILL_REQUIRED)
            work_field_flaw(w, (size_t)at, FLAW_VALUE_MISSING, NULL, NULL);
        return;
    }
    if (v->wrong) return;
    /* Filled with "no code" it names nobody, whatever the column allows. */
    if (subject_number_is_filler(v->text.p)) {
        work_field_flaw(w, (size_t)at, FLAW_IDNO_PLACEHOLDER, NULL, NULL);
        return;
    }
    if (w->out->kind != W_NONE && !kind_fits(w->out->kind, v->text.p)) {
        work_field_flaw(w, (size_t)at, FLAW_IDNO_KIND, NULL, NULL);
        return;
    }
    w->out->number =
        (struct subject_number){.document = idno_kind_name(IDNO_USCC), .number = v->text.p};
}

static const char *nationality(const struct work *w) {
    int at = w->s->extra[EXTRA_NATIONALITY];
    return at >= 0 && w->values[at].filled && !w->values[at].wrong ? w->values[at].text.p : "";
}

/* The number of a person under the document in the field `document` (-1: an identity card, which
 * is what a column of numbers without a type is called after). */
static bool check_document(struct work *w, size_t field, int document, struct idno *id_r,
                           const char **nationality_r) {
    struct value *v = &w->values[field];
    enum idno_kind kind = IDNO_RESIDENT;
    *nationality_r = "";
    if (document >= 0) {
        const struct value *d = &w->values[document];
        if (!d->filled || d->wrong) return false; /* told there, or by a rule of the item */
        if (!document_kind(d->text, &kind)) {
            work_field_flaw(w, (size_t)document, FLAW_IDNO_KIND, NULL, NULL);
            return false;
        }
    }
    if (kind == IDNO_PASSPORT && *nationality(w)) {
        kind = IDNO_FOREIGN_PASSPORT;
        *nationality_r = utf8_fold(w->a, str_of(nationality(w)));
    }
    *id_r = idno_check(kind, v->text, w->s->day);
    number_flaws(w, field, id_r);
    if (id_r->fault != IDNO_OK) return false;
    v->text = str_of(arena_strdup(w->a, id_r->text));
    return true;
}

static void check_natural_person(struct work *w) {
    int at = schema_part(w->s, W_PART_SUBJECT_NUMBER);
    int document = schema_part(w->s, W_PART_SUBJECT_DOCUMENT);
    if (at < 0) {
        work_flaw(w, FLAW_IDNO_KIND, (struct flaw_place){.row = w->row->number}, STR_LIT(""), NULL,
                  NULL);
        return;
    }
    struct value *v = &w->values[at];
    w->out->number_place = work_place(w, (size_t)at);
    if (!v->filled) {
        if (!v->wrong && w->s->fields[at].fill != W_FILL_REQUIRED)
            work_field_flaw(w, (size_t)at, FLAW_VALUE_MISSING, NULL, NULL);
        return;
    }
    if (v->wrong) return;
    struct idno id;
    const char *of;
    if (!check_document(w, (size_t)at, document, &id, &of)) return;
    if (w->s->person_key == W_KEY_RESIDENT && id.kind != IDNO_RESIDENT) {
        size_t where = document >= 0 ? (size_t)document : (size_t)at;
        work_field_flaw(w, where, FLAW_IDNO_KIND, NULL, NULL);
        return;
    }
    w->out->number = (struct subject_number){
        .document = idno_kind_name(id.kind), .number = v->text.p, .nationality = of};
}

/* Legal representatives and other linked persons: their numbers are checked like anybody's. */
static void check_linked(struct work *w) {
    int at = schema_part(w->s, W_PART_LINKED_NUMBER);
    int document = schema_part(w->s, W_PART_LINKED_DOCUMENT);
    if (at < 0 || !w->values[at].filled || w->values[at].wrong) return;
    struct idno id;
    const char *of;
    (void)check_document(w, (size_t)at, document, &id, &of);
}

void check_subject(struct work *w) {
    w->out->kind = declared_kind(w);
    w->out->number_place = (struct flaw_place){.row = w->row->number};
    int kind = schema_part(w->s, W_PART_SUBJECT_KIND);
    if (w->out->kind == W_NONE && kind < 0)
        work_flaw(w, FLAW_IDNO_KIND, w->out->number_place, STR_LIT(""), NULL, NULL);
    /* Without a kind the number is looked at as what the item is about, so that all is told. */
    bool person = w->out->kind == W_NONE ? w->s->only_persons : subject_is_person(w->out->kind);
    if (person)
        check_natural_person(w);
    else
        check_organisation(w);
    check_linked(w);
}

/* --- full capacity, or the age --- */

static struct date day_tested(const struct work *w) {
    const struct checked *o = w->out;
    if (w->s->tested_at == W_MOMENT_INTAKE) return w->s->day;
    struct date decided = date_is_none(o->decided) ? o->formed : o->decided;
    if (!date_is_none(o->conduct_end) &&
        (date_is_none(decided) || date_cmp(o->conduct_end, decided) < 0))
        return o->conduct_end;
    return date_is_none(decided) ? w->s->day : decided;
}

static const struct value *extra(const struct work *w, enum schema_extra e) {
    int at = w->s->extra[e];
    return at >= 0 && w->values[at].filled && !w->values[at].wrong ? &w->values[at] : NULL;
}

void check_person(struct work *w) {
    if (!subject_is_person(w->out->kind) || w->out->kind == W_NONE) return;
    const struct value *flag = extra(w, EXTRA_CAPACITY);
    bool yes = flag && str_is(flag->text, "是"), no = flag && !yes;
    bool ground = extra(w, EXTRA_CAPACITY_GROUND) != NULL;
    if (no) { /* adults lack capacity only by a court's decision; whoever says so is believed */
        work_field_flaw(w, (size_t)w->s->extra[EXTRA_CAPACITY], FLAW_SUBJECT_CAPACITY,
                        "完全民事行为能力的证明", NULL);
        return;
    }
    if (yes && !ground) {
        work_field_flaw(w, (size_t)w->s->extra[EXTRA_CAPACITY_GROUND], FLAW_VALUE_MISSING_WHEN,
                        "填写“完全民事行为能力”为“是”的", NULL);
        return;
    }
    if (!w->out->number.number) return;
    enum idno_kind kind;
    if (!idno_kind_parse(str_of(w->out->number.document), &kind)) return;
    struct idno id = idno_check(kind, str_of(w->out->number.number), w->s->day);
    bool excepted = yes && ground && w->s->person_rule == W_PERSON_CAPACITY;
    if (excepted) return;
    int at = schema_part(w->s, W_PART_SUBJECT_NUMBER);
    if (date_is_none(id.birth)) {
        work_field_flaw(w, (size_t)at, FLAW_SUBJECT_CAPACITY,
                        "行为时完全民事行为能力的说明（证件号码不含出生日期）", NULL);
        return;
    }
    if (!age_is_at_least(id.birth, w->s->age, day_tested(w), AGE_DAY_AFTER))
        work_field_flaw(w, (size_t)at, FLAW_SUBJECT_MINOR, arena_printf(w->a, "%d", w->s->age),
                        NULL);
}
