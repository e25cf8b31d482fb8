/* What only the base can tell about the good rows of a chunk: who the subjects are, what is there
 * already, whether consent is on file; and what their records will be. */
#include <string.h>

#include "base/json.h"
#include "disclosure/consent.h"
#include "disclosure/decide.h"
#include "intake/docno.h"
#include "intake/job.h"
#include "intake/lateness.h"
#include "law/law.h"
#include "registry/record_term.h"

enum { SAME_DOCUMENT, RECEIVED, RETURNED_KEY, UNIT_BY_CODE };

const struct db_stmt submission_prepare_stmts[] = {
    /* The same decision sent by another unit, city and district say. */
    [SAME_DOCUMENT] = {.name = "intake.same_document",
                       .sql = "select r.received_day, v.payload from record r"
                              " join record_version v on v.subject_id = r.subject_id"
                              " and v.record_id = r.record_id and v.version = r.current_version"
                              " where r.subject_id = $1 and r.item = $2 and r.doc_no = $3"
                              " and r.formed_day = $4 and r.provider_id <> $5"
                              " and r.state in ('active', 'archived') order by r.record_id",
                       .in = "itt"
                             "ti",
                       .out = "tT",
                       .kind = DB_READ},
    [RECEIVED] = {.name = "intake.received_day",
                  .sql = "select received_day from record where subject_id = $1 and record_id = $2",
                  .in = "ii",
                  .out = "t",
                  .kind = DB_READ},
    [RETURNED_KEY] = {.name = "intake.returned_key",
                      .sql = "select 1 from submission_returned_key where first_id = $1"
                             " and row_key = $2",
                      .in = "ib",
                      .out = "i",
                      .kind = DB_READ},
    [UNIT_BY_CODE] = {.name = "intake.unit_by_code",
                      .sql = "select unit_id from unit where code = $1 and jurisdiction = $2",
                      .in = "tt",
                      .out = "i",
                      .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&submission_prepare_stmts[name])

#define SAME_BY "主体、文书号、机关和日期"

/* --- terms and ranges depend on few days: files repeat them --- */

enum { MEMORY_SLOTS = 4096, PROBES = 8, MEMORY_MOST = 12 << 20 };

struct memory_key {
    int32_t formed, decided, received, conduct_end;
    enum word subject;
    int continuing;
    const char *severity; /* of the vocabulary: its address tells it apart */
};
struct memory {
    bool used;
    struct memory_key key;
    struct record_terms terms;
    struct record_ranges ranges;
};
struct late_memory {
    bool used;
    int32_t formed, decided, received;
    enum lateness_kind kind;
    int64_t days;
};

/* What is remembered, and the chunks that still point into it. */
struct remembered {
    struct arena *arena;
    struct memory *memory;
    struct late_memory *late;
    int users; /* chunks, and the preparer itself */
};

struct preparer {
    struct job *job, copy;
    struct subject_cache *cache;
    struct arena *home, *scratch;
    struct remembered *now;
    bool returns_on_unknown;
    int64_t provider_id; /* of the last former record, and its code */
    const char *provider_code;
};

static void start_memory(struct preparer *p) {
    struct arena *a = arena_new();
    p->now = ARENA_NEW(a, struct remembered);
    p->now->arena = a;
    p->now->memory = ARENA_ARRAY(a, MEMORY_SLOTS, struct memory);
    p->now->late = ARENA_ARRAY(a, MEMORY_SLOTS, struct late_memory);
    p->now->users = 1;
    p->provider_id = 0;
}

/* The writer's thread lets go of a chunk while the reader's fills the next. */
void remembered_release(struct remembered **r) {
    if (!*r) return;
    struct arena *a = (*r)->arena;
    bool last = __atomic_sub_fetch(&(*r)->users, 1, __ATOMIC_ACQ_REL) == 0;
    *r = NULL;
    if (last) arena_free(&a);
}

struct preparer *preparer_new(struct job *j) {
    struct arena *home = arena_new();
    struct preparer *p = ARENA_NEW(home, struct preparer);
    p->home = home;
    p->copy = *j; /* the writer counts in its own */
    p->job = &p->copy;
    p->cache = subject_cache_new();
    struct policy_scope scope = {.item = j->sub.item};
    const struct policy_value *v =
        policy_get(j->policy, PARAM_INTAKE_UNKNOWN_ORGANISATION, &scope, j->schema->day);
    p->returns_on_unknown = !v->known || v->word == W_UNKNOWN_RETURN;
    p->scratch = arena_new();
    start_memory(p);
    return p;
}

void preparer_forget(struct preparer *p) {
    subject_cache_free(&p->cache);
    p->cache = subject_cache_new();
}

void preparer_free(struct preparer **pp) {
    struct preparer *p = *pp;
    if (!p) return;
    *pp = NULL;
    subject_cache_free(&p->cache);
    remembered_release(&p->now);
    arena_free(&p->scratch);
    struct arena *home = p->home;
    arena_free(&home);
}

static size_t mix(size_t h, uint64_t v) {
    return (h ^ v) * UINT64_C(0x9e3779b97f4a7c15) >> 7;
}

static bool same_key(const struct memory_key *a, const struct memory_key *b) {
    return a->formed == b->formed && a->decided == b->decided && a->received == b->received &&
           a->conduct_end == b->conduct_end && a->subject == b->subject &&
           a->continuing == b->continuing && !strcmp(a->severity, b->severity);
}

static void dependents(struct preparer *p, enum word subject, struct record_new *n) {
    const struct record_facts *f = &n->facts;
    struct memory_key key = {f->formed.day,      f->decided.day, f->received.day,
                             f->conduct_end.day, subject,        f->conduct_continuing,
                             f->severity};
    size_t h = mix(
        mix(mix(mix(0, (uint32_t)key.formed), (uint32_t)key.decided), (uint32_t)key.conduct_end),
        (uint64_t)subject * 4 + (uint64_t)key.continuing);
    struct memory *m = NULL;
    for (size_t i = 0; i < PROBES; i++) {
        m = &p->now->memory[(h + i) % MEMORY_SLOTS];
        if (!m->used || same_key(&m->key, &key)) break;
    }
    if (!m->used || !same_key(&m->key, &key)) {
        struct arena *keep = p->now->arena;
        struct record r = {.id = 0, .facts = *f, .state = RECORD_ACTIVE};
        arena_reset(p->scratch);
        record_terms(p->scratch, p->job->policy, p->job->calendar, f, f->received, &r.terms);
        *m = (struct memory){.used = true, .key = key, .terms = r.terms};
        m->key.severity = arena_strdup(keep, f->severity);
        m->terms.term_rule = arena_strdup(keep, r.terms.term_rule);
        m->terms.publish_rule = r.terms.publish_rule == r.terms.term_rule
                                    ? m->terms.term_rule
                                    : arena_strdup(keep, r.terms.publish_rule);
        m->ranges = decide_ranges(p->job->policy, p->job->item->item, subject, &r);
    }
    n->terms = m->terms;
    n->ranges = m->ranges;
}

static enum lateness_kind late_of(struct preparer *p, const struct checked *c, struct date received,
                                  int64_t *days_r) {
    size_t h =
        mix(mix(mix(0, (uint32_t)c->formed.day), (uint32_t)c->decided.day), (uint32_t)received.day);
    struct late_memory *m = &p->now->late[h % MEMORY_SLOTS];
    if (!m->used || m->formed != c->formed.day || m->decided != c->decided.day ||
        m->received != received.day) {
        arena_reset(p->scratch);
        struct lateness l =
            lateness_of(p->scratch, p->job->policy, p->job->calendar, p->job->item->item, c->formed,
                        c->decided, received, received);
        *m = (struct late_memory){.used = true,
                                  .formed = c->formed.day,
                                  .decided = c->decided.day,
                                  .received = received.day,
                                  .days = l.state == LATENESS_KNOWN ? l.days : -1};
        m->kind = l.state == LATENESS_NONE      ? LATE_NO_LIMIT
                  : l.state == LATENESS_PENDING ? LATE_PENDING
                  : l.days > 0                  ? LATE_LATE
                                                : LATE_IN_TIME;
    }
    *days_r = m->days;
    return m->kind;
}

/* --- the record of a row --- */

void prepare_record(struct preparer *p, const struct checked *c, struct date received,
                    int64_t late_days, struct record_new *n) {
    struct job *j = p->job;
    const struct policy_item *item = j->item->item;
    *n = (struct record_new){.facts = {.jurisdiction = j->sub.jurisdiction,
                                       .policy_label = j->policy->edition,
                                       .catalog_id = j->item->catalog_id,
                                       .item = item->id,
                                       .provider_id = j->sub.provider_id,
                                       .doc_no = c->doc_no,
                                       .nature = item->nature,
                                       .mode = item->mode,
                                       .secrecy = item->secrecy,
                                       .formed = c->formed,
                                       .decided = c->decided,
                                       .received = received,
                                       .conduct_end = c->conduct_end,
                                       .conduct_continuing = c->continuing,
                                       .severity = c->severity,
                                       .late_days = late_days},
                             .item = j->item,
                             .payload = c->payload,
                             .submission_id = j->sub.id,
                             .source_row = c->row,
                             .legacy = j->sub.kind == SUBMISSION_LEGACY};
    dependents(p, c->kind, n);
}

/* --- flaws of the base --- */

void load_row_flaw(struct arena *a, struct load_row *r, enum flaw_code code,
                   struct flaw_place place, struct str value, const char *x, const char *y) {
    struct flaw *more = ARENA_ARRAY(a, r->nflaws + 1, struct flaw);
    if (r->nflaws) memcpy(more, r->flaws, r->nflaws * sizeof *more);
    more[r->nflaws++] = flaw_make(a, code, place, value, x, y);
    r->flaws = more;
    if (flaw_level_of(code) == FLAW_WARNED) return;
    bool duplicate = code == FLAW_DUPLICATE_BASE || code == FLAW_DUPLICATE_FILE;
    r->verdict = duplicate && r->verdict != ROW_RETURNED ? ROW_DUPLICATE : ROW_RETURNED;
}

static void subject_flaw(struct arena *a, struct load_row *r, enum flaw_code code, bool at_name) {
    struct flaw_place place = at_name ? r->c.name_place : r->c.number_place;
    const char *value = at_name ? r->c.name : r->c.number.number;
    load_row_flaw(a, r, code, place, str_of(value), NULL, NULL);
}

static bool registers(const struct job *j) {
    return j->item->item->group == W_GROUP_REGISTRATION;
}

static void judge_subject(struct ctx *ctx, struct preparer *p, struct load_row *r,
                          struct subject_claim *claim) {
    bool person = subject_is_person(claim->kind);
    switch (claim->match) {
    case SUBJECT_UNKNOWN:
        if (person || registers(p->job)) return;
        if (p->returns_on_unknown) {
            subject_flaw(ctx->arena, r, FLAW_SUBJECT_UNKNOWN, false);
            return;
        }
        claim->provisional = true;
        subject_flaw(ctx->arena, r, FLAW_SUBJECT_PROVISIONAL, false);
        return;
    case SUBJECT_OTHER_NAME: subject_flaw(ctx->arena, r, FLAW_SUBJECT_NAME, true); return;
    case SUBJECT_OTHER_KIND: subject_flaw(ctx->arena, r, FLAW_IDNO_KIND, false); return;
    case SUBJECT_FILLER: subject_flaw(ctx->arena, r, FLAW_IDNO_PLACEHOLDER, false); return;
    case SUBJECT_SAME:
    case SUBJECT_FORMER_NAME:
    case SUBJECT_CREATED: return;
    }
}

static enum err look_up_subjects(struct ctx *ctx, struct preparer *p, struct db_session *s,
                                 struct chunk *c) {
    c->claims = ARENA_ARRAY(ctx->arena, c->n, struct subject_claim);
    c->nclaims = 0;
    for (size_t i = 0; i < c->n; i++) {
        struct load_row *r = &c->rows[i];
        if (r->verdict != ROW_GOOD) continue;
        r->claim = c->nclaims;
        c->claims[c->nclaims++] =
            (struct subject_claim){.kind = r->c.kind, .number = r->c.number, .name = r->c.name};
    }
    enum err e = subject_lookup_many(ctx, s, p->cache, c->claims, c->nclaims);
    for (size_t i = 0; !e && i < c->n; i++)
        if (c->rows[i].verdict == ROW_GOOD)
            judge_subject(ctx, p, &c->rows[i], &c->claims[c->rows[i].claim]);
    subject_cache_learn(p->cache, ctx->arena, c->claims, c->nclaims);
    return e;
}

/* --- consent (HH-10, AS-17, CZ-51, ZC-25) --- */

/* The object with one more member, in its place. */
static struct str with_member(struct arena *a, struct str object, const char *name,
                              const char *value) {
    const struct json *j = json_parse(a, object, JSON_LIMITS_DEFAULT, NULL);
    struct buf out;
    struct json_writer w;
    buf_init(&out, object.n + 4096);
    jw_init(&w, &out, true);
    jw_object(&w);
    bool written = false;
    for (size_t i = 0; j && i < j->count; i++) {
        if (!written && str_cmp(j->names[i], str_of(name)) > 0) {
            jw_ktext(&w, name, value);
            written = true;
        }
        jw_keystr(&w, j->names[i]);
        jw_json(&w, &j->items[i]);
    }
    if (!written) jw_ktext(&w, name, value);
    jw_object_end(&w);
    struct str text = buf_finish(&out);
    struct str copy = {arena_str(a, text), text.n};
    buf_free(&out);
    return copy;
}

/* What the pack asks for must be on file for this subject, unit, item and class. Which consents a
 * record rests on is kept with it. */
static enum err check_needs(struct ctx *ctx, struct db_session *s, struct job *j,
                            struct load_row *r, int64_t subject_id) {
    for (size_t i = 0; i < r->c.nneeds; i++) {
        const struct checked_need *need = &r->c.needs[i];
        struct consent_evidence found = {0};
        enum err e = OK;
        if (subject_id)
            e = consent_on_file(ctx, s, subject_id, j->sub.provider_id, j->sub.item,
                                need->class->id, &found);
        if (e) return e;
        bool good = found.consent_id &&
                    (found.notice || !words_have(need->class->evidence, W_EVIDENCE_NOTICE)) &&
                    (found.written || !words_have(need->class->evidence, W_EVIDENCE_CONSENT));
        if (!good) {
            load_row_flaw(ctx->arena, r, FLAW_CONSENT_MISSING, need->place, need->value,
                          need->class->name, NULL);
            continue;
        }
        const char *name = arena_printf(ctx->arena, CONSENT_MEMBER "%s", need->class->id);
        r->record.payload =
            with_member(ctx->arena, r->record.payload, name,
                        arena_printf(ctx->arena, "%lld", (long long)found.consent_id));
    }
    return OK;
}

/* --- what is there already --- */

static const char *day_of(struct arena *a, struct date d) {
    char *text = arena_alloc(a, DATE_TEXT);
    date_format(d, text);
    return text;
}

/* The names of the fields in which two contents differ, at most three. */
static const char *differences(struct ctx *ctx, const struct job *j, struct str x, struct str y) {
    const struct json *a = json_parse(ctx->arena, x, JSON_LIMITS_DEFAULT, NULL);
    const struct json *b = json_parse(ctx->arena, y, JSON_LIMITS_DEFAULT, NULL);
    struct buf out;
    buf_init(&out, 2048);
    size_t found = 0;
    for (size_t k = 0; a && b && k < j->schema->nstored && found < 3; k++) {
        const struct schema_field *f = &j->schema->fields[j->schema->stored[k]];
        const struct json *v = json_get(a, f->id), *u = json_get(b, f->id);
        bool same =
            !v || !u ? v == u
                     : v->type == u->type && v->integer == u->integer && str_eq(v->text, u->text);
        if (same) continue;
        if (found++) buf_puts(&out, "、");
        buf_puts(&out, f->name);
    }
    struct str text = buf_finish(&out);
    const char *copy = text.p && text.n ? arena_str(ctx->arena, text) : "内容";
    buf_free(&out);
    return copy;
}

static enum err told_twice(struct ctx *ctx, struct db_session *s, struct job *j, struct load_row *r,
                           int64_t subject_id, const struct record_found *found) {
    const struct db_value *row;
    enum db_result res = db_one(s, ctx->arena, STMT(RECEIVED),
                                DB_ARGS(db_int(subject_id), db_int(found->record_id)), &row);
    if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
    const char *day = res == DB_ROW ? db_get_text(row, 0) : "";
    if (found->state == RECORD_WITHDRAWN && j->sub.kind != SUBMISSION_LEGACY) {
        r->revive_id = found->record_id; /* taken back by its provider, and now sent again */
        r->revive_version = found->version;
        (void)date_parse(str_of(day), &r->record.facts.received); /* which never moves */
        return OK;
    }
    bool same = true;
    struct str opened = {"", 0};
    enum err e = OK;
    if (found->payload && found->state != RECORD_DELETED) {
        e = record_open(ctx, found->record_id, found->payload, &opened);
        same = str_eq(opened, r->record.payload);
    }
    if (e) return e;
    load_row_flaw(ctx->arena, r, same ? FLAW_DUPLICATE_BASE : FLAW_DUPLICATE_CHANGED,
                  (struct flaw_place){.row = r->c.row}, STR_LIT(""), day,
                  same ? SAME_BY : differences(ctx, j, opened, r->record.payload));
    return OK;
}

struct other_unit {
    const char *member; /* "CF_CFJGDM":"…" */
    struct arena *arena;
    const char *day; /* NULL: not found */
};
static bool other_row(void *arg, const struct db_value *row) {
    struct other_unit *o = arg;
    if (db_is_null(row, 1) || !strstr(db_get_text(row, 1), o->member)) return true;
    o->day = arena_strdup(o->arena, db_get_text(row, 0));
    return false;
}

static enum err told_by_another(struct ctx *ctx, struct db_session *s, struct job *j,
                                struct load_row *r, int64_t subject_id) {
    int organ = schema_part(j->schema, W_PART_ORGAN_CODE);
    if (organ < 0 || !*r->c.organ) return OK;
    struct other_unit o = {.arena = ctx->arena,
                           .member = arena_printf(ctx->arena, "\"%s\":\"%s\"",
                                                  j->schema->fields[organ].id, r->c.organ)};
    enum db_result res =
        db_each(s, STMT(SAME_DOCUMENT),
                DB_ARGS(db_int(subject_id), db_text(j->sub.item), db_text(r->c.doc_no),
                        db_text(day_of(ctx->arena, r->c.formed)), db_int(j->sub.provider_id)),
                other_row, &o);
    if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
    if (o.day)
        load_row_flaw(ctx->arena, r, FLAW_DUPLICATE_BASE, (struct flaw_place){.row = r->c.row},
                      STR_LIT(""), o.day, SAME_BY);
    return OK;
}

static enum err look_up_records(struct ctx *ctx, struct preparer *p, struct db_session *s,
                                struct chunk *c) {
    struct job *j = p->job;
    struct record_key *keys = ARENA_ARRAY(ctx->arena, c->n, struct record_key);
    struct record_found *found = ARENA_ARRAY(ctx->arena, c->n, struct record_found);
    struct load_row **of = ARENA_ARRAY(ctx->arena, c->n, struct load_row *);
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++) {
        struct load_row *r = &c->rows[i];
        int64_t subject_id = r->verdict == ROW_GOOD ? c->claims[r->claim].subject_id : 0;
        if (!subject_id || r->c.legacy.version > 1) continue;
        keys[n] = (struct record_key){subject_id, j->sub.item, r->record.facts.provider_id,
                                      r->c.doc_no, r->c.formed};
        of[n++] = r;
    }
    if (!n) return OK;
    enum err e = record_find_many(ctx, s, keys, n, found);
    for (size_t i = 0; !e && i < n; i++) {
        if (found[i].record_id)
            e = told_twice(ctx, s, j, of[i], keys[i].subject_id, &found[i]);
        else
            e = told_by_another(ctx, s, j, of[i], keys[i].subject_id);
    }
    return e;
}

/* --- first receipt --- */

/* Whether the row was among those that were returned to be mended: then it came when they did. */
static enum err came_before(struct ctx *ctx, struct db_session *s, const struct job *j,
                            const struct load_row *r, bool *yes_r) {
    const char *values[2] = {r->c.doc_no, r->c.number.number};
    static const char *const kinds[2] = {"document", "subject"};
    *yes_r = false;
    for (size_t i = 0; i < 2 && !*yes_r; i++) {
        struct stored_digest key = returned_key(ctx, kinds[i], values[i]);
        const struct db_value *row;
        enum db_result res =
            db_one(s, ctx->arena, STMT(RETURNED_KEY),
                   DB_ARGS(db_int(j->sub.first_id), db_blob(key.b, sizeof key.b)), &row);
        if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
        *yes_r = res == DB_ROW;
    }
    return OK;
}

/* The provider of a former record, by its code. */
static enum err former_provider(struct ctx *ctx, struct preparer *p, struct db_session *s,
                                struct load_row *r) {
    const char *code = r->c.legacy.provider;
    if (!p->provider_id || strcmp(code, p->provider_code) != 0) {
        const struct db_value *row;
        enum db_result res =
            db_one(s, ctx->arena, STMT(UNIT_BY_CODE),
                   DB_ARGS(db_text(code), db_text(p->job->sub.jurisdiction)), &row);
        if (res == DB_RETRY || res == DB_FAIL) return db_err(ctx, s, res);
        p->provider_id = res == DB_ROW ? db_get_int(row, 0) : 0;
        p->provider_code = arena_strdup(p->now->arena, code);
    }
    r->record.facts.provider_id = p->provider_id;
    if (p->provider_id) return OK;
    const struct fieldspec *field = &p->job->schema->specs[p->job->schema->extra[EXTRA_PROVIDER]];
    load_row_flaw(ctx->arena, r, FLAW_SUBJECT_UNKNOWN,
                  (struct flaw_place){.row = r->c.row, .field = field}, str_of(code), NULL, NULL);
    return OK;
}

static enum err lay_out(struct ctx *ctx, struct preparer *p, struct db_session *s,
                        struct load_row *r) {
    struct job *j = p->job;
    struct date received = j->sub.received_day;
    enum err e = OK;
    if (j->sub.resubmits) {
        bool before;
        e = came_before(ctx, s, j, r, &before);
        if (!e && before) received = j->sub.first_day;
    }
    int64_t days = -1;
    if (j->sub.kind == SUBMISSION_LEGACY)
        received = r->c.legacy.received; /* how late it was, the former system knew */
    else
        r->late = late_of(p, &r->c, received, &days);
    if (e) return e;
    prepare_record(p, &r->c, received, days, &r->record);
    if (j->sub.kind != SUBMISSION_LEGACY) return OK;
    if (!date_is_none(r->c.legacy.publish_until) && r->record.facts.nature == W_NATURE_ADVERSE) {
        r->record.terms.publish_to = r->c.legacy.publish_until;
        r->record.terms.publish_rule = "{\"standing\":\"former\",\"state\":\"set\"}";
        struct record whole = {
            .facts = r->record.facts, .terms = r->record.terms, .state = RECORD_ACTIVE};
        r->record.ranges = decide_ranges(j->policy, j->item->item, r->c.kind, &whole);
    }
    return former_provider(ctx, p, s, r);
}

enum err prepare_chunk(struct ctx *ctx, struct preparer *p, struct chunk *c) {
    struct db_session *s;
    if (arena_used(p->now->arena) > MEMORY_MOST) { /* flat, however long the file */
        remembered_release(&p->now);
        start_memory(p);
    }
    remembered_release(&c->remembered); /* of an earlier time */
    c->remembered = p->now;
    __atomic_add_fetch(&p->now->users, 1, __ATOMIC_ACQ_REL);
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    e = look_up_subjects(ctx, p, s, c);
    for (size_t i = 0; !e && i < c->n; i++) {
        struct load_row *r = &c->rows[i];
        if (r->verdict != ROW_GOOD) continue;
        e = lay_out(ctx, p, s, r);
        if (!e && r->verdict == ROW_GOOD)
            e = check_needs(ctx, s, p->job, r, c->claims[r->claim].subject_id);
    }
    if (!e) e = look_up_records(ctx, p, s, c);
    db_read_end(ctx, &s);
    c->good = 0;
    for (size_t i = 0; i < c->n; i++)
        c->good += c->rows[i].verdict == ROW_GOOD;
    return e;
}
