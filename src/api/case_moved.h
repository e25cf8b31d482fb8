/* case_moved.h: what an act in a case is answered with. */
#ifndef API_CASE_MOVED_H
#define API_CASE_MOVED_H

#include "cases/case.h"
#include "http/reply.h"

void case_moved(struct reply *out, const struct case_file *c, bool proposed);

#endif
