#include "base/json_walk.h"

#include <string.h>

void json_walk_begin(struct json_walk *w, struct arena *a, struct str object) {
    *w = (struct json_walk){.arena = a, .rest = object};
    if (object.n < 2 || object.p[0] != '{' || object.p[object.n - 1] != '}') {
        w->broken = true;
        return;
    }
    w->rest = (struct str){object.p + 1, object.n - 2};
}

static bool broken(struct json_walk *w) {
    w->broken = true;
    return false;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/* One escape as the writer makes it: behind the backslash at s. Bytes taken, or 0. */
static size_t unescape(struct str s, char **out) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (!s.n) return 0;
    const char *at = s.p[0] ? strchr(from, s.p[0]) : NULL;
    if (at) {
        *(*out)++ = to[at - from];
        return 1;
    }
    if (s.p[0] != 'u' || s.n < 5) return 0;
    int cp = 0;
    for (int i = 1; i <= 4; i++) {
        int digit = hex(s.p[i]);
        if (digit < 0) return 0;
        cp = cp * 16 + digit;
    }
    if (cp >= 0x80 || cp == 0) return 0; /* everything above is written as itself */
    *(*out)++ = (char)cp;
    return 5;
}

/* The string whose opening quote is taken already. */
static bool take_string(struct json_walk *w, struct str *text_r) {
    struct str s = w->rest;
    size_t n = 0;
    bool escaped = false;
    while (n < s.n && s.p[n] != '"') {
        if (s.p[n] == '\\') {
            escaped = true;
            n++;
        }
        n++;
    }
    if (n >= s.n) return broken(w);
    w->rest = (struct str){s.p + n + 1, s.n - n - 1};
    *text_r = (struct str){s.p, n};
    if (!escaped) return true;
    char *copy = arena_alloc(w->arena, n + 1), *out = copy;
    for (size_t i = 0; i < n;) {
        if (s.p[i] != '\\') {
            *out++ = s.p[i++];
            continue;
        }
        size_t took = unescape((struct str){s.p + i + 1, n - i - 1}, &out);
        if (!took) return broken(w);
        i += 1 + took;
    }
    *text_r = (struct str){copy, (size_t)(out - copy)};
    return true;
}

/* A number, a word, or a nested value as it stands. */
static bool take_other(struct json_walk *w, struct str *bytes_r) {
    struct str s = w->rest;
    size_t n = 0;
    int depth = 0;
    for (bool in_string = false; n < s.n; n++) {
        char c = s.p[n];
        if (in_string) {
            if (c == '\\')
                n++;
            else if (c == '"')
                in_string = false;
            continue;
        }
        if (c == '"' && !depth) return broken(w);
        if (c == '"') in_string = true;
        if (c == '{' || c == '[') depth++;
        if ((c == '}' || c == ']') && --depth < 0) return broken(w);
        if (c == ',' && !depth) break;
    }
    if (!n || n > s.n || depth) return broken(w);
    *bytes_r = (struct str){s.p, n};
    w->rest = (struct str){s.p + n, s.n - n};
    return true;
}

static bool take_char(struct json_walk *w, char c) {
    if (!w->rest.n || *w->rest.p != c) return broken(w);
    w->rest.p++;
    w->rest.n--;
    return true;
}

bool json_walk_next(struct json_walk *w, struct str *name_r, struct str *value_r,
                    bool *is_string_r) {
    if (w->broken || !w->rest.n) return false;
    if (w->any && !take_char(w, ',')) return false;
    w->any = true;
    if (!take_char(w, '"') || !take_string(w, name_r) || !take_char(w, ':')) return false;
    *is_string_r = w->rest.n && *w->rest.p == '"';
    if (!*is_string_r) return take_other(w, value_r);
    w->rest.p++;
    w->rest.n--;
    return take_string(w, value_r);
}
