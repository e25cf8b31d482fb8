/* mapping.h: a remembered mapping as the text that a submission keeps of it. Inside intake/ only;
 * what others call is in submission.h. */
#ifndef INTAKE_MAPPING_H
#define INTAKE_MAPPING_H

#include <stddef.h>

#include "base/arena.h"

struct head_memory;

/* [["head","field"],…]; "" for none. */
const char *mapping_text(struct arena *a, const struct head_memory *memory, size_t n);
size_t mapping_of_text(struct arena *a, const char *text, const struct head_memory **memory_r);

#endif
