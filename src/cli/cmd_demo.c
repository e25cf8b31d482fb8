#include <stdio.h>

#include "base/file.h"
#include "base/num.h"
#include "cli/commands.h"
#include "cli/open.h"
#include "cli/share.h"
#include "demo/demo_city.h"
#include "watch/worker.h"

int cmd_demo(struct ctx *ctx, int argc, char **argv);

static const struct option options[] = {
    {"data", "DIR", true, "the directory to make"},
    {"records", "N", true, "how many made-up records"},
    {"seed", "S", false, "the same seed makes the same city; 1 without it"},
    {"policy", "PLACE", false, "home jurisdiction; cangzhou without it"},
    {"database", "URL", false, "postgresql://… ; without it SQLite inside the directory"},
    {0},
};
static const struct command command = {"demo", "",
                                       "make a demo city with made-up data; prints a sign-in a "
                                       "line: LOGIN<tab>PASSWORD<tab>who. It is "
                                       "served on loopback addresses only",
                                       options};

static enum err read_plan(struct ctx *ctx, const struct invocation *in, struct demo_plan *plan) {
    const char *seed = option_get(in, "seed");
    int64_t records, number = 1;
    if (!num_i64(str_of(option_get(in, "records")), 0, 1000000, &records))
        return fail_field(ctx, ERR_USAGE, "records", "0..1000000",
                          "--records 应为 0 到 1000000 的整数");
    if (seed && !num_i64(str_of(seed), 0, INT64_MAX, &number))
        return fail_field(ctx, ERR_USAGE, "seed", "integer", "--seed 应为整数");
    const char *packs = share_dir(ctx->arena, "policies");
    *plan = (struct demo_plan){
        .packs = packs,
        .calendar = packs ? file_join(ctx->arena, packs, "calendar/cn.csv") : NULL,
        .records = (uint32_t)records,
        .seed = (uint64_t)number,
    };
    return OK;
}

static void print(const struct demo_person *people, size_t n, bool json) {
    for (size_t i = 0; i < n; i++) {
        if (json)
            printf("{\"login\":\"%s\",\"password\":\"%s\",\"who\":\"%s\"}\n", people[i].login,
                   people[i].password, people[i].what);
        else
            printf("%s\t%s\t%s\n", people[i].login, people[i].password, people[i].what);
    }
}

int cmd_demo(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    switch (option_read(&command, argc, argv, stdout, stderr, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    struct demo_plan plan;
    struct app *app = NULL;
    struct app_options o = open_options(ctx);
    o.dir = option_get(&in, "data");
    o.create = o.demo = true;
    o.home = option_get(&in, "policy") ? option_get(&in, "policy") : "cangzhou";
    o.database = option_get(&in, "database");
    enum err e = read_plan(ctx, &in, &plan);
    if (e == OK) e = app_open(ctx, &o, &app);
    if (e != OK) return option_fail(ctx, in.json, e, stdout, stderr);
    struct demo_person people[DEMO_PEOPLE_MAX];
    size_t n;
    app_enter(app, ctx);
    e = demo_city_build(ctx, &plan, people, &n);
    if (e == OK) e = worker_run_until_idle(ctx);
    int status = 0;
    if (e == OK)
        print(people, n, in.json);
    else
        status = option_fail(ctx, in.json, e, stdout, stderr);
    app_leave(app, ctx);
    app_close(&app);
    return status;
}
