/* id.h: surrogate keys: 63 bits, time-ordered, made in C, never derived from a person's number.
 *
 * 41 bits milliseconds since 2018-01-01T00:00:00Z, 10 bits node, 12 bits counter. Ascending within
 * a process, also when its clock stands still or goes back (the counter runs into the next
 * millisecond). Enough until September 2087; a later clock counts as standing still. In JSON and on
 * the command line an id is a decimal string. Thread-safe. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/str.h"

void id_set_node(unsigned node); /* 0..1023, once at start */
int64_t id_new(struct instant now);
/* The smallest id an instant can have. */
int64_t id_floor(struct instant t);
bool id_parse(struct str s, int64_t *id_r);
#define ID_TEXT 20

#endif
