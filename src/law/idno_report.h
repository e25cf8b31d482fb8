/* idno_report.h: what `gongxin id check` says of a value. */
#ifndef LAW_IDNO_REPORT_H
#define LAW_IDNO_REPORT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "law/idno.h"

struct idno_question {
    bool declared; /* `kind` was named; else every kind is tried and all that fit are told */
    enum idno_kind kind;
    struct date today;
    bool json;
};

/* Appends one line and says whether the value is valid (as any kind when none was declared).
 *     VALUE<TAB>valid|invalid<TAB>reason
 * The reason of an invalid value is the fault ("check_char"); without a declared kind it is
 * "length" when the value is too long or too short for everything, else each kind it has the length
 * of with its fault ("uscc:check_char,resident:charset"). The reason of a valid value is empty, or
 * its warnings ("warn:org_check"); without a declared kind it is the kinds ("uscc").
 * Control characters and bytes that are no text are shown as '?'. */
bool idno_report(const struct idno_question *q, struct str value, struct buf *out);

#endif
