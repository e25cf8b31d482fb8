/* about.h: how requests name a subject: the same members everywhere. Numbers travel in bodies only. */
#ifndef API_ABOUT_H
#define API_ABOUT_H

#include "disclosure/query.h"
#include "http/input.h"

struct about_in {
    int kind; /* W_SUBJECT_… */
    const char *document, *number, *nationality, *name;
};
extern const struct input_spec about_input;
extern const struct input_word about_kinds[];

struct query_subject about_subject(const struct about_in *in);

/* How a subject comes: by its own account (nothing to say), or to a window. The first member of an input struct
 * whose handler calls self_visit_of. */
struct visit_in {
    const struct about_in *subject;
    const char *checked_originals;
    int64_t proof;
};
#define INPUT_VISIT(st, m)                                                                         \
    INPUT_OBJECT(st, m.subject, "subject", "信用主体", struct about_in, about_input,               \
                 .must = true),                                                                    \
        INPUT_TEXT(st, m.checked_originals, "checked_originals", "已核验的原件", .max = 200,       \
                   .doc = "Kinds of documents, no numbers."),                                      \
        INPUT_ID(st, m.proof, "proof", "本单位书面证明")
extern const struct input_spec visit_input; /* that and nothing else */
struct request;                             /* http/request.h */
struct self_visit;
/* By the route's permission: at a window, or by the account that is signed in. */
enum err self_visit_of(struct ctx *ctx, struct request *rq,
                       struct self_visit *visit_r) GX_MUST_CHECK;

/* What a query says besides its subject. */
struct basis_in {
    int kind; /* enum basis_kind */
    const char *reference;
};
extern const struct input_spec basis_input;

struct authorisation;
struct consent;
/* One of them as an object. */
void about_authorisation(const struct authorisation *a, struct json_writer *w);
void about_consent(const struct consent *c, struct json_writer *w);

#endif
