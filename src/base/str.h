/* str.h: a view of bytes while parsing. Owns nothing, need not be terminated. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

struct str {
    const char *p;
    size_t n;
};

#define STR_LIT(literal) ((struct str){(literal), sizeof(literal) - 1})

/* NULL gives the empty view. */
struct str str_of(const char *s);
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *s);
/* -1, 0, 1 by bytes, the shorter first. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);
/* Without leading and trailing ASCII white space, U+3000 and U+FEFF. */
struct str str_trim(struct str s);
/* Position of the first byte c or of the needle, or SIZE_MAX. */
size_t str_find(struct str s, char c);
size_t str_find_str(struct str s, struct str needle);
/* Takes what stands before the first sep off *rest (all of it when there is none). False when
 * *rest is exhausted: p is NULL then. */
bool str_split(struct str *rest, char sep, struct str *part_r);

#endif
