#include "base/num.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Adds a digit to *v, kept at or below limit; false when it would not fit. */
static bool push_digit(uint64_t *v, char c, uint64_t limit) {
    uint64_t d = (uint64_t)(c - '0');
    if (*v > (limit - d) / 10) return false;
    *v = *v * 10 + d;
    return true;
}

/* Digits without a leading zero unless there is only one. */
static bool well_led(struct str digits) {
    return digits.n > 0 && (digits.n == 1 || digits.p[0] != '0');
}

bool num_i64(struct str s, int64_t min, int64_t max, int64_t *out_r) {
    bool negative = s.n > 0 && s.p[0] == '-';
    struct str digits = {s.p + negative, s.n - negative};
    if (!well_led(digits)) return false;
    uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
    uint64_t v = 0;
    for (size_t i = 0; i < digits.n; i++)
        if (!is_digit(digits.p[i]) || !push_digit(&v, digits.p[i], limit)) return false;
    if (negative && v == 0) return false;
    int64_t result = negative ? (int64_t)-v : (int64_t)v;
    if (result < min || result > max) return false;
    *out_r = result;
    return true;
}

bool num_u32(struct str s, uint32_t max, uint32_t *out_r) {
    int64_t v;
    if (s.n > 0 && s.p[0] == '-') return false;
    if (!num_i64(s, 0, max, &v)) return false;
    *out_r = (uint32_t)v;
    return true;
}

bool num_decimal(struct str s, unsigned scale, int64_t *out_r) {
    bool negative = s.n > 0 && s.p[0] == '-';
    struct str digits = {s.p + negative, s.n - negative};
    size_t point = str_find(digits, '.');
    bool has_point = point != SIZE_MAX;
    struct str whole = {digits.p, has_point ? point : digits.n};
    struct str fraction = {NULL, 0};
    if (has_point) fraction = (struct str){digits.p + point + 1, digits.n - point - 1};
    if (!well_led(whole) || (has_point && fraction.n == 0) || fraction.n > scale) return false;
    uint64_t v = 0;
    for (size_t i = 0; i < whole.n; i++)
        if (!is_digit(whole.p[i]) || !push_digit(&v, whole.p[i], INT64_MAX)) return false;
    for (size_t i = 0; i < fraction.n; i++)
        if (!is_digit(fraction.p[i]) || !push_digit(&v, fraction.p[i], INT64_MAX)) return false;
    for (size_t i = fraction.n; i < scale; i++)
        if (!push_digit(&v, '0', INT64_MAX)) return false;
    if (negative && v == 0) return false;
    *out_r = negative ? -(int64_t)v : (int64_t)v;
    return true;
}

static int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool num_hex(struct str s, uint8_t *out_r, size_t n) {
    if (n > SIZE_MAX / 2 || s.n != 2 * n) return false;
    for (size_t i = 0; i < s.n; i++)
        if (hex_value(s.p[i]) < 0) return false;
    for (size_t i = 0; i < n; i++)
        out_r[i] = (uint8_t)(hex_value(s.p[2 * i]) << 4 | hex_value(s.p[2 * i + 1]));
    return true;
}

static int b64_value(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (is_digit(c)) return c - '0' + 52;
    if (c == '+') return 62;
    if (c == '/') return 63;
    return -1;
}

bool num_b64(struct str s, uint8_t *out_r, size_t cap, size_t *n_r) {
    if (s.n % 4 != 0) return false;
    size_t pad = 0;
    while (pad < 2 && pad < s.n && s.p[s.n - 1 - pad] == '=')
        pad++;
    size_t n = s.n / 4 * 3 - pad;
    if (n > cap) return false;
    for (size_t i = 0; i < s.n - pad; i++)
        if (b64_value(s.p[i]) < 0) return false;
    /* One text for one value: the bits under the padding are zero. */
    if (pad > 0 && (b64_value(s.p[s.n - 1 - pad]) & (pad == 1 ? 3 : 15)) != 0) return false;
    for (size_t i = 0, at = 0; i < s.n; i += 4) {
        uint32_t v = 0;
        for (size_t k = 0; k < 4; k++) {
            int digit = b64_value(s.p[i + k]);
            v = v << 6 | (uint32_t)(digit < 0 ? 0 : digit);
        }
        for (int shift = 16; shift >= 0 && at < n; shift -= 8)
            out_r[at++] = (uint8_t)(v >> shift);
    }
    *n_r = n;
    return true;
}
