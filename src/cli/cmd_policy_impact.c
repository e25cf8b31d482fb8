#include "base/file.h"
#include "cli/commands.h"
#include "disclosure/impact.h"
#include "law/law.h"
#include "law/policy_load.h"
#include "law/policy_print.h"

int cmd_policy_impact(struct console *run);

static const struct option options[] = {{0}};
static const struct command command = {"policy impact", "DIR",
                                       "what adopting a pack would move: the values that differ "
                                       "from the edition in force, and the records whose "
                                       "days of disclosure would change. Changes nothing",
                                       options};

enum { OUT_MAX = 16 << 20 };

static enum err load(struct console *run, const char *what, const struct policy **policy_r) {
    struct ctx *ctx = run->ctx;
    const char *path = console_path(run, what);
    if (!file_is_dir(path) && run->app->policies)
        path = file_join(ctx->arena, run->app->policies, what);
    struct policy_source source;
    enum err e = policy_source_dir(ctx->arena, path, &source);
    if (e != OK) return fail(ctx, e, "读不到政策包 %s", what);
    struct faults faults;
    faults_init(&faults, ctx->arena);
    *policy_r = policy_load(ctx->arena, &source, &faults);
    if (*policy_r) return OK;
    struct buf b;
    buf_init(&b, OUT_MAX);
    faults_print(&faults, &b);
    struct str text = buf_finish(&b);
    e = fail(ctx, ERR_POLICY_INVALID, "%s", text.p ? text.p : "政策包不合格");
    buf_free(&b);
    return e;
}

static void print_moves(struct console *run, const struct invocation *in, const char *word,
                        const char *name, const struct impact_moves *m) {
    if (in->json)
        fprintf(run->out,
                ",\"%s\":{\"opened\":%lld,\"closed\":%lld,\"longer\":%lld,\"shorter\":%lld}", word,
                (long long)m->opened, (long long)m->closed, (long long)m->longer,
                (long long)m->shorter);
    else
        fprintf(run->out, "%s：新增 %lld，停止 %lld，延长 %lld，缩短 %lld\n", name,
                (long long)m->opened, (long long)m->closed, (long long)m->longer,
                (long long)m->shorter);
}

static void print(struct console *run, const struct invocation *in, const struct policy *policy,
                  const struct impact *impact) {
    const struct policy *now =
        law_policy(run->ctx->law, policy->place, clock_today(run->ctx->clock));
    struct buf b;
    buf_init(&b, OUT_MAX);
    if (now) policy_print_diff(&b, now, policy, in->json);
    struct str diff = buf_finish(&b);
    if (in->json)
        fprintf(run->out,
                "{\"from\":\"%s\",\"to\":\"%s\",\"diff\":%s,\"records\":%lld,\"unknown\":%lld",
                now ? now->edition : "", policy->edition, diff.n ? diff.p : "null",
                (long long)impact->records, (long long)impact->unknown);
    else
        fprintf(
            run->out,
            "%s → %s\n%s共 %lld 条信息的披露期间按新版本推算，其中 %lld 条的事项不在新版本目录内\n",
            now ? now->edition : "（未采用）", policy->edition, diff.n ? diff.p : "",
            (long long)impact->records, (long long)impact->unknown);
    buf_free(&b);
    print_moves(run, in, "open", "依法公开", &impact->open);
    print_moves(run, in, "shared", "政务共享", &impact->shared);
    print_moves(run, in, "authorised", "授权查询", &impact->authorised);
    if (in->json) fprintf(run->out, "}\n");
}

int cmd_policy_impact(struct console *run) {
    struct invocation in;
    switch (console_options(run, &command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    if (in.rest_count != 1) {
        fprintf(run->err, "gongxin policy impact: one folder or place name is needed (--help)\n");
        return 2;
    }
    const struct policy *policy;
    struct impact impact;
    enum err e = load(run, in.rest[0], &policy);
    if (e == OK) e = impact_of(run->ctx, policy, &impact);
    if (e != OK) return console_fail(run, &in, e);
    print(run, &in, policy, &impact);
    return 0;
}
