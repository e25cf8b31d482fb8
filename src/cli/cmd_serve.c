/* gongxin serve: one process owns the directory: HTTP, commands typed beside it, and the work that time asks for. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "base/bug.h"
#include "base/file.h"
#include "cli/command_socket.h"
#include "cli/commands.h"
#include "cli/open.h"
#include "watch/worker.h"

int cmd_serve(struct ctx *ctx, int argc, char **argv);

static const struct option options[] = {
    {"data", "DIR", true, "the data directory"},
    {"listen", "HOST:PORT", false,
     "address, instead of the setting `listen`; port 0 takes a free one"},
    {"migrate", NULL, false, "bring an older schema up to date first"},
    {0},
};
static const struct command command = {
    "serve", "", "serve a data directory over HTTP until SIGTERM or SIGINT", options};

enum { GRACE_SECONDS = 20 };

/* Waits for the signal that ends the server; every thread started afterwards has these blocked. */
static sigset_t block_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    return set;
}

/* A demo city has passwords on a terminal's screen and made-up people: nobody outside shall take it for real. */
static bool is_loopback(const char *listen) {
    bool numbers = !strncmp(listen, "127.", 4) &&
                   listen[strspn(listen, "0123456789.")] == ':'; /* no name that begins so */
    return numbers || !strncmp(listen, "localhost:", 10) || !strncmp(listen, "[::1]:", 6);
}

static enum err start_http(struct ctx *ctx, struct api *api, const char *listen) {
    const struct settings *s = &api->app->settings;
    struct http_config config = {
        .listen = listen ? listen : s->text[SETTING_LISTEN],
        .tmp_dir = file_join(ctx->arena, api->app->dir, "tmp"),
        .workers = (unsigned)s->number[SETTING_WORKERS],
        .upload_max = s->number[SETTING_UPLOAD_MAX] << 20,
        .trusted_proxy = true,
        .clock = &api->app->clock,
    };
    if (s->number[SETTING_DEMO] && !is_loopback(config.listen))
        return fail_field(ctx, ERR_SETTINGS, "listen", "loopback",
                          "演示城市只能在本机地址上提供服务");
    return http_server_start(ctx, &config, &api->dispatch, &api->server);
}

int cmd_serve(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    switch (option_read(&command, argc, argv, stdout, stderr, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    sigset_t signals = block_signals();
    struct app_options o = open_options(ctx);
    o.dir = option_get(&in, "data");
    o.migrate = option_has(&in, "migrate");
    struct app *app = NULL;
    enum err e = app_open(ctx, &o, &app);
    if (e != OK) return option_fail(ctx, in.json, e, stdout, stderr);
    struct api *api = api_new(app);
    struct command_socket *commands = NULL;
    struct worker *worker = NULL;
    e = command_socket_start(ctx, app, &commands);
    if (e == OK) worker = worker_start(app);
    if (e == OK) e = start_http(ctx, api, option_get(&in, "listen"));
    int status = 0;
    if (e == OK) {
        if (in.json)
            printf("{\"port\":%d}\n", http_server_port(api->server));
        else
            printf("http://127.0.0.1:%d/\n", http_server_port(api->server));
        fflush(stdout);
        int signal_number;
        sigwait(&signals, &signal_number);
    } else {
        status = option_fail(ctx, in.json, e, stdout, stderr);
    }
    http_server_stop(&api->server, GRACE_SECONDS);
    command_socket_stop(&commands);
    worker_stop(&worker);
    api_free(&api);
    app_close(&app);
    return status;
}
