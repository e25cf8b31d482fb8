/* document.h: documents that everybody may read, with their versions: rules for recognising good and
 * dishonest conduct, measure lists, the service specification, guides to the catalog (CZ-89, CZ-95,
 * CZ-97).
 *
 * A version is a fact and never changed: text, or a file on file as evidence. Where a text names places
 * of publication, each has an entry: the platform's own is there at once, the others have a day when it
 * was put there; until then they are told as missing. Nobody prescribes how soon (及时): no limit. */
#ifndef PUBLICATION_DOCUMENT_H
#define PUBLICATION_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/date.h"
#include "base/str.h"
#include "db/db.h"
#include "law/policy.h"

enum document_kind {
    DOCUMENT_RULES,    /* recognition of good and dishonest conduct */
    DOCUMENT_MEASURES, /* measure list */
    DOCUMENT_SERVICE,  /* service specification */
    DOCUMENT_GUIDE     /* to the catalog */
};
const char *document_kind_word(enum document_kind k);
const char *document_kind_name(enum document_kind k); /* Chinese */
bool document_kind_parse(const char *word, enum document_kind *k_r);

/* Where the pack has such a document published, and the clause; the platform alone where it names no
 * place. Whether the text asks for it at all: *asked_r. */
struct words document_places(const struct policy *p, enum document_kind k, struct date on,
                             const char **clause_r, bool *asked_r);

struct document_place {
    enum word channel;
    int64_t unit_id; /* 0: the platform itself */
    struct date day; /* DATE_NONE: not there yet */
    int64_t by_user, by_unit;
};
struct document {
    int64_t document_id;
    const char *jurisdiction;
    enum document_kind kind;
    const char *about; /* list type, item …; "" */
    int64_t unit_id;
    const char *unit_name;
    int64_t current_version;
    const char *clause;
    /* of the version that was read */
    int64_t version;
    const char *title, *text;
    int64_t evidence_id; /* 0: text */
    struct date first_day;
    int64_t by_user, by_unit, at;
    struct document_place *places;
    size_t n_places;
};

struct document_new {
    int64_t document_id; /* 0: a new document; else its next version */
    enum document_kind kind;
    const char *about; /* of rules: a list type of the pack, "" for all (CZ-94) */
    const char *title, *text;
    int64_t evidence_id;
    int64_t seen; /* next version: the current one as seen */
};
/* ERR_DOCUMENT_CONTENT for both or neither of text and file, ERR_EVIDENCE_UNKNOWN, ERR_CONFLICT. A unit
 * publishes its own; authority and operator those of their place. */
enum err document_publish(struct ctx *ctx, struct document_new *in,
                          int64_t *document_r) GX_MUST_CHECK;
/* Says that the current version stands at that place since the day. ERR_DOCUMENT_PLACE,
 * ERR_PUBLICATION_DAY. */
enum err document_place_set(struct ctx *ctx, int64_t document_id, enum word channel,
                            struct date day) GX_MUST_CHECK;

/* version 0: the current one. ERR_NOT_FOUND. */
enum err document_get(struct ctx *ctx, int64_t document_id, int64_t version,
                      struct document *d_r) GX_MUST_CHECK;
/* Current versions, the newest document first; kind < 0: all. Without text. */
enum err document_list(struct ctx *ctx, const char *place, int kind, int64_t before, size_t most,
                       struct document **list_r, size_t *n_r) GX_MUST_CHECK;
struct document_version {
    int64_t version;
    const char *title;
    struct date first_day;
    int64_t at;
};
/* Oldest first. */
enum err document_versions(struct ctx *ctx, int64_t document_id, struct document_version **list_r,
                           size_t *n_r) GX_MUST_CHECK;
/* The file of a version, in clear. ERR_NOT_FOUND when it has none. */
enum err document_file(struct ctx *ctx, int64_t document_id, int64_t version, struct str *content_r,
                       const char **type_r) GX_MUST_CHECK;

extern const struct db_stmt document_stmts[];

#endif
