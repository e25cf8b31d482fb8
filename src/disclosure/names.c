#include "disclosure/names.h"

#include "disclosure/asking.h"
#include "disclosure/mask.h"
#include "disclosure/query_read.h"
#include "disclosure/viewer.h"
#include "registry/actor.h"
#include "registry/adoption.h"
#include "registry/app.h"

static enum err keep_open(struct ctx *ctx, struct db_session *s, const struct asking *a,
                          struct search_result *r) {
    size_t kept = 0;
    for (size_t i = 0; i < r->n; i++) {
        const struct subject subject = {
            .id = r->hits[i].subject_id, .kind = r->hits[i].kind, .state = r->hits[i].state};
        bool open;
        enum err e = query_is_open(ctx, s, a, &subject, &open);
        if (e != OK) return e;
        if (open) r->hits[kept++] = r->hits[i];
    }
    r->n = kept;
    return OK;
}

static enum err search(struct ctx *ctx, const struct asking *a, const char *text, bool all,
                       struct search_result *r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = search_names(ctx, s, text, r);
    if (e == OK && !all) e = keep_open(ctx, s, a, r);
    db_read_end(ctx, &s);
    return e;
}

enum err names_search(struct ctx *ctx, const char *route, const char *text, struct search_result *r,
                      int64_t *look_r) {
    const struct query q = {.route = route, .open = true};
    struct asking a = {.q = &q, .today = clock_today(ctx->clock)};
    const char *place = *ctx->actor->jurisdiction ? ctx->actor->jurisdiction : ctx->app->home;
    enum err e = law_require(ctx, place, &a.policy);
    if (e != OK) return e;
    a.purpose = (struct purpose){.text = "", .basis = BASIS_OPEN};
    a.viewer = (struct viewer){.kind = W_VIEWER_PUBLIC};
    bool all = viewer_of_actor(a.policy, ctx->actor).kind == W_VIEWER_OPERATOR;
    e = search(ctx, &a, text, all, r);
    if (e != OK) return e;
    struct look look = asking_look(&a);
    look.outcome = LOOK_LISTED;
    look.text = mask_text(ctx->arena, str_of(text), MASK_PUBLIC);
    e = look_write(ctx, &look, 1);
    *look_r = look.look_id;
    return e;
}
