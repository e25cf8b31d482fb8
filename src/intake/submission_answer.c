/* The answer file of a stored submission, and the template of an item. */
#include <unistd.h>

#include "base/file.h"
#include "intake/answer.h"
#include "intake/job.h"
#include "intake/mapping.h"
#include "intake/original.h"
#include "intake/template.h"

enum { BASE_FLAWS };

const struct db_stmt submission_answer_stmts[] = {
    [BASE_FLAWS] = {.name = "submission.base_flaws",
                    .sql = "select row_no, col_no, code, field, value, sentence, suggestion"
                           " from submission_flaw where submission_id = $1 and base = 1"
                           " order by row_no, seq",
                    .in = "i",
                    .out = "iittttt",
                    .kind = DB_READ},
    {.name = NULL},
};

static bool add_flaw(void *arg, const struct db_value *row) {
    struct flaw f = {.row = db_get_int(row, 0),
                     .column = (uint32_t)db_get_int(row, 1),
                     .code = flaw_code_find(db_get_text(row, 2)),
                     .field = db_get_text(row, 3),
                     .value = db_get_text(row, 4),
                     .sentence = db_get_text(row, 5),
                     .suggestion = db_get_text(row, 6)};
    if (f.code) flawlog_add(arg, &f);
    return true;
}

/* What the base told when it was loaded; what the file tells is found again by reading it. */
static enum err add_base(struct ctx *ctx, struct job *j) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e) return e;
    enum db_result r = db_each(s, &submission_answer_stmts[BASE_FLAWS], DB_ARGS(db_int(j->sub.id)),
                               add_flaw, j->flaws);
    if (r == DB_RETRY || r == DB_FAIL) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    return e;
}

enum err submission_answer(struct ctx *ctx, const struct submission *sub, bool xlsx,
                           bool only_flawed, const char *path) {
    struct job j = {.ctx = ctx, .sub = *sub};
    int fd = -1;
    struct date day = date_is_none(sub->received_day)
                          ? date_of_instant((struct instant){sub->uploaded_at})
                          : sub->received_day;
    enum err e = job_restore(&j);
    if (!e) j.nmemory = mapping_of_text(ctx->arena, sub->mapping, &j.memory);
    if (!e) e = job_prepare(&j, day);
    if (!e) e = original_open(ctx, sub->id, &fd, &j.path);
    if (!e) e = scan_file(&j);
    if (!e) e = add_base(ctx, &j);
    struct answer_options options = {.format = xlsx ? ANSWER_XLSX : ANSWER_CSV_UTF8,
                                     .rows = only_flawed ? ANSWER_FLAWED : ANSWER_ALL,
                                     .tmp_dir = j.options.tmp_dir};
    struct answer_result result;
    if (!e) e = answer_write(ctx, j.path, &j.options, j.flaws, path, &options, &result);
    if (fd >= 0) close(fd);
    job_close(&j);
    return e;
}

enum err submission_template(struct ctx *ctx, const char *item, const char *path) {
    struct job j = {.ctx = ctx, .sub = {.item = item}};
    enum err e = job_resolve(&j, false);
    if (!e) e = job_prepare(&j, clock_today(ctx->clock));
    if (e) return e;
    static const char *const notes[] = {
        "带星号的为必填项，日期写作 2026-11-22，证件号码和代码须为文本格式。",
        "处罚类别等可填多项的，用分号隔开。", "同一决定涉及多个相对人的，一人一行，文书号相同。",
        NULL};
    struct template_spec spec = {.title = j.item->item->name,
                                 .version = j.schema->version,
                                 .fields = j.schema->specs,
                                 .fields_count = j.schema->nfields,
                                 .notes = notes};
    e = template_write(ctx, &spec, j.options.tmp_dir, path);
    job_close(&j);
    return e;
}
