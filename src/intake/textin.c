#include "intake/textin.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/utf8.h"

enum { CHUNK = 128 << 10, SAMPLE = 64 << 10, LIGATURE = 16 };

enum err reader_pread(struct ctx *ctx, int fd, void *p, size_t n, int64_t at, size_t *got_r) {
    ssize_t got;
    do {
        got = pread(fd, p, n, (off_t)at);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return fail(ctx, ERR_IO, NULL);
    *got_r = (size_t)got;
    return OK;
}

/* UTF-16 of p into out (room for 3 bytes a unit); returns the bytes of p consumed. A pair that is
 * cut stays unless `last`. */
static size_t from_utf16(const unsigned char *p, size_t n, bool big, bool last, char *out,
                         size_t *out_n) {
    size_t at = 0;
    char *to = out;
    while (n - at >= 2) {
        uint32_t unit = big ? (uint32_t)p[at] << 8 | p[at + 1] : (uint32_t)p[at + 1] << 8 | p[at];
        int32_t cp = (int32_t)unit;
        size_t step = 2;
        if (unit >= 0xd800 && unit <= 0xdbff) {
            if (n - at < 4 && !last) break;
            uint32_t low = 0;
            if (n - at >= 4)
                low = big ? (uint32_t)p[at + 2] << 8 | p[at + 3]
                          : (uint32_t)p[at + 3] << 8 | p[at + 2];
            if (low >= 0xdc00 && low <= 0xdfff) {
                cp = (int32_t)(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
                step = 4;
            } else {
                cp = 0xfffd;
            }
        } else if (unit >= 0xdc00 && unit <= 0xdfff) {
            cp = 0xfffd;
        }
        to += utf8_put(cp, to);
        at += step;
    }
    if (last && at < n) { /* half a character at the end */
        to += utf8_put(0xfffd, to);
        at = n;
    }
    *out_n = (size_t)(to - out);
    return at;
}

static bool is_utf16(const struct textin *t) {
    return t->encoding == ENCODING_UTF16LE || t->encoding == ENCODING_UTF16BE;
}

/* Makes room for a chunk behind the window: moves it to the front, or doubles the buffer. */
static void make_room(struct textin *t, size_t need) {
    if (t->cap - t->end >= need) return;
    size_t n = t->end - t->start;
    if (n + need <= t->cap && t->start > 0) {
        memmove(t->buf, t->buf + t->start, n);
    } else {
        size_t cap = t->cap == 0 ? 2 * (size_t)CHUNK : t->cap;
        while (cap - n < need)
            cap *= 2;
        char *bigger = arena_alloc(t->in->arena, cap);
        if (n > 0) memcpy(bigger, t->buf + t->start, n);
        t->buf = bigger;
        t->cap = cap;
    }
    t->start = 0;
    t->end = n;
}

static enum err read_utf16(struct ctx *ctx, struct textin *t) {
    if (t->raw == NULL) t->raw = arena_alloc(t->in->arena, CHUNK);
    memcpy(t->raw, t->carry, t->carry_n);
    size_t got;
    enum err e = reader_pread(ctx, t->in->fd, t->raw + t->carry_n, CHUNK - t->carry_n, t->at, &got);
    if (e != OK) return e;
    t->at += (int64_t)got;
    t->eof = got == 0;
    size_t have = t->carry_n + got, made;
    make_room(t, have / 2 * 3 + 8);
    size_t used =
        from_utf16(t->raw, have, t->encoding == ENCODING_UTF16BE, t->eof, t->buf + t->end, &made);
    t->end += made;
    t->carry_n = have - used;
    memcpy(t->carry, t->raw + used, t->carry_n);
    return OK;
}

enum err textin_more(struct ctx *ctx, struct textin *t, bool *full_r) {
    *full_r = false;
    if (t->eof) return OK;
    if (t->end - t->start >= t->in->limits.record_bytes) {
        *full_r = true;
        return OK;
    }
    if (is_utf16(t)) return read_utf16(ctx, t);
    make_room(t, CHUNK);
    size_t got;
    enum err e = reader_pread(ctx, t->in->fd, t->buf + t->end, CHUNK, t->at, &got);
    if (e != OK) return e;
    t->at += (int64_t)got;
    t->end += got;
    t->eof = got == 0;
    return OK;
}

void textin_take(struct textin *t, size_t n) {
    BUG_IF(n > t->end - t->start);
    t->start += n;
    t->base += (int64_t)n;
}

static enum err use_gb18030(struct ctx *ctx, struct textin *t) {
    if (t->gb == NULL) t->gb = gb18030_new(t->in->arena);
    return t->gb == NULL ? fail(ctx, ERR_INTAKE_ENCODING, "本机缺少 GB18030 转换，请另存为 UTF-8")
                         : OK;
}

enum err textin_open(struct ctx *ctx, struct textin *t, const struct reader_input *in) {
    *t = (struct textin){.in = in};
    bool full;
    size_t skip;
    make_room(t, CHUNK);
    enum err e = reader_pread(ctx, in->fd, t->buf, 4, 0, &t->end);
    if (e != OK) return e;
    t->encoding = encoding_bom((struct str){t->buf, t->end}, &skip);
    t->in->info->encoding = t->encoding;
    t->at = (int64_t)skip;
    t->base = (int64_t)skip;
    t->end = 0;
    e = textin_more(ctx, t, &full);
    if (e != OK) return e;
    if (t->encoding == ENCODING_GB18030) return use_gb18030(ctx, t);
    if (t->encoding != ENCODING_NONE) return OK;
    size_t n = t->end < SAMPLE ? t->end : SAMPLE;
    t->encoding = encoding_guess((struct str){t->buf, n});
    if (t->encoding == ENCODING_NONE) return fail(ctx, ERR_INTAKE_ENCODING, NULL);
    t->in->info->encoding = t->encoding;
    return t->encoding == ENCODING_GB18030 ? use_gb18030(ctx, t) : OK;
}

enum err textin_rewind(struct ctx *ctx, struct textin *t) {
    struct gb18030 *gb = t->gb;
    const struct reader_input *in = t->in;
    struct textin fresh = {.buf = t->buf,
                           .cap = t->cap,
                           .raw = t->raw,
                           .scratch = t->scratch,
                           .scratch_cap = t->scratch_cap,
                           .in = in,
                           .gb = gb,
                           .encoding = t->encoding};
    char start[4];
    size_t got, skip;
    enum err e = reader_pread(ctx, in->fd, start, sizeof(start), 0, &got);
    if (e != OK) return e;
    encoding_bom((struct str){start, got}, &skip);
    fresh.at = fresh.base = (int64_t)skip;
    *t = fresh;
    return OK;
}

void textin_close(struct textin *t) {
    gb18030_free(t->gb);
    t->gb = NULL;
}

/* Each cell may grow threefold (one bad byte becomes three), and has a few bytes of slack. */
void textin_begin(struct textin *t, size_t record_bytes) {
    size_t need = 4 * record_bytes + (size_t)LIGATURE * (t->in->limits.columns + 2);
    if (need > t->scratch_cap) {
        size_t cap = t->scratch_cap == 0 ? 64u << 10 : t->scratch_cap;
        while (cap < need)
            cap *= 2;
        t->scratch = arena_alloc(t->in->arena, cap);
        t->scratch_cap = cap;
    }
    t->scratch_n = 0;
}

char *textin_room(struct textin *t) {
    return t->scratch + t->scratch_n;
}

void textin_use(struct textin *t, size_t n) {
    t->scratch_n += n;
    BUG_IF(t->scratch_n > t->scratch_cap);
}

static struct str convert(struct textin *t, struct str raw, uint32_t *flags) {
    char *room = textin_room(t);
    bool bad = false;
    size_t n;
    if (t->encoding == ENCODING_GB18030 && !encoding_is_utf8_inside(raw)) {
        n = gb18030_to_utf8(t->gb, raw, room, &bad);
    } else {
        /* Honest about mixed files: text that fits, but not this file's encoding, is damage. */
        bad = t->encoding == ENCODING_GB18030;
        struct str marker = STR_LIT("\xef\xbf\xbd");
        if (!bad && utf8_valid(raw, NULL) && str_find_str(raw, marker) == SIZE_MAX) return raw;
        n = utf8_repair(raw, room, &bad);
    }
    if (bad) *flags |= CELL_BAD_ENCODING;
    textin_use(t, n);
    return (struct str){room, n};
}

/* Takes out NUL and other controls that are no white space; in place when s is in the scratch. */
static struct str clean(struct textin *t, struct str s, uint32_t *flags) {
    bool own = s.p >= t->scratch && s.p < t->scratch + t->scratch_n;
    char *room = own ? t->scratch + (s.p - t->scratch) : textin_room(t);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == 0)
            *flags |= CELL_NUL;
        else if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
            *flags |= CELL_CONTROL;
        else
            room[n++] = (char)c;
    }
    if (!own) textin_use(t, n);
    return (struct str){room, n};
}

/* Before a character's first byte. */
static struct str cut(struct textin *t, struct str s, uint32_t *flags) {
    size_t n = t->in->limits.cell_bytes;
    if (s.n <= n) return s;
    *flags |= CELL_TOO_LONG;
    while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return (struct str){s.p, n};
}

enum err textin_settle(struct ctx *ctx, struct textin *t) {
    if (t->encoding != ENCODING_ASCII) return OK;
    size_t n = t->end - t->start;
    t->encoding = encoding_guess((struct str){t->buf + t->start, n < SAMPLE ? n : SAMPLE});
    /* What has been read so far is UTF-8 too; the cell that does not fit will tell its damage. */
    if (t->encoding != ENCODING_GB18030) t->encoding = ENCODING_UTF8;
    t->in->info->encoding = t->encoding;
    return t->encoding == ENCODING_GB18030 ? use_gb18030(ctx, t) : OK;
}

enum err textin_cell(struct ctx *ctx, struct textin *t, struct str raw, bool has_high,
                     bool has_control, struct cell *cell) {
    struct str s = raw;
    if (has_high) {
        enum err e = textin_settle(ctx, t);
        if (e != OK) return e;
        s = convert(t, s, &cell->flags);
    }
    if (has_control) s = clean(t, s, &cell->flags);
    s = cut(t, s, &cell->flags);
    bool plain =
        s.n > 0 && (unsigned char)(s.p[0] - '!') < 94 && (unsigned char)(s.p[s.n - 1] - '!') < 94;
    cell->text = s.n == 0 || plain ? s : str_trim(s);
    return OK;
}
