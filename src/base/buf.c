#include "base/buf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

void buf_init(struct buf *b, size_t max) {
    *b = (struct buf){.max = max};
}

void buf_free(struct buf *b) {
    if (b == NULL) return;
    free(b->p);
    *b = (struct buf){.max = b->max};
}

void buf_reset(struct buf *b) {
    b->n = 0;
    b->failed = false;
}

/* Room for n more bytes and a NUL; false when the buffer has failed. */
static bool reserve(struct buf *b, size_t n) {
    if (b->failed || n > b->max - b->n) {
        b->failed = true;
        return false;
    }
    size_t need = b->n + n + 1;
    if (need > b->cap) {
        size_t cap = b->cap < 128 ? 256 : b->cap * 2;
        if (cap < need) cap = need;
        if (cap - 1 > b->max) cap = b->max + 1;
        char *p = realloc(b->p, cap);
        BUG_IF(p == NULL); /* out of memory: see arena.h */
        b->p = p;
        b->cap = cap;
    }
    return true;
}

void buf_put(struct buf *b, const void *p, size_t n) {
    if (!reserve(b, n) || n == 0) return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void buf_puts(struct buf *b, const char *s) {
    buf_put(b, s, strlen(s));
}

void buf_putstr(struct buf *b, struct str s) {
    buf_put(b, s.p, s.n);
}

void buf_putc(struct buf *b, char c) {
    if (reserve(b, 1)) b->p[b->n++] = c;
}

void buf_printf(struct buf *b, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    BUG_IF(n < 0);
    if (!reserve(b, (size_t)n)) return;
    va_start(ap, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->n += (size_t)n;
}

void buf_int(struct buf *b, int64_t v) {
    char digits[20];
    size_t at = sizeof(digits);
    uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (v < 0) buf_putc(b, '-');
    buf_put(b, digits + at, sizeof(digits) - at);
}

/* Marks in each byte of w that may need an escape; the lowest mark is right, those above it need not be. */
static uint64_t json_marks(uint64_t w) {
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
    return (((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) &
           high;
}

size_t buf_json_plain(const char *p, size_t n) {
    size_t at = 0;
    for (; n - at >= 8; at += 8) {
        uint64_t w;
        memcpy(&w, p + at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        w = __builtin_bswap64(w);
#endif
        uint64_t marks = json_marks(w);
        if (marks) return at + (size_t)__builtin_ctzll(marks) / 8;
    }
    while (at < n && (unsigned char)p[at] >= 0x20 && p[at] != '"' && p[at] != '\\')
        at++;
    return at;
}

static void json_escaped(struct buf *b, struct str s) {
    static const char hex[] = "0123456789abcdef";
    size_t plain = 0; /* start of the run that needs no escape */
    for (size_t i = 0; (i += buf_json_plain(s.p + i, s.n - i)) < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        buf_put(b, s.p + plain, i - plain);
        plain = i + 1;
        char escape[6] = {'\\', 0, '0', '0', 0, 0};
        size_t n = 2;
        switch (c) {
        case '"': escape[1] = '"'; break;
        case '\\': escape[1] = '\\'; break;
        case '\b': escape[1] = 'b'; break;
        case '\f': escape[1] = 'f'; break;
        case '\n': escape[1] = 'n'; break;
        case '\r': escape[1] = 'r'; break;
        case '\t': escape[1] = 't'; break;
        default:
            escape[1] = 'u';
            escape[4] = hex[c >> 4];
            escape[5] = hex[c & 15];
            n = 6;
        }
        buf_put(b, escape, n);
    }
    if (s.n > plain) buf_put(b, s.p + plain, s.n - plain);
}

void buf_json_string(struct buf *b, struct str s) {
    /* Most of it needs no escape and is short: copied while it is looked at. */
    if (!reserve(b, s.n + 2)) return;
    char *to = b->p + b->n;
    size_t first = 0;
    *to++ = '"';
    for (; s.n - first >= 8; first += 8, to += 8) {
        uint64_t w;
        memcpy(&w, s.p + first, 8);
        if (json_marks(w)) break;
        memcpy(to, &w, 8);
    }
    while (first < s.n && (unsigned char)s.p[first] >= 0x20 && s.p[first] != '"' &&
           s.p[first] != '\\')
        *to++ = s.p[first++];
    b->n = (size_t)(to - b->p);
    s.p += first;
    s.n -= first;
    if (s.n > 0) json_escaped(b, s);
    buf_putc(b, '"');
}

void buf_csv_field(struct buf *b, struct str s) {
    bool formula = s.n > 0 && strchr("=+-@\t\r", s.p[0]) != NULL && s.p[0] != '\0';
    bool quote = formula;
    for (size_t i = 0; i < s.n && !quote; i++)
        quote = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
    if (!quote) {
        buf_putstr(b, s);
        return;
    }
    buf_putc(b, '"');
    if (formula) buf_putc(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') buf_putc(b, '"');
        buf_putc(b, s.p[i]);
    }
    buf_putc(b, '"');
}

void buf_html(struct buf *b, struct str s) {
    for (size_t i = 0; i < s.n; i++) {
        switch (s.p[i]) {
        case '&': buf_puts(b, "&amp;"); break;
        case '<': buf_puts(b, "&lt;"); break;
        case '>': buf_puts(b, "&gt;"); break;
        case '"': buf_puts(b, "&quot;"); break;
        case '\'': buf_puts(b, "&#39;"); break;
        default: buf_putc(b, s.p[i]);
        }
    }
}

void buf_url(struct buf *b, struct str s) {
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
            c == '-' || c == '.' || c == '_' || c == '~') {
            buf_putc(b, (char)c);
        } else {
            char coded[3] = {'%', hex[c >> 4], hex[c & 15]};
            buf_put(b, coded, 3);
        }
    }
}

void buf_hex(struct buf *b, const uint8_t *p, size_t n) {
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        char pair[2] = {hex[p[i] >> 4], hex[p[i] & 15]};
        buf_put(b, pair, 2);
    }
}

void buf_b64(struct buf *b, const uint8_t *p, size_t n) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        size_t have = n - i < 3 ? n - i : 3;
        uint32_t v = (uint32_t)p[i] << 16;
        if (have > 1) v |= (uint32_t)p[i + 1] << 8;
        if (have > 2) v |= p[i + 2];
        char quad[4] = {digits[v >> 18], digits[v >> 12 & 63], digits[v >> 6 & 63], digits[v & 63]};
        if (have < 3) quad[3] = '=';
        if (have < 2) quad[2] = '=';
        buf_put(b, quad, 4);
    }
}

struct str buf_finish(struct buf *b) {
    if (!reserve(b, 0)) return (struct str){NULL, 0};
    b->p[b->n] = '\0';
    return (struct str){b->p, b->n};
}
