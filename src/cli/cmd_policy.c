/* gongxin policy list, check, show, diff, graph, limits: what packs say. They need no data directory:
 * a pack is a folder, or the name of one that ships with the program. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/option.h"
#include "cli/share.h"
#include "law/policy_load.h"
#include "law/policy_print.h"

int cmd_policy_list(struct ctx *ctx, int argc, char **argv);
int cmd_policy_check(struct ctx *ctx, int argc, char **argv);
int cmd_policy_show(struct ctx *ctx, int argc, char **argv);
int cmd_policy_diff(struct ctx *ctx, int argc, char **argv);
int cmd_policy_graph(struct ctx *ctx, int argc, char **argv);
int cmd_policy_limits(struct ctx *ctx, int argc, char **argv);
int cmd_policy_words(struct ctx *ctx, int argc, char **argv);

enum { ANSWER_MAX = 16 << 20, PACKS_MAX = 256 };

static const struct command list_command = {"policy list", "",
                                            "the packs that ship with the program", NULL};
static const struct command check_command = {
    "policy check", "[DIR…]",
    "check packs: every fault with file:line:column, and what a pack leaves open; without DIR "
    "every "
    "pack of the program. Exit status 1 when there is a fault.",
    NULL};
static const struct command show_command = {"policy show", "PLACE|DIR",
                                            "every value of a pack beside its clause", NULL};
static const struct command diff_command = {"policy diff", "PLACE|DIR PLACE|DIR",
                                            "where two packs differ", NULL};
static const struct command graph_command = {"policy graph", "PLACE|DIR PROCESS",
                                             "a process as a drawing for Graphviz", NULL};
static const struct command limits_command = {"policy limits", "PLACE|DIR",
                                              "every limit of a pack; with --json clause, article, "
                                              "process, step, actor, amount, unit, start, "
                                              "status",
                                              NULL};
static const struct command words_command = {
    "policy words", "",
    "parameters, vocabulary and codes of faults that packs may use, in Markdown", NULL};

static void print_and_free(struct buf *out, FILE *to) {
    struct str text = buf_finish(out);
    if (text.p != NULL) fwrite(text.p, 1, text.n, to);
    buf_free(out);
}

/* The folder of a pack: a folder as it is, else one of the program's. */
static const char *pack_dir(struct ctx *ctx, const char *name) {
    const char *policies = share_dir(ctx->arena, "policies");
    if (file_is_dir(name) || policies == NULL || strchr(name, '/') != NULL) return name;
    return file_join(ctx->arena, policies, name);
}

/* The program's packs: folders with a pack.yaml, by name. */
static size_t own_packs(struct ctx *ctx, const char **dirs) {
    const char *policies = share_dir(ctx->arena, "policies");
    char **names;
    size_t n = 0;
    if (policies == NULL || file_list(ctx->arena, policies, &names) != OK) return 0;
    for (; *names != NULL && n < PACKS_MAX; names++) {
        const char *dir = file_join(ctx->arena, policies, *names);
        if (file_exists(file_join(ctx->arena, dir, "pack.yaml"))) dirs[n++] = dir;
    }
    return n;
}

static enum err load(struct ctx *ctx, const char *name, struct faults *faults,
                     const struct policy **policy_r) {
    struct policy_source source;
    *policy_r = NULL;
    faults_init(faults, ctx->arena);
    enum err e = policy_source_dir(ctx->arena, pack_dir(ctx, name), &source);
    if (e != OK) return fail(ctx, e, "读不到政策包 %s", name);
    *policy_r = policy_load(ctx->arena, &source, faults);
    return *policy_r != NULL ? OK : fail(ctx, ERR_POLICY_INVALID, NULL);
}

/* For commands that need a good pack: says what is wrong with it. */
static const struct policy *need(struct ctx *ctx, const struct invocation *in, const char *name,
                                 int *status_r) {
    struct faults faults;
    const struct policy *p;
    enum err e = load(ctx, name, &faults, &p);
    if (e == OK) return p;
    struct buf text;
    buf_init(&text, ANSWER_MAX);
    faults_print(&faults, &text);
    print_and_free(&text, stderr);
    *status_r = option_fail(ctx, in->json, e, stdout, stderr);
    return NULL;
}

/* Reads the options and holds the number of arguments against what the command takes. */
static bool begin(const struct command *command, int argc, char **argv, int arguments,
                  struct invocation *in, int *status_r) {
    *status_r = 0;
    switch (option_read(command, argc, argv, stdout, stderr, in)) {
    case OPTION_HELPED: return false;
    case OPTION_WRONG: *status_r = 2; return false;
    case OPTION_RUN: break;
    }
    if (arguments < 0 || in->rest_count == arguments) return true;
    fprintf(stderr, "gongxin %s %s (--help)\n", command->name, command->arguments);
    *status_r = 2;
    return false;
}

int cmd_policy_list(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    int status;
    if (!begin(&list_command, argc, argv, 0, &in, &status)) return status;
    const char *dirs[PACKS_MAX];
    const struct policy *packs[PACKS_MAX];
    size_t n = own_packs(ctx, dirs), good = 0;
    for (size_t i = 0; i < n; i++) {
        packs[good] = need(ctx, &in, dirs[i], &status);
        if (packs[good] != NULL) good++;
    }
    struct buf out;
    buf_init(&out, ANSWER_MAX);
    policy_print_list(&out, packs, good, in.json);
    print_and_free(&out, stdout);
    return status;
}

/* ---- check ---- */

static void write_faults(struct json_writer *w, const struct faults *faults) {
    jw_key(w, "faults");
    jw_array(w);
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *f = &faults->items[i];
        jw_object(w);
        jw_ktext(w, "file", f->file);
        jw_kint(w, "line", f->line);
        jw_kint(w, "column", f->column);
        jw_ktext(w, "code", f->code);
        jw_ktext(w, "text", f->text);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void print_check(struct buf *out, struct json_writer *w, const char *dir, bool json,
                        const struct policy *p, const struct faults *faults) {
    struct arena *a = arena_new();
    struct policy_gap *gaps = NULL;
    size_t n = p != NULL ? policy_gaps(a, p, &gaps) : 0;
    if (json) {
        jw_object(w);
        jw_ktext(w, "pack", dir);
        jw_ktext(w, "edition", p != NULL ? p->edition : NULL);
        jw_kbool(w, "valid", p != NULL);
        write_faults(w, faults);
        struct buf list;
        buf_init(&list, ANSWER_MAX);
        if (p != NULL)
            policy_print_gaps(&list, p, gaps, n, true);
        else
            buf_puts(&list, "[]");
        jw_key(w, "gaps");
        jw_raw(w, buf_finish(&list));
        buf_free(&list);
        jw_object_end(w);
    } else {
        faults_print(faults, out);
        if (p != NULL) policy_print_gaps(out, p, gaps, n, false);
        if (p != NULL)
            buf_printf(out, "%s: 合格，%s，%zu项待补\n", dir, p->edition, n);
        else
            buf_printf(out, "%s: 不合格，%zu处错误\n", dir, faults->count);
    }
    arena_free(&a);
}

int cmd_policy_check(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    int status;
    if (!begin(&check_command, argc, argv, -1, &in, &status)) return status;
    const char *dirs[PACKS_MAX];
    size_t n = 0;
    if (in.rest_count == 0) n = own_packs(ctx, dirs);
    for (int i = 0; i < in.rest_count && n < PACKS_MAX; i++)
        dirs[n++] = in.rest[i];
    if (n == 0)
        return option_fail(ctx, in.json, fail(ctx, ERR_NOT_FOUND, "找不到程序自带的政策包"), stdout,
                           stderr);
    struct buf out;
    struct json_writer w;
    buf_init(&out, ANSWER_MAX);
    jw_init(&w, &out, false);
    if (in.json) jw_array(&w);
    for (size_t i = 0; i < n; i++) {
        struct faults faults;
        const struct policy *p;
        enum err e = load(ctx, dirs[i], &faults, &p);
        if (e == OK || e == ERR_POLICY_INVALID)
            print_check(&out, &w, dirs[i], in.json, p, &faults);
        else
            option_fail(ctx, false, e, stderr, stderr);
        if (e != OK) status = 1;
    }
    if (in.json) jw_array_end(&w);
    if (in.json) buf_putc(&out, '\n');
    print_and_free(&out, stdout);
    return status;
}

/* ---- show, diff, graph, limits ---- */

int cmd_policy_show(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    int status;
    if (!begin(&show_command, argc, argv, 1, &in, &status)) return status;
    const struct policy *p = need(ctx, &in, in.rest[0], &status);
    if (p == NULL) return status;
    struct buf out;
    buf_init(&out, ANSWER_MAX);
    policy_print_show(&out, p, in.json);
    print_and_free(&out, stdout);
    return 0;
}

int cmd_policy_diff(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    int status;
    if (!begin(&diff_command, argc, argv, 2, &in, &status)) return status;
    const struct policy *a = need(ctx, &in, in.rest[0], &status);
    const struct policy *b = a != NULL ? need(ctx, &in, in.rest[1], &status) : NULL;
    if (b == NULL) return status;
    struct buf out;
    buf_init(&out, ANSWER_MAX);
    policy_print_diff(&out, a, b, in.json);
    print_and_free(&out, stdout);
    return 0;
}

int cmd_policy_graph(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    int status;
    if (!begin(&graph_command, argc, argv, 2, &in, &status)) return status;
    const struct policy *p = need(ctx, &in, in.rest[0], &status);
    if (p == NULL) return status;
    struct buf out, drawing;
    buf_init(&out, ANSWER_MAX);
    bool found = policy_print_graph(&out, p, in.rest[1]);
    if (!found) {
        buf_free(&out);
        enum err e = fail(ctx, ERR_NOT_FOUND, "%s没有程序 %s", p->name, in.rest[1]);
        return option_fail(ctx, in.json, e, stdout, stderr);
    }
    if (in.json) {
        struct json_writer w;
        buf_init(&drawing, ANSWER_MAX);
        jw_init(&w, &drawing, true);
        jw_object(&w);
        jw_key(&w, "dot");
        jw_str(&w, buf_finish(&out));
        jw_object_end(&w);
        buf_putc(&drawing, '\n');
        print_and_free(&drawing, stdout);
        buf_free(&out);
        return 0;
    }
    print_and_free(&out, stdout);
    return 0;
}

int cmd_policy_limits(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    int status;
    if (!begin(&limits_command, argc, argv, 1, &in, &status)) return status;
    const struct policy *p = need(ctx, &in, in.rest[0], &status);
    if (p == NULL) return status;
    struct buf out;
    buf_init(&out, ANSWER_MAX);
    policy_print_limits(&out, p, in.json);
    print_and_free(&out, stdout);
    return 0;
}

int cmd_policy_words(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    int status;
    (void)ctx;
    if (!begin(&words_command, argc, argv, 0, &in, &status)) return status;
    struct buf out;
    buf_init(&out, ANSWER_MAX);
    policy_print_reference(&out);
    print_and_free(&out, stdout);
    return 0;
}
