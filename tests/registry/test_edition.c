#include "engine.h"
#include "registry/fixture.h"

static struct catalog_edition edition(struct fixture *f, int64_t id) {
    struct catalog_edition ed;
    READING(f, s) MUST(f, catalog_edition_get(&f->ctx, s, id, &ed));
    return ed;
}

static enum err adopt(struct fixture *f, const struct actor *who, int64_t id, bool *adopted_r) {
    f->ctx.actor = who;
    return catalog_adopt(&f->ctx, id, edition(f, id).version, adopted_r);
}

static const struct catalog *in_force(struct fixture *f, int y, int m, int d) {
    const struct catalog *c = NULL;
    enum err e = OK;
    READING(f, s) e = catalog_in_force(&f->ctx, s, f->policy->place, date_make(y, m, d), &c);
    assert_true(e == OK || e == ERR_CATALOG_NONE);
    return e ? NULL : c;
}

static void the_first_edition_takes_two_persons_and_comments(void **state) {
    (void)state;
    struct fixture f;
    bool adopted;
    int64_t id;
    fixture_open(&f, "cangzhou");
    fixture_law(&f, "cangzhou");
    f.ctx.actor = &f.clerk;
    REFUSED(catalog_draft(&f.ctx, "cangzhou", 2026, date_make(2026, 12, 1), &id), ERR_FORBIDDEN);
    f.ctx.actor = &f.first;
    REFUSED(catalog_draft(&f.ctx, "jinan", 2026, date_make(2026, 12, 1), &id), ERR_FORBIDDEN);
    REFUSED(catalog_draft(&f.ctx, "cangzhou", 2026, date_make(2027, 1, 1), &id), ERR_DATE);
    MUST(&f, catalog_draft(&f.ctx, "cangzhou", 2026, date_make(2026, 12, 1), &id));
    int64_t other;
    REFUSED(catalog_draft(&f.ctx, "cangzhou", 2027, date_make(2027, 1, 1), &other),
            ERR_CATALOG_STATE);

    /* CZ-35: no adoption without comments, nor before their period is over */
    REFUSED(adopt(&f, &f.first, id, &adopted), ERR_CATALOG_COMMENT);
    assert_string_equal(f.ctx.failure.clause, "CZ-35");
    int64_t comment;
    REFUSED(catalog_comment(&f.ctx, id, "市民", "建议增加事项", &comment),
            ERR_CATALOG_COMMENT_CLOSED);
    REFUSED(
        catalog_seek_comments(&f.ctx, id, 1, date_make(2026, 11, 1), date_make(2026, 11, 30), ""),
        ERR_DATE);
    MUST(&f, catalog_seek_comments(&f.ctx, id, 1, date_make(2026, 11, 22), date_make(2026, 11, 25),
                                   NULL));
    MUST(&f, catalog_comment(&f.ctx, id, "市民", "建议增加事项", &comment));
    REFUSED(catalog_comment(&f.ctx, id, "市民", " ", &comment), ERR_REASON_MISSING);
    MUST(&f, catalog_answer_comment(&f.ctx, comment, "已采纳"));
    REFUSED(adopt(&f, &f.first, id, &adopted), ERR_CATALOG_COMMENT);
    fixture_day(&f, 2026, 11, 25);
    REFUSED(adopt(&f, &f.first, id, &adopted), ERR_CATALOG_COMMENT);
    fixture_day(&f, 2026, 11, 26);
    REFUSED(catalog_comment(&f.ctx, id, "市民", "迟到的意见", &comment),
            ERR_CATALOG_COMMENT_CLOSED);
    struct catalog_comment *comments;
    size_t n;
    READING(&f, s) MUST(&f, catalog_comments(&f.ctx, s, id, &comments, &n));
    assert_int_equal(n, 1);
    assert_string_equal(comments[0].answer, "已采纳");

    /* one proposes, another adopts */
    MUST(&f, adopt(&f, &f.first, id, &adopted));
    assert_false(adopted);
    REFUSED(adopt(&f, &f.first, id, &adopted), ERR_SECOND_PERSON);
    assert_null(in_force(&f, 2026, 12, 1));
    REFUSED(catalog_adopt(&f.ctx, id, 1, &adopted), ERR_CONFLICT);
    MUST(&f, adopt(&f, &f.second, id, &adopted));
    assert_true(adopted);
    REFUSED(adopt(&f, &f.first, id, &adopted), ERR_CATALOG_STATE);
    assert_null(in_force(&f, 2026, 11, 30));
    const struct catalog *c = in_force(&f, 2026, 12, 1);
    assert_true(c && c->catalog_id == id && c->n == f.policy->nitems);
    assert_true(c == in_force(&f, 2030, 1, 1)); /* the cached one */
    const struct catalog_item *item = catalog_item(c, "penalty_organisation");
    assert_non_null(item);
    assert_true(item->n_sealed == 1 && item->sealed[0]->type == W_TYPE_NUMBER);
    assert_null(catalog_item(c, "penalty"));

    /* CZ-36: published once */
    REFUSED(catalog_publish(&f.ctx, id, edition(&f, id).version, date_make(2026, 11, 30)),
            ERR_DATE);
    MUST(&f, catalog_publish(&f.ctx, id, edition(&f, id).version, date_make(2026, 12, 2)));
    REFUSED(catalog_publish(&f.ctx, id, edition(&f, id).version, date_make(2026, 12, 3)),
            ERR_CATALOG_STATE);
    fixture_close(&f);
}

static void an_incomplete_item_stops_the_adoption(void **state) {
    (void)state;
    struct fixture f;
    bool adopted;
    int64_t id;
    fixture_open(&f, "cangzhou");
    fixture_law(&f, "cangzhou");
    f.ctx.actor = &f.first;
    MUST(&f, catalog_draft(&f.ctx, "cangzhou", 2026, date_make(2026, 1, 1), &id));
    struct policy_item item = *policy_item(f.policy, "penalty_organisation");
    item.data_scope = "";
    MUST(&f, catalog_put_item(&f.ctx, id, 1, &item, NULL));
    REFUSED(catalog_put_item(&f.ctx, id, 1, &item, NULL), ERR_CONFLICT);
    MUST(&f, catalog_seek_comments(&f.ctx, id, 2, date_make(2025, 11, 1), date_make(2025, 11, 2),
                                   "信用网站"));
    REFUSED(adopt(&f, &f.first, id, &adopted), ERR_CATALOG_ITEM);
    assert_string_equal(f.ctx.failure.clause, "CZ-41");
    assert_string_equal(f.ctx.failure.field, "element.data_scope");
    MUST(&f, catalog_discard(&f.ctx, id, 3));
    MUST(&f, catalog_draft(&f.ctx, "cangzhou", 2026, date_make(2026, 1, 1), &id));
    assert_int_equal(edition(&f, id).serial, 2);
    fixture_close(&f);
}

/* --- change requests --- */

static struct catalog_change withdraw(const char *place, const char *item) {
    return (struct catalog_change){
        .place = place, .item_id = item, .kind = CATALOG_WITHDRAW, .reason = "事项已取消"};
}

static struct catalog_change change(struct fixture *f, int64_t id) {
    struct catalog_change *list, found = {0};
    size_t n;
    READING(f, s) MUST(f, catalog_changes(&f->ctx, s, f->policy->place, 0, 50, &list, &n));
    for (size_t i = 0; i < n; i++)
        if (list[i].change_id == id) found = list[i];
    assert_true(found.change_id == id);
    return found;
}

static void a_change_states_its_reason_and_is_decided_by_another(void **state) {
    (void)state;
    struct fixture f;
    fixture_open(&f, "cangzhou");
    fixture_law(&f, "cangzhou");
    fixture_catalog(&f);
    f.ctx.actor = &f.clerk;
    struct catalog_change c = withdraw("cangzhou", "donation_person");
    c.reason = "";
    REFUSED(catalog_change_request(&f.ctx, &c), ERR_REASON_MISSING);
    assert_string_equal(f.ctx.failure.clause, "CZ-38");
    c = withdraw("cangzhou", "no_such_item");
    REFUSED(catalog_change_request(&f.ctx, &c), ERR_CATALOG_ITEM_UNKNOWN);
    c = withdraw("cangzhou", "donation_person");
    c.citation = "某法第一条";
    REFUSED(catalog_change_request(&f.ctx, &c), ERR_CATALOG_CITATION);
    c = withdraw("cangzhou", "donation_person");
    c.kind = CATALOG_INCLUDE;
    REFUSED(catalog_change_request(&f.ctx, &c), ERR_CATALOG_ITEM_FORMAT);
    c.item = policy_item(f.policy, "donation_person");
    REFUSED(catalog_change_request(&f.ctx, &c), ERR_CATALOG_STATE); /* is there already */

    /* CZ-39, CZ-40 */
    c = withdraw("cangzhou", "donation_person");
    c.disputed = true;
    MUST(&f, catalog_change_request(&f.ctx, &c));
    f.ctx.actor = &f.first;
    REFUSED(catalog_change_decide(&f.ctx, c.change_id, 1, true, "同意"), ERR_CATALOG_ASSESSMENT);
    assert_string_equal(f.ctx.failure.clause, "CZ-39");
    MUST(&f, catalog_change_file(&f.ctx, c.change_id, 1, "评估报告1号", NULL));
    REFUSED(catalog_change_decide(&f.ctx, c.change_id, 2, false, "不同意"), ERR_CATALOG_HEARING);
    assert_string_equal(f.ctx.failure.clause, "CZ-40");
    MUST(&f, catalog_change_file(&f.ctx, c.change_id, 2, NULL, "座谈会纪要1号"));
    REFUSED(catalog_change_decide(&f.ctx, c.change_id, 3, true, ""), ERR_REASON_MISSING);
    MUST(&f, catalog_change_decide(&f.ctx, c.change_id, 3, true, "同意"));
    REFUSED(catalog_change_decide(&f.ctx, c.change_id, 4, true, "同意"), ERR_CATALOG_STATE);
    assert_string_equal(change(&f, c.change_id).assessment, "评估报告1号");

    c = withdraw("cangzhou", "donation_organisation");
    MUST(&f, catalog_change_request(&f.ctx, &c)); /* by the officer */
    REFUSED(catalog_change_decide(&f.ctx, c.change_id, 1, true, "同意"), ERR_SECOND_PERSON);
    fixture_close(&f);
}

static void a_change_waits_for_the_next_year_unless_law_orders_it(void **state) {
    (void)state;
    struct fixture f;
    int64_t next;
    bool adopted;
    fixture_open(&f, "cangzhou");
    fixture_law(&f, "cangzhou");
    int64_t first = fixture_catalog(&f);
    f.ctx.actor = &f.clerk;
    struct catalog_change plain = withdraw("cangzhou", "donation_person"),
                          cited = withdraw("cangzhou", "reward_person");
    cited.citation = "某法第一条";
    cited.rank = W_RANK_LAW;
    MUST(&f, catalog_change_request(&f.ctx, &plain));
    f.ctx.actor = &f.first;
    MUST(&f, catalog_change_decide(&f.ctx, plain.change_id, 1, true, "同意"));
    REFUSED(catalog_draft(&f.ctx, "cangzhou", 2026, date_make(2026, 12, 1), &next),
            ERR_CATALOG_YEAR);
    assert_string_equal(f.ctx.failure.clause, "CZ-37");

    f.ctx.actor = &f.clerk;
    MUST(&f, catalog_change_request(&f.ctx, &cited));
    f.ctx.actor = &f.first;
    MUST(&f, catalog_change_decide(&f.ctx, cited.change_id, 1, true, "同意"));
    MUST(&f, catalog_draft(&f.ctx, "cangzhou", 2026, date_make(2026, 12, 1), &next));
    struct policy_item item = *policy_item(f.policy, "penalty_organisation");
    REFUSED(catalog_put_item(&f.ctx, next, 1, &item, NULL), ERR_CATALOG_CHANGE_NEEDED);
    MUST(&f, adopt(&f, &f.first, next, &adopted)); /* ordered by law: no comments */
    MUST(&f, adopt(&f, &f.second, next, &adopted));
    const struct catalog *c = in_force(&f, 2026, 12, 1);
    assert_true(c->catalog_id == next && c->serial == 2);
    assert_null(catalog_item(c, "reward_person"));
    assert_non_null(catalog_item(c, "donation_person"));
    assert_true(in_force(&f, 2026, 11, 30)->catalog_id == first);
    assert_int_equal(change(&f, cited.change_id).state, CHANGE_IN_FORCE);
    assert_int_equal(change(&f, plain.change_id).state, CHANGE_ACCEPTED);

    MUST(&f, catalog_draft(&f.ctx, "cangzhou", 2027, date_make(2027, 1, 1), &next));
    assert_true(change(&f, plain.change_id).catalog_id == next);
    MUST(&f, catalog_discard(&f.ctx, next, 1));
    assert_int_equal(change(&f, plain.change_id).catalog_id, 0); /* waits for the next draft */
    fixture_close(&f);
}

static void changes_enter_at_once_where_the_pack_says_so(void **state) {
    (void)state;
    struct fixture f;
    int64_t id, next;
    bool adopted;
    fixture_open(&f, "zhoucun");
    fixture_law(&f, "zhoucun");
    f.ctx.actor = &f.first;
    MUST(&f, catalog_draft(&f.ctx, "zhoucun", 2026, date_make(2026, 1, 1), &id));
    REFUSED(adopt(&f, &f.first, id, &adopted), ERR_CATALOG_ITEM); /* without the power list */
    assert_string_equal(f.ctx.failure.clause, "ZC-13");
    for (size_t i = 0; i < f.policy->nitems; i++)
        MUST(&f, catalog_put_item(&f.ctx, id, edition(&f, id).version, &f.policy->items[i],
                                  "权力清单 1-1"));
    MUST(&f, adopt(&f, &f.first, id, &adopted));
    MUST(&f, adopt(&f, &f.second, id, &adopted));
    assert_true(adopted);

    struct policy_item item = *policy_item(f.policy, "penalty_organisation");
    item.data_scope = "改动后的采集范围";
    struct catalog_change c = {.place = "zhoucun",
                               .kind = CATALOG_ALTER,
                               .item = &item,
                               .reason = "权力清单调整",
                               .power_list = "权力清单 2-3"};
    MUST(&f, catalog_change_request(&f.ctx, &c));
    f.ctx.actor = &f.first;
    MUST(&f, catalog_change_decide(&f.ctx, c.change_id, 1, true, "同意"));
    MUST(&f, catalog_draft(&f.ctx, "zhoucun", 2026, date_make(2026, 11, 22), &next));
    MUST(&f, adopt(&f, &f.first, next, &adopted));
    MUST(&f, adopt(&f, &f.second, next, &adopted));
    const struct catalog_item *now =
        catalog_item(in_force(&f, 2026, 11, 22), "penalty_organisation");
    assert_string_equal(now->item->data_scope, "改动后的采集范围");
    assert_string_equal(now->power_list, "权力清单 2-3");
    assert_true(now->version >
                catalog_item(in_force(&f, 2026, 11, 21), "penalty_organisation")->version);
    REFUSED(catalog_draft(&f.ctx, "zhoucun", 2026, date_make(2026, 11, 23), &next),
            ERR_CATALOG_YEAR);
    fixture_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_edition_takes_two_persons_and_comments),
        cmocka_unit_test(an_incomplete_item_stops_the_adoption),
        cmocka_unit_test(a_change_states_its_reason_and_is_decided_by_another),
        cmocka_unit_test(a_change_waits_for_the_next_year_unless_law_orders_it),
        cmocka_unit_test(changes_enter_at_once_where_the_pack_says_so),
    };
    return RUN(tests);
}
