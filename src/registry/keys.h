/* keys.h: the secrets of a data directory: DIR/keys/NAME.key, 0600, "gongxin-NAME-key VERSION HEX". */
#ifndef REGISTRY_KEYS_H
#define REGISTRY_KEYS_H

#include <stdint.h>

#include "base/crypto.h"
#include "base/ctx.h"
#include "ledger/ledger.h"

struct keys {
    uint32_t version;
    struct key seal;   /* persons' numbers and names, evidence, uploads */
    struct key lookup; /* keyed digests of numbers */
    struct key log;    /* digests of persons in operational logs */
    struct key token;  /* cursors, anti-forgery tokens */
    struct sign_key ledger;
};

/* Makes every key afresh. ERR_IO, ERR_DISK_FULL. */
enum err keys_create(struct ctx *ctx, const char *dir, struct keys *keys_r) GX_MUST_CHECK;
/* ERR_KEYS when one is missing or damaged. */
enum err keys_read(struct ctx *ctx, const char *dir, struct keys *keys_r) GX_MUST_CHECK;
void keys_wipe(struct keys *keys);

#endif
