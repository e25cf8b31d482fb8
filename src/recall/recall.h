/* recall.h: who has received a record that was changed afterwards, and what each of them has to do.
 *
 * HH-66 wants every unit that received or uses a record told of its revocation, HH-67 gives it one
 * working day; elsewhere it is an open task (AM-05). Two steps. recall_open writes, in the
 * transaction of the change, that receivers are to be told. Right after it the worker's rule looks
 * them up in the log of looks and puts a message into each unit's queue, which counts as delivered
 * at that moment (AM-06): the limit runs from there.
 *
 * They are looked up afterwards on purpose. A look is durable before its answer leaves, and an answer
 * whose subject's revision moved meanwhile is read again: so every answer that carried the record as
 * it was has its look before the change is committed, but not before the change's transaction
 * began. The index of looks by month and subject answers it; queries pay nothing for it.
 *
 * Receivers are units: those that were answered, that exported it, or that show it to everybody on a channel
 * of their own; neither the public nor the subject (who is told by notice), nor the record's own
 * provider, nor the platform's own staff unless they exported it. */
#ifndef RECALL_RECALL_H
#define RECALL_RECALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/limit.h"
#include "ledger/door.h"
#include "registry/cause.h"

extern const struct db_stmt recall_stmts[], recall_find_stmts[];

/* What has become of the record: one of recall_changes. due: the receivers' limit as it stands on the
 * day of the change (recall_limit); NULL: open task. */
enum err recall_open(struct ctx *ctx, struct door *d, struct db_session *s, int64_t subject_id,
                     int64_t record_id, const char *change, const struct due *due,
                     const struct cause *cause) GX_MUST_CHECK;
/* Whether every receiver of what the case changed has confirmed. False while they are not looked up. */
enum err recall_confirmed(struct ctx *ctx, struct db_session *s, int64_t subject_id,
                          int64_t case_id, bool *all_r) GX_MUST_CHECK;

/* The words recall_open takes, what a receiver has to do, and how people say it. */
struct recall_change {
    const char *change; /* corrected, withdrawn, revoked, repaired, archived, deleted, … */
    const char *todo;   /* correct, withdraw, delete, mark */
    const char *name;   /* 更正 … */
};
extern const struct recall_change recall_changes[]; /* ended by NULL */
const char *recall_todo_name(const char *todo);     /* 请删除 … */

/* The limit the edition gives a using unit (revoke.receiver_limit), laid on a day. False: no figure. */
bool recall_limit(struct ctx *ctx, const char *policy_label, struct date day, struct due *due_r);

/* The worker's rule: looks receivers up, tells them, and sets due days that waited for a calendar. */
enum err recall_run(struct ctx *ctx, bool *more_r) GX_MUST_CHECK;

/* The receiving unit says that it has done so; ctx->actor's unit, day not before it was told. ERR_NOT_FOUND, ERR_RECALL_STATE,
 * ERR_RECALL_DAY. */
enum err recall_confirm(struct ctx *ctx, int64_t recall_id, struct date day) GX_MUST_CHECK;

struct recall_row {
    int64_t subject_id, recall_id, record_id, case_id, unit_id;
    const char *change, *todo, *jurisdiction, *clause;
    const char *unit, *item;
    struct date day, told, due, confirmed;
    const char *due_rule; /* JSON, or NULL: open task */
    int64_t missing_year, looks, exports, channels, last_look;
    struct instant last_at;
    bool late; /* not confirmed in time, or later than its due day */
};
/* By subject (and record), else by unit (outstanding: only what it has not confirmed), else what is
 * outstanding in a place (late: only what is past its due day). */
struct recall_filter {
    const char *jurisdiction;
    int64_t unit_id, subject_id, record_id;
    bool outstanding, late;
};
/* Receivers, the newest recall first, older than `before` (0: from the newest). */
enum err recall_list(struct ctx *ctx, const struct recall_filter *f, int64_t before, size_t most,
                     struct recall_row **rows_r, size_t *n_r) GX_MUST_CHECK;
/* Recalls about the subject's records whose receivers are not looked up yet. */
enum err recall_pending(struct ctx *ctx, int64_t subject_id, size_t *n_r) GX_MUST_CHECK;

#endif
