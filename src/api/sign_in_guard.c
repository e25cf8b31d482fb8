#include "api/sign_in_guard.h"

#include <pthread.h>
#include <string.h>

#include "base/crypto.h"

enum { SLOTS = 4096, PROBES = 16 };

struct slot {
    uint8_t address[16]; /* digest; all zero: free */
    int64_t failures, last, until;
};

struct sign_in_guard {
    pthread_mutex_t lock;
    struct slot slots[SLOTS];
};

struct sign_in_guard *sign_in_guard_new(struct arena *a) {
    struct sign_in_guard *g = ARENA_NEW(a, struct sign_in_guard);
    pthread_mutex_init(&g->lock, NULL);
    return g;
}

/* The slot of the address; NULL when it has none. `room_r`, when wanted, is where it may get one. The lock is held. */
static struct slot *find(struct sign_in_guard *g, const struct digest *d, struct slot **room_r) {
    uint32_t start;
    memcpy(&start, d->b + 16, sizeof start);
    struct slot *room = NULL;
    for (uint32_t i = 0; i < PROBES; i++) {
        struct slot *s = &g->slots[(start + i) % SLOTS];
        if (!memcmp(s->address, d->b, sizeof s->address)) return s;
        if (!room || s->last < room->last) room = s;
    }
    if (room_r) *room_r = room;
    return NULL;
}

static struct digest digest_of(const char *address) {
    return crypto_digest(SUITE_INTL, address, strlen(address));
}

bool sign_in_guard_open(struct sign_in_guard *g, const char *address, struct instant now) {
    struct digest d = digest_of(address);
    pthread_mutex_lock(&g->lock);
    const struct slot *s = find(g, &d, NULL);
    bool open = !s || s->until <= now.us;
    pthread_mutex_unlock(&g->lock);
    return open;
}

bool sign_in_guard_failed(struct sign_in_guard *g, const char *address, struct instant now,
                          int64_t most, struct instant until) {
    struct digest d = digest_of(address);
    pthread_mutex_lock(&g->lock);
    struct slot *room = NULL, *s = find(g, &d, &room);
    if (!s) {
        s = room;
        *s = (struct slot){0};
        memcpy(s->address, d.b, sizeof s->address);
    }
    s->last = now.us;
    bool locks = ++s->failures >= most;
    if (locks) {
        s->failures = 0;
        s->until = until.us;
    }
    pthread_mutex_unlock(&g->lock);
    return locks;
}

void sign_in_guard_succeeded(struct sign_in_guard *g, const char *address) {
    struct digest d = digest_of(address);
    pthread_mutex_lock(&g->lock);
    struct slot *s = find(g, &d, NULL);
    if (s) *s = (struct slot){0};
    pthread_mutex_unlock(&g->lock);
}
