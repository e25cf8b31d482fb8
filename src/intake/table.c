#include "intake/table.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/utf8.h"
#include "intake/spill.h"

enum {
    FLUSH = 128 << 10,
    ROW_BYTES = 16 << 20,
    NOTES = 2000,       /* a note costs memory; the columns behind the row say the same */
    CELL_CHARS = 32000, /* a spreadsheet cell holds 32,767 units */
    MOST_ROWS = 1048576,
};

struct table {
    struct arena *arena;
    enum answer_format format;
    char *path, *temporary;
    /* CSV */
    int fd;
    struct buf row, out;
    iconv_t cd;
    /* XLSX */
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *text, *marked, *head;
    lxw_row_t at;
    lxw_col_t column;
    struct arena *cells; /* texts of a row: the head is only known to be one at its end */
    struct pending *pending;
    size_t room;
    int notes;
    bool failed;
};

struct pending {
    const char *text, *note;
    bool marked;
};

/* --- files --- */

enum err table_temporary(struct ctx *ctx, const char *path, char **temporary_r) {
    char *temporary = arena_printf(ctx->arena, "%s.XXXXXX", path);
    int fd = mkstemp(temporary);
    if (fd < 0) return spill_errno(ctx);
    close(fd);
    *temporary_r = temporary;
    return OK;
}

static enum err sync_path(struct ctx *ctx, const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0) return spill_errno(ctx);
    enum err e = fsync(fd) == 0 ? OK : spill_errno(ctx);
    close(fd);
    return e;
}

enum err table_put_in_place(struct ctx *ctx, const char *temporary, const char *path, int mode) {
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL ? "."
                         : slash == path
                             ? "/"
                             : arena_str(ctx->arena, (struct str){path, (size_t)(slash - path)});
    enum err e = chmod(temporary, (mode_t)mode) == 0 ? OK : spill_errno(ctx);
    if (e == OK) e = sync_path(ctx, temporary, O_RDONLY);
    if (e == OK && rename(temporary, path) != 0) e = spill_errno(ctx);
    if (e != OK) {
        unlink(temporary);
        return e;
    }
    return sync_path(ctx, folder, O_RDONLY | O_DIRECTORY);
}

/* --- CSV --- */

static enum err open_csv(struct ctx *ctx, struct table *t) {
    if (t->format == ANSWER_CSV_GB18030) {
        t->cd = iconv_open("GB18030", "UTF-8");
        if (t->cd == (iconv_t)-1)
            return fail(ctx, ERR_INTAKE_ENCODING, "本机缺少 GB18030 转换，请选择 UTF-8");
    }
    t->fd = open(t->temporary, O_WRONLY | O_CLOEXEC);
    if (t->fd < 0) return spill_errno(ctx);
    /* Chinese editions of spreadsheets take a file without this mark for GBK. */
    if (t->format == ANSWER_CSV_UTF8) buf_puts(&t->out, "\xef\xbb\xbf");
    return OK;
}

static enum err flush(struct ctx *ctx, struct table *t) {
    for (size_t done = 0; done < t->out.n;) {
        ssize_t put = write(t->fd, t->out.p + done, t->out.n - done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return spill_errno(ctx);
        done += (size_t)put;
    }
    buf_reset(&t->out);
    return OK;
}

static enum err put_gb18030(struct ctx *ctx, struct table *t, struct str row) {
    char *from = (char *)row.p;
    size_t left = row.n;
    while (left > 0) {
        char chunk[8192], *to = chunk;
        size_t room = sizeof(chunk);
        size_t done = iconv(t->cd, &from, &left, &to, &room);
        buf_put(&t->out, chunk, sizeof(chunk) - room);
        /* The cells are valid UTF-8, and GB18030 has a place for every character. */
        if (done == (size_t)-1 && errno != E2BIG) return fail(ctx, ERR_TEXT_ENCODING, NULL);
    }
    return OK;
}

static enum err end_csv_row(struct ctx *ctx, struct table *t) {
    buf_puts(&t->row, "\r\n");
    struct str row = buf_finish(&t->row);
    if (row.p == NULL) return fail(ctx, ERR_INTAKE_RECORD, NULL);
    enum err e = OK;
    if (t->format == ANSWER_CSV_GB18030)
        e = put_gb18030(ctx, t, row);
    else
        buf_putstr(&t->out, row);
    buf_reset(&t->row);
    t->column = 0;
    return e == OK && t->out.n > FLUSH ? flush(ctx, t) : e;
}

/* --- XLSX --- */

static enum err open_xlsx(struct ctx *ctx, struct table *t, const char *tmp_dir) {
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = arena_strdup(t->arena, tmp_dir),
                                    .use_zip64 = LXW_FALSE};
    t->book = workbook_new_opt(t->temporary, &options);
    t->sheet = t->book == NULL ? NULL : workbook_add_worksheet(t->book, "数据");
    if (t->sheet == NULL) return fail(ctx, ERR_IO, NULL);
    lxw_doc_properties properties = {.created =
                                         (time_t)(clock_now(ctx->clock).us / INT64_C(1000000))};
    workbook_set_properties(t->book, &properties);
    t->text = workbook_add_format(t->book);
    format_set_num_format(t->text, "@");
    t->marked = workbook_add_format(t->book);
    format_set_num_format(t->marked, "@");
    format_set_bg_color(t->marked, 0xffc7ce);
    t->head = workbook_add_format(t->book);
    format_set_num_format(t->head, "@");
    format_set_bold(t->head);
    worksheet_set_column(t->sheet, 0, 511, 18, t->text);
    return OK;
}

static void add_pending(struct table *t, struct str text, bool marked, const char *note) {
    if (t->column == t->room) {
        size_t room = t->room == 0 ? 64 : t->room * 2;
        struct pending *more = ARENA_ARRAY(t->arena, room, struct pending);
        if (t->room > 0) memcpy(more, t->pending, t->room * sizeof(*more));
        t->pending = more;
        t->room = room;
    }
    t->pending[t->column++] =
        (struct pending){.text = arena_str(t->cells, utf8_prefix(text, CELL_CHARS)),
                         .note = arena_strdup(t->cells, note),
                         .marked = marked};
}

static void write_cell(struct table *t, lxw_col_t column, const struct pending *p, bool head) {
    lxw_format *format = head ? t->head : p->marked ? t->marked : t->text;
    lxw_error error = p->text[0] == '\0'
                          ? worksheet_write_blank(t->sheet, t->at, column, format)
                          : worksheet_write_string(t->sheet, t->at, column, p->text, format);
    if (error != LXW_NO_ERROR) t->failed = true;
    if (p->note != NULL && t->notes < NOTES) {
        t->notes++;
        if (worksheet_write_comment(t->sheet, t->at, column, p->note) != LXW_NO_ERROR)
            t->failed = true;
    }
}

static enum err end_xlsx_row(struct ctx *ctx, struct table *t, bool head) {
    if (t->at == MOST_ROWS)
        return fail(ctx, ERR_INTAKE_ROWS, "行数超过 Excel 工作表的上限，请选择 CSV 格式");
    for (lxw_col_t i = 0; i < t->column; i++)
        write_cell(t, i, &t->pending[i], head);
    if (head && t->at == 0) worksheet_freeze_panes(t->sheet, 1, 0);
    arena_reset(t->cells);
    t->at++;
    t->column = 0;
    return t->failed ? fail(ctx, ERR_IO, NULL) : OK;
}

static enum err close_xlsx(struct ctx *ctx, struct table *t) {
    /* The library does not look whether its rows reached the disk. */
    FILE *rows = t->sheet->optimize_tmpfile;
    bool full = rows != NULL && (fflush(rows) != 0 || ferror(rows));
    int code = errno;
    errno = 0;
    lxw_error error = workbook_close(t->book);
    t->book = NULL;
    if (full) errno = code;
    return full || error != LXW_NO_ERROR ? spill_errno(ctx) : OK;
}

/* --- both --- */

enum err table_open(struct ctx *ctx, enum answer_format format, const char *tmp_dir,
                    const char *path, struct table **table_r) {
    struct arena *arena = arena_new();
    struct table *t = ARENA_NEW(arena, struct table);
    t->arena = arena;
    t->cells = arena_new();
    t->format = format;
    t->fd = -1;
    t->cd = (iconv_t)-1;
    t->path = arena_strdup(arena, path);
    buf_init(&t->row, ROW_BYTES);
    buf_init(&t->out, 2 * ROW_BYTES + FLUSH);
    char *temporary = NULL;
    enum err e = table_temporary(ctx, path, &temporary);
    if (e == OK) {
        t->temporary = arena_strdup(arena, temporary);
        e = format == ANSWER_XLSX ? open_xlsx(ctx, t, tmp_dir) : open_csv(ctx, t);
    }
    if (e != OK)
        table_abandon(&t);
    else
        *table_r = t;
    return e;
}

void table_cell(struct table *t, struct str text, bool marked, const char *note) {
    if (t->format == ANSWER_XLSX) {
        add_pending(t, text, marked, note);
        return;
    }
    if (t->column++ > 0) buf_putc(&t->row, ',');
    buf_csv_field(&t->row, text);
}

enum err table_row_end(struct ctx *ctx, struct table *t, bool head) {
    return t->format == ANSWER_XLSX ? end_xlsx_row(ctx, t, head) : end_csv_row(ctx, t);
}

static void table_free(struct table **table) {
    struct table *t = *table;
    if (t->fd >= 0) close(t->fd);
    if (t->cd != (iconv_t)-1) iconv_close(t->cd);
    if (t->book != NULL) lxw_workbook_free(t->book);
    buf_free(&t->row);
    buf_free(&t->out);
    arena_free(&t->cells);
    struct arena *arena = t->arena;
    arena_free(&arena);
    *table = NULL;
}

enum err table_commit(struct ctx *ctx, struct table **table) {
    struct table *t = *table;
    enum err e = t->format == ANSWER_XLSX ? close_xlsx(ctx, t) : flush(ctx, t);
    if (e == OK)
        e = table_put_in_place(ctx, t->temporary, t->path, 0600);
    else
        unlink(t->temporary);
    table_free(table);
    return e;
}

void table_abandon(struct table **table) {
    if (table == NULL || *table == NULL) return;
    if ((*table)->temporary != NULL) unlink((*table)->temporary);
    table_free(table);
}
