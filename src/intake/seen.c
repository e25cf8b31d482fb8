#include "intake/seen.h"

#include <string.h>

#include "base/arena.h"
#include "base/bug.h"

enum { FIRST_SLOTS = 1024, KEY_PART = 12 };

struct slot {
    uint8_t key[KEY_PART];
    uint32_t row; /* 0: empty */
};

struct seen {
    struct arena *arena; /* of the slots; a new one when they grow */
    struct arena *home;
    struct slot *slots;
    size_t cap, n;
};

struct seen *seen_new(void) {
    struct arena *home = arena_new();
    struct seen *s = ARENA_NEW(home, struct seen);
    s->home = home;
    s->arena = arena_new();
    s->cap = FIRST_SLOTS;
    s->slots = ARENA_ARRAY(s->arena, s->cap, struct slot);
    return s;
}

void seen_free(struct seen **sp) {
    if (!*sp) return;
    struct arena *home = (*sp)->home;
    arena_free(&(*sp)->arena);
    *sp = NULL;
    arena_free(&home);
}

/* The digest is uniform: its bytes are the hash. */
static struct slot *place_of(struct slot *slots, size_t cap, const uint8_t *key) {
    uint64_t h;
    memcpy(&h, key, sizeof h);
    size_t at = (size_t)h & (cap - 1);
    while (slots[at].row && memcmp(slots[at].key, key, KEY_PART) != 0)
        at = (at + 1) & (cap - 1);
    return &slots[at];
}

static void grow(struct seen *s) {
    struct arena *arena = arena_new();
    size_t cap = 2 * s->cap;
    struct slot *slots = ARENA_ARRAY(arena, cap, struct slot);
    for (size_t i = 0; i < s->cap; i++)
        if (s->slots[i].row) *place_of(slots, cap, s->slots[i].key) = s->slots[i];
    arena_free(&s->arena);
    s->arena = arena;
    s->slots = slots;
    s->cap = cap;
}

int64_t seen_put(struct seen *s, const struct digest *d, int64_t row) {
    BUG_IF(row <= 0 || row > UINT32_MAX);
    if (4 * s->n >= 3 * s->cap) grow(s);
    struct slot *slot = place_of(s->slots, s->cap, d->b);
    if (slot->row) return slot->row;
    memcpy(slot->key, d->b, KEY_PART);
    slot->row = (uint32_t)row;
    s->n++;
    return row;
}
