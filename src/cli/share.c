#include "cli/share.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

static const char *own_dir(struct arena *a) {
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n <= 0) return ".";
    path[n] = 0;
    char *slash = strrchr(path, '/');
    if (slash) *slash = 0;
    return arena_strdup(a, path);
}

const char *share_dir(struct arena *a, const char *name) {
    const char *given = getenv("GONGXIN_SHARE");
    if (given) {
        const char *dir = file_join(a, given, name);
        return file_is_dir(dir) ? dir : NULL;
    }
    const char *own = own_dir(a);
    static const char *const around[] = {"..", "../..", "../share/gongxin"};
    for (size_t i = 0; i < GX_COUNT(around); i++) {
        const char *dir = arena_printf(a, "%s/%s/%s", own, around[i], name);
        if (file_is_dir(dir)) return dir;
    }
    return NULL;
}

const char *share_program(struct arena *a, const char *name) {
    return file_join(a, own_dir(a), name);
}
