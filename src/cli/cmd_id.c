/* gongxin id check */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/lines.h"
#include "cli/option.h"
#include "law/idno_report.h"

int cmd_id_check(struct ctx *ctx, int argc, char **argv);

enum { LINE_MAX_BYTES = 4096, ANSWER_MAX = 1 << 16 };

static const struct option options[] = {
    {"type", "TYPE", false,
     "what the values are declared as: uscc, resident, resident15, foreign_pr, org_code, passport, "
     "hk_macao_permit, taiwan_permit, foreign_passport; without it every type a value is valid as "
     "is told"},
    {0},
};

static const struct command command = {
    "id check", "[VALUE…|-]",
    "check identity numbers: a line VALUE<TAB>valid|invalid<TAB>reason for each; without VALUE or "
    "with - the values are the lines of standard input. Exit status 1 when one is invalid.",
    options};

/* Answers one value. False when it is invalid. */
static bool answer(const struct idno_question *q, struct str value) {
    struct buf out;
    buf_init(&out, ANSWER_MAX);
    bool valid = idno_report(q, value, &out);
    struct str line = buf_finish(&out);
    if (line.p != NULL) fwrite(line.p, 1, line.n, stdout);
    buf_free(&out);
    return valid;
}

static bool answer_lines(const struct idno_question *q) {
    char buf[LINE_MAX_BYTES];
    struct str line;
    bool all = true;
    while (lines_next(stdin, buf, sizeof buf, &line))
        all &= answer(q, line);
    return all;
}

int cmd_id_check(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    switch (option_read(&command, argc, argv, stdout, stderr, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    struct idno_question q = {.today = clock_today(ctx->clock), .json = in.json};
    const char *type = option_get(&in, "type");
    q.declared = type != NULL;
    if (q.declared && !idno_kind_parse(str_of(type), &q.kind)) {
        fprintf(stderr, "gongxin id check: no such type: %s (--help)\n", type);
        return 2;
    }
    bool all = true;
    for (int i = 0; i < in.rest_count; i++)
        all &= strcmp(in.rest[i], "-") == 0 ? answer_lines(&q) : answer(&q, str_of(in.rest[i]));
    if (in.rest_count == 0) all = answer_lines(&q);
    return all ? 0 : 1;
}
