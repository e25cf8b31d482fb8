/* papers.h: every notice of a pack, made with everything that can be filled in. */
#ifndef TESTS_NOTICES_PAPERS_H
#define TESTS_NOTICES_PAPERS_H

#include <unistd.h>

#include "bed.h"
#include "notices/notice_pdf.h"
#include "registry/settings.h"

/* The program that draws: built beside the test, unless another is named. */
static inline const char *papers_program(struct arena *a) {
    char path[4096];
    if (getenv("GX_RENDERER")) return getenv("GX_RENDERER");
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    assert_true(n > 0);
    path[n] = '\0';
    *strrchr(path, '/') = '\0';
    return arena_printf(a, "%s/gongxin", path);
}

/* A value for every key that only the maker knows. */
static inline size_t papers_values(struct arena *a, struct notice_value *values) {
    size_t n = 0;
    for (size_t w = 1; w < W_COUNT; w++)
        if (word_set((enum word)w) == VOCAB_NOTICE_KEY)
            values[n++] = (struct notice_value){
                word_text((enum word)w), arena_printf(a, "虚构的%s：龘靐，1—2“引号”《书名》㈠①",
                                                      word_chinese((enum word)w))};
    return n;
}

#endif
