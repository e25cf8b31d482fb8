#include <string.h>

#include "base/bug.h"
#include "base/id.h"
#include "base/utf8.h"
#include "ledger/door.h"
#include "registry/actor.h"
#include "registry/app.h"
#include "registry/search_fold.h"
#include "registry/subject_row.h"

enum { KEY_ADD, KEY_OWNER, ADD, PENDING_ADD };

const struct db_stmt subject_bulk_stmts[] = {
    [KEY_ADD] = {.name = "subject.key_add",
                 .sql = "insert into subject_key (digest, key_version, subject_id)"
                        " values ($1, $2, $3) on conflict do nothing",
                 .in = "bii",
                 .out = "",
                 .kind = DB_WRITE},
    [KEY_OWNER] = {.name = "subject.key_owner",
                   .sql = "select subject_id from subject_key where digest = $1",
                   .in = "b",
                   .out = "i",
                   .kind = DB_READ},
    [ADD] = {.name = "subject.add",
             .sql = "insert into subject (subject_id, kind, name, name_sealed, document, number,"
                    " number_sealed, nationality, state, revision, merged_into, created_at)"
                    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, null, $10)",
             .in = "itTBtTBTti",
             .out = "",
             .kind = DB_WRITE},
    [PENDING_ADD] = {.name = "subject.pending_add",
                     .sql = "insert into name_pending (subject_id) values ($1)",
                     .in = "i",
                     .out = "",
                     .kind = DB_WRITE},
    {.name = NULL},
};

/* Look-ups sent in one round trip. */
#define LOOKUP_CHUNK 256

/* --- the cache: one slot a number, the later one wins --- */

#define CACHE_SLOTS 8192

struct slot {
    struct stored_digest digest;
    struct digest name; /* of the folded name */
    enum word kind;
    enum subject_state state;
    int64_t subject_id; /* 0: empty */
};
struct subject_cache {
    struct arena *arena;
    struct slot *slots;
};

struct subject_cache *subject_cache_new(void) {
    struct arena *a = arena_new();
    struct subject_cache *c = ARENA_NEW(a, struct subject_cache);
    c->arena = a;
    c->slots = ARENA_ARRAY(a, CACHE_SLOTS, struct slot);
    return c;
}

void subject_cache_free(struct subject_cache **cache) {
    if (!*cache) return;
    struct arena *a = (*cache)->arena;
    arena_free(&a);
    *cache = NULL;
}

/* The digest is uniform already: its bytes are the hash. */
static size_t hash_of(const struct stored_digest *d) {
    uint64_t h;
    memcpy(&h, d->b + 1, sizeof h);
    return (size_t)h;
}

static struct digest name_digest(struct arena *a, const char *name) {
    struct arena_mark mark = arena_mark(a);
    const char *folded = search_fold(a, name);
    struct digest d = crypto_digest(SUITE_INTL, folded, strlen(folded));
    arena_release(a, mark);
    return d;
}

void subject_cache_learn(struct subject_cache *cache, struct arena *a,
                         const struct subject_claim *claims, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct subject_claim *c = &claims[i];
        if (c->match != SUBJECT_SAME && c->match != SUBJECT_CREATED) continue;
        if (!c->name || !*c->name) continue;
        cache->slots[hash_of(&c->digest) % CACHE_SLOTS] = (struct slot){
            .digest = c->digest,
            .name = name_digest(a, c->name),
            .kind = c->kind,
            .state = c->state,
            .subject_id = c->subject_id,
        };
    }
}

/* Only a complete hit counts; anything else is looked up. */
static bool cache_find(const struct subject_cache *cache, struct arena *a,
                       struct subject_claim *c) {
    const struct slot *slot = &cache->slots[hash_of(&c->digest) % CACHE_SLOTS];
    if (!slot->subject_id || slot->kind != c->kind || !c->name || !*c->name) return false;
    if (memcmp(slot->digest.b, c->digest.b, sizeof c->digest.b) != 0) return false;
    struct digest name = name_digest(a, c->name);
    if (memcmp(slot->name.b, name.b, sizeof name.b) != 0) return false;
    c->match = SUBJECT_SAME;
    c->subject_id = slot->subject_id;
    c->state = slot->state;
    return true;
}

/* --- looking up --- */

/* Compares with the present name, then with the former ones. */
static enum err match_name(struct ctx *ctx, struct db_session *s, struct subject *subject,
                           struct subject_claim *c) {
    c->match = SUBJECT_SAME;
    if (!c->name || !*c->name) return OK;
    enum err e = subject_reveal(ctx, subject);
    if (e || subject_name_equal(ctx->arena, subject->name, c->name)) return e;
    c->match = SUBJECT_OTHER_NAME;
    struct subject_name *former;
    size_t n;
    e = subject_former_names(ctx, s, subject->id, &former, &n);
    for (size_t i = 0; !e && i < n && c->match == SUBJECT_OTHER_NAME; i++)
        if (subject_name_equal(ctx->arena, former[i].name, c->name)) c->match = SUBJECT_FORMER_NAME;
    if (!subject_is_person(subject->kind)) c->known_name = subject->name;
    return e;
}

static enum err match_row(struct ctx *ctx, struct db_session *s, const struct db_value *row,
                          struct subject_claim *c) {
    struct subject *subject = subject_of_row(ctx->arena, row);
    enum err e = subject_follow(ctx, s, &subject);
    if (e) return e;
    if (!subject) return fail(ctx, ERR_INTERNAL, "合并后的信用主体不存在");
    c->fresh = false;
    c->subject_id = subject->id;
    c->state = subject->state;
    if (subject->kind != c->kind) {
        c->match = SUBJECT_OTHER_KIND;
        return OK;
    }
    return match_name(ctx, s, subject, c);
}

static enum err lookup_chunk(struct ctx *ctx, struct db_session *s, struct subject_claim **claims,
                             size_t n) {
    struct db_call *calls = ARENA_ARRAY(ctx->arena, n, struct db_call);
    struct db_value *args = ARENA_ARRAY(ctx->arena, n, struct db_value);
    for (size_t i = 0; i < n; i++) {
        args[i] = db_blob(claims[i]->digest.b, sizeof claims[i]->digest.b);
        calls[i] = (struct db_call){.stmt = subject_by_digest, .args = &args[i]};
    }
    enum db_result r = db_calls(s, ctx->arena, calls, n);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    for (size_t i = 0; i < n; i++) {
        if (calls[i].result != DB_ROW) continue;
        enum err e = match_row(ctx, s, calls[i].rows[0], claims[i]);
        if (e) return e;
    }
    return OK;
}

enum err subject_lookup_many(struct ctx *ctx, struct db_session *s, struct subject_cache *cache,
                             struct subject_claim *claims, size_t n) {
    struct subject_claim *chunk[LOOKUP_CHUNK];
    size_t held = 0;
    enum err e = OK;
    for (size_t i = 0; !e && i < n; i++) {
        struct subject_claim *c = &claims[i];
        c->subject_id = 0;
        c->known_name = NULL;
        c->fresh = false;
        c->state = SUBJECT_STATE_ACTIVE;
        c->match = SUBJECT_FILLER;
        if (subject_number_is_filler(c->number.number)) continue;
        c->digest = subject_digest(ctx, &c->number);
        c->match = SUBJECT_UNKNOWN;
        if (cache && cache_find(cache, ctx->arena, c)) continue;
        c->fresh = true;
        chunk[held++] = c;
        if (held < LOOKUP_CHUNK) continue;
        e = lookup_chunk(ctx, s, chunk, held);
        held = 0;
    }
    return e || !held ? e : lookup_chunk(ctx, s, chunk, held);
}

/* --- creating --- */

/* The first fresh claim of each number leads; the others follow it. */
struct fresh {
    struct subject_claim **leaders;
    size_t n;
    size_t *leader_of; /* by claim: index into leaders, SIZE_MAX for those that are not fresh */
};

static enum err gather(struct ctx *ctx, struct subject_claim *claims, size_t n, struct fresh *f) {
    size_t slots = 16;
    while (slots < 2 * n)
        slots *= 2;
    size_t *table = ARENA_ARRAY(ctx->arena, slots, size_t); /* index of a leader + 1 */
    f->leaders = ARENA_ARRAY(ctx->arena, n, struct subject_claim *);
    f->leader_of = ARENA_ARRAY(ctx->arena, n, size_t);
    f->n = 0;
    for (size_t i = 0; i < n; i++) {
        f->leader_of[i] = SIZE_MAX;
        if (!claims[i].fresh) continue;
        size_t at = hash_of(&claims[i].digest) & (slots - 1);
        while (table[at] && memcmp(f->leaders[table[at] - 1]->digest.b, claims[i].digest.b,
                                   STORED_DIGEST_BYTES) != 0)
            at = (at + 1) & (slots - 1);
        if (!table[at]) {
            enum err e = subject_check_number(ctx, claims[i].kind, &claims[i].number);
            if (!e) e = subject_check_name(ctx, claims[i].name);
            if (e) return e;
            f->leaders[f->n++] = &claims[i];
            table[at] = f->n;
        }
        f->leader_of[i] = table[at] - 1;
    }
    return OK;
}

/* Takes the numbers. A leader whose number was taken meanwhile loses its id (0). */
static enum err claim_keys(struct ctx *ctx, struct door *d, struct db_session *s, struct fresh *f) {
    struct db_value *args = ARENA_ARRAY(ctx->arena, 3 * f->n, struct db_value);
    for (size_t i = 0; i < f->n; i++) {
        struct subject_claim *c = f->leaders[i];
        c->subject_id = id_new(door_now(d));
        args[3 * i] = db_blob(c->digest.b, sizeof c->digest.b);
        args[3 * i + 1] = db_int(ctx->app->keys.version);
        args[3 * i + 2] = db_int(c->subject_id);
    }
    int64_t changed = 0;
    enum db_result r = db_exec_many(s, &subject_bulk_stmts[KEY_ADD], args, f->n, &changed);
    if (r == DB_RETRY || r == DB_FAIL) return db_err(ctx, s, r);
    if (changed == (int64_t)f->n) return OK;

    struct db_call *calls = ARENA_ARRAY(ctx->arena, f->n, struct db_call);
    for (size_t i = 0; i < f->n; i++)
        calls[i] = (struct db_call){.stmt = &subject_bulk_stmts[KEY_OWNER], .args = &args[3 * i]};
    r = db_calls(s, ctx->arena, calls, f->n);
    if (r != DB_ROW) return db_err(ctx, s, r);
    for (size_t i = 0; i < f->n; i++)
        if (calls[i].result == DB_ROW &&
            db_get_int(calls[i].rows[0], 0) != f->leaders[i]->subject_id)
            f->leaders[i]->subject_id = 0;
    return OK;
}

static void subject_row(const struct ctx *ctx, struct door *d, const struct subject_claim *c,
                        struct db_value row[10]) {
    bool person = subject_is_person(c->kind);
    struct str name = {0}, number = {0};
    if (person) {
        name = subject_seal(ctx, SUBJECT_SEAL_NAME, c->subject_id, c->name);
        number = subject_seal(ctx, SUBJECT_SEAL_NUMBER, c->subject_id, c->number.number);
    }
    const char *nationality = c->number.nationality;
    row[0] = db_int(c->subject_id);
    row[1] = db_text(word_text(c->kind));
    row[2] = db_text(person ? NULL : c->name);
    row[3] = db_blob(name.p, name.n);
    row[4] = db_text(c->number.document);
    row[5] = db_text(person ? NULL : c->number.number);
    row[6] = db_blob(number.p, number.n);
    row[7] = db_text(nationality && *nationality ? nationality : NULL);
    row[8] = db_text(subject_state_word(c->state));
    row[9] = db_int(door_now(d).us);
}

static enum err write_subjects(struct ctx *ctx, struct door *d, struct db_session *s,
                               struct fresh *f) {
    struct db_value *rows = ARENA_ARRAY(ctx->arena, 10 * f->n, struct db_value);
    struct db_value *waiting = ARENA_ARRAY(ctx->arena, f->n, struct db_value);
    size_t n = 0, n_waiting = 0;
    for (size_t i = 0; i < f->n; i++) {
        struct subject_claim *c = f->leaders[i];
        if (!c->subject_id) continue;
        c->match = SUBJECT_CREATED;
        c->state = c->provisional && !subject_is_person(c->kind) ? SUBJECT_STATE_PROVISIONAL
                                                                 : SUBJECT_STATE_ACTIVE;
        subject_row(ctx, d, c, rows + 10 * n++);
        if (!subject_is_person(c->kind)) waiting[n_waiting++] = db_int(c->subject_id);
        struct leaf leaf = actor_leaf(ctx, EV_SUBJECT_REGISTERED);
        leaf.object = leaf.subject = c->subject_id;
        leaf.version = 1;
        leaf.word = subject_state_word(c->state);
        door_leaf(d, &leaf);
    }
    if (!n) return OK;
    enum db_result r = db_exec_many(s, &subject_bulk_stmts[ADD], rows, n, NULL);
    if (r != DB_RETRY && r != DB_FAIL && n_waiting)
        r = db_exec_many(s, &subject_bulk_stmts[PENDING_ADD], waiting, n_waiting, NULL);
    return r == DB_RETRY || r == DB_FAIL ? db_err(ctx, s, r) : OK;
}

enum err subject_create_many(struct ctx *ctx, struct door *d, struct db_session *s,
                             struct subject_claim *claims, size_t n) {
    struct fresh f;
    enum err e = gather(ctx, claims, n, &f);
    if (e || !f.n) return e;
    e = claim_keys(ctx, d, s, &f);
    if (!e) e = write_subjects(ctx, d, s, &f);
    for (size_t i = 0; !e && i < n; i++) {
        if (f.leader_of[i] == SIZE_MAX) continue;
        struct subject_claim *c = &claims[i], *leader = f.leaders[f.leader_of[i]];
        if (!leader->subject_id || leader->match != SUBJECT_CREATED) {
            /* Somebody else's by now: it is known, whatever it was when the file was checked. */
            struct subject_claim *one = c;
            e = lookup_chunk(ctx, s, &one, 1);
            c->fresh = true;
        } else if (c != leader) {
            c->subject_id = leader->subject_id;
            c->state = leader->state;
            c->match =
                c->kind != leader->kind ? SUBJECT_OTHER_KIND
                : !c->name || !*c->name || subject_name_equal(ctx->arena, c->name, leader->name)
                    ? SUBJECT_CREATED
                    : SUBJECT_OTHER_NAME;
            if (c->match == SUBJECT_OTHER_NAME && !subject_is_person(leader->kind))
                c->known_name = leader->name;
        }
    }
    return e;
}
