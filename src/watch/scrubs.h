/* scrubs.h: the one table of where copies of records lie: a room that keeps some has a row here. */
#ifndef WATCH_SCRUBS_H
#define WATCH_SCRUBS_H

#include "recall/scrub.h"

extern const struct scrub scrubs[];
extern const size_t scrubs_n;

#endif
