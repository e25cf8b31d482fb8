#include "law/policy_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "law/policy_read.h"

/* The files of a pack; processes and national sets come by pattern. */
static const char *const FILES[] = {"pack.yaml",    "clauses.tsv",     "parameters.yaml",
                                    "roles.yaml",   "collect.yaml",    "catalog.yaml",
                                    "lists.yaml",   "disclosure.yaml", "registers.yaml",
                                    "notices.yaml", "overrides.yaml"};
#define OPTIONAL    "overrides.yaml"
#define PROCESSES   "processes/"
#define NATIONAL    "national/"
#define ARTICLE_MAX 100 /* characters */

struct loading {
    struct reader r;
    const struct policy_source *source;
    const struct node **trees; /* by file of the source */
    const char **names;        /* with label */
};

static size_t file_index(const struct policy_source *s, const char *name) {
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->files[i].name, name) == 0) return i;
    return SIZE_MAX;
}

static bool is_yaml_in(const char *name, const char *folder) {
    struct str s = str_of(name);
    return str_starts(s, folder) && str_ends(s, ".yaml") &&
           strchr(name + strlen(folder), '/') == NULL;
}

static void check_files(struct loading *l) {
    for (size_t i = 0; i < GX_COUNT(FILES); i++)
        if (strcmp(FILES[i], OPTIONAL) != 0 && file_index(l->source, FILES[i]) == SIZE_MAX)
            faults_add(l->r.faults, arena_printf(l->r.a, "%s%s", l->source->label, FILES[i]), 1, 1,
                       "file.missing", "缺少文件 %s", FILES[i]);
    for (size_t i = 0; i < l->source->n; i++) {
        const char *name = l->source->files[i].name;
        bool known = is_yaml_in(name, PROCESSES) || is_yaml_in(name, NATIONAL);
        for (size_t j = 0; j < GX_COUNT(FILES); j++)
            if (strcmp(name, FILES[j]) == 0) known = true;
        if (!known)
            faults_add(l->r.faults, l->names[i], 1, 1, "file.unknown", "政策包中没有 %s 这种文件",
                       name);
    }
}

static void parse_files(struct loading *l) {
    struct arena *a = l->r.a;
    l->trees = ARENA_ARRAY(a, l->source->n + 1, const struct node *);
    l->names = ARENA_ARRAY(a, l->source->n + 1, const char *);
    const struct node **national = ARENA_ARRAY(a, l->source->n + 1, const struct node *);
    for (size_t i = 0; i < l->source->n; i++) {
        const struct policy_file *f = &l->source->files[i];
        l->names[i] = arena_printf(a, "%s%s", l->source->label, f->name);
        if (!str_ends(str_of(f->name), ".yaml")) continue;
        l->trees[i] = yaml_tree(a, l->names[i], f->content, l->r.faults);
        if (l->trees[i] && is_yaml_in(f->name, NATIONAL)) national[l->r.nnational++] = l->trees[i];
    }
    l->r.national = national;
}

static const struct node *tree(const struct loading *l, const char *name) {
    size_t i = file_index(l->source, name);
    return i == SIZE_MAX ? NULL : l->trees[i];
}

/* ---- clauses.tsv and pack.yaml */

/* "CZ-55" with the pack's prefix. */
static bool is_clause_id(const struct reader *r, struct str id) {
    size_t n = strlen(r->policy->prefix);
    if (!str_starts(id, r->policy->prefix) || id.n < n + 2 || id.n > n + 5 || id.p[n] != '-')
        return false;
    for (size_t i = n + 1; i < id.n; i++)
        if (id.p[i] < '0' || id.p[i] > '9') return false;
    return true;
}

static bool is_article(struct str s) {
    if (!utf8_valid(s, NULL) || utf8_count(s) > ARTICLE_MAX) return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20) return false;
    return s.n > 0;
}

void load_clauses(struct reader *r, const char *file, struct str text) {
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    struct clause_row *rows = ARENA_ARRAY(r->a, lines, struct clause_row);
    struct str rest = text, line;
    for (int n = 1; str_split(&rest, '\n', &line); n++) {
        if (line.n == 0 || line.p[0] == '#') continue;
        struct str article = line, id;
        str_split(&article, '\t', &id);
        bool good = is_clause_id(r, id) && article.p && is_article(article);
        for (size_t i = 0; good && i < r->nclauses; i++)
            if (str_is(id, rows[i].id)) good = false;
        if (!good)
            faults_add(r->faults, file, n, 1, "clause.table",
                       "须为“本地条款编号<制表符>条文”，且不得重复");
        else
            rows[r->nclauses++] =
                (struct clause_row){arena_str(r->a, id), arena_str(r->a, article)};
    }
    r->clauses = rows;
}

static void load_words(struct reader *r, const struct node *root) {
    static const char *const NEEDED[] = {"subject",  "provider", "operator", "competent_authority",
                                         "platform", "catalog"};
    const struct node *map = read_map_member(r, root, "words");
    if (!map) return;
    struct policy_text *texts = ARENA_ARRAY(r->a, map->n + 1, struct policy_text);
    for (size_t i = 0; i < map->n; i++)
        texts[i] = (struct policy_text){read_text_node(r, &map->keys[i]),
                                        read_text_node(r, &map->items[i])};
    for (size_t i = 0; i < GX_COUNT(NEEDED); i++)
        if (!node_get(map, NEEDED[i]))
            read_fault(r, map, PF_KEY_MISSING, "缺少屏幕用词“%s”", NEEDED[i]);
    r->policy->texts = texts;
    r->policy->ntexts = map->n;
}

static void load_references(struct reader *r, const struct node *root) {
    const struct node *list = read_list(r, root, "references");
    if (!list) return;
    struct policy_reference *refs = ARENA_ARRAY(r->a, list->n + 1, struct policy_reference);
    for (size_t i = 0; i < list->n; i++) {
        const struct node *n = &list->items[i];
        if (!read_based_map(r, n, "title")) continue;
        refs[i] = (struct policy_reference){read_text(r, n, "title"), read_basis(r, n)};
    }
    r->policy->references = refs;
    r->policy->nreferences = list->n;
}

void load_pack(struct reader *r, const struct node *root) {
    struct policy *p = r->policy;
    if (!root || !read_map(r, root,
                           "format place name region prefix title document_number issued after_end "
                           "words references"))
        return;
    const struct node *format = read_needed(r, root, "format");
    if (format) read_number(r, format, 1, 1);
    p->place = read_id(r, root, "place");
    p->name = read_text(r, root, "name");
    p->region = read_text(r, root, "region");
    p->title = read_text(r, root, "title");
    const struct node *region = node_get(root, "region");
    if (region && (strlen(p->region) != 6 || strspn(p->region, "0123456789") != 6))
        read_fault(r, region, PF_NUMBER_INVALID, "行政区划代码须为6位数字");
    const struct node *number = read_needed(r, root, "document_number");
    if (number && number->type == NODE_SCALAR) {
        p->document_number = read_text_node(r, number);
    } else if (number) {
        struct policy_value v = {0};
        read_value(r, number, &(struct value_spec){PARAM_TEXT, VOCAB_COUNT, "document_number"}, &v);
        p->document_number = v.text;
    }
    struct policy_value issued = {0}, after = {0};
    read_value(r, read_needed(r, root, "issued"),
               &(struct value_spec){PARAM_DATE, VOCAB_COUNT, "issued"}, &issued);
    p->issued = issued.date;
    read_value(r, read_needed(r, root, "after_end"),
               &(struct value_spec){PARAM_WORDS, VOCAB_AFTER, "after_end"}, &after);
    p->after_end = after.words;
    p->after_end_basis = after.basis;
    load_words(r, root);
    load_references(r, root);
}

/* The prefix is needed before anything else cites a clause. */
static void load_prefix(struct reader *r, const struct node *root) {
    const struct node *node = read_needed(r, root, "prefix");
    const char *prefix = node ? read_text_node(r, node) : "";
    if (node && (*prefix == '\0' || strspn(prefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(prefix)))
        read_fault(r, node, PF_ID_INVALID, "条款前缀须为大写字母");
    r->policy->prefix = prefix;
}

/* ---- processes */

static void load_processes(struct loading *l) {
    struct reader *r = &l->r;
    struct policy_process *list = ARENA_ARRAY(r->a, l->source->n + 1, struct policy_process);
    size_t n = 0;
    for (size_t i = 0; i < l->source->n; i++) {
        const char *name = l->source->files[i].name;
        if (!is_yaml_in(name, PROCESSES) || !l->trees[i]) continue;
        size_t length = strlen(name) - strlen(PROCESSES) - strlen(".yaml");
        const char *id = arena_str(r->a, (struct str){name + strlen(PROCESSES), length});
        load_process(r, id, l->trees[i], &list[n]);
        for (size_t j = 0; j < n; j++)
            if (list[n].kind != W_NONE && list[j].kind == list[n].kind)
                read_fault(r, l->trees[i], PF_PROCESS_TWICE, "已有同类程序 %s", list[j].id);
        n++;
    }
    r->policy->processes = list;
    r->policy->nprocesses = n;
}

/* ---- the whole */

static int by_place(const void *x, const void *y) {
    const struct fault *a = x, *b = y;
    int c = strcmp(a->file, b->file);
    if (c == 0) c = (a->line > b->line) - (a->line < b->line);
    if (c == 0) c = (a->column > b->column) - (a->column < b->column);
    return c ? c : strcmp(a->code, b->code);
}

/* A field set that several items name has its faults found several times. */
static void tidy(struct faults *faults, size_t from) {
    size_t n = from;
    qsort(faults->items + from, faults->count - from, sizeof *faults->items, by_place);
    for (size_t i = from; i < faults->count; i++)
        if (n == from || by_place(&faults->items[n - 1], &faults->items[i]) != 0 ||
            strcmp(faults->items[n - 1].text, faults->items[i].text) != 0)
            faults->items[n++] = faults->items[i];
    faults->count = n;
}

static void name_edition(struct reader *r, const struct policy_source *s) {
    struct policy *p = r->policy;
    p->digest = policy_source_digest(s);
    char hex[13];
    for (size_t i = 0; i < 6; i++) {
        static const char DIGITS[] = "0123456789abcdef";
        hex[2 * i] = DIGITS[p->digest.b[i] >> 4];
        hex[2 * i + 1] = DIGITS[p->digest.b[i] & 15];
    }
    hex[12] = '\0';
    p->edition = arena_printf(r->a, "%s@%s", p->place, hex);
}

const struct policy *policy_load(struct arena *a, const struct policy_source *s,
                                 struct faults *faults) {
    struct policy *p = ARENA_NEW(a, struct policy);
    *p = (struct policy){.place = "",
                         .name = "",
                         .prefix = "",
                         .title = "",
                         .region = "",
                         .issued = DATE_NONE,
                         .after_end_basis = {.clause = "default", .article = ""},
                         .elements_basis = {.clause = "default", .article = ""}};
    struct loading l = {.r = {.a = a, .faults = faults, .policy = p}, .source = s};
    struct reader *r = &l.r;
    size_t before = faults->count;
    parse_files(&l);
    check_files(&l);
    const struct node *pack = tree(&l, "pack.yaml");
    size_t clauses = file_index(s, "clauses.tsv");
    if (pack) load_prefix(r, pack);
    if (clauses != SIZE_MAX) load_clauses(r, l.names[clauses], s->files[clauses].content);
    load_pack(r, pack);
    load_parameters(r, tree(&l, "parameters.yaml"));
    load_roles(r, tree(&l, "roles.yaml"));
    load_collect(r, tree(&l, "collect.yaml"));
    load_national(r);
    load_lists(r, tree(&l, "lists.yaml"));
    load_catalog(r, tree(&l, "catalog.yaml"));
    load_disclosure(r, tree(&l, "disclosure.yaml"));
    load_registers(r, tree(&l, "registers.yaml"));
    load_overrides(r, tree(&l, "overrides.yaml"));
    load_processes(&l);
    load_notices(r, tree(&l, "notices.yaml"));
    if (faults->count > before) tidy(faults, before);
    if (faults->count > before) return NULL;
    name_edition(r, s);
    return p;
}
