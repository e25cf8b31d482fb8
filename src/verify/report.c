#include "verify/report.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"

static void print_json(const char *code, const char *text) {
    struct buf b;
    buf_init(&b, 8192);
    buf_printf(&b, "{\"code\":\"%s\",\"text\":", code);
    buf_json_string(&b, str_of(text));
    buf_puts(&b, "}\n");
    struct str line = buf_finish(&b);
    if (line.p) fputs(line.p, stdout);
    buf_free(&b);
}

void report_finding(struct report *r, const char *code, const char *fmt, ...) {
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    pthread_mutex_lock(&r->mutex);
    if (r->findings++ < REPORT_LINES) {
        if (r->json)
            print_json(code, text);
        else
            printf("%s\t%s\n", code, text);
    }
    pthread_mutex_unlock(&r->mutex);
}
