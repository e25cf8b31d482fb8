#include "ledger/evidence.h"

#include <string.h>

#include "base/json.h"
#include "base/num.h"
#include "ledger/checkpoint.h"
#include "ledger/leaf.h"
#include "ledger/ledger_state.h"
#include "ledger/prove.h"
#include "ledger/seal.h"
#include "ledger/stmts.h"

#define ENTRIES_MAX 10000

struct item {
    int64_t id, index;
    const char *text; /* the leaf's bytes */
    const struct json *leaf;
    enum ledger_event event;
    struct proof proof;
    struct item *next;
};

struct list {
    struct arena *arena;
    const char *kind;
    const char *event; /* only entries of this one, or NULL */
    struct item *first, **end;
    size_t n;
    bool malformed;
};

static bool take(void *arg, const struct db_value *row) {
    struct list *l = arg;
    struct str text = str_of(db_get_text(row, 1));
    struct item *it = ARENA_NEW(l->arena, struct item);
    it->id = db_get_int(row, 0);
    it->text = arena_str(l->arena, text);
    it->leaf = json_parse(l->arena, str_of(it->text), JSON_LIMITS_DEFAULT, NULL);
    const char *event = json_get_text(it->leaf, "event");
    if (!event || !ledger_event_parse(str_of(event), &it->event)) {
        l->malformed = true;
        return false;
    }
    if (strcmp(ledger_event_kind(it->event), l->kind) != 0) return true;
    if (l->event && strcmp(l->event, event) != 0) return true;
    *l->end = it;
    l->end = &it->next;
    return ++l->n < ENTRIES_MAX;
}

static enum err entries_of(struct ctx *ctx, struct list *l, int64_t object) {
    struct db_session *s = NULL;
    l->arena = ctx->arena;
    l->end = &l->first;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_each(s, LS(ENTRY_OF_OBJECT), DB_ARGS(db_int(object)), take, l);
    if (r != DB_ROW && r != DB_NONE)
        e = db_err(ctx, s, r);
    else if (l->malformed)
        e = fail(ctx, ERR_LEDGER_BROKEN, NULL);
    else if (l->n == ENTRIES_MAX)
        e = fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
    db_read_end(ctx, &s);
    return e;
}

static enum err prove_items(struct ctx *ctx, struct item *items, int64_t size) {
    for (struct item *it = items; it; it = it->next) {
        enum err e = prove_position(ctx, LEDGER_FACTS, it->id, &it->index);
        if (e == OK) e = prove_inclusion(ctx, LEDGER_FACTS, it->index, size, &it->proof);
        if (e != OK) return e;
    }
    return OK;
}

/* Adoptions of the editions the entries name, each once. */
static enum err editions(struct ctx *ctx, const struct evidence_request *request,
                         const struct item *items, struct item **first_r) {
    struct item **end = first_r;
    *first_r = NULL;
    for (const struct item *it = items; it && request->edition; it = it->next) {
        const char *place = json_get_text(it->leaf, "place");
        const char *policy = json_get_text(it->leaf, "policy");
        if (!policy) continue;
        int64_t edition = request->edition(ctx, request->arg, place ? place : "", policy);
        bool known = edition == 0;
        for (struct item *e = *first_r; e && !known; e = e->next) {
            const char *object = json_get_text(e->leaf, "object");
            int64_t id = 0;
            known = object && num_i64(str_of(object), 1, INT64_MAX, &id) && id == edition;
        }
        if (known) continue;
        struct list adopted = {.kind = "edition", .event = ledger_event_word(EV_POLICY_ADOPTED)};
        enum err e = entries_of(ctx, &adopted, edition);
        if (e != OK) return e;
        *end = adopted.first;
        while (*end)
            end = &(*end)->next;
    }
    return OK;
}

static void put_proof(struct json_writer *w, const struct proof *p) {
    jw_array(w);
    for (size_t i = 0; i < p->n; i++) {
        struct buf b;
        buf_init(&b, 64);
        buf_b64(&b, p->hashes[i].b, DIGEST_BYTES);
        jw_str(w, buf_finish(&b));
        buf_free(&b);
    }
    jw_array_end(w);
}

static void put_items(struct json_writer *w, const struct item *items) {
    jw_array(w);
    for (const struct item *it = items; it; it = it->next) {
        jw_object(w);
        jw_kid(w, "entry", it->id);
        jw_kint(w, "index", it->index);
        jw_ktext(w, "leaf", it->text);
        jw_key(w, "proof");
        put_proof(w, &it->proof);
        jw_object_end(w);
    }
    jw_array_end(w);
}

/* For people; the checker takes the words from the leaves and holds this against them. */
static void put_timeline(struct json_writer *w, const struct item *items) {
    jw_array(w);
    for (const struct item *it = items; it; it = it->next) {
        int64_t at = 0;
        char text[INSTANT_TEXT];
        (void)json_get_int(it->leaf, "at", &at);
        instant_format((struct instant){at}, text);
        const struct json *basis = json_get(it->leaf, "basis");
        jw_object(w);
        jw_ktext(w, "at", text);
        if (basis) {
            jw_key(w, "basis");
            jw_json(w, basis);
        }
        jw_kid(w, "entry", it->id);
        jw_ktext(w, "event", ledger_event_word(it->event));
        jw_ktext(w, "name", ledger_event_name(it->event));
        const char *policy = json_get_text(it->leaf, "policy");
        if (policy) jw_ktext(w, "policy", policy);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void write_file(struct ctx *ctx, const struct evidence_request *request,
                       const struct checkpoint *c, const struct item *entries,
                       const struct item *adoptions, struct buf *out) {
    struct json_writer w;
    jw_init(&w, out, true);
    jw_object(&w);
    jw_ktext(&w, "checkpoint", c->note);
    jw_key(&w, "editions");
    put_items(&w, adoptions);
    jw_key(&w, "entries");
    put_items(&w, entries);
    jw_ktext(&w, "format", "gongxin-evidence-1");
    jw_key(&w, "object");
    jw_object(&w);
    jw_kid(&w, "id", request->object);
    jw_ktext(&w, "kind", request->kind);
    jw_object_end(&w);
    jw_key(&w, "timeline");
    put_timeline(&w, entries);
    jw_ktext(&w, "vkey", checkpoint_vkey(ctx->arena, c->origin, ctx->ledger->key.public));
    jw_object_end(&w);
    buf_putc(out, '\n');
}

enum err evidence_write(struct ctx *ctx, const struct evidence_request *request, struct buf *out) {
    struct checkpoint c;
    struct list found = {.kind = request->kind};
    struct item *adoptions = NULL;
    enum err e = seal_run_once(ctx, LEDGER_FACTS, NULL);
    if (e == OK) e = entries_of(ctx, &found, request->object);
    if (e == OK && found.n == 0)
        e = fail(ctx, ERR_NOT_FOUND, "账本中没有关于 %s %lld 的条目", request->kind,
                 (long long)request->object);
    if (e == OK) e = editions(ctx, request, found.first, &adoptions);
    if (e == OK) e = checkpoint_latest(ctx, LEDGER_FACTS, &c);
    if (e == OK) e = prove_items(ctx, found.first, c.size);
    if (e == OK) e = prove_items(ctx, adoptions, c.size);
    if (e == OK) write_file(ctx, request, &c, found.first, adoptions, out);
    return e;
}
