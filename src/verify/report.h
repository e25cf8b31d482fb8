/* report.h: what the verifier found, one line each. */
#ifndef VERIFY_REPORT_H
#define VERIFY_REPORT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

struct report {
    bool json;
    int64_t findings; /* all; only the first REPORT_LINES are printed */
    pthread_mutex_t mutex;
};
enum { REPORT_LINES = 1000 };

/* Codes: changed, missing, inserted, reordered, twice, vanished, unsealed, tile, checkpoint, behind, month, content,
 * commitment, evidence. The text names the entry and its position. */
void report_finding(struct report *r, const char *code, const char *fmt, ...) GX_PRINTF(3, 4);

#endif
