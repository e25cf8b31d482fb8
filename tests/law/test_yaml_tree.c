/* YAML as packs use it: places of nodes, and what is refused. */
#include "test.h"

#include "law/yaml_tree.h"

static void test_nodes_know_their_place(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct faults faults;
    faults_init(&faults, a);
    const struct node *root =
        yaml_tree(a, "x.yaml", STR_LIT("a: 1\n市: {b: [x, \"y z\"], c: ''}\n"), &faults);
    assert_int_equal(faults.count, 0);
    assert_int_equal(root->type, NODE_MAP);
    assert_int_equal(root->n, 2);
    const struct node *map = node_get(root, "市");
    assert_int_equal(map->type, NODE_MAP);
    assert_int_equal(map->line, 2);
    assert_int_equal(map->column, 4); /* characters, not bytes */
    const struct node *list = node_get(map, "b");
    assert_int_equal(list->n, 2);
    assert_string_equal(list->items[1].text.p, "y z");
    assert_int_equal(list->items[1].column, 12);
    assert_int_equal(node_get(map, "c")->text.n, 0);
    assert_int_equal(node_key(map, "c")->column, 20);
    assert_null(node_get(map, "d"));
    assert_null(node_get(list, "d"));
    assert_null(node_get(NULL, "d"));
    arena_free(&a);
}

static const struct {
    const char *text, *code;
    int line, column;
    bool tree; /* whether something could still be read */
} REFUSED[] = {
    {"a: &x 1\n", "yaml.anchor", 1, 4, true},
    {"a: [&x 1]\n", "yaml.anchor", 1, 5, true},
    {"a: &x {b: 1}\n", "yaml.anchor", 1, 4, true},
    {"a: *x\n", "yaml.alias", 1, 4, true},
    {"a: !!int 1\n", "yaml.tag", 1, 4, true},
    {"a: ! 1\n", "yaml.tag", 1, 4, true},
    {"a: !x {b: 1}\n", "yaml.tag", 1, 4, true},
    {"%YAML 1.1\n---\na: 1\n", "yaml.tag", 1, 1, true},
    {"a: 1\n---\nb: 2\n", "yaml.documents", 2, 1, true},
    {"", "yaml.documents", 1, 1, false},
    {"# nothing\n", "yaml.documents", 1, 1, false},
    {"a: 1\na: 2\n", "key.duplicate", 2, 1, true},
    {"a: {b: 1, c: 2, b: 3}\n", "key.duplicate", 1, 17, true},
    {"\"a\": 1\na: 2\n", "key.duplicate", 2, 1, true},
    {"? [a]\n: 1\n", "type.scalar", 1, 3, true},
    {"a: [1\n", "yaml.syntax", 2, 1, false},
    {"a: @1\n", "yaml.syntax", 1, 4, false},
    {"a: 1\n b: 2\n", "yaml.syntax", 2, 3, false},
    {"a: \xff\n", "yaml.encoding", 1, 1, false},
    {"a: 1\nb: \xed\xa0\x80\n", "yaml.encoding", 2, 1, false},
    {"a: [[[[[[[[[[[[[[1]]]]]]]]]]]]]]\n", "yaml.depth", 1, 16, false},
};

static void test_what_is_refused(void **state) {
    (void)state;
    struct arena *a = arena_new();
    for (size_t i = 0; i < GX_COUNT(REFUSED); i++) {
        struct faults faults;
        faults_init(&faults, a);
        const struct node *root = yaml_tree(a, "x.yaml", str_of(REFUSED[i].text), &faults);
        ROW_INT(i, faults.count, 1);
        ROW_TEXT(i, faults.items[0].code, REFUSED[i].code);
        ROW_INT(i, faults.items[0].line, REFUSED[i].line);
        ROW_INT(i, faults.items[0].column, REFUSED[i].column);
        ROW_TEXT(i, faults.items[0].file, "x.yaml");
        ROW(i, (root != NULL) == REFUSED[i].tree);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nodes_know_their_place),
        cmocka_unit_test(test_what_is_refused),
    };
    return RUN(tests);
}
