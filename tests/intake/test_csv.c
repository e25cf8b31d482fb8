#include <iconv.h>

#include "intake/files.h"

#include "intake/encoding.h"

#define BYTES(literal)                                                                             \
    { literal, sizeof(literal) - 1 }

static void reads(void **state) {
    static const struct {
        struct str content;
        const char *shown;
    } rows[] = {
        /* plain, and every kind of line end */
        {BYTES("a,b\n1,2\n3,4\n"), "@1 a|b;2 1|2;3 3|4"},
        {BYTES("a,b\r\n1,2\r\n3,4"), "@1 a|b;2 1|2;3 3|4"},
        {BYTES("a,b\r1,2\r3,4\r"), "@1 a|b;2 1|2;3 3|4"},
        {BYTES("a,b\n1,x\ry\n"), "@1 a|b;2 1|x\\ry"},
        {BYTES("a,b\n1,2\r"), "@1 a|b;2 1|2"},
        /* delimiters */
        {BYTES("a\tb\n1,5\t2\n"), "@1 a|b;2 1,5|2"},
        {BYTES("a;b;c\n1,5;2;3\n"), "@1 a|b|c;2 1,5|2|3"},
        {BYTES("sep=;\r\na;b\r\n1;2\r\n"), "@1 a|b;2 1|2"},
        {BYTES("only\nx\n"), "@1 only;2 x"},
        /* quotes */
        {BYTES("a,b\n\"1,1\",\"say \"\"x\"\"\"\n"), "@1 a|b;2 1,1|say \"x\""},
        {BYTES("a,b\n\"1\n2\",x\n3,4\n"), "@1 a|b;2 1\\n2|x;3 3|4"},
        {BYTES("a,b\n\"\",\"x\" \n"), "@1 a|b;2 |x"},
        {BYTES("a,b\n5\"6,x\n"), "@1 a|b;2 5\"6|x"},
        /* quotes that do not pair cost their row and no other */
        {BYTES("a,b\n\"x\"y,1\n2,3\n"), "@1 a|b;2 \"x\"y^Q|1;3 2|3"},
        {BYTES("a,b\n1,\"open\n2,3\n4,\"q\"\n"), "@1 a|b;2 1|open^Q !b;3 2|3;4 4|q"},
        {BYTES("a,b\n1,\"open\n2,3\n4,5\n"), "@1 a|b;2 1|open^Q !b;3 2|3;4 4|5"},
        {BYTES("a,b\n1,2\n3,\"cut"), "@1 a|b;2 1|2;3 3|cut^Q !c"},
        /* more, fewer, none */
        {BYTES("a,b\n1,2,3\n1,2,,\n4\n"), "@1 a|b;2 1|2 !x;3 1|2;4 4|"},
        {BYTES("a,b\n1,2\n3"), "@1 a|b;2 1|2;3 3| !c"},
        {BYTES("\n\na,b\n\n1,2\n,,\n3,4\n\n"), "@3 a|b;5 1|2;7 3|4"},
        {BYTES("a,,c\n1,2,3\n"), "@1 a||c;2 1|2|3"},
        /* blanks at both ends, wide ones too */
        {BYTES("a,b\n  1 ,\xe3\x80\x80x\xe3\x80\x80\n"), "@1 a|b;2 1|x"},
        /* NUL and controls are taken out and told */
        {BYTES("a,b\n1\0,2\1\n"), "@1 a|b;2 1^0|2^C"},
        {BYTES("a,b\n\"1\0\n2\",3\n"), "@1 a|b;2 1\\n2^0|3"},
        /* what a spreadsheet leaves of a long number; our own apostrophe */
        {BYTES("a,b\n3.70102E+17,1.5\n"), "@1 a|b;2 3.70102E+17^I|1.5"},
        {BYTES("a,b\n'=1+1,'-5\n'plain,x\n"), "@1 a|b;2 =1+1^A|-5^A;3 'plain|x"},
        /* encodings */
        {BYTES("\xef\xbb\xbf名称,b\n张三,2\n"), "@1 名称|b;2 张三|2"},
        {BYTES("\xc3\xfb\xb3\xc6,b\n\xd5\xc5\xc8\xfd,2\n"), "@1 名称|b;2 张三|2"},
        {BYTES("\xff\xfe"
               "a\0,\0\x0d\x54\n\0001\0,\0002\0\n\0"),
         "@1 a|名;2 1|2"},
        {BYTES("\xfe\xff\0a\0,\x54\x0d\0\n\0001\0,\xd8\x73\xde\x9a\0\n"), "@1 a|名;2 1|𬺚"},
        {BYTES("\xfe\xff\0a\0,\0b\0\n\xd8\x73\0,\0002\0\n"), "@1 a|b;2 \xef\xbf\xbd^E|2"},
        /* GB18030: four bytes, and an ASCII letter as second byte */
        {BYTES("\xc3\xfb\xb3\xc6,\xb5\xd8\xd6\xb7\n\x81\x40\x99\x33\xfd\x36,2\n"),
         "@1 名称|地址;2 丂𬺚|2"},
        /* GBK inside UTF-8, UTF-8 inside GBK: the cell is damaged, the rest is not */
        {BYTES("名称,地址\n张三,\xbc\xc3\xc4\xcf\n李四,济南\n"),
         "@1 名称|地址;2 张三|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd^E;3 李四|济南"},
        {BYTES("\xc3\xfb\xb3\xc6,\xb5\xd8\xd6\xb7\n\xe5\xbc\xa0\xe4\xb8\x89,\xbc\xc3\xc4\xcf\n"),
         "@1 名称|地址;2 张三^E|济南"},
        {BYTES("名称,b\n\xef\xbf\xbd三,2\n"), "@1 名称|b;2 \xef\xbf\xbd三^E|2"},
        /* nothing in it */
        {BYTES(""), "intake.empty"},
        {BYTES("\n \n,,\n"), "intake.empty"},
        {BYTES("\0\1\0\2\0\3\0\4\0\5\0\6"), "intake.encoding_unknown"},
        {BYTES("\xff\x80\xff\x80\xff\x80"), "intake.encoding_unknown"},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        files_write(&f, rows[i].content);
        ROW_TEXT(i, files_show(&f, NULL), rows[i].shown);
    }
    files_end(&f);
}

static void tells_encoding_and_delimiter(void **state) {
    static const struct {
        struct str content;
        enum source_encoding encoding;
        char delimiter;
    } rows[] = {
        {BYTES("a,b\n1,2\n"), ENCODING_ASCII, ','},
        {BYTES("名\tb\n1\t2\n"), ENCODING_UTF8, '\t'},
        {BYTES("\xef\xbb\xbf名;b\n1;2\n"), ENCODING_UTF8_BOM, ';'},
        {BYTES("\xc3\xfb\xb3\xc6,b\n1,2\n"), ENCODING_GB18030, ','},
        {BYTES("\xff\xfe"
               "a\0,\0b\0\n\0"),
         ENCODING_UTF16LE, ','},
        {BYTES("\xfe\xff\0a\0,\0b\0\n"), ENCODING_UTF16BE, ','},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct source *s;
        files_write(&f, rows[i].content);
        assert_int_equal(source_open(&f.ctx, f.path, NULL, &s), OK);
        ROW_INT(i, source_info(s)->encoding, rows[i].encoding);
        ROW_INT(i, source_info(s)->delimiter, rows[i].delimiter);
        ROW_INT(i, source_info(s)->format, SOURCE_CSV);
        source_close(&s);
    }
    files_end(&f);
}

/* The first byte above ASCII comes long after the sample that decides the encoding. */
static void late_characters(void **state) {
    static const struct {
        struct str cell;
        const char *shown;
        enum source_encoding encoding;
    } rows[] = {
        {BYTES("济南"), "济南", ENCODING_UTF8},
        {BYTES("\xbc\xc3\xc4\xcf"), "济南", ENCODING_GB18030},
        {BYTES("\xbc"), "\xef\xbf\xbd^E", ENCODING_UTF8},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        FILE *out = fopen(f.path, "wb");
        fputs("a,b\n", out);
        for (int k = 0; k < 40000; k++)
            fputs("12345,67890\n", out);
        fwrite(rows[i].cell.p, 1, rows[i].cell.n, out);
        fputs(",x\n", out);
        fclose(out);
        struct source *s;
        assert_int_equal(source_open(&f.ctx, f.path, NULL, &s), OK);
        ROW_INT(i, source_info(s)->encoding, ENCODING_ASCII);
        const struct source_row *row;
        int64_t last = 0;
        buf_reset(&f.shown);
        while (source_next(&f.ctx, s, &row) == OK && row != NULL) {
            last = row->number;
            if (row->number == 40002) show_cell(&f.shown, &row->cells[0]);
        }
        ROW_INT(i, last, 40002);
        ROW_TEXT(i, buf_finish(&f.shown).p, rows[i].shown);
        ROW_INT(i, source_info(s)->encoding, rows[i].encoding);
        source_close(&s);
    }
    files_end(&f);
}

/* Records around the edges of the window come out whole, wherever they are cut. */
static void windows(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    enum { ROWS = 3000 };
    for (int pad = 0; pad < 3; pad++) {
        FILE *out = fopen(f.path, "wb");
        fprintf(out, "%s编号,内容\r\n", pad == 1 ? "\xef\xbb\xbf" : "");
        for (int k = 0; k < ROWS; k++)
            fprintf(out, "%d,\"第%d行，\"\"引号\"\"\r\n%*s|\"\r\n", k, k, k % 400 + pad, "x");
        fclose(out);
        struct source *s;
        assert_int_equal(source_open(&f.ctx, f.path, NULL, &s), OK);
        const struct source_row *row;
        int k = 0;
        for (; source_next(&f.ctx, s, &row) == OK && row != NULL; k++) {
            char wanted[600];
            snprintf(wanted, sizeof(wanted), "第%d行，\"引号\"\r\n%*s|", k, k % 400 + pad, "x");
            ROW_INT(k, row->number, k + 2);
            ROW_INT(k, row->line, 2 * k + 2);
            ROW_INT(k, row->flags, 0);
            ROW(k, str_is(row->cells[1].text, wanted));
            char piece[24], start[24];
            int fd = open(f.path, O_RDONLY);
            ROW(k, pread(fd, piece, sizeof(piece), row->offset) > 0);
            close(fd);
            int n = snprintf(start, sizeof(start), "%d,\"", k);
            ROW(k, memcmp(piece, start, (size_t)n) == 0);
        }
        assert_int_equal(k, ROWS);
        source_close(&s);
    }
    files_end(&f);
}

static void limits(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    struct source_options o = {.limits = SOURCE_LIMITS_DEFAULT};

    files_write(&f, STR_LIT("a,b\n1,2\n3,4\n5,6\n"));
    o.limits.rows = 2;
    assert_string_equal(files_show(&f, &o), "@1 a|b;2 1|2;3 3|4;intake.too_many_rows");
    o.limits.rows = 3;
    assert_string_equal(files_show(&f, &o), "@1 a|b;2 1|2;3 3|4;4 5|6");
    o.limits.columns = 1;
    assert_string_equal(files_show(&f, &o), "intake.too_many_columns");
    o.limits.columns = 3;
    files_write(&f, STR_LIT("a,b\n1,2,3,4,5\n6,7\n"));
    assert_string_equal(files_show(&f, &o), "@1 a|b;2 1|2 !xl;3 6|7");
    o.limits = SOURCE_LIMITS_DEFAULT;
    o.limits.cell_bytes = 4;
    files_write(&f, STR_LIT("a,b\n济南市,12345\n济,1234\n"));
    assert_string_equal(files_show(&f, &o), "@1 a|b;2 济^L|1234^L;3 济|1234");
    o.limits.file_bytes = 10;
    assert_string_equal(files_show(&f, &o), "intake.file_too_large");
    files_end(&f);
}

/* A line of 1 GB, as a file with a hole: refused by its code, from a few megabytes of memory. */
static void endless_lines(void **state) {
    static const struct {
        const char *start;
        char fill;
        const char *shown;
    } rows[] = {
        {"a,b\n1,2\n3,", 'x', "@1 a|b;2 1|2;intake.record_too_long"},
        {"a,b\n1,2\n3,\"", 'x', "@1 a|b;2 1|2;intake.record_too_long"},
        {"", 'x', "intake.record_too_long"},
        /* an open quote: the row is given up, and the next line is the endless one */
        {"a,b\n1,2\n3,\"x\n", 'x', "@1 a|b;2 1|2;3 3|x^Q !b;intake.record_too_long"},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        FILE *out = fopen(f.path, "wb");
        fputs(rows[i].start, out);
        for (int k = 0; k < 9 << 20; k++)
            putc(rows[i].fill, out);
        fclose(out);
        assert_int_equal(truncate(f.path, 1 << 30), 0);
        ROW_TEXT(i, files_show(&f, NULL), rows[i].shown);
    }
    /* nothing but the hole: no text at all */
    unlink(f.path);
    files_write(&f, STR_LIT("a,b\n"));
    assert_int_equal(truncate(f.path, 1 << 30), 0);
    assert_string_equal(files_show(&f, NULL), "intake.encoding_unknown");
    files_end(&f);
}

static void guesses(void **state) {
    static const struct {
        struct str sample;
        enum source_encoding encoding;
    } rows[] = {
        {BYTES("abc"), ENCODING_ASCII},
        {BYTES("济南"), ENCODING_UTF8},
        {BYTES("济\xe5\x8d"), ENCODING_UTF8}, /* cut by the end of the sample */
        {BYTES("\xbc\xc3\xc4\xcf"), ENCODING_GB18030},
        {BYTES("\xc1\xaa\xcd\xa8,\xbc\xc3\xc4\xcf"), ENCODING_GB18030}, /* 联通 */
        {BYTES("济南市历下区\xbc\xc3"), ENCODING_UTF8},
        {BYTES("\xff\xff\xff\xff"), ENCODING_NONE},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_INT(i, encoding_guess(rows[i].sample), rows[i].encoding);
}

/* Every character of two bytes, and some of four, against the system's own conversion. */
static void conversion(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct gb18030 *g = gb18030_new(a);
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    assert_non_null(g);
    for (int lead = 0x81; lead <= 0xfe; lead++) {
        for (int second = 0x30; second <= 0xfe; second++) {
            char in[4] = {(char)lead, (char)second, (char)0x81, 0x35}, out[32], wanted[8] = "";
            size_t n = second < 0x40 ? 4 : 2;
            if (second == 0x7f || (second > 0x39 && second < 0x40)) continue;
            char *from = in, *to = wanted;
            size_t left = n, room = sizeof(wanted);
            iconv(cd, NULL, NULL, NULL, NULL);
            bool exists = iconv(cd, &from, &left, &to, &room) != (size_t)-1 && left == 0;
            bool bad = false;
            size_t got = gb18030_to_utf8(g, (struct str){in, n}, out, &bad);
            ROW_INT(lead << 8 | second, bad, !exists);
            if (!exists) continue;
            ROW_INT(lead << 8 | second, got, to - wanted);
            ROW(lead << 8 | second, memcmp(out, wanted, got) == 0);
        }
    }
    iconv_close(cd);
    gb18030_free(g);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),           cmocka_unit_test(tells_encoding_and_delimiter),
        cmocka_unit_test(late_characters), cmocka_unit_test(windows),
        cmocka_unit_test(limits),          cmocka_unit_test(endless_lines),
        cmocka_unit_test(guesses),         cmocka_unit_test(conversion),
    };
    return RUN(tests);
}
