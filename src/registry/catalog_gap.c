#include <string.h>

#include "registry/catalog.h"

static bool has_group(const struct catalog *c, enum word group) {
    for (size_t i = 0; i < c->n; i++)
        if (c->items[i].item->group == group) return true;
    return false;
}

static void add(struct catalog_gap *gaps, size_t *n, enum catalog_gap_kind kind,
                const struct basis *b, const char *what, const char *sentence) {
    gaps[(*n)++] = (struct catalog_gap){kind, b->clause, what, sentence};
}

static size_t groups(struct arena *a, const struct policy *p, const struct catalog *c,
                     struct catalog_gap *gaps) {
    size_t n = 0;
    for (size_t i = 0; i < p->ngroups; i++) {
        const struct policy_group *g = &p->groups[i];
        if (!g->mandatory || has_group(c, g->group)) continue;
        add(gaps, &n, CATALOG_GAP_GROUP, &g->basis, word_text(g->group),
            arena_printf(a, "目录应当包括“%s”，尚无这一类事项", word_chinese(g->group)));
    }
    return n;
}

static size_t terms(struct arena *a, const struct policy *p, const struct catalog *c,
                    struct date today, struct catalog_gap *gaps) {
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++) {
        const struct policy_item *item = c->items[i].item;
        if (item->nature != W_NATURE_ADVERSE || item->mode != W_MODE_OPEN) continue;
        const struct policy_value *term =
            policy_get(p, PARAM_DISCLOSE_TERM, &(struct policy_scope){.item = item->id}, today);
        if (term->known) continue;
        add(gaps, &n, CATALOG_GAP_TERM, &term->basis, item->id,
            arena_printf(a,
                         "“%s”没有披露期限，其失信信息在引用上位法设定期限前不依法公开（产品默认）",
                         item->name));
    }
    return n;
}

/* Where the pack has the catalog published: once an edition is in force, and again in each cycle,
 * which is counted from the last publication. */
static bool publication_due(const struct policy *p, const struct catalog *c, struct date published,
                            struct date today, const struct basis **basis_r) {
    const struct policy_value *every = policy_get(p, PARAM_CATALOG_PUBLISH_EVERY, NULL, today);
    const struct policy_value *publish = policy_get(p, PARAM_CATALOG_PUBLISH, NULL, today);
    *basis_r = &publish->basis;
    if (!publish->known || !publish->flag) return false;
    if (date_is_none(published)) return date_cmp(c->first_day, today) < 0;
    if (!every->known || !every->limit.figure || every->limit.unit != W_UNIT_YEAR) return false;
    *basis_r = &every->basis;
    return date_cmp(date_add_months(published, 12 * every->limit.amount), today) < 0;
}

size_t catalog_gaps(struct arena *a, const struct policy *p, const struct catalog *c,
                    struct date published, struct date today, struct catalog_gap **gaps_r) {
    struct catalog_gap *gaps = ARENA_ARRAY(a, p->ngroups + c->n + 1, struct catalog_gap);
    size_t n = groups(a, p, c, gaps);
    n += terms(a, p, c, today, gaps + n);
    const struct basis *basis;
    if (publication_due(p, c, published, today, &basis))
        add(gaps, &n, CATALOG_GAP_PUBLISHED, basis, "", "生效的目录尚未按规定向社会公布");
    *gaps_r = gaps;
    return n;
}
