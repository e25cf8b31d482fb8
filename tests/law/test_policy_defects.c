/* Defects planted into a good pack, one at a time (defects/NN-code.defect): each must be refused at
 * its line with its code. Every code a loader can give has a defect, and the guide lists them all.
 *
 * A defect file: title, code, then optionally offset (lines from the first patched line), at (the
 * line that holds this text instead) and in (the file of the fault); then patches: "=== FILE",
 * "--- find", text, "--- put", text. "--- no line end" takes the last line end off a text. An empty
 * find makes a new file; "--- remove the file" takes it away. */
#include "packs.h"

#define DEFECTS SOURCE_DIR "/tests/law/defects"

struct patch {
    const char *file;
    struct str find, put;
    bool removes;
};

struct defect {
    const char *name, *title, *code, *at, *in;
    int64_t offset;
    struct patch patches[4];
    size_t n;
};

static bool is_line(struct str line, const char *text) {
    return str_is(line, text);
}

/* Takes lines into a text up to the next marker; *line_r is that marker. */
static struct str take_text(struct arena *a, struct str *rest, struct str *line_r) {
    struct buf out;
    buf_init(&out, 1 << 16);
    while (str_split(rest, '\n', line_r)) {
        if (str_starts(*line_r, "=== ") || is_line(*line_r, "--- put")) break;
        if (is_line(*line_r, "--- no line end")) {
            out.n--;
            continue;
        }
        buf_putstr(&out, *line_r);
        if (rest->p) buf_putc(&out, '\n');
    }
    struct str text = buf_finish(&out);
    struct str copy = {arena_str(a, text), text.n};
    buf_free(&out);
    return copy;
}

/* "\xff" stands for that byte, which a text file cannot hold. */
static struct str unescape(struct arena *a, struct str s) {
    size_t at = str_find_str(s, STR_LIT("\\xff"));
    if (at == SIZE_MAX) return s;
    char *p = arena_copy(a, s.p, s.n + 1);
    p[at] = '\xff';
    memmove(p + at + 1, p + at + 4, s.n - at - 3);
    return (struct str){p, s.n - 3};
}

static void read_head(struct arena *a, struct defect *d, struct str line) {
    struct str value = line, key;
    str_split(&value, ':', &key);
    assert_non_null(value.p);
    const char *text = arena_str(a, str_trim(value));
    if (str_is(key, "title"))
        d->title = text;
    else if (str_is(key, "code"))
        d->code = text;
    else if (str_is(key, "at"))
        d->at = text;
    else if (str_is(key, "in"))
        d->in = text;
    else if (str_is(key, "offset"))
        d->offset = strtol(text, NULL, 10);
    else
        fail_msg("%s: key %s", d->name, arena_str(a, key));
}

static struct defect read_defect(struct arena *a, const char *name) {
    struct defect d = {.name = name};
    struct str rest, line;
    assert_int_equal(file_read(a, arena_printf(a, DEFECTS "/%s", name), 1 << 16, &rest), OK);
    while (str_split(&rest, '\n', &line) && !str_starts(line, "=== "))
        read_head(a, &d, line);
    while (str_starts(line, "=== ")) {
        assert_true(d.n < GX_COUNT(d.patches));
        struct patch *p = &d.patches[d.n++];
        p->file = arena_str(a, (struct str){line.p + 4, line.n - 4});
        assert_true(str_split(&rest, '\n', &line));
        p->removes = is_line(line, "--- remove the file");
        if (p->removes) {
            str_split(&rest, '\n', &line);
            continue;
        }
        assert_true(is_line(line, "--- find"));
        p->find = take_text(a, &rest, &line);
        assert_true(is_line(line, "--- put"));
        line.n = 0;
        p->put = unescape(a, take_text(a, &rest, &line));
    }
    assert_non_null(d.title);
    assert_non_null(d.code);
    assert_true(d.n > 0);
    return d;
}

/* ---- planting */

static struct policy_file *file_of(struct policy_source *s, const char *name) {
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->files[i].name, name) == 0) return &s->files[i];
    return NULL;
}

static int line_at(struct str text, size_t offset) {
    int line = 1;
    for (size_t i = 0; i < offset; i++)
        line += text.p[i] == '\n';
    return line;
}

/* Patches the source and gives the line of the patch. */
static int plant(struct arena *a, const struct defect *d, const struct patch *p,
                 struct policy_source *s) {
    struct policy_file *f = file_of(s, p->file);
    if (p->removes) {
        assert_non_null(f);
        memmove(f, f + 1, (size_t)(s->files + s->n - f - 1) * sizeof *f);
        s->n--;
        return 1;
    }
    if (f == NULL) {
        struct policy_file *files = ARENA_ARRAY(a, s->n + 1, struct policy_file);
        memcpy(files, s->files, s->n * sizeof *files);
        files[s->n] = (struct policy_file){p->file, p->put};
        s->files = files;
        s->n++;
        return 1;
    }
    size_t at = str_find_str(f->content, p->find);
    if (at == SIZE_MAX) fail_msg("%s: %s does not hold: %s", d->name, p->file, p->find.p);
    struct buf out;
    buf_init(&out, 1 << 20);
    buf_put(&out, f->content.p, at);
    buf_putstr(&out, p->put);
    buf_put(&out, f->content.p + at + p->find.n, f->content.n - at - p->find.n);
    int line = line_at(f->content, at);
    struct str text = buf_finish(&out);
    f->content = (struct str){arena_str(a, text), text.n};
    buf_free(&out);
    return line;
}

static int expected_line(const struct defect *d, struct policy_source *s, const char *file,
                         int patched) {
    if (d->at == NULL) return patched + (int)d->offset;
    const struct policy_file *f = file_of(s, file);
    assert_non_null(f);
    size_t at = str_find_str(f->content, str_of(d->at));
    if (at == SIZE_MAX) fail_msg("%s: %s does not hold: %s", d->name, file, d->at);
    return line_at(f->content, at);
}

static void check_defect(struct arena *a, const struct defect *d) {
    struct policy_source s = pack_source(a, "cangzhou");
    pack_must_load(a, &s);
    int line = 0;
    for (size_t i = 0; i < d->n; i++)
        line = plant(a, d, &d->patches[i], &s);
    const char *file = d->in ? d->in : d->patches[0].file;
    if (!d->patches[0].removes) line = expected_line(d, &s, file, line);
    struct faults faults;
    faults_init(&faults, a);
    const struct policy *p = policy_load(a, &s, &faults);
    if (p != NULL) fail_msg("%s: %s: accepted", d->name, d->title);
    for (size_t i = 0; i < faults.count; i++)
        if (strcmp(faults.items[i].code, d->code) == 0 && faults.items[i].line == line &&
            strcmp(faults.items[i].file, file) == 0)
            return;
    struct buf out;
    buf_init(&out, 1 << 20);
    faults_print(&faults, &out);
    fail_msg("%s: wanted %s:%d: %s, got\n%s", d->name, file, line, d->code, buf_finish(&out).p);
}

static void test_every_defect_is_refused_at_its_line(void **state) {
    (void)state;
    struct arena *a = arena_new();
    char **names;
    assert_int_equal(file_list(a, DEFECTS, &names), OK);
    size_t n = 0;
    for (; *names != NULL; names++, n++) {
        struct arena_mark mark = arena_mark(a);
        struct defect d = read_defect(a, *names);
        check_defect(a, &d);
        arena_release(a, mark);
    }
    assert_true(n >= 40);
    arena_free(&a);
}

static void test_every_code_has_a_defect(void **state) {
    (void)state;
    struct arena *a = arena_new();
    char **names;
    assert_int_equal(file_list(a, DEFECTS, &names), OK);
    for (size_t i = 0; pack_fault_code(i) != NULL; i++) {
        bool found = false;
        for (size_t k = 0; names[k] != NULL && !found; k++)
            found = strcmp(read_defect(a, names[k]).code, pack_fault_code(i)) == 0;
        if (!found) fail_msg("no defect for %s", pack_fault_code(i));
    }
    arena_free(&a);
}

static void test_the_guide_lists_every_defect(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct str guide;
    char **names;
    assert_int_equal(file_read(a, SOURCE_DIR "/docs/policy-guide.md", 1 << 20, &guide), OK);
    assert_int_equal(file_list(a, DEFECTS, &names), OK);
    for (size_t i = 0; names[i] != NULL; i++) {
        struct defect d = read_defect(a, names[i]);
        const char *line = arena_printf(a, ". %s (`%s`)\n", d.title, d.code);
        if (str_find_str(guide, str_of(line)) == SIZE_MAX)
            fail_msg("docs/policy-guide.md does not list %s", names[i]);
    }
    arena_free(&a);
}

/* All faults in one run: two defects in different files are both told, in order. */
static void test_all_faults_are_told_in_one_run(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct policy_source s = pack_source(a, "cangzhou");
    struct defect one = {.name = "one"}, two = {.name = "two"};
    struct patch p = {.file = "roles.yaml",
                      .find = STR_LIT("id: mass_organisation"),
                      .put = STR_LIT("id: state_organ")};
    struct patch q = {.file = "parameters.yaml",
                      .find = STR_LIT("clause: CZ-144"),
                      .put = STR_LIT("clause: CZ-999")};
    plant(a, &one, &p, &s);
    plant(a, &two, &q, &s);
    struct faults faults;
    faults_init(&faults, a);
    assert_null(policy_load(a, &s, &faults));
    assert_int_equal(faults.count, 2);
    assert_string_equal(faults.items[0].code, "clause.unknown");
    assert_string_equal(faults.items[1].code, "id.duplicate");
    assert_string_equal(faults.items[1].file, "roles.yaml");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_defect_is_refused_at_its_line),
        cmocka_unit_test(test_every_code_has_a_defect),
        cmocka_unit_test(test_the_guide_lists_every_defect),
        cmocka_unit_test(test_all_faults_are_told_in_one_run),
    };
    return RUN(tests);
}
