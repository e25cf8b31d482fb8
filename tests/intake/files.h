/* files.h: files for the tests of intake/, made on the spot, and a rendering of what was read. */
#ifndef TESTS_INTAKE_FILES_H
#define TESTS_INTAKE_FILES_H

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "test.h"

#include "base/buf.h"
#include "base/ctx.h"
#include "intake/source.h"

/* A folder of its own, a context whose clock stands still, removed by files_end. */
struct files {
    struct ctx ctx;
    struct clock_fixed clock;
    char dir[64];
    char path[96];    /* of the file that files_write makes */
    struct buf shown; /* of files_show */
};

static inline void files_begin(struct files *f) {
    memset(f, 0, sizeof(*f));
    f->clock = clock_fixed_at(date_begin(date_make(2026, 11, 22)));
    f->ctx = (struct ctx){.arena = arena_new(), .clock = &f->clock.clock};
    snprintf(f->dir, sizeof(f->dir), "/tmp/gx-test-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s/file", f->dir);
    buf_init(&f->shown, 64u << 20);
}

static inline void files_end(struct files *f) {
    char command[128];
    snprintf(command, sizeof(command), "rm -rf %s", f->dir);
    assert_int_equal(system(command), 0);
    buf_free(&f->shown);
    arena_free(&f->ctx.arena);
}

static inline void files_write(struct files *f, struct str content) {
    FILE *out = fopen(f->path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(content.p, 1, content.n, out), content.n);
    assert_int_equal(fclose(out), 0);
}

/* --- a workbook by hand --- */

struct part {
    const char *name, *xml;
};

#define XLSX_RELS                                                                                  \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define XLSX_TYPE        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define XLSX_MAIN        "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define XLSX_SHEET(rows) "<worksheet " XLSX_MAIN "><sheetData>" rows "</sheetData></worksheet>"

static const struct part xlsx_defaults[] = {
    {"_rels/.rels", XLSX_RELS "<Relationship Id=\"r1\" Type=\"" XLSX_TYPE
                              "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
    {"xl/workbook.xml", "<workbook " XLSX_MAIN " xmlns:r=\"" XLSX_TYPE
                        "\"><sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"s1\"/>"
                        "</sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels", XLSX_RELS
     "<Relationship Id=\"s1\" Type=\"" XLSX_TYPE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
     "<Relationship Id=\"s2\" Type=\"" XLSX_TYPE
     "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
     "<Relationship Id=\"st\" Type=\"" XLSX_TYPE "/styles\" Target=\"styles.xml\"/>"
     "<Relationship Id=\"ss\" Type=\"" XLSX_TYPE
     "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"},
    /* Cell formats: 0 General, 1 built-in date, 2 year month day in Chinese, 3 date and time,
     * 4 text. */
    {"xl/styles.xml",
     "<styleSheet " XLSX_MAIN "><numFmts><numFmt numFmtId=\"176\" "
     "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/></numFmts>"
     "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
     "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/>"
     "<xf numFmtId=\"22\"/><xf numFmtId=\"49\"/></cellXfs></styleSheet>"},
};

/* The default parts, with those given in their place or beside them (xml NULL: left out). */
static inline void files_write_xlsx(struct files *f, const struct part *parts, size_t count) {
    unlink(f->path);
    zip_t *zip = zip_open(f->path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (int round = 0; round < 2; round++) {
        const struct part *list = round == 0 ? xlsx_defaults : parts;
        size_t n = round == 0 ? GX_COUNT(xlsx_defaults) : count;
        for (size_t i = 0; i < n; i++) {
            bool replaced = false;
            for (size_t k = 0; round == 0 && k < count; k++)
                replaced = replaced || strcmp(parts[k].name, list[i].name) == 0;
            if (replaced || list[i].xml == NULL) continue;
            zip_source_t *source = zip_source_buffer(zip, list[i].xml, strlen(list[i].xml), 0);
            assert_true(zip_file_add(zip, list[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
        }
    }
    assert_int_equal(zip_close(zip), 0);
}

/* --- what was read --- */

static inline void show_letters(struct buf *b, uint32_t flags, const char *letters) {
    for (int bit = 0; bit < 32; bit++)
        if (flags & 1u << bit) buf_putc(b, (size_t)bit < strlen(letters) ? letters[bit] : '?');
}

/* One letter a flag, by its bit. */
#define CELL_LETTERS "E0CLQXVSNT..FIBDM...AU"
#define ROW_LETTERS  "bcxtl"

static inline void show_cell(struct buf *b, const struct cell *cell) {
    for (size_t i = 0; i < cell->text.n; i++) {
        char c = cell->text.p[i];
        if (c == '\n' || c == '\r' || c == '\t')
            buf_puts(b, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
        else
            buf_putc(b, c);
    }
    if (cell->flags == 0) return;
    buf_putc(b, '^');
    show_letters(b, cell->flags, CELL_LETTERS);
}

/* "@1 head|head;2 cell|cell^F;3 … !c" */
static inline const char *files_show_open(struct files *f, struct source *s, enum err *e_r) {
    const struct source_head *head = source_head(s);
    const struct source_row *row;
    buf_reset(&f->shown);
    buf_printf(&f->shown, "@%d ", (int)head->row);
    for (size_t i = 0; i < head->count; i++) {
        struct cell cell = {head->names[i], head->flags[i]};
        if (i > 0) buf_putc(&f->shown, '|');
        show_cell(&f->shown, &cell);
    }
    while ((*e_r = source_next(&f->ctx, s, &row)) == OK && row != NULL) {
        assert_int_equal(row->count, source_head(s)->count);
        buf_printf(&f->shown, ";%d ", (int)row->number);
        for (size_t i = 0; i < row->count; i++) {
            if (i > 0) buf_putc(&f->shown, '|');
            show_cell(&f->shown, &row->cells[i]);
        }
        if (row->flags == 0) continue;
        buf_puts(&f->shown, " !");
        show_letters(&f->shown, row->flags, ROW_LETTERS);
    }
    if (*e_r != OK) buf_printf(&f->shown, ";%s", err_code(*e_r));
    return buf_finish(&f->shown).p;
}

static inline const char *files_show(struct files *f, const struct source_options *options) {
    struct source *s;
    enum err e = source_open(&f->ctx, f->path, options, &s);
    if (e != OK) return err_code(e);
    const char *shown = files_show_open(f, s, &e);
    source_close(&s);
    return shown;
}

#endif
