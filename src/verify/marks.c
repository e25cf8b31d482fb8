#include "verify/marks.h"

#include <string.h>

#include "base/file.h"
#include "base/num.h"
#include "verify/stmts.h"

enum { PAGE = 1000, OUTSIDE_MAX = 64, EPOCHS_MAX = 1000 };

struct mark {
    int64_t size, epoch;
    struct digest root;
    const char *from; /* words for a finding */
};

/* From a statement: what of the epochs before this one is still there. */
struct cut {
    int64_t epoch, kept;
};

struct marks {
    struct verify *v;
    const char *log;
    struct mark outside[OUTSIDE_MAX];
    size_t n_outside, next_outside;
    struct cut cuts[EPOCHS_MAX];
    size_t n_cuts;
    int64_t top_epoch, top_size; /* newest checkpoint in the store */

    struct arena *arena; /* of the page */
    struct mark page[PAGE];
    size_t n, next;
    bool last_page;
    int64_t after_size, after_epoch; /* where the next page begins */
    int64_t size, good, count;
};

/* How much of an epoch's log is still there after all later recoveries. */
static int64_t kept_of(const struct marks *m, int64_t epoch) {
    int64_t kept = INT64_MAX;
    for (size_t i = 0; i < m->n_cuts; i++)
        if (m->cuts[i].epoch > epoch && m->cuts[i].kept < kept) kept = m->cuts[i].kept;
    return kept;
}

static bool take_cut(void *arg, const struct db_value *row) {
    struct marks *m = arg;
    struct str note = str_of(db_get_text(row, 1)), text, line;
    int64_t epoch = db_get_int(row, 0), kept = -1;
    const char *name = arena_printf(m->v->ctx->arena, "%s/%s/epoch-%lld", m->v->key.instance,
                                    m->log, (long long)epoch);
    if (note_text(note, name, &m->v->key, &text)) {
        while (str_split(&text, '\n', &line))
            if (str_starts(line, "kept-size "))
                (void)num_i64((struct str){line.p + 10, line.n - 10}, 0, INT64_MAX, &kept);
    }
    if (kept < 0)
        report_finding(&m->v->report, "checkpoint", "账本 %s 第 %lld 纪元的恢复声明无效", m->log,
                       (long long)epoch);
    else if (m->n_cuts < EPOCHS_MAX)
        m->cuts[m->n_cuts++] = (struct cut){epoch, kept};
    return true;
}

static void add_outside(struct marks *m, const char *path) {
    struct ctx *ctx = m->v->ctx;
    struct signed_root c;
    struct str note;
    if (file_read(ctx->arena, path, 65536, &note) != OK) return;
    if (!signed_root_read(ctx->arena, note, m->log, &m->v->key, true, &c)) {
        report_finding(&m->v->report, "checkpoint", "检查点文件 %s 无效或签名不符", path);
        return;
    }
    if (m->n_outside == OUTSIDE_MAX) return;
    size_t at = m->n_outside++;
    for (; at > 0 && m->outside[at - 1].size > c.size; at--)
        m->outside[at] = m->outside[at - 1];
    m->outside[at] = (struct mark){c.size, c.epoch, c.root, arena_strdup(ctx->arena, path)};
}

/* A file given on the command line may be of the other log: only its own are looked at. */
static bool is_of_log(struct verify *v, const char *path, const char *log) {
    struct str note, first;
    if (file_read(v->ctx->arena, path, 65536, &note) != OK) return false;
    const char *origin = arena_printf(v->ctx->arena, "%s/%s", v->key.instance, log);
    return str_split(&note, '\n', &first) && str_starts(first, origin);
}

enum err marks_open(struct verify *v, const char *log, struct marks **marks_r) {
    struct ctx *ctx = v->ctx;
    struct marks *m = ARENA_NEW(ctx->arena, struct marks);
    *marks_r = m;
    m->v = v;
    m->log = log;
    m->after_size = -1;
    m->arena = ctx->arena;
    add_outside(m, arena_printf(ctx->arena, "%s/checkpoints/%s.txt", v->dir, log));
    for (size_t i = 0; i < v->n_outside; i++)
        if (is_of_log(v, v->outside[i], log)) add_outside(m, v->outside[i]);
    struct db_session *s = NULL;
    const struct db_value *row;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_one(s, ctx->arena, VS(CHECKPOINT_TOP), DB_ARGS(db_text(log)), &row);
    if (r == DB_ROW) {
        m->top_epoch = db_get_int(row, 0);
        m->top_size = db_get_int(row, 1);
    }
    if (r == DB_ROW || r == DB_NONE)
        r = db_each(s, VS(RECOVERIES), DB_ARGS(db_text(log)), take_cut, m);
    if (r != DB_ROW && r != DB_NONE) e = db_err(ctx, s, r);
    db_read_end(ctx, &s);
    return e;
}

/* Of an epoch that a recovery has cut short, behind the cut: what is lost has been stated. */
static bool is_lost(const struct marks *m, int64_t epoch, int64_t size) {
    return size > kept_of(m, epoch);
}

static bool take_mark(void *arg, const struct db_value *row) {
    struct marks *m = arg;
    struct signed_root c;
    int64_t epoch = db_get_int(row, 0), size = db_get_int(row, 1);
    m->after_size = size;
    m->after_epoch = epoch;
    struct arena_mark mark = arena_mark(m->arena);
    bool good =
        signed_root_read(m->arena, str_of(db_get_text(row, 2)), m->log, &m->v->key, true, &c) &&
        c.size == size && c.epoch == epoch;
    if (!good)
        report_finding(&m->v->report, "checkpoint", "账本 %s 大小为 %lld 的检查点无效或签名不符",
                       m->log, (long long)size);
    else if (size <= m->size && !is_lost(m, epoch, size))
        m->page[m->n++] = (struct mark){size, epoch, c.root, "数据库中的检查点"};
    arena_release(m->arena, mark);
    return true;
}

static enum err next_page(struct marks *m, struct db_session *s) {
    while (m->next == m->n && !m->last_page) {
        int64_t before = m->after_size, epoch = m->after_epoch;
        m->n = m->next = 0;
        enum db_result r =
            db_each(s, VS(CHECKPOINTS), DB_ARGS(db_text(m->log), db_int(before), db_int(epoch)),
                    take_mark, m);
        if (r != DB_ROW && r != DB_NONE) return db_err(m->v->ctx, s, r);
        if (r == DB_NONE) m->last_page = true;
    }
    return OK;
}

enum err marks_bound(struct marks *m, struct db_session *s, int64_t size, int64_t epoch) {
    size_t kept = 0;
    m->size = size;
    if (m->top_epoch > epoch || (m->top_epoch == epoch && m->top_size > size))
        report_finding(&m->v->report, "behind", "账本 %s 有 %lld 条，少于库中检查点所载的 %lld 条",
                       m->log, (long long)size, (long long)m->top_size);
    for (size_t i = 0; i < m->n_outside; i++) {
        const struct mark *o = &m->outside[i];
        if (o->epoch > epoch || (o->size > size && !is_lost(m, o->epoch, o->size)))
            report_finding(&m->v->report, "behind",
                           "账本 %s 有 %lld 条，少于已公布检查点 %s 所载的 %lld 条", m->log,
                           (long long)size, o->from, (long long)o->size);
        else if (!is_lost(m, o->epoch, o->size))
            m->outside[kept++] = *o;
    }
    m->n_outside = kept;
    return next_page(m, s);
}

static const struct mark *first_of(const struct marks *m, bool *outside_r) {
    const struct mark *a = m->next < m->n ? &m->page[m->next] : NULL;
    const struct mark *b = m->next_outside < m->n_outside ? &m->outside[m->next_outside] : NULL;
    *outside_r = b && (!a || b->size < a->size);
    return *outside_r ? b : a;
}

int64_t marks_next(const struct marks *m) {
    bool outside;
    const struct mark *first = first_of(m, &outside);
    return first ? first->size : INT64_MAX;
}

bool marks_check(struct marks *m, struct db_session *s, struct digest root, enum err *err_r) {
    int64_t size = marks_next(m);
    bool all = true;
    *err_r = OK;
    while (*err_r == OK && marks_next(m) == size) {
        bool outside;
        const struct mark *mark = first_of(m, &outside);
        m->count++;
        if (memcmp(mark->root.b, root.b, sizeof root.b) != 0) {
            all = false;
            report_finding(&m->v->report, "checkpoint",
                           "账本 %s 前 %lld 条的根与%s不符：位置 %lld 至 %lld 的条目在签名之后被"
                           "改动、增删或调换",
                           m->log, (long long)size, mark->from, (long long)m->good,
                           (long long)size - 1);
        }
        if (outside)
            m->next_outside++;
        else
            m->next++;
        if (!outside) *err_r = next_page(m, s);
    }
    if (all) m->good = size;
    return all;
}

struct digest marks_root(const struct marks *m) {
    bool outside;
    return first_of(m, &outside)->root;
}

int64_t marks_good(const struct marks *m) {
    return m->good;
}
int64_t marks_count(const struct marks *m) {
    return m->count;
}
