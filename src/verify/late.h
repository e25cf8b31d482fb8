/* late.h: entries that were read before their position came: a small hash table by entry number. */
#ifndef VERIFY_LATE_H
#define VERIFY_LATE_H

#include "base/arena.h"
#include "base/crypto.h"

struct late_entry {
    int64_t id; /* 0: free */
    int64_t at; /* instant of the entry */
    int32_t month;
    struct digest hash;
};
struct late {
    struct arena *arena;
    struct late_entry *slots;
    size_t n, cap;
};

void late_init(struct late *l, struct arena *a);
void late_add(struct late *l, const struct late_entry *e);
/* Takes it out; false when it is not there. */
bool late_take(struct late *l, int64_t id, struct late_entry *e_r);
bool late_has(const struct late *l, int64_t id);

#endif
