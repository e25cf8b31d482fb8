/* The second pass: good rows become records. One thread reads, checks and asks the base, the
 * other writes; between them stand at most a few chunks. */
#include <pthread.h>
#include <string.h>

#include "base/bug.h"
#include "base/clock.h"
#include "intake/job.h"
#include "registry/app.h"

enum { QUEUE = 1, SLOW_US = 80000, FAST_US = 35000, GOOD_MIN = 25, REPEATS = 4 };

struct pipe {
    struct job *job;
    struct table_in table;
    struct preparer *preparer;
    struct arena *map_arena;
    int64_t from;     /* rows up to this one are done */
    int64_t kept;     /* flaws of the file kept so far */
    size_t good_most; /* rows that go in with one chunk; the writer adapts it */
    pthread_mutex_t lock;
    pthread_cond_t moved;
    struct chunk *queue[QUEUE];
    size_t n;
    bool stop;
};

/* --- filling a chunk --- */

static struct chunk *chunk_new(const struct ctx *from) {
    struct arena *a = arena_new();
    struct chunk *c = ARENA_NEW(a, struct chunk);
    c->arena = a;
    c->ctx = *from;
    c->ctx.arena = a;
    c->rows = ARENA_ARRAY(a, CHUNK_ROWS, struct load_row);
    return c;
}

static void chunk_free(struct chunk **c) {
    struct arena *a = (*c)->arena;
    remembered_release(&(*c)->remembered);
    *c = NULL;
    arena_free(&a);
}

/* The flaws the file told about the row: kept for the screen as long as there is room. */
static enum err told(struct pipe *p, struct chunk *c, struct load_row *r) {
    const struct flaw *flaws;
    size_t n;
    enum err e = flawlog_row(&c->ctx, p->job->flaws, c->arena, r->c.row, &flaws, &n);
    if (e) return e;
    bool duplicate = false, other = false;
    for (size_t i = 0; i < n; i++) {
        if (flaw_level_of(flaws[i].code) == FLAW_WARNED) {
            c->warned++;
            continue;
        }
        if (flaws[i].code == FLAW_DUPLICATE_FILE)
            duplicate = true;
        else
            other = true;
    }
    if (duplicate || other) r->verdict = other ? ROW_RETURNED : ROW_DUPLICATE;
    r->told = flaws;
    r->ntold = p->kept < FLAWS_KEPT ? n : 0;
    p->kept += (int64_t)r->ntold;
    c->nflaws += r->ntold;
    return OK;
}

static enum err fill(struct pipe *p, struct chunk *c) {
    const struct source_row *row;
    size_t most = __atomic_load_n(&p->good_most, __ATOMIC_RELAXED);
    while (c->n < CHUNK_ROWS && c->good < most && c->nflaws < CHUNK_FLAWS) {
        enum err e = table_in_next(&c->ctx, &p->table, NULL, &row);
        if (e) return e;
        if (!row) {
            c->end = true;
            break;
        }
        c->last_row = row->number;
        if (row->number <= p->from) continue;
        struct load_row *r = &c->rows[c->n];
        *r = (struct load_row){0};
        check_row(p->table.checker, c->arena, row, &r->c);
        e = told(p, c, r);
        if (e) return e;
        c->good += r->verdict == ROW_GOOD;
        c->n++;
    }
    return OK;
}

static void produce_one(struct pipe *p, struct chunk *c) {
    c->err = fill(p, c);
    if (!c->err && c->n) c->err = prepare_chunk(&c->ctx, p->preparer, c);
}

/* --- the two threads --- */

static bool put(struct pipe *p, struct chunk *c) {
    pthread_mutex_lock(&p->lock);
    while (p->n == QUEUE && !p->stop)
        pthread_cond_wait(&p->moved, &p->lock);
    bool taken = !p->stop;
    if (taken) p->queue[p->n++] = c;
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->lock);
    return taken;
}

static struct chunk *take(struct pipe *p) {
    pthread_mutex_lock(&p->lock);
    while (!p->n)
        pthread_cond_wait(&p->moved, &p->lock);
    struct chunk *c = p->queue[0];
    memmove(p->queue, p->queue + 1, --p->n * sizeof *p->queue);
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->lock);
    return c;
}

static void *produce(void *arg) {
    struct pipe *p = arg;
    for (bool last = false; !last;) {
        struct chunk *c = chunk_new(p->job->ctx);
        produce_one(p, c);
        last = c->end || c->err;
        if (!put(p, c)) {
            chunk_free(&c);
            break;
        }
    }
    return NULL;
}

static enum err pass_on(struct job *j, const struct chunk *c) {
    j->ctx->failure = c->ctx.failure;
    if (c->ctx.failure.detail)
        j->ctx->failure.detail = arena_strdup(j->ctx->arena, c->ctx.failure.detail);
    return c->err;
}

/* The base has moved since the chunk was prepared (somebody else's import, say): ask it again. */
static enum err prepare_again(struct pipe *p, struct chunk *c, struct preparer *own) {
    (void)p;
    for (size_t i = 0; i < c->n; i++) {
        struct load_row *r = &c->rows[i];
        if (!r->nflaws && r->verdict != ROW_GOOD) continue; /* the file's own */
        bool by_file = false;
        for (size_t k = 0; k < r->ntold; k++)
            by_file |= flaw_level_of(r->told[k].code) == FLAW_REFUSED;
        if (by_file || r->c.refused) continue;
        r->verdict = ROW_GOOD;
        r->flaws = NULL;
        r->nflaws = 0;
        r->revive_id = 0;
    }
    return prepare_chunk(&c->ctx, own, c);
}

static void note_base_flaws(struct job *j, const struct chunk *c) {
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->rows[i].nflaws; k++)
            flawlog_add(j->base, &c->rows[i].flaws[k]);
}

/* Where one writer serves all, people wait behind a chunk, and chunks are made to last less than 100 ms.
 * A command that has the directory for itself keeps nobody waiting; nor does a connection of its own. */
static bool people_wait(const struct ctx *ctx) {
    return ctx->app->api && strcmp(db_engine(ctx->db), "sqlite") == 0;
}

static void adapt(struct pipe *p, int64_t took) {
    size_t most = p->good_most;
    if (took > SLOW_US && most > GOOD_MIN)
        most /= 2;
    else if (took < FAST_US && most < CHUNK_GOOD)
        most += most / 4 + 1;
    __atomic_store_n(&p->good_most, most, __ATOMIC_RELAXED);
}

static enum err write_one(struct pipe *p, struct chunk *c) {
    struct job *j = p->job;
    int64_t began = clock_ticks();
    enum err e = write_chunk(j, c);
    struct preparer *own = NULL;
    for (int i = 0; i < REPEATS && (e == ERR_RECORD_EXISTS || e == ERR_CONFLICT); i++) {
        struct submission now; /* a lost race about the submission itself is another matter */
        struct db_session *s;
        enum err read = db_read_begin(j->ctx, DB_FACTS, DATE_NONE, &s);
        if (read) break;
        read = submission_read(j->ctx, s, j->sub.id, &now);
        db_read_end(j->ctx, &s);
        if (read) break;
        if (now.progress != j->sub.progress || now.state != SUBMISSION_CHECKING) {
            /* its rows are the ones that exist */
            e = fail(j->ctx, ERR_CONFLICT, "该批次正由另一进程处理");
            break;
        }
        if (!own) own = preparer_new(j);
        preparer_forget(own);
        e = prepare_again(p, c, own);
        if (!e) e = write_chunk(j, c);
    }
    preparer_free(&own);
    if (e) return e;
    note_base_flaws(j, c);
    if (people_wait(j->ctx)) adapt(p, clock_ticks() - began);
    return OK;
}

static enum err write_all(struct pipe *p) {
    enum err e = OK;
    for (bool last = false; !last && !e;) {
        struct chunk *c = take(p);
        last = c->end || c->err;
        e = c->err ? pass_on(p->job, c) : OK;
        if (!e && c->n) e = write_one(p, c);
        chunk_free(&c);
    }
    return e;
}

static enum err open_pipe(struct job *j, struct pipe *p) {
    *p = (struct pipe){.job = j,
                       .from = j->sub.progress,
                       .kept = j->sub.flaws,
                       .good_most = people_wait(j->ctx) ? CHUNK_FIRST : CHUNK_GOOD};
    enum err e = flawlog_rewind(j->ctx, j->flaws);
    if (!e) e = table_in_open(j->ctx, j, NULL, &p->table);
    if (e) return e;
    p->preparer = preparer_new(j);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->moved, NULL);
    return OK;
}

static void close_pipe(struct pipe *p) {
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->moved);
    preparer_free(&p->preparer);
    table_in_close(&p->table);
}

/* The reader has a context of its own, with an arena that the source may use. */
static enum err run_pipe(struct pipe *p) {
    pthread_t reader;
    if (pthread_create(&reader, NULL, produce, p)) return fail(p->job->ctx, ERR_INTERNAL, NULL);
    enum err e = write_all(p);
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->lock);
    pthread_join(reader, NULL);
    while (p->n)
        chunk_free(&p->queue[--p->n]);
    return e;
}

enum err load_run(struct job *j) {
    if (j->file_refused)
        return write_finish(j, true,
                            flaw_code_text(j->first_refusal ? j->first_refusal : FLAW_FILE_EMPTY));
    struct pipe p;
    enum err e = open_pipe(j, &p);
    if (e) return e;
    /* A handful of rows is not worth a thread. */
    if (j->total > 50) {
        e = run_pipe(&p);
    } else {
        struct chunk *c = chunk_new(j->ctx);
        do {
            produce_one(&p, c);
            bool end = c->end;
            e = c->err ? pass_on(j, c) : OK;
            if (!e && c->n) e = write_one(&p, c);
            chunk_free(&c);
            if (e || end) break;
            c = chunk_new(j->ctx);
        } while (true);
    }
    close_pipe(&p);
    return e ? e : write_finish(j, false, NULL);
}

enum err load_rehearse(struct job *j, bool *refused_r) {
    struct pipe p;
    *refused_r = j->file_refused || j->refused_rows || j->duplicate_rows;
    if (j->file_refused) return OK;
    enum err e = open_pipe(j, &p);
    if (e) return e;
    for (bool end = false; !e && !end;) {
        struct chunk *c = chunk_new(j->ctx);
        produce_one(&p, c);
        end = c->end;
        e = c->err ? pass_on(j, c) : OK;
        for (size_t i = 0; !e && i < c->n; i++) {
            if (c->rows[i].verdict == ROW_GOOD) continue;
            *refused_r = true;
            if (!j->first_refusal && c->rows[i].nflaws) j->first_refusal = c->rows[i].flaws[0].code;
        }
        if (!e) note_base_flaws(j, c);
        chunk_free(&c);
    }
    close_pipe(&p);
    return e;
}
