#include "registry/subject_act.h"

#include "base/bug.h"
#include "base/buf.h"
#include "law/idno.h"
#include "ledger/door.h"
#include "registry/actor.h"

static enum err act_in_door(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct subject_act *a = arg;
    switch (a->kind) {
    case SUBJECT_ACT_RENAME: return subject_rename(ctx, d, s, &a->change, a->name);
    case SUBJECT_ACT_CONFIRM: return subject_confirm(ctx, d, s, &a->change);
    case SUBJECT_ACT_CANCEL: return subject_cancel(ctx, d, s, &a->change);
    case SUBJECT_ACT_RENUMBER: return subject_renumber(ctx, d, s, &a->change, &a->number);
    case SUBJECT_ACT_ADD_NUMBER: return subject_add_number(ctx, d, s, &a->change, &a->number);
    case SUBJECT_ACT_LINK: return subject_link_add(ctx, d, s, &a->link, &a->link.link_id);
    case SUBJECT_ACT_UNLINK:
        return subject_link_end(ctx, d, s, a->link.subject_id, a->link.link_id, a->link.to);
    }
    BUG("act on a subject");
}

/* The number as it is stored and compared. The sentence of a refusal never repeats it. */
static enum err check_number(struct ctx *ctx, struct subject_number *n) {
    enum idno_kind kind;
    if (!idno_kind_parse(str_of(n->document), &kind))
        return fail_field(ctx, ERR_SUBJECT_KIND, "document", NULL, "没有这种证件类型");
    struct idno id = idno_check(kind, str_of(n->number), clock_today(ctx->clock));
    n->number = arena_strdup(ctx->arena, id.text);
    if (id.fault == IDNO_OK) return OK;
    struct buf sentence;
    buf_init(&sentence, 1000);
    idno_explain(&id, &sentence);
    enum err e = fail_field(ctx, idno_fault_err(id.fault), "number", idno_fault_name(id.fault),
                            "%s", buf_finish(&sentence).p);
    buf_free(&sentence);
    return e;
}

enum err subject_act_run(struct ctx *ctx, struct subject_act *act) {
    enum err e = actor_may(ctx, PERM_SUBJECT_MANAGE);
    bool numbered = act->kind == SUBJECT_ACT_RENUMBER || act->kind == SUBJECT_ACT_ADD_NUMBER;
    if (!e && numbered) e = check_number(ctx, &act->number);
    return e ? e : door_run(ctx, "subject.act", DB_PEOPLE, act_in_door, act);
}
