#include "intake/flawlog.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "intake/spill.h"

enum { MEMORY = 256 << 10, TEXTS = 4, TEXT_BYTES = 8192, ROW_FLAWS = 4096 };

struct entry {
    int64_t row;
    uint32_t column;
    uint16_t code;
    uint16_t bytes[TEXTS]; /* of field, value, sentence, suggestion, which follow */
};

/* Made only when rows came out of order. */
struct place {
    int64_t row, at;
};

struct flawlog {
    struct arena *arena;
    struct spill *spill;
    struct ctx *adding; /* a context of its own for writing: its failures are told at rewind */
    struct ctx own;
    enum err failed;
    int64_t counts[FLAW_COUNT], total;
    int64_t rows_refused, last_refused;
    int64_t last_row;
    bool unsorted;
    enum flaw_code file_refusal;
    int64_t at;           /* of the next entry to read */
    struct place *places; /* sorted; NULL when the file itself is */
    int64_t next;         /* of places */
};

enum err flawlog_new(struct ctx *ctx, const char *tmp_dir, struct flawlog **log_r) {
    (void)ctx;
    struct arena *arena = arena_new();
    struct flawlog *log = ARENA_NEW(arena, struct flawlog);
    log->arena = arena;
    log->own = (struct ctx){.arena = arena};
    log->spill = spill_new(arena, tmp_dir, MEMORY);
    log->last_refused = -1;
    *log_r = log;
    return OK;
}

void flawlog_free(struct flawlog **log) {
    if (log == NULL || *log == NULL) return;
    struct arena *arena = (*log)->arena;
    spill_free((*log)->spill);
    arena_free(&arena);
    *log = NULL;
}

static void put(struct flawlog *log, const void *p, size_t n) {
    int64_t at;
    if (log->failed == OK) log->failed = spill_add(&log->own, log->spill, p, n, &at);
}

static uint16_t text_bytes(const char *s) {
    size_t n = strlen(s);
    return (uint16_t)(n < TEXT_BYTES ? n : TEXT_BYTES);
}

static void count_row(struct flawlog *log, int64_t row, enum flaw_code code) {
    if (flaw_level_of(code) != FLAW_REFUSED || row <= 0 || row == log->last_refused) return;
    log->last_refused = row;
    log->rows_refused++;
}

void flawlog_add(struct flawlog *log, const struct flaw *f) {
    struct entry entry;
    memset(&entry, 0, sizeof(entry));
    entry.row = f->row;
    entry.column = f->column;
    entry.code = (uint16_t)f->code;
    const char *texts[TEXTS] = {f->field, f->value, f->sentence, f->suggestion};
    for (int i = 0; i < TEXTS; i++)
        entry.bytes[i] = text_bytes(texts[i]);
    put(log, &entry, sizeof(entry));
    for (int i = 0; i < TEXTS; i++)
        put(log, texts[i], entry.bytes[i]);

    log->counts[f->code]++;
    log->total++;
    if (f->row < log->last_row) log->unsorted = true;
    log->last_row = f->row;
    if (!log->unsorted) count_row(log, f->row, f->code);
    bool refuses = flaw_scope_of(f->code) == FLAW_FILE && flaw_level_of(f->code) == FLAW_REFUSED;
    if (refuses && log->file_refusal == FLAW_NONE) log->file_refusal = f->code;
}

static void sink_add(void *arg, const struct flaw *f) {
    flawlog_add(arg, f);
}

struct flaw_sink flawlog_sink(struct flawlog *log) {
    return (struct flaw_sink){sink_add, log};
}

int64_t flawlog_count(const struct flawlog *log, enum flaw_code code) {
    return code == FLAW_NONE ? log->total : log->counts[code];
}

int64_t flawlog_rows_refused(const struct flawlog *log) {
    return log->rows_refused;
}

enum flaw_code flawlog_file_refusal(const struct flawlog *log) {
    return log->file_refusal;
}

/* --- reading --- */

static enum err read_entry(struct ctx *ctx, struct flawlog *log, int64_t at, struct entry *entry_r,
                           int64_t *next_r) {
    enum err e = spill_read(ctx, log->spill, at, entry_r, sizeof(*entry_r));
    if (e != OK) return e;
    *next_r = at + (int64_t)sizeof(*entry_r);
    for (int i = 0; i < TEXTS; i++)
        *next_r += entry_r->bytes[i];
    return OK;
}

static int by_row(const void *a, const void *b) {
    const struct place *x = a, *y = b;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static enum err sort(struct ctx *ctx, struct flawlog *log) {
    log->places = ARENA_ARRAY(log->arena, (size_t)log->total, struct place);
    struct entry entry;
    int64_t at = 0;
    for (int64_t i = 0; i < log->total; i++) {
        int64_t next;
        enum err e = read_entry(ctx, log, at, &entry, &next);
        if (e != OK) return e;
        log->places[i] = (struct place){entry.row, at};
        at = next;
    }
    qsort(log->places, (size_t)log->total, sizeof(struct place), by_row);
    log->rows_refused = 0;
    log->last_refused = -1;
    for (int64_t i = 0; i < log->total; i++) {
        int64_t next;
        enum err e = read_entry(ctx, log, log->places[i].at, &entry, &next);
        if (e != OK) return e;
        count_row(log, entry.row, (enum flaw_code)entry.code);
    }
    return OK;
}

enum err flawlog_rewind(struct ctx *ctx, struct flawlog *log) {
    if (log->failed != OK) return fail(ctx, log->failed, NULL);
    log->at = 0;
    log->next = 0;
    log->places = NULL; /* what was added since the last time belongs to it too */
    return log->unsorted ? sort(ctx, log) : OK;
}

/* The entry that comes next, without taking it; *end_r when there is none. */
static enum err peek(struct ctx *ctx, struct flawlog *log, struct entry *entry_r, int64_t *at_r,
                     int64_t *after_r, bool *end_r) {
    *end_r = log->places != NULL ? log->next == log->total : log->at == spill_size(log->spill);
    if (*end_r) return OK;
    *at_r = log->places != NULL ? log->places[log->next].at : log->at;
    return read_entry(ctx, log, *at_r, entry_r, after_r);
}

static void take(struct flawlog *log, int64_t after) {
    log->next++;
    if (log->places == NULL) log->at = after;
}

static enum err load(struct ctx *ctx, struct flawlog *log, struct arena *arena, int64_t at,
                     const struct entry *entry, struct flaw *f) {
    *f = (struct flaw){
        .code = (enum flaw_code)entry->code, .row = entry->row, .column = entry->column};
    const char **texts[TEXTS] = {&f->field, &f->value, &f->sentence, &f->suggestion};
    at += (int64_t)sizeof(*entry);
    for (int i = 0; i < TEXTS; i++) {
        char *text = arena_alloc(arena, (size_t)entry->bytes[i] + 1);
        enum err e = spill_read(ctx, log->spill, at, text, entry->bytes[i]);
        if (e != OK) return e;
        *texts[i] = text;
        at += entry->bytes[i];
    }
    return OK;
}

enum err flawlog_next(struct ctx *ctx, struct flawlog *log, struct arena *arena,
                      const struct flaw **flaw_r) {
    struct entry entry;
    int64_t at, after;
    bool end;
    *flaw_r = NULL;
    enum err e = peek(ctx, log, &entry, &at, &after, &end);
    if (e != OK || end) return e;
    struct flaw *f = ARENA_NEW(arena, struct flaw);
    e = load(ctx, log, arena, at, &entry, f);
    take(log, after);
    if (e == OK) *flaw_r = f;
    return e;
}

/* A row has few; insertion keeps those of one column as they were added. */
static void insert(struct flaw *list, size_t n, struct flaw f) {
    size_t i = n;
    for (; i > 0 && list[i - 1].column > f.column; i--)
        list[i] = list[i - 1];
    list[i] = f;
}

enum err flawlog_row(struct ctx *ctx, struct flawlog *log, struct arena *arena, int64_t row,
                     const struct flaw **flaws_r, size_t *count_r) {
    struct flaw *list = NULL;
    size_t count = 0, room = 0;
    for (;;) {
        struct entry entry;
        int64_t at, after;
        bool end;
        enum err e = peek(ctx, log, &entry, &at, &after, &end);
        if (e != OK) return e;
        if (end || entry.row > row) break;
        if (entry.row == row && count < ROW_FLAWS) {
            if (count == room) {
                room = room == 0 ? 8 : room * 2;
                struct flaw *more = ARENA_ARRAY(arena, room, struct flaw);
                if (count > 0) memcpy(more, list, count * sizeof(*list));
                list = more;
            }
            struct flaw f;
            if ((e = load(ctx, log, arena, at, &entry, &f)) != OK) return e;
            insert(list, count++, f);
        }
        take(log, after);
    }
    *flaws_r = list;
    *count_r = count;
    return OK;
}
