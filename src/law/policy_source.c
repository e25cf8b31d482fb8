/* The files of a pack as bytes: read from a folder, packed into one blob, unpacked. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/num.h"
#include "law/policy_load.h"

#define SOURCE_MAX   (4u << 20)
#define SOURCE_FILES 128
#define MAGIC        "gongxin-pack 1\n"

struct collecting {
    struct arena *a;
    struct policy_file files[SOURCE_FILES];
    size_t n, bytes;
};

static enum err take(struct collecting *c, const char *dir, const char *name, const char *as) {
    if (c->n == SOURCE_FILES) return ERR_NO_MEMORY_LIMIT;
    struct policy_file *f = &c->files[c->n];
    enum err e = file_read(c->a, file_join(c->a, dir, name), SOURCE_MAX - c->bytes, &f->content);
    if (e) return e;
    c->bytes += f->content.n;
    f->name = arena_strdup(c->a, as);
    c->n++;
    return OK;
}

/* Every plain file of the folder, hidden ones apart; `prefix` goes before their names. */
static enum err take_folder(struct collecting *c, const char *dir, const char *prefix) {
    char **names;
    enum err e = file_list(c->a, dir, &names);
    if (e) return e;
    for (; *names; names++) {
        if (**names == '.' || file_is_dir(file_join(c->a, dir, *names))) continue;
        e = take(c, dir, *names, arena_printf(c->a, "%s%s", prefix, *names));
        if (e) return e;
    }
    return OK;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct policy_file *)a)->name, ((const struct policy_file *)b)->name);
}

static struct policy_source finish(struct collecting *c, const char *label) {
    qsort(c->files, c->n, sizeof *c->files, by_name);
    return (struct policy_source){
        label, arena_copy(c->a, c->files, (c->n ? c->n : 1) * sizeof *c->files), c->n};
}

enum err policy_source_dir(struct arena *a, const char *dir, struct policy_source *source_r) {
    size_t n = strlen(dir);
    while (n > 1 && dir[n - 1] == '/')
        n--;
    char *folder = arena_str(a, (struct str){dir, n});
    if (!file_is_dir(folder)) return ERR_NOT_FOUND;
    struct collecting *c = ARENA_NEW(a, struct collecting);
    c->a = a;
    enum err e = take_folder(c, folder, "");
    char *processes = file_join(a, folder, "processes");
    if (!e && file_is_dir(processes)) e = take_folder(c, processes, "processes/");
    char *national = file_join(a, folder, "../national");
    if (!e && file_is_dir(national)) e = take_folder(c, national, "national/");
    if (e) return e;
    *source_r = finish(c, arena_printf(a, "%s/", folder));
    return OK;
}

/* ---- the blob: magic, then per file "NAME<tab>LENGTH\n", content, "\n" */

static void write_blob(const struct policy_source *s, struct buf *out) {
    buf_puts(out, MAGIC);
    for (size_t i = 0; i < s->n; i++) {
        buf_printf(out, "%s\t%zu\n", s->files[i].name, s->files[i].content.n);
        buf_putstr(out, s->files[i].content);
        buf_putc(out, '\n');
    }
}

struct str policy_source_pack(struct arena *a, const struct policy_source *s) {
    struct buf out;
    buf_init(&out, SOURCE_MAX + SOURCE_FILES * 256);
    write_blob(s, &out);
    struct str blob = buf_finish(&out);
    blob.p = arena_copy(a, blob.p ? blob.p : "", blob.n);
    buf_free(&out);
    return blob;
}

static bool unpack_file(struct collecting *c, struct str *rest) {
    struct str head, name, length;
    int64_t n;
    size_t end = str_find(*rest, '\n');
    if (end == SIZE_MAX || c->n == SOURCE_FILES) return false;
    head = (struct str){rest->p, end};
    length = head;
    if (!str_split(&length, '\t', &name) || !length.p || name.n == 0) return false;
    if (!num_i64(length, 0, SOURCE_MAX, &n)) return false;
    struct str content = {rest->p + end + 1, rest->n - end - 1};
    if (content.n < (size_t)n + 1 || content.p[n] != '\n') return false;
    struct policy_file *f = &c->files[c->n++];
    f->name = arena_str(c->a, name);
    f->content = (struct str){arena_str(c->a, (struct str){content.p, (size_t)n}), (size_t)n};
    if (c->n > 1 && strcmp(c->files[c->n - 2].name, f->name) >= 0) return false;
    *rest = (struct str){content.p + n + 1, content.n - (size_t)n - 1};
    return true;
}

enum err policy_source_unpack(struct arena *a, struct str blob, struct policy_source *source_r) {
    if (!str_starts(blob, MAGIC)) return ERR_POLICY_INVALID;
    struct collecting *c = ARENA_NEW(a, struct collecting);
    c->a = a;
    struct str rest = {blob.p + strlen(MAGIC), blob.n - strlen(MAGIC)};
    while (rest.n > 0)
        if (!unpack_file(c, &rest)) return ERR_POLICY_INVALID;
    *source_r = finish(c, "");
    return OK;
}

struct digest policy_source_digest(const struct policy_source *s) {
    struct buf out;
    buf_init(&out, SOURCE_MAX + SOURCE_FILES * 256);
    write_blob(s, &out);
    struct str blob = buf_finish(&out);
    struct digest d = crypto_digest(SUITE_INTL, blob.p, blob.n);
    buf_free(&out);
    return d;
}
