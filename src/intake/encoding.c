#include "intake/encoding.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* Two-byte characters: lead 0x81 to 0xfe, trail 0x40 to 0x7e and 0x80 to 0xfe. */
enum { LEADS = 126, TRAILS = 190, PAIRS = LEADS * TRAILS };

struct gb18030 {
    iconv_t cd;      /* to UTF-32LE */
    uint32_t *pairs; /* a few lie beyond the basic plane; 0: none */
};

enum source_encoding encoding_bom(struct str start, size_t *skip_r) {
    static const struct {
        const char *mark;
        size_t n;
        enum source_encoding encoding;
    } marks[] = {
        {"\xef\xbb\xbf", 3, ENCODING_UTF8_BOM},
        {"\xff\xfe", 2, ENCODING_UTF16LE},
        {"\xfe\xff", 2, ENCODING_UTF16BE},
        {"\x84\x31\x95\x33", 4, ENCODING_GB18030},
    };
    for (size_t i = 0; i < GX_COUNT(marks); i++) {
        if (start.n >= marks[i].n && memcmp(start.p, marks[i].mark, marks[i].n) == 0) {
            *skip_r = marks[i].n;
            return marks[i].encoding;
        }
    }
    *skip_r = 0;
    return ENCODING_NONE;
}

static bool is_trail(unsigned char c) {
    return c >= 0x40 && c <= 0xfe && c != 0x7f;
}

/* Bytes of the GB18030 character at p by its structure alone, 0 when there is none. */
static size_t gb_length(const unsigned char *p, size_t n) {
    if (p[0] < 0x80) return 1;
    if (p[0] == 0x80 || p[0] == 0xff || n < 2) return 0;
    if (is_trail(p[1])) return 2;
    bool four = n >= 4 && p[1] >= 0x30 && p[1] <= 0x39 && p[2] >= 0x81 && p[2] <= 0xfe &&
                p[3] >= 0x30 && p[3] <= 0x39;
    return four ? 4 : 0;
}

static void count_utf8(struct str s, size_t *good_r, size_t *bad_r) {
    while (s.n > 0) {
        if ((unsigned char)s.p[0] < 0x80) {
            s.p++;
            s.n--;
            continue;
        }
        if (utf8_next(&s) >= 0) {
            ++*good_r;
            continue;
        }
        if (s.n < 4) return; /* may be cut by the end of the sample */
        ++*bad_r;
        s.p++;
        s.n--;
    }
}

static void count_gb(struct str s, size_t *good_r, size_t *bad_r) {
    while (s.n > 0) {
        size_t n = gb_length((const unsigned char *)s.p, s.n);
        if (n == 0 && s.n < 4) return;
        if (n == 0) ++*bad_r;
        if (n > 1) ++*good_r;
        if (n == 0) n = 1;
        s.p += n;
        s.n -= n;
    }
}

enum source_encoding encoding_guess(struct str sample) {
    size_t nuls = 0;
    for (size_t i = 0; i < sample.n; i++)
        nuls += sample.p[i] == '\0';
    if (nuls > sample.n / 8) return ENCODING_NONE; /* no text, or UTF-16 without a mark */

    size_t good = 0, bad = 0;
    count_utf8(sample, &good, &bad);
    if (bad == 0) return good == 0 ? ENCODING_ASCII : ENCODING_UTF8;
    if (good > bad) return ENCODING_UTF8; /* with damage, which its cells will tell */
    size_t gb_good = 0, gb_bad = 0;
    count_gb(sample, &gb_good, &gb_bad);
    if (gb_good > 0 && gb_bad * 10 <= gb_good) return ENCODING_GB18030;
    return bad * 50 < sample.n ? ENCODING_UTF8 : ENCODING_NONE; /* nearly all of it is ASCII */
}

/* The character of exactly these bytes, or -1. */
static int32_t convert_one(iconv_t cd, const char *p, size_t n) {
    char in[4];
    memcpy(in, p, n);
    char *from = in;
    unsigned char out[8];
    char *to = (char *)out;
    size_t left = n, room = sizeof(out);
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 || room != sizeof(out) - 4) return -1;
    return (int32_t)((uint32_t)out[0] | (uint32_t)out[1] << 8 | (uint32_t)out[2] << 16 |
                     (uint32_t)out[3] << 24);
}

/* All characters of one lead byte; those that do not exist stay 0. */
static void fill_lead(struct gb18030 *g, size_t lead) {
    char in[TRAILS * 2];
    unsigned char out[TRAILS * 4];
    for (size_t i = 0; i < TRAILS; i++) {
        in[2 * i] = (char)(0x81 + lead);
        in[2 * i + 1] = (char)(0x40 + i + (i >= 0x3f));
    }
    for (size_t at = 0; at < TRAILS;) {
        char *from = in + 2 * at, *to = (char *)out;
        size_t left = sizeof(in) - 2 * at, room = sizeof(out);
        iconv(g->cd, &from, &left, &to, &room); /* as far as it gets */
        size_t done = (size_t)(to - (char *)out) / 4;
        for (size_t i = 0; i < done && at < TRAILS; i++, at++)
            g->pairs[lead * TRAILS + at] = (uint32_t)out[4 * i] | (uint32_t)out[4 * i + 1] << 8 |
                                           (uint32_t)out[4 * i + 2] << 16;
        if (left > 0) at++;
    }
}

struct gb18030 *gb18030_new(struct arena *a) {
    iconv_t cd = iconv_open("UTF-32LE", "GB18030");
    if (cd == (iconv_t)-1) return NULL;
    struct gb18030 *g = ARENA_NEW(a, struct gb18030);
    g->cd = cd;
    g->pairs = ARENA_ARRAY(a, PAIRS, uint32_t);
    for (size_t lead = 0; lead < LEADS; lead++)
        fill_lead(g, lead);
    return g;
}

void gb18030_free(struct gb18030 *g) {
    if (g != NULL) iconv_close(g->cd);
}

size_t gb18030_to_utf8(struct gb18030 *g, struct str in, char *out, bool *bad_r) {
    const unsigned char *p = (const unsigned char *)in.p;
    char *at = out;
    for (size_t left = in.n; left > 0;) {
        if (*p < 0x80) {
            *at++ = (char)*p++;
            left--;
            continue;
        }
        size_t n = gb_length(p, left);
        int32_t cp = 0;
        if (n == 2)
            cp = (int32_t)g->pairs[(p[0] - 0x81) * TRAILS + (p[1] - 0x40) - (p[1] > 0x7f)];
        else if (n == 4)
            cp = convert_one(g->cd, (const char *)p, 4);
        if (n < 2) n = 1;
        if (cp <= 0 || cp == 0xfffd) {
            *bad_r = true;
            cp = 0xfffd;
        }
        at += utf8_put(cp, at);
        p += n;
        left -= n;
    }
    return (size_t)(at - out);
}

bool encoding_is_utf8_inside(struct str s) {
    bool three = false;
    while (s.n > 0) {
        int32_t cp = utf8_next(&s);
        if (cp < 0) return false;
        if (cp >= 0x800) three = true;
    }
    return three;
}

size_t utf8_repair(struct str in, char *out, bool *bad_r) {
    char *at = out;
    while (in.n > 0) {
        const char *from = in.p;
        int32_t cp = utf8_next(&in);
        if (cp < 0) {
            in.p++;
            in.n--;
            cp = 0xfffd;
        }
        if (cp == 0xfffd) {
            *bad_r = true;
            at += utf8_put(cp, at);
        } else {
            size_t n = (size_t)(in.p - from);
            memcpy(at, from, n);
            at += n;
        }
    }
    return (size_t)(at - out);
}
