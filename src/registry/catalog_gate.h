/* catalog_gate.h: what an item must have before it can be active. Pure.
 *
 * Each gate is the pack's: its seven elements (CZ-41), content class (ZC-22), mode (CZ-68), legal
 * basis (CZ-34), public-interest ground (HH-11), relevance ground (JN-3), secrecy class, the duty
 * to publish of open items (CZ-69, JN-20), the State's citation for open items about natural
 * persons (JN-21, JN-22), entry of the power list (ZC-13), source document (AS-25), and nothing of
 * a prohibited class (HH-8). */
#ifndef REGISTRY_CATALOG_GATE_H
#define REGISTRY_CATALOG_GATE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "law/policy.h"

struct catalog_fault {
    const char *gate;     /* stable word: "element.data_scope", "open_citation", … */
    const char *clause;   /* "CZ-41" or "default" */
    const char *sentence; /* Chinese: what is missing and where it goes */
};
/* All that is missing, in the order of the item's form; 0 when the item may be active. */
size_t catalog_gate(struct arena *a, const struct policy *p, const struct policy_item *item,
                    const char *power_list, struct date on, struct catalog_fault **faults_r);

#endif
