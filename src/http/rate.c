#include "http/rate.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/bug.h"
#include "base/crypto.h"

enum { WAYS = 4, LOCKS = 16 };

/* Tokens are counted in millionths, so that a slow refill loses nothing between two takes. */
#define TOKEN INT64_C(1000000)

struct bucket {
    uint64_t id;    /* 0: free */
    int64_t tokens; /* at `ticks` */
    int64_t ticks;
};

struct rate {
    struct arena *arena;
    struct key key;
    size_t sets; /* a power of two */
    struct bucket *buckets;
    pthread_mutex_t locks[LOCKS];
};

struct rate *rate_new(size_t buckets) {
    struct arena *a = arena_new();
    struct rate *r = ARENA_NEW(a, struct rate);
    r->arena = a;
    crypto_random(&r->key, sizeof r->key);
    for (r->sets = 16; r->sets * WAYS < buckets;)
        r->sets *= 2;
    r->buckets = ARENA_ARRAY(a, r->sets * WAYS, struct bucket);
    for (int i = 0; i < LOCKS; i++)
        BUG_IF(pthread_mutex_init(&r->locks[i], NULL) != 0);
    return r;
}

void rate_free(struct rate **r) {
    if (*r == NULL) return;
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&(*r)->locks[i]);
    struct arena *a = (*r)->arena;
    *r = NULL;
    arena_free(&a);
}

/* Keyed, so that nobody can choose an address that shares a bucket with another. */
static uint64_t bucket_id(const struct rate *r, int kind, struct str key) {
    char text[256];
    size_t n = key.n < sizeof text - sizeof kind ? key.n : sizeof text - sizeof kind;
    memcpy(text, &kind, sizeof kind);
    memcpy(text + sizeof kind, key.p, n);
    struct digest d = crypto_hmac(SUITE_INTL, &r->key, text, sizeof kind + n);
    uint64_t id;
    memcpy(&id, d.b, sizeof id);
    return id == 0 ? 1 : id;
}

static int64_t level(const struct bucket *b, struct rate_rule rule, int64_t ticks) {
    int64_t full = rule.burst * TOKEN;
    int64_t passed = ticks > b->ticks ? ticks - b->ticks : 0;
    /* One microsecond at one a minute is 1/60 of a millionth. */
    int64_t most = INT64_C(86400) * 1000000;
    int64_t gained = (passed > most ? most : passed) / 60 * rule.per_minute;
    return b->tokens + gained > full ? full : b->tokens + gained;
}

/* The bucket of id, or the one that gives way, filled anew. The set is locked. */
static struct bucket *bucket_of(struct bucket *set, uint64_t id, struct rate_rule rule,
                                int64_t ticks) {
    struct bucket *loser = &set[0];
    int64_t best = INT64_MIN;
    for (int i = 0; i < WAYS; i++) {
        if (set[i].id == id) return &set[i];
        int64_t standing = set[i].id == 0 ? INT64_MAX : level(&set[i], rule, ticks);
        if (standing > best) {
            best = standing;
            loser = &set[i];
        }
    }
    *loser = (struct bucket){.id = id, .tokens = rule.burst * TOKEN, .ticks = ticks};
    return loser;
}

bool rate_take(struct rate *r, struct rate_rule rule, int kind, struct str key, int64_t ticks,
               unsigned *wait_s_r) {
    uint64_t id = bucket_id(r, kind, key);
    size_t set = id & (r->sets - 1);
    pthread_mutex_t *lock = &r->locks[set % LOCKS];
    pthread_mutex_lock(lock);
    struct bucket *b = bucket_of(&r->buckets[set * WAYS], id, rule, ticks);
    int64_t have = level(b, rule, ticks);
    bool granted = have >= TOKEN;
    /* A refused try changes nothing: small gains would be rounded away by asking often. */
    if (granted) {
        b->tokens = have - TOKEN;
        b->ticks = ticks;
    }
    pthread_mutex_unlock(lock);
    *wait_s_r = 0;
    if (!granted) {
        int64_t per_minute = rule.per_minute == 0 ? 1 : rule.per_minute;
        *wait_s_r = (unsigned)((TOKEN - have) * 60 / per_minute / 1000000) + 1;
    }
    return granted;
}

void rate_clear(struct rate *r, int kind, struct str key) {
    uint64_t id = bucket_id(r, kind, key);
    size_t set = id & (r->sets - 1);
    pthread_mutex_t *lock = &r->locks[set % LOCKS];
    pthread_mutex_lock(lock);
    for (int i = 0; i < WAYS; i++)
        if (r->buckets[set * WAYS + i].id == id) r->buckets[set * WAYS + i].id = 0;
    pthread_mutex_unlock(lock);
}

void rate_address(const char *address, char out[46]) {
    struct in6_addr six;
    size_t n = strlen(address) < 45 ? strlen(address) : 45;
    memcpy(out, address, n);
    out[n] = '\0';
    if (inet_pton(AF_INET6, out, &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six)) return;
    memset(six.s6_addr + 8, 0, 8);
    BUG_IF(inet_ntop(AF_INET6, &six, out, 46) == NULL);
}
