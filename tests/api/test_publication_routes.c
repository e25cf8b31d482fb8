/* HH-72: no request can name, or move, the last day of a publication. */
#include "test.h"

#include <string.h>

#include "api/api.h"
#include "http/input.h"

static bool names_an_end(const char *name) {
    static const char *const ends[] = {"last_day", "publish_to", "publish_until", "open_to",
                                       "extend",   "extension",  "publish_days",  "term_to"};
    for (size_t i = 0; i < GX_COUNT(ends); i++)
        if (!strcmp(name, ends[i])) return true;
    return false;
}

static void look_through(size_t route, const struct input_spec *spec, size_t *seen) {
    for (size_t i = 0; spec && i < spec->n; i++) {
        (*seen)++;
        ROW(route, !names_an_end(spec->fields[i].name));
        look_through(route, spec->fields[i].of, seen);
    }
}

static void test_no_input_names_an_end(void **state) {
    size_t seen = 0;
    (void)state;
    for (size_t i = 0; i < api_route_count; i++)
        look_through(i, api_routes[i].input, &seen);
    assert_true(seen > 200);
}

/* What can be said about a publication, whole: each of these is tried in the stories. A route added here is tried there
 * too. */
static void test_the_routes_are_known(void **state) {
    static const char *const known[] = {
        "publication.create",     "publication.former",  "publication.list",
        "publication.timeliness", "publication.orders",  "publication.show",
        "publication.review",     "publication.approve", "publication.close",
        "publication.published",  "publication.stopped"};
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < api_route_count; i++) {
        bool found = false;
        if (strncmp(api_routes[i].name, "publication.", 12) != 0) continue;
        for (size_t k = 0; k < GX_COUNT(known); k++)
            found |= !strcmp(known[k], api_routes[i].name);
        ROW(i, found);
        n++;
    }
    assert_int_equal(n, GX_COUNT(known));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_input_names_an_end),
        cmocka_unit_test(test_the_routes_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
