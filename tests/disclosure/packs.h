/* packs.h: the five packs, loaded, for pure tests. */
#ifndef TESTS_DISCLOSURE_PACKS_H
#define TESTS_DISCLOSURE_PACKS_H

#include "test.h"

#include "base/buf.h"
#include "law/policy_load.h"

static const char *const PLACES[] = {"heihe", "anshan", "cangzhou", "zhoucun", "jinan"};

/* The pack as it would be if that file of it said something else; NULL: as it is. */
static inline const struct policy *load_pack_with(struct arena *a, const char *place,
                                                  const char *file, const char *content) {
    struct policy_source source;
    struct faults errors;
    faults_init(&errors, a);
    if (policy_source_dir(a, arena_printf(a, SOURCE_DIR "/policies/%s", place), &source) != OK)
        fail_msg("no pack %s", place);
    for (size_t i = 0; file && i < source.n; i++)
        if (!strcmp(source.files[i].name, file)) source.files[i].content = str_of(content);
    const struct policy *p = policy_load(a, &source, &errors);
    if (p) return p;
    struct buf out;
    buf_init(&out, 1 << 20);
    faults_print(&errors, &out);
    fail_msg("pack %s: %s", place, buf_finish(&out).p);
    return NULL;
}

static inline const struct policy *load_pack(struct arena *a, const char *place) {
    return load_pack_with(a, place, NULL, NULL);
}

#endif
