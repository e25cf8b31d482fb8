#include "intake/answer.h"

#include "base/buf.h"
#include "intake/headmap.h"
#include "intake/table.h"

enum { TEXT_BYTES = 1 << 20 };

struct answer {
    struct source *source;
    struct table *table;
    struct flawlog *flaws;
    struct arena *arena; /* of one row */
    const struct answer_options *options;
    bool *dropped; /* by column: one of ours, from an answer file that was mended */
    size_t columns;
    struct buf text;
    struct answer_result result;
};

/* The names of all columns of a JSON lines file are known at its end only. */
static enum err collect_columns(struct ctx *ctx, const char *path, struct source_options *options,
                                struct source **source) {
    if (source_info(*source)->format != SOURCE_JSONL) return OK;
    const struct source_row *row;
    enum err e;
    do {
        e = source_next(ctx, *source, &row);
    } while (e == OK && row != NULL);
    if (e != OK) return e;
    const struct source_head *head = source_head(*source);
    struct str *names = ARENA_ARRAY(ctx->arena, head->count, struct str);
    for (size_t i = 0; i < head->count; i++)
        names[i] = (struct str){arena_str(ctx->arena, head->names[i]), head->names[i].n};
    options->columns = names;
    options->columns_count = head->count;
    source_close(source);
    return source_open(ctx, path, options, source);
}

static bool is_ours(struct str name) {
    for (size_t i = 0; i < HEAD_ANSWER_COLUMNS; i++)
        if (str_is(name, head_answer_columns[i])) return true;
    return false;
}

static enum err write_head(struct ctx *ctx, struct answer *a) {
    const struct source_head *head = source_head(a->source);
    a->columns = head->count;
    a->dropped = ARENA_ARRAY(ctx->arena, head->count, bool);
    for (size_t i = 0; i < head->count; i++) {
        a->dropped[i] = is_ours(head->names[i]);
        if (!a->dropped[i]) table_cell(a->table, head->names[i], false, NULL);
    }
    for (size_t i = 0; i < HEAD_ANSWER_COLUMNS; i++)
        table_cell(a->table, str_of(head_answer_columns[i]), false, NULL);
    return table_row_end(ctx, a->table, true);
}

/* What concerns one column, as the note of its cell. */
static const char *note_of(struct answer *a, const struct flaw *flaws, size_t count,
                           uint32_t column) {
    buf_reset(&a->text);
    for (size_t i = 0; i < count; i++) {
        if (flaws[i].column != column) continue;
        if (a->text.n > 0) buf_putc(&a->text, '\n');
        buf_printf(&a->text, "%s。%s。", flaws[i].sentence, flaws[i].suggestion);
    }
    return a->text.n == 0 ? NULL : arena_str(a->arena, buf_finish(&a->text));
}

static const char *code_of(const struct flaw *f) {
    return flaw_code_text(f->code);
}
static const char *field_of(const struct flaw *f) {
    return f->field[0] == '\0' ? "整行" : f->field;
}
static const char *value_of(const struct flaw *f) {
    return f->value;
}
static const char *sentence_of(const struct flaw *f) {
    return f->sentence;
}
static const char *suggestion_of(const struct flaw *f) {
    return f->suggestion;
}

/* One line per flaw, the same line in each of the added columns. */
static void write_added(struct answer *a, int64_t number, const struct flaw *flaws, size_t count) {
    static const char *(*const parts[])(const struct flaw *) = {field_of, value_of, code_of,
                                                                sentence_of, suggestion_of};
    buf_reset(&a->text);
    buf_int(&a->text, number);
    table_cell(a->table, buf_finish(&a->text), false, NULL);
    for (size_t p = 0; p < GX_COUNT(parts); p++) {
        buf_reset(&a->text);
        for (size_t i = 0; i < count; i++) {
            if (i > 0) buf_putc(&a->text, '\n');
            buf_puts(&a->text, parts[p](&flaws[i]));
        }
        struct str text = buf_finish(&a->text);
        table_cell(a->table, text.p == NULL ? STR_LIT("") : text, false, NULL);
    }
}

static bool has_flaw(const struct flaw *flaws, size_t count, uint32_t column) {
    for (size_t i = 0; i < count; i++)
        if (flaws[i].column == column) return true;
    return false;
}

static enum err write_row(struct ctx *ctx, struct answer *a, const struct source_row *row) {
    const struct flaw *flaws;
    size_t count;
    arena_reset(a->arena);
    enum err e = flawlog_row(ctx, a->flaws, a->arena, row->number, &flaws, &count);
    if (e != OK) return e;
    if (count == 0 && a->options->rows == ANSWER_FLAWED) return OK;
    for (size_t i = 0; i < a->columns; i++) {
        if (a->dropped[i]) continue;
        bool marked = has_flaw(flaws, count, (uint32_t)i + 1);
        const char *note = marked ? note_of(a, flaws, count, (uint32_t)i + 1) : NULL;
        table_cell(a->table, row->cells[i].text, marked, note);
    }
    write_added(a, row->number, flaws, count);
    a->result.rows++;
    a->result.flawed += count > 0;
    return table_row_end(ctx, a->table, false);
}

static enum err write_all(struct ctx *ctx, struct answer *a) {
    enum err e = flawlog_rewind(ctx, a->flaws);
    if (e == OK) e = write_head(ctx, a);
    while (e == OK) {
        const struct source_row *row;
        e = source_next(ctx, a->source, &row);
        if (e != OK || row == NULL) break;
        e = write_row(ctx, a, row);
    }
    return e;
}

enum err answer_write(struct ctx *ctx, const char *source_path,
                      const struct source_options *source_options, struct flawlog *flaws,
                      const char *out_path, const struct answer_options *options,
                      struct answer_result *result_r) {
    struct answer a = {.flaws = flaws, .options = options};
    struct source_options reading = {.format = SOURCE_AUTO};
    if (source_options != NULL) reading = *source_options;
    enum err e = source_open(ctx, source_path, &reading, &a.source);
    if (e != OK) return e;
    a.arena = arena_new();
    buf_init(&a.text, TEXT_BYTES);
    e = collect_columns(ctx, source_path, &reading, &a.source);
    if (e == OK) e = table_open(ctx, options->format, options->tmp_dir, out_path, &a.table);
    if (e == OK) e = write_all(ctx, &a);
    if (e == OK) e = table_commit(ctx, &a.table);
    table_abandon(&a.table);
    source_close(&a.source);
    buf_free(&a.text);
    arena_free(&a.arena);
    if (e == OK) *result_r = a.result;
    return e;
}
