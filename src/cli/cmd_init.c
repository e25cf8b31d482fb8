#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/open.h"
#include "law/policy_print.h"
#include "registry/founding.h"

int cmd_init(struct ctx *ctx, int argc, char **argv);

static const struct option options[] = {
    {"data", "DIR", true, "the directory to make"},
    {"policy", "PLACE", true, "home jurisdiction: a pack by its place name"},
    {"database", "URL", false, "postgresql://… ; without it SQLite inside the directory"},
    {"instance", "NAME", false, "name of this installation, origin of the ledger's checkpoints"},
    {"test-clock", NULL, false, "a directory for tests: its clock can be moved"},
    {"clock", "INSTANT", false, "directories for tests only: what time it is at first"},
    {"no-fsync", NULL, false, "directories for tests only: do not wait for the disk"},
    {0},
};

static const struct command command = {
    "init", "",
    "make a data directory: keys, database, ledger and the first five accounts, with random "
    "passwords to be "
    "changed at first sign-in. Nothing is adopted yet: `policy adopt` does that, by two persons.",
    options};

static void print(struct ctx *ctx, const struct policy *policy,
                  const struct founding_account *accounts, bool json, const char *dir) {
    struct buf out;
    buf_init(&out, 4u << 20);
    struct policy_gap *gaps;
    size_t n = policy_gaps(ctx->arena, policy, &gaps);
    if (json) {
        struct json_writer w;
        jw_init(&w, &out, false);
        jw_object(&w);
        jw_ktext(&w, "data", dir);
        jw_ktext(&w, "home", policy->place);
        jw_key(&w, "accounts");
        jw_array(&w);
        for (int i = 0; i < FOUNDING_ACCOUNTS; i++) {
            jw_object(&w);
            jw_ktext(&w, "login", accounts[i].login);
            jw_ktext(&w, "password", accounts[i].password);
            jw_ktext(&w, "role", role_word(accounts[i].role));
            jw_object_end(&w);
        }
        jw_array_end(&w);
        jw_kint(&w, "gaps", (int64_t)n);
        jw_object_end(&w);
        buf_putc(&out, '\n');
    } else {
        buf_printf(&out, "%s：%s（%s）\n首次登录须修改密码：\n", dir, policy->name, policy->title);
        for (int i = 0; i < FOUNDING_ACCOUNTS; i++)
            buf_printf(&out, "  %-16s %s  %s\n", accounts[i].login, accounts[i].password,
                       role_name(accounts[i].role));
        policy_print_gaps(&out, policy, gaps, n, false);
    }
    struct str text = buf_finish(&out);
    if (text.p) fwrite(text.p, 1, text.n, stdout);
    buf_free(&out);
}

int cmd_init(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    switch (option_read(&command, argc, argv, stdout, stderr, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    struct app_options o = open_options(ctx);
    o.dir = option_get(&in, "data");
    o.create = true;
    o.home = option_get(&in, "policy");
    o.database = option_get(&in, "database");
    o.instance = option_get(&in, "instance");
    o.test_clock = option_has(&in, "test-clock");
    o.no_fsync = option_has(&in, "no-fsync");
    const char *clock = option_get(&in, "clock");
    if (clock && !o.test_clock)
        return option_fail(ctx, in.json, fail(ctx, ERR_NOT_TEST, NULL), stdout, stderr);
    if (clock && !instant_parse(str_of(clock), &o.clock))
        return option_fail(ctx, in.json, fail_field(ctx, ERR_DATE, "clock", "instant", NULL),
                           stdout, stderr);
    const struct policy *policy;
    enum err e = founding_pack(ctx, o.policies, o.home, &policy);
    struct app *app = NULL;
    if (e == OK) e = app_open(ctx, &o, &app);
    if (e != OK) return option_fail(ctx, in.json, e, stdout, stderr);
    struct founding_account accounts[FOUNDING_ACCOUNTS];
    app_enter(app, ctx);
    e = founding_run(ctx, policy, accounts);
    int status = 0;
    if (e == OK)
        print(ctx, policy, accounts, in.json, o.dir);
    else
        status = option_fail(ctx, in.json, e, stdout, stderr);
    app_leave(app, ctx);
    app_close(&app);
    return status;
}
