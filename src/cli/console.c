#include "cli/console.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/num.h"
#include "law/idno.h"
#include "registry/account.h"
#include "registry/post_actor.h"

enum option_outcome console_options(struct console *run, const struct command *command,
                                    struct invocation *in_r) {
    return option_read_data(command, run->argc, run->argv, run->out, run->err, in_r);
}

/* A word that is, or holds, the number of a person's identity document. */
static bool names_person(const char *word, struct date today) {
    size_t n = strlen(word);
    for (size_t i = 0, digits = 0; i < n; i++) {
        char c = word[i];
        bool last = digits == 17 && (c == 'x' || c == 'X');
        digits = (c >= '0' && c <= '9') || last ? digits + 1 : 0;
        bool ends = i + 1 == n || !((word[i + 1] >= '0' && word[i + 1] <= '9') ||
                                    word[i + 1] == 'x' || word[i + 1] == 'X');
        if (digits == 18 && ends) {
            struct str number = {word + i - 17, 18};
            if (!idno_check(IDNO_RESIDENT, number, today).fault ||
                !idno_check(IDNO_FOREIGN_PR, number, today).fault)
                return true;
        }
    }
    return false;
}

enum err console_check_words(struct console *run) {
    if (run->app->test_clock) return OK;
    struct date today = clock_today(run->ctx->clock);
    for (int i = 0; i < run->argc; i++)
        if (names_person(run->argv[i], today))
            return fail(run->ctx, ERR_PERSON_NUMBER_ARGUMENT, NULL);
    return OK;
}

int console_fail(struct console *run, const struct invocation *in, enum err e) {
    return option_fail(run->ctx, in->json, e, run->out, run->err);
}

const char *console_path(struct console *run, const char *path) {
    return *path == '/' ? path : file_join(run->ctx->arena, run->cwd, path);
}

/* The person at the console, by a credential of their own. */
static enum err check_credential(struct console *run, const char *path, int64_t *user_r) {
    struct ctx *ctx = run->ctx;
    if (!path) return fail_field(ctx, ERR_CREDENTIAL, "credential", "required", NULL);
    path = console_path(run, path);
    struct stat st;
    if (stat(path, &st) || st.st_mode & 077)
        return fail_field(ctx, ERR_CREDENTIAL, "credential", "mode:0600",
                          "凭据文件不存在，或其他用户可以读取");
    struct str content, login;
    if (file_read(ctx->arena, path, 4096, &content) != OK) return fail(ctx, ERR_CREDENTIAL, NULL);
    content = str_trim(content);
    if (!str_split(&content, ' ', &login)) return fail(ctx, ERR_CREDENTIAL, NULL);
    struct actor nobody = actor_system;
    nobody.channel = CHANNEL_CONSOLE;
    ctx->actor = &nobody;
    struct account account;
    enum err e = account_sign_in(ctx, arena_str(ctx->arena, login), arena_str(ctx->arena, content),
                                 &account);
    crypto_wipe((void *)(uintptr_t)content.p, content.n);
    ctx->actor = NULL;
    if (e != OK) return e;
    if (account.must_change) return fail(ctx, ERR_PASSWORD_CHANGE, NULL);
    struct post *posts;
    size_t n;
    e = post_list(ctx, account.user_id, clock_today(ctx->clock), &posts, &n);
    if (e != OK) return e;
    for (size_t i = 0; i < n; i++)
        if (posts[i].role == ROLE_OPERATOR || posts[i].role == ROLE_SYSTEM_ADMIN) {
            *user_r = account.user_id;
            return OK;
        }
    return fail(ctx, ERR_CREDENTIAL, NULL);
}

enum err console_actor(struct ctx *ctx, const char *login, const char *post,
                       struct actor *actor_r) {
    struct account account;
    enum err e = account_by_login(ctx, login, &account);
    if (e != OK) return e;
    if (strcmp(account.state, "active") != 0)
        return fail(ctx, ERR_ACCOUNT_STATE, "账号 %s 未启用", login);
    int64_t post_id = 0;
    if (post && !num_i64(str_of(post), 1, INT64_MAX, &post_id))
        return fail_field(ctx, ERR_USAGE, "post", "id", NULL);
    return post_actor(ctx, &account, post_id, actor_r);
}

enum err console_act_as(struct console *run, const struct invocation *in) {
    struct ctx *ctx = run->ctx;
    int64_t operator_id = 0;
    if (!run->app->test_clock) {
        enum err e = check_credential(run, option_get(in, "credential"), &operator_id);
        if (e != OK) return e;
    }
    enum err e = console_actor(ctx, option_get(in, "as"), option_get(in, "post"), &run->actor);
    if (e != OK) return e;
    run->actor.channel = CHANNEL_CONSOLE;
    run->actor.os_user = run->os_user;
    run->actor.operator_id = operator_id;
    ctx->actor = &run->actor;
    return account_add_console_notice(ctx, run->actor.user_id);
}
