/* policy_read.h: what the parts of the pack loader share: typed reading of nodes, with faults.
 *
 * Inside law/ only. A reading function that finds a fault reports it and gives a harmless value, so
 * that one run finds everything; whether the pack is good is asked once, at the end. */
#ifndef LAW_POLICY_READ_H
#define LAW_POLICY_READ_H

#include "law/policy.h"
#include "law/policy_load.h"
#include "law/yaml_tree.h"

enum pack_fault {
#define PACK_FAULT(symbol, code, doc) PF_##symbol,
#include "law/pack_faults.def"
#undef PACK_FAULT
    PF_COUNT
};

struct clause_row {
    const char *id, *article;
};

struct banned_word { /* what a prohibited class goes by, folded */
    const char *folded;
    const struct policy_prohibition *class;
};

struct reader {
    struct arena *a;
    struct faults *faults;
    struct policy *policy; /* being filled */
    struct clause_row *clauses;
    size_t nclauses;
    const struct node *const *national; /* trees of the shared files */
    size_t nnational;
    struct banned_word *banned; /* filled by load_collect */
    size_t nbanned;
};

void read_fault(struct reader *r, const struct node *at, enum pack_fault code, const char *fmt, ...)
    GX_PRINTF(4, 5);
/* At the place of a value read before. */
void read_fault_at(struct reader *r, struct place_in_file at, enum pack_fault code, const char *fmt,
                   ...) GX_PRINTF(4, 5);
struct place_in_file read_place(const struct node *node);

/* ---- shapes. `keys` are the names a map may have, separated by blanks; BASIS_KEYS are added. */
#define BASIS_KEYS "clause article default reading note"
bool read_map(struct reader *r, const struct node *node, const char *keys);
/* With the keys every entry that rests on the text has. */
bool read_based_map(struct reader *r, const struct node *node, const char *keys);
/* A member that must be there and be a list (map); NULL after a fault. */
const struct node *read_list(struct reader *r, const struct node *map, const char *key);
const struct node *read_map_member(struct reader *r, const struct node *map, const char *key);
const struct node *read_needed(struct reader *r, const struct node *map, const char *key);

/* ---- scalars */
bool read_scalar(struct reader *r, const struct node *node, struct str *text_r);
const char *read_text(struct reader *r, const struct node *map, const char *key); /* needed; "" */
const char *read_text_opt(struct reader *r, const struct node *map, const char *key); /* or NULL */
const char *read_text_node(struct reader *r, const struct node *node);
/* An id: lower-case ASCII, digits, _; needed. */
const char *read_id(struct reader *r, const struct node *map, const char *key);
bool read_flag(struct reader *r, const struct node *map, const char *key); /* absent: no */
bool read_flag_node(struct reader *r, const struct node *node);
int64_t read_number(struct reader *r, const struct node *node, int64_t min, int64_t max);
struct date read_date(struct reader *r, const struct node *node);
enum word read_word(struct reader *r, const struct node *map, const char *key, enum vocab set);
enum word read_word_opt(struct reader *r, const struct node *map, const char *key, enum vocab set);
enum word read_word_node(struct reader *r, const struct node *node, enum vocab set);
/* A list of words; none when absent. */
struct words read_words(struct reader *r, const struct node *map, const char *key, enum vocab set);
struct words read_words_node(struct reader *r, const struct node *node, enum vocab set);
/* A list of texts; none when absent. */
const char *const *read_texts(struct reader *r, const struct node *map, const char *key, size_t *n);

/* ---- where it comes from. Exactly one of clause and default. */
struct basis read_basis(struct reader *r, const struct node *map);
/* clause, article, reading and note of a node, whatever its standing. */
void read_citation(struct reader *r, const struct node *map, struct basis *basis);

/* A value with a standing (policy_value.c), of a type that need not be a parameter's. */
struct value_spec {
    enum param_type type;
    enum vocab set;
    const char *label; /* for messages */
};
void read_value(struct reader *r, const struct node *node, const struct value_spec *spec,
                struct policy_value *value_r);
/* Only the figure of a value: "7 working_day", yes, [a, b] … */
void read_payload(struct reader *r, const struct node *node, const struct value_spec *spec,
                  struct policy_value *value);

/* ---- the parts of a pack; each fills its members of r->policy. NULL stands for a missing file. */
void load_clauses(struct reader *r, const char *file, struct str text);
void load_pack(struct reader *r, const struct node *root);
void load_parameters(struct reader *r, const struct node *root);
void load_overrides(struct reader *r, const struct node *root);
void load_roles(struct reader *r, const struct node *root);
void load_collect(struct reader *r, const struct node *root);
void load_catalog(struct reader *r, const struct node *root);
void load_disclosure(struct reader *r, const struct node *root);
void load_lists(struct reader *r, const struct node *root);
void load_registers(struct reader *r, const struct node *root);
void load_notices(struct reader *r, const struct node *root); /* after the processes */
void load_process(struct reader *r, const char *id, const struct node *root,
                  struct policy_process *process_r);
/* Fields of one item: the field set and what the item adds; and the rules over them. */
void load_fields(struct reader *r, const struct node *item, struct policy_item *it);
void load_national(struct reader *r);
/* After everything is read: what only the whole can say. */
void check_catalog(struct reader *r);
void check_process(struct reader *r, const struct policy_process *p, const struct node *root);

#endif
