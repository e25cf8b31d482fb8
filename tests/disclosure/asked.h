/* asked.h: a directory with a catalog in force, a few subjects and records, and people who ask. */
#ifndef TESTS_DISCLOSURE_ASKED_H
#define TESTS_DISCLOSURE_ASKED_H

#include "disclosure/authorisation.h"
#include "disclosure/consent.h"
#include "disclosure/evidence.h"
#include "disclosure/identity.h"
#include "disclosure/look.h"
#include "disclosure/look_read.h"
#include "disclosure/names.h"
#include "disclosure/query.h"
#include "disclosure/retention.h"
#include "disclosure/self.h"
#include "disclosure/shown.h"
#include "disclosure/viewer.h"
#include "disclosure/withhold.h"

/* Of the rooms above, defined before this file is included. */
/* Of the rooms above, defined before this file is included. */
#ifndef ASKED_MORE_TABLES
#define ASKED_MORE_TABLES
#endif
#define FIXTURE_MORE_TABLES                                                                        \
    look_stmts, look_read_stmts, query_stmts, authorisation_stmts, consent_stmts, evidence_stmts,  \
        identity_stmts, viewer_stmts, withhold_stmts, retention_stmts, unit_stmts, account_stmts,  \
        post_stmts, ASKED_MORE_TABLES

#include "registry/account.h"
#include "registry/unit.h"

#include "../registry/fixture.h"

#include <sys/stat.h>

#include "law/idno.h"
#include "registry/record_term.h"

enum { PROVIDER = 501, ORGAN = 601, AGENCY = 602, PLATFORM = 603 };

struct asked {
    struct fixture f;
    int64_t catalog_id;
    const struct catalog *catalog;
    struct actor organ, agency, operator_, window, subject, nobody;
    struct subject_claim company, person;
    int64_t open_id, shared_id, person_id; /* records */
    int serial;
};

static inline const char *asked_uscc(struct arena *a, int n) {
    char *body = arena_printf(a, "91130902PDY%05d", n);
    char org = idno_org_code_check_char((struct str){body + 8, 8});
    char *code = arena_printf(a, "%s%c", body, org);
    return arena_printf(a, "%s%c", code, idno_uscc_check_char((struct str){code, 17}));
}

static inline const char *asked_resident(struct arena *a, int n) {
    char *body = arena_printf(a, "37990119850607%03d", n);
    return arena_printf(a, "%s%c", body, idno_resident_check_char((struct str){body, 17}));
}

/* A payload with the fields the item needs to be told apart by; text for its content. */
static inline struct str asked_payload(struct arena *a, const struct catalog_item *item,
                                       const char *name, const char *number, const char *content) {
    static const struct {
        enum word part;
        int which;
    } parts[] = {{W_PART_SUBJECT_NAME, 0},
                 {W_PART_SUBJECT_CODE, 1},
                 {W_PART_SUBJECT_NUMBER, 1},
                 {W_PART_LINKED_NUMBER, 3},
                 {W_PART_CONTENT, 2}};
    const char *ids[GX_COUNT(parts)], *values[GX_COUNT(parts)];
    size_t n = 0;
    for (size_t i = 0; i < GX_COUNT(parts); i++) {
        const struct policy_field *f = policy_item_part(item->item, parts[i].part);
        if (!f) continue;
        size_t at = n++;
        for (; at > 0 && strcmp(ids[at - 1], f->id) > 0; at--) {
            ids[at] = ids[at - 1];
            values[at] = values[at - 1];
        }
        ids[at] = f->id;
        values[at] = parts[i].which == 0   ? name
                     : parts[i].which == 1 ? number
                     : parts[i].which == 2 ? content
                                           : asked_resident(a, 777);
    }
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1 << 16);
    jw_init(&w, &b, true);
    jw_object(&w);
    for (size_t i = 0; i < n; i++)
        jw_ktext(&w, ids[i], values[i]);
    jw_object_end(&w);
    struct str text = buf_finish(&b);
    struct str copy = {arena_str(a, text), text.n};
    buf_free(&b);
    return copy;
}

struct asked_new {
    struct asked *t;
    const struct subject_claim *who;
    const char *item;
    struct date conduct_end;
    bool continuing;
    const char *content;
    int64_t id;
};

static inline enum err asked_insert(struct ctx *ctx, struct door *d, struct db_session *s,
                                    void *arg) {
    struct asked_new *n = arg;
    struct fixture *f = &n->t->f;
    const struct catalog_item *item = catalog_item(n->t->catalog, n->item);
    if (!item) fail_msg("the catalog has no %s", n->item);
    struct record_new r = {
        .facts = {.subject_id = n->who->subject_id,
                  .jurisdiction = f->policy->place,
                  .policy_label = f->policy->edition,
                  .catalog_id = n->t->catalog_id,
                  .item = item->item->id,
                  .provider_id = PROVIDER,
                  .doc_no = arena_printf(f->arena, "文书〔2026〕%d号", ++n->t->serial),
                  .nature = item->item->nature,
                  .mode = item->item->mode,
                  .secrecy = item->item->secrecy,
                  .severity = "",
                  .formed = date_make(2026, 3, 1),
                  .decided = date_make(2026, 3, 1),
                  .received = date_make(2026, 3, 2),
                  .conduct_end = n->conduct_end,
                  .conduct_continuing = n->continuing,
                  .late_days = -1},
        .item = item,
        .payload = asked_payload(f->arena, item, n->who->name, n->who->number.number, n->content),
    };
    record_terms(ctx->arena, f->policy, NULL, &r.facts, r.facts.received, &r.terms);
    struct record imagined = {.facts = r.facts, .terms = r.terms, .state = RECORD_ACTIVE};
    r.ranges = decide_ranges(f->policy, item->item, n->who->kind, &imagined);
    enum err e = record_insert_many(ctx, d, s, &r, 1);
    n->id = r.record_id;
    return e;
}

static inline int64_t asked_record(struct asked *t, const struct subject_claim *who,
                                   const char *item, struct date conduct_end, const char *content) {
    struct asked_new n = {
        .t = t, .who = who, .item = item, .conduct_end = conduct_end, .content = content};
    const struct actor *before = t->f.ctx.actor;
    t->f.ctx.actor = &t->f.clerk;
    MUST(&t->f, door_run(&t->f.ctx, "test.record", DB_PEOPLE, asked_insert, &n));
    t->f.ctx.actor = before;
    return n.id;
}

static inline void asked_actor(struct actor *a, int64_t user, int64_t unit, enum role role,
                               const char *type, const char *place) {
    fixture_actor(a, user, unit, role, place);
    a->unit_type = type;
    a->unit_terms = true;
}

static inline void asked_open(struct asked *t, const char *place) {
    memset(t, 0, sizeof *t);
    struct fixture *f = &t->f;
    fixture_open(f, place);
    fixture_law(f, place);
    f->app.home = place;
    memset(f->app.keys.log.b, 0x33, KEY_BYTES);
    mkdir(arena_printf(f->arena, "%s/files", f->dir), 0700);
    f->policy = law_policy(f->ctx.law, place, clock_today(f->ctx.clock));
    t->catalog_id = fixture_catalog(f);
    READING(f, s) MUST(f, catalog_by_id(&f->ctx, s, t->catalog_id, &t->catalog));
    asked_actor(&t->organ, 21, ORGAN, ROLE_QUERY_CLERK, "state_organ", place);
    asked_actor(&t->agency, 22, AGENCY, ROLE_QUERY_CLERK, "credit_service_agency", place);
    asked_actor(&t->operator_, 23, PLATFORM, ROLE_OPERATOR, "state_organ", place);
    asked_actor(&t->window, 24, PLATFORM, ROLE_WINDOW, "state_organ", place);
    asked_actor(&t->nobody, 0, 0, ROLE_NOBODY, "", place);
    t->nobody.name = t->nobody.unit_name = "";
    t->nobody.post_id = 0;
    t->nobody.channel = CHANNEL_NONE;
    t->subject = t->nobody;
    t->subject.user_id = 31;
    t->subject.role = ROLE_SUBJECT;
    t->subject.channel = CHANNEL_WEB;

    t->company =
        (struct subject_claim){.kind = W_SUBJECT_ORGANISATION,
                               .number = {.document = "uscc", .number = asked_uscc(f->arena, 1)},
                               .name = "虚构鼎恒有限公司"};
    t->person = (struct subject_claim){
        .kind = W_SUBJECT_PERSON,
        .number = {.document = "resident", .number = asked_resident(f->arena, 1)},
        .name = "虚构张三"};
    struct subject_claim claims[] = {t->company, t->person};
    MUST(f, fixture_subjects(f, claims, 2));
    t->company = claims[0];
    t->person = claims[1];
    f->ctx.actor = &t->organ;
}

static inline void asked_close(struct asked *t) {
    fixture_close(&t->f);
}

static inline struct query asked_query(const struct subject_claim *who) {
    return (struct query){.route = "query.ask",
                          .subject = {.kind = who->kind, .number = who->number.number},
                          .purpose = "行政处罚",
                          .scene = "penalty"};
}

/* Looks about a subject (0: about nobody known), newest first. */
static inline size_t asked_looks(struct asked *t, int64_t subject_id, struct look_row **rows_r) {
    struct look_filter all = {.from = DATE_NONE, .to = DATE_NONE, .subject_id = subject_id};
    size_t n;
    MUST(&t->f, look_search(&t->f.ctx, &all, 0, 100, rows_r, &n));
    return n;
}

static inline const char *asked_json(struct asked *t, const struct query_answer *a) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1 << 22);
    jw_init(&w, &b, false);
    shown_write(&t->f.ctx, a, &w);
    const char *text = arena_str(t->f.arena, buf_finish(&b));
    buf_free(&b);
    return text;
}

#endif
