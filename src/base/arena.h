/* arena.h: memory of one request or job, freed as a whole.
 *
 * Nothing in an arena is freed singly. Out of memory aborts the process (limits are kept at the
 * edge instead), so no allocation here can fail. Not thread-safe: an arena belongs to one thread. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"

struct arena;

struct arena *arena_new(void);
/* Frees the arena and all it holds; accepts NULL and clears the pointer. */
void arena_free(struct arena **a);
/* Gives back all but one block; what was handed out is dead (poisoned in debug builds). */
void arena_reset(struct arena *a);
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

/* A mark lets a loop give back what one turn took: everything after the mark dies. */
struct arena_mark {
    void *block;
    size_t used;
};
struct arena_mark arena_mark(struct arena *a);
void arena_release(struct arena *a, struct arena_mark m);

/* Zeroed memory aligned for any type. */
void *arena_alloc(struct arena *a, size_t n);
/* Zeroed array; aborts when n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size);
void *arena_copy(struct arena *a, const void *p, size_t n);
/* NUL-terminated copies. arena_str takes a view; NULL gives NULL in arena_strdup. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_str(struct arena *a, struct str s);
char *arena_printf(struct arena *a, const char *fmt, ...) GX_PRINTF(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) GX_PRINTF(2, 0);

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

#endif
