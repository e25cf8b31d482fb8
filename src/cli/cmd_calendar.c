/* gongxin calendar due, gongxin calendar check */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/lines.h"
#include "cli/option.h"
#include "cli/share.h"
#include "law/due_report.h"

int cmd_calendar_due(struct ctx *ctx, int argc, char **argv);
int cmd_calendar_check(struct ctx *ctx, int argc, char **argv);

enum { LINE_MAX_BYTES = 256, ANSWER_MAX = 4 << 20 };

static const struct option due_options[] = {
    {"calendar", "FILE", false, "a calendar instead of the program's own"},
    {"explain", NULL, false, "print the derivation, too"},
    {0},
};

static const struct command due_command = {
    "calendar due", "DATE N | -",
    "the day N working days after DATE (YYYY-MM-DD); DATE itself does not count. With - each line "
    "\"DATE N\" of standard input is answered by a line. Exit status 1 when a year has no "
    "calendar.",
    due_options};

static const struct command check_command = {
    "calendar check", "[FILE…]",
    "check calendars: every fault with file:line:column; without FILE the program's own", NULL};

static void print_and_free(struct buf *out, FILE *to) {
    struct str text = buf_finish(out);
    if (text.p != NULL) fwrite(text.p, 1, text.n, to);
    buf_free(out);
}

/* The calendar the program brings along; NULL when its files are nowhere. */
static const char *own_calendar(struct arena *a) {
    const char *policies = share_dir(a, "policies");
    return policies != NULL ? file_join(a, policies, "calendar/cn.csv") : NULL;
}

static enum err load(struct ctx *ctx, const char *path, const struct calendar **calendar_r) {
    if (path == NULL) path = own_calendar(ctx->arena);
    if (path == NULL) return fail(ctx, ERR_NOT_FOUND, "找不到程序自带的工作日历");
    struct faults faults;
    faults_init(&faults, ctx->arena);
    *calendar_r = calendar_load(ctx->arena, path, &faults);
    if (*calendar_r != NULL) return OK;
    struct buf text;
    buf_init(&text, ANSWER_MAX);
    faults_print(&faults, &text);
    print_and_free(&text, stderr);
    return fail(ctx, ERR_CALENDAR_INVALID, NULL);
}

/* ---- due ---- */

static int answer_one(struct ctx *ctx, const struct calendar *c, const struct invocation *in,
                      struct due_question *q) {
    struct str day = str_of(in->rest[0]), n = str_of(in->rest[1]);
    if (!due_question_parse(day, n, q)) {
        fprintf(stderr, "gongxin calendar due: DATE as 2026-11-22, N from 1 to 9999 (--help)\n");
        return 2;
    }
    struct buf out;
    buf_init(&out, ANSWER_MAX);
    int missing = due_report(ctx->arena, c, q, &out);
    print_and_free(&out, stdout);
    if (missing == 0) return 0;
    if (q->json) return 1; /* the derivation says it */
    enum err e = fail(ctx, ERR_CALENDAR_YEAR_MISSING, "缺少%d年的工作日历，期限待定", missing);
    return option_fail(ctx, false, e, stdout, stderr);
}

/* One line out for each line in, whatever stands in it. */
static bool answer_line(struct ctx *ctx, const struct calendar *c, struct due_question *q,
                        struct str line, struct buf *out) {
    struct str day, rest = line;
    str_split(&rest, ' ', &day);
    if (!due_question_parse(day, rest, q)) {
        buf_printf(out, "%s\n", err_code(ERR_DATE));
        return false;
    }
    int missing = due_report(ctx->arena, c, q, out);
    if (missing != 0 && !q->json)
        buf_printf(out, "%s\t%d\n", err_code(ERR_CALENDAR_YEAR_MISSING), missing);
    return missing == 0;
}

static int answer_lines(struct ctx *ctx, const struct calendar *c, struct due_question *q) {
    char buf[LINE_MAX_BYTES];
    struct str line;
    bool all = true;
    struct buf out;
    buf_init(&out, ANSWER_MAX);
    while (lines_next(stdin, buf, sizeof buf, &line)) {
        struct arena_mark mark = arena_mark(ctx->arena);
        buf_reset(&out);
        all &= answer_line(ctx, c, q, line, &out);
        struct str text = buf_finish(&out);
        if (text.p != NULL) fwrite(text.p, 1, text.n, stdout);
        arena_release(ctx->arena, mark);
    }
    buf_free(&out);
    return all ? 0 : 1;
}

int cmd_calendar_due(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    switch (option_read(&due_command, argc, argv, stdout, stderr, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    bool lines = in.rest_count == 1 && strcmp(in.rest[0], "-") == 0;
    if (!lines && in.rest_count != 2) {
        fprintf(stderr, "gongxin calendar due: DATE N, or - (--help)\n");
        return 2;
    }
    const struct calendar *c;
    enum err e = load(ctx, option_get(&in, "calendar"), &c);
    if (e != OK) return option_fail(ctx, in.json, e, stdout, stderr);
    struct due_question q = {.explain = option_has(&in, "explain"), .json = in.json};
    return lines ? answer_lines(ctx, c, &q) : answer_one(ctx, c, &in, &q);
}

/* ---- check ---- */

static void write_faults(struct json_writer *w, const struct faults *faults) {
    jw_key(w, "faults");
    jw_array(w);
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *f = &faults->items[i];
        jw_object(w);
        jw_ktext(w, "code", f->code);
        jw_kint(w, "column", f->column);
        jw_kint(w, "line", f->line);
        jw_ktext(w, "text", f->text);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void print_json(struct buf *out, const char *path, const struct calendar *c,
                       const struct faults *faults) {
    struct json_writer w;
    jw_init(&w, out, true);
    jw_object(&w);
    jw_ktext(&w, "edition", c != NULL ? calendar_edition(c) : NULL);
    write_faults(&w, faults);
    jw_ktext(&w, "file", path);
    if (c != NULL) {
        jw_kint(&w, "first_year", calendar_first_year(c));
        jw_kint(&w, "last_year", calendar_last_year(c));
    }
    jw_kbool(&w, "valid", c != NULL);
    jw_object_end(&w);
    buf_putc(out, '\n');
}

static bool check(struct ctx *ctx, const char *path, bool json) {
    struct faults faults;
    faults_init(&faults, ctx->arena);
    const struct calendar *c = calendar_load(ctx->arena, path, &faults);
    struct buf out;
    buf_init(&out, ANSWER_MAX);
    if (json) {
        print_json(&out, path, c, &faults);
    } else if (c != NULL) {
        buf_printf(&out, "%s: %d年至%d年，%d年12月下旬待下一年度通知确定，%s\n", path,
                   calendar_first_year(c), calendar_last_year(c), calendar_last_year(c),
                   calendar_edition(c));
    } else {
        faults_print(&faults, &out);
    }
    print_and_free(&out, stdout);
    return c != NULL;
}

int cmd_calendar_check(struct ctx *ctx, int argc, char **argv) {
    struct invocation in;
    switch (option_read(&check_command, argc, argv, stdout, stderr, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    bool all = true;
    for (int i = 0; i < in.rest_count; i++)
        all &= check(ctx, in.rest[i], in.json);
    if (in.rest_count > 0) return all ? 0 : 1;
    const char *own = own_calendar(ctx->arena);
    if (own == NULL)
        return option_fail(ctx, in.json, fail(ctx, ERR_NOT_FOUND, "找不到程序自带的工作日历"),
                           stdout, stderr);
    return check(ctx, own, in.json) ? 0 : 1;
}
