/* num.h: strict numbers. The whole input, in range, or false and the output untouched. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Optional '-', digits, no leading zeros unless the number is 0. */
bool num_i64(struct str s, int64_t min, int64_t max, int64_t *out_r);
bool num_u32(struct str s, uint32_t max, uint32_t *out_r);
/* Decimal with at most `scale` fraction digits, as an integer in units of 10^-scale:
 * "12.5", scale 6 gives 12500000. No exponent, no sign but '-', no grouping. */
bool num_decimal(struct str s, unsigned scale, int64_t *out_r);
bool num_hex(struct str s, uint8_t *out_r, size_t n);
/* Standard base64 with padding; *n_r is the length written, at most cap. */
bool num_b64(struct str s, uint8_t *out_r, size_t cap, size_t *n_r);

#endif
