/* Any bytes as a stored derivation: what can be computed again is, once written, right. */
#include <stddef.h>
#include <stdint.h>

#include "base/bug.h"
#include "base/utf8.h"
#include "law/limit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char CALENDAR[] =
    "date,kind,name,year_notice\n"
    "2030-01-01,holiday,元旦,2030\n2030-02-03,holiday,春节,2030\n2030-02-09,workday,春节,2030\n"
    "2030-04-05,holiday,清明节,2030\n2030-05-01,holiday,劳动节,2030\n"
    "2030-06-05,holiday,端午节,2030\n2030-09-12,holiday,中秋节,2030\n"
    "2030-10-01,holiday,国庆节,2030\n";

static void check_right(struct arena *a, const struct due *due, const struct calendar *c) {
    struct buf out;
    buf_init(&out, 64 << 20);
    limit_write(due, &out);
    struct str text = buf_finish(&out);
    /* Past a megabyte a derivation is no longer read; none that a case makes comes near it. */
    enum limit_verdict verdict = limit_verify(a, text, &c, 1);
    BUG_IF(verdict != LIMIT_AGREES && text.n < 1 << 20);
    buf_reset(&out);
    limit_explain(due, &out);
    limit_headline(due, &out);
    BUG_IF(!utf8_valid(buf_finish(&out), NULL));
    buf_free(&out);
    for (int i = 0; i < 400; i += 7)
        limit_progress(due, date_add_days(due->start, i), c);
    limit_act_by(due);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 1 << 14) return 0;
    struct arena *a = arena_new();
    struct faults faults;
    faults_init(&faults, a);
    const struct calendar *c = calendar_parse(a, "calendar", STR_LIT(CALENDAR), &faults);
    BUG_IF(c == NULL);
    struct str stored = {(const char *)data, size};
    struct due due;
    if (limit_recompute(a, stored, c, &due)) check_right(a, &due, c);
    limit_verify(a, stored, &c, 1);
    arena_free(&a);
    return 0;
}
