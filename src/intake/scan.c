/* The first pass: reads the whole file, checks every row, writes nothing. */
#include "base/bug.h"
#include "intake/job.h"
#include "intake/seen.h"

/* --- the file with its columns mapped --- */

static void map_columns(struct table_in *t, const struct flaw_sink *sink) {
    struct job *j = t->job;
    const struct source_head *head = source_head(t->source);
    t->map = head_map_make(t->arena, head, t->seen, j->schema->specs, j->schema->nfields, j->memory,
                           j->nmemory, sink);
    t->refused |= t->map->refused;
    t->refused |= check_head(j->schema, t->arena, head, t->map, t->seen, sink);
    t->seen = head->count;
    if (t->checker)
        checker_set_map(t->checker, t->map, head);
    else
        t->checker = checker_new(j->schema, t->map, head, source_info(t->source)->epoch_1904);
}

enum err table_in_open(struct ctx *ctx, struct job *j, const struct flaw_sink *sink,
                       struct table_in *t) {
    *t = (struct table_in){.job = j};
    enum err e = source_open(ctx, j->path, &j->options, &t->source);
    if (e) return e;
    t->arena = arena_new();
    const struct source_info *info = source_info(t->source);
    t->refused = check_template(j->schema, t->arena, info->template_version, sink);
    map_columns(t, sink);
    return OK;
}

enum err table_in_next(struct ctx *ctx, struct table_in *t, const struct flaw_sink *sink,
                       const struct source_row **row_r) {
    enum err e = source_next(ctx, t->source, row_r);
    if (e || !*row_r) return e;
    if (source_head(t->source)->count > t->seen) map_columns(t, sink);
    return OK;
}

void table_in_close(struct table_in *t) {
    checker_free(&t->checker);
    source_close(&t->source);
    if (t->arena) arena_free(&t->arena);
}

/* --- scanning --- */

struct scan {
    struct job *job;
    struct flaw_sink sink;
    struct seen *seen;
    struct arena *row;
};

static void duplicate_in_file(struct scan *s, const struct checked *c, int64_t first) {
    struct flaw f =
        flaw_make(s->row, FLAW_DUPLICATE_FILE, (struct flaw_place){.row = c->row}, STR_LIT(""),
                  arena_printf(s->row, "%lld", (long long)first), "主体、文书号、机关和日期");
    flaw_report(&s->sink, &f);
}

static void take_row(struct scan *s, struct table_in *t, const struct source_row *row) {
    struct job *j = s->job;
    struct checked c;
    check_row(t->checker, s->row, row, &c);
    for (size_t i = 0; i < c.nflaws; i++) {
        flaw_report(&s->sink, &c.flaws[i]);
        if (!j->first_refusal && flaw_level_of(c.flaws[i].code) == FLAW_REFUSED)
            j->first_refusal = c.flaws[i].code;
    }
    int64_t first = row->number;
    if (c.identified && !c.refused) first = seen_put(s->seen, &c.identity, row->number);
    if (first != row->number) {
        duplicate_in_file(s, &c, first);
        if (!j->first_refusal) j->first_refusal = FLAW_DUPLICATE_FILE;
        j->duplicate_rows++;
    } else if (c.refused) {
        j->refused_rows++;
    }
}

static enum err scan_rows(struct scan *s, struct table_in *t) {
    struct job *j = s->job;
    const struct source_row *row;
    enum err e;
    while (!(e = table_in_next(j->ctx, t, &s->sink, &row)) && row) {
        j->total++;
        /* A file whose columns are not what they should be is refused whole: its rows are read for
         * what is dangerous in them, and nothing is said about their cells. */
        if (!t->refused || row->flags & ROW_CUT_OFF) take_row(s, t, row);
        arena_reset(s->row);
    }
    return e;
}

enum err scan_file(struct job *j) {
    struct scan s = {.job = j, .sink = flawlog_sink(j->flaws)};
    struct table_in t;
    enum err e = table_in_open(j->ctx, j, &s.sink, &t);
    if (e) return e;
    s.row = arena_new();
    s.seen = seen_new();
    j->total = j->refused_rows = j->duplicate_rows = 0;
    j->first_refusal = FLAW_NONE;
    e = scan_rows(&s, &t);
    if (!e && !j->total) {
        struct flaw f =
            flaw_make(s.row, FLAW_FILE_EMPTY, (struct flaw_place){0}, STR_LIT(""), NULL, NULL);
        flaw_report(&s.sink, &f);
    }
    const struct source_info *info = source_info(t.source);
    j->format = source_format_text(info->format);
    j->encoding = source_encoding_text(info->encoding);
    enum flaw_code refusal = flawlog_file_refusal(j->flaws);
    j->file_refused = t.refused || refusal;
    if (refusal) j->first_refusal = refusal; /* what the whole file is refused for comes first */
    seen_free(&s.seen);
    arena_free(&s.row);
    table_in_close(&t);
    return e ? e : flawlog_rewind(j->ctx, j->flaws);
}
