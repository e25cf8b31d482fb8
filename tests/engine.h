/* engine.h: on which database a test runs. A program that includes this runs once on each.
 *
 * GX_TEST_ENGINE is "sqlite" (the default) or "postgres"; for the latter GX_TEST_PG is the URL of
 * a cluster in which databases may be made: tools/pg_tmp run -- PROGRAM gives one. */
#ifndef TESTS_ENGINE_H
#define TESTS_ENGINE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "test.h"

static inline const char *engine_name(void) {
    const char *name = getenv("GX_TEST_ENGINE");
    return name == NULL ? "sqlite" : name;
}

static inline bool engine_is_postgres(void) {
    return strcmp(engine_name(), "postgres") == 0;
}

/* An empty temporary folder; engine_folder_drop removes it and what it holds. */
static inline char *engine_folder(struct arena *a) {
    const char *base = getenv("TMPDIR");
    char *dir = arena_printf(a, "%s/gx-test-XXXXXX", base == NULL ? "/tmp" : base);
    if (mkdtemp(dir) == NULL) fail_msg("no temporary folder at %s", dir);
    return dir;
}

static inline void engine_folder_drop(struct arena *a, const char *dir) {
    if (strstr(dir, "/gx-test-") == NULL) fail_msg("%s is no folder of a test", dir);
    if (system(arena_printf(a, "rm -rf -- '%s'", dir)) != 0) fail_msg("%s stays", dir);
}

/* The URL of a fresh empty database of the engine: in `dir`, or in the cluster (which goes as a
 * whole). n tells several of one program apart. */
static inline const char *engine_database(struct arena *a, const char *dir, int n) {
    if (!engine_is_postgres()) return arena_printf(a, "sqlite:%s/db%d", dir, n);
    const char *cluster = getenv("GX_TEST_PG");
    const char *name = arena_printf(a, "%s_%d", strstr(dir, "gx-test-") + strlen("gx-test-"), n);
    const char *query = cluster == NULL ? NULL : strchr(cluster, '?');
    if (query == NULL) fail_msg("%s", "GX_TEST_PG is not set: use tools/pg_tmp run --");
    const char *command = arena_printf(
        a, "createdb --template=template0 --maintenance-db='%s' 'gx_%s'", cluster, name);
    if (system(command) != 0) fail_msg("%s", command);
    return arena_printf(a, "postgresql:///gx_%s%s", name, query);
}

#endif
