#include "verify/entry.h"

#include <stddef.h>
#include <string.h>

/* One pass over the bytes: {"name":VALUE,…} with names ascending. A value is an integer, a plain string or an array
 * of plain strings; nothing in a leaf needs an escape. */
struct scan {
    const char *p, *end;
};

/* 1 for the characters of plain strings. */
static const uint8_t plain_chars[256] = {
    ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1,
    ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1,
    ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1,
    ['y'] = 1, ['z'] = 1, ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1,
    ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1,
    ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1,
    ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1, ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1,
    ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1, ['.'] = 1, ['_'] = 1,
    ['-'] = 1, ['+'] = 1, ['/'] = 1, ['='] = 1, ['@'] = 1,
};

static bool take(struct scan *s, char c) {
    if (s->p == s->end || *s->p != c) return false;
    s->p++;
    return true;
}

static bool plain(struct scan *s, struct str *text_r) {
    if (!take(s, '"')) return false;
    const char *start = s->p;
    while (s->p < s->end && plain_chars[(uint8_t)*s->p])
        s->p++;
    *text_r = (struct str){start, (size_t)(s->p - start)};
    return text_r->n > 0 && take(s, '"');
}

/* Without sign: nothing in a leaf is negative. */
static bool integer(struct scan *s, int64_t *v_r) {
    const char *start = s->p;
    int64_t v = 0;
    for (; s->p < s->end && *s->p >= '0' && *s->p <= '9'; s->p++) {
        int digit = *s->p - '0';
        if (v > (INT64_MAX - digit) / 10) return false;
        v = v * 10 + digit;
    }
    *v_r = v;
    return s->p > start && (*start != '0' || s->p == start + 1);
}

static bool array(struct scan *s, struct str *items, size_t max, size_t *n_r) {
    size_t n = 0;
    struct str item;
    if (!take(s, '[')) return false;
    do {
        if (!plain(s, &item) || n == max) return false;
        if (items) items[n] = item;
        n++;
    } while (take(s, ','));
    *n_r = n;
    return take(s, ']');
}

enum kind { K_ID, K_INT, K_TEXT, K_TEXTS };
enum { NO_PLACE = -1 };

#define MEMBER(name, kind, field)                                                                  \
    { name, sizeof(name) - 1, kind, (int)offsetof(struct entry, field) }
#define UNUSED(name, kind)                                                                         \
    { name, sizeof(name) - 1, kind, NO_PLACE }

static const struct member {
    const char *name;
    size_t n;
    enum kind kind;
    int at;
} members[] = {
    UNUSED("actor", K_ID),
    MEMBER("at", K_INT, at),
    UNUSED("basis", K_TEXTS),
    UNUSED("channel", K_TEXT),
    MEMBER("commit", K_TEXTS, commits),
    UNUSED("day", K_TEXT),
    MEMBER("entry", K_ID, id),
    MEMBER("event", K_TEXT, event),
    MEMBER("object", K_ID, object),
    MEMBER("place", K_TEXT, place),
    MEMBER("policy", K_TEXT, policy),
    UNUSED("post", K_ID),
    UNUSED("role", K_TEXT),
    UNUSED("second", K_ID),
    MEMBER("subject", K_ID, subject),
    UNUSED("unit", K_ID),
    MEMBER("version", K_INT, version),
    MEMBER("word", K_TEXT, word),
};
enum { MEMBERS = sizeof members / sizeof members[0] };

static bool value(struct scan *s, const struct member *m, struct entry *e) {
    char *place = m->at == NO_PLACE ? NULL : (char *)e + m->at;
    struct str text = {0};
    int64_t v = 0;
    size_t n;
    switch (m->kind) {
    case K_ID:
        if (!take(s, '"') || !integer(s, &v) || v <= 0 || !take(s, '"')) return false;
        break;
    case K_INT:
        if (!integer(s, &v)) return false;
        break;
    case K_TEXT:
        if (!plain(s, &text)) return false;
        if (place) memcpy(place, &text, sizeof text);
        return true;
    case K_TEXTS:
        return array(s, place ? e->commits : NULL, place ? ENTRY_COMMITS : 1000,
                     place ? &e->n_commits : &n);
    }
    if (place) memcpy(place, &v, sizeof v);
    return true;
}

bool entry_read(struct str leaf, struct entry *e) {
    struct scan s = {leaf.p, leaf.p + leaf.n};
    struct str name;
    size_t next = 0;
    e->id = e->at = e->object = e->subject = e->version = 0;
    e->event = e->place = e->policy = e->word = (struct str){0};
    e->n_commits = 0;
    if (!take(&s, '{')) return false;
    do {
        if (!plain(&s, &name) || !take(&s, ':')) return false;
        while (next < MEMBERS &&
               (members[next].n != name.n || memcmp(members[next].name, name.p, name.n) != 0))
            next++;
        if (next == MEMBERS || !value(&s, &members[next], e)) return false;
        next++; /* ascending, none twice */
    } while (take(&s, ','));
    return take(&s, '}') && s.p == s.end && e->id != 0 && e->event.n > 0 && e->at > 0 &&
           e->at < INT64_MAX / 2;
}

/* The digit's value and one; 0 for what is no digit. */
static const uint8_t b64_digits[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

/* 44 characters are 33 bytes: no padding, and every text but one's own alphabet is refused. Called for every entry,
 * hence not num_b64. */
bool entry_commit(const struct entry *e, size_t i, struct stored_digest *commitment_r) {
    struct str text = e->commits[i];
    if (text.n != STORED_DIGEST_BYTES / 3 * 4) return false;
    uint8_t *out = commitment_r->b;
    bool good = true;
    for (size_t k = 0; k < text.n; k += 4, out += 3) {
        const uint8_t *p = (const uint8_t *)text.p + k;
        uint32_t a = b64_digits[p[0]], b = b64_digits[p[1]], c = b64_digits[p[2]],
                 d = b64_digits[p[3]];
        good &= a && b && c && d;
        uint32_t v = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);
        out[0] = (uint8_t)(v >> 16);
        out[1] = (uint8_t)(v >> 8);
        out[2] = (uint8_t)v;
    }
    return good;
}

struct str entry_prefix(const struct entry *e) {
    size_t dot = str_find(e->event, '.');
    return (struct str){e->event.p, dot == SIZE_MAX ? e->event.n : dot};
}
