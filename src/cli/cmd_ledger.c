/* gongxin ledger verify, checkpoint, prove, evidence, export, recover: the ledgers for operators and auditors. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/file.h"
#include "base/json.h"
#include "base/num.h"
#include "cli/commands.h"
#include "cli/share.h"
#include "ledger/checkpoint.h"
#include "ledger/evidence.h"
#include "ledger/export.h"
#include "ledger/prove.h"
#include "ledger/recover.h"
#include "ledger/seal.h"
#include "registry/account.h"
#include "registry/adoption.h"

int cmd_ledger_verify(struct ctx *ctx, int argc, char **argv);
int cmd_ledger_checkpoint(struct console *run);
int cmd_ledger_prove(struct console *run);
int cmd_ledger_evidence(struct console *run);
int cmd_ledger_export(struct console *run);
int cmd_ledger_recover(struct console *run);

#define OUT_MAX ((size_t)64 << 20)

#define LOG_OPTION                                                                                 \
    { "log", "facts|looks", false, "which ledger; facts when not given" }

static const struct option no_options[] = {{0}};
static const struct option prove_options[] = {
    LOG_OPTION,
    {"entry", "ID", false, "prove that this entry is in the ledger"},
    {"index", "N", false, "prove the entry at this position"},
    {"old-size", "N", false,
     "prove that the ledger of that size is a beginning of the ledger of --size"},
    {"size", "N", false, "size of the tree; that of the newest checkpoint when not given"},
    {0},
};
static const struct option evidence_options[] = {
    {"record", "ID", true, "the record"},
    {"out", "FILE", false, "where to write; standard output when not given"},
    {0},
};
static const struct option recover_options[] = {
    LOG_OPTION,
    CONSOLE_AS_OPTIONS,
    {"why", "TEXT", true,
     "why the store has come back shorter; one line, published with the statement"},
    {0},
};
static const struct command checkpoint_command = {
    "ledger checkpoint", "",
    "seal what is unsealed, sign, and print the newest checkpoint of each ledger", no_options};
static const struct command prove_command = {
    "ledger prove", "", "an inclusion or a consistency proof as JSON (RFC 6962)", prove_options};
static const struct command evidence_command = {
    "ledger evidence", "", "one file that proves offline what the ledger says about a record",
    evidence_options};
static const struct command export_command = {
    "ledger export", "DIR", "both ledgers as files in the layout of C2SP tlog-tiles", no_options};
static const struct command recover_command = {
    "ledger recover", "",
    "after the store has come back shorter than what was published: state it, signed, and open a "
    "new epoch",
    recover_options};

/* -1: go on. */
static int read_options(struct console *run, const struct command *command, int rest,
                        struct invocation *in) {
    switch (console_options(run, command, in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    if (in->rest_count == rest) return -1;
    fprintf(run->err, "gongxin %s %s (--help)\n", command->name, command->arguments);
    return 2;
}

static enum err read_log(struct console *run, const struct invocation *in, enum ledger_log *log_r) {
    const char *word = option_get(in, "log");
    *log_r = LEDGER_FACTS;
    if (!word) return OK;
    for (int log = 0; log < LEDGER_LOG_COUNT; log++)
        if (strcmp(word, ledger_log_word((enum ledger_log)log)) == 0) {
            *log_r = (enum ledger_log)log;
            return OK;
        }
    return fail_field(run->ctx, ERR_USAGE, "log", "facts|looks", "账本只有 facts 与 looks");
}

/* Absent leaves *value_r as it is. */
static enum err read_number(struct console *run, const struct invocation *in, const char *name,
                            int64_t *value_r) {
    const char *text = option_get(in, name);
    if (!text || num_i64(str_of(text), 0, INT64_MAX, value_r)) return OK;
    return fail_field(run->ctx, ERR_USAGE, name, "number", "--%s 应为整数", name);
}

static void print(struct console *run, struct buf *out) {
    struct str text = buf_finish(out);
    if (text.p) fwrite(text.p, 1, text.n, run->out);
    buf_free(out);
}

static int cannot_run(const char *program) {
    fprintf(stderr, "gongxin ledger verify: %s cannot be run\n", program);
    return 1;
}

/* A program of its own, so that what it finds does not rest on what wrote the ledger. */
int cmd_ledger_verify(struct ctx *ctx, int argc, char **argv) {
    const char *program = share_program(ctx->arena, "gongxin-verify");
    char **words = ARENA_ARRAY(ctx->arena, (size_t)argc + 2, char *);
    words[0] = arena_strdup(ctx->arena, program);
    for (int i = 0; i < argc; i++)
        words[i + 1] = argv[i];
    execv(program, words);
    return cannot_run(program);
}

static void put_checkpoint(struct json_writer *w, const char *log, const struct checkpoint *c) {
    jw_object(w);
    jw_ktext(w, "checkpoint", c->note);
    jw_ktext(w, "log", log);
    jw_kint(w, "size", c->size);
    jw_object_end(w);
}

int cmd_ledger_checkpoint(struct console *run) {
    struct invocation in;
    int status = read_options(run, &checkpoint_command, 0, &in);
    if (status >= 0) return status;
    struct buf out;
    struct json_writer w;
    buf_init(&out, OUT_MAX);
    jw_init(&w, &out, true);
    if (in.json) jw_array(&w);
    enum err e = OK;
    for (int i = 0; e == OK && i < LEDGER_LOG_COUNT; i++) {
        enum ledger_log log = (enum ledger_log)i;
        struct checkpoint c;
        e = seal_what_is_there(run->ctx, log);
        if (e == OK) e = checkpoint_latest(run->ctx, log, &c);
        if (e == ERR_NOT_FOUND) { /* nothing has been entered yet */
            e = OK;
            continue;
        }
        if (e == OK && in.json) put_checkpoint(&w, ledger_log_word(log), &c);
        if (e == OK && !in.json) buf_printf(&out, "%s\n", c.note);
    }
    if (e != OK) {
        buf_free(&out);
        return console_fail(run, &in, e);
    }
    if (in.json) {
        jw_array_end(&w);
        buf_putc(&out, '\n');
    }
    print(run, &out);
    return 0;
}

static void put_digest(struct json_writer *w, const struct digest *d) {
    struct buf b;
    buf_init(&b, 64);
    buf_b64(&b, d->b, DIGEST_BYTES);
    jw_str(w, buf_finish(&b));
    buf_free(&b);
}

struct asked {
    enum ledger_log log;
    int64_t entry, index, old_size, size; /* -1: not given */
};

static enum err prove(struct console *run, const struct asked *q, struct buf *out) {
    struct ctx *ctx = run->ctx;
    struct proof proof;
    struct digest root, old_root;
    int64_t index = q->index, size = q->size;
    enum err e = OK;
    struct checkpoint c = {0};
    if (size < 0) e = checkpoint_latest(ctx, q->log, &c);
    if (e == OK && size < 0) size = c.size;
    bool consistency = q->old_size >= 0;
    if (e == OK && q->entry > 0) e = prove_position(ctx, q->log, q->entry, &index);
    if (e == OK && consistency) e = prove_root(ctx, q->log, q->old_size, &old_root);
    if (e == OK) e = prove_root(ctx, q->log, size, &root);
    if (e == OK)
        e = consistency ? prove_consistency(ctx, q->log, q->old_size, size, &proof)
                        : prove_inclusion(ctx, q->log, index, size, &proof);
    if (e != OK) return e;
    struct json_writer w;
    jw_init(&w, out, true);
    jw_object(&w);
    if (!consistency) jw_kint(&w, "index", index);
    jw_ktext(&w, "log", ledger_log_word(q->log));
    if (consistency) {
        jw_key(&w, "old_root");
        put_digest(&w, &old_root);
        jw_kint(&w, "old_size", q->old_size);
    }
    jw_key(&w, "proof");
    jw_array(&w);
    for (size_t i = 0; i < proof.n; i++)
        put_digest(&w, &proof.hashes[i]);
    jw_array_end(&w);
    jw_key(&w, "root");
    put_digest(&w, &root);
    jw_kint(&w, "size", size);
    jw_object_end(&w);
    buf_putc(out, '\n');
    return OK;
}

int cmd_ledger_prove(struct console *run) {
    struct invocation in;
    int status = read_options(run, &prove_command, 0, &in);
    if (status >= 0) return status;
    struct asked q = {.entry = -1, .index = -1, .old_size = -1, .size = -1};
    struct buf out;
    buf_init(&out, OUT_MAX);
    enum err e = read_log(run, &in, &q.log);
    if (e == OK) e = read_number(run, &in, "entry", &q.entry);
    if (e == OK) e = read_number(run, &in, "index", &q.index);
    if (e == OK) e = read_number(run, &in, "old-size", &q.old_size);
    if (e == OK) e = read_number(run, &in, "size", &q.size);
    if (e == OK && (q.entry >= 0) + (q.index >= 0) + (q.old_size >= 0) != 1)
        e = fail(run->ctx, ERR_USAGE, "请给出 --entry、--index、--old-size 其中一个");
    if (e == OK) e = prove(run, &q, &out);
    if (e == OK)
        print(run, &out);
    else
        buf_free(&out);
    return e == OK ? 0 : console_fail(run, &in, e);
}

/* The adopted edition whose label is "place@digest…". */
static int64_t edition_of(struct ctx *ctx, void *arg, const char *place, const char *policy) {
    struct edition *editions;
    size_t n;
    (void)arg;
    const char *label = arena_printf(ctx->arena, "%s@%s", place, policy);
    if (adoption_list(ctx, &editions, &n) != OK) return 0;
    for (size_t i = 0; i < n; i++)
        if (strcmp(editions[i].kind, "policy") == 0 && strcmp(editions[i].label, label) == 0)
            return editions[i].edition_id;
    return 0;
}

int cmd_ledger_evidence(struct console *run) {
    struct invocation in;
    int status = read_options(run, &evidence_command, 0, &in);
    if (status >= 0) return status;
    struct evidence_request request = {.kind = "record", .edition = edition_of};
    struct buf out;
    buf_init(&out, OUT_MAX);
    enum err e = read_number(run, &in, "record", &request.object);
    if (e == OK) e = evidence_write(run->ctx, &request, &out);
    const char *path = option_get(&in, "out");
    if (e == OK && path) {
        e = file_write(console_path(run, path), buf_finish(&out), 0644);
        if (e != OK) e = fail(run->ctx, e, "文件 %s 写入失败", path);
        buf_free(&out);
    } else if (e == OK) {
        print(run, &out);
    } else {
        buf_free(&out);
    }
    return e == OK ? 0 : console_fail(run, &in, e);
}

int cmd_ledger_export(struct console *run) {
    struct invocation in;
    int status = read_options(run, &export_command, 1, &in);
    if (status >= 0) return status;
    const char *dir = console_path(run, in.rest[0]);
    for (int i = 0; i < LEDGER_LOG_COUNT; i++) {
        enum ledger_log log = (enum ledger_log)i;
        const char *word = ledger_log_word(log);
        struct export_result r = {0};
        enum err e = seal_what_is_there(run->ctx, log);
        if (e == OK) e = export_log(run->ctx, log, file_join(run->ctx->arena, dir, word), &r);
        if (e == ERR_NOT_FOUND) continue; /* nothing has been entered yet */
        if (e != OK) return console_fail(run, &in, e);
        if (in.json)
            fprintf(
                run->out,
                "{\"log\":\"%s\",\"size\":%lld,\"tiles\":%lld,\"bundles\":%lld,\"pruned\":%lld}\n",
                word, (long long)r.size, (long long)r.tiles, (long long)r.bundles,
                (long long)r.pruned);
        else
            fprintf(run->out,
                    "账本 %s：%lld 条，封存块 %lld 个，条目包 %lld 个，期满略去 %lld 个\n", word,
                    (long long)r.size, (long long)r.tiles, (long long)r.bundles,
                    (long long)r.pruned);
    }
    return 0;
}

/* The usual credential is a sign-in, which is a fact, and facts are closed: here the password of the user themselves is
 * asked for, and the act is entered with its statement. */
static enum err check_own_password(struct console *run, const struct invocation *in) {
    struct ctx *ctx = run->ctx;
    const char *path = option_get(in, "credential");
    struct str content, login;
    if (!path) return fail_field(ctx, ERR_CREDENTIAL, "credential", "required", NULL);
    if (file_read(ctx->arena, console_path(run, path), 4096, &content) != OK)
        return fail(ctx, ERR_CREDENTIAL, NULL);
    content = str_trim(content);
    if (!str_split(&content, ' ', &login) || !str_is(login, option_get(in, "as")))
        return fail(ctx, ERR_CREDENTIAL, NULL);
    return account_check_password(ctx, run->actor.user_id, arena_str(ctx->arena, content));
}

static enum err recover_as(struct console *run, const struct invocation *in) {
    enum err e = console_actor(run->ctx, option_get(in, "as"), option_get(in, "post"), &run->actor);
    if (e == OK && !run->app->test_clock) e = check_own_password(run, in);
    if (e != OK) return e;
    run->actor.channel = CHANNEL_CONSOLE;
    run->actor.os_user = run->os_user;
    run->ctx->actor = &run->actor;
    return actor_may(run->ctx, PERM_SYSTEM);
}

int cmd_ledger_recover(struct console *run) {
    struct invocation in;
    int status = read_options(run, &recover_command, 0, &in);
    if (status >= 0) return status;
    enum ledger_log log;
    struct recovery r;
    enum err e = read_log(run, &in, &log);
    if (e == OK) e = recover_as(run, &in);
    if (e == OK) {
        struct leaf who = actor_leaf(run->ctx, EV_LEDGER_RECOVERED);
        e = recover_log(run->ctx, log, option_get(&in, "why"), &who, &r);
    }
    if (e != OK) return console_fail(run, &in, e);
    fprintf(run->out, "%s", r.statement);
    return 0;
}
