/* yaml_tree.h: one YAML file as a tree in which every node knows its place.
 *
 * Only the plain part of YAML: maps, lists, scalars. Anchors, aliases, tags, several documents,
 * duplicate keys and keys that are no scalars are faults. Scalars stay text: what they mean, the
 * place they stand at decides. */
#ifndef LAW_YAML_TREE_H
#define LAW_YAML_TREE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "law/fault.h"

enum node_type { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_type type;
    struct str text;    /* NODE_SCALAR; NUL-terminated */
    size_t n;           /* of items, or of members */
    struct node *items; /* of a list, or the values of a map */
    struct node *keys;  /* of a map: scalars */
    const char *file;
    int line, column; /* from 1, in characters */
};

#define YAML_DEPTH 12

/* NULL when the file is no YAML at all. After other faults the tree is what could be read, so that
 * the caller can look for more. `file` is not copied. */
const struct node *yaml_tree(struct arena *a, const char *file, struct str text,
                             struct faults *faults);
/* The member, or NULL; also NULL for NULL and for what is no map. */
const struct node *node_get(const struct node *map, const char *key);
/* The key node of that member: where it stands. */
const struct node *node_key(const struct node *map, const char *key);

#endif
