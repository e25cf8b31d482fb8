/* policy_print.h: what the commands policy list, check, show, diff, graph and limits print.
 *
 * Pure: policies in, text out. */
#ifndef LAW_POLICY_PRINT_H
#define LAW_POLICY_PRINT_H

#include <stdbool.h>
#include <stddef.h>

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
/* JSON array of {clause, article, process, step, actor, amount, unit, start, status}. */
void policy_print_limits(struct buf *out, const struct policy *p);

/* A value in words for people: 7个工作日，自信息形成之日起. */
void policy_print_value(struct buf *out, const struct policy_value *v);

#endif
