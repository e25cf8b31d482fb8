/* What a desk does beside the process. */
#include "api/case_moved.h"
#include "api/handlers.h"
#include "cases/desk.h"

struct ask_in {
    int64_t id, version;
    const char *missing;
    struct date until;
};
static const struct input_field ask_fields[] = {
    INPUT_ID(struct ask_in, id, "case", "事项编号", .in = IN_PATH),
    INPUT_INT(struct ask_in, version, "version", "所见版本", .must = true, .min = 1,
              .max = INT64_MAX),
    INPUT_TEXT(struct ask_in, missing, "missing", "需补正内容", .must = true, .max = 2000,
               .lines = true),
    INPUT_DATE(struct ask_in, until, "until", "补正期限"),
};
const struct input_spec case_ask_input = INPUT_SPEC(struct ask_in, ask_fields);

enum err case_desk_ask(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct ask_in *in = rq->input;
    struct case_file c;
    enum err e = desk_ask(ctx, in->id, in->version, in->missing, in->until, &c);
    if (!e) case_moved(out, &c, false);
    return e;
}

struct add_in {
    int64_t id, version;
    struct input_ids papers;
    const char *text;
};
static const struct input_field add_fields[] = {
    INPUT_ID(struct add_in, id, "case", "事项编号", .in = IN_PATH),
    INPUT_INT(struct add_in, version, "version", "所见版本", .must = true, .min = 1,
              .max = INT64_MAX),
    INPUT_IDS(struct add_in, papers, "papers", "证明文件编号", .max = 40),
    INPUT_TEXT(struct add_in, text, "text", "说明", .max = 8000, .lines = true),
};
const struct input_spec case_add_input = INPUT_SPEC(struct add_in, add_fields);

enum err case_desk_add(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct add_in *in = rq->input;
    struct case_file c;
    struct act_paper *papers = ARENA_ARRAY(ctx->arena, in->papers.n + 1, struct act_paper);
    for (size_t i = 0; i < in->papers.n; i++)
        papers[i] = (struct act_paper){in->papers.v[i], "proof"};
    enum err e = desk_add(ctx, in->id, in->version, papers, in->papers.n, in->text, &c);
    if (!e) case_moved(out, &c, false);
    return e;
}

struct unit_in {
    int64_t id, version, unit;
    const char *reason;
};
static const struct input_field unit_fields[] = {
    INPUT_ID(struct unit_in, id, "case", "事项编号", .in = IN_PATH),
    INPUT_INT(struct unit_in, version, "version", "所见版本", .must = true, .min = 1,
              .max = INT64_MAX),
    INPUT_ID(struct unit_in, unit, "unit", "单位编号", .must = true),
    INPUT_TEXT(struct unit_in, reason, "reason", "理由", .must = true, .max = 1000, .lines = true),
};
const struct input_spec case_unit_input = INPUT_SPEC(struct unit_in, unit_fields);

enum err case_desk_hand_over(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct unit_in *in = rq->input;
    struct case_file c;
    enum err e = desk_hand_over(ctx, in->id, in->version, in->unit, in->reason, &c);
    if (!e) case_moved(out, &c, false);
    return e;
}

enum err case_desk_stand_in(struct ctx *ctx, struct request *rq, struct reply *out) {
    const struct unit_in *in = rq->input;
    struct case_file c;
    enum err e = desk_stand_in(ctx, in->id, in->version, in->unit, in->reason, &c);
    if (!e) case_moved(out, &c, false);
    return e;
}
