/* UTF-8, numbers, days and instants: what is taken comes back the same from its written form. */
#include <string.h>

#include "base/arena.h"
#include "base/bug.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/id.h"
#include "base/num.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void characters(struct arena *a, struct str s) {
    size_t at = 0, n = 0;
    bool valid = utf8_valid(s, &at);
    BUG_IF(!valid && at >= s.n);
    struct str rest = s;
    while (rest.n > 0 && utf8_next(&rest) >= 0)
        n++;
    BUG_IF(valid && (rest.n > 0 || utf8_count(s) != n || !str_eq(utf8_prefix(s, n), s)));
    char *folded = utf8_fold(a, s);
    BUG_IF(valid && !utf8_valid(str_of(folded), NULL));
    BUG_IF(valid && strcmp(utf8_fold(a, str_of(folded)), folded) != 0);
    struct str trimmed = str_trim(s);
    BUG_IF(!str_eq(str_trim(trimmed), trimmed));
}

static void numbers(struct str s) {
    int64_t v;
    struct buf b;
    buf_init(&b, 200);
    if (num_i64(s, INT64_MIN, INT64_MAX, &v)) {
        buf_int(&b, v);
        BUG_IF(!str_eq(buf_finish(&b), s));
    }
    if (id_parse(s, &v)) BUG_IF(v < 1);
    (void)num_decimal(s, 6, &v);
    uint8_t bytes[120];
    size_t n;
    if (num_b64(s, bytes, sizeof(bytes), &n)) {
        buf_reset(&b);
        buf_b64(&b, bytes, n);
        BUG_IF(!str_eq(buf_finish(&b), s));
    }
    (void)num_hex(s, bytes, s.n / 2 < sizeof(bytes) ? s.n / 2 : sizeof(bytes));
    buf_free(&b);
}

static void days(struct str s) {
    struct date d, again;
    char text[DATE_TEXT], cn[DATE_TEXT_CN];
    if (date_parse(s, &d)) {
        date_format(d, text);
        BUG_IF(!str_is(s, text));
    }
    if (date_parse_lenient(s, &d)) {
        date_format(d, text);
        BUG_IF(!date_parse(str_of(text), &again) || again.day != d.day);
        date_format_cn(d, cn);
        /* Chinese writing has no leading zeros: a year before 1000 is too short to be read. */
        BUG_IF(date_split(d).year > 999 &&
               (!date_parse_lenient(str_of(cn), &again) || again.day != d.day));
    }
    struct instant t, t_again;
    if (instant_parse(s, &t)) {
        char instant[INSTANT_TEXT];
        instant_format(t, instant);
        BUG_IF(!instant_parse(str_of(instant), &t_again));
        BUG_IF(date_split(date_of_instant(t)).year > 0 && t_again.us != t.us &&
               t.us > date_begin(date_make(1, 1, 2)).us &&
               t.us < date_begin(date_make(9999, 12, 31)).us);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str s = {(const char *)data, size};
    struct arena *a = arena_new();
    characters(a, s);
    numbers(s);
    days(s);
    arena_free(&a);
    return 0;
}
