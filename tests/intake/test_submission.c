/* A submission on both databases: what is loaded is loaded once, whatever fails on the way. */
#include "disclosure/consent.h"
#include "disclosure/identity.h"
#include "intake/submission.h"

static const struct db_stmt test_stmts[];
#define FIXTURE_MORE_TABLES                                                                        \
    submission_stmts, submission_take_stmts, submission_prepare_stmts, submission_load_stmts,      \
        submission_review_stmts, submission_withdraw_stmts, submission_return_stmts,               \
        submission_answer_stmts, original_stmts, mapping_stmts, consent_stmts, test_stmts,
#include "registry/fixture.h"

#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "intake/headmap.h"
#include "intake/original.h"
#include "registry/settings.h"

enum { ADD_UNIT, ADD_ACCOUNT, COUNT, COUNT_SUBJECTS };
static const struct db_stmt test_stmts[] = {
    [ADD_UNIT] =
        {.name = "test.add_unit",
         .sql = "insert into unit (unit_id, jurisdiction, code, name, unit_type, region,"
                " state, version, created_at)"
                " values ($1, $2, $3, '虚构局', 'administrative_organ', '210300', 'active', 1, 0)",
         .in = "itt",
         .out = "",
         .kind = DB_WRITE},
    [ADD_ACCOUNT] = {.name = "test.add_account",
                     .sql = "insert into account (user_id, login, name, kind, must_change, failed,"
                            " locked_until, state, console_notice, version, created_at)"
                            " values ($1, 'clerk', '虚构', 'staff', 0, 0, 0, 'active', 0, 1, 0)",
                     .in = "i",
                     .out = "",
                     .kind = DB_WRITE},
    [COUNT] = {.name = "test.count",
               .sql = "select count(*) from record where state = $1",
               .in = "t",
               .out = "i",
               .kind = DB_READ},
    [COUNT_SUBJECTS] = {.name = "test.count_subjects",
                        .sql = "select count(*) from subject",
                        .in = "",
                        .out = "i",
                        .kind = DB_READ},
    {.name = NULL},
};

static enum err people_fn(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    struct fixture *f = arg;
    enum db_result r = db_exec(s, &test_stmts[ADD_UNIT],
                               DB_ARGS(db_int(f->clerk.unit_id), db_text(f->clerk.jurisdiction),
                                       db_text("11210300PDY100010A")),
                               NULL);
    if (r == DB_ROW)
        r = db_exec(s, &test_stmts[ADD_ACCOUNT], DB_ARGS(db_int(f->clerk.user_id)), NULL);
    if (r != DB_ROW) return db_err(ctx, s, r);
    struct leaf leaf = actor_leaf(ctx, EV_UNIT_REGISTERED);
    leaf.object = f->clerk.unit_id;
    door_leaf(d, &leaf);
    return OK;
}

static void open_city(struct fixture *f, const char *place) {
    fixture_open(f, place);
    settings_defaults(&f->app.settings);
    f->clerk.unit_type = "administrative_organ";
    fixture_law(f, place);
    fixture_catalog(f);
    MUST(f, door_run(&f->ctx, "test.people", DB_PEOPLE, people_fn, f));
}

static int64_t count(struct fixture *f, int stmt, const char *state) {
    int64_t n = 0;
    const struct db_value *row;
    READING(f, s) {
        enum db_result r =
            state ? db_one(s, f->ctx.arena, &test_stmts[stmt], DB_ARGS(db_text(state)), &row)
                  : db_one(s, f->ctx.arena, &test_stmts[stmt], NULL, &row);
        if (r != DB_ROW) fail_msg("count: %d", (int)r);
        n = db_get_int(row, 0);
    }
    return n;
}

/* A confirmation item: few fields. Row k is about organisation k; bad rows have no name. */
#define HEAD                                                                                                                \
    "主体名称,主体类别,统一社会信用代码,行政确认文书号,行政确认事项名称,行政确认内容," \
    "行政确认日期,行政确认机关,行政确认机关统一社会信用代码,数据来源单位,"                  \
    "数据来源单位统一社会信用代码\n"
static const char *const CODES[] = {"91370102PDY00001XB", "91130902PDY001231L",
                                    "93231102PDY0888836"};

static const char *write_file(struct fixture *f, const char *name, size_t rows, const char *bad,
                              const char *content) {
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_puts(&b, HEAD);
    for (size_t i = 0; i < rows; i++)
        buf_printf(&b,
                   "%s,法人及非法人组织,%s,虚确〔2026〕%zu号,%s,%s,2026-11-%02zu,虚构局,"
                   "11210300PDY100010A,虚构局,11210300PDY100010A\n",
                   strchr(bad, (int)('0' + i)) ? ""
                                               : arena_printf(f->ctx.arena, "虚构公司%zu", i % 3),
                   CODES[i % 3], i, "事项", content, 1 + i % 20);
    const char *path = file_join(f->ctx.arena, f->dir, name);
    MUST(f, file_write(path, buf_finish(&b), 0600));
    buf_free(&b);
    return path;
}

static enum err take(struct fixture *f, const char *path, bool atomic, int64_t resubmits,
                     struct submission *out) {
    struct submission_request in = {.path = path,
                                    .item = "confirmation_organisation",
                                    .atomic = atomic,
                                    .resubmits = resubmits};
    return submission_take(&f->ctx, &in, out);
}

static void a_file_comes_in_once(void **state) {
    (void)state;
    struct fixture f;
    struct submission s, again;
    open_city(&f, "anshan");
    const char *path = write_file(&f, "a.csv", 8, "35", "内容");
    MUST(&f, take(&f, path, false, 0, &s));
    assert_int_equal(s.state, SUBMISSION_DONE);
    assert_int_equal(s.total, 8);
    assert_int_equal(s.accepted, 6);
    assert_int_equal(s.returned, 2);
    assert_int_equal(count(&f, COUNT, "active"), 6);
    assert_int_equal(count(&f, COUNT_SUBJECTS, NULL), 3);
    MUST(&f, take(&f, path, false, 0, &again));
    assert_true(again.repeated && again.id == s.id);
    assert_int_equal(count(&f, COUNT, "active"), 6);

    struct submission_flaw *flaws;
    size_t n;
    MUST(&f, submission_flaws(&f.ctx, s.id, 0, 10, &flaws, &n));
    size_t refused = 0;
    for (size_t i = 0; i < n; i++)
        if (flaws[i].flaw.code == FLAW_VALUE_MISSING) {
            assert_true(flaws[i].flaw.row == 5 || flaws[i].flaw.row == 7);
            assert_int_equal(flaws[i].flaw.column, 1);
            refused++;
        }
    assert_int_equal(refused, 2);

    /* the same rows in another file are told as duplicates, and a changed one as changed */
    MUST(&f, take(&f, write_file(&f, "b.csv", 8, "", "内容"), false, 0, &again));
    assert_int_equal(again.accepted, 2);
    assert_int_equal(again.duplicates, 6);
    MUST(&f, take(&f, write_file(&f, "c.csv", 2, "", "别的内容"), false, 0, &again));
    assert_int_equal(again.accepted, 0);
    assert_int_equal(again.returned, 2);
    fixture_close(&f);
}

static void all_or_nothing(void **state) {
    (void)state;
    struct fixture f;
    struct submission s;
    open_city(&f, "anshan");
    MUST(&f, take(&f, write_file(&f, "a.csv", 8, "7", "内容"), true, 0, &s));
    assert_int_equal(s.state, SUBMISSION_REFUSED);
    assert_string_equal(s.refusal, "value.missing");
    assert_int_equal(count(&f, COUNT, "active"), 0);
    assert_int_equal(count(&f, COUNT_SUBJECTS, NULL), 0);
    MUST(&f, take(&f, write_file(&f, "b.csv", 8, "", "内容"), true, 0, &s));
    assert_int_equal(s.state, SUBMISSION_DONE);
    assert_int_equal(count(&f, COUNT, "active"), 8);
    /* the base refuses one: nothing of the file goes in */
    MUST(&f, take(&f, write_file(&f, "c.csv", 9, "", "内容"), true, 0, &s));
    assert_int_equal(s.state, SUBMISSION_REFUSED);
    assert_string_equal(s.refusal, "duplicate.in_base");
    assert_int_equal(count(&f, COUNT, "active"), 8);
    fixture_close(&f);
}

static void returned_rechecked_resubmitted_withdrawn(void **state) {
    (void)state;
    struct fixture f;
    struct submission s, again;
    struct submission_return *returns;
    size_t n;
    open_city(&f, "anshan");
    MUST(&f, take(&f, write_file(&f, "a.csv", 4, "2", "内容"), false, 0, &s));
    const char *mended = write_file(&f, "b.csv", 4, "", "内容");
    REFUSED(take(&f, mended, false, s.id, &again), ERR_SUBMISSION_RECHECK);
    MUST(&f, return_list(&f.ctx, 0, 10, &returns, &n));
    assert_int_equal(n, 1);
    assert_int_equal(returns[0].total, 1);
    MUST(&f, return_recheck(&f.ctx, returns[0].id, "corrected", ""));
    REFUSED(return_recheck(&f.ctx, returns[0].id, "corrected", ""), ERR_SUBMISSION_STATE);
    fixture_day(&f, 2026, 12, 3);
    MUST(&f, take(&f, mended, false, s.id, &again));
    assert_int_equal(again.accepted, 1);
    assert_int_equal(again.duplicates, 3);
    assert_true(again.first_id == s.id && again.first_day.day == s.received_day.day);
    assert_true(again.from_day.day ==
                s.received_day.day); /* the mended row came when it first came */
    REFUSED(take(&f, write_file(&f, "c.csv", 5, "", "内容"), false, s.id, &again),
            ERR_SUBMISSION_RESUBMITTED);

    MUST(&f, submission_withdraw(&f.ctx, s.id, "误报", &s));
    assert_int_equal(s.state, SUBMISSION_WITHDRAWN);
    assert_int_equal(s.withdrawn, 3);
    assert_int_equal(count(&f, COUNT, "withdrawn"), 3);
    assert_int_equal(count(&f, COUNT, "active"), 1);
    /* sent again they are current again, with another version */
    MUST(&f, take(&f, write_file(&f, "d.csv", 3, "", "改过的内容"), false, 0, &again));
    assert_int_equal(again.accepted, 2);
    assert_int_equal(again.returned, 1);
    assert_int_equal(count(&f, COUNT, "withdrawn"), 1);
    MUST(&f, submission_withdraw(&f.ctx, again.id, "再次误报", &again));
    assert_int_equal(again.withdrawn, 2);
    fixture_close(&f);
}

/* Fails the nth write, read and commit; afterwards the same request again must end where a run without faults ends. */
static void whatever_fails_the_same_again_completes_it(void **state) {
    (void)state;
    static const struct {
        const char *step, *kind;
    } kinds[] = {{"write", "lost"},
                 {"write", "error"},
                 {"commit", "unknown"},
                 {"commit", "unknown-undone"},
                 {"read", "lost"}};
    for (size_t k = 0; k < GX_COUNT(kinds); k++) {
        struct fixture f;
        struct submission s;
        open_city(&f, "anshan");
        int64_t expected = 0, before = 0;
        for (int n = 1, fired = 1; fired && n < 60; n += 1 + n / 8) {
            struct buf b;
            buf_init(&b, 4096);
            buf_puts(&b, HEAD);
            for (int i = 0; i < 3; i++)
                buf_printf(&b,
                           "虚构公司%d,法人及非法人组织,%s,虚确〔2026〕%d-%d号,事项,内容,2026-11-"
                           "01,虚构局,11210300PDY100010A,虚构局,11210300PDY100010A\n",
                           i, CODES[i], n, i);
            const char *path = arena_printf(f.ctx.arena, "%s/%d.csv", f.dir, n);
            MUST(&f, file_write(path, buf_finish(&b), 0600));
            buf_free(&b);
            db_fault_set(f.ctx.db,
                         arena_printf(f.ctx.arena, "%s:%d:%s", kinds[k].step, n, kinds[k].kind));
            enum err e = take(&f, path, false, 0, &s);
            fired = db_fault_fired(f.ctx.db);
            db_fault_set(f.ctx.db, "");
            int64_t now = count(&f, COUNT, "active") - before;
            if (now != 0 && now != 3)
                fail_msg("%s %s at %d: %lld rows", kinds[k].step, kinds[k].kind, n, (long long)now);
            if (!e && now != 3) fail_msg("%s %s at %d: said done", kinds[k].step, kinds[k].kind, n);
            if (e) {
                e = take(&f, path, false, 0, &s);
                if (e == OK &&
                    s.state ==
                        SUBMISSION_CHECKING) { /* the holder still lives: the worker's turn, later */
                    bool more;
                    fixture_day(&f, 2027, 1, 1);
                    MUST(&f, submission_resume(&f.ctx, &more));
                    fixture_day(&f, 2026, 11, 22);
                } else if (e) {
                    fail_msg("%s %s at %d: again: %s", kinds[k].step, kinds[k].kind, n,
                             err_code(e));
                }
            }
            expected += 3;
            before = count(&f, COUNT, "active");
            if (before != expected)
                fail_msg("%s %s at %d: %lld records instead of %lld", kinds[k].step, kinds[k].kind,
                         n, (long long)before, (long long)expected);
        }
        fixture_close(&f);
    }
}

static void rows_are_destroyed_in_the_original(void **state) {
    (void)state;
    struct fixture f;
    struct submission s;
    struct str text;
    int fd;
    const char *path;
    open_city(&f, "anshan");
    MUST(&f, take(&f, write_file(&f, "a.csv", 6, "1", "内容"), false, 0, &s));
    int64_t rows[2] = {3, 5};
    MUST(&f, original_destroy_rows(&f.ctx, s.id, rows, 2));
    MUST(&f, original_open(&f.ctx, s.id, &fd, &path));
    MUST(&f, file_read(f.ctx.arena, path, 1 << 20, &text));
    close(fd);
    assert_null(strstr(text.p, "虚确〔2026〕1号"));
    assert_null(strstr(text.p, "虚确〔2026〕3号"));
    assert_non_null(strstr(text.p, "虚确〔2026〕2号"));
    assert_int_equal((int64_t)text.n, s.bytes);
    const char *answer = file_join(f.ctx.arena, f.dir, "answer.csv");
    MUST(&f, submission_answer(&f.ctx, &s, false, false, answer));
    fixture_close(&f);
}

static void remembered_columns(void **state) {
    (void)state;
    struct fixture f;
    struct submission s;
    open_city(&f, "anshan");
    struct head_memory memory[] = {{"企业全名", "主体名称"}, {"内部编号", ""}};
    MUST(&f, mapping_set(&f.ctx, "confirmation_organisation", memory, 2));
    struct head_memory wrong[] = {{"企业", "没有的字段"}};
    REFUSED(mapping_set(&f.ctx, "confirmation_organisation", wrong, 1), ERR_MAPPING_FIELD);
    const char *path = file_join(f.ctx.arena, f.dir, "a.csv");
    MUST(&f, file_write(path,
                        STR_LIT("企业全名,内部编号,主体类别,统一社会信用代码,行政确认文书号,"
                                "行政确认事项名称,行政确认内容,行政确认日期,"
                                "行政确认机关,行政确认机关统一社会信用代码,数据来源单位,"
                                "数据来源单位统一社会信用代码\n"
                                "虚构公司,7,法人及非法人组织,91370102PDY00001XB,虚确1号,事项,内容,"
                                "2026-11-01,虚构局,"
                                "11210300PDY100010A,虚构局,11210300PDY100010A\n"),
                        0600));
    MUST(&f, take(&f, path, false, 0, &s));
    assert_int_equal(s.accepted, 1);
    fixture_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_comes_in_once),
        cmocka_unit_test(all_or_nothing),
        cmocka_unit_test(returned_rechecked_resubmitted_withdrawn),
        cmocka_unit_test(whatever_fails_the_same_again_completes_it),
        cmocka_unit_test(rows_are_destroyed_in_the_original),
        cmocka_unit_test(remembered_columns),
    };
    return RUN(tests);
}
