#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/id.h"
#include "cli/commands.h"
#include "intake/answer.h"
#include "intake/submission_json.h"
#include "registry/account.h"
#include "registry/post_actor.h"

int cmd_import(struct console *run);

static const struct option options[] = {
    CONSOLE_AS_OPTIONS,
    {"item", "ITEM", true, "catalog item of the rows"},
    {"answer", "FILE", false,
     "where the answer file goes: the same rows with what is wrong (.xlsx, else CSV)"},
    {"atomic", NULL, false, "all rows or none"},
    {"resubmits", "ID", false, "the submission whose returned rows this file mends"},
    {"review", "TEXT", false,
     "the verification entry or the reviewer's opinion, where the pack asks"},
    {"reviewer", "LOGIN", false, "the provider's reviewer, where the pack requires a review"},
    {"legacy", NULL, false, "former records, with their own days, versions and marks"},
    {"format", "csv|xlsx|jsonl", false, "instead of looking at the first bytes"},
    {"flaws", "FILE", false, "every flaw as a line of JSON"},
    {0},
};
static const struct command command = {
    "import", "FILE",
    "check a provider's file and take its rows in; one line of JSON tells the result", options};

static enum source_format format_of(const char *word) {
    if (!word) return SOURCE_AUTO;
    return !strcmp(word, "csv")     ? SOURCE_CSV
           : !strcmp(word, "xlsx")  ? SOURCE_XLSX
           : !strcmp(word, "jsonl") ? SOURCE_JSONL
                                    : SOURCE_AUTO;
}

static enum err write_answer(struct console *run, const char *source, enum source_format format,
                             struct flawlog *flaws, const char *path) {
    struct source_options reading = {.format = format};
    size_t n = strlen(path);
    bool xlsx = n > 5 && !strcmp(path + n - 5, ".xlsx");
    struct answer_options how = {.format = xlsx ? ANSWER_XLSX : ANSWER_CSV_UTF8,
                                 .rows = ANSWER_ALL,
                                 .tmp_dir = file_join(run->ctx->arena, run->app->dir, "tmp")};
    struct answer_result result;
    return answer_write(run->ctx, source, &reading, flaws, path, &how, &result);
}

static enum err write_flaws(struct console *run, struct flawlog *flaws, const char *path) {
    FILE *out = fopen(path, "wb");
    if (!out) return fail(run->ctx, ERR_IO, "不能写入 %s", path);
    enum err e = flawlog_rewind(run->ctx, flaws);
    const struct flaw *f;
    while (!e) {
        struct arena_mark mark = arena_mark(run->ctx->arena);
        e = flawlog_next(run->ctx, flaws, run->ctx->arena, &f);
        if (e || !f) break;
        struct buf b;
        struct json_writer w;
        buf_init(&b, 64 << 10);
        jw_init(&w, &b, false);
        jw_object(&w);
        flaw_members(&w, f);
        jw_object_end(&w);
        struct str line = buf_finish(&b);
        if (line.p) fprintf(out, "%s\n", line.p);
        buf_free(&b);
        arena_release(run->ctx->arena, mark);
    }
    if (fclose(out) && !e) e = fail(run->ctx, ERR_IO, NULL);
    return e;
}

static void print(struct console *run, const struct submission *s) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, 1 << 20);
    jw_init(&w, &b, false);
    jw_object(&w);
    submission_members(run->ctx, &w, s);
    jw_object_end(&w);
    struct str line = buf_finish(&b);
    if (line.p) fprintf(run->out, "%s\n", line.p);
    buf_free(&b);
}

/* The reviewer acts as another person than the clerk, in the same run. */
static enum err review(struct console *run, const struct invocation *in, struct submission *s) {
    const char *login = option_get(in, "reviewer");
    struct actor reviewer;
    if (!login || s->state != SUBMISSION_AWAITING_REVIEW) return OK;
    enum err e = console_actor(run->ctx, login, NULL, &reviewer);
    if (e) return e;
    reviewer.channel = CHANNEL_CONSOLE;
    reviewer.os_user = run->os_user;
    reviewer.operator_id = run->actor.operator_id;
    run->ctx->actor = &reviewer;
    e = actor_may(run->ctx, PERM_SUBMIT_REVIEW);
    if (!e) e = submission_review(run->ctx, s->id, true, option_get(in, "review"), s);
    if (!e) e = account_add_console_notice(run->ctx, reviewer.user_id);
    run->ctx->actor = &run->actor;
    return e;
}

int cmd_import(struct console *run) {
    struct invocation in;
    switch (console_options(run, &command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    if (in.rest_count != 1) {
        fprintf(run->err, "gongxin import: one FILE is needed (--help)\n");
        return 2;
    }
    struct ctx *ctx = run->ctx;
    struct flawlog *flaws = NULL;
    struct submission s;
    int64_t resubmits = 0;
    const char *id = option_get(&in, "resubmits");
    if (id && !id_parse(str_of(id), &resubmits)) {
        fprintf(run->err, "gongxin import: --resubmits is the number of a submission\n");
        return 2;
    }
    struct submission_request request = {.path = console_path(run, in.rest[0]),
                                         .item = option_get(&in, "item"),
                                         .format = format_of(option_get(&in, "format")),
                                         .kind = option_has(&in, "legacy") ? SUBMISSION_LEGACY
                                                                           : SUBMISSION_FILE,
                                         .atomic = option_has(&in, "atomic"),
                                         .resubmits = resubmits,
                                         .verified = option_get(&in, "review"),
                                         .flaws_r = &flaws};
    enum err e = console_act_as(run, &in);
    if (!e) e = submission_take(ctx, &request, &s);
    if (!e) e = review(run, &in, &s);
    if (!e && flaws && option_get(&in, "answer"))
        e = write_answer(run, request.path, request.format, flaws,
                         console_path(run, option_get(&in, "answer")));
    else if (!e && option_get(&in, "answer")) /* sent before: from the sealed original */
        e = submission_answer(ctx, &s, strstr(option_get(&in, "answer"), ".xlsx") != NULL, false,
                              console_path(run, option_get(&in, "answer")));
    if (!e && flaws && option_get(&in, "flaws"))
        e = write_flaws(run, flaws, console_path(run, option_get(&in, "flaws")));
    flawlog_free(&flaws);
    if (e) return console_fail(run, &in, e);
    print(run, &s);
    return s.state == SUBMISSION_REFUSED ? 1 : 0;
}
