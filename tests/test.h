/* test.h: what every unit test includes. Tests are tables; a failing row says which one it is. */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
/* base/ctx.h has another fail, which cmocka's macro would swallow. */
#undef fail
#undef fail_msg
#define fail_msg(...)                                                                              \
    do {                                                                                           \
        print_error("ERROR: " __VA_ARGS__);                                                        \
        print_error("\n");                                                                         \
        _fail(__FILE__, __LINE__);                                                                 \
    } while (0)

#include "base/attr.h"

/* In the loop over a table: names the row and the check. */
#define ROW(i, cond)                                                                               \
    do {                                                                                           \
        if (!(cond)) fail_msg("row %zu: %s", (size_t)(i), #cond);                                  \
    } while (0)

/* The same with both texts. */
#define ROW_TEXT(i, got, wanted)                                                                   \
    do {                                                                                           \
        const char *row_got = (got), *row_wanted = (wanted);                                       \
        if (strcmp(row_got, row_wanted) != 0)                                                      \
            fail_msg("row %zu: got \"%s\", wanted \"%s\"", (size_t)(i), row_got, row_wanted);      \
    } while (0)

/* Likewise for integers. */
#define ROW_INT(i, got, wanted)                                                                    \
    do {                                                                                           \
        long long row_got = (got), row_wanted = (wanted);                                          \
        if (row_got != row_wanted)                                                                 \
            fail_msg("row %zu: got %lld, wanted %lld", (size_t)(i), row_got, row_wanted);          \
    } while (0)

#define RUN(tests) cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL)

#endif
