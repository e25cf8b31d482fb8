#include "intake/files.h"

#include "intake/xlsxcell.h"

#define SHEET   "xl/worksheets/sheet1.xml"
#define STRINGS "xl/sharedStrings.xml"
#define HEAD                                                                                       \
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c>"                               \
    "<c r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c></row>"

/* Rows under a head with the columns a and b. */
static void reads(void **state) {
    static const struct {
        const char *rows, *shown;
    } rows[] = {
        {"<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"str\"><v>x</v></c></row>",
         ";2 1^F|x"},
        /* gaps in rows and columns, no positions at all */
        {"<row r=\"5\"><c r=\"B5\" t=\"str\"><v>x</v></c></row><row><c "
         "t=\"str\"><v>y</v></c></row>",
         ";5 |x;6 y|"},
        {"<row r=\"2\"/><row r=\"3\"><c r=\"A3\" s=\"4\"/></row>", ""},
        {"<row r=\"2\"><c r=\"D2\" t=\"str\"><v>far</v></c></row>", ";2 | !x"},
        /* numbers */
        {"<row r=\"2\"><c r=\"A2\"><v>0.10000000000000001</v></c><c r=\"B2\"><v>12.5</v></c></row>",
         ";2 0.1^F|12.5^F"},
        {"<row r=\"2\"><c r=\"A2\"><v>3.7010219900101E+17</v></c><c r=\"B2\">"
         "<v>370102199001010001</v></c></row>",
         ";2 370102199001010000^FI|370102199001010000^FI"},
        {"<row r=\"2\"><c r=\"A2\"><v>610104620927690</v></c><c r=\"B2\"><v>-1E-3</v></c></row>",
         ";2 610104620927690^F|-0.001^F"},
        {"<row r=\"2\"><c r=\"A2\"><v>abc</v></c><c r=\"B2\"><v>1</v></c></row>",
         ";2 abc^F|1^F !b"},
        /* dates: built-in, Chinese, with time, no date at all */
        {"<row r=\"2\"><c r=\"A2\" s=\"1\"><v>46348</v></c><c r=\"B2\" s=\"2\"><v>1</v></c></row>",
         ";2 2026-11-22^D|1900-01-01^D"},
        {"<row r=\"2\"><c r=\"A2\" s=\"3\"><v>46348.395833333336</v></c>"
         "<c r=\"B2\" s=\"1\"><v>60</v></c></row>",
         ";2 2026-11-22 09:30:00^D|60^SF"},
        {"<row r=\"2\"><c r=\"A2\" s=\"1\"><v>99999999</v></c>"
         "<c r=\"B2\" t=\"d\"><v>2026-11-22T00:00:00</v></c></row>",
         ";2 99999999^SF|2026-11-22^D"},
        {"<row r=\"2\"><c r=\"A2\" s=\"4\"><v>46348</v></c><c r=\"B2\" s=\"77\"><v>5</v></c></row>",
         ";2 46348^F|5^F"},
        /* booleans, errors, formulas */
        {"<row r=\"2\"><c r=\"A2\" t=\"b\"><v>1</v></c><c r=\"B2\" t=\"e\"><v>#N/A</v></c></row>",
         ";2 TRUE^B|#N/A^X"},
        {"<row r=\"2\"><c r=\"A2\"><f>1+1</f><v>2</v></c><c r=\"B2\" "
         "t=\"str\"><f>A1</f><v>x</v></c>"
         "</row>",
         ";2 2^FM|x^M"},
        {"<row r=\"2\"><c r=\"A2\"><f>1+1</f></c><c r=\"B2\" t=\"str\"><v>x</v></c></row>",
         ";2 ^VM|x"},
        /* text: runs, how to read it, escapes, blanks, controls */
        {"<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><r><t>济</t></r><r><t>南</t></r>"
         "<rPh sb=\"0\" eb=\"1\"><t>ji</t></rPh></is></c><c r=\"B2\" t=\"str\">"
         "<v> x_x000D_y_x005F_z </v></c></row>",
         ";2 济南|x\\ry_z"},
        {"<row r=\"2\"><c r=\"A2\" t=\"str\"><v>a_x0000_b</v></c>"
         "<c r=\"B2\" t=\"str\"><v>_x0007_c&amp;d</v></c></row>",
         ";2 ab^0|c&d^C"},
        {"<row r=\"2\"><c r=\"A2\" t=\"str\"><v>x</v></c><c r=\"A2\" t=\"str\"><v>y</v></c></row>",
         ";2 x^T|"},
        /* shared strings */
        {"<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"s\"><v>0</v></c></row>",
         ";2 共享|first"},
        {"<row r=\"2\"><c r=\"A2\" t=\"s\"><v>9</v></c><c r=\"B2\" t=\"s\"><v>x</v></c></row>",
         ";2 |x !b"},
        /* prefixed names, and what stands between rows */
        {"<x:row xmlns:x=\"u\" r=\"2\"><x:c r=\"A2\" t=\"str\"><x:v>p</x:v></x:c></x:row>",
         ";2 p|"},
        /* places that contradict each other end the file */
        {"<row r=\"3\"><c r=\"A3\" t=\"str\"><v>x</v></c></row><row r=\"2\"/>",
         ";3 x|;intake.xlsx_broken"},
        {"<row r=\"2\"><c r=\"A3\"><v>1</v></c></row>", ";intake.xlsx_broken"},
        {"<row r=\"2\"><c r=\"A2\"><v>1</v></row>", ";intake.xlsx_broken"},
    };
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        char sheet[4096], wanted[256];
        snprintf(sheet, sizeof(sheet),
                 "<worksheet " XLSX_MAIN "><sheetData>" HEAD
                 "%s</sheetData><mergeCells/></worksheet>",
                 rows[i].rows);
        struct part parts[] = {{SHEET, sheet},
                               {STRINGS, "<sst " XLSX_MAIN "><si><t>first</t></si>"
                                         "<si><r><t>共</t></r><r><t>享</t></r></si></sst>"}};
        files_write_xlsx(&f, parts, 2);
        snprintf(wanted, sizeof(wanted), "@1 a|b%s", rows[i].shown);
        ROW_TEXT(i, files_show(&f, NULL), wanted);
    }
    files_end(&f);
}

#define ROW2(text) XLSX_SHEET(HEAD "<row r=\"2\"><c r=\"A2\" t=\"str\"><v>" text "</v></c></row>")
#define BOOK(sheets)                                                                               \
    "<workbook " XLSX_MAIN " xmlns:r=\"" XLSX_TYPE "\"><sheets>" sheets "</sheets></workbook>"

static void sheets(void **state) {
    static const struct {
        const char *book, *sheet, *shown;
    } rows[] = {
        {BOOK("<sheet name=\"一\" r:id=\"s1\"/><sheet name=\"二\" r:id=\"s2\"/>"), NULL,
         "@1 a|b;2 one|"},
        {BOOK("<sheet name=\"一\" r:id=\"s1\"/><sheet name=\"二\" r:id=\"s2\"/>"), "二",
         "@1 a|b;2 two|"},
        {BOOK("<sheet name=\"一\" r:id=\"s1\" state=\"hidden\"/><sheet name=\"二\" r:id=\"s2\"/>"),
         NULL, "@1 a|b;2 two|"},
        {BOOK("<sheet name=\"一\" r:id=\"s1\"/>"), "三", "intake.sheet_unknown"},
        {BOOK("<sheet name=\"一\" r:id=\"s1\" state=\"veryHidden\"/>"), NULL, "intake.empty"},
        {BOOK("<sheet name=\"一\" r:id=\"s9\"/>"), NULL, "intake.empty"},
    };
    static const struct part parts[] = {
        {SHEET, ROW2("one")}, {"xl/worksheets/sheet2.xml", ROW2("two")}, {"xl/workbook.xml", NULL}};
    (void)state;
    struct files f;
    files_begin(&f);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct part with[3] = {parts[0], parts[1], {"xl/workbook.xml", rows[i].book}};
        files_write_xlsx(&f, with, 3);
        struct source_options o = {.sheet = rows[i].sheet};
        ROW_TEXT(i, files_show(&f, &o), rows[i].shown);
    }
    files_end(&f);
}

static void epoch_1904(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    struct part parts[] = {
        {SHEET, XLSX_SHEET(HEAD "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>44886</v></c></row>")},
        {"xl/workbook.xml",
         "<workbook " XLSX_MAIN " xmlns:r=\"" XLSX_TYPE "\"><workbookPr date1904=\"1\"/><sheets>"
         "<sheet name=\"x\" r:id=\"s1\"/></sheets></workbook>"}};
    files_write_xlsx(&f, parts, 2);
    assert_string_equal(files_show(&f, NULL), "@1 a|b;2 2026-11-22^D|");
    files_end(&f);
}

static void number_texts(void **state) {
    static const struct {
        const char *v, *text;
        bool imprecise;
    } rows[] = {
        {"0", "0", false},
        {"-0", "0", false},
        {"1", "1", false},
        {"-12.5", "-12.5", false},
        {"100", "100", false},
        {"1E2", "100", false},
        {"123456789012345", "123456789012345", false},
        {"1234567890123456", "1234567890123460", true},
        {"1e20", "100000000000000000000", true},
        {"1e21", "1e+21", true},
        {"0.000001", "0.000001", false},
        {"1.0000000000000002", "1", false},
        {"0.30000000000000004", "0.3", false},
        {"999999999999999", "999999999999999", false},
        {" 7 ", "7", false},
        {"1e-12", "1e-12", false},
        {"", NULL, false},
        {"x", NULL, false},
        {"0x10", NULL, false},
        {"nan", NULL, false},
        {"1e999", NULL, false},
        {"1 2", NULL, false},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        char out[XLSX_NUMBER_TEXT];
        bool imprecise = false;
        bool is = xlsx_number_text(rows[i].v, out, &imprecise);
        ROW_INT(i, is, rows[i].text != NULL);
        if (!is) continue;
        ROW_TEXT(i, out, rows[i].text);
        ROW_INT(i, imprecise, rows[i].imprecise);
    }
}

static void styles(void **state) {
    static const struct {
        const char *code;
        enum xlsx_style style;
    } rows[] = {
        {"General", XLSX_PLAIN},
        {"0.00", XLSX_PLAIN},
        {"#,##0.00;[Red]-#,##0.00", XLSX_PLAIN},
        {"0.00E+00", XLSX_PLAIN},
        {"@", XLSX_PLAIN},
        {"yyyy\\-mm\\-dd", XLSX_DATE},
        {"yyyy/m/d;@", XLSX_DATE},
        {"[$-804]yyyy\"年\"m\"月\"d\"日\";@", XLSX_DATE},
        {"yyyy\"年\"m\"月\"", XLSX_DATE},
        {"yyyy-mm-dd hh:mm:ss", XLSX_DATE_TIME},
        {"h:mm AM/PM", XLSX_TIME},
        {"[h]:mm", XLSX_TIME},
        {"0\"天\"", XLSX_PLAIN},
        {"\"day\"0", XLSX_PLAIN},
        {"[Red]0", XLSX_PLAIN},
        {"0_d", XLSX_PLAIN},
        {"\"open", XLSX_PLAIN},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_INT(i, xlsx_style_of_code(rows[i].code), rows[i].style);
}

static void serials(void **state) {
    static const struct {
        int64_t serial;
        bool epoch;
        const char *day; /* NULL: none */
    } rows[] = {
        {0, false, NULL},        {1, false, "1900-01-01"},       {59, false, "1900-02-28"},
        {60, false, NULL},       {61, false, "1900-03-01"},      {46348, false, "2026-11-22"},
        {-1, false, NULL},       {2958465, false, "9999-12-31"}, {2958466, false, NULL},
        {0, true, "1904-01-01"}, {44886, true, "2026-11-22"},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct date d;
        char text[DATE_TEXT];
        bool is = xlsx_serial_date(rows[i].serial, rows[i].epoch, &d);
        ROW_INT(i, is, rows[i].day != NULL);
        if (!is) continue;
        date_format(d, text);
        ROW_TEXT(i, text, rows[i].day);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),        cmocka_unit_test(sheets), cmocka_unit_test(epoch_1904),
        cmocka_unit_test(number_texts), cmocka_unit_test(styles), cmocka_unit_test(serials),
    };
    return RUN(tests);
}
