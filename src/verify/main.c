/* gongxin-verify: reads a platform's ledgers with code of its own and says what does not fit.
 *
 * Links nothing of ledger/. Reads beside a running server; writes nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/num.h"
#include "verify/evidence.h"
#include "verify/stmts.h"
#include "verify/walk.h"

enum { OUTSIDE_MAX = 32, UNSEALED_SECONDS = 600 };

static const char usage[] =
    "用法：gongxin-verify --data DIR [--log facts|looks] [--key FILE] [--checkpoint FILE]…\n"
    "                     [--max-unsealed SECONDS] [--json]\n"
    "      gongxin-verify evidence FILE --key FILE [--json]\n"
    "\n"
    "核对账本：逐条重算散列，重建整棵树，核对封存块、检查点、签名，并以现存内容核对承诺值。\n"
    "  --data DIR              数据目录；服务运行时也可核对\n"
    "  --log LOG               只核对一个账本\n"
    "  --key FILE              公钥文件（缺省为 DIR/keys/ledger.pub）；从外部取得的更可靠\n"
    "  --checkpoint FILE       另行保存的检查点，可多次给出\n"
    "  --max-unsealed SECONDS  条目写入后最多多久须封存（缺省 600）\n"
    "  --json                  每行一个 JSON\n"
    "退出码：0 无误，1 有问题或无法核对，2 用法不正确\n";

struct options {
    const char *data, *log, *key, *evidence;
    const char *outside[OUTSIDE_MAX];
    size_t n_outside;
    int64_t unsealed;
    bool json, help;
};

static bool read_options(int argc, char **argv, struct options *o) {
    *o = (struct options){.unsealed = UNSEALED_SECONDS};
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(word, "--json") == 0) {
            o->json = true;
            continue;
        }
        if (strcmp(word, "--help") == 0) {
            o->help = true;
            continue;
        }
        if (!value) return false;
        if (strcmp(word, "evidence") == 0 && !o->evidence)
            o->evidence = value;
        else if (strcmp(word, "--data") == 0)
            o->data = value;
        else if (strcmp(word, "--log") == 0)
            o->log = value;
        else if (strcmp(word, "--key") == 0)
            o->key = value;
        else if (strcmp(word, "--checkpoint") == 0 && o->n_outside < OUTSIDE_MAX)
            o->outside[o->n_outside++] = value;
        else if (strcmp(word, "--max-unsealed") != 0 ||
                 !num_i64(str_of(value), 0, 1000000000, &o->unsealed))
            return false;
        i++;
    }
    if (o->help) return true;
    if (o->log && strcmp(o->log, "facts") != 0 && strcmp(o->log, "looks") != 0) return false;
    return o->evidence ? o->key && !o->data : o->data != NULL;
}

/* "name = value" lines; the value of one name, or NULL. */
static const char *setting(struct arena *a, struct str conf, const char *name) {
    struct str line;
    while (str_split(&conf, '\n', &line)) {
        size_t eq = str_find(line, '=');
        if (eq == SIZE_MAX || !str_is(str_trim((struct str){line.p, eq}), name)) continue;
        return arena_str(a, str_trim((struct str){line.p + eq + 1, line.n - eq - 1}));
    }
    return NULL;
}

static enum err read_key(struct ctx *ctx, const struct options *o, struct trusted *key_r) {
    const char *path =
        o->key ? o->key
               : file_join(ctx->arena, file_join(ctx->arena, o->data, "keys"), "ledger.pub");
    struct str text, line;
    if (file_read(ctx->arena, path, 65536, &text) != OK) text = str_of(o->key ? o->key : "");
    while (str_split(&text, '\n', &line))
        if (trusted_parse(ctx->arena, line, key_r)) return OK;
    return fail(ctx, ERR_CRYPTO, "没有可用的账本公钥：%s", path);
}

/* The migrations say what the schema must be: $GONGXIN_SHARE/sql, or near the program. */
static const char *sql_dir(struct arena *a) {
    static const char *const around[] = {"..", "../..", "../share/gongxin"};
    const char *share = getenv("GONGXIN_SHARE");
    if (share && *share) return file_join(a, share, "sql");
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);
    while (n > 0 && self[n - 1] != '/')
        n--;
    if (n <= 0) return "sql";
    const char *here = arena_str(a, (struct str){self, (size_t)n - 1});
    for (size_t i = 0; i < GX_COUNT(around); i++) {
        const char *dir = file_join(a, file_join(a, here, around[i]), "sql");
        if (file_is_dir(dir)) return dir;
    }
    return "sql";
}

static enum err open_data(struct ctx *ctx, const struct options *o, struct clock *clock) {
    static const struct db_stmt *const tables[] = {verify_stmts};
    struct str conf;
    const char *path = file_join(ctx->arena, o->data, "gongxin.conf");
    enum err e = file_read(ctx->arena, path, 1 << 20, &conf);
    if (e != OK) return fail(ctx, e, "%s 不是数据目录：缺少 gongxin.conf", o->data);
    const char *test = setting(ctx->arena, conf, "test_clock");
    if (test && strcmp(test, "1") == 0) {
        *clock = clock_file(file_join(ctx->arena, o->data, "clock"));
        ctx->clock = clock;
    }
    const char *url = setting(ctx->arena, conf, "database");
    if (!url) url = arena_printf(ctx->arena, "sqlite:%s", o->data);
    struct db_config config = {
        .url = url, .sql_dir = sql_dir(ctx->arena), .read_only = true, .connections = 4};
    return db_open(ctx, &config, (struct db_stmts){tables, 1}, &ctx->db);
}

static void print_log(const struct verify *v, const char *log, const struct walk_result *r) {
    const char *format = v->report.json
                             ? "{\"log\":\"%s\",\"size\":%lld,\"entries\":%lld,\"unsealed\":%lld,"
                               "\"checkpoints\":%lld,\"epoch\":%lld}\n"
                             : "账本 %s：已封存 %lld 条，读取 %lld 条，未封存 %lld 条，检查点 %lld "
                               "个，第 %lld 纪元\n";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    printf(format, log, (long long)r->size, (long long)r->entries, (long long)r->unsealed,
           (long long)r->checkpoints, (long long)r->epoch);
#pragma GCC diagnostic pop
}

static enum err check_data(struct verify *v, const struct options *o) {
    static const char *const logs[] = {"facts", "looks"};
    struct clock clock;
    enum err e = open_data(v->ctx, o, &clock);
    for (size_t i = 0; e == OK && i < GX_COUNT(logs); i++) {
        struct walk_result r = {0};
        if (o->log && strcmp(o->log, logs[i]) != 0) continue;
        e = walk_log(v, logs[i], &r);
        if (e == OK) print_log(v, logs[i], &r);
    }
    db_close(&v->ctx->db);
    return e;
}

static enum err check_evidence(struct verify *v, const struct options *o) {
    struct evidence_result r = {0};
    enum err e = evidence_check(v, o->evidence, &r);
    if (e != OK) return e;
    if (v->report.json)
        printf("{\"entries\":%lld,\"editions\":%lld,\"size\":%lld}\n", (long long)r.entries,
               (long long)r.editions, (long long)r.size);
    else
        printf("证据文件：条目 %lld 个，政策包 %lld 个，检查点大小 %lld\n", (long long)r.entries,
               (long long)r.editions, (long long)r.size);
    return OK;
}

int main(int argc, char **argv) {
    struct options o;
    if (!read_options(argc, argv, &o)) {
        fputs(usage, stderr);
        return 2;
    }
    if (o.help) {
        fputs(usage, stdout);
        return 0;
    }
    struct ctx ctx = {.arena = arena_new(), .clock = &clock_system};
    struct verify v = {.ctx = &ctx,
                       .dir = o.data,
                       .outside = o.outside,
                       .n_outside = o.n_outside,
                       .unsealed_us = o.unsealed * 1000000,
                       .report = {.json = o.json, .mutex = PTHREAD_MUTEX_INITIALIZER}};
    enum err e = read_key(&ctx, &o, &v.key);
    if (e == OK) e = o.evidence ? check_evidence(&v, &o) : check_data(&v, &o);
    if (e != OK) fprintf(stderr, "%s：%s\n", err_code(e), ctx.failure.detail);
    if (e == OK && v.report.findings > 0)
        fprintf(stderr, "发现 %lld 处问题\n", (long long)v.report.findings);
    if (e == OK && v.report.findings == 0 && !o.json) puts("无误");
    arena_free(&ctx.arena);
    return e == OK && v.report.findings == 0 ? 0 : 1;
}
