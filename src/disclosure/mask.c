#include "disclosure/mask.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define STARS_MOST 64

static const char stars[STARS_MOST + 1] =
    "****************************************************************";

static const char *with_stars(struct arena *a, struct str head, size_t n, struct str tail) {
    if (n > STARS_MOST) n = STARS_MOST;
    return arena_printf(a, "%.*s%.*s%.*s", (int)head.n, head.p, (int)n, stars, (int)tail.n, tail.p);
}

/* The last n code points. */
static struct str suffix(struct str s, size_t n) {
    size_t count = utf8_count(s);
    if (count <= n) return s;
    size_t skip = utf8_prefix(s, count - n).n;
    return (struct str){s.p + skip, s.n - skip};
}

static const char *keep(struct arena *a, struct str s, size_t left, size_t right) {
    size_t n = utf8_count(s);
    if (n <= left + right) return with_stars(a, (struct str){"", 0}, n, (struct str){"", 0});
    return with_stars(a, utf8_prefix(s, left), n - left - right, suffix(s, right));
}

const char *mask_name(struct arena *a, struct str name) {
    name = str_trim(name);
    return keep(a, name, 1, 0);
}

const char *mask_number(struct arena *a, struct str number, enum mask_style style) {
    number = str_trim(number);
    size_t n = utf8_count(number);
    if (n == 18) return style == MASK_PUBLIC ? keep(a, number, 1, 1) : keep(a, number, 6, 4);
    size_t side = n >= 8 ? 2 : n >= 6 ? 1 : 0; /* at least four hidden */
    return keep(a, number, side, side);
}

static bool is_digits(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

static bool is_mobile(struct str s) {
    return s.n == 11 && is_digits(s) && s.p[0] == '1' && s.p[1] >= '3';
}

const char *mask_phone(struct arena *a, struct str phone) {
    phone = str_trim(phone);
    if (is_mobile(phone)) return keep(a, phone, 3, 4);
    size_t dash = str_find(phone, '-');
    if (dash != SIZE_MAX && dash >= 3 && dash <= 4 && phone.n - dash - 1 > 4 &&
        is_digits((struct str){phone.p, dash}) &&
        is_digits((struct str){phone.p + dash + 1, phone.n - dash - 1})) {
        struct str head = {phone.p, dash}, tail = suffix(phone, 2);
        return with_stars(a, head, phone.n - dash - 1 - 2, tail);
    }
    if (phone.n >= 10 && phone.p[0] == '0' && is_digits(phone))
        return with_stars(a, (struct str){phone.p, 4}, phone.n - 6, suffix(phone, 2));
    size_t n = utf8_count(phone);
    return n > 6 ? keep(a, phone, 0, 2) : keep(a, phone, 0, 0);
}

/* Behind the last of these the address says where somebody lives. */
static size_t district_end(struct str address) {
    static const char *const marks[] = {"区", "县", "旗"};
    size_t end = 0;
    for (size_t i = 0; i < GX_COUNT(marks); i++) {
        size_t at = str_find_str(address, str_of(marks[i]));
        if (at != SIZE_MAX && (!end || at + strlen(marks[i]) < end)) end = at + strlen(marks[i]);
    }
    if (end) return end;
    /* A city at county level: 河北省任丘市… */
    size_t from = 0, at;
    while (from < address.n && (at = str_find_str((struct str){address.p + from, address.n - from},
                                                  str_of("市"))) != SIZE_MAX) {
        end = from + at + strlen("市");
        from = end;
    }
    return end;
}

const char *mask_address(struct arena *a, struct str address) {
    address = str_trim(address);
    size_t end = district_end(address);
    struct str rest = {address.p + end, address.n - end};
    return with_stars(a, (struct str){address.p, end}, rest.n ? 2 : 0, (struct str){"", 0});
}

const char *mask_all(struct arena *a, struct str value) {
    size_t n = utf8_count(value);
    return with_stars(a, (struct str){"", 0}, n > 8 ? 8 : n, (struct str){"", 0});
}

/* ---- free text */

static bool is_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A digit at s as half-width; the width in bytes, or 0. */
static size_t digit_at(struct str s, char *out) {
    if (!s.n) return 0;
    if (is_alnum(*s.p)) {
        *out = *s.p;
        return 1;
    }
    if (s.n < 3 || (unsigned char)s.p[0] != 0xEF) return 0;
    unsigned char mid = (unsigned char)s.p[1], last = (unsigned char)s.p[2];
    if (mid == 0xBC && last >= 0x90 && last <= 0x99) {
        *out = (char)('0' + last - 0x90);
        return 3;
    }
    if ((mid == 0xBC && last == 0xB8) || (mid == 0xBD && last == 0x98)) { /* Ｘ ｘ */
        *out = 'X';
        return 3;
    }
    return 0;
}

enum { RUN_MOST = 40 };
struct run {
    size_t bytes; /* of the text it takes */
    char plain[RUN_MOST + 1];
    size_t n; /* of plain; more than RUN_MOST: no number of anybody */
};

/* Letters and digits in one piece, as half-width. */
static struct run run_at(struct str s) {
    struct run r = {0};
    char c;
    size_t width;
    while ((width = digit_at((struct str){s.p + r.bytes, s.n - r.bytes}, &c)) != 0) {
        if (r.n < RUN_MOST) r.plain[r.n] = c;
        r.n++;
        r.bytes += width;
    }
    r.plain[r.n < RUN_MOST ? r.n : RUN_MOST] = '\0';
    return r;
}

static bool day_fits(const char *mm) {
    int month = (mm[0] - '0') * 10 + mm[1] - '0', day = (mm[2] - '0') * 10 + mm[3] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* Looks like a resident's number of either generation. The check character is not asked for: a
 * number with a slip still points at a person. */
static bool is_person_number(const struct run *r) {
    if (r->n == 18) {
        if (!is_digits((struct str){r->plain, 17})) return false;
        char last = r->plain[17];
        bool end = (last >= '0' && last <= '9') || last == 'X' || last == 'x';
        return end && (!strncmp(r->plain + 6, "19", 2) || !strncmp(r->plain + 6, "20", 2)) &&
               day_fits(r->plain + 10);
    }
    return r->n == 15 && is_digits((struct str){r->plain, 15}) && r->plain[0] != '0' &&
           day_fits(r->plain + 8);
}

/* E-mail: keeps the first character and the host. */
static size_t mail_at(struct str s, size_t *local_r) {
    size_t n = 0;
    while (n < s.n && (is_alnum(s.p[n]) || strchr("._-+", s.p[n])))
        n++;
    if (!n || n >= s.n || s.p[n] != '@') return 0;
    size_t host = n + 1;
    bool dot = false;
    while (host < s.n && (is_alnum(s.p[host]) || s.p[host] == '.' || s.p[host] == '-'))
        dot |= s.p[host++] == '.';
    if (!dot) return 0;
    *local_r = n;
    return host;
}

/* What must not be read at the head of s: its replacement and how much of s it takes; else 0. */
static size_t secret_at(struct arena *a, struct str s, enum mask_style style, const char **with_r) {
    size_t local;
    size_t mail = mail_at(s, &local);
    if (mail && !mask_finds_number((struct str){s.p + local, mail - local})) {
        *with_r = arena_printf(a, "%c****%.*s", s.p[0], (int)(mail - local), s.p + local);
        return mail;
    }
    struct run r = run_at(s);
    struct str plain = {r.plain, r.n};
    if (is_person_number(&r)) {
        *with_r = mask_number(a, plain, style);
        return r.bytes;
    }
    if (r.n == 11 && is_mobile(plain)) {
        *with_r = mask_phone(a, plain);
        return r.bytes;
    }
    return 0;
}

static size_t step_over(struct str s) {
    struct run r = run_at(s);
    if (r.bytes) return r.bytes;
    struct str rest = s;
    (void)utf8_next(&rest);
    return rest.n < s.n ? s.n - rest.n : 1;
}

/* Bytes of characters with which neither a number nor an address can begin: Chinese, mostly. Full-width digits
 * and letters begin with 0xEF. */
static size_t harmless(struct str s) {
    size_t n = 0;
    while (n < s.n && (unsigned char)s.p[n] >= 0x80 && (unsigned char)s.p[n] != 0xEF)
        n++;
    return n;
}

const char *mask_text(struct arena *a, struct str text, enum mask_style style) {
    struct buf out;
    bool changed = false;
    const char *from = text.p; /* not in out yet */
    buf_init(&out, text.n * 4 + 64);
    for (struct str s = text; s.n;) {
        const char *with = NULL;
        size_t n = harmless(s);
        if (!n && (n = secret_at(a, s, style, &with)) != 0) {
            buf_put(&out, from, (size_t)(s.p - from));
            buf_puts(&out, with);
            from = s.p + n;
            changed = true;
        }
        if (!n) n = step_over(s);
        s.p += n;
        s.n -= n;
    }
    if (!changed) return arena_str(a, text);
    buf_put(&out, from, (size_t)(text.p + text.n - from));
    struct str done = buf_finish(&out);
    const char *result = done.p ? arena_str(a, done) : mask_all(a, text);
    buf_free(&out);
    return result;
}

bool mask_finds_number(struct str text) {
    while (text.n) {
        size_t skip = harmless(text);
        text.p += skip;
        text.n -= skip;
        if (!text.n) break;
        struct run r = run_at(text);
        if (is_person_number(&r)) return true;
        size_t n = step_over(text);
        text.p += n;
        text.n -= n;
    }
    return false;
}

const char *mask_by(struct arena *a, enum word how, struct str value, enum mask_style style) {
    switch (how) {
    case W_MASK_NAME: return mask_name(a, value);
    case W_MASK_NUMBER: return mask_number(a, value, style);
    case W_MASK_PHONE: return mask_phone(a, value);
    case W_MASK_ADDRESS: return mask_address(a, value);
    case W_MASK_TEXT: return mask_text(a, value, style);
    case W_NONE: return arena_str(a, value);
    default: return mask_all(a, value);
    }
}
