/* The building blocks of papers: long tables over pages with their head, and the bounds. */
#include "test.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "notices/page.h"

enum { ROWS = 120, COLUMNS = 3 };

static void draw_table(struct page *p, void *arg) {
    static const struct page_column columns[COLUMNS] = {
        {"序号", 1, PAGE_RIGHT}, {"事项", 4, PAGE_LEFT}, {"日期", 2, PAGE_CENTER}};
    const char *cells[ROWS * COLUMNS];
    struct arena *a = arg;
    for (int i = 0; i < ROWS; i++) {
        cells[i * COLUMNS] = arena_printf(a, "%d", i + 1);
        cells[i * COLUMNS + 1] =
            i % 7 ? "虚构事项" : "虚构的一段很长的文字，须在格内换行，不得越过边线";
        cells[i * COLUMNS + 2] = i % 5 ? "2026-11-22" : NULL;
    }
    page_text(p, PAGE_TITLE, PAGE_CENTER, "虚构报告");
    page_pair(p, "报告对象", "虚构鼎恒有限公司");
    page_pair(p, "没有的", NULL);
    page_table(p, columns, COLUMNS, cells, ROWS);
    page_paragraph(p, PAGE_STRONG, "表后一段");
}

static void draw_endless(struct page *p, void *arg) {
    (void)arg;
    for (int i = 0; i < PAGE_MOST * 40; i++)
        page_text(p, PAGE_TITLE, PAGE_LEFT, "行");
}

static const struct page_paper paper = {
    .title = "虚构报告", .number = "虚构〔2026〕1号", .made = {1795309200000000}};

/* In a process of its own: what the libraries of fonts keep is no leak of ours. */
static bool in_child(bool (*fn)(void)) {
    pid_t pid = fork();
    if (pid == 0) _exit(fn() ? 0 : 1);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool table(void) {
    struct arena *a = arena_new();
    struct buf one, two;
    buf_init(&one, 8u << 20);
    buf_init(&two, 8u << 20);
    if (!page_render(&paper, draw_table, a, &one) || !page_render(&paper, draw_table, a, &two))
        return false;
    struct str pdf = buf_finish(&one);
    const char *dir = getenv("GX_PAPERS");
    if (dir) { /* read back by tests/notices/run.py */
        static const char text[] =
            "虚构报告\n虚构〔2026〕1号\n报告对象：虚构鼎恒有限公司\n表后一段\n";
        if (file_write(arena_printf(a, "%s/table.pdf", dir), pdf, 0600) != OK ||
            file_write(arena_printf(a, "%s/table.txt", dir), str_of(text), 0600) != OK)
            return false;
    }
    return str_starts(pdf, "%PDF-") && str_eq(pdf, buf_finish(&two));
}

static bool endless(void) {
    struct buf out;
    buf_init(&out, 64u << 20);
    return !page_render(&paper, draw_endless, NULL, &out);
}

static bool too_small(void) {
    struct buf out;
    struct arena *a = arena_new();
    buf_init(&out, 100);
    return !page_render(&paper, draw_table, a, &out);
}

static void test_table(void **state) {
    (void)state;
    assert_true(in_child(table));
}

static void test_bounds(void **state) {
    (void)state;
    assert_true(in_child(endless));
    assert_true(in_child(too_small));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_bounds),
    };
    return RUN(tests);
}
