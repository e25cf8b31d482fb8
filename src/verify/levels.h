/* levels.h: the tiles above the first level, held against what lies below them. */
#ifndef VERIFY_LEVELS_H
#define VERIFY_LEVELS_H

#include "verify/walk.h"

struct levels;

struct levels *levels_new(struct verify *v, struct db_session *s, const char *log, int64_t size);
/* What the tile above says of full tile `index` of the first level; false when there is no such row. */
enum err levels_above(struct levels *l, int64_t index, struct digest *root_r,
                      bool *there_r) GX_MUST_CHECK;
/* The root that was settled on for the next full tile of the first level; checks the levels above it. */
enum err levels_add(struct levels *l, const struct digest *root) GX_MUST_CHECK;

#endif
