/* seen.h: which rows of one file were the same one, by 96 bits of a digest; 16 bytes a row. */
#ifndef INTAKE_SEEN_H
#define INTAKE_SEEN_H

#include <stdint.h>

#include "base/crypto.h"

struct seen;
struct seen *seen_new(void);
void seen_free(struct seen **s);
/* The row under which the digest was put first; `row` itself when it was not there. */
int64_t seen_put(struct seen *s, const struct digest *d, int64_t row);

#endif
