#include "law/fault.h"

#include <string.h>

void faults_init(struct faults *f, struct arena *arena) {
    *f = (struct faults){.arena = arena};
}

void faults_add(struct faults *f, const char *file, int line, int column, const char *code,
                const char *fmt, ...) {
    if (f->count == f->room) {
        size_t room = f->room == 0 ? 16 : f->room * 2;
        struct fault *items = ARENA_ARRAY(f->arena, room, struct fault);
        if (f->count > 0) memcpy(items, f->items, f->count * sizeof *items);
        f->items = items;
        f->room = room;
    }
    va_list ap;
    va_start(ap, fmt);
    const char *text = arena_vprintf(f->arena, fmt, ap);
    va_end(ap);
    f->items[f->count++] = (struct fault){file, line, column, code, text};
}

void faults_print(const struct faults *f, struct buf *out) {
    for (size_t i = 0; i < f->count; i++) {
        const struct fault *fault = &f->items[i];
        buf_puts(out, fault->file);
        if (fault->line > 0) buf_printf(out, ":%d:%d", fault->line, fault->column);
        buf_printf(out, ": %s: %s\n", fault->code, fault->text);
    }
}
