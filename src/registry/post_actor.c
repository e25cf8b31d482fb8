#include "registry/post_actor.h"

#include <string.h>

#include "registry/app.h"

static bool usable(const struct post *p) {
    return !strcmp(p->unit_state, "active");
}

static void fill(struct ctx *ctx, const struct post *p, struct actor *a) {
    struct date today = clock_today(ctx->clock);
    a->post_id = p->post_id;
    a->unit_id = p->unit_id;
    a->role = p->role;
    a->unit_name = p->unit_name;
    a->unit_type = p->unit_type;
    a->jurisdiction = p->jurisdiction;
    a->unit_terms = !date_is_none(p->unit_terms) && p->unit_terms.day <= today.day;
    a->designated = !date_is_none(p->designated_from) && p->designated_from.day <= today.day &&
                    (date_is_none(p->designated_to) || today.day <= p->designated_to.day);
}

enum err post_actor(struct ctx *ctx, const struct account *account, int64_t post_id,
                    struct actor *actor_r) {
    *actor_r = (struct actor){
        .user_id = account->user_id,
        .subject_id = account->subject_id,
        .role = ROLE_NOBODY,
        .name = arena_strdup(ctx->arena, account->name),
        .unit_name = "",
        .unit_type = "",
        .jurisdiction = ctx->app->home,
        .os_user = "",
        .address = "",
    };
    if (account->subject_id) {
        actor_r->role = ROLE_SUBJECT;
        return OK;
    }
    struct post *posts;
    size_t n, found = 0;
    enum err e = post_list(ctx, account->user_id, clock_today(ctx->clock), &posts, &n);
    if (e != OK) return e;
    for (size_t i = 0; i < n; i++) {
        if (!usable(&posts[i]) || (post_id && posts[i].post_id != post_id)) continue;
        if (found++) return fail(ctx, ERR_POST_CHOICE, NULL);
        fill(ctx, &posts[i], actor_r);
    }
    return found ? OK : fail(ctx, ERR_FORBIDDEN, "您今天没有可用的岗位");
}
