#include "disclosure/whom.h"

#include "registry/subject.h"

enum err whom_check(struct ctx *ctx, struct query_subject *who) {
    enum err e = query_subject_check(ctx, who);
    if (e != OK) return e;
    if (who->name && str_trim(str_of(who->name)).n) return OK;
    return fail_field(ctx, ERR_INPUT_MISSING, "subject.name", "required", "请填写信用主体名称");
}

enum err whom_find_or_make(struct ctx *ctx, struct door *door, struct db_session *s,
                           const struct query_subject *who, int64_t *subject_r,
                           bool *other_name_r) {
    struct subject_claim claim = {
        .kind = who->kind,
        .number = {who->document, who->number, who->nationality},
        .name = who->name,
        .provisional = !subject_is_person(who->kind),
    };
    enum err e = subject_lookup_many(ctx, s, NULL, &claim, 1);
    if (e == OK) e = subject_create_many(ctx, door, s, &claim, 1);
    if (e != OK) return e;
    if (claim.match == SUBJECT_FILLER || !claim.subject_id)
        return fail_field(ctx, ERR_SUBJECT_FILLER, "subject.number", "filler", NULL);
    if (claim.match == SUBJECT_OTHER_KIND &&
        subject_is_person(who->kind)) /* a person's document that leads to an organisation */
        return fail_field(ctx, ERR_SUBJECT_KIND, "subject.kind", "known", NULL);
    *subject_r = claim.subject_id;
    if (other_name_r) *other_name_r = claim.match == SUBJECT_OTHER_NAME;
    return OK;
}
