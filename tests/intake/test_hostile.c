/* Files that want to do harm, or that are not what they say: each is refused with its code, and
 * none costs memory. */
#include "intake/files.h"

#define BYTES(literal)                                                                             \
    { literal, sizeof(literal) - 1 }
#define SHEET "xl/worksheets/sheet1.xml"

static void formats(void **state) {
    static const struct {
        struct str content;
        enum source_format asked;
        const char *shown;
    } rows[] = {
        {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), SOURCE_AUTO, "intake.xls_old"},
        {BYTES("%PDF-1.7"), SOURCE_AUTO, "intake.format_unknown"},
        {BYTES("\x1f\x8b\x08"), SOURCE_AUTO, "intake.format_unknown"},
        {BYTES("Rar!\x1a"), SOURCE_AUTO, "intake.format_unknown"},
        {BYTES("\r\n <HTML><table>"), SOURCE_AUTO, "intake.format_unknown"},
        {BYTES("\xef\xbb\xbf<?xml version"), SOURCE_AUTO, "intake.format_unknown"},
        {BYTES("PK\3\4 and then nothing"), SOURCE_AUTO, "intake.cut_off"},
        {BYTES("PK\3\4"), SOURCE_CSV, "intake.format_unknown"},
        {BYTES("a,b\n1,2\n"), SOURCE_XLSX, "intake.format_unknown"},
        {BYTES("{\"a\":1}\n"), SOURCE_CSV, "@1 {\"a\":1}"},
        {BYTES("a,b\n"), SOURCE_JSONL, "@0 ;1  !b"},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        files_write(&f, rows[i].content);
        struct source_options o = {.format = rows[i].asked};
        ROW_TEXT(i, files_show(&f, &o), rows[i].shown);
    }
    files_end(&f);
}

static void password(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    /* An OLE file whose directory (its first sector) names an encrypted package. */
    char ole[2048] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    ole[30] = 9;
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    memcpy(ole + 512 + 256, name, sizeof(name));
    files_write(&f, (struct str){ole, sizeof(ole)});
    assert_string_equal(files_show(&f, NULL), "intake.encrypted");
    files_end(&f);
}

static void archives(void **state) {
    static const struct {
        struct part part;
        const char *shown;
    } rows[] = {
        {{"_rels/.rels", NULL}, "intake.format_unknown"},
        {{"xl/workbook.xml", NULL}, "intake.xlsx_broken"},
        {{SHEET, NULL}, "intake.xlsx_broken"},
        {{SHEET, "no xml"}, "intake.xlsx_broken"},
        {{SHEET, "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]><w>&b;</w>"},
         "intake.zip_bomb"},
        {{SHEET, XLSX_SHEET("")}, "intake.empty"},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct part parts[2] = {rows[i].part, {SHEET, XLSX_SHEET("<row/>")}};
        bool is_sheet = strcmp(rows[i].part.name, SHEET) == 0;
        files_write_xlsx(&f, parts, is_sheet ? 1 : 2);
        ROW_TEXT(i, files_show(&f, NULL), rows[i].shown);
    }
    files_end(&f);
}

/* A sheet of `n` times the piece, packed. */
static void write_repeated(struct files *f, const char *start, const char *piece, size_t n,
                           const char *end) {
    struct buf b;
    buf_init(&b, SIZE_MAX / 2);
    buf_puts(&b, start);
    for (size_t i = 0; i < n; i++)
        buf_puts(&b, piece);
    buf_puts(&b, end);
    struct part sheet = {SHEET, buf_finish(&b).p};
    files_write_xlsx(f, &sheet, 1);
    buf_free(&b);
}

static void bombs(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    struct source_options o = {.limits = SOURCE_LIMITS_DEFAULT};
    static const char start[] = "<worksheet><sheetData><row><c t=\"str\"><v>a</v></c>"
                                "<c t=\"str\"><v>b</v></c></row>";
    static const char end[] = "</sheetData></worksheet>";

    /* 40 MiB of nothing in 40 KiB */
    write_repeated(&f, start, "                                ", 40u << 15, end);
    assert_string_equal(files_show(&f, &o), "@1 a|b;intake.zip_bomb");
    o.limits.ratio = 100000;
    assert_string_equal(files_show(&f, &o), "@1 a|b");
    o.limits.part_bytes = 1 << 20;
    assert_string_equal(files_show(&f, &o), "@1 a|b;intake.zip_bomb");
    o.limits = SOURCE_LIMITS_DEFAULT;
    o.limits.ratio = 100000;

    /* one tag that never ends; nesting; names without number; text without end */
    write_repeated(&f, "<worksheet a=\"", "xxxxxxxxxxxxxxxx", 1u << 19, "\"/>");
    assert_string_equal(files_show(&f, &o), "intake.zip_bomb");
    write_repeated(&f, "<worksheet>", "<a>", 100, "</worksheet>");
    assert_string_equal(files_show(&f, &o), "intake.xlsx_broken");
    struct buf names;
    buf_init(&names, 1 << 20);
    for (int i = 0; i < 2000; i++)
        buf_printf(&names, "<n%d/>", i);
    write_repeated(&f, "<worksheet>", buf_finish(&names).p, 1, "</worksheet>");
    buf_free(&names);
    assert_string_equal(files_show(&f, &o), "intake.xlsx_broken");
    write_repeated(&f, "<worksheet><sheetData><row><c t=\"str\"><v>", "0123456789abcdef", 1u << 20,
                   "</v></c></row></sheetData></worksheet>");
    o.limits.cell_bytes = 20;
    assert_string_equal(files_show(&f, &o), "@1 0123456789abcdef0123^L");
    o.limits = SOURCE_LIMITS_DEFAULT;

    /* shared strings without number */
    struct buf strings;
    buf_init(&strings, 64 << 20);
    buf_puts(&strings, "<sst>");
    for (int i = 0; i < 2000; i++)
        buf_puts(&strings, "<si><t/></si>");
    buf_puts(&strings, "</sst>");
    struct part parts[] = {{"xl/sharedStrings.xml", buf_finish(&strings).p},
                           {SHEET, XLSX_SHEET("")}};
    files_write_xlsx(&f, parts, 2);
    buf_free(&strings);
    o.limits.strings = 1000;
    assert_string_equal(files_show(&f, &o), "intake.zip_bomb");
    files_end(&f);
}

/* An archive whose end record promises more entries than memory could hold. */
static void crowded_archive(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    static const char end[] =
        "PK\3\4........PK\5\6\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0";
    files_write(&f, (struct str){end, sizeof(end) - 1});
    assert_string_equal(files_show(&f, NULL), "intake.zip_bomb");
    files_end(&f);
}

/* Every way of cutting a workbook off, and every byte of it turned over, is refused or read; none
 * crashes. A cut one is never read as a whole. */
static void damaged_workbooks(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    struct part sheet = {
        SHEET, XLSX_SHEET("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c></row>"
                          "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>济南市历下区</v></c></row>")};
    files_write_xlsx(&f, &sheet, 1);
    char *whole = NULL;
    size_t n = 0;
    FILE *in = fopen(f.path, "rb");
    FILE *copy = open_memstream(&whole, &n);
    for (int c; (c = getc(in)) != EOF;)
        putc(c, copy);
    fclose(in);
    fclose(copy);
    assert_string_equal(files_show(&f, NULL), "@1 a;2 济南市历下区");
    for (size_t i = 4; i < n; i += 7) {
        files_write(&f, (struct str){whole, i});
        const char *shown = files_show(&f, NULL);
        if (strncmp(shown, "intake.", 7) != 0) fail_msg("cut at %zu: %s", i, shown);
    }
    for (size_t i = 0; i < n; i++) {
        whole[i] ^= 0x41;
        files_write(&f, (struct str){whole, n});
        const char *shown = files_show(&f, NULL);
        /* What the checksums cover may not come out changed. */
        if (strncmp(shown, "@1 a;2 ", 7) == 0 && strcmp(shown, "@1 a;2 济南市历下区") != 0 &&
            strstr(shown, "intake.") == NULL)
            fail_msg("byte %zu: %s", i, shown);
        whole[i] ^= 0x41;
    }
    free(whole);
    files_end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats),         cmocka_unit_test(password),
        cmocka_unit_test(archives),        cmocka_unit_test(bombs),
        cmocka_unit_test(crowded_archive), cmocka_unit_test(damaged_workbooks),
    };
    return RUN(tests);
}
