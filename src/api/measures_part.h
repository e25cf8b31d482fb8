/* measures_part.h: small things the resources of lists and measures share. */
#ifndef API_MEASURES_PART_H
#define API_MEASURES_PART_H

#include "http/page.h"
#include "http/reply.h"
#include "law/policy.h"

void part_day(struct json_writer *w, const char *name, struct date day);
void part_at(struct json_writer *w, const char *name, struct instant at);
void part_text(struct json_writer *w, const char *name, const char *text); /* "" writes null */
void part_id(struct reply *out, int64_t id);

/* Opens a page of at most in->limit, scoped to the actor's unit; *before_r: 0 from the beginning. */
enum err part_page(struct ctx *ctx, const struct request *rq, const struct page_in *in,
                   int64_t scope, int64_t *before_r) GX_MUST_CHECK;
/* Behind the items: the array's end and the next cursor. */
void part_next(struct ctx *ctx, const struct request *rq, struct json_writer *w, int64_t scope,
               bool more, int64_t last);

/* Ranks a citation can have, for INPUT_WORD: the values are words. */
extern const struct input_word part_ranks[];

#endif
