/* list_document.h: the documents a provider works by: by what rules conduct is recognised (CZ-94),
 * how an entry of its list is repaired (conditions, procedure, material: JN-55), and which conduct
 * of its field is how severe (JN-48).
 *
 * Each names the rule of the State or the province it follows, with its rank. It holds from a day; a
 * newer one of the same unit, kind and list ends the older the day before. Nothing is changed in
 * place. */
#ifndef MEASURES_LIST_DOCUMENT_H
#define MEASURES_LIST_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "db/db.h"
#include "law/policy.h"

enum list_document_kind {
    LIST_DOCUMENT_RECOGNITION,    /* part "criteria" */
    LIST_DOCUMENT_REPAIR_OPINION, /* parts "conditions", "procedure", "material" */
    LIST_DOCUMENT_SEVERITY        /* a part for each severity class of the pack */
};
const char *list_document_word(enum list_document_kind k);

struct list_document_part {
    const char *name, *text;
};

struct list_document {
    int64_t document_id;      /* out */
    const char *jurisdiction; /* out */
    int64_t unit_id;          /* out: of the actor */
    const char *unit_name;    /* out */
    enum list_document_kind kind;
    const char *list_type; /* "" for severity standards */
    const char *title, *doc_no, *basis;
    enum word basis_rank;
    const struct list_document_part *parts;
    size_t n_parts;
    int64_t evidence_id;
    struct date from, to; /* to: out */
    struct instant at;    /* out */
};

/* For the actor's unit and place. ERR_LIST_TYPE, ERR_LIST_DOCUMENT with field "parts.NAME" and the
 * clause that asks for it, ERR_CITATION. */
enum err list_document_register(struct ctx *ctx, struct list_document *in) GX_MUST_CHECK;
/* NULL when there is none. */
enum err list_document_get(struct ctx *ctx, struct db_session *s, int64_t document_id,
                           struct list_document **doc_r) GX_MUST_CHECK;
/* Of a place, newest first, older than `before`; former ones too. */
enum err list_document_list(struct ctx *ctx, struct db_session *s, const char *place,
                            int64_t before, size_t most, struct list_document **list_r,
                            size_t *n_r) GX_MUST_CHECK;
/* The one that holds on the day; NULL when there is none. list_type "" for severity standards. */
enum err list_document_on(struct ctx *ctx, struct db_session *s, const char *place,
                          enum list_document_kind kind, const char *list_type, int64_t unit_id,
                          struct date day, struct list_document **doc_r) GX_MUST_CHECK;
/* NULL when it has no such part. */
const char *list_document_part(const struct list_document *d, const char *name);

extern const struct db_stmt list_document_stmts[];

#endif
