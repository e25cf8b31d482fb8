#include "recall/sources.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "db/db_fetch.h"
#include "intake/docno.h"
#include "intake/original.h"
#include "intake/source.h"
#include "registry/app.h"
#include "registry/record.h"
#include "registry/subject.h"

enum { SUBMISSIONS };

const struct db_stmt sources_stmts[] = {
    [SUBMISSIONS] = {.name = "sources.submissions",
                     .sql = "select submission_id from submission where provider_id = $1"
                            " and item = $2 order by submission_id",
                     .in = "it",
                     .out = "i",
                     .kind = DB_READ},
    {.name = NULL},
};

struct sought {
    struct ctx *ctx;
    const char *doc_no; /* as it is compared */
    const char **marks; /* numbers and names of the subject */
    size_t n_marks;
    struct scrub_source *found;
    size_t n, room;
};

static void add(struct sought *f, int64_t submission_id, int64_t row) {
    if (f->n == f->room) {
        size_t room = f->room ? 2 * f->room : 16;
        struct scrub_source *more = ARENA_ARRAY(f->ctx->arena, room, struct scrub_source);
        if (f->n) memcpy(more, f->found, f->n * sizeof *more);
        f->found = more;
        f->room = room;
    }
    f->found[f->n++] = (struct scrub_source){submission_id, row};
}

static bool about_it(const struct sought *f, struct arena *scratch, const struct source_row *row) {
    bool document = false, subject = false;
    for (size_t i = 0; i < row->count; i++) {
        struct str text = row->cells[i].text;
        if (!text.n || text.n > 1024) continue;
        arena_reset(scratch);
        const char *key = docno_key(scratch, text);
        document |= !strcmp(key, f->doc_no);
        for (size_t k = 0; k < f->n_marks; k++)
            subject |= str_is(text, f->marks[k]) || !strcmp(key, f->marks[k]);
    }
    return document && subject;
}

static enum err read_one(struct sought *f, struct arena *scratch, int64_t submission_id) {
    struct ctx *ctx = f->ctx;
    struct source_options options = {.format = SOURCE_AUTO,
                                     .tmp_dir = file_join(ctx->arena, ctx->app->dir, "tmp")};
    struct source *src;
    const struct source_row *row;
    const char *path;
    int fd;
    enum err e = original_open(ctx, submission_id, &fd, &path);
    if (e == ERR_NOT_FOUND) return OK;
    if (e != OK) return e;
    e = source_open(ctx, path, &options, &src);
    if (e != OK) { /* what could not be read as a table holds no row of it */
        close(fd);
        return e == ERR_IO || e == ERR_DISK_FULL ? e : OK;
    }
    while ((e = source_next(ctx, src, &row)) == OK && row)
        if (about_it(f, scratch, row)) add(f, submission_id, row->number);
    source_close(&src);
    close(fd);
    return e == ERR_IO || e == ERR_DISK_FULL ? e : OK;
}

/* ---- what tells the subject */

static enum err marks_of(struct sought *f, struct db_session *s, int64_t subject_id) {
    struct ctx *ctx = f->ctx;
    struct subject *subject;
    struct subject_name *names;
    struct subject_other_number *numbers;
    size_t n_names, n_numbers;
    enum err e = subject_get(ctx, s, subject_id, &subject);
    if (e == OK && !subject) e = fail(ctx, ERR_SUBJECT_UNKNOWN, NULL);
    if (e == OK) e = subject_reveal(ctx, subject);
    if (e == OK) e = subject_former_names(ctx, s, subject_id, &names, &n_names);
    if (e == OK) e = subject_other_numbers(ctx, s, subject_id, &numbers, &n_numbers);
    if (e != OK) return e;
    f->marks = ARENA_ARRAY(ctx->arena, n_names + n_numbers + 2, const char *);
    if (*subject->number) f->marks[f->n_marks++] = subject->number;
    if (*subject->name) f->marks[f->n_marks++] = subject->name;
    for (size_t i = 0; i < n_names; i++)
        f->marks[f->n_marks++] = names[i].name;
    for (size_t i = 0; i < n_numbers; i++)
        f->marks[f->n_marks++] = numbers[i].number.number;
    return OK;
}

static int by_place(const void *x, const void *y) {
    const struct scrub_source *a = x, *b = y;
    if (a->submission_id != b->submission_id) return a->submission_id < b->submission_id ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static void sort_out(struct sought *f) {
    size_t kept = 0;
    if (f->n) qsort(f->found, f->n, sizeof *f->found, by_place);
    for (size_t i = 0; i < f->n; i++)
        if (!kept || by_place(&f->found[kept - 1], &f->found[i]) != 0)
            f->found[kept++] = f->found[i];
    f->n = kept;
}

enum err sources_find(struct ctx *ctx, int64_t subject_id, int64_t record_id,
                      const struct scrub_source **sources_r, size_t *n_r) {
    struct sought f = {.ctx = ctx};
    struct record *record;
    struct record_version *versions;
    size_t n_versions;
    struct db_session *s;
    struct db_call c = {.stmt = &sources_stmts[SUBMISSIONS]};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = record_get(ctx, s, subject_id, record_id, &record);
    if (e == OK && !record) e = fail(ctx, ERR_NOT_FOUND, NULL);
    if (e == OK) e = record_versions(ctx, s, subject_id, record_id, &versions, &n_versions);
    if (e == OK) e = marks_of(&f, s, subject_id);
    if (e == OK) {
        const struct db_value args[] = {db_int(record->facts.provider_id),
                                        db_text(record->facts.item)};
        c.args = args;
        enum db_result r = db_calls(s, ctx->arena, &c, 1);
        if (r != DB_ROW) e = db_err(ctx, s, r);
    }
    db_read_end(ctx, &s);
    if (e != OK) return e;
    f.doc_no = docno_key(ctx->arena, str_of(record->facts.doc_no));
    for (size_t i = 0; i < n_versions; i++)
        if (versions[i].submission_id) add(&f, versions[i].submission_id, versions[i].source_row);
    struct arena *scratch = arena_new();
    for (size_t i = 0; e == OK && i < c.n; i++)
        e = read_one(&f, scratch, db_get_int(c.rows[i], 0));
    arena_free(&scratch);
    sort_out(&f);
    *sources_r = f.found;
    *n_r = f.n;
    return e;
}
