/* policy_print.h: what the commands policy list, check, show, diff, graph and limits print.
 *
 * Pure: policies in, text out. */
#ifndef LAW_POLICY_PRINT_H
#define LAW_POLICY_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "law/policy.h"

/* One line a pack: place, name, title, edition. */
void policy_print_list(struct buf *out, const struct policy *const *p, size_t n, bool json);

/* What a pack leaves open and people should know: values that are unset, adverse items in mode open
 * without a term, mandatory classes without an item, clocks without a figure. */
struct policy_gap {
    const char *
        code; /* "value.unset", "item.open_without_term", "group.without_item", "clock.without_figure" */
    const char *what;     /* parameter, item, group or process/clock */
    const char *sentence; /* Chinese */
    const struct basis *basis;
};
size_t policy_gaps(struct arena *a, const struct policy *p, struct policy_gap **gaps_r);
void policy_print_gaps(struct buf *out, const struct policy *p, const struct policy_gap *gaps,
                       size_t n, bool json);

/* Every value beside its clause, article and standing. */
void policy_print_show(struct buf *out, const struct policy *p, bool json);
/* Parameters, roles, items, rules and processes in which two packs differ. */
void policy_print_diff(struct buf *out, const struct policy *a, const struct policy *b, bool json);
/* Graphviz with Chinese labels; false when the pack has no such process. */
bool policy_print_graph(struct buf *out, const struct policy *p, const char *process);
/* JSON array of {clause, article, process, step, actor, amount, unit, start, status}, or a line each. */
void policy_print_limits(struct buf *out, const struct policy *p, bool json);

/* A value in words for people: 7个工作日，自信息形成之日起. With `raw` in the words of the pack. */
void policy_print_value(struct buf *out, const struct policy_value *v, bool raw);

/* Everything a pack says, one row a statement, in the order of its files: what show and diff are
 * made of. */
struct policy_row {
    const char *section; /* "parameter", "role", … */
    const char *key;     /* unique in the section */
    const char *text;    /* Chinese */
    const char *raw;     /* in the words of the pack */
    const struct basis *basis;
};
size_t policy_rows(struct arena *a, const struct policy *p, struct policy_row **rows_r);

/* The closed vocabulary, the parameters and the codes of faults, in Markdown: the reference part of
 * docs/policy-guide.md. */
void policy_print_reference(struct buf *out);

#endif
