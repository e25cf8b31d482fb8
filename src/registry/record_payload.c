#include <string.h>

#include "base/json.h"
#include "base/num.h"
#include "registry/app.h"
#include "registry/catalog.h"
#include "registry/record_row.h"

#define SEALED_MARK "enc1:"
#define PAYLOAD_MAX (1u << 20)

bool record_value_is_sealed(struct str value) {
    return str_starts(value, SEALED_MARK);
}

static struct str context_of(struct arena *a, int64_t record_id, struct str field) {
    return str_of(arena_printf(a, "record:%lld:%.*s", (long long)record_id, (int)field.n, field.p));
}

static bool must_seal(const struct catalog_item *item, struct str field) {
    for (size_t i = 0; i < item->n_sealed; i++)
        if (str_is(field, item->sealed[i]->id)) return true;
    return false;
}

/* Most payloads hold nothing to seal: then they are stored as they are. A value that looks sealed
 * already is sealed, wherever it stands, so that opening never meets a stranger's text. */
static bool has_work(const struct catalog_item *item, struct str plain) {
    if (str_find_str(plain, STR_LIT("\"" SEALED_MARK)) != SIZE_MAX) return true;
    for (size_t i = 0; i < item->n_sealed; i++)
        if (str_find_str(plain, str_of(item->sealed[i]->id)) != SIZE_MAX) return true;
    return false;
}

static void write_sealed(struct ctx *ctx, struct json_writer *w, int64_t record_id,
                         struct str field, struct str plain) {
    const struct app *app = ctx->app;
    struct str sealed = crypto_seal(ctx->arena, app->suite, &app->keys.seal, app->keys.version,
                                    plain, context_of(ctx->arena, record_id, field));
    struct buf text;
    buf_init(&text, 4 * sealed.n + 64);
    buf_puts(&text, SEALED_MARK);
    buf_b64(&text, (const uint8_t *)sealed.p, sealed.n);
    jw_str(w, buf_finish(&text));
    buf_free(&text);
}

static enum err finish(struct ctx *ctx, struct buf *out, struct str *text_r) {
    struct str text = buf_finish(out);
    if (text.p) *text_r = (struct str){arena_str(ctx->arena, text), text.n};
    buf_free(out);
    return text.p ? OK : fail(ctx, ERR_NO_MEMORY_LIMIT, NULL);
}

enum err record_seal(struct ctx *ctx, const struct catalog_item *item, int64_t record_id,
                     struct str plain, struct str *stored_r) {
    *stored_r = plain;
    if (!has_work(item, plain)) return OK;
    const struct json *j = json_parse(ctx->arena, plain, JSON_LIMITS_DEFAULT, NULL);
    if (!j || j->type != JSON_OBJECT) return fail(ctx, ERR_RECORD_PAYLOAD, NULL);
    struct buf out;
    struct json_writer w;
    buf_init(&out, PAYLOAD_MAX);
    jw_init(&w, &out, true);
    jw_object(&w);
    for (size_t i = 0; i < j->count; i++) {
        const struct json *v = &j->items[i];
        jw_keystr(&w, j->names[i]);
        bool seal = v->type == JSON_STRING && v->text.n &&
                    (must_seal(item, j->names[i]) || record_value_is_sealed(v->text));
        if (seal)
            write_sealed(ctx, &w, record_id, j->names[i], v->text);
        else
            jw_json(&w, v);
    }
    jw_object_end(&w);
    return finish(ctx, &out, stored_r);
}

enum err record_open_value(struct ctx *ctx, int64_t record_id, struct str field, struct str value,
                           struct str *plain_r) {
    struct str b64 = {value.p + strlen(SEALED_MARK), value.n - strlen(SEALED_MARK)};
    uint8_t *bytes = arena_alloc(ctx->arena, b64.n + 1);
    size_t n;
    if (!num_b64(b64, bytes, b64.n, &n)) return fail(ctx, ERR_CRYPTO, "记录中的密封内容已损坏");
    enum err e = crypto_open(ctx->arena, &ctx->app->keys.seal, (struct str){(char *)bytes, n},
                             context_of(ctx->arena, record_id, field), plain_r);
    return e ? fail(ctx, e, "记录中的密封内容无法打开") : OK;
}

enum err record_open(struct ctx *ctx, int64_t record_id, const char *stored, struct str *plain_r) {
    *plain_r = str_of(stored);
    if (str_find_str(*plain_r, STR_LIT("\"" SEALED_MARK)) == SIZE_MAX) return OK;
    const struct json *j = json_parse(ctx->arena, *plain_r, JSON_LIMITS_DEFAULT, NULL);
    if (!j || j->type != JSON_OBJECT) return fail(ctx, ERR_RECORD_PAYLOAD, NULL);
    struct buf out;
    struct json_writer w;
    enum err e = OK;
    buf_init(&out, PAYLOAD_MAX);
    jw_init(&w, &out, true);
    jw_object(&w);
    for (size_t i = 0; !e && i < j->count; i++) {
        const struct json *v = &j->items[i];
        jw_keystr(&w, j->names[i]);
        struct str plain = v->text;
        bool sealed = v->type == JSON_STRING && record_value_is_sealed(v->text);
        if (sealed) e = record_open_value(ctx, record_id, j->names[i], v->text, &plain);
        if (e) break;
        if (sealed)
            jw_str(&w, plain);
        else
            jw_json(&w, v);
    }
    if (e) {
        buf_free(&out);
        return e;
    }
    jw_object_end(&w);
    return finish(ctx, &out, plain_r);
}

enum err record_same_content(struct ctx *ctx, int64_t record_id, const char *stored,
                             struct str plain, bool *same_r) {
    struct str opened;
    enum err e = record_open(ctx, record_id, stored, &opened);
    if (!e) *same_r = str_eq(opened, plain);
    return e;
}

const char *record_destroyed_doc_no(const struct ctx *ctx, const char *doc_no) {
    static const char hex[] = "0123456789abcdef";
    struct arena_mark mark = arena_mark(ctx->arena);
    char *text = arena_printf(ctx->arena, "doc_no\n%s", doc_no);
    struct digest d = crypto_hmac(ctx->app->suite, &ctx->app->keys.lookup, text, strlen(text));
    arena_release(ctx->arena, mark);
    char *out = arena_alloc(ctx->arena, 4 + 2 * sizeof d.b + 1);
    memcpy(out, "del:", 4);
    for (size_t i = 0; i < sizeof d.b; i++) {
        out[4 + 2 * i] = hex[d.b[i] >> 4];
        out[5 + 2 * i] = hex[d.b[i] & 15];
    }
    return out;
}
