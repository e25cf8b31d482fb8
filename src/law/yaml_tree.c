#include "law/yaml_tree.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <yaml.h>

#include "base/bug.h"
#include "base/utf8.h"

struct tree {
    struct arena *a;
    struct faults *faults;
    const char *file;
    yaml_parser_t parser;
    bool broken; /* the parser gave up */
};

static void fault_at(struct tree *t, yaml_mark_t at, const char *code, const char *text) {
    faults_add(t->faults, t->file, (int)at.line + 1, (int)at.column + 1, code, "%s", text);
}

static bool next(struct tree *t, yaml_event_t *event_r) {
    if (yaml_parser_parse(&t->parser, event_r)) return true;
    if (!t->broken) fault_at(t, t->parser.problem_mark, "yaml.syntax", "不是合法的 YAML");
    t->broken = true;
    return false;
}

/* What a node may not carry; the node itself is read all the same. */
static void check_decoration(struct tree *t, yaml_mark_t at, const void *anchor, const void *tag) {
    if (anchor) fault_at(t, at, "yaml.anchor", "不得使用锚点，请写出内容");
    if (tag) fault_at(t, at, "yaml.tag", "不得使用类型标记");
}

static struct node make(struct tree *t, enum node_type type, yaml_mark_t at) {
    return (struct node){
        .type = type, .file = t->file, .line = (int)at.line + 1, .column = (int)at.column + 1};
}

static struct node scalar(struct tree *t, yaml_mark_t at, const void *p, size_t n) {
    struct node node = make(t, NODE_SCALAR, at);
    node.text = (struct str){arena_str(t->a, (struct str){p, n}), n};
    return node;
}

/* A growing array of nodes; the old ones stay in the arena until it goes. */
struct nodes {
    struct node *p;
    size_t n, cap;
};

static void add(struct tree *t, struct nodes *list, struct node node) {
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 8;
        struct node *p = ARENA_ARRAY(t->a, cap, struct node);
        if (list->n) memcpy(p, list->p, list->n * sizeof *p);
        list->p = p;
        list->cap = cap;
    }
    list->p[list->n++] = node;
}

static bool value(struct tree *t, yaml_event_t *event, int depth, struct node *out_r);

static bool list_of(struct tree *t, int depth, struct node *out) {
    struct nodes items = {0};
    yaml_event_t event;
    while (next(t, &event)) {
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&event);
            out->items = items.p;
            out->n = items.n;
            return true;
        }
        struct node item;
        if (!value(t, &event, depth + 1, &item)) return false;
        add(t, &items, item);
    }
    return false;
}

static void check_key(struct tree *t, const struct nodes *keys, const struct node *key) {
    if (key->type != NODE_SCALAR) {
        faults_add(t->faults, t->file, key->line, key->column, "type.scalar", "键须为单个值");
        return;
    }
    for (size_t i = 0; i < keys->n; i++)
        if (keys->p[i].type == NODE_SCALAR && str_eq(keys->p[i].text, key->text))
            faults_add(t->faults, t->file, key->line, key->column, "key.duplicate",
                       "键重复，首次出现在第%d行", keys->p[i].line);
}

static bool map_of(struct tree *t, int depth, struct node *out) {
    struct nodes keys = {0}, items = {0};
    yaml_event_t event;
    while (next(t, &event)) {
        if (event.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&event);
            out->keys = keys.p;
            out->items = items.p;
            out->n = keys.n;
            return true;
        }
        struct node key, item;
        if (!value(t, &event, depth + 1, &key) || !next(t, &event) ||
            !value(t, &event, depth + 1, &item))
            return false;
        check_key(t, &keys, &key);
        add(t, &keys, key);
        add(t, &items, item);
    }
    return false;
}

/* Takes the event over. */
static bool value(struct tree *t, yaml_event_t *event, int depth, struct node *out_r) {
    yaml_mark_t at = event->start_mark;
    bool ok = true;
    if (depth > YAML_DEPTH) {
        fault_at(t, at, "yaml.depth", "嵌套过深");
        t->broken = true;
        yaml_event_delete(event);
        return false;
    }
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        check_decoration(t, at, event->data.scalar.anchor, event->data.scalar.tag);
        *out_r = scalar(t, at, event->data.scalar.value, event->data.scalar.length);
        break;
    case YAML_SEQUENCE_START_EVENT:
        check_decoration(t, at, event->data.sequence_start.anchor, event->data.sequence_start.tag);
        *out_r = make(t, NODE_LIST, at);
        ok = list_of(t, depth, out_r);
        break;
    case YAML_MAPPING_START_EVENT:
        check_decoration(t, at, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        *out_r = make(t, NODE_MAP, at);
        ok = map_of(t, depth, out_r);
        break;
    case YAML_ALIAS_EVENT:
        fault_at(t, at, "yaml.alias", "不得使用别名，请写出内容");
        *out_r = scalar(t, at, "", 0);
        break;
    default: ok = false; break;
    }
    yaml_event_delete(event);
    return ok;
}

/* The events around the one document. */
static const struct node *document(struct tree *t) {
    yaml_event_t event;
    struct node *root = NULL;
    size_t documents = 0;
    while (next(t, &event)) {
        yaml_event_type_t type = event.type;
        yaml_mark_t at = event.start_mark;
        if (type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_END_EVENT) {
            yaml_event_delete(&event);
        } else if (type == YAML_DOCUMENT_START_EVENT) {
            if (event.data.document_start.version_directive ||
                event.data.document_start.tag_directives.start !=
                    event.data.document_start.tag_directives.end)
                fault_at(t, at, "yaml.tag", "不得使用 YAML 指令");
            yaml_event_delete(&event);
            if (++documents == 2) fault_at(t, at, "yaml.documents", "一个文件只能有一个文档");
        } else if (type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&event);
            if (documents == 0)
                faults_add(t->faults, t->file, 1, 1, "yaml.documents", "文件没有内容");
            return root;
        } else {
            struct node node;
            if (!value(t, &event, 0, &node)) return NULL;
            if (!root) root = arena_copy(t->a, &node, sizeof node);
        }
    }
    return NULL;
}

static int line_of(struct str text, size_t at) {
    int line = 1;
    for (size_t i = 0; i < at && i < text.n; i++)
        if (text.p[i] == '\n') line++;
    return line;
}

const struct node *yaml_tree(struct arena *a, const char *file, struct str text,
                             struct faults *faults) {
    struct tree t = {.a = a, .faults = faults, .file = file};
    size_t bad;
    if (!utf8_valid(text, &bad)) {
        faults_add(faults, file, line_of(text, bad), 1, "yaml.encoding", "须为 UTF-8 编码");
        return NULL;
    }
    if (!yaml_parser_initialize(&t.parser)) BUG("yaml_parser_initialize");
    yaml_parser_set_encoding(&t.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&t.parser, (const unsigned char *)text.p, text.n);
    const struct node *root = document(&t);
    yaml_parser_delete(&t.parser);
    return root;
}

static size_t member(const struct node *map, const char *key) {
    if (map && map->type == NODE_MAP)
        for (size_t i = 0; i < map->n; i++)
            if (map->keys[i].type == NODE_SCALAR && str_is(map->keys[i].text, key)) return i;
    return SIZE_MAX;
}

const struct node *node_get(const struct node *map, const char *key) {
    size_t i = member(map, key);
    return i == SIZE_MAX ? NULL : &map->items[i];
}

const struct node *node_key(const struct node *map, const char *key) {
    size_t i = member(map, key);
    return i == SIZE_MAX ? NULL : &map->keys[i];
}
