/* settings.h: what an operator can set, from one list (settings.def), read from DIR/gongxin.conf.
 *
 * The file holds "name = value" lines; '#' begins a comment line. Unknown names, doubled names and values out of
 * range are refused with file and line, all in one run. */
#ifndef REGISTRY_SETTINGS_H
#define REGISTRY_SETTINGS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/ctx.h"

enum setting {
#define SETTING(symbol, name, type, min, max, value, unit, help) symbol,
#include "registry/settings.def"
#undef SETTING
    SETTING_COUNT
};

struct settings {
    const char *text[SETTING_COUNT]; /* never NULL */
    int64_t number[SETTING_COUNT];   /* of INT settings */
};

/* Defaults. */
void settings_defaults(struct settings *s);
/* Defaults, then what the file says. ERR_SETTINGS with every fault, one a line, in the failure's detail. */
enum err settings_read(struct ctx *ctx, const char *path, struct settings *s) GX_MUST_CHECK;
/* ERR_SETTINGS when name is unknown or value out of range. Text is kept, not copied. */
enum err settings_set(struct ctx *ctx, struct settings *s, enum setting which,
                      const char *value) GX_MUST_CHECK;
/* The file that settings_read reads: every setting with its help, those at their default commented out. */
void settings_write(struct buf *out, const struct settings *s);
const char *setting_name(enum setting which);

#endif
