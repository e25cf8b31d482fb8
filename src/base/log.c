#include "base/log.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/utf8.h"

enum { LINE_MAX_BYTES = 4096 };

/* Where a process sends its events is the process's own setting, like its standard error. */
static atomic_int log_level_min = LOG_INFO;
static atomic_int log_fd = 2;

void log_set_level(enum log_level level) {
    atomic_store(&log_level_min, (int)level);
}

void log_set_fd(int fd) {
    atomic_store(&log_fd, fd);
}

/* Text of unknown origin: what is no UTF-8 shows as '?'. */
static void put_text(struct buf *b, struct str s) {
    if (utf8_valid(s, NULL)) {
        buf_json_string(b, s);
        return;
    }
    struct buf clean;
    buf_init(&clean, LINE_MAX_BYTES);
    while (s.n > 0 && !clean.failed) {
        const char *before = s.p;
        int32_t cp = utf8_next(&s);
        if (cp > 0) {
            buf_put(&clean, before, (size_t)(s.p - before));
            continue;
        }
        buf_putc(&clean, '?');
        if (cp < 0) {
            s.p++;
            s.n--;
        }
    }
    struct str text = buf_finish(&clean);
    buf_json_string(b, text.p == NULL ? STR_LIT("?") : text);
    buf_free(&clean);
}

/* Writes the value of the conversion at the start of *fmt and moves *fmt behind it. */
static void put_value(struct buf *b, const char **fmt, va_list *ap) {
    const char *p = *fmt + 1;
    size_t length = strspn(p, "lz");
    char conversion = p[length];
    bool is_size = *p == 'z';
    *fmt = p + length + 1;
    switch (conversion) {
    case 's': {
        const char *s = va_arg(*ap, const char *);
        if (s == NULL)
            buf_puts(b, "null");
        else
            put_text(b, str_of(s));
        break;
    }
    case 'd': {
        int64_t v = length == 0   ? va_arg(*ap, int)
                    : is_size     ? (int64_t)va_arg(*ap, ssize_t)
                    : length == 1 ? va_arg(*ap, long)
                                  : va_arg(*ap, long long);
        buf_int(b, v);
        break;
    }
    case 'u':
    case 'x': {
        uint64_t v = length == 0   ? va_arg(*ap, unsigned)
                     : is_size     ? va_arg(*ap, size_t)
                     : length == 1 ? va_arg(*ap, unsigned long)
                                   : va_arg(*ap, unsigned long long);
        if (conversion == 'x')
            buf_printf(b, "\"%" PRIx64 "\"", v);
        else
            buf_printf(b, "%" PRIu64, v);
        break;
    }
    default: BUG("log_event: conversion not known");
    }
}

static void put_fields(struct buf *b, const char *fmt, va_list *ap) {
    for (const char *p = fmt; *p != '\0';) {
        size_t name = strcspn(p, "=");
        BUG_IF(name == 0 || p[name] != '=');
        size_t before = b->n;
        buf_putc(b, ',');
        put_text(b, (struct str){p, name});
        buf_putc(b, ':');
        p += name + 1;
        if (*p == '%') {
            put_value(b, &p, ap);
        } else {
            size_t literal = strcspn(p, " ");
            put_text(b, (struct str){p, literal});
            p += literal;
        }
        BUG_IF(*p != ' ' && *p != '\0');
        if (b->failed) { /* the line is full: the field goes, and the line says so */
            b->failed = false;
            b->n = before;
            b->max += 16;
            buf_puts(b, ",\"cut\":true");
            return;
        }
        p += *p == ' ';
    }
}

void log_event(const struct ctx *ctx, enum log_level level, const char *event, const char *fmt,
               ...) {
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if ((int)level < atomic_load(&log_level_min)) return;
    char now[INSTANT_TEXT];
    instant_format(clock_now(ctx != NULL && ctx->clock != NULL ? ctx->clock : &clock_system), now);
    struct buf b;
    buf_init(&b, LINE_MAX_BYTES - 32);
    buf_printf(&b, "{\"time\":\"%s\",\"level\":\"%s\",\"event\":", now, names[level]);
    put_text(&b, str_of(event));
    if (ctx != NULL && ctx->request_id[0] != '\0') {
        buf_puts(&b, ",\"request\":");
        put_text(&b, str_of(ctx->request_id));
    }
    va_list ap;
    va_start(ap, fmt);
    if (fmt != NULL) put_fields(&b, fmt, &ap);
    va_end(ap);
    b.max = LINE_MAX_BYTES;
    buf_puts(&b, "}\n");
    struct str line = buf_finish(&b);
    /* One write a line keeps lines of several threads apart. Nobody is left to tell when it fails. */
    ssize_t put = line.p == NULL ? 0 : write(atomic_load(&log_fd), line.p, line.n);
    (void)put;
    buf_free(&b);
}

void log_person(const struct key *k, struct str number, char out[LOG_PERSON_TEXT]) {
    static const char hex[] = "0123456789abcdef";
    struct digest d = crypto_hmac(SUITE_INTL, k, number.p, number.n);
    for (int i = 0; i < LOG_PERSON_TEXT - 1; i++)
        out[i] = hex[i % 2 == 0 ? d.b[i / 2] >> 4 : d.b[i / 2] & 15];
    out[LOG_PERSON_TEXT - 1] = '\0';
}
