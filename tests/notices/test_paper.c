/* Every notice of every pack on paper; and what becomes of a drawing that crashes, hangs or talks nonsense.
 *
 * With GX_PAPERS the papers stay in that folder, each beside the text it must have, for tests/notices/run.py, which
 * reads them with the tools of others. */
#include "engine.h"

#include "papers.h"

#include "notices/render.h"

#include <signal.h>
#include <sys/stat.h>

#include "base/file.h"

/* Subjects and law without a catalog: some packs want more for one than a test has. */
static void open_plain(struct bed *b, const char *place) {
    struct fixture *f = &b->t.f;
    memset(b, 0, sizeof *b);
    fixture_open(f, place);
    fixture_law(f, place);
    settings_defaults(&f->app.settings);
    f->app.settings.text[SETTING_RENDERER] = papers_program(f->arena);
    f->app.home = place;
    b->t.person = fixture_person(f, 1, "虚构张三");
    MUST(f, fixture_subjects(f, &b->t.person, 1));
    b->cause = (struct cause){.jurisdiction = f->policy->place,
                              .policy_label = f->policy->edition,
                              .clause = "default",
                              .case_id = 4711,
                              .reason = "虚构的理由",
                              .day = date_make(2026, 11, 22)};
}

/* What pdftotext must find, a line a text. */
static void keep(struct bed *b, const char *dir, const struct notice *n, struct str pdf) {
    struct arena *a = b->t.f.arena;
    struct notice_text t;
    struct buf text;
    MUST(&b->t.f, notice_open_text(&b->t.f.ctx, n, &t));
    buf_init(&text, 1 << 20);
    buf_printf(&text, "%s\n%s\n%s\n%s\n", t.title, t.number, t.addressee, t.signer);
    if (t.interim) buf_printf(&text, "%s\n", t.interim);
    for (size_t i = 0; i < t.n_body; i++)
        buf_printf(&text, "%s\n", t.body[i]);
    for (size_t i = 0; i < t.n_remedies; i++)
        buf_printf(&text, "%s\n", t.remedies[i]);
    const char *base = arena_printf(a, "%s/%s-%s", dir, b->t.f.policy->place, n->kind);
    assert_int_equal(file_write(arena_printf(a, "%s.pdf", base), pdf, 0600), OK);
    assert_int_equal(file_write(arena_printf(a, "%s.txt", base), buf_finish(&text), 0600), OK);
    buf_free(&text);
}

static void draw_pack(const char *place, const char *dir) {
    struct bed b;
    struct notice_value values[128];
    open_plain(&b, place);
    struct fixture *f = &b.t.f;
    size_t n = papers_values(f->arena, values);
    size_t kinds = dir ? f->policy->nnotices : 2; /* all of them where somebody looks at them */
    for (size_t i = 0; i < kinds; i++) {
        struct str pdf, again;
        struct notice_new in = {.kind = f->policy->notices[i].id,
                                .subject_id = b.t.person.subject_id,
                                .remedies = true,
                                .interim = true,
                                .values = values,
                                .n = n};
        struct notice *made = bed_make(&b, &in);
        MUST(f, notice_pdf(&f->ctx, made, &pdf));
        ROW(i, pdf.n > 1000);
        if (i == 0) { /* the same notice, the same bytes */
            MUST(f, notice_pdf(&f->ctx, made, &again));
            assert_true(str_eq(pdf, again));
        }
        if (dir) keep(&b, dir, made, pdf);
    }
    fixture_close(f);
}

static void test_every_notice_of_every_pack(void **state) {
    (void)state;
    struct arena *a = arena_new();
    char **names;
    assert_int_equal(file_list(a, SOURCE_DIR "/policies", &names), OK);
    size_t packs = 0;
    for (; *names; names++) {
        if (!file_exists(arena_printf(a, SOURCE_DIR "/policies/%s/notices.yaml", *names))) continue;
        draw_pack(*names, getenv("GX_PAPERS"));
        packs++;
    }
    assert_true(packs >= 5);
    arena_free(&a);
}

/* ---- a drawing that goes wrong touches nobody */

static void test_a_renderer_that_fails(void **state) {
    struct bed b;
    struct str pdf;
    (void)state;
    open_plain(&b, "cangzhou");
    struct fixture *f = &b.t.f;
    struct notice *n = bed_make(
        &b, &(struct notice_new){.kind = "acceptance", .subject_id = b.t.person.subject_id});
    static const char *const scripts[] = {
        "#!/bin/sh\nexit 1\n",                     /* refuses */
        "#!/bin/sh\nkill -SEGV $$\n",              /* crashes */
        "#!/bin/sh\nexec sleep 1000\n",            /* hangs */
        "#!/bin/sh\ncat >/dev/null\necho hello\n", /* talks nonsense */
        "#!/bin/sh\ncat >/dev/null\nprintf '%%PDF-1.5'\nexit 1\n",
        "#!/bin/sh\nexec cat /dev/zero\n", /* without end */
    };
    f->app.settings.number[SETTING_RENDER_SECONDS] = 2;
    for (size_t i = 0; i < GX_COUNT(scripts); i++) {
        const char *path = arena_printf(f->arena, "%s/renderer%zu", f->dir, i);
        assert_int_equal(file_write(path, str_of(scripts[i]), 0600), OK);
        assert_int_equal(chmod(path, 0700), 0);
        f->app.settings.text[SETTING_RENDERER] = path;
        int64_t began = clock_ticks();
        ROW_TEXT(i, err_code(notice_pdf(&f->ctx, n, &pdf)), err_code(ERR_NOTICE_RENDER));
        ROW(i, clock_ticks() - began < 60 * INT64_C(1000000));
    }
    f->app.settings.text[SETTING_RENDERER] = "/nonexistent/renderer";
    REFUSED(notice_pdf(&f->ctx, n, &pdf), ERR_NOTICE_RENDER);
    f->app.settings.number[SETTING_RENDER_SECONDS] = RENDER_SECONDS;
    f->app.settings.text[SETTING_RENDERER] = papers_program(f->arena);
    MUST(f, notice_pdf(&f->ctx, n, &pdf)); /* nothing is left of them */
    fixture_close(f);
}

/* What is no paper is refused by the worker itself. */
static void test_a_worker_given_nonsense(void **state) {
    struct bed b;
    struct str pdf;
    (void)state;
    open_plain(&b, "heihe");
    static const char *const rows[] = {
        "", "{", "{}", "[]", "{\"paper\":\"notice\"}", "{\"paper\":\"no such paper\"}"};
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_TEXT(i, err_code(render_pdf(&b.t.f.ctx, str_of(rows[i]), &pdf)),
                 err_code(ERR_NOTICE_RENDER));
    fixture_close(&b.t.f);
}

/* ---- after its text was destroyed the paper says so */

static enum err destroy_step(struct ctx *ctx, struct door *d, struct db_session *s, void *arg) {
    const struct bed *b = arg;
    struct target about = {W_TARGET_SUBJECT, b->t.person.subject_id, b->t.person.subject_id};
    return notice_destroy_about(ctx, d, s, &about, &b->cause, NULL);
}

static void test_destroyed_on_paper(void **state) {
    struct bed b;
    struct str pdf;
    (void)state;
    open_plain(&b, "anshan");
    struct notice_new in = {
        .kind = "result",
        .subject_id = b.t.person.subject_id,
        .about = {W_TARGET_SUBJECT, b.t.person.subject_id, b.t.person.subject_id}};
    struct notice *n = bed_make(&b, &in);
    MUST(&b.t.f, door_run(&b.t.f.ctx, "test.destroy", DB_PEOPLE, destroy_step, &b));
    n = bed_find(&b, n->notice_id);
    assert_true(n->destroyed);
    MUST(&b.t.f, notice_pdf(&b.t.f.ctx, n, &pdf));
    fixture_close(&b.t.f);
}

int main(void) {
    signal(SIGPIPE, SIG_IGN); /* as the program does */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_notice_of_every_pack),
        cmocka_unit_test(test_a_renderer_that_fails),
        cmocka_unit_test(test_a_worker_given_nonsense),
        cmocka_unit_test(test_destroyed_on_paper),
    };
    return RUN(tests);
}
