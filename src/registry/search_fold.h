/* search_fold.h: the form in which names are compared and indexed. Pure. */
#ifndef REGISTRY_SEARCH_FOLD_H
#define REGISTRY_SEARCH_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Widths and letter case folded; brackets of any shape are round ones, middle dots one dot; blanks
 * are dropped. */
char *search_fold(struct arena *a, const char *name);

/* The index values of a folded name: every pair of neighbours, and the last character alone;
 * ascending, each once. */
size_t search_grams(struct arena *a, const char *folded, int64_t **grams_r);
#define SEARCH_GRAM(first, second) (((int64_t)(first) << 21) | (int64_t)(second))

#endif
