/* packs.h: what the tests of packs share. */
#ifndef TESTS_LAW_PACKS_H
#define TESTS_LAW_PACKS_H

#include "test.h"

#include "base/buf.h"
#include "base/file.h"
#include "law/policy_load.h"

static GX_UNUSED struct policy_source pack_source(struct arena *a, const char *place) {
    struct policy_source s;
    char *dir = arena_printf(a, SOURCE_DIR "/policies/%s", place);
    assert_int_equal(policy_source_dir(a, dir, &s), OK);
    s.label = "";
    return s;
}

/* Fails with the faults when the source is no good pack. */
static GX_UNUSED const struct policy *pack_must_load(struct arena *a,
                                                     const struct policy_source *s) {
    struct faults faults;
    faults_init(&faults, a);
    const struct policy *p = policy_load(a, s, &faults);
    if (p == NULL) {
        struct buf out;
        buf_init(&out, 1 << 20);
        faults_print(&faults, &out);
        fail_msg("%s", buf_finish(&out).p);
    }
    assert_int_equal(faults.count, 0);
    return p;
}

static GX_UNUSED const struct policy *pack(struct arena *a, const char *place) {
    struct policy_source s = pack_source(a, place);
    return pack_must_load(a, &s);
}

/* The packs that ship, by folder; NULL-terminated. */
static GX_UNUSED const char **pack_places(struct arena *a) {
    char **names;
    assert_int_equal(file_list(a, SOURCE_DIR "/policies", &names), OK);
    const char **places = ARENA_ARRAY(a, 64, const char *);
    size_t n = 0;
    for (; *names != NULL; names++)
        if (file_exists(arena_printf(a, SOURCE_DIR "/policies/%s/pack.yaml", *names)))
            places[n++] = *names;
    assert_true(n > 0);
    return places;
}

#endif
