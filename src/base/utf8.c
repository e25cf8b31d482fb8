#include "base/utf8.h"

#include <string.h>

/* Length of the well-formed sequence at the start of s and its code point; 0 when there is none.
 * The table of the Unicode Standard (3-7): only the second byte has ranges that depend on the
 * first. */
static size_t decode(struct str s, int32_t *cp_r) {
    if (s.n == 0) return 0;
    const unsigned char *p = (const unsigned char *)s.p;
    unsigned char first = p[0];
    if (first < 0x80) {
        *cp_r = first;
        return 1;
    }
    size_t n;
    unsigned char low = 0x80, high = 0xbf;
    int32_t cp;
    if (first >= 0xc2 && first <= 0xdf) {
        n = 2;
        cp = first & 0x1f;
    } else if (first >= 0xe0 && first <= 0xef) {
        n = 3;
        cp = first & 0x0f;
        if (first == 0xe0) low = 0xa0;
        if (first == 0xed) high = 0x9f;
    } else if (first >= 0xf0 && first <= 0xf4) {
        n = 4;
        cp = first & 0x07;
        if (first == 0xf0) low = 0x90;
        if (first == 0xf4) high = 0x8f;
    } else {
        return 0;
    }
    if (s.n < n || p[1] < low || p[1] > high) return 0;
    cp = cp << 6 | (p[1] & 0x3f);
    for (size_t i = 2; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80) return 0;
        cp = cp << 6 | (p[i] & 0x3f);
    }
    *cp_r = cp;
    return n;
}

/* Most of our text is ASCII and Chinese: what needs no ranges of the table goes quickly. */
static size_t common(const unsigned char *p, size_t n) {
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    size_t at = 0;
    for (;;) {
        for (uint64_t w; n - at >= 8; at += 8) {
            memcpy(&w, p + at, 8);
            if ((w | (w - ones)) & high) break; /* not ASCII, or a NUL */
        }
        while (at < n && p[at] < 0x80 && p[at] != 0)
            at++;
        if (n - at < 3 || p[at] < 0xe1 || p[at] > 0xec) return at;
        if ((p[at + 1] & 0xc0) != 0x80 || (p[at + 2] & 0xc0) != 0x80) return at;
        at += 3;
    }
}

bool utf8_valid(struct str s, size_t *at_r) {
    for (size_t at = 0; (at += common((const unsigned char *)s.p + at, s.n - at)) < s.n;) {
        int32_t cp;
        size_t n = decode((struct str){s.p + at, s.n - at}, &cp);
        if (n == 0 || cp == 0) {
            if (at_r != NULL) *at_r = at;
            return false;
        }
        at += n;
    }
    return true;
}

size_t utf8_count(struct str s) {
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return count;
}

int32_t utf8_next(struct str *s) {
    int32_t cp;
    size_t n = decode(*s, &cp);
    if (n == 0) return -1;
    s->p += n;
    s->n -= n;
    return cp;
}

size_t utf8_put(int32_t cp, char out[4]) {
    uint32_t c = (uint32_t)cp;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    /* No character at all: the replacement character instead. */
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) c = 0xfffd;
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

struct str utf8_prefix(struct str s, size_t n) {
    struct str rest = s;
    while (n > 0 && utf8_next(&rest) >= 0)
        n--;
    return (struct str){s.p, s.n - rest.n};
}

char *utf8_fold(struct arena *a, struct str s) {
    /* Nothing grows: U+3000 and the full-width forms take three bytes and become one. */
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    while (s.n > 0) {
        int32_t cp = utf8_next(&s);
        if (cp < 0) { /* malformed bytes pass as they are */
            out[n++] = *s.p++;
            s.n--;
            continue;
        }
        if (cp >= 0xff01 && cp <= 0xff5e) cp -= 0xfee0;
        if (cp == 0x3000) cp = ' ';
        if (cp >= 'A' && cp <= 'Z') cp += 'a' - 'A';
        n += utf8_put(cp, out + n);
    }
    return out;
}
