/* record_term.h: how long a record is disclosed and published, and why. Pure.
 *
 * Only adverse records have terms. The disclosure term is disclose.term of the edition under which
 * the record was taken in, counted from disclose.term_start: the end of the conduct, and where that
 * is not recorded the decision (AM-09, AM-10); while the conduct goes on it has not begun. The
 * publication term goes by severity, never outlasts the disclosure term (AM-11), and is the same
 * where the text knows one term only (AM-12). Where the text gives no term there is none: the rule
 * then says "unset" with its clause, and decide() keeps the record out of mode open (AM-14). */
#ifndef REGISTRY_RECORD_TERM_H
#define REGISTRY_RECORD_TERM_H

#include "base/arena.h"
#include "law/policy.h"
#include "registry/record.h"

struct calendar;

/* A rule is canonical JSON: {"clauses":[…],"derivation":{…},"param":"disclose.term","standing":"law",
 * "start":"conduct_end","state":"set"}. state: "set", "endless" (长期), "not_begun", "unset",
 * "pending" (a calendar year is missing). "defect":true: the conduct's end is not recorded and the
 * decision stands in for it. on: the day whose law applies, normally facts->received. */
void record_terms(struct arena *a, const struct policy *p, const struct calendar *c,
                  const struct record_facts *facts, struct date on, struct record_terms *terms_r);

#endif
