/* job.h: one submission being worked on: what it is read with, and the chunks it is loaded in.
 * Inside intake/ only. */
#ifndef INTAKE_JOB_H
#define INTAKE_JOB_H

#include "base/ctx.h"
#include "intake/check.h"
#include "intake/submission.h"
#include "registry/catalog.h"
#include "registry/record.h"

struct job {
    struct ctx *ctx;
    struct submission sub;
    const struct policy *policy;
    const struct catalog_item *item;
    const struct calendar *calendar; /* NULL when none is adopted */
    const struct schema *schema;
    const struct head_memory *memory;
    size_t nmemory;
    const char *path;
    struct source_options options;
    struct flawlog *flaws; /* what the file itself tells, by row */
    struct flawlog *base;  /* what only the base tells */
    /* of the scan */
    int64_t total, refused_rows, duplicate_rows;
    bool file_refused;
    enum flaw_code first_refusal; /* of the file, or of its first refused row */
    const char *format, *encoding;
};

/* --- job.c: what a submission is read with; j->ctx, j->sub.item and j->path are set by the caller --- */

/* The item in force for the actor's unit, and whether it may submit it. */
enum err job_resolve(struct job *j, bool legacy) GX_MUST_CHECK;
/* The same for a submission in the store: under the editions it came in with. */
enum err job_restore(struct job *j) GX_MUST_CHECK;
/* Schema, reading options and flaw logs, for the day of receipt. */
enum err job_prepare(struct job *j, struct date day) GX_MUST_CHECK;
void job_close(struct job *j);

/* --- scan.c --- */

/* Reads the whole file and checks every row. Fills j->flaws and the counts. */
enum err scan_file(struct job *j) GX_MUST_CHECK;

/* An open file with its columns mapped, as scan and load read it. */
struct table_in {
    struct job *job;
    struct arena *arena; /* of the map */
    struct source *source;
    struct head_map *map;
    struct checker *checker;
    size_t seen; /* columns looked at */
    bool refused;
};
enum err table_in_open(struct ctx *ctx, struct job *j, const struct flaw_sink *sink,
                       struct table_in *t) GX_MUST_CHECK;
/* The next row, with the map grown when its keys are new. *row_r NULL at the end. */
enum err table_in_next(struct ctx *ctx, struct table_in *t, const struct flaw_sink *sink,
                       const struct source_row **row_r) GX_MUST_CHECK;
void table_in_close(struct table_in *t);

/* --- chunks --- */

enum load_verdict { ROW_GOOD, ROW_RETURNED, ROW_DUPLICATE };

struct load_row {
    struct checked c;
    enum load_verdict verdict;
    const struct flaw *told; /* by the file itself, those to keep */
    size_t ntold;
    struct flaw *flaws; /* by the base */
    size_t nflaws;
    size_t claim; /* index into the chunk's claims */
    struct record_new record;
    int64_t revive_id, revive_version; /* a withdrawn record that comes again */
    enum lateness_kind { LATE_NO_LIMIT, LATE_IN_TIME, LATE_LATE, LATE_PENDING } late;
};

struct remembered; /* prepare.c */

struct chunk {
    struct arena *arena;
    struct ctx ctx; /* of the producer while it fills, of the writer afterwards */
    struct load_row *rows;
    size_t n, good;
    struct subject_claim *claims;
    size_t nclaims;
    size_t nflaws; /* to keep */
    int64_t warned;
    int64_t last_row;
    bool end; /* nothing comes after it */
    enum err err;
    struct remembered *remembered; /* terms that its records point to */
};

enum {
    CHUNK_ROWS = 3000,
    CHUNK_GOOD = 2000,
    CHUNK_FIRST = 200,
    CHUNK_FLAWS = 2500,
    FLAWS_KEPT = 1000
};

/* Adds a flaw that the base told. */
void load_row_flaw(struct arena *a, struct load_row *r, enum flaw_code code,
                   struct flaw_place place, struct str value, const char *x, const char *y);

/* prepare.c: asks the base about the good rows of a chunk and lays out their records. */
struct preparer;
struct preparer *preparer_new(struct job *j);
void preparer_free(struct preparer **p);
enum err prepare_chunk(struct ctx *ctx, struct preparer *p, struct chunk *c) GX_MUST_CHECK;
/* Lets go of what a chunk's records point to; before the chunk is freed. */
void remembered_release(struct remembered **r);
/* Forgets what it remembers of the base. */
void preparer_forget(struct preparer *p);
/* Facts, terms and ranges of a checked row about a known subject. */
void prepare_record(struct preparer *p, const struct checked *c, struct date received,
                    int64_t late_days, struct record_new *record_r);

/* write.c: the transactions. */
enum err write_chunk(struct job *j, struct chunk *c) GX_MUST_CHECK;
enum err write_finish(struct job *j, bool refused, const char *code) GX_MUST_CHECK;

/* load.c: everything after the receipt. The job has been scanned. */
enum err load_run(struct job *j) GX_MUST_CHECK;
/* All of it for atomic submissions: whether the base would refuse any row. Adds to j->base. */
enum err load_rehearse(struct job *j, bool *refused_r) GX_MUST_CHECK;

/* take.c: the receipt begins: its day, and the operator's limit. */
void submission_receive(struct job *j, struct instant now);
/* More rows than these are loaded by the worker when a request brings them. */
enum { BACKGROUND_ROWS = 20000 };
/* review.c: the same file came again: the same submission; one that was cut off goes on now. */
enum err submission_repeat(struct ctx *ctx, int64_t id, struct submission *out) GX_MUST_CHECK;
/* What was received stays received, whoever loads it: a lost race is the row as it is now. */
enum err submission_unless_overtaken(struct ctx *ctx, enum err e, int64_t id,
                                     struct submission *out) GX_MUST_CHECK;
/* withdraw.c: goes on with the records of a submission that is being withdrawn. */
enum err withdraw_go_on(struct ctx *ctx, struct submission *sub) GX_MUST_CHECK;

/* --- submission_row.c --- */
#define SUBMISSION_COLUMNS                                                                         \
    "submission_id, jurisdiction, policy_label, catalog_id, item, item_version, provider_id,"      \
    " by_user, by_post, by_role, channel, kind, digest, claim, bytes, format, encoding, mapping,"  \
    " receipt_no, uploaded_at, received_at, received_day, first_id, first_day, resubmits, atomic," \
    " review, reviewed_by, reviewed_at, review_result, review_opinion, state, refusal, total,"     \
    " accepted, returned, duplicates, warned, flaws, progress, holder, touched_at, due_day,"       \
    " due_rule, done_at, late_days, late_rows, late_pending, late_formed, from_day, to_day,"       \
    " withdrawn, withdraw_reason, version"
#define SUBMISSION_SIGNATURE "ittitiiiitttbbittTtiITiTIiTIITTtTiiiiiiiTiTTIIiiTTTiTi"
#define SUBMISSION_WIDTH     54
void submission_of_row(const struct db_value *row, struct submission *s);
enum err submission_read(struct ctx *ctx, struct db_session *s, int64_t id,
                         struct submission *out_r) GX_MUST_CHECK;
/* Those somebody works on, or should. */
enum err submission_open_ones(struct ctx *ctx, struct submission **list_r,
                              size_t *n_r) GX_MUST_CHECK;
/* The due derivation as stored text; "" for none. */
struct due;
const char *due_json(struct arena *a, const struct due *due);
/* Who works on it: host, process and its start. */
const char *holder_self(struct ctx *ctx);
bool holder_is_gone(struct ctx *ctx, const char *holder);
/* The actor of the stored submission, for work that goes on later. */
enum err submission_actor(struct ctx *ctx, const struct submission *s,
                          struct actor *actor_r) GX_MUST_CHECK;
/* Keyed digests by which a returned row is known again. */
struct stored_digest returned_key(const struct ctx *ctx, const char *what, const char *value);

#endif
