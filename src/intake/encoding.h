/* encoding.h: which encoding bytes are in, and GB18030 to UTF-8.
 *
 * Strict UTF-8 counts first; what is not that is taken for GB18030 when it has its structure. A
 * sample decides for the file; what does not fit later is a flaw of its cell and never silently
 * read as something else. */
#ifndef INTAKE_ENCODING_H
#define INTAKE_ENCODING_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "intake/source.h"

/* The byte order mark at the start and its length; ENCODING_NONE when there is none. */
enum source_encoding encoding_bom(struct str start, size_t *skip_r);
/* Of a sample without mark: ASCII, UTF8, GB18030, or NONE when it is neither. */
enum source_encoding encoding_guess(struct str sample);

/* Converts GB18030 to UTF-8. One for each source; iconv stands behind it. */
struct gb18030;
struct gb18030 *gb18030_new(struct arena *a); /* NULL when the system has no such conversion */
void gb18030_free(struct gb18030 *g);
/* out has room for 3 * in.n + 4 bytes; returns how many were written. Bytes that are no character
 * become U+FFFD and set *bad_r (otherwise left alone). */
size_t gb18030_to_utf8(struct gb18030 *g, struct str in, char *out, bool *bad_r);
/* Whether text of a GB18030 file is really UTF-8: it is valid there and has a character of three
 * bytes, which real GB18030 text practically never imitates. */
bool encoding_is_utf8_inside(struct str s);

/* Copies UTF-8 and replaces what is malformed by U+FFFD; room and result as above. U+FFFD in the
 * text itself is damage that happened earlier and counts as bad too. */
size_t utf8_repair(struct str in, char *out, bool *bad_r);

#endif
