/* However long a file is, reading it takes the same memory. */
#include <sys/resource.h>

#include "intake/files.h"

#define SHEET "xl/worksheets/sheet1.xml"

static const char *program;

static int read_all(const char *path, const char *tmp_dir) {
    struct ctx ctx = {.arena = arena_new(), .clock = &clock_system};
    struct source_options o = {.tmp_dir = tmp_dir};
    struct source *s = NULL;
    const struct source_row *row;
    long rows = 0;
    enum err e = source_open(&ctx, path, &o, &s);
    while (e == OK && (e = source_next(&ctx, s, &row)) == OK && row != NULL)
        rows++;
    source_close(&s);
    arena_free(&ctx.arena);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%ld %ld\n", e == OK ? rows : -1, usage.ru_maxrss / 1024);
    return 0;
}

/* In a program of its own: a forked child would begin with what the test itself has used. */
static long peak_of_reading(struct files *f, long rows_wanted) {
    char command[256];
    snprintf(command, sizeof(command), "%s read %s %s", program, f->path, f->dir);
    FILE *in = popen(command, "r");
    assert_non_null(in);
    long rows = -1, peak = -1;
    assert_int_equal(fscanf(in, "%ld %ld", &rows, &peak), 2);
    assert_int_equal(pclose(in), 0);
    assert_int_equal(rows, rows_wanted);
    return peak; /* MiB */
}

enum { MANY = 300000 };

static void add_file(zip_t *zip, const char *name, const char *path) {
    zip_source_t *source = zip_source_file(zip, path, 0, -1);
    assert_non_null(source);
    zip_int64_t at = zip_file_add(zip, name, source, 0);
    assert_true(at >= 0);
    assert_int_equal(zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 1), 0);
}

/* 300,000 rows with a string of its own in each: the shared strings go to disk. */
static void write_large_xlsx(struct files *f) {
    char sheet[128], strings[128];
    snprintf(sheet, sizeof(sheet), "%s/sheet", f->dir);
    snprintf(strings, sizeof(strings), "%s/strings", f->dir);
    FILE *rows = fopen(sheet, "wb"), *texts = fopen(strings, "wb");
    fputs("<worksheet><sheetData>", rows);
    fputs("<sst>", texts);
    for (int i = 0; i < MANY; i++) {
        fprintf(rows,
                "<row r=\"%d\"><c r=\"A%d\" t=\"s\"><v>%d</v></c><c r=\"B%d\"><v>%d</v></c>"
                "<c r=\"C%d\" t=\"inlineStr\"><is><t>内容</t></is></c></row>",
                i + 1, i + 1, i, i + 1, i, i + 1);
        fprintf(texts, "<si><t>沧市监罚字〔2026〕第%d号行政处罚决定书</t></si>", i);
    }
    fputs("</sheetData></worksheet>", rows);
    fputs("</sst>", texts);
    fclose(rows);
    fclose(texts);
    struct part none[] = {{SHEET, NULL}};
    files_write_xlsx(f, none, 1);
    zip_t *zip = zip_open(f->path, 0, NULL);
    assert_non_null(zip);
    add_file(zip, SHEET, sheet);
    add_file(zip, "xl/sharedStrings.xml", strings);
    assert_int_equal(zip_close(zip), 0);
    unlink(sheet);
    unlink(strings);
}

static void memory_is_flat(void **state) {
    (void)state;
    struct files f;
    files_begin(&f);
    files_write(&f, STR_LIT("a,b\n1,2\n"));
    long bare = peak_of_reading(&f, 1);

    FILE *out = fopen(f.path, "wb");
    fputs("文书号,名称,金额\n", out);
    for (int i = 0; i < MANY; i++)
        fprintf(out, "沧市监罚字〔2026〕第%d号,\"某某有限公司\",%d.5\n", i, i);
    fclose(out);
    long csv = peak_of_reading(&f, MANY) - bare;

    out = fopen(f.path, "wb");
    for (int i = 0; i < MANY; i++)
        fprintf(out, "{\"文书号\":\"第%d号\",\"名称\":\"某某\\u6709限公司\",\"金额\":%d.5}\n", i,
                i);
    fclose(out);
    long jsonl = peak_of_reading(&f, MANY) - bare;

    write_large_xlsx(&f);
    long xlsx = peak_of_reading(&f, MANY - 1) - bare;
    print_message("          bare %ld MiB, then csv +%ld, jsonl +%ld, xlsx +%ld\n", bare, csv,
                  jsonl, xlsx);
    /* The whole program stays below 100 MiB, under sanitizers too, and files of this size add little
     * to what it needs by itself. */
    assert_in_range(bare, 1, 60);
    assert_in_range(csv, 0, 10);
    assert_in_range(jsonl, 0, 10);
    assert_in_range(xlsx, 0, 40);
    files_end(&f);
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "read") == 0) return read_all(argv[2], argv[3]);
    program = argv[0];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_flat),
    };
    return RUN(tests);
}
