/* policy_load.h: from the YAML of a pack to struct policy, strictly, all errors in one run.
 *
 * A source is the pack's files as bytes: what a folder holds (pack.yaml, parameters.yaml, …,
 * processes/NAME.yaml, clauses.tsv, and the shared field sets ../national/NAME.yaml, which appear
 * as national/NAME.yaml). A source can be packed into one blob and unpacked again: that blob is what
 * adoption stores, and its digest names the edition. */
#ifndef LAW_POLICY_LOAD_H
#define LAW_POLICY_LOAD_H

#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "law/fault.h"
#include "law/policy.h"

struct policy_file {
    const char *name; /* "processes/objection.yaml" */
    struct str content;
};
struct policy_source {
    const char *label;         /* put before names in faults: the folder; "" for none */
    struct policy_file *files; /* ascending by name */
    size_t n;
};

/* Reads a folder. ERR_NOT_FOUND when it is no folder, ERR_NO_MEMORY_LIMIT past 4 MiB in all, ERR_IO. */
enum err policy_source_dir(struct arena *a, const char *dir,
                           struct policy_source *source_r) GX_MUST_CHECK;
/* One blob, equal for equal files. */
struct str policy_source_pack(struct arena *a, const struct policy_source *s);
/* ERR_POLICY_INVALID when it is no such blob. */
enum err policy_source_unpack(struct arena *a, struct str blob,
                              struct policy_source *source_r) GX_MUST_CHECK;
struct digest policy_source_digest(const struct policy_source *s);

/* NULL when there is any fault; all of them, by file and line, with codes of pack_faults.def. What
 * it returns lives in the arena (strings are copied). */
const struct policy *policy_load(struct arena *a, const struct policy_source *s,
                                 struct faults *faults);

/* What a code of pack_faults.def means; NULL for any other word. */
const char *pack_fault_doc(const char *code);
/* The codes in order; NULL past the last. */
const char *pack_fault_code(size_t i);

#endif
