#include "law/policy_read.h"

#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

static const struct {
    const char *code, *doc;
} FAULTS[PF_COUNT] = {
#define PACK_FAULT(symbol, code, doc) [PF_##symbol] = {code, doc},
#include "law/pack_faults.def"
#undef PACK_FAULT
};

#define TEXT_MAX 2000

const char *pack_fault_doc(const char *code) {
    for (size_t i = 0; i < PF_COUNT; i++)
        if (strcmp(FAULTS[i].code, code) == 0) return FAULTS[i].doc;
    return NULL;
}

const char *pack_fault_code(size_t i) {
    return i < PF_COUNT ? FAULTS[i].code : NULL;
}

GX_PRINTF(4, 0)
static void report(struct reader *r, struct place_in_file at, enum pack_fault code, const char *fmt,
                   va_list ap) {
    char *text = arena_vprintf(r->a, fmt, ap);
    /* What the file says stands in the sentence; it may not break the line. */
    for (char *p = text; *p; p++)
        if ((unsigned char)*p < 0x20) *p = ' ';
    faults_add(r->faults, at.file, at.line, at.column, FAULTS[code].code, "%s", text);
}

void read_fault(struct reader *r, const struct node *at, enum pack_fault code, const char *fmt,
                ...) {
    va_list ap;
    va_start(ap, fmt);
    report(r, read_place(at), code, fmt, ap);
    va_end(ap);
}

void read_fault_at(struct reader *r, struct place_in_file at, enum pack_fault code, const char *fmt,
                   ...) {
    va_list ap;
    va_start(ap, fmt);
    report(r, at, code, fmt, ap);
    va_end(ap);
}

struct place_in_file read_place(const struct node *node) {
    return (struct place_in_file){node->file, node->line, node->column};
}

/* ---- shapes */

static bool listed(const char *keys, struct str key) {
    struct str rest = str_of(keys), word;
    while (str_split(&rest, ' ', &word))
        if (str_eq(word, key)) return true;
    return false;
}

static bool map_with(struct reader *r, const struct node *node, const char *keys,
                     const char *more) {
    if (!node) return false;
    if (node->type != NODE_MAP) {
        read_fault(r, node, PF_TYPE_MAP, "此处须为键值表");
        return false;
    }
    for (size_t i = 0; i < node->n; i++) {
        const struct node *key = &node->keys[i];
        if (key->type != NODE_SCALAR || listed(keys, key->text) || listed(more, key->text))
            continue;
        read_fault(r, key, PF_KEY_UNKNOWN, "此处没有“%s”这个键", key->text.p);
    }
    return true;
}

bool read_map(struct reader *r, const struct node *node, const char *keys) {
    return map_with(r, node, keys, "");
}

bool read_based_map(struct reader *r, const struct node *node, const char *keys) {
    return map_with(r, node, keys, BASIS_KEYS);
}

const struct node *read_needed(struct reader *r, const struct node *map, const char *key) {
    const struct node *node = node_get(map, key);
    if (!node && map) read_fault(r, map, PF_KEY_MISSING, "缺少“%s”", key);
    return node;
}

const struct node *read_list(struct reader *r, const struct node *map, const char *key) {
    const struct node *node = read_needed(r, map, key);
    if (!node) return NULL;
    if (node->type == NODE_LIST) return node;
    read_fault(r, node, PF_TYPE_LIST, "“%s”须为列表", key);
    return NULL;
}

const struct node *read_map_member(struct reader *r, const struct node *map, const char *key) {
    const struct node *node = read_needed(r, map, key);
    if (!node) return NULL;
    if (node->type == NODE_MAP) return node;
    read_fault(r, node, PF_TYPE_MAP, "“%s”须为键值表", key);
    return NULL;
}

/* ---- scalars */

bool read_scalar(struct reader *r, const struct node *node, struct str *text_r) {
    *text_r = STR_LIT("");
    if (!node) return false;
    if (node->type != NODE_SCALAR) {
        read_fault(r, node, PF_TYPE_SCALAR, "此处须为单个值");
        return false;
    }
    if (node->text.n == 0) {
        read_fault(r, node, PF_KEY_EMPTY, "此处不得为空");
        return false;
    }
    bool clean = utf8_count(node->text) <= TEXT_MAX;
    for (size_t i = 0; i < node->text.n; i++)
        if ((unsigned char)node->text.p[i] < 0x20) clean = false;
    if (!clean) {
        read_fault(r, node, PF_TEXT_INVALID, "文字过长或者含有控制字符");
        return false;
    }
    *text_r = node->text;
    return true;
}

const char *read_text_node(struct reader *r, const struct node *node) {
    struct str text;
    return read_scalar(r, node, &text) ? arena_str(r->a, text) : "";
}

const char *read_text(struct reader *r, const struct node *map, const char *key) {
    const struct node *node = read_needed(r, map, key);
    return node ? read_text_node(r, node) : "";
}

const char *read_text_opt(struct reader *r, const struct node *map, const char *key) {
    const struct node *node = node_get(map, key);
    return node ? read_text_node(r, node) : NULL;
}

const char *read_id(struct reader *r, const struct node *map, const char *key) {
    const struct node *node = read_needed(r, map, key);
    struct str text;
    if (!node || !read_scalar(r, node, &text)) return "";
    bool good = text.n <= 64 && text.p[0] >= 'a' && text.p[0] <= 'z';
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) good = false;
    }
    if (!good) read_fault(r, node, PF_ID_INVALID, "标识须为小写字母、数字和下划线");
    return arena_str(r->a, text);
}

bool read_flag_node(struct reader *r, const struct node *node) {
    struct str text;
    if (!read_scalar(r, node, &text)) return false;
    if (str_is(text, "yes")) return true;
    if (!str_is(text, "no")) read_fault(r, node, PF_FLAG_INVALID, "须为 yes 或者 no");
    return false;
}

bool read_flag(struct reader *r, const struct node *map, const char *key) {
    const struct node *node = node_get(map, key);
    return node && read_flag_node(r, node);
}

int64_t read_number(struct reader *r, const struct node *node, int64_t min, int64_t max) {
    struct str text;
    int64_t n = min;
    if (read_scalar(r, node, &text) && !num_i64(text, min, max, &n))
        read_fault(r, node, PF_NUMBER_INVALID, "须为%lld至%lld的整数", (long long)min,
                   (long long)max);
    return n;
}

struct date read_date(struct reader *r, const struct node *node) {
    struct str text;
    struct date d = DATE_NONE;
    if (read_scalar(r, node, &text) && !date_parse(text, &d))
        read_fault(r, node, PF_DATE_INVALID, "日期不存在或者写法不是 YYYY-MM-DD");
    return d;
}

enum word read_word_node(struct reader *r, const struct node *node, enum vocab set) {
    struct str text;
    if (!read_scalar(r, node, &text)) return W_NONE;
    enum word w = vocab_find(set, text);
    if (w == W_NONE)
        read_fault(r, node, PF_WORD_UNKNOWN, "“%s”不是词表 %s 中的词", text.p, vocab_name(set));
    return w;
}

enum word read_word(struct reader *r, const struct node *map, const char *key, enum vocab set) {
    const struct node *node = read_needed(r, map, key);
    return node ? read_word_node(r, node, set) : W_NONE;
}

enum word read_word_opt(struct reader *r, const struct node *map, const char *key, enum vocab set) {
    const struct node *node = node_get(map, key);
    return node ? read_word_node(r, node, set) : W_NONE;
}

struct words read_words_node(struct reader *r, const struct node *node, enum vocab set) {
    if (node->type != NODE_LIST) {
        read_fault(r, node, PF_TYPE_LIST, "须为词的列表");
        return (struct words){0};
    }
    enum word *w = ARENA_ARRAY(r->a, node->n ? node->n : 1, enum word);
    size_t n = 0;
    for (size_t i = 0; i < node->n; i++) {
        enum word word = read_word_node(r, &node->items[i], set);
        if (word == W_NONE) continue;
        if (words_have((struct words){w, n}, word))
            read_fault(r, &node->items[i], PF_WORD_DUPLICATE, "“%s”重复", word_text(word));
        else
            w[n++] = word;
    }
    return (struct words){w, n};
}

struct words read_words(struct reader *r, const struct node *map, const char *key, enum vocab set) {
    const struct node *node = node_get(map, key);
    return node ? read_words_node(r, node, set) : (struct words){0};
}

const char *const *read_texts(struct reader *r, const struct node *map, const char *key,
                              size_t *n) {
    *n = 0;
    const struct node *node = node_get(map, key);
    if (!node) return NULL;
    if (node->type != NODE_LIST) {
        read_fault(r, node, PF_TYPE_LIST, "“%s”须为列表", key);
        return NULL;
    }
    const char **texts = ARENA_ARRAY(r->a, node->n ? node->n : 1, const char *);
    for (size_t i = 0; i < node->n; i++) {
        const char *text = read_text_node(r, &node->items[i]);
        for (size_t j = 0; j < *n; j++)
            if (strcmp(texts[j], text) == 0)
                read_fault(r, &node->items[i], PF_WORD_DUPLICATE, "“%s”重复", text);
        texts[(*n)++] = text;
    }
    return texts;
}

/* ---- where it comes from */

static const struct clause_row *clause_row(const struct reader *r, const char *id) {
    for (size_t i = 0; i < r->nclauses; i++)
        if (strcmp(r->clauses[i].id, id) == 0) return &r->clauses[i];
    return NULL;
}

static bool has_prefix(const struct reader *r, const char *id) {
    size_t n = strlen(r->policy->prefix);
    return strncmp(id, r->policy->prefix, n) == 0 && id[n] == '-';
}

static void read_clause(struct reader *r, const struct node *node, const char **ids, size_t *n) {
    const char *id = read_text_node(r, node);
    if (*id == '\0') return;
    if (!has_prefix(r, id)) {
        read_fault(r, node, PF_CLAUSE_FOREIGN, "条款%s不属于本地（%s-）", id, r->policy->prefix);
    } else if (!clause_row(r, id)) {
        read_fault(r, node, PF_CLAUSE_UNKNOWN, "clauses.tsv 中没有条款%s", id);
    } else {
        for (size_t i = 0; i < *n; i++)
            if (strcmp(ids[i], id) == 0) read_fault(r, node, PF_WORD_DUPLICATE, "条款%s重复", id);
        ids[(*n)++] = id;
    }
}

static void read_clauses(struct reader *r, const struct node *node, struct basis *basis) {
    bool list = node->type == NODE_LIST;
    const char **ids = ARENA_ARRAY(r->a, list && node->n ? node->n : 1, const char *);
    size_t n = 0;
    if (list && node->n == 0) read_fault(r, node, PF_KEY_EMPTY, "条款列表为空");
    if (list)
        for (size_t i = 0; i < node->n; i++)
            read_clause(r, &node->items[i], ids, &n);
    else
        read_clause(r, node, ids, &n);
    basis->clauses = ids;
    basis->nclauses = n;
    if (n > 0) basis->clause = ids[0];
}

static const char *articles(struct reader *r, const struct basis *basis) {
    struct buf text;
    buf_init(&text, 4096);
    for (size_t i = 0; i < basis->nclauses; i++) {
        const char *article = clause_row(r, basis->clauses[i])->article;
        bool told = false;
        for (size_t j = 0; j < i; j++)
            if (strcmp(clause_row(r, basis->clauses[j])->article, article) == 0) told = true;
        if (told) continue;
        if (text.n > 0) buf_puts(&text, "、");
        buf_puts(&text, article);
    }
    char *s = arena_str(r->a, buf_finish(&text));
    buf_free(&text);
    return s ? s : "";
}

static void check_article(struct reader *r, const struct node *node, const struct basis *basis) {
    const char *article = read_text_node(r, node);
    for (size_t i = 0; i < basis->nclauses; i++)
        if (strcmp(clause_row(r, basis->clauses[i])->article, article) == 0) return;
    read_fault(r, node, PF_ARTICLE_MISMATCH, "条文“%s”与所引条款不符（应为“%s”）", article,
               basis->article);
}

static bool is_reading(const char *s) {
    if (strncmp(s, "AM-", 3) != 0 || strlen(s) != 5) return false;
    return s[3] >= '0' && s[3] <= '9' && s[4] >= '0' && s[4] <= '9';
}

static const char *read_reading(struct reader *r, const struct node *node) {
    const char *reading = read_text_node(r, node);
    if (*reading && !is_reading(reading))
        read_fault(r, node, PF_READING_INVALID, "解释编号须写作 AM-00");
    return reading;
}

void read_citation(struct reader *r, const struct node *map, struct basis *basis) {
    const struct node *clause = node_get(map, "clause"), *article = node_get(map, "article");
    const struct node *reading = node_get(map, "reading");
    if (clause) read_clauses(r, clause, basis);
    basis->article = articles(r, basis);
    if (article) check_article(r, article, basis);
    if (reading) basis->reading = read_reading(r, reading);
    basis->note = read_text_opt(r, map, "note");
}

struct basis read_basis(struct reader *r, const struct node *map) {
    struct basis basis = {.clause = "default", .article = ""};
    if (!map) return basis;
    basis.at = read_place(map);
    const struct node *fallback = node_get(map, "default");
    if (map->type != NODE_MAP) return basis;
    read_citation(r, map, &basis);
    if (fallback) {
        basis.standing = STANDING_DEFAULT;
        basis.text = STANDING_SILENT;
        basis.reading = read_reading(r, fallback);
        if (node_get(map, "clause"))
            read_fault(r, fallback, PF_VALUE_DEFAULT_TEXT, "有条款依据的不得标为产品默认");
        if (node_get(map, "reading"))
            read_fault(r, fallback, PF_VALUE_DEFAULT_TEXT, "产品默认的解释编号只写在 default 后");
    } else if (!node_get(map, "clause")) {
        read_fault(r, map, PF_CLAUSE_MISSING, "缺少条款（clause）或者产品默认（default）");
    }
    return basis;
}
