#include "watch/worker.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/bug.h"
#include "base/log.h"
#include "cases/act.h"
#include "cases/term_end.h"
#include "intake/submission.h"
#include "disclosure/evidence.h"
#include "disclosure/retention.h"
#include "disclosure/withhold.h"
#include "ledger/seal.h"
#include "notices/waiting.h"
#include "recall/deletion.h"
#include "recall/recall.h"
#include "publication/sweep.h"
#include "measures/sweep.h"
#include "registry/actor.h"
#include "registry/idempotency.h"
#include "registry/search.h"
#include "watch/deadline.h"
#include "watch/rollup.h"
#include "watch/warning.h"
#include "watch/scrubs.h"

static enum err seal(struct ctx *ctx, enum ledger_log log, bool *more_r) {
    struct seal_result result = {0};
    enum err e = seal_run_once(ctx, log, &result);
    *more_r = e == OK && result.sealed > 0;
    return e;
}

static enum err seal_facts(struct ctx *ctx, bool *more_r) {
    return seal(ctx, LEDGER_FACTS, more_r);
}
static enum err seal_looks(struct ctx *ctx, bool *more_r) {
    return seal(ctx, LEDGER_LOOKS, more_r);
}

/* Imports leave new names waiting; searches read those too, so this only makes them fast. */
static enum err index_names(struct ctx *ctx, bool *more_r) {
    enum { AT_ONCE = 2000 };
    size_t done = 0;
    enum err e = search_index_run(ctx, AT_ONCE, &done);
    *more_r = e == OK && done == AT_ONCE;
    return e;
}

static enum err show_looks(struct ctx *ctx, bool *more_r) {
    size_t n;
    enum err e = withhold_end_due(ctx, &n);
    *more_r = e == OK && n > 0;
    return e;
}

static enum err sweep_evidence(struct ctx *ctx, bool *more_r) {
    *more_r = false;
    return evidence_sweep(ctx);
}

static enum err destroy_deleted(struct ctx *ctx, bool *more_r) {
    return deletion_run(ctx, scrubs, scrubs_n, more_r);
}
static enum err clean_deleted(struct ctx *ctx, bool *more_r) {
    return deletion_run_clean(ctx, scrubs, scrubs_n, more_r);
}

const struct worker_rule worker_rules[] = {
    {"seal.facts", 1, seal_facts,
     "give new entries of the facts log their positions and sign a checkpoint"},
    {"seal.looks", 1, seal_looks, "the same for the looks log"},
    {"ranges.derive", 30, rerange_run,
     "derive stored day ranges anew after an edition was adopted"},
    {"looks.show", 3600, show_looks,
     "enter that looks withheld for a time are shown to their subjects"},
    {"looks.retire", 3600, retention_run,
     "drop months of looks whose every entry is past its term"},
    {"measures.sweep", 3600, measures_sweep,
     "end measures whose basis or term is over and tell the executing units"},
    {"evidence.sweep", 86400, sweep_evidence, "remove uploads that nothing came to rest on"},
    {"search.index", 2, index_names, "index the names that imports left waiting"},
    {"idempotency.forget", 3600, idempotency_forget, "forget kept answers after a week"},
    {"submissions.resume", 2, submission_resume,
     "go on with submissions that were cut off or wait their turn"},
    {"figures.close", 600, rollup_run, "close the figures of the looks of days that are over"},
    {"deadlines.close", 600, deadline_close, "keep the counts of clocks of the day that is over"},
    {"warnings.raise", 600, warning_run,
     "hold days that are over against the rules of early warning"},
    {"notices.waiting", 1, waiting_run,
     "send that a notice waits, to those who want to be told so; again later when it failed"},
    {"deletion.consents", 10, deletion_run_consents,
     "delete what rested on a consent that was withdrawn"},
    {"recall.tell", 2, recall_run, "look up who has received what was changed, and tell them"},
    {"deletion.destroy", 30, destroy_deleted,
     "destroy the content of what was deleted, when it is due"},
    {"deletion.clean", 600, clean_deleted,
     "take what was destroyed out of the databases' pages and logs"},
    {"cases.tick", 60, case_tick, "terms, periods and silence that ended move their cases"},
    {"records.end_terms", 600, term_end_run,
     "archive or stop what the end of its disclosure term has ended"},
    {"cases.recompute", 3600, case_recompute,
     "due days that another calendar gives, or that waited for its year"},
    {"publication.end", 30, publication_end_due,
     "end publications past their last day and order outside channels to stop"},
    {"publication.close", 3600, publication_end_closed,
     "end publications that decide() no longer opens, or whose record changed"},
    {0},
};
enum { RULES_MAX = 32, ROUNDS_MAX = 100000 };

/* One bounded piece of one rule, in an arena of its own. */
static enum err run_rule(struct app *app, const struct worker_rule *rule, bool *more_r) {
    struct arena *arena = arena_new();
    struct ctx ctx = {.arena = arena, .actor = &actor_system};
    app_enter(app, &ctx);
    *more_r = false;
    enum err e = rule->run(&ctx, more_r);
    if (e != OK)
        log_event(&ctx, LOG_WARN, "worker.failed", "rule=%s code=%s", rule->name, err_code(e));
    app_leave(app, &ctx);
    arena_free(&arena);
    return e;
}

/* What the rules entered last, and what another instance was sealing meanwhile. */
static enum err seal_the_rest(struct ctx *ctx, bool *more_r) {
    (void)more_r;
    enum err e = OK;
    for (int i = 0; e == OK && i < LEDGER_LOG_COUNT; i++)
        e = seal_what_is_there(ctx, (enum ledger_log)i);
    return e;
}

enum err worker_run_until_idle(struct ctx *ctx) {
    enum err last = OK;
    for (const struct worker_rule *rule = worker_rules; rule->name; rule++) {
        bool more = true;
        for (int round = 0; more && round < ROUNDS_MAX; round++) {
            enum err e = run_rule(ctx->app, rule, &more);
            if (e != OK) {
                last = e;
                break;
            }
        }
    }
    static const struct worker_rule rest = {"seal.rest", 0, seal_the_rest, ""};
    bool more;
    enum err e = run_rule(ctx->app, &rest, &more);
    if (e != OK) last = e;
    return last == OK ? OK : fail(ctx, last, NULL);
}

struct worker {
    struct app *app;
    struct arena *arena;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
};

static bool wait_a_moment(struct worker *w) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 200 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&w->lock);
    if (!w->stopping) pthread_cond_timedwait(&w->wake, &w->lock, &until);
    bool stopping = w->stopping;
    pthread_mutex_unlock(&w->lock);
    return !stopping;
}

static void *loop(void *arg) {
    struct worker *w = arg;
    int64_t due[RULES_MAX] = {0};
    while (wait_a_moment(w))
        for (int i = 0; worker_rules[i].name; i++) {
            BUG_IF(i >= RULES_MAX);
            if (clock_ticks() < due[i]) continue;
            bool more;
            enum err e = run_rule(w->app, &worker_rules[i], &more);
            due[i] = e == OK && more
                         ? 0
                         : clock_ticks() + (int64_t)worker_rules[i].every_seconds * 1000000;
        }
    return NULL;
}

struct worker *worker_start(struct app *app) {
    struct arena *arena = arena_new();
    struct worker *w = ARENA_NEW(arena, struct worker);
    w->arena = arena;
    w->app = app;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, NULL);
    BUG_IF(pthread_create(&w->thread, NULL, loop, w));
    return w;
}

void worker_stop(struct worker **wp) {
    struct worker *w = *wp;
    if (!w) return;
    *wp = NULL;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    waiting_stop(w->app);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    struct arena *arena = w->arena;
    arena_free(&arena);
}
