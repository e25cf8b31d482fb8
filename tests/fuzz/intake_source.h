/* intake_source.h: reads arbitrary bytes as a file of one format and holds what comes out against
 * what source.h promises. */
#ifndef TESTS_FUZZ_INTAKE_SOURCE_H
#define TESTS_FUZZ_INTAKE_SOURCE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/utf8.h"
#include "intake/source.h"

static inline void check_cell(const struct cell *c, const struct source_limits *limits) {
    BUG_IF(!utf8_valid(c->text, NULL));
    BUG_IF(c->text.n > limits->cell_bytes);
    BUG_IF(!str_eq(str_trim(c->text), c->text) && !(c->flags & CELL_DEFUSED));
    static const struct fieldspec field = {.name = "x", .type = FIELD_NUMBER};
    enum flaw_code flaws[CELL_FLAWS_MAX];
    BUG_IF(cell_flaws(c, &field, flaws) > CELL_FLAWS_MAX);
    struct date day;
    (void)cell_date(c, false, &day);
}

static inline void read_as(enum source_format format, const uint8_t *data, size_t size) {
    char path[] = "/tmp/gx-fuzz-XXXXXX";
    int fd = mkstemp(path);
    BUG_IF(fd < 0);
    unlink(path);
    BUG_IF(write(fd, data, size) != (ssize_t)size);
    struct ctx ctx = {.arena = arena_new(), .clock = &clock_system};
    static const struct fieldspec fields[] = {{.name = "名称", .code = "MC"}, {.name = "b"}};
    struct source_options o = {
        .format = format, .limits = SOURCE_LIMITS_DEFAULT, .fields = fields, .fields_count = 2};
    o.limits.columns = 12;
    o.limits.cell_bytes = 64;
    o.limits.record_bytes = 4096;
    o.limits.rows = 1000;
    o.limits.part_bytes = 1 << 20;
    o.limits.strings = 100;
    o.limits.strings_memory = 64;
    struct source *s = NULL;
    enum err e = source_open_fd(&ctx, fd, &o, &s);
    BUG_IF((e == OK) != (s != NULL));
    BUG_IF(e == ERR_INTERNAL || e == ERR_IO);
    int64_t number = 0, rows = 0;
    for (const struct source_row *row; e == OK; rows++) {
        e = source_next(&ctx, s, &row);
        BUG_IF(e != OK && row != NULL);
        if (e != OK || row == NULL) break;
        BUG_IF(row->number <= number);
        number = row->number;
        BUG_IF(row->count != source_head(s)->count || row->count > o.limits.columns);
        BUG_IF(row->offset >= 0 && row->offset + row->bytes > (int64_t)size);
        for (size_t i = 0; i < row->count; i++)
            check_cell(&row->cells[i], &o.limits);
    }
    BUG_IF(rows > o.limits.rows);
    BUG_IF(e != OK && strncmp(err_code(e), "intake.", 7) != 0);
    source_close(&s);
    arena_free(&ctx.arena);
    close(fd);
}

#endif
