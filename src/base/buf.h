/* buf.h: the only thing that grows.
 *
 * A buffer is born with a maximum; going past it makes it fail and stay failed, and everything
 * written afterwards is dropped. Check once, at buf_finish. Memory is malloc'd; buf_free releases
 * it. Quoting is chosen by the call. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"

struct buf {
    char *p;
    size_t n, cap, max;
    bool failed;
};

void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
/* Empties and clears a failure; keeps the memory. */
void buf_reset(struct buf *b);
void buf_put(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putstr(struct buf *b, struct str s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) GX_PRINTF(2, 3);
void buf_int(struct buf *b, int64_t v);
/* "text" with JSON escapes; the text is valid UTF-8. */
void buf_json_string(struct buf *b, struct str s);
/* How many bytes at the start need no escape inside a JSON string. */
size_t buf_json_plain(const char *p, size_t n);
/* One CSV field: quoted where needed; a leading = + - @ tab or CR is defused with an apostrophe. */
void buf_csv_field(struct buf *b, struct str s);
void buf_html(struct buf *b, struct str s);
void buf_url(struct buf *b, struct str s);
void buf_hex(struct buf *b, const uint8_t *p, size_t n);
/* Standard base64 with padding. */
void buf_b64(struct buf *b, const uint8_t *p, size_t n);
/* The content, NUL-terminated after n (not counted); p is NULL when the buffer failed. */
struct str buf_finish(struct buf *b);

#endif
