#include "registry/settings.h"

#include <string.h>

#include "base/file.h"
#include "base/num.h"
#include "base/utf8.h"

enum setting_type { SETTING_TEXT, SETTING_INT };

static const struct setting_row {
    const char *name;
    enum setting_type type;
    int64_t min, max;
    const char *value, *unit, *help;
} rows[SETTING_COUNT] = {
#define SETTING(symbol, name, type, min, max, value, unit, help)                                   \
    {name, SETTING_##type, min, max, value, unit, help},
#include "registry/settings.def"
#undef SETTING
};

const char *setting_name(enum setting which) {
    return rows[which].name;
}

void settings_defaults(struct settings *s) {
    for (int i = 0; i < SETTING_COUNT; i++) {
        s->text[i] = rows[i].value;
        s->number[i] = 0;
        if (rows[i].type == SETTING_INT)
            (void)num_i64(str_of(rows[i].value), rows[i].min, rows[i].max, &s->number[i]);
    }
}

enum err settings_set(struct ctx *ctx, struct settings *s, enum setting which, const char *value) {
    const struct setting_row *row = &rows[which];
    int64_t n = 0;
    if (row->type == SETTING_INT) {
        if (!num_i64(str_of(value), row->min, row->max, &n))
            return fail_field(ctx, ERR_SETTINGS, row->name, row->unit,
                              "设置项 %s 应为 %lld 到 %lld 的整数", row->name, (long long)row->min,
                              (long long)row->max);
        s->number[which] = n;
    } else {
        size_t length = utf8_valid(str_of(value), NULL) ? utf8_count(str_of(value)) : 0;
        if ((int64_t)length < row->min || (int64_t)length > row->max)
            return fail_field(ctx, ERR_SETTINGS, row->name, row->unit,
                              "设置项 %s 的长度应为 %lld 到 %lld 个字符", row->name,
                              (long long)row->min, (long long)row->max);
    }
    s->text[which] = value;
    return OK;
}

static int find(struct str name) {
    for (int i = 0; i < SETTING_COUNT; i++)
        if (str_is(name, rows[i].name)) return i;
    return -1;
}

/* One line; false with the fault said in `faults`. */
static void read_line(struct ctx *ctx, const char *path, int number, struct str line, bool *seen,
                      struct settings *s, struct buf *faults) {
    line = str_trim(line);
    if (!line.n || line.p[0] == '#') return;
    size_t equals = str_find(line, '=');
    if (equals == SIZE_MAX) {
        buf_printf(faults, "%s:%d: 应为 名称 = 值\n", path, number);
        return;
    }
    struct str name = str_trim((struct str){line.p, equals});
    struct str value = str_trim((struct str){line.p + equals + 1, line.n - equals - 1});
    int which = find(name);
    if (which < 0) {
        buf_printf(faults, "%s:%d: 没有名为 %s 的设置项\n", path, number,
                   arena_str(ctx->arena, name));
    } else if (seen[which]) {
        buf_printf(faults, "%s:%d: 设置项 %s 重复\n", path, number, rows[which].name);
    } else {
        seen[which] = true;
        if (settings_set(ctx, s, (enum setting)which, arena_str(ctx->arena, value)) != OK)
            buf_printf(faults, "%s:%d: %s\n", path, number, ctx->failure.detail);
    }
}

enum err settings_read(struct ctx *ctx, const char *path, struct settings *s) {
    settings_defaults(s);
    struct str content;
    enum err e = file_read(ctx->arena, path, 1 << 20, &content);
    if (e != OK) return fail(ctx, e, "读不到设置文件 %s", path);
    bool seen[SETTING_COUNT] = {0};
    struct buf faults;
    buf_init(&faults, 64 << 10);
    struct str line;
    for (int number = 1; str_split(&content, '\n', &line); number++)
        read_line(ctx, path, number, line, seen, s, &faults);
    struct str said = buf_finish(&faults);
    const char *detail = said.n ? arena_str(ctx->arena, str_trim(said)) : NULL;
    buf_free(&faults);
    return detail ? fail(ctx, ERR_SETTINGS, "%s", detail) : OK;
}

void settings_write(struct buf *out, const struct settings *s) {
    buf_puts(out, "# gongxin: settings of this installation. What a regulation says is in the "
                  "adopted pack, not here.\n");
    for (int i = 0; i < SETTING_COUNT; i++) {
        bool standard = !strcmp(s->text[i], rows[i].value);
        buf_printf(out, "\n# %s (%s)\n%s%s = %s\n", rows[i].help, rows[i].unit,
                   standard ? "# " : "", rows[i].name, s->text[i]);
    }
}
