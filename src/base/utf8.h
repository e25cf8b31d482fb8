/* utf8.h: characters of text. Text inside the program is valid UTF-8 without NUL, checked at the
 * edge by utf8_valid. Lengths that a standard or a schema limits are code points. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* True for well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF) without NUL. On
 * false *at_r (may be NULL) is the offset of the first bad byte. */
bool utf8_valid(struct str s, size_t *at_r);
/* Code points of valid text. */
size_t utf8_count(struct str s);
/* Takes the first code point off *s; -1 at the end or on a malformed sequence. */
int32_t utf8_next(struct str *s);
/* Writes 1 to 4 bytes. */
size_t utf8_put(int32_t cp, char out[4]);
/* The first n code points of valid text. */
struct str utf8_prefix(struct str s, size_t n);
/* Folds full-width ASCII (U+FF01..FF5E) and U+3000 to half-width and ASCII letters to lower case:
 * the form in which names and heads are compared. */
char *utf8_fold(struct arena *a, struct str s);

#endif
