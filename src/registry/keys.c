#include "registry/keys.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/num.h"

static const char *const names[] = {"seal", "lookup", "log", "token"};

static struct key *slot(struct keys *keys, size_t i) {
    struct key *const slots[] = {&keys->seal, &keys->lookup, &keys->log, &keys->token};
    return slots[i];
}

static char *path_of(struct ctx *ctx, const char *dir, const char *name) {
    return arena_printf(ctx->arena, "%s/keys/%s.key", dir, name);
}

enum err keys_create(struct ctx *ctx, const char *dir, struct keys *keys) {
    *keys = (struct keys){.version = 1};
    enum err e = file_mkdir(file_join(ctx->arena, dir, "keys"), 0700);
    if (e != OK) return fail(ctx, e, NULL);
    for (size_t i = 0; i < GX_COUNT(names); i++) {
        struct key *k = slot(keys, i);
        crypto_random(k->b, KEY_BYTES);
        struct buf out;
        buf_init(&out, 256);
        buf_printf(&out, "gongxin-%s-key 1 ", names[i]);
        buf_hex(&out, k->b, KEY_BYTES);
        buf_putc(&out, '\n');
        e = file_write(path_of(ctx, dir, names[i]), buf_finish(&out), 0600);
        crypto_wipe(out.p, out.n);
        buf_free(&out);
        if (e != OK) return fail(ctx, e, NULL);
    }
    return ledger_key_load(ctx, dir, true, &keys->ledger);
}

static enum err read_one(struct ctx *ctx, const char *dir, const char *name, uint32_t *version_r,
                         struct key *k) {
    struct str content;
    enum err e = file_read(ctx->arena, path_of(ctx, dir, name), 4096, &content);
    if (e != OK) return fail(ctx, ERR_KEYS, "读不到密钥文件 keys/%s.key", name);
    struct str line = str_trim(content), head, version;
    bool good = str_split(&line, ' ', &head) && str_split(&line, ' ', &version) &&
                str_is(head, arena_printf(ctx->arena, "gongxin-%s-key", name)) &&
                num_u32(version, UINT32_MAX, version_r) && line.n == KEY_BYTES * 2 &&
                num_hex(line, k->b, KEY_BYTES);
    return good ? OK : fail(ctx, ERR_KEYS, "密钥文件 keys/%s.key 已损坏", name);
}

enum err keys_read(struct ctx *ctx, const char *dir, struct keys *keys) {
    memset(keys, 0, sizeof *keys);
    for (size_t i = 0; i < GX_COUNT(names); i++) {
        uint32_t version;
        enum err e = read_one(ctx, dir, names[i], &version, slot(keys, i));
        if (e != OK) return e;
        if (i && version != keys->version) return fail(ctx, ERR_KEYS, "密钥文件的版本不一致");
        keys->version = version;
    }
    return ledger_key_load(ctx, dir, false, &keys->ledger);
}

void keys_wipe(struct keys *keys) {
    crypto_wipe(keys, sizeof *keys);
}
