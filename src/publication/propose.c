#include "publication/propose.h"

#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "db/db_fetch.h"
#include "publication/publication_row.h"
#include "registry/actor.h"

enum { INSERT, INSERT_PLACE, UNIT_NAME };

const struct db_stmt publication_propose_stmts[] = {
    [INSERT] = {.name = "publication.insert",
                .sql = "insert into publication (subject_id, publication_id, record_id,"
                       " record_version, jurisdiction, policy_label, item, provider_id, state,"
                       " legacy, ground, ground_text, clause, text, last_day, needs_review,"
                       " proposed_by, proposed_unit, proposed_at, first_day, version)"
                       " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
                       " $15, $16, $17, $18, $19, $20, 1)",
                .in = "iiiittti"
                      "titttTTi"
                      "iiiT",
                .out = "",
                .kind = DB_WRITE},
    [INSERT_PLACE] = {.name = "publication.insert_place",
                      .sql = "insert into publication_channel (subject_id, publication_id,"
                             " channel, own, unit_id, jurisdiction, state, published_day,"
                             " published_by, published_unit, stopped_day)"
                             " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                      .in = "iitiittTIIT",
                      .out = "",
                      .kind = DB_WRITE},
    [UNIT_NAME] = {.name = "publication.unit_name",
                   .sql = "select name from unit where unit_id = $1",
                   .in = "i",
                   .out = "t",
                   .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&publication_propose_stmts[name])

/* ---- channels */

struct words publication_channels(const struct policy *p, const struct policy_item *item,
                                  struct date on) {
    static const enum word site[] = {W_CHANNEL_CREDIT_SITE};
    struct policy_scope scope = {.item = item->id};
    if (item->channels.n) return item->channels;
    const struct policy_value *v = policy_get(p, PARAM_DISCLOSE_CHANNELS, &scope, on);
    return v->known && v->words.n ? v->words : (struct words){site, 1};
}

bool publication_channel_own(enum word channel) {
    return channel == W_CHANNEL_CREDIT_SITE || channel == W_CHANNEL_PLATFORM ||
           channel == W_CHANNEL_INTERNET || channel == W_CHANNEL_MOBILE;
}

static enum err unit_is_there(struct ctx *ctx, struct db_session *s, int64_t unit_id,
                              const char **name_r) {
    const struct db_value *row;
    enum err e = db_row(ctx, s, STMT(UNIT_NAME), DB_ARGS(db_int(unit_id)), &row);
    if (e != OK) return e;
    if (!row) return fail_field(ctx, ERR_PUBLICATION_CHANNEL, "channels", "unit", "没有这个单位");
    *name_r = db_get_text(row, 0);
    return OK;
}

static enum err no_person_page(struct ctx *ctx, const struct opening *o) {
    const struct policy_value *v =
        policy_get(o->policy, PARAM_DISCLOSE_PERSON_OPEN, NULL, clock_today(ctx->clock));
    return fail_clause(ctx, ERR_PUBLICATION_PERSON, v->known ? v->basis.clause : "default", NULL);
}

/* The public pages hold no natural person: own channels are left out, or refused when asked for. */
static enum err choose(struct ctx *ctx, const struct opening *o, const struct publication_new *in,
                       struct publication_wish **list_r, size_t *n_r) {
    struct date today = clock_today(ctx->clock);
    struct words all = publication_channels(o->policy, o->item->item, today);
    bool person = subject_is_person(o->subject->kind);
    size_t n = in->n ? in->n : all.n, kept = 0;
    struct publication_wish *list = ARENA_ARRAY(ctx->arena, n + 1, struct publication_wish);
    for (size_t i = 0; i < n; i++) {
        struct publication_wish w =
            in->n ? in->wishes[i] : (struct publication_wish){.channel = all.w[i]};
        const struct policy_value *v = policy_get(o->policy, PARAM_DISCLOSE_CHANNELS, NULL, today);
        for (size_t k = 0; k < kept; k++)
            if (list[k].channel == w.channel)
                return fail_field(ctx, ERR_PUBLICATION_CHANNEL, "channels", "once", NULL);
        if (!words_have(all, w.channel))
            return fail_clause(ctx, ERR_PUBLICATION_CHANNEL, v->known ? v->basis.clause : "default",
                               NULL);
        if (person && publication_channel_own(w.channel)) {
            if (in->n) return no_person_page(ctx, o);
            continue;
        }
        if (!w.unit_id) w.unit_id = o->record->facts.provider_id;
        if (publication_channel_own(w.channel)) w.unit_id = 0;
        list[kept++] = w;
    }
    *list_r = list;
    *n_r = kept;
    return kept ? OK : no_person_page(ctx, o);
}

/* ---- reach */

enum err publication_reachable(struct ctx *ctx, const char *place, int64_t provider_id) {
    const struct actor *a = ctx->actor;
    bool of_provider = a->role == ROLE_PROVIDER_CLERK || a->role == ROLE_PROVIDER_REVIEWER ||
                       a->role == ROLE_UNIT_ADMIN;
    if (!of_provider) return actor_reaches(ctx, place);
    /* Whose it is not, is not told that it is there. */
    return a->unit_id == provider_id ? OK : fail(ctx, ERR_NOT_FOUND, NULL);
}

/* ---- proposing */

static enum err check_masking(struct ctx *ctx, const struct opening *o, const struct masking *m) {
    const struct policy_value *v =
        policy_get(o->policy, PARAM_PUBLISH_MASK_BEFORE, NULL, clock_today(ctx->clock));
    if ((v->known && !v->flag) || m->examined) return OK;
    enum err e =
        fail_clause(ctx, ERR_PUBLICATION_MASKING, v->known ? v->basis.clause : "default", NULL);
    ctx->failure.field = "masking.examined";
    return e;
}

/* What opens it: the State's citation for a person, the item's duty to publish, or the subject. */
static void ground_of(const struct opening *o, const char **word_r, const char **text_r) {
    const struct policy_item *item = o->item->item;
    if (subject_is_person(o->subject->kind) && item->state_citation && *item->state_citation) {
        *word_r = word_text(W_RANK_STATE_DOCUMENT);
        *text_r = item->state_citation;
    } else if (o->record->facts.mode == W_MODE_OPEN && item->open_citation) {
        *word_r = word_text(item->open_rank);
        *text_r = item->open_citation;
    } else {
        *word_r = "consent";
        *text_r = "信用主体同意公开";
    }
}

/* One at a time a record; one of an earlier version makes way. */
static enum err make_way(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct opening *o) {
    struct publication *list;
    size_t n;
    const struct cause changed = {.jurisdiction = o->record->facts.jurisdiction,
                                  .policy_label = o->policy->edition,
                                  .clause = "default",
                                  .reason = "信息已变更，以新的公示文本代替",
                                  .day = clock_today(ctx->clock)};
    enum err e = publication_of_record(ctx, s, o->subject->id, o->record->id, &list, &n);
    for (size_t i = 0; e == OK && i < n; i++) {
        if (list[i].legacy || list[i].state == PUBLICATION_ENDED ||
            list[i].state == PUBLICATION_REFUSED)
            continue;
        e = list[i].record_version == o->record->current_version
                ? fail(ctx, ERR_PUBLICATION_EXISTS, NULL)
                : publication_end(ctx, d, s, &list[i], ENDING_CHANGED, &changed);
    }
    return e;
}

static enum err put_row(struct ctx *ctx, struct door *d, struct db_session *s,
                        const struct publication *p) {
    struct arena *a = ctx->arena;
    return db_write(ctx, s, STMT(INSERT),
                    DB_ARGS(db_int(p->subject_id), db_int(p->publication_id), db_int(p->record_id),
                            db_int(p->record_version), db_text(p->jurisdiction),
                            db_text(p->policy_label), db_text(p->item), db_int(p->provider_id),
                            db_text(publication_state_word(p->state)), db_int(p->legacy),
                            db_text(p->ground), db_text(p->ground_text), db_text(p->clause),
                            db_text(p->text), db_date(a, p->last_day), db_int(p->needs_review),
                            db_int(ctx->actor->user_id), db_int(ctx->actor->unit_id),
                            db_int(door_now(d).us), db_date(a, p->first_day)),
                    NULL);
}

static enum err put_place(struct ctx *ctx, struct db_session *s, const struct publication *p,
                          const struct publication_place *c) {
    struct arena *a = ctx->arena;
    bool by = !date_is_none(c->published);
    return db_write(ctx, s, STMT(INSERT_PLACE),
                    DB_ARGS(db_int(p->subject_id), db_int(p->publication_id),
                            db_text(word_text(c->channel)), db_int(c->own), db_int(c->unit_id),
                            db_text(p->jurisdiction), db_text(place_state_word(c->state)),
                            db_date(a, c->published), by ? db_int(ctx->actor->user_id) : db_null(),
                            by ? db_int(ctx->actor->unit_id) : db_null(), db_date(a, c->stopped)),
                    NULL);
}

static struct publication start(struct ctx *ctx, const struct opening *o) {
    const struct record *r = o->record;
    struct publication p = {
        .subject_id = o->subject->id,
        .publication_id = id_new(clock_now(ctx->clock)),
        .record_id = r->id,
        .record_version = r->current_version,
        .jurisdiction = r->facts.jurisdiction,
        .policy_label = o->policy->edition,
        .item = r->facts.item,
        .provider_id = r->facts.provider_id,
        .state = PUBLICATION_PROPOSED,
        .clause = o->decision.clause,
        .last_day = r->terms.publish_to,
        .first_day = DATE_NONE,
        .ended = DATE_NONE,
        .version = 1,
    };
    ground_of(o, &p.ground, &p.ground_text);
    return p;
}

struct proposing {
    const struct publication_new *in;
    int64_t publication_id;
};

static enum err propose_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct proposing *g = arg;
    const struct publication_new *in = g->in;
    struct publication_wish *wishes = NULL;
    struct opening o;
    const char *provider = NULL, *unit;
    size_t n = 0;
    enum err e = opening_read(ctx, s, in->subject_id, in->record_id, &o);
    if (e == OK)
        e = publication_reachable(ctx, o.record->facts.jurisdiction, o.record->facts.provider_id);
    if (e == OK) e = opening_require(ctx, &o);
    if (e == OK) e = check_masking(ctx, &o, &in->masking);
    if (e == OK) e = choose(ctx, &o, in, &wishes, &n);
    if (e == OK) e = make_way(ctx, d, s, &o);
    if (e == OK) e = unit_is_there(ctx, s, o.record->facts.provider_id, &provider);
    if (e != OK) return e;
    struct publication p = start(ctx, &o);
    p.needs_review = policy_flag(o.policy, PARAM_DISCLOSE_REVIEW, false, clock_today(ctx->clock));
    e = masked_text(ctx, &o, provider, &in->masking, &p.text);
    if (e == OK) e = put_row(ctx, d, s, &p);
    for (size_t i = 0; e == OK && i < n; i++) {
        struct publication_place c = {.channel = wishes[i].channel,
                                      .own = publication_channel_own(wishes[i].channel),
                                      .unit_id = wishes[i].unit_id,
                                      .state = PLACE_WAITING,
                                      .published = DATE_NONE,
                                      .stopped = DATE_NONE};
        if (!c.own) e = unit_is_there(ctx, s, c.unit_id, &unit);
        if (e == OK) e = put_place(ctx, s, &p, &c);
    }
    if (e != OK) return e;
    struct leaf leaf = publication_leaf(ctx, EV_PUBLICATION_PROPOSED, &p);
    leaf.word = p.ground;
    leaf.basis = &p.clause;
    leaf.n_basis = 1;
    door_leaf(d, &leaf);
    g->publication_id = p.publication_id;
    return OK;
}

enum err publication_propose(struct ctx *ctx, const struct publication_new *in,
                             int64_t *publication_r) {
    struct proposing g = {.in = in};
    enum err e = door_run(ctx, "publication.propose", DB_PEOPLE, propose_step, &g);
    *publication_r = g.publication_id;
    return e;
}

/* ---- from the time before */

struct importing {
    int64_t subject_id, record_id;
    const struct publication_former *places;
    size_t n;
    int64_t publication_id;
};

static enum err check_former(struct ctx *ctx, const struct importing *in) {
    struct date today = clock_today(ctx->clock);
    for (size_t i = 0; i < in->n; i++) {
        const struct publication_former *f = &in->places[i];
        bool ended = !date_is_none(f->to);
        if (date_is_none(f->from) || date_cmp(f->from, today) > 0 ||
            (ended && (date_cmp(f->to, f->from) < 0 || date_cmp(f->to, today) > 0)))
            return fail_field(ctx, ERR_PUBLICATION_DAY, "places", "days", NULL);
        for (size_t k = 0; k < i; k++)
            if (in->places[k].channel == f->channel)
                return fail_field(ctx, ERR_PUBLICATION_CHANNEL, "places", "once", NULL);
    }
    return in->n ? OK : fail_field(ctx, ERR_INPUT_MISSING, "places", "required", NULL);
}

static enum err put_former(struct ctx *ctx, struct db_session *s, const struct publication *p,
                           const struct publication_former *f) {
    const char *unit;
    bool ended = !date_is_none(f->to);
    struct publication_place c = {.channel = f->channel,
                                  .unit_id = f->unit_id ? f->unit_id : p->provider_id,
                                  .state = ended ? PLACE_STOPPED : PLACE_PUBLISHED,
                                  .published = f->from,
                                  .stopped = f->to};
    enum err e = unit_is_there(ctx, s, c.unit_id, &unit);
    return e == OK ? put_place(ctx, s, p, &c) : e;
}

static enum err import_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct importing *in = arg;
    struct opening o;
    bool shown = false;
    enum err e = opening_read(ctx, s, in->subject_id, in->record_id, &o);
    if (e == OK) e = actor_reaches(ctx, o.record->facts.jurisdiction);
    if (e != OK) return e;
    struct publication p = start(ctx, &o), *stored;
    p.legacy = true;
    p.state = PUBLICATION_RUNNING;
    p.first_day = in->places[0].from;
    for (size_t i = 0; i < in->n; i++) {
        if (date_cmp(in->places[i].from, p.first_day) < 0) p.first_day = in->places[i].from;
        shown |= date_is_none(in->places[i].to);
    }
    e = put_row(ctx, d, s, &p);
    for (size_t i = 0; e == OK && i < in->n; i++)
        e = put_former(ctx, s, &p, &in->places[i]);
    if (e != OK) return e;
    struct leaf leaf = publication_leaf(ctx, EV_PUBLICATION_ENTERED, &p);
    leaf.day = p.first_day;
    door_leaf(d, &leaf);
    in->publication_id = p.publication_id;
    if (shown && o.decision.give != W_GIVE_NOTHING) return OK;
    /* Over already: whoever still shows it is told to stop. */
    const struct cause over = {.jurisdiction = p.jurisdiction,
                               .policy_label = p.policy_label,
                               .clause = o.decision.clause,
                               .day = clock_today(ctx->clock)};
    e = publication_load(ctx, s, p.publication_id, 0, &stored);
    return e == OK ? publication_end(ctx, d, s, stored, ENDING_TERM, &over) : e;
}

enum err publication_import(struct ctx *ctx, int64_t subject_id, int64_t record_id,
                            const struct publication_former *places, size_t n,
                            int64_t *publication_r) {
    struct importing in = {subject_id, record_id, places, n, 0};
    enum err e = check_former(ctx, &in);
    if (e == OK) e = door_run(ctx, "publication.import", DB_PEOPLE, import_step, &in);
    *publication_r = in.publication_id;
    return e;
}
