/* subject_row.h: what the files of subjects share: the row, sealing, and two statements. */
#ifndef REGISTRY_SUBJECT_ROW_H
#define REGISTRY_SUBJECT_ROW_H

#include "registry/subject.h"

#define SUBJECT_COLUMNS                                                                            \
    "s.subject_id, s.kind, s.name, s.name_sealed, s.document, s.number, s.number_sealed,"          \
    " s.nationality, s.state, s.revision, s.merged_into, s.created_at"
#define SUBJECT_SIGNATURE "itTBtTBTtiIi"

/* What a sealed value is for; the subject's id is part of the context. */
#define SUBJECT_SEAL_NAME   "subject_name"
#define SUBJECT_SEAL_NUMBER "subject_number"

/* Owned by the arena; text and blobs of the row must live as long. */
struct subject *subject_of_row(struct arena *a, const struct db_value *row);
struct str subject_seal(const struct ctx *ctx, const char *what, int64_t subject_id,
                        const char *plain);
enum err subject_unseal(struct ctx *ctx, const char *what, int64_t subject_id, struct str sealed,
                        const char **plain_r) GX_MUST_CHECK;
/* Replaces an alias by what it stands for. */
enum err subject_follow(struct ctx *ctx, struct db_session *s,
                        struct subject **subject_r) GX_MUST_CHECK;
/* 2 to 200 characters and so on are the item's business; a name is never empty nor endless. */
enum err subject_check_name(struct ctx *ctx, const char *name) GX_MUST_CHECK;
enum err subject_check_number(struct ctx *ctx, enum word kind,
                              const struct subject_number *n) GX_MUST_CHECK;

extern const struct db_stmt *const subject_by_digest;         /* b -> SUBJECT_SIGNATURE */
extern const struct db_stmt *const subject_former_names_stmt; /* i -> TBtt */

#endif
