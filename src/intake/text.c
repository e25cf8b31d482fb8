#include "intake/text.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/utf8.h"
#include "law/idno.h"

/* --- characters --- */

/* The character at the front of s in its half-width, lower-case form; malformed bytes pass one by
 * one as themselves. */
static int32_t next_folded(struct str *s) {
    int32_t cp = utf8_next(s);
    if (cp < 0) {
        cp = 0x110000 + (unsigned char)*s->p;
        s->p++;
        s->n--;
    }
    if (cp >= 0xff01 && cp <= 0xff5e) cp -= 0xfee0;
    if (cp == 0x3000) cp = ' ';
    if (cp >= 'A' && cp <= 'Z') cp += 'a' - 'A';
    return cp;
}

static bool is_digit(int32_t cp) {
    return cp >= '0' && cp <= '9';
}

static bool is_latin(int32_t cp) {
    return (cp >= 'a' && cp <= 'z') || is_digit(cp);
}

/* --- numbers --- */

enum { LONGEST = 18 };

struct candidate {
    char digits[LONGEST + 1];
    size_t n;
    struct str rest; /* behind it */
    bool valid;      /* ends where a group ends */
};

/* Reads digits (and an X as 18th) from the start of s, joining groups parted by one blank or hyphen,
 * until `want` are there. */
static struct candidate gather(struct str s, size_t want) {
    struct candidate c = {.rest = s};
    while (c.n < want && c.rest.n > 0) {
        struct str after = c.rest;
        int32_t cp = next_folded(&after);
        bool last_x = cp == 'x' && c.n == LONGEST - 1 && want == LONGEST;
        if (is_digit(cp) || last_x) {
            c.digits[c.n++] = last_x ? 'X' : (char)cp;
            c.rest = after;
        } else if (c.n > 0 && (cp == ' ' || cp == '-')) {
            struct str ahead = after;
            int32_t next = ahead.n > 0 ? next_folded(&ahead) : -1;
            if (!is_digit(next) && !(next == 'x' && c.n == LONGEST - 1)) break;
            c.rest = after;
        } else {
            break;
        }
    }
    struct str ahead = c.rest;
    int32_t next = ahead.n > 0 ? next_folded(&ahead) : -1;
    c.valid = c.n == want && !is_latin(next);
    return c;
}

static bool passes(const struct candidate *c, enum text_kind kind, struct date today) {
    struct str s = {c->digits, c->n};
    switch (kind) {
    case TEXT_RESIDENT:
        return idno_check(IDNO_RESIDENT, s, today).fault == IDNO_OK ||
               idno_check(IDNO_FOREIGN_PR, s, today).fault == IDNO_OK;
    case TEXT_RESIDENT15: return idno_check(IDNO_RESIDENT15, s, today).fault == IDNO_OK;
    case TEXT_MOBILE: return c->digits[0] == '1' && c->digits[1] >= '3';
    case TEXT_WORD: break;
    }
    return false;
}

/* A number that begins at s, the longest kind first. */
static bool number_at(struct str s, struct date today, struct text_find *find_r,
                      struct str *rest_r) {
    static const struct {
        enum text_kind kind;
        size_t digits;
    } kinds[] = {{TEXT_RESIDENT, 18}, {TEXT_RESIDENT15, 15}, {TEXT_MOBILE, 11}};
    for (size_t i = 0; i < GX_COUNT(kinds); i++) {
        struct candidate c = gather(s, kinds[i].digits);
        if (!c.valid || !passes(&c, kinds[i].kind, today)) continue;
        find_r->kind = kinds[i].kind;
        find_r->n = (size_t)(c.rest.p - s.p);
        *rest_r = c.rest;
        return true;
    }
    return false;
}

size_t text_find_numbers(struct str text, struct date today, struct text_find *finds_r,
                         size_t cap) {
    size_t count = 0;
    int32_t before = -1;
    for (struct str s = text; s.n > 0;) {
        struct str after = s;
        int32_t cp = next_folded(&after);
        struct text_find find = {.word = 0};
        /* "86" and "+86" before a telephone number belong to no other number. */
        if (is_digit(cp) && !is_latin(before) && number_at(s, today, &find, &after)) {
            find.at = (size_t)(s.p - text.p);
            if (count < cap) finds_r[count] = find;
            count++;
            cp = ' ';
        } else if (cp == '8' && !is_latin(before)) {
            struct str six = after, number = {NULL, 0};
            int32_t second = six.n > 0 ? next_folded(&six) : -1;
            number = six;
            if (second == '6' && number_at(six, today, &find, &after) && find.kind == TEXT_MOBILE) {
                find.at = (size_t)(number.p - text.p);
                if (count < cap) finds_r[count] = find;
                count++;
                cp = ' ';
            } else {
                after = s;
                next_folded(&after);
            }
        }
        before = cp;
        s = after;
    }
    return count;
}

/* --- words --- */

enum { BUCKETS = 1024 };

struct word {
    const int32_t *chars;
    size_t n, index;
    bool latin;
    const struct word *next; /* with the same first character's bucket, longest first */
};

struct text_words {
    const struct word *buckets[BUCKETS];
};

/* Stands between characters without parting a word. */
static bool is_filler(int32_t cp) {
    switch (cp) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case '-':
    case '_':
    case '.':
    case '*':
    case 0xa0:
    case 0xb7:
    case 0xad:
    case 0xfeff: return true;
    default: return cp >= 0x2000 && cp <= 0x200f;
    }
}

static size_t bucket_of(int32_t cp) {
    return (size_t)(uint32_t)cp % BUCKETS;
}

static void add_word(struct arena *a, struct text_words *w, const char *text, size_t index) {
    struct str s = str_of(text);
    int32_t *chars = ARENA_ARRAY(a, s.n, int32_t);
    struct word *word = ARENA_NEW(a, struct word);
    word->latin = true;
    while (s.n > 0) {
        int32_t cp = next_folded(&s);
        if (is_filler(cp)) continue;
        if (!is_latin(cp)) word->latin = false;
        chars[word->n++] = cp;
    }
    if (word->n == 0) return;
    word->chars = chars;
    word->index = index;
    const struct word **at = &w->buckets[bucket_of(chars[0])];
    while (*at != NULL && (*at)->n >= word->n)
        at = (const struct word **)&(*at)->next;
    word->next = *at;
    *at = word;
}

struct text_words *text_words_new(struct arena *a, const char *const *words, size_t n) {
    struct text_words *w = ARENA_NEW(a, struct text_words);
    for (size_t i = 0; i < n; i++)
        add_word(a, w, words[i], i);
    return w;
}

/* Whether the word stands at s; *rest_r what follows it. */
static bool word_at(const struct word *word, struct str s, struct str *rest_r) {
    for (size_t i = 0; i < word->n;) {
        if (s.n == 0) return false;
        int32_t cp = next_folded(&s);
        if (cp == word->chars[i])
            i++;
        else if (i == 0 || !is_filler(cp))
            return false;
    }
    *rest_r = s;
    if (!word->latin || s.n == 0) return true;
    struct str ahead = s;
    return !is_latin(next_folded(&ahead));
}

size_t text_find_words(const struct text_words *w, struct str text, struct text_find *finds_r,
                       size_t cap) {
    size_t count = 0;
    int32_t before = -1;
    for (struct str s = text; s.n > 0;) {
        struct str after = s;
        int32_t cp = next_folded(&after);
        for (const struct word *word = w->buckets[bucket_of(cp)]; word != NULL; word = word->next) {
            if (word->chars[0] != cp || (word->latin && is_latin(before))) continue;
            struct str rest;
            if (!word_at(word, s, &rest)) continue;
            if (count < cap)
                finds_r[count] = (struct text_find){.kind = TEXT_WORD,
                                                    .at = (size_t)(s.p - text.p),
                                                    .n = (size_t)(rest.p - s.p),
                                                    .word = word->index};
            count++;
            after = rest;
            cp = ' ';
            break;
        }
        before = cp;
        s = after;
    }
    return count;
}

/* --- masking and what spreadsheets leave --- */

static void keep_of(enum text_kind kind, size_t *left_r, size_t *right_r) {
    *left_r = kind == TEXT_RESIDENT ? 6 : kind == TEXT_WORD ? 0 : 3;
    *right_r = kind == TEXT_WORD ? 0 : 4;
}

char *text_mask(struct arena *a, struct str text, const struct text_find *finds, size_t n) {
    struct buf b;
    buf_init(&b, text.n);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        BUG_IF(finds[i].at < at || finds[i].n > text.n - finds[i].at);
        buf_put(&b, text.p + at, finds[i].at - at);
        struct str found = {text.p + finds[i].at, finds[i].n};
        size_t chars = utf8_count(found), left, right, done = 0;
        keep_of(finds[i].kind, &left, &right);
        for (struct str rest = found; rest.n > 0; done++) {
            const char *from = rest.p;
            next_folded(&rest);
            if (done < left || done >= chars - right)
                buf_put(&b, from, (size_t)(rest.p - from));
            else
                buf_putc(&b, '*');
        }
        at = finds[i].at + finds[i].n;
    }
    buf_put(&b, text.p + at, text.n - at);
    char *out = arena_str(a, buf_finish(&b));
    buf_free(&b);
    return out;
}

bool text_is_scientific(struct str s) {
    if (s.n < 5 || s.n > 24 || !is_digit(s.p[0])) return false;
    size_t i = 1;
    if (s.p[i] == '.') {
        size_t from = ++i;
        while (i < s.n && is_digit(s.p[i]))
            i++;
        if (i == from) return false;
    }
    if (i + 3 > s.n || (s.p[i] != 'E' && s.p[i] != 'e') || s.p[i + 1] != '+') return false;
    for (i += 2; i < s.n; i++)
        if (!is_digit(s.p[i])) return false;
    return true;
}

bool text_is_rounded(struct str s) {
    if (s.n < 16 || s.n > 20) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]) || (i >= 15 && s.p[i] != '0')) return false;
    return true;
}

bool text_is_masked(struct str s) {
    size_t stars = 0;
    while (s.n > 0)
        stars += next_folded(&s) == '*';
    return stars >= 2;
}
