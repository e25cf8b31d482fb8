#include "base/ctx.h"

#include "base/bug.h"

static enum err record(struct ctx *ctx, struct failure failure, const char *fmt, va_list ap)
    GX_PRINTF(3, 0);

static enum err record(struct ctx *ctx, struct failure failure, const char *fmt, va_list ap) {
    BUG_IF(failure.code == OK);
    failure.field = arena_strdup(ctx->arena, failure.field);
    failure.rule = arena_strdup(ctx->arena, failure.rule);
    failure.clause = arena_strdup(ctx->arena, failure.clause);
    failure.detail = fmt == NULL ? err_text(failure.code) : arena_vprintf(ctx->arena, fmt, ap);
    ctx->failure = failure;
    return failure.code;
}

enum err fail(struct ctx *ctx, enum err code, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    enum err e = record(ctx, (struct failure){.code = code}, fmt, ap);
    va_end(ap);
    return e;
}

enum err fail_field(struct ctx *ctx, enum err code, const char *field, const char *rule,
                    const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct failure failure = {.code = code, .field = field, .rule = rule};
    enum err e = record(ctx, failure, fmt, ap);
    va_end(ap);
    return e;
}

enum err fail_clause(struct ctx *ctx, enum err code, const char *clause, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    enum err e = record(ctx, (struct failure){.code = code, .clause = clause}, fmt, ap);
    va_end(ap);
    return e;
}
