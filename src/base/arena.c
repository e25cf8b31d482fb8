#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

/* Under AddressSanitizer what was not handed out, or was given back, is poisoned, and a gap stands
 * behind every piece: running past one is found as it would be with malloc. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
enum { GAP = 16 };
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { ALIGN = 16, FIRST_BLOCK = 16 << 10, LARGEST_STEP = 1 << 20, KEPT_MOST = 128 << 10 };

/* A chain, newest first; one block stays through resets. */
struct block {
    struct block *older;
    size_t cap, used;
    size_t before; /* bytes used in all older blocks */
};

struct arena {
    struct block *newest;
};

/* Keeps what follows the header aligned. */
enum { HEADER = (sizeof(struct block) + ALIGN - 1) / ALIGN * ALIGN };

static char *block_bytes(struct block *b) {
    return (char *)b + HEADER;
}

static struct block *block_new(struct block *older, size_t cap) {
    struct block *b = malloc(HEADER + cap);
    BUG_IF(b == NULL); /* out of memory: see arena.h */
    b->older = older;
    b->cap = cap;
    b->used = 0;
    b->before = older ? older->before + older->used : 0;
    POISON(block_bytes(b), cap);
    return b;
}

static void block_free(struct block *b) {
    UNPOISON(block_bytes(b), b->cap);
    free(b);
}

struct arena *arena_new(void) {
    struct arena *a = malloc(sizeof(*a));
    BUG_IF(a == NULL);
    a->newest = block_new(NULL, FIRST_BLOCK);
    return a;
}

void arena_free(struct arena **a) {
    if (a == NULL || *a == NULL) return;
    for (struct block *b = (*a)->newest; b != NULL;) {
        struct block *older = b->older;
        block_free(b);
        b = older;
    }
    free(*a);
    *a = NULL;
}

void arena_release(struct arena *a, struct arena_mark m) {
    while (a->newest != m.block) {
        struct block *b = a->newest;
        a->newest = b->older;
        block_free(b);
        BUG_IF(a->newest == NULL); /* a mark of another arena, or one older than a release */
    }
    struct block *b = a->newest;
    BUG_IF(m.used > b->used);
#if !defined(NDEBUG) && !defined(ARENA_ASAN)
    memset(block_bytes(b) + m.used, 0xdd, b->used - m.used);
#endif
    b->used = m.used;
    POISON(block_bytes(b) + b->used, b->cap - b->used);
}

/* Keeps one block, so that a request like the last one needs no other. */
void arena_reset(struct arena *a) {
    struct block *kept = a->newest;
    for (struct block *b = kept->older; b != NULL; b = b->older)
        if (kept->cap > KEPT_MOST || (b->cap > kept->cap && b->cap <= KEPT_MOST)) kept = b;
    for (struct block *b = a->newest, *older; b != NULL; b = older) {
        older = b->older;
        if (b != kept) block_free(b);
    }
    kept->older = NULL;
    kept->before = 0;
    a->newest = kept;
    arena_release(a, (struct arena_mark){kept, 0});
}

size_t arena_used(const struct arena *a) {
    return a->newest->before + a->newest->used;
}

struct arena_mark arena_mark(struct arena *a) {
    return (struct arena_mark){a->newest, a->newest->used};
}

/* Not zeroed; *n is rounded up to the alignment. */
static void *take(struct arena *a, size_t n) {
    BUG_IF(n > SIZE_MAX / 4);
    size_t whole = (n + ALIGN - 1) / ALIGN * ALIGN + GAP;
    struct block *b = a->newest;
    if (whole > b->cap - b->used) {
        size_t step = b->cap < LARGEST_STEP ? b->cap * 2 : LARGEST_STEP;
        b = a->newest = block_new(b, whole > step ? whole : step);
    }
    char *p = block_bytes(b) + b->used;
    b->used += whole;
    UNPOISON(p, n);
    return p;
}

void *arena_alloc(struct arena *a, size_t n) {
    void *p = take(a, n);
    memset(p, 0, n);
    return p;
}

void *arena_array(struct arena *a, size_t n, size_t size) {
    BUG_IF(size != 0 && n > SIZE_MAX / size);
    return arena_alloc(a, n * size);
}

void *arena_copy(struct arena *a, const void *p, size_t n) {
    void *copy = take(a, n);
    if (n > 0) memcpy(copy, p, n);
    return copy;
}

char *arena_str(struct arena *a, struct str s) {
    char *copy = take(a, s.n + 1);
    if (s.n > 0) memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return copy;
}

char *arena_strdup(struct arena *a, const char *s) {
    return s == NULL ? NULL : arena_str(a, str_of(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) {
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    BUG_IF(n < 0);
    char *text = take(a, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, fmt, ap);
    return text;
}

char *arena_printf(struct arena *a, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    char *text = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return text;
}
