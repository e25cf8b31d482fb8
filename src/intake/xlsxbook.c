#include "intake/xlsxbook.h"

#include <string.h>

#include "base/buf.h"
#include "base/num.h"

enum { SHEETS = 1024, RELATIONS = 4096, FORMATS = 4096, STYLES = 65536 };

struct xlsx_relation {
    const char *id, *type, *target;
    struct xlsx_relation *next;
};

/* --- relations --- */

struct relations {
    struct arena *arena;
    struct xlsx_part part;
    struct xlsx_relation *first;
    int count;
};

static void relation_start(void *arg, const char *name, const char **attributes) {
    struct relations *r = arg;
    if (strcmp(name, "Relationship") != 0) return;
    const char *id = xlsx_attribute(attributes, "Id");
    const char *type = xlsx_attribute(attributes, "Type");
    const char *target = xlsx_attribute(attributes, "Target");
    if (id == NULL || type == NULL || target == NULL) return;
    if (++r->count > RELATIONS) {
        xlsx_part_fail(&r->part, ERR_INTAKE_XLSX);
        return;
    }
    struct xlsx_relation *made = ARENA_NEW(r->arena, struct xlsx_relation);
    *made = (struct xlsx_relation){.id = arena_strdup(r->arena, id),
                                   .type = arena_strdup(r->arena, type),
                                   .target = arena_strdup(r->arena, target),
                                   .next = r->first};
    r->first = made;
}

/* A part that may be missing: *found_r says whether it was there. */
static enum err run_part(struct ctx *ctx, struct xlsx_book *book, const char *name,
                         struct xlsx_part *part, bool *found_r) {
    enum err e = xlsx_part_open(ctx, book->zip, name, book->limits, part);
    *found_r = e != ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND) return OK;
    if (e == OK) e = xlsx_part_run(ctx, part);
    xlsx_part_close(part);
    return e;
}

static enum err read_relations(struct ctx *ctx, struct xlsx_book *book, const char *name,
                               struct xlsx_relation **first_r) {
    struct relations *r = ARENA_NEW(book->arena, struct relations);
    r->arena = book->arena;
    r->part.start = relation_start;
    r->part.arg = r;
    bool found;
    enum err e = run_part(ctx, book, name, &r->part, &found);
    *first_r = r->first;
    return e;
}

/* By the last word of the type: the prefix differs between the two editions of the standard. */
static const struct xlsx_relation *relation_of_type(const struct xlsx_relation *r,
                                                    const char *type) {
    for (; r != NULL; r = r->next)
        if (str_ends(str_of(r->type), type)) return r;
    return NULL;
}

/* A target is meant from the folder of the part that names it, or from the root with a slash. */
static const char *resolve(struct arena *a, const char *from, const char *target) {
    if (target[0] == '/') return target + 1;
    const char *slash = strrchr(from, '/');
    int folder = slash == NULL ? 0 : (int)(slash - from) + 1;
    while (strncmp(target, "../", 3) == 0 && folder > 0) {
        target += 3;
        for (folder--; folder > 0 && from[folder - 1] != '/';)
            folder--;
    }
    return arena_printf(a, "%.*s%s", folder, from, target);
}

static const char *relations_part_of(struct arena *a, const char *part) {
    const char *slash = strrchr(part, '/');
    int folder = slash == NULL ? 0 : (int)(slash - part) + 1;
    return arena_printf(a, "%.*s_rels/%s.rels", folder, part, part + folder);
}

/* --- the workbook part --- */

struct workbook {
    struct xlsx_book *book;
    struct xlsx_part part;
    struct xlsx_sheet_entry **last;
    int count;
};

static bool is_true(const char *v) {
    return v != NULL && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0 || strcmp(v, "on") == 0);
}

static void workbook_start(void *arg, const char *name, const char **attributes) {
    struct workbook *w = arg;
    struct arena *a = w->book->arena;
    if (strcmp(name, "workbookPr") == 0) {
        w->book->epoch_1904 = is_true(xlsx_attribute(attributes, "date1904"));
    } else if (strcmp(name, "sheet") == 0) {
        const char *title = xlsx_attribute(attributes, "name");
        const char *id = xlsx_attribute(attributes, "id");
        const char *state = xlsx_attribute(attributes, "state");
        if (title == NULL || id == NULL || ++w->count > SHEETS) {
            xlsx_part_fail(&w->part, ERR_INTAKE_XLSX);
            return;
        }
        struct xlsx_sheet_entry *made = ARENA_NEW(a, struct xlsx_sheet_entry);
        made->name = arena_strdup(a, title);
        made->id = arena_strdup(a, id);
        made->hidden = state != NULL && strcmp(state, "visible") != 0;
        *w->last = made;
        w->last = &made->next;
    }
}

static enum err read_workbook(struct ctx *ctx, struct xlsx_book *book) {
    struct workbook *w = ARENA_NEW(book->arena, struct workbook);
    w->book = book;
    w->last = &book->sheets;
    w->part.start = workbook_start;
    w->part.arg = w;
    bool found;
    enum err e = run_part(ctx, book, book->path, &w->part, &found);
    if (e == OK && !found) return fail(ctx, ERR_INTAKE_XLSX, NULL);
    return e;
}

/* --- number formats --- */

struct format {
    unsigned id;
    enum xlsx_style style;
};

struct styles {
    struct arena *arena;
    struct xlsx_part part;
    struct format *formats;
    size_t formats_count;
    uint8_t *styles;
    size_t count;
    bool in_cell_formats;
};

static enum xlsx_style style_of(const struct styles *s, unsigned id) {
    for (size_t i = 0; i < s->formats_count; i++)
        if (s->formats[i].id == id) return s->formats[i].style;
    return xlsx_style_builtin(id);
}

static void styles_start(void *arg, const char *name, const char **attributes) {
    struct styles *s = arg;
    uint32_t id = 0;
    const char *number = xlsx_attribute(attributes, "numFmtId");
    if (number != NULL && !num_u32(str_of(number), UINT32_MAX, &id)) id = 0;
    if (strcmp(name, "numFmt") == 0) {
        const char *code = xlsx_attribute(attributes, "formatCode");
        if (code == NULL || s->formats_count == FORMATS) return;
        s->formats[s->formats_count++] = (struct format){id, xlsx_style_of_code(code)};
    } else if (strcmp(name, "cellXfs") == 0) {
        s->in_cell_formats = true;
    } else if (strcmp(name, "xf") == 0 && s->in_cell_formats && s->count < STYLES) {
        s->styles[s->count++] = (uint8_t)style_of(s, id);
    }
}

static void styles_end(void *arg, const char *name) {
    struct styles *s = arg;
    if (strcmp(name, "cellXfs") == 0) s->in_cell_formats = false;
}

static enum err read_styles(struct ctx *ctx, struct xlsx_book *book, const char *name) {
    struct styles *s = ARENA_NEW(book->arena, struct styles);
    s->arena = book->arena;
    s->formats = ARENA_ARRAY(book->arena, FORMATS, struct format);
    s->styles = ARENA_ARRAY(book->arena, STYLES, uint8_t);
    s->part.start = styles_start;
    s->part.end = styles_end;
    s->part.arg = s;
    bool found;
    enum err e = run_part(ctx, book, name, &s->part, &found);
    book->styles = s->styles;
    book->styles_count = s->count;
    return e;
}

/* --- shared strings --- */

struct strings {
    struct ctx *ctx;
    struct xlsx_book *book;
    struct xlsx_part part;
    struct buf text;
    bool in_text;
    int phonetic; /* depth inside <rPh>: how to read it, not what it says */
    enum err failed;
};

static void strings_start(void *arg, const char *name, const char **attributes) {
    struct strings *s = arg;
    (void)attributes;
    if (strcmp(name, "si") == 0)
        buf_reset(&s->text);
    else if (strcmp(name, "rPh") == 0)
        s->phonetic++;
    else if (strcmp(name, "t") == 0)
        s->in_text = s->phonetic == 0;
}

static void strings_keep(struct strings *s) {
    struct xlsx_book *book = s->book;
    if (++book->strings_count > book->limits->strings) {
        xlsx_part_fail(&s->part, ERR_INTAKE_ZIP_BOMB);
        return;
    }
    int64_t begin = spill_size(book->strings), at;
    /* A string longer than any cell may be is kept as far as the cell will show that it is. */
    size_t n = s->text.n;
    enum err e = spill_add(s->ctx, book->index, &begin, sizeof(begin), &at);
    if (e == OK) e = spill_add(s->ctx, book->strings, n == 0 ? "" : s->text.p, n, &at);
    if (e != OK) xlsx_part_fail(&s->part, e);
}

static void strings_end(void *arg, const char *name) {
    struct strings *s = arg;
    if (strcmp(name, "t") == 0)
        s->in_text = false;
    else if (strcmp(name, "rPh") == 0)
        s->phonetic--;
    else if (strcmp(name, "si") == 0)
        strings_keep(s);
}

static void strings_text(void *arg, const char *p, int n) {
    struct strings *s = arg;
    if (s->in_text) xlsx_put_text(&s->text, p, n);
}

static enum err read_strings(struct ctx *ctx, struct xlsx_book *book, const char *name) {
    struct strings *s = ARENA_NEW(book->arena, struct strings);
    s->ctx = ctx;
    s->book = book;
    buf_init(&s->text, book->limits->cell_bytes + 8); /* longer than any cell may be */
    s->part.start = strings_start;
    s->part.end = strings_end;
    s->part.text = strings_text;
    s->part.arg = s;
    bool found;
    enum err e = run_part(ctx, book, name, &s->part, &found);
    buf_free(&s->text);
    int64_t end = spill_size(book->strings), at;
    if (e == OK) e = spill_add(ctx, book->index, &end, sizeof(end), &at);
    return e;
}

enum err xlsx_book_string(struct ctx *ctx, struct xlsx_book *book, int64_t number, struct buf *out,
                          bool *found_r) {
    *found_r = number >= 0 && number < book->strings_count;
    if (!*found_r) return OK;
    int64_t range[2];
    enum err e =
        spill_read(ctx, book->index, number * (int64_t)sizeof(int64_t), range, sizeof(range));
    char chunk[4096];
    for (int64_t at = range[0]; e == OK && at < range[1];) {
        size_t n = range[1] - at < (int64_t)sizeof(chunk) ? (size_t)(range[1] - at) : sizeof(chunk);
        e = spill_read(ctx, book->strings, at, chunk, n);
        if (e == OK) buf_put(out, chunk, n);
        at += (int64_t)n;
    }
    return e;
}

/* --- all together --- */

enum err xlsx_book_open(struct ctx *ctx, const struct reader_input *in, struct xlsx_book *book) {
    *book = (struct xlsx_book){.arena = in->arena, .limits = &in->limits};
    book->strings = spill_new(in->arena, in->options->tmp_dir, in->limits.strings_memory);
    book->index = spill_new(in->arena, in->options->tmp_dir, in->limits.strings_memory / 4);
    enum err e = xlsx_zip_open(ctx, in, &book->zip);
    if (e != OK) return e;
    struct xlsx_relation *root;
    if ((e = read_relations(ctx, book, "_rels/.rels", &root)) != OK) return e;
    const struct xlsx_relation *r = relation_of_type(root, "/officeDocument");
    if (r == NULL)
        return fail(ctx, ERR_INTAKE_FORMAT,
                    "这是压缩文件，但不是 .xlsx，请上传 .xlsx、.csv 或 .jsonl 文件");
    book->path = resolve(book->arena, "", r->target);
    if (str_ends(str_of(book->path), ".bin"))
        return fail(ctx, ERR_INTAKE_FORMAT, "不支持 .xlsb 文件，请另存为 .xlsx 后重新上传");
    e = read_relations(ctx, book, relations_part_of(book->arena, book->path), &book->relations);
    if (e == OK) e = read_workbook(ctx, book);
    if (e == OK && (r = relation_of_type(book->relations, "/styles")) != NULL)
        e = read_styles(ctx, book, resolve(book->arena, book->path, r->target));
    if (e == OK && (r = relation_of_type(book->relations, "/sharedStrings")) != NULL)
        e = read_strings(ctx, book, resolve(book->arena, book->path, r->target));
    return e;
}

void xlsx_book_close(struct xlsx_book *book) {
    if (book->zip != NULL) zip_discard(book->zip);
    book->zip = NULL;
    spill_free(book->strings);
    spill_free(book->index);
}

const char *xlsx_book_sheet_part(const struct xlsx_book *book, const struct xlsx_sheet_entry *s) {
    for (const struct xlsx_relation *r = book->relations; r != NULL; r = r->next)
        if (strcmp(r->id, s->id) == 0 && str_ends(str_of(r->type), "/worksheet"))
            return resolve(book->arena, book->path, r->target);
    return NULL;
}
