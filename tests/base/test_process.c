/* Errors, the context's last failure, files and the operational log. */
#include "test.h"

#include <ctype.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "base/utf8.h"

struct fixture {
    struct arena *a;
    char dir[32];
};

static int make_dir(void **state) {
    struct fixture *f = calloc(1, sizeof(*f));
    snprintf(f->dir, sizeof(f->dir), "/tmp/gx-base-XXXXXX");
    f->a = arena_new();
    *state = f;
    return mkdtemp(f->dir) == NULL;
}

static int drop_dir(void **state) {
    struct fixture *f = *state;
    const char *command = arena_printf(f->a, "rm -rf '%s'", f->dir);
    int failed = system(command);
    arena_free(&f->a);
    free(f);
    return failed;
}

static void error_list_is_sound(void **state) {
    (void)state;
    for (int i = 0; i < ERR_COUNT; i++) {
        const char *code = err_code((enum err)i);
        ROW(i, strlen(code) > 0 && utf8_valid(str_of(err_text((enum err)i)), NULL));
        for (const char *p = code; *p != '\0'; p++)
            ROW(i,
                islower((unsigned char)*p) || isdigit((unsigned char)*p) || *p == '.' || *p == '_');
        ROW(i, strpbrk(err_text((enum err)i), "\xe4\xe5\xe6\xe7\xe8\xe9") != NULL); /* Chinese */
        int http = err_http((enum err)i), exit = err_exit((enum err)i);
        ROW(i, i == OK ? http == 200 && exit == 0 : http >= 400 && http < 600);
        ROW(i, i == OK || exit == 1 || exit == 2);
        for (int k = 0; k < i; k++)
            ROW(i, strcmp(code, err_code((enum err)k)) != 0);
    }
}

static void failures_are_kept(void **state) {
    struct fixture *f = *state;
    struct ctx ctx = {.arena = f->a};
    char place[] = "rows[3]";
    assert_int_equal(fail(&ctx, ERR_DATE, NULL), ERR_DATE);
    assert_string_equal(ctx.failure.detail, err_text(ERR_DATE));
    assert_null(ctx.failure.field);
    assert_int_equal(fail_field(&ctx, ERR_JSON, place, "max:200", "第%d行", 3), ERR_JSON);
    place[0] = 'X'; /* what was said is copied */
    assert_string_equal(ctx.failure.field, "rows[3]");
    assert_string_equal(ctx.failure.rule, "max:200");
    assert_string_equal(ctx.failure.detail, "第3行");
    assert_int_equal(fail_clause(&ctx, ERR_CONFLICT, "CZ-76", "不可"), ERR_CONFLICT);
    assert_string_equal(ctx.failure.clause, "CZ-76");
    assert_null(ctx.failure.field);
}

static void files_are_whole(void **state) {
    struct fixture *f = *state;
    const char *path = file_join(f->a, f->dir, "a");
    struct str got;
    assert_int_equal(file_read(f->a, path, 100, &got), ERR_NOT_FOUND);
    assert_int_equal(file_write(path, STR_LIT("one\0two"), 0600), OK);
    struct stat st;
    assert_true(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
    assert_int_equal(file_read(f->a, path, 7, &got), OK);
    assert_true(str_eq(got, STR_LIT("one\0two")) && got.p[7] == '\0');
    assert_int_equal(file_read(f->a, path, 6, &got), ERR_NO_MEMORY_LIMIT);
    assert_int_equal(file_write(path, STR_LIT(""), 0640), OK);
    assert_int_equal(file_read(f->a, path, 0, &got), OK);
    assert_int_equal(got.n, 0);
    assert_int_equal(file_read(f->a, f->dir, 100, &got), ERR_IO);
    assert_int_equal(file_write("/dev/full/x", STR_LIT("x"), 0600), ERR_NOT_FOUND);
    char **names;
    assert_int_equal(file_list(f->a, f->dir, &names), OK);
    assert_string_equal(names[0], "a"); /* and no temporary file beside it */
    assert_null(names[1]);
}

static void folders(void **state) {
    struct fixture *f = *state;
    const char *deep = file_join(f->a, f->dir, "x/y/z");
    assert_int_equal(file_mkdir(deep, 0700), OK);
    assert_int_equal(file_mkdir(deep, 0700), OK);
    assert_true(file_is_dir(deep) && file_exists(deep));
    const char *file = file_join(f->a, deep, "file");
    assert_int_equal(file_write(file, STR_LIT("x"), 0600), OK);
    assert_int_equal(file_mkdir(file, 0700), ERR_IO);
    assert_false(file_is_dir(file));
    for (int i = 40; i > 0; i--) {
        const char *name = arena_printf(f->a, "n%02d", i);
        assert_int_equal(file_write(file_join(f->a, f->dir, name), STR_LIT(""), 0600), OK);
    }
    char **names;
    assert_int_equal(file_list(f->a, f->dir, &names), OK);
    for (int i = 1; i <= 40; i++)
        ROW_TEXT(i, names[i - 1], arena_printf(f->a, "n%02d", i));
    assert_string_equal(names[40], "x");
    assert_null(names[41]);
    assert_int_equal(file_list(f->a, file_join(f->a, f->dir, "none"), &names), ERR_NOT_FOUND);
    assert_string_equal(file_join(f->a, "d/", "n"), "d/n");
    assert_string_equal(file_join(f->a, "", "n"), "n");
}

static void a_lock_keeps_others_out(void **state) {
    struct fixture *f = *state;
    const char *path = file_join(f->a, f->dir, "lock");
    int fd = -1, second = -1;
    assert_int_equal(file_lock(path, &fd), OK);
    pid_t child = fork();
    if (child == 0) _exit(file_lock(path, &second) == ERR_BUSY ? 0 : 1);
    int status = 1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    file_unlock(&fd);
    assert_int_equal(fd, -1);
    file_unlock(&fd);
    assert_int_equal(file_lock(path, &second), OK);
    file_unlock(&second);
}

/* One line of the log, read back as JSON. */
static const struct json *read_line(struct fixture *f, const char *path) {
    struct str line;
    assert_int_equal(file_read(f->a, path, 8192, &line), OK);
    assert_true(str_ends(line, "}\n") && line.n <= 4096);
    const struct json *j = json_parse(f->a, line, JSON_LIMITS_DEFAULT, NULL);
    assert_non_null(j);
    return j;
}

static void logs_are_json_lines(void **state) {
    struct fixture *f = *state;
    const char *path = file_join(f->a, f->dir, "log");
    struct clock_fixed clock = clock_fixed_at((struct instant){0});
    struct ctx ctx = {.arena = f->a, .clock = &clock.clock, .request_id = "R1"};
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    log_set_fd(fd);
    const char *volatile none = NULL; /* gcc would warn of a NULL it can see */
    log_event(&ctx, LOG_DEBUG, "too.quiet", NULL);
    log_event(&ctx, LOG_INFO, "import.done",
              "rows=%d text=%s none=%s size=%zu big=%lld hex=%x state=done neg=%ld bad=%s", 3,
              "a \"b\" 中", none, (size_t)7, 1LL << 40, 255u, -1L, "x\xff\x01y");
    const struct json *j = read_line(f, path);
    assert_string_equal(json_get_text(j, "time"), "1970-01-01T00:00:00.000000Z");
    assert_string_equal(json_get_text(j, "level"), "info");
    assert_string_equal(json_get_text(j, "event"), "import.done");
    assert_string_equal(json_get_text(j, "request"), "R1");
    assert_string_equal(json_get_text(j, "text"), "a \"b\" 中");
    assert_string_equal(json_get_text(j, "hex"), "ff");
    assert_string_equal(json_get_text(j, "state"), "done");
    assert_string_equal(json_get_text(j, "bad"), "x?\x01y");
    assert_int_equal(json_get(j, "none")->type, JSON_NULL);
    int64_t v = 0;
    assert_true(json_get_int(j, "rows", &v) && v == 3);
    assert_true(json_get_int(j, "size", &v) && v == 7);
    assert_true(json_get_int(j, "big", &v) && v == 1LL << 40);
    assert_true(json_get_int(j, "neg", &v) && v == -1);

    /* A line that would be too long stays JSON and says that it was cut. */
    char *longer = arena_alloc(f->a, 5000);
    for (size_t n = 3800; n < 4999; n += 13) {
        memset(longer, '"', n % 4000);
        memset(longer, 'x', 2000);
        longer[n % 4000] = '\0';
        assert_true(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
        log_event(NULL, LOG_WARN, "long", "short=%d text=%s more=%d", 1, longer, 2);
        j = read_line(f, path);
        ROW(n, json_get_int(j, "short", &v));
        ROW(n, (json_get(j, "cut") != NULL) == (json_get(j, "more") == NULL));
    }
    log_set_fd(2);
    close(fd);
}

static void a_person_shows_as_digest(void **state) {
    (void)state;
    struct key k = {"key"}, other = {"other"};
    char a[LOG_PERSON_TEXT], b[LOG_PERSON_TEXT];
    log_person(&k, STR_LIT("PDY00001"), a);
    assert_int_equal(strlen(a), 12);
    log_person(&k, STR_LIT("PDY00001"), b);
    assert_string_equal(a, b);
    log_person(&other, STR_LIT("PDY00001"), b);
    assert_string_not_equal(a, b);
    log_person(&k, STR_LIT("PDY00002"), b);
    assert_string_not_equal(a, b);
}

/* What the program itself guarantees stays checked in every build. */
static void a_bug_aborts(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        pid_t child = fork();
        if (child == 0) {
            close(2);
            struct buf b;
            struct json_writer w;
            buf_init(&b, 100);
            jw_init(&w, &b, true);
            if (i == 0) crypto_digest(SUITE_SM, "x", 1);
            jw_object(&w);
            if (i == 1) jw_int(&w, 1);
            jw_kint(&w, "b", 1);
            if (i == 2) jw_kint(&w, "a", 1);
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        ROW(i, WIFSIGNALED(status) && WTERMSIG(status) == 6);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_list_is_sound),
        cmocka_unit_test_setup_teardown(failures_are_kept, make_dir, drop_dir),
        cmocka_unit_test_setup_teardown(files_are_whole, make_dir, drop_dir),
        cmocka_unit_test_setup_teardown(folders, make_dir, drop_dir),
        cmocka_unit_test_setup_teardown(a_lock_keeps_others_out, make_dir, drop_dir),
        cmocka_unit_test_setup_teardown(logs_are_json_lines, make_dir, drop_dir),
        cmocka_unit_test(a_person_shows_as_digest),
        cmocka_unit_test(a_bug_aborts),
    };
    return RUN(tests);
}
