/* leaf.h: what an entry of a ledger says, and the exact bytes that are hashed.
 *
 * A leaf holds enumerations, ids, days and commitments: no free text, no name, no number of a person. Words are
 * checked (lower-case letters, digits and . _ -, first a letter, at most 48 bytes; clause ids and a pack's label have
 * their own forms); anything else is our bug and aborts, because whoever writes a leaf takes it from closed lists.
 *
 * Bytes: canonical JSON (base/json.h), members that have no value left out:
 *   {"actor":"ID","at":MICROSECONDS,"basis":["CZ-76"],"channel":"web","commit":["BASE64"],"day":"2026-11-22",
 *    "entry":"ID","event":"record.accepted","object":"ID","place":"cangzhou","policy":"0123456789ab","post":"ID",
 *    "role":"provider_clerk","second":"ID","subject":"ID","unit":"ID","version":3,"word":"active"}
 * Hash: RFC 6962, SHA-256 of 0x00 and the bytes; stored with its suite byte. */
#ifndef LEDGER_LEAF_H
#define LEDGER_LEAF_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/crypto.h"
#include "base/date.h"

enum ledger_event {
#define LEDGER_EVENT(symbol, event, kind, chinese) symbol,
#include "ledger/events.def"
#undef LEDGER_EVENT
    LEDGER_EVENT_COUNT
};
const char *ledger_event_word(enum ledger_event e);
const char *ledger_event_kind(enum ledger_event e); /* "record": what the object id is an id of */
const char *ledger_event_name(enum ledger_event e); /* Chinese */
/* False for a word that is not on the list. */
bool ledger_event_parse(struct str word, enum ledger_event *event_r);

/* Longest leaf in bytes; more is our bug. */
#define LEAF_MAX 16384

/* 0, NULL and DATE_NONE mean: no such value. Strings are read at once and not kept. */
struct leaf {
    enum ledger_event event;
    int64_t actor, post, unit; /* who: user, post, unit; 0 for what happens by itself */
    int64_t second;            /* user id of the second person, where an act needs two */
    const char *role, *channel;
    const char *place;        /* jurisdiction */
    const char *policy;       /* edition: "place@0123456789ab" or the digest's first hex digits */
    const char *const *basis; /* clause ids: "CZ-76", "default" */
    size_t n_basis;
    int64_t object, subject;
    int64_t version;  /* of the object after the change */
    struct date day;  /* a legal day the change turns on; LEAF() sets none */
    const char *word; /* one enumeration: the new state, a ground, a refusal's code */
    const struct stored_digest *commitments;
    size_t n_commitments;
};
/* A leaf with no day; start from it: struct leaf l = LEAF(EV_RECORD_ACCEPTED); l.object = … */
#define LEAF(e) ((struct leaf){.event = (e), .day = {INT32_MIN}})

/* Everything but the entry's number, which is drawn when all leaves of a transaction are known. Appends to b; *split_r
 * is the offset in this leaf's bytes at which the member "entry" goes in. */
void leaf_render(struct buf *b, const struct leaf *leaf, struct instant at, size_t *split_r);
/* Appends the finished leaf to b. */
void leaf_finish(struct buf *b, struct str halves, size_t split, int64_t entry);
struct stored_digest leaf_hash(enum suite suite, struct str leaf);

#endif
