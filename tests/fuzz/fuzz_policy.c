/* Any bytes as one file of a good pack: the first byte says which one. Either there are faults or a
 * policy, never both; a policy can be asked and printed whole; faults are text with places. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"
#include "law/policy_load.h"
#include "law/policy_print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PRINTED_MAX = 64 << 20 };

static void check_policy(struct arena *a, const struct policy *p) {
    struct buf out;
    struct policy_gap *gaps;
    buf_init(&out, PRINTED_MAX);
    policy_print_show(&out, p, true);
    policy_print_limits(&out, p, true);
    size_t n = policy_gaps(a, p, &gaps);
    policy_print_gaps(&out, p, gaps, n, false);
    for (size_t i = 0; i < p->nprocesses; i++)
        BUG_IF(!policy_print_graph(&out, p, p->processes[i].id));
    BUG_IF(!utf8_valid(buf_finish(&out), NULL));
    buf_free(&out);
    for (size_t i = 0; i < PARAM_COUNT; i++)
        BUG_IF(policy_get(p, (enum param)i, NULL, DATE_LONG) == NULL);
}

static void check_faults(const struct faults *faults) {
    struct buf out;
    buf_init(&out, PRINTED_MAX);
    faults_print(faults, &out);
    BUG_IF(!utf8_valid(buf_finish(&out), NULL));
    buf_free(&out);
    for (size_t i = 0; i < faults->count; i++) {
        BUG_IF(faults->items[i].line < 1 || faults->items[i].column < 1);
        BUG_IF(pack_fault_doc(faults->items[i].code) == NULL);
    }
}

/* The working catalog is most of a pack; without its items a run is ten times faster. */
static void drop_items(struct arena *a, struct policy_source *s) {
    for (size_t i = 0; i < s->n; i++) {
        struct str text = s->files[i].content;
        size_t at = str_find_str(text, STR_LIT("\nitems:\n"));
        if (strcmp(s->files[i].name, "catalog.yaml") == 0 && at != SIZE_MAX)
            s->files[i].content = str_of(arena_printf(a, "%.*s\nitems: []\n", (int)at, text.p));
    }
}

/* Read once; only the file names and views are copied for a run. */
static struct policy_source good_pack(struct arena *a) {
    static struct arena *kept;
    static struct policy_source source;
    if (kept == NULL) {
        kept = arena_new();
        BUG_IF(policy_source_dir(kept, SOURCE_DIR "/policies/cangzhou", &source) != OK);
        source.label = "";
        drop_items(kept, &source);
    }
    struct policy_source s = source;
    s.files = arena_copy(a, source.files, source.n * sizeof *source.files);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1 || size > 1 << 15) return 0;
    struct arena *a = arena_new();
    struct policy_source s = good_pack(a);
    s.files[data[0] % s.n].content = (struct str){(const char *)data + 1, size - 1};
    struct faults faults;
    faults_init(&faults, a);
    const struct policy *p = policy_load(a, &s, &faults);
    BUG_IF((p == NULL) != (faults.count > 0));
    check_faults(&faults);
    if (p != NULL) check_policy(a, p);
    struct policy_source again;
    struct str raw = {(const char *)data, size};
    if (policy_source_unpack(a, raw, &again) == OK) {
        struct str blob = policy_source_pack(a, &again);
        BUG_IF(!str_eq(blob, raw));
    }
    arena_free(&a);
    return 0;
}
