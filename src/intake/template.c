#include "intake/template.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "intake/spill.h"
#include "intake/table.h"

#define CODES_SHEET "_codes"

enum { HELP_BYTES = 2048, LAST_ROW = 100001, FIRST_ROW = 2, LIST_CHARS = 255 };

static const char *const help_words[] = {"必填", "选填", "视情", "非必填", "条件必填"};

bool template_is_help(struct str text) {
    static const char *const open[] = {"【", "（", "("};
    for (size_t i = 0; i < GX_COUNT(open); i++) {
        if (!str_starts(text, open[i])) continue;
        size_t n = strlen(open[i]);
        text = (struct str){text.p + n, text.n - n};
        break;
    }
    for (size_t i = 0; i < GX_COUNT(help_words); i++)
        if (str_starts(text, help_words[i])) return true;
    return false;
}

static const char *format_text(const struct fieldspec *f) {
    if (f->format != NULL) return f->format;
    switch (f->type) {
    case FIELD_DATE: return "日期，如 2026-11-22";
    case FIELD_INTEGER: return "整数";
    case FIELD_DECIMAL: return "数字，不带单位";
    case FIELD_CODE: return "从下拉列表中选择";
    case FIELD_NUMBER: return "号码，文本格式";
    case FIELD_TEXT: break;
    }
    return "文字";
}

static const char *duty_text(const struct fieldspec *f) {
    return f->mandatory ? "必填" : f->condition != NULL ? "视情" : "选填";
}

static void help_text(const struct fieldspec *f, struct buf *b) {
    buf_reset(b);
    buf_printf(b, "【%s】", duty_text(f));
    if (f->condition != NULL) buf_printf(b, "%s；", f->condition);
    buf_printf(b, "格式：%s", format_text(f));
    if (f->max_chars > 0) buf_printf(b, "，不超过%zu字", f->max_chars);
    if (f->example != NULL) buf_printf(b, "；示例：%s", f->example);
}

struct template {
    struct arena *arena;
    const struct template_spec *spec;
    lxw_workbook *book;
    lxw_worksheet *data, *notes, *codes, *hidden;
    lxw_format *head, *must, *help, *text, *plain, *wrap;
    struct buf b;
    bool failed;
};

static void put(struct template *t, lxw_worksheet *sheet, size_t row, size_t column,
                const char *text, lxw_format *format) {
    if (text == NULL || text[0] == '\0') return;
    if (worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, text, format) !=
        LXW_NO_ERROR)
        t->failed = true;
}

static void make_formats(struct template *t) {
    t->head = workbook_add_format(t->book);
    format_set_bold(t->head);
    format_set_num_format(t->head, "@");
    t->must = workbook_add_format(t->book);
    format_set_bold(t->must);
    format_set_font_color(t->must, 0xc00000);
    format_set_num_format(t->must, "@");
    t->help = workbook_add_format(t->book);
    format_set_font_color(t->help, 0x808080);
    format_set_text_wrap(t->help);
    format_set_align(t->help, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format(t->help, "@");
    t->text = workbook_add_format(t->book);
    format_set_num_format(t->text, "@");
    t->plain = workbook_add_format(t->book);
    t->wrap = workbook_add_format(t->book);
    format_set_text_wrap(t->wrap);
    format_set_align(t->wrap, LXW_ALIGN_VERTICAL_TOP);
}

/* Whether a list can stand in the rule itself: 255 characters with the commas that part them. */
static bool is_short(const struct fieldspec *f) {
    size_t chars = 0;
    for (size_t i = 0; i < f->codes_count; i++) {
        struct str name = str_of(f->codes[i].name);
        if (str_find(name, ',') != SIZE_MAX || str_find(name, '"') != SIZE_MAX) return false;
        chars += utf8_count(name) + 1;
    }
    return chars <= LIST_CHARS + 1;
}

/* The names in a column of a hidden sheet, to which the rule then refers. */
static char *put_long_list(struct template *t, size_t column, const struct fieldspec *f) {
    for (size_t i = 0; i < f->codes_count; i++)
        put(t, t->codes, i, column, f->codes[i].name, NULL);
    char from[LXW_MAX_CELL_NAME_LENGTH], to[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell_abs(from, 0, (lxw_col_t)column, LXW_TRUE, LXW_TRUE);
    lxw_rowcol_to_cell_abs(to, (lxw_row_t)f->codes_count - 1, (lxw_col_t)column, LXW_TRUE,
                           LXW_TRUE);
    return arena_printf(t->arena, "=" CODES_SHEET "!%s:%s", from, to);
}

/* A drop-down of the code list. (For a list that a formula refers to the library keeps one copy of
 * that formula too many, some twenty bytes, which nobody can free: hence not for all lists.) */
static void put_codes(struct template *t, size_t column, const struct fieldspec *f) {
    lxw_data_validation rule = {.error_title = arena_strdup(t->arena, "不在列表中"),
                                .error_message = arena_strdup(t->arena, "请从下拉列表中选择")};
    if (is_short(f)) {
        const char **names = ARENA_ARRAY(t->arena, f->codes_count + 1, const char *);
        for (size_t i = 0; i < f->codes_count; i++)
            names[i] = f->codes[i].name;
        rule.validate = LXW_VALIDATION_TYPE_LIST;
        rule.value_list = (char **)names;
    } else {
        rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        rule.value_formula = put_long_list(t, column, f);
    }
    if (worksheet_data_validation_range(t->data, FIRST_ROW, (lxw_col_t)column, LAST_ROW,
                                        (lxw_col_t)column, &rule) != LXW_NO_ERROR)
        t->failed = true;
}

static void put_data_sheet(struct template *t) {
    const struct template_spec *spec = t->spec;
    for (size_t i = 0; i < spec->fields_count; i++) {
        const struct fieldspec *f = &spec->fields[i];
        bool amount = f->type == FIELD_INTEGER || f->type == FIELD_DECIMAL;
        worksheet_set_column(t->data, (lxw_col_t)i, (lxw_col_t)i, 22, amount ? t->plain : t->text);
        put(t, t->data, 0, i, f->name, f->mandatory ? t->must : t->head);
        help_text(f, &t->b);
        put(t, t->data, 1, i, buf_finish(&t->b).p, t->help);
        if (f->codes_count > 0) put_codes(t, i, f);
    }
    worksheet_set_row(t->data, 1, 60, NULL);
    worksheet_freeze_panes(t->data, FIRST_ROW, 0);
}

static void put_notes_sheet(struct template *t) {
    static const char *const heads[] = {"字段名称", "字段代码", "填写要求", "格式",
                                        "最大字数", "示例",     "可选值",   "说明"};
    static const double widths[] = {30, 16, 20, 26, 10, 26, 40, 50};
    const struct template_spec *spec = t->spec;
    size_t row = 0;
    put(t, t->notes, row++, 0, spec->title, t->head);
    buf_reset(&t->b);
    buf_printf(&t->b, "模板版本：%s", spec->version);
    put(t, t->notes, row++, 0, buf_finish(&t->b).p, t->plain);
    put(t, t->notes, row++, 0,
        "请在第一张工作表的第3行起填写，每行一条；不要改动表头，不要合并单元格。", t->plain);
    for (size_t i = 0; spec->notes != NULL && spec->notes[i] != NULL; i++)
        put(t, t->notes, row++, 0, spec->notes[i], t->plain);
    row++;
    for (size_t i = 0; i < GX_COUNT(heads); i++) {
        worksheet_set_column(t->notes, (lxw_col_t)i, (lxw_col_t)i, widths[i], t->wrap);
        put(t, t->notes, row, i, heads[i], t->head);
    }
    for (size_t i = 0; i < spec->fields_count; i++) {
        const struct fieldspec *f = &spec->fields[i];
        row++;
        put(t, t->notes, row, 0, f->name, t->wrap);
        put(t, t->notes, row, 1, f->code, t->wrap);
        put(t, t->notes, row, 2, f->mandatory || f->condition == NULL ? duty_text(f) : f->condition,
            t->wrap);
        put(t, t->notes, row, 3, format_text(f), t->wrap);
        buf_reset(&t->b);
        if (f->max_chars > 0) buf_int(&t->b, (int64_t)f->max_chars);
        put(t, t->notes, row, 4, buf_finish(&t->b).p, t->wrap);
        put(t, t->notes, row, 5, f->example, t->wrap);
        buf_reset(&t->b);
        for (size_t c = 0; c < f->codes_count && t->b.n < HELP_BYTES / 2; c++)
            buf_printf(&t->b, "%s%s", c > 0 ? "、" : "", f->codes[c].name);
        put(t, t->notes, row, 6, buf_finish(&t->b).p, t->wrap);
        put(t, t->notes, row, 7, f->help, t->wrap);
    }
}

static enum err write_book(struct ctx *ctx, struct template *t, const char *temporary,
                           const char *tmp_dir) {
    lxw_workbook_options options = {.tmpdir = arena_strdup(ctx->arena, tmp_dir)};
    t->book = workbook_new_opt(temporary, &options);
    if (t->book == NULL) return fail(ctx, ERR_IO, NULL);
    lxw_doc_properties properties = {.title = arena_strdup(t->arena, t->spec->title),
                                     .created =
                                         (time_t)(clock_now(ctx->clock).us / INT64_C(1000000))};
    workbook_set_properties(t->book, &properties);
    t->data = workbook_add_worksheet(t->book, "数据");
    t->notes = workbook_add_worksheet(t->book, "填报说明");
    t->codes = workbook_add_worksheet(t->book, CODES_SHEET);
    t->hidden = workbook_add_worksheet(t->book, TEMPLATE_SHEET);
    make_formats(t);
    put_data_sheet(t);
    put_notes_sheet(t);
    put(t, t->hidden, 0, 0, TEMPLATE_MARK, NULL);
    put(t, t->hidden, 0, 1, t->spec->version, NULL);
    worksheet_hide(t->codes);
    worksheet_hide(t->hidden);
    errno = 0;
    lxw_error error = workbook_close(t->book);
    if (error != LXW_NO_ERROR) return spill_errno(ctx);
    return t->failed ? fail(ctx, ERR_INTERNAL, NULL) : OK;
}

enum err template_write(struct ctx *ctx, const struct template_spec *spec, const char *tmp_dir,
                        const char *out_path) {
    struct template t = {.arena = ctx->arena, .spec = spec};
    char *temporary;
    enum err e = table_temporary(ctx, out_path, &temporary);
    if (e != OK) return e;
    buf_init(&t.b, HELP_BYTES);
    e = write_book(ctx, &t, temporary, tmp_dir);
    buf_free(&t.b);
    if (e == OK) return table_put_in_place(ctx, temporary, out_path, 0644);
    unlink(temporary);
    return e;
}
