/* entry.h: the verifier's own strict reading of a leaf's bytes: canonical form, nothing else accepted. */
#ifndef VERIFY_ENTRY_H
#define VERIFY_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/str.h"

enum { ENTRY_COMMITS = 64 };

struct entry {
    int64_t id, at, object, subject, version;
    struct str event, place, policy, word;
    size_t n_commits;
    struct str commits[ENTRY_COMMITS]; /* base64 of a stored digest */
};
/* False when the bytes are not a canonical leaf. What is said is a view of them. */
bool entry_read(struct str leaf, struct entry *entry_r);
bool entry_commit(const struct entry *e, size_t i, struct stored_digest *commitment_r);
/* "record" of "record.accepted". */
struct str entry_prefix(const struct entry *e);

#endif
