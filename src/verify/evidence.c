#include "verify/evidence.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/num.h"
#include "verify/entry.h"

enum { PROOF_MAX = 128 };
#define FILE_MAX ((size_t)64 << 20)

struct check {
    struct verify *v;
    struct signed_root root;
    const char *kind;
    int64_t object;
};

static bool read_proof(const struct json *proof, struct digest path[PROOF_MAX], size_t *n_r) {
    if (!proof || proof->type != JSON_ARRAY || proof->count > PROOF_MAX) return false;
    for (size_t i = 0; i < proof->count; i++) {
        size_t n;
        if (proof->items[i].type != JSON_STRING ||
            !num_b64(proof->items[i].text, path[i].b, DIGEST_BYTES, &n) || n != DIGEST_BYTES)
            return false;
    }
    *n_r = proof->count;
    return true;
}

/* One entry and its way to the root. The leaf is what was hashed; all that stands around it must agree with it. */
static bool check_item(struct check *c, const struct json *item, struct entry *e) {
    struct report *r = &c->v->report;
    struct digest path[PROOF_MAX];
    size_t n;
    int64_t index, id = 0;
    const char *leaf = json_get_text(item, "leaf"), *entry = json_get_text(item, "entry");
    if (!leaf || !entry || !num_i64(str_of(entry), 1, INT64_MAX, &id) ||
        !json_get_int(item, "index", &index) || !read_proof(json_get(item, "proof"), path, &n)) {
        report_finding(r, "evidence", "文件中有一个条目不完整");
        return false;
    }
    struct digest hash = tree_leaf(str_of(leaf));
    if (!entry_read(str_of(leaf), e) || e->id != id) {
        report_finding(r, "evidence", "条目 %lld 的内容与其编号不符", (long long)id);
        return false;
    }
    if (!tree_included(&hash, index, c->root.size, path, n, &c->root.root)) {
        report_finding(r, "evidence", "条目 %lld 的证明不能导出检查点的根", (long long)id);
        return false;
    }
    return true;
}

static bool same_text(struct str view, const char *text) {
    return text ? str_is(view, text) : view.n == 0;
}

/* The timeline is for people: it must say what the leaves say, in their order. */
static void check_timeline(struct check *c, const struct json *line, const struct entry *e) {
    char at[INSTANT_TEXT];
    int64_t id = 0;
    const char *entry = json_get_text(line, "entry"), *when = json_get_text(line, "at"),
               *event = json_get_text(line, "event"), *policy = json_get_text(line, "policy");
    instant_format((struct instant){e->at}, at);
    if (!entry || !num_i64(str_of(entry), 1, INT64_MAX, &id) || id != e->id || !when ||
        strcmp(when, at) != 0 || !same_text(e->event, event) || !same_text(e->policy, policy))
        report_finding(&c->v->report, "evidence", "办理过程与条目 %lld 不符", (long long)e->id);
}

/* Every edition an entry names should be there with its adoption; more is not asked of the file. */
static void check_editions(struct check *c, const struct json *editions, int64_t *n_r) {
    for (size_t i = 0; editions && i < editions->count; i++) {
        struct entry e;
        if (!check_item(c, &editions->items[i], &e)) continue;
        if (!str_is(e.event, "policy.adopted"))
            report_finding(&c->v->report, "evidence", "条目 %lld 不是政策包的采用",
                           (long long)e.id);
        else
            ++*n_r;
    }
}

static void check_entries(struct check *c, const struct json *entries, const struct json *timeline,
                          int64_t *n_r) {
    if (!entries || entries->type != JSON_ARRAY || entries->count == 0 || !timeline ||
        timeline->count != entries->count) {
        report_finding(&c->v->report, "evidence", "文件没有条目，或条目与办理过程不一一对应");
        return;
    }
    for (size_t i = 0; i < entries->count; i++) {
        struct entry e;
        if (!check_item(c, &entries->items[i], &e)) continue;
        if (e.object != c->object)
            report_finding(&c->v->report, "evidence", "条目 %lld 说的不是 %s %lld", (long long)e.id,
                           c->kind, (long long)c->object);
        check_timeline(c, &timeline->items[i], &e);
        ++*n_r;
    }
}

enum err evidence_check(struct verify *v, const char *path, struct evidence_result *result_r) {
    struct ctx *ctx = v->ctx;
    struct check c = {.v = v};
    struct json_error error;
    struct str text;
    enum err e = file_read(ctx->arena, path, FILE_MAX, &text);
    if (e != OK) return fail(ctx, e, "读不出文件 %s", path);
    const struct json *file =
        json_parse(ctx->arena, text, (struct json_limits){FILE_MAX, 24}, &error);
    if (!file)
        return fail(ctx, ERR_JSON, "第 %d 行第 %d 列：%s", error.line, error.column, error.what);
    const char *format = json_get_text(file, "format"), *note = json_get_text(file, "checkpoint");
    const struct json *object = json_get(file, "object");
    const char *id = json_get_text(object, "id");
    c.kind = json_get_text(object, "kind");
    if (!format || strcmp(format, "gongxin-evidence-1") != 0 || !note || !id || !c.kind ||
        !num_i64(str_of(id), 1, INT64_MAX, &c.object))
        return fail(ctx, ERR_JSON, "文件 %s 不是证据文件", path);
    if (!signed_root_read(ctx->arena, str_of(note), "facts", &v->key, true, &c.root)) {
        report_finding(&v->report, "evidence", "检查点无效或不是由所给公钥签署");
        return OK;
    }
    *result_r = (struct evidence_result){.size = c.root.size};
    check_entries(&c, json_get(file, "entries"), json_get(file, "timeline"), &result_r->entries);
    check_editions(&c, json_get(file, "editions"), &result_r->editions);
    return OK;
}
