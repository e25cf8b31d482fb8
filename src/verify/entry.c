#include "verify/entry.h"

#include <stddef.h>
#include <string.h>

#include "base/num.h"

/* One pass over the bytes: {"name":VALUE,…} with names ascending. A value is an integer, a plain string or an array
 * of plain strings; nothing in a leaf needs an escape. */
struct scan {
    const char *p, *end;
};

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("._-+/=@", c) != NULL);
}

static bool take(struct scan *s, char c) {
    if (s->p == s->end || *s->p != c) return false;
    s->p++;
    return true;
}

static bool plain(struct scan *s, struct str *text_r) {
    if (!take(s, '"')) return false;
    const char *start = s->p;
    while (s->p < s->end && is_plain(*s->p))
        s->p++;
    *text_r = (struct str){start, (size_t)(s->p - start)};
    return text_r->n > 0 && take(s, '"');
}

static bool integer(struct scan *s, int64_t *v_r) {
    const char *start = s->p;
    while (s->p < s->end && ((*s->p >= '0' && *s->p <= '9') || *s->p == '-'))
        s->p++;
    return num_i64((struct str){start, (size_t)(s->p - start)}, INT64_MIN, INT64_MAX, v_r);
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
        if (!plain(s, &text) || !num_i64(text, 1, INT64_MAX, &v)) return false;
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

bool entry_commit(const struct entry *e, size_t i, struct stored_digest *commitment_r) {
    size_t n;
    return num_b64(e->commits[i], commitment_r->b, STORED_DIGEST_BYTES, &n) &&
           n == STORED_DIGEST_BYTES;
}

struct str entry_prefix(const struct entry *e) {
    size_t dot = str_find(e->event, '.');
    return (struct str){e->event.p, dot == SIZE_MAX ? e->event.n : dot};
}
