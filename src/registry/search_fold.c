#include "registry/search_fold.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* What stands for the character in comparisons; 0: nothing. */
static int32_t fold_char(int32_t cp) {
    switch (cp) {
    case ' ':
    case '\t':
    case 0x00A0: /* no-break space */
    case 0x2002:
    case 0x2003:
    case 0x200B:
    case 0xFEFF: return 0;
    case '[':
    case '{':
    case '<':
    case 0x3008: /* 〈 */
    case 0x300A: /* 《 */
    case 0x3010: /* 【 */
    case 0x3014: /* 〔 */
    case 0x3016: /* 〖 */ return '(';
    case ']':
    case '}':
    case '>':
    case 0x3009:
    case 0x300B:
    case 0x3011:
    case 0x3015:
    case 0x3017: return ')';
    case '.':
    case 0x2022: /* • */
    case 0x2027: /* ‧ */
    case 0x30FB: /* ・ */
    case 0xFF65: /* ･ */ return 0x00B7;
    default: return cp;
    }
}

char *search_fold(struct arena *a, const char *name) {
    struct str left = str_of(utf8_fold(a, str_of(name)));
    /* No folded character is longer than two bytes unless it stays as it is. */
    char *out = arena_alloc(a, 2 * left.n + 1);
    size_t n = 0;
    for (int32_t cp; (cp = utf8_next(&left)) >= 0;) {
        int32_t f = fold_char(cp);
        if (f) n += utf8_put(f, out + n);
    }
    out[n] = '\0';
    return out;
}

static int by_value(const void *x, const void *y) {
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

size_t search_grams(struct arena *a, const char *folded, int64_t **grams_r) {
    struct str left = str_of(folded);
    int64_t *g = ARENA_ARRAY(a, utf8_count(left) + 1, int64_t);
    size_t n = 0;
    for (int32_t cp = utf8_next(&left); cp >= 0;) {
        int32_t next = utf8_next(&left);
        g[n++] = SEARCH_GRAM(cp, next < 0 ? 0 : next);
        cp = next;
    }
    qsort(g, n, sizeof *g, by_value);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || g[i] != g[kept - 1]) g[kept++] = g[i];
    *grams_r = g;
    return kept;
}
