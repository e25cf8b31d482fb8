#include "intake/docno.h"

#include <string.h>

#include "base/utf8.h"

static bool is_blank(int32_t cp) {
    return cp <= ' ' || cp == 0xa0 || cp == 0x3000 || cp == 0xfeff ||
           (cp >= 0x2000 && cp <= 0x200f);
}

static int32_t one(int32_t cp) {
    if (cp >= 0xff01 && cp <= 0xff5e) cp -= 0xfee0;
    switch (cp) {
    case '[':
    case '(':
    case '{':
    case '<':
    case 0x3008:
    case 0x300a:
    case 0x3010:
    case 0x3014:
    case 0x2772: return 0x3014;
    case ']':
    case ')':
    case '}':
    case '>':
    case 0x3009:
    case 0x300b:
    case 0x3011:
    case 0x3015:
    case 0x2773: return 0x3015;
    default: return cp >= 'a' && cp <= 'z' ? cp - 'a' + 'A' : cp;
    }
}

const char *docno_key(struct arena *a, struct str written) {
    char *out = arena_alloc(a, 3 * written.n + 1), *to = out;
    for (struct str rest = written; rest.n;) {
        int32_t cp = utf8_next(&rest);
        if (cp < 0) break;
        if (!is_blank(cp)) to += utf8_put(one(cp), to);
    }
    *to = '\0';
    return out;
}
