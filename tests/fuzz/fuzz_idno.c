/* Any bytes as a number of every kind: a valid number is its own normal form, and a report is always
 * one line of three columns. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"
#include "law/idno.h"
#include "law/idno_report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_kind(enum idno_kind kind, struct str value, struct date today) {
    struct idno id = idno_check(kind, value, today);
    BUG_IF(strlen(id.text) > IDNO_MAX);
    struct buf out;
    buf_init(&out, 4096);
    idno_explain(&id, &out);
    struct str sentence = buf_finish(&out);
    BUG_IF(sentence.p == NULL || !utf8_valid(sentence, NULL));
    BUG_IF((id.fault == IDNO_OK) != (sentence.n == 0));
    buf_free(&out);
    if (id.fault != IDNO_OK) return;
    struct idno again = idno_check(kind, str_of(id.text), today);
    BUG_IF(again.fault != IDNO_OK || strcmp(again.text, id.text) != 0);
    BUG_IF(again.warnings != id.warnings || date_cmp(again.birth, id.birth) != 0);
    if (kind == IDNO_RESIDENT15) BUG_IF(idno_resident15_to_18(&id).fault != IDNO_OK);
    if (kind == IDNO_USCC) {
        bool suspicious = (id.warnings & IDNO_WARN_ORG_CHECK) != 0;
        struct idno org = idno_org_code_of_uscc(&id);
        BUG_IF(!suspicious && org.fault != IDNO_OK);
    }
}

static void check_report(struct idno_question q, struct str value) {
    struct buf out;
    buf_init(&out, 1 << 20);
    idno_report(&q, value, &out);
    struct str line = buf_finish(&out);
    BUG_IF(line.p == NULL || !utf8_valid(line, NULL));
    size_t tabs = 0, ends = 0;
    for (size_t i = 0; i < line.n; i++) {
        tabs += line.p[i] == '\t';
        ends += line.p[i] == '\n';
    }
    BUG_IF(ends != 1 || line.p[line.n - 1] != '\n' || (!q.json && tabs != 2));
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 1024) return 0;
    struct str value = {(const char *)data, size};
    struct date today = date_make(2026, 11, 22);
    for (int kind = 0; kind < IDNO_KINDS; kind++) {
        check_kind((enum idno_kind)kind, value, today);
        check_report((struct idno_question){true, (enum idno_kind)kind, today, kind % 2 == 0},
                     value);
    }
    check_report((struct idno_question){.today = today}, value);
    check_report((struct idno_question){.today = today, .json = true}, value);
    return 0;
}
