#include "measures/weigh.h"

static enum err read_link(struct ctx *ctx, struct db_session *s, const struct applied *a,
                          struct date *to_r) {
    struct subject_link *links;
    size_t n;
    *to_r = DATE_NONE;
    if (!a->link_id) return OK;
    enum err e = subject_links(ctx, s, a->target.subject_id, &links, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (links[i].link_id == a->link_id) *to_r = links[i].to;
    return e;
}

static enum err read_holds(struct ctx *ctx, struct db_session *s, struct measure_case *c) {
    struct hold *holds;
    size_t n, kept = 0;
    enum err e = hold_list(ctx, s, c->applied->target.subject_id, &holds, &n);
    if (e) return e;
    for (size_t i = 0; i < n; i++)
        if (date_cmp(holds[i].from, c->day) <= 0) holds[kept++] = holds[i];
    c->holds = holds;
    c->n_holds = kept;
    return OK;
}

enum err weigh(struct ctx *ctx, struct db_session *s, const struct policy *p,
               const struct applied *a, struct date day, struct measure_case *c) {
    struct measure *measure;
    struct record *record = NULL;
    struct list_entry *entry = NULL;
    *c = (struct measure_case){.policy = p, .applied = a, .day = day, .link_to = DATE_NONE};
    const struct target *t = &a->target;
    enum err e = measure_get(ctx, s, a->measure_id, &measure);
    if (!e)
        e = t->kind == W_TARGET_LIST_ENTRY ? list_entry_get(ctx, s, t->subject_id, t->id, &entry)
                                           : record_get(ctx, s, t->subject_id, t->id, &record);
    if (!e) e = read_link(ctx, s, a, &c->link_to);
    if (!e) e = read_holds(ctx, s, c);
    c->measure = e ? NULL : measure;
    c->record = record;
    c->entry = entry;
    return e;
}
