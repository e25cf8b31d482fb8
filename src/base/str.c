#include "base/str.h"

#include <stdint.h>
#include <string.h>

struct str str_of(const char *s) {
    return s == NULL ? (struct str){"", 0} : (struct str){s, strlen(s)};
}

bool str_eq(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *s) {
    return str_eq(a, str_of(s));
}

int str_cmp(struct str a, struct str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, n);
    if (c != 0) return c < 0 ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, const char *prefix) {
    size_t n = strlen(prefix);
    return s.n >= n && (n == 0 || memcmp(s.p, prefix, n) == 0);
}

bool str_ends(struct str s, const char *suffix) {
    size_t n = strlen(suffix);
    return s.n >= n && (n == 0 || memcmp(s.p + s.n - n, suffix, n) == 0);
}

static size_t blank_at_start(struct str s) {
    if (s.n == 0) return 0;
    if (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')) return 1;
    return str_starts(s, "\xe3\x80\x80") || str_starts(s, "\xef\xbb\xbf") ? 3 : 0;
}

static size_t blank_at_end(struct str s) {
    if (s.n == 0) return 0;
    char last = s.p[s.n - 1];
    if (last == ' ' || (last >= '\t' && last <= '\r')) return 1;
    return str_ends(s, "\xe3\x80\x80") || str_ends(s, "\xef\xbb\xbf") ? 3 : 0;
}

struct str str_trim(struct str s) {
    for (size_t n; (n = blank_at_start(s)) > 0;) {
        s.p += n;
        s.n -= n;
    }
    for (size_t n; (n = blank_at_end(s)) > 0;)
        s.n -= n;
    return s;
}

size_t str_find(struct str s, char c) {
    const char *at = s.n == 0 ? NULL : memchr(s.p, c, s.n);
    return at == NULL ? SIZE_MAX : (size_t)(at - s.p);
}

size_t str_find_str(struct str s, struct str needle) {
    if (needle.n == 0) return 0;
    for (size_t from = 0; from + needle.n <= s.n;) {
        size_t skip = str_find((struct str){s.p + from, s.n - from - (needle.n - 1)}, needle.p[0]);
        if (skip == SIZE_MAX) return SIZE_MAX;
        from += skip;
        if (memcmp(s.p + from, needle.p, needle.n) == 0) return from;
        from++;
    }
    return SIZE_MAX;
}

bool str_split(struct str *rest, char sep, struct str *part_r) {
    if (rest->p == NULL) return false;
    size_t at = str_find(*rest, sep);
    if (at == SIZE_MAX) {
        *part_r = *rest;
        *rest = (struct str){NULL, 0};
    } else {
        *part_r = (struct str){rest->p, at};
        rest->p += at + 1;
        rest->n -= at + 1;
    }
    return true;
}
