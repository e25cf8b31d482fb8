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

/* What a query says besides its subject. */
struct basis_in {
    int kind; /* enum basis_kind */
    const char *reference;
};
extern const struct input_spec basis_input;

struct self_visit;
struct request;
/* The subject behind GET /me/… or POST /window/…, whose input is me_page_input or window_input. */
enum err self_visit_of(struct ctx *ctx, struct request *rq, struct self_visit *v) GX_MUST_CHECK;

struct authorisation;
struct consent;
/* One of them as an object. */
void about_authorisation(const struct authorisation *a, struct json_writer *w);
void about_consent(const struct consent *c, struct json_writer *w);

#endif
