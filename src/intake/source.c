/* What is common to all formats: which format it is, where the head stands, which rows are data. */
#include "intake/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/num.h"
#include "intake/encoding.h"
#include "intake/headmap.h"
#include "intake/reader.h"
#include "intake/template.h"
#include "intake/xlsxcell.h"

enum { HEAD_ROWS = 20, FIRST_BYTES = 4096 };

struct source {
    struct arena *arena;
    struct source_options options;
    struct reader_input input;
    struct reader reader;
    bool open; /* the reader is */
    int own_fd;
    struct source_info info;
    struct source_head head;
    struct source_row row;
    struct cell *padded; /* rows shorter than the head */
    bool help_possible;  /* the next row is the first below the head */
    bool ended;
};

/* --- the format --- */

/* OLE compound file: an old .xls, or a new one with a password. Its directory, whose place the
 * header tells, names the streams in UTF-16. */
static enum err refuse_ole(struct ctx *ctx, int fd, const unsigned char *head, size_t n) {
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    char directory[FIRST_BYTES];
    size_t got = 0;
    if (n >= 52) {
        unsigned shift = head[30] == 12 ? 12 : 9;
        uint32_t sector = (uint32_t)head[48] | (uint32_t)head[49] << 8 | (uint32_t)head[50] << 16 |
                          (uint32_t)head[51] << 24;
        enum err e = reader_pread(ctx, fd, directory, sizeof(directory),
                                  ((int64_t)sector + 1) << shift, &got);
        if (e != OK) return e;
    }
    struct str all = {directory, got};
    bool encrypted = str_find_str(all, (struct str){name, sizeof(name)}) != SIZE_MAX;
    return fail(ctx, encrypted ? ERR_INTAKE_ENCRYPTED : ERR_INTAKE_XLS, NULL);
}

static const char *after_blanks(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n' || *p == '\0'))
        p++;
    return p;
}

static bool begins(struct str s, const char *what) {
    size_t n = strlen(what);
    if (s.n < n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
        if (c != what[i]) return false;
    }
    return true;
}

/* What the first bytes are; refuses what is none of ours and says what to do. */
static enum err find_format(struct ctx *ctx, int fd, enum source_format *format_r) {
    char head[FIRST_BYTES];
    size_t n, skip;
    enum err e = reader_pread(ctx, fd, head, sizeof(head), 0, &n);
    if (e != OK) return e;
    if (n == 0) return fail(ctx, ERR_INTAKE_EMPTY, NULL);
    struct str start = {head, n};
    if (n >= 8 && memcmp(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
        return refuse_ole(ctx, fd, (const unsigned char *)head, n);
    if (begins(start, "pk\3\4") || begins(start, "pk\5\6")) {
        *format_r = SOURCE_XLSX;
        return OK;
    }
    if (begins(start, "%pdf") || begins(start, "rar!") || begins(start, "7z\xbc\xaf") ||
        begins(start, "\x1f\x8b"))
        return fail(ctx, ERR_INTAKE_FORMAT, NULL);
    encoding_bom(start, &skip);
    const char *p = after_blanks(head + skip, head + n);
    struct str text = {p, (size_t)(head + n - p)};
    if (begins(text, "<html") || begins(text, "<!doctype") || begins(text, "<table") ||
        begins(text, "<?xml"))
        return fail(ctx, ERR_INTAKE_FORMAT,
                    "这是网页或 XML 格式的文件，请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传");
    if (begins(text, "["))
        return fail(ctx, ERR_INTAKE_FORMAT,
                    "这是 JSON 数组，请改为 JSON Lines：每行一个对象，行间不加逗号");
    *format_r = begins(text, "{") ? SOURCE_JSONL : SOURCE_CSV;
    return OK;
}

/* --- the head --- */

static size_t filled(const struct record *r) {
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++)
        n += r->cells[i].text.n > 0;
    return n;
}

static bool knows_name(struct arena *a, const struct source_options *o, struct str name) {
    const char *folded = head_fold(a, name);
    for (size_t i = 0; i < o->fields_count; i++)
        if (head_is_of(a, folded, &o->fields[i])) return true;
    return false;
}

static size_t known_names(const struct source *s, const struct record *r) {
    size_t known = 0;
    for (size_t i = 0; i < r->count; i++) {
        if (r->cells[i].text.n == 0 || r->cells[i].text.n > 600) continue;
        struct arena_mark m = arena_mark(s->arena);
        known += knows_name(s->arena, &s->options, r->cells[i].text);
        arena_release(s->arena, m);
    }
    return known;
}

static void keep_head(struct source *s, const struct record *r) {
    size_t count = r->count;
    while (count > 0 && r->cells[count - 1].text.n == 0 && r->cells[count - 1].flags == 0)
        count--;
    for (size_t i = 0; i < count; i++) {
        struct str name = r->cells[i].text;
        s->input.names[i] = (struct str){arena_str(s->arena, name), name.n};
        s->input.name_flags[i] = r->cells[i].flags;
    }
    s->head.count = count;
    s->head.row = r->number;
    s->help_possible = true;
}

static enum err check_head(struct ctx *ctx, const struct source *s, const struct record *r) {
    if (r->flags & ROW_TOO_LONG)
        return fail(ctx, ERR_INTAKE_COLUMNS, "文件的列数超过%u列", s->input.limits.columns);
    return OK;
}

/* Goes back and reads up to the row again. */
static enum err read_row_again(struct ctx *ctx, struct source *s, int64_t number,
                               struct record *r) {
    enum err e = s->reader.rewind(ctx, s->reader.self);
    do {
        if (e == OK) e = s->reader.next(ctx, s->reader.self, r);
    } while (e == OK && !r->end && r->number < number);
    if (e == OK && (r->end || r->number != number)) return fail(ctx, ERR_IO, NULL);
    return e;
}

/* The row of the first twenty that knows most names; one where half of the cells are known names is
 * taken at once. Without names, or when none is known: the first row with two cells or more. */
static enum err find_head(struct ctx *ctx, struct source *s) {
    int64_t best = 0, wide = 0, first = 0;
    size_t best_known = 0;
    struct record r;
    for (int i = 0; i < HEAD_ROWS;) {
        enum err e = s->reader.next(ctx, s->reader.self, &r);
        if (e != OK) return e;
        if (r.end) break;
        size_t n = filled(&r);
        if (n == 0) continue;
        i++;
        if (first == 0) first = r.number;
        if (wide == 0 && n >= 2) wide = r.number;
        if (s->options.fields_count == 0 && wide != 0) break;
        size_t known = known_names(s, &r);
        if (known > best_known) {
            best_known = known;
            best = r.number;
        }
        if (known > 0 && known * 2 >= n) break;
    }
    int64_t number = best != 0 ? best : wide != 0 ? wide : first;
    if (number == 0) return fail(ctx, ERR_INTAKE_EMPTY, NULL);
    enum err e = r.end || r.number != number ? read_row_again(ctx, s, number, &r) : OK;
    if (e == OK) e = check_head(ctx, s, &r);
    if (e == OK) keep_head(s, &r);
    return e;
}

/* --- opening and closing --- */

static enum err open_reader(struct ctx *ctx, struct source *s) {
    enum source_format format = SOURCE_AUTO;
    enum err e = find_format(ctx, s->input.fd, &format);
    if (e != OK) return e;
    enum source_format asked = s->options.format;
    if (asked != SOURCE_AUTO && asked != format) {
        /* Text is what it is said to be; an archive is never text. */
        if (asked == SOURCE_XLSX || format == SOURCE_XLSX)
            return fail(ctx, ERR_INTAKE_FORMAT, "文件内容不是所选的%s格式",
                        source_format_text(asked));
        format = asked;
    }
    s->info.format = format;
    switch (format) {
    case SOURCE_XLSX: e = xlsx_open(ctx, &s->input, &s->reader); break;
    case SOURCE_JSONL: e = jsonl_open(ctx, &s->input, &s->reader); break;
    default: e = csv_open(ctx, &s->input, &s->reader); break;
    }
    s->open = e == OK;
    if (e != OK) return e;
    if (format != SOURCE_JSONL) return find_head(ctx, s);
    for (size_t i = 0; i < s->options.columns_count && i < s->input.limits.columns; i++) {
        struct str name = s->options.columns[i];
        s->input.names[i] = (struct str){arena_str(s->arena, name), name.n};
        s->head.count++;
    }
    return OK;
}

static enum err open_any(struct ctx *ctx, int fd, int own_fd, const struct source_options *options,
                         struct source **src_r) {
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        if (own_fd >= 0) close(own_fd);
        return fail(ctx, ERR_IO, NULL);
    }
    struct arena *arena = arena_new();
    struct source *s = ARENA_NEW(arena, struct source);
    s->arena = arena;
    s->own_fd = own_fd;
    if (options != NULL) s->options = *options;
    if (s->options.limits.columns == 0) s->options.limits = SOURCE_LIMITS_DEFAULT;
    struct source_limits limits = s->options.limits;
    s->info.bytes = st.st_size;
    s->input = (struct reader_input){.fd = fd,
                                     .bytes = st.st_size,
                                     .options = &s->options,
                                     .limits = limits,
                                     .arena = arena,
                                     .info = &s->info,
                                     .head = &s->head};
    s->input.names = ARENA_ARRAY(arena, limits.columns, struct str);
    s->input.name_flags = ARENA_ARRAY(arena, limits.columns, uint32_t);
    s->padded = ARENA_ARRAY(arena, limits.columns, struct cell);
    s->head.names = s->input.names;
    s->head.flags = s->input.name_flags;
    enum err e = st.st_size > limits.file_bytes
                     ? fail(ctx, ERR_INTAKE_FILE_SIZE, "文件超过%lld兆字节，请拆分后上传",
                            (long long)(limits.file_bytes >> 20))
                     : open_reader(ctx, s);
    if (e != OK)
        source_close(&s);
    else
        *src_r = s;
    return e;
}

enum err source_open_fd(struct ctx *ctx, int fd, const struct source_options *options,
                        struct source **src_r) {
    return open_any(ctx, fd, -1, options, src_r);
}

enum err source_open(struct ctx *ctx, const char *path, const struct source_options *options,
                     struct source **src_r) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(ctx, errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO, NULL);
    return open_any(ctx, fd, fd, options, src_r);
}

void source_close(struct source **src) {
    if (src == NULL || *src == NULL) return;
    struct source *s = *src;
    if (s->open) s->reader.close(s->reader.self);
    if (s->own_fd >= 0) close(s->own_fd);
    struct arena *arena = s->arena;
    arena_free(&arena);
    *src = NULL;
}

const struct source_head *source_head(const struct source *src) {
    return &src->head;
}

const struct source_info *source_info(const struct source *src) {
    return &src->info;
}

/* --- rows --- */

static bool is_help(const struct record *r) {
    for (size_t i = 0; i < r->count; i++)
        if (r->cells[i].text.n > 0 && !template_is_help(r->cells[i].text)) return false;
    return true;
}

/* Words with which the text under a table begins. */
static bool is_tail(const struct source *s, const struct record *r, size_t n) {
    static const char *const words[] = {
        "表格说明", "填表说明", "填报说明", "填写说明",   "说明：",   "说明:",
        "备注：",   "备注:",    "注：",     "注:",        "制表人",   "填表人",
        "填报人：", "填报人:",  "制表单位", "填报单位：", "填报单位:"};
    if (n > 2 && n * 2 >= s->head.count) return false;
    size_t i = 0;
    while (r->cells[i].text.n == 0)
        i++;
    for (size_t w = 0; w < GX_COUNT(words); w++)
        if (str_starts(r->cells[i].text, words[w])) return true;
    return false;
}

/* Whether the record is a row to deliver; sets flags that come from its place. */
static bool is_row(struct source *s, struct record *r) {
    size_t n = filled(r);
    bool broken = (r->flags & (ROW_BROKEN | ROW_CUT_OFF)) != 0;
    if (n == 0 && !broken && !(r->flags & ROW_TOO_LONG)) {
        bool flagged = false; /* a formula without a result is content of a kind */
        for (size_t i = 0; i < r->count; i++)
            flagged = flagged || (r->cells[i].flags & ~(uint32_t)CELL_NULL) != 0;
        if (!flagged) return false;
    }
    if (s->info.format == SOURCE_JSONL || n == 0) return true;
    bool help = s->help_possible && is_help(r);
    s->help_possible = false;
    if (help) return false;
    if (s->info.tail_row != 0) {
        r->flags |= ROW_AFTER_TAIL;
        return n >= 2 && n * 2 >= s->head.count;
    }
    if (!broken && is_tail(s, r, n)) {
        s->info.tail_row = r->number;
        return false;
    }
    return true;
}

/* As many cells as the head has columns. */
static void fit(struct source *s, struct record *r) {
    size_t count = s->head.count;
    for (size_t i = count; i < r->count; i++)
        if (r->cells[i].text.n > 0) r->flags |= ROW_EXTRA_CELLS;
    const struct cell *cells = r->cells;
    if (r->count < count) {
        if (r->count > 0) memcpy(s->padded, r->cells, r->count * sizeof(struct cell));
        for (size_t i = r->count; i < count; i++)
            s->padded[i] = (struct cell){.text = {"", 0}};
        cells = s->padded;
    }
    s->row = (struct source_row){.number = r->number,
                                 .line = r->line,
                                 .offset = r->offset,
                                 .bytes = r->bytes,
                                 .flags = r->flags,
                                 .count = count,
                                 .cells = cells};
}

enum err source_next(struct ctx *ctx, struct source *s, const struct source_row **row_r) {
    *row_r = NULL;
    while (!s->ended) {
        struct record r;
        enum err e = s->reader.next(ctx, s->reader.self, &r);
        s->ended = e != OK || r.end;
        if (e != OK) return e;
        if (r.end || !is_row(s, &r)) continue;
        if (s->info.rows == s->input.limits.rows) {
            s->ended = true;
            return fail(ctx, ERR_INTAKE_ROWS, "文件超过%lld行，请拆分后上传",
                        (long long)s->input.limits.rows);
        }
        s->info.rows++;
        fit(s, &r);
        /* A text file that ends without a line end in a row that is too short was cut off. */
        if (s->info.format == SOURCE_CSV && r.offset >= 0 && r.count < s->head.count &&
            r.offset + r.bytes == s->info.bytes && !(r.flags & ROW_CUT_OFF)) {
            char last;
            size_t got;
            e = reader_pread(ctx, s->input.fd, &last, 1, s->info.bytes - 1, &got);
            if (e != OK) return e;
            if (got == 1 && last != '\n' && last != '\r') s->row.flags |= ROW_CUT_OFF;
        }
        *row_r = &s->row;
        return OK;
    }
    return OK;
}

/* --- what flags mean --- */

size_t cell_flaws(const struct cell *c, const struct fieldspec *field,
                  enum flaw_code out_r[CELL_FLAWS_MAX]) {
    static const struct {
        uint32_t flag;
        enum flaw_code code;
    } always[] = {
        {CELL_BAD_ENCODING, FLAW_CELL_ENCODING}, {CELL_NUL, FLAW_CELL_NUL},
        {CELL_CONTROL, FLAW_CELL_CONTROL},       {CELL_TOO_LONG, FLAW_CELL_TOO_LONG},
        {CELL_BAD_QUOTES, FLAW_CELL_QUOTES},     {CELL_ERROR, FLAW_CELL_ERROR},
        {CELL_NO_VALUE, FLAW_CELL_NO_VALUE},     {CELL_BAD_SERIAL, FLAW_CELL_BAD_SERIAL},
        {CELL_NESTED, FLAW_CELL_NESTED},         {CELL_TWICE, FLAW_CELL_TWICE},
        {CELL_BOOLEAN, FLAW_CELL_BOOLEAN},
    };
    size_t n = 0;
    if (c->flags == 0 || field == NULL) return 0;
    for (size_t i = 0; i < GX_COUNT(always) && n < CELL_FLAWS_MAX - 2; i++)
        if (c->flags & always[i].flag) out_r[n++] = always[i].code;
    bool text = field->type == FIELD_TEXT || field->type == FIELD_NUMBER;
    if (text && (c->flags & CELL_DATE_SERIAL))
        out_r[n++] = FLAW_CELL_DATE;
    else if (text && (c->flags & CELL_IMPRECISE))
        out_r[n++] = FLAW_CELL_FLOAT;
    else if (field->type == FIELD_NUMBER && (c->flags & CELL_FLOAT))
        out_r[n++] = FLAW_CELL_NUMBER;
    if ((c->flags & CELL_FORMULA) && !(c->flags & (CELL_NO_VALUE | CELL_ERROR)))
        out_r[n++] = FLAW_CELL_FORMULA;
    return n;
}

size_t row_flaws(const struct source_row *r, enum flaw_code out_r[CELL_FLAWS_MAX]) {
    static const struct {
        uint32_t flag;
        enum flaw_code code;
    } all[] = {
        {ROW_BROKEN, FLAW_ROW_BROKEN},           {ROW_CUT_OFF, FLAW_ROW_CUT_OFF},
        {ROW_EXTRA_CELLS, FLAW_ROW_EXTRA_CELLS}, {ROW_AFTER_TAIL, FLAW_ROW_AFTER_TAIL},
        {ROW_TOO_LONG, FLAW_ROW_TOO_LONG},
    };
    size_t n = 0;
    for (size_t i = 0; i < GX_COUNT(all); i++)
        if (r->flags & all[i].flag) out_r[n++] = all[i].code;
    return n;
}

/* Years of two digits are told apart from other mistakes: they are what departments ask about. */
static enum flaw_code why_no_date(struct str s) {
    size_t parts[3] = {0}, part = 0, i = 0;
    for (; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= '0' && c <= '9') {
            parts[part]++;
            continue;
        }
        if (parts[part] == 0 || part == 2) break;
        part++;
        if (c >= 0x80) i += 2; /* 年, 月 */
    }
    if (i < s.n && !str_is((struct str){s.p + i, s.n - i}, "日")) return FLAW_DATE_FORM;
    if (part == 2 && parts[0] <= 2 && parts[1] <= 2 && parts[2] <= 2 && parts[2] > 0)
        return FLAW_DATE_SHORT_YEAR;
    bool shaped = (part == 2 && parts[0] == 4 && parts[1] <= 2 && parts[2] > 0 && parts[2] <= 2) ||
                  (part == 0 && parts[0] == 8 && s.n == 8);
    return shaped ? FLAW_DATE_NONE_SUCH : FLAW_DATE_FORM;
}

enum flaw_code cell_date(const struct cell *c, bool epoch_1904, struct date *date_r) {
    struct str s = c->text;
    int64_t serial;
    if ((c->flags & CELL_FLOAT) && s.n <= 7 && num_i64(s, 1, 9999999, &serial))
        return xlsx_serial_date(serial, epoch_1904, date_r) ? FLAW_NONE : FLAW_DATE_FORM;
    size_t blank = str_find(s, ' ');
    /* A time of day behind a date says nothing about the day. */
    if (blank != SIZE_MAX && s.n - blank >= 5 && str_find(s, ':') != SIZE_MAX) s.n = blank;
    if (!(c->flags & CELL_IMPRECISE) && date_parse_lenient(s, date_r)) return FLAW_NONE;
    return why_no_date(s);
}

const char *source_format_text(enum source_format f) {
    static const char *const names[] = {"自动", "CSV", "XLSX", "JSON Lines"};
    return names[f];
}

const char *source_encoding_text(enum source_encoding e) {
    static const char *const names[] = {"",         "ASCII",    "UTF-8",  "UTF-8 BOM",
                                        "UTF-16LE", "UTF-16BE", "GB18030"};
    return names[e];
}
