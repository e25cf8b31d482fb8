/* json_walk.h: the members of an object of our own canonical JSON, one after the other, without a
 * tree. For bytes that this program wrote and that are read very often; strangers' JSON goes through
 * json_parse. */
#ifndef BASE_JSON_WALK_H
#define BASE_JSON_WALK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct json_walk {
    struct arena *arena;
    struct str rest;
    bool any, broken;
};

void json_walk_begin(struct json_walk *w, struct arena *a, struct str object);
/* The next member: its name, and its value: the text of a string (NUL-terminated in the arena only
 * where it had escapes), or the bytes of anything else. False at the end, and when the text is no
 * canonical object: then `broken` is set. */
bool json_walk_next(struct json_walk *w, struct str *name_r, struct str *value_r,
                    bool *is_string_r);

#endif
