/* evidence.h: a file made by `gongxin ledger evidence`, checked without the platform. */
#ifndef VERIFY_EVIDENCE_H
#define VERIFY_EVIDENCE_H

#include "verify/walk.h"

struct evidence_result {
    int64_t entries, editions, size;
};
/* Findings go to the report; an error means that the file could not be read. */
enum err evidence_check(struct verify *v, const char *path,
                        struct evidence_result *result_r) GX_MUST_CHECK;

#endif
