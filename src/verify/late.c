#include "verify/late.h"

void late_init(struct late *l, struct arena *a) {
    *l = (struct late){.arena = a};
}

static size_t slot_of(const struct late *l, int64_t id) {
    uint64_t h = (uint64_t)id * 0x9e3779b97f4a7c15u;
    return (size_t)(h >> 20) & (l->cap - 1);
}

static void insert(struct late *l, const struct late_entry *e) {
    size_t i = slot_of(l, e->id);
    while (l->slots[i].id != 0)
        i = (i + 1) & (l->cap - 1);
    l->slots[i] = *e;
}

void late_add(struct late *l, const struct late_entry *e) {
    if (2 * (l->n + 1) > l->cap) {
        struct late old = *l;
        l->cap = old.cap ? 2 * old.cap : 1024;
        l->slots = ARENA_ARRAY(l->arena, l->cap, struct late_entry);
        for (size_t i = 0; i < old.cap; i++)
            if (old.slots[i].id != 0) insert(l, &old.slots[i]);
    }
    insert(l, e);
    l->n++;
}

static size_t find(const struct late *l, int64_t id) {
    if (l->n == 0) return SIZE_MAX;
    for (size_t i = slot_of(l, id); l->slots[i].id != 0; i = (i + 1) & (l->cap - 1))
        if (l->slots[i].id == id) return i;
    return SIZE_MAX;
}

bool late_has(const struct late *l, int64_t id) {
    return find(l, id) != SIZE_MAX;
}

bool late_take(struct late *l, int64_t id, struct late_entry *e_r) {
    size_t i = find(l, id);
    if (i == SIZE_MAX) return false;
    *e_r = l->slots[i];
    l->slots[i].id = 0;
    l->n--;
    /* Close the gap: whatever probed past this slot moves up. */
    for (size_t k = (i + 1) & (l->cap - 1); l->slots[k].id != 0; k = (k + 1) & (l->cap - 1)) {
        struct late_entry moved = l->slots[k];
        l->slots[k].id = 0;
        insert(l, &moved);
    }
    return true;
}
