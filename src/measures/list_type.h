/* list_type.h: what a place's law says of a list before anybody is entered in it. Pure.
 *
 * List types are the pack's: a unit cannot invent one (AM-16, CZ-93, JN-51). What stands before an
 * entry is a written prior notice with six contents and a decided statement (AS-11 to AS-13). Where
 * a pack does not speak of it, or says only that the State's procedure is followed (JN-34), the
 * same holds as a product default and is shown as one; a pack switches it off with the word `none`
 * or `no` beside a clause or the citation of higher law, never by itself. Lists of good standing
 * need no notice. */
#ifndef MEASURES_LIST_TYPE_H
#define MEASURES_LIST_TYPE_H

#include "base/ctx.h"
#include "law/policy.h"

#define LIST_CONTENTS 6

struct list_gate {
    bool notice;                       /* written prior notice is asked for */
    enum word contents[LIST_CONTENTS]; /* W_NOTICE_CONTENT_… the notice must hold */
    size_t n_contents;
    bool statement; /* a statement that came must be decided on */
    /* What a refusal cites: the clause, or "default". */
    const char *notice_clause, *contents_clause, *statement_clause;
    enum standing standing;               /* of the notice: law, override, default */
    const struct policy_process *process; /* listing as a case; NULL: entered directly */
};
struct list_gate list_gate(const struct policy *p, enum word kind, struct date day);

/* By id; NULL when the pack has none of it. */
const struct policy_list_type *list_type_find(const struct policy *p, const char *id);
/* The same; ERR_LIST_TYPE. */
enum err list_type_require(struct ctx *ctx, const struct policy *p, const char *id,
                           const struct policy_list_type **type_r) GX_MUST_CHECK;
/* Whether linked persons are recorded with an entry of that kind (JN-35); *clause_r what asks it. */
bool list_links_persons(const struct policy *p, enum word kind, enum word subject, struct date day,
                        const char **clause_r);

#endif
