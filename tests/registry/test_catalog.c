#include "test.h"

#include "base/bug.h"
#include "base/json.h"
#include "law/policy_load.h"
#include "registry/catalog.h"
#include "registry/catalog_gate.h"
#include "registry/catalog_item.h"

static const char *const PLACES[] = {"heihe", "anshan", "cangzhou", "zhoucun", "jinan"};
enum { HEIHE, ANSHAN, CANGZHOU, ZHOUCUN, JINAN };

static struct arena *arena;
static const struct policy *packs[5];

static int load_packs(void **state) {
    (void)state;
    arena = arena_new();
    for (size_t i = 0; i < GX_COUNT(PLACES); i++) {
        struct policy_source source;
        struct faults faults;
        faults_init(&faults, arena);
        if (policy_source_dir(arena, arena_printf(arena, SOURCE_DIR "/policies/%s", PLACES[i]),
                              &source))
            return -1;
        packs[i] = policy_load(arena, &source, &faults);
        if (packs[i]) continue;
        struct buf out;
        buf_init(&out, 1 << 20);
        faults_print(&faults, &out);
        print_error("%s: %s\n", PLACES[i], buf_finish(&out).p);
        buf_free(&out);
        return -1;
    }
    return 0;
}

static int free_packs(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static const struct date TODAY = {20779}; /* 2026-11-22 */

static struct str text_of(const struct policy_item *item) {
    struct buf out;
    struct json_writer w;
    buf_init(&out, 1 << 20);
    jw_init(&w, &out, true);
    catalog_item_write(item, &w);
    struct str s = buf_finish(&out), copy = {arena_str(arena, s), s.n};
    buf_free(&out);
    return copy;
}

static const struct policy_item *read_back(struct str text, const char **path_r,
                                           const char **what_r) {
    const struct json *j = json_parse(arena, text, JSON_LIMITS_DEFAULT, NULL);
    return j ? catalog_item_read(arena, j, path_r, what_r) : NULL;
}

/* --- items as text --- */

static void every_item_reads_back_as_it_was_written(void **state) {
    (void)state;
    size_t items = 0;
    for (size_t p = 0; p < GX_COUNT(packs); p++)
        for (size_t i = 0; i < packs[p]->nitems; i++, items++) {
            const struct policy_item *item = &packs[p]->items[i];
            const char *path = "", *what = "";
            struct str first = text_of(item);
            const struct policy_item *again = read_back(first, &path, &what);
            if (!again) fail_msg("%s: %s at %s", item->id, what, path);
            if (!str_eq(text_of(again), first)) fail_msg("%s differs", item->id);
            ROW(i, again->nfields == item->nfields && again->nrules == item->nrules);
            ROW(i, again->basis.standing == item->basis.standing);
            ROW_TEXT(i, again->basis.clause, item->basis.clause);
            for (size_t k = 0; k < item->nrules; k++)
                ROW(k, again->rules[k].kind == item->rules[k].kind &&
                           (!item->rules[k].field ||
                            !strcmp(again->rules[k].field->id, item->rules[k].field->id)));
        }
    assert_true(items > 50);
}

static void a_damaged_item_is_refused_at_its_member(void **state) {
    (void)state;
    static const struct {
        const char *text, *path;
    } rows[] = {
        {"[]", ""},
        {"{}", "id"},
        {"{\"id\":\"a\"}", "name"},
        {"{\"id\":\"a\",\"name\":\"甲\",\"colour\":\"red\"}", "colour"},
        {"{\"id\":1}", "id"},
        {"{\"mode\":\"secret\"}", "mode"},
        {"{\"mode\":\"law\"}", "mode"}, /* a word, but of another set */
        {"{\"subjects\":\"organisation\"}", "subjects"},
        {"{\"subjects\":[\"dog\"]}", "subjects"},
        {"{\"dual_publicity\":1}", "dual_publicity"},
        {"{\"fields\":[{\"length\":-1}]}", "fields[0].length"},
        {"{\"fields\":[{},{\"type\":\"string\",\"typ\":1}]}", "fields[1].typ"},
        {"{\"fields\":[{\"fill\":\"optional\",\"id\":\"A\",\"name\":\"甲\"}],\"id\":\"a\",\"name\":"
         "\"甲\"}",
         "fields[0]"},
        {"{\"fields\":[{\"fill\":\"optional\",\"id\":\"A\",\"name\":\"甲\",\"type\":\"enum\"}],"
         "\"id\":\"a\",\"name\":\"甲\"}",
         "fields[0]"},
        {"{\"fields\":[{\"fill\":\"optional\",\"id\":\"A\",\"name\":\"甲\",\"type\":\"date\"},"
         "{\"fill\":\"optional\",\"id\":\"A\",\"name\":\"乙\",\"type\":\"date\"}],"
         "\"id\":\"a\",\"name\":\"甲\"}",
         "fields[1]"},
        {"{\"id\":\"a\",\"name\":\"甲\",\"rules\":[{\"field\":\"A\",\"kind\":\"not_after_today\","
         "\"sentence\":\"句\"}]}",
         "rules[0]"},
        {"{\"basis\":{\"standing\":\"rumour\"},\"id\":\"a\",\"name\":\"甲\"}", "basis.standing"},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        const char *path = "-", *what = "";
        ROW(i, !read_back(str_of(rows[i].text), &path, &what));
        ROW_TEXT(i, path, rows[i].path);
        ROW(i, *what);
    }
}

/* --- gates --- */

static void the_packs_own_items_pass_the_gates(void **state) {
    (void)state;
    for (size_t p = 0; p < GX_COUNT(packs); p++)
        for (size_t i = 0; i < packs[p]->nitems; i++) {
            struct catalog_fault *faults;
            const struct policy_item *item = &packs[p]->items[i];
            if (catalog_gate(arena, packs[p], item, "权力清单 1-1", TODAY, &faults))
                fail_msg("%s %s: %s (%s)", PLACES[p], item->id, faults[0].sentence,
                         faults[0].clause);
        }
}

static const struct policy_item *item_of(const struct policy *p, const char *id) {
    const struct policy_item *item = policy_item(p, id);
    if (!item) fail_msg("%s has no %s", p->place, id);
    return item;
}

/* A copy with one more field of that head. */
static void with_field(struct policy_item *item, const char *name) {
    struct policy_field *fields = ARENA_ARRAY(arena, item->nfields + 1, struct policy_field);
    memcpy(fields, item->fields, item->nfields * sizeof *fields);
    fields[item->nfields] = (struct policy_field){
        .id = "X1", .name = name, .type = W_TYPE_STRING, .fill = W_FILL_OPTIONAL};
    item->fields = fields;
    item->nfields++;
}

static void without_part(struct policy_item *item, enum word part) {
    struct policy_field *fields = ARENA_ARRAY(arena, item->nfields, struct policy_field);
    memcpy(fields, item->fields, item->nfields * sizeof *fields);
    for (size_t i = 0; i < item->nfields; i++)
        if (fields[i].part == part) fields[i].part = W_NONE;
    item->fields = fields;
}

enum defect {
    NO_SCOPE,
    NO_SHARING,
    NO_PATH,
    NO_CYCLE,
    NO_METHOD,
    NO_NAME,
    NO_PROVIDER,
    STRANGE_PROVIDER,
    NO_SUBJECTS,
    NO_MODE,
    NO_BASIS,
    NO_INTEREST,
    NO_RELEVANCE,
    NO_SECRECY,
    STATE_SECRET,
    OPEN_WITHOUT,
    OPEN_BY_DOCUMENT,
    OPEN_PERSON,
    NO_POWER_LIST,
    NO_CLASS,
    RELIGION,
    RELIGION_ITEM,
    INCOME,
    BLOOD_OF_ORGANISATION,
    NO_SOURCE,
    NO_KEY,
    BAD_ID
};

static void spoil(struct policy_item *item, enum defect d, const char **power_list) {
    switch (d) {
    case NO_SCOPE: item->data_scope = ""; break;
    case NO_SHARING: item->sharing = W_NONE; break;
    case NO_PATH: item->path = W_NONE; break;
    case NO_CYCLE: item->cycle = W_NONE; break;
    case NO_METHOD: item->methods.n = 0; break;
    case NO_NAME: item->name = ""; break;
    case NO_PROVIDER: item->provider = NULL; break;
    case STRANGE_PROVIDER: item->provider = "circus"; break;
    case NO_SUBJECTS: item->subjects.n = 0; break;
    case NO_MODE: item->mode = W_NONE; break;
    case NO_BASIS: item->legal_basis = NULL; break;
    case NO_INTEREST: item->public_interest = ""; break;
    case NO_RELEVANCE: item->relevance = ""; break;
    case NO_SECRECY: item->secrecy = W_NONE; break;
    case STATE_SECRET: item->secrecy = W_SECRECY_STATE; break;
    case OPEN_WITHOUT:
        item->mode = W_MODE_OPEN;
        item->open_citation = "";
        break;
    case OPEN_BY_DOCUMENT:
        item->mode = W_MODE_OPEN;
        item->open_citation = "某通知";
        item->open_rank = W_RANK_PROVINCIAL_DOCUMENT;
        break;
    case OPEN_PERSON:
        item->mode = W_MODE_OPEN;
        item->open_citation = "某法第一条";
        item->open_rank = W_RANK_LAW;
        item->state_citation = NULL;
        break;
    case NO_POWER_LIST: *power_list = ""; break;
    case NO_CLASS: item->content_class = NULL; break;
    case RELIGION: with_field(item, "宗 教 信 仰"); break;
    case RELIGION_ITEM: item->name = "宗教信仰"; break;
    case INCOME: with_field(item, "收入"); break;
    case BLOOD_OF_ORGANISATION: with_field(item, "血型"); break;
    case NO_SOURCE: without_part(item, W_PART_DOCUMENT_NUMBER); break;
    case NO_KEY: without_part(item, W_PART_SUBJECT_CODE); break;
    case BAD_ID: item->id = "Penalty One"; break;
    }
}

/* What is missing, who asks for it. gate NULL: nothing is missing in that place. */
static const struct {
    int place;
    const char *item;
    enum defect defect;
    const char *gate, *clause;
} GATES[] = {
    {CANGZHOU, "penalty_organisation", NO_SCOPE, "element.data_scope", "CZ-41"},
    {CANGZHOU, "penalty_organisation", NO_SHARING, "element.sharing", "CZ-41"},
    {CANGZHOU, "penalty_organisation", NO_PATH, "element.collection_path", "CZ-41"},
    {CANGZHOU, "penalty_organisation", NO_CYCLE, "element.update_cycle", "CZ-41"},
    {CANGZHOU, "penalty_organisation", NO_METHOD, "element.sharing_method", "CZ-41"},
    {CANGZHOU, "penalty_organisation", NO_NAME, "element.item_name", "CZ-41"},
    {CANGZHOU, "penalty_organisation", NO_PROVIDER, "element.provider", "CZ-41"},
    {CANGZHOU, "penalty_organisation", STRANGE_PROVIDER, "provider", NULL},
    {CANGZHOU, "penalty_organisation", NO_SUBJECTS, "subjects", NULL},
    {CANGZHOU, "penalty_organisation", NO_MODE, "mode", "CZ-68"},
    {CANGZHOU, "penalty_organisation", NO_BASIS, "legal_basis", "CZ-34"},
    {CANGZHOU, "penalty_organisation", NO_SECRECY, "secrecy", NULL},
    {CANGZHOU, "penalty_organisation", STATE_SECRET, "secrecy", NULL},
    {CANGZHOU, "penalty_organisation", OPEN_WITHOUT, "open_citation", "CZ-69"},
    {CANGZHOU, "penalty_organisation", OPEN_BY_DOCUMENT, "open_citation", "CZ-69"},
    {CANGZHOU, "penalty_organisation", NO_SOURCE, "source", "CZ-66"},
    {CANGZHOU, "penalty_organisation", NO_KEY, "schema.subject", "CZ-53"},
    {CANGZHOU, "penalty_organisation", BAD_ID, "id", NULL},
    {CANGZHOU, "penalty_person", RELIGION, "prohibited", "CZ-48"},
    {CANGZHOU, "penalty_person", INCOME, NULL, NULL}, /* with notice and consent (CZ-51) */
    {CANGZHOU, "penalty_organisation", BLOOD_OF_ORGANISATION, NULL, NULL},
    {CANGZHOU, "penalty_organisation", NO_POWER_LIST, NULL, NULL},
    {HEIHE, "penalty_person", NO_INTEREST, "public_interest", "HH-11"},
    {HEIHE, "penalty_person", RELIGION_ITEM, "prohibited", "HH-8"},
    {HEIHE, "penalty_organisation", NO_INTEREST, NULL, NULL},
    {ZHOUCUN, "penalty_organisation", NO_CLASS, "content_class", "ZC-22"},
    {ZHOUCUN, "penalty_organisation", NO_POWER_LIST, "power_list", "ZC-13"},
    {ZHOUCUN, "penalty_person", RELIGION, "prohibited", "ZC-23"},
    {JINAN, "penalty_organisation", NO_RELEVANCE, "relevance", "JN-3"},
    {JINAN, "penalty_organisation", OPEN_BY_DOCUMENT, "open_citation", "JN-20"},
    {JINAN, "penalty_person", OPEN_PERSON, "state_citation", "JN-21"},
    {JINAN, "penalty_person", INCOME, "prohibited", "JN-17"},
    {ANSHAN, "penalty_organisation", NO_SOURCE, "source", "AS-25"},
    {ANSHAN, "penalty_person", RELIGION, "prohibited", NULL},
};

static void each_missing_thing_is_refused_with_its_clause(void **state) {
    (void)state;
    for (size_t i = 0; i < GX_COUNT(GATES); i++) {
        const struct policy *p = packs[GATES[i].place];
        struct policy_item item = *item_of(p, GATES[i].item);
        const char *power_list = "权力清单 1-1";
        struct catalog_fault *faults;
        spoil(&item, GATES[i].defect, &power_list);
        size_t n = catalog_gate(arena, p, &item, power_list, TODAY, &faults);
        ROW_INT(i, n, GATES[i].gate ? 1 : 0);
        if (!n) continue;
        ROW_TEXT(i, faults[0].gate, GATES[i].gate);
        if (GATES[i].clause) ROW_TEXT(i, faults[0].clause, GATES[i].clause);
        ROW(i, *faults[0].sentence);
    }
}

/* --- gaps --- */

static struct catalog catalog_of(const struct policy *p, const char *without) {
    struct catalog_item *items = ARENA_ARRAY(arena, p->nitems, struct catalog_item);
    struct catalog c = {.place = p->place, .year = 2026, .first_day = date_make(2026, 1, 1)};
    for (size_t i = 0; i < p->nitems; i++)
        if (!without || !strstr(p->items[i].id, without))
            items[c.n++] = (struct catalog_item){.item = &p->items[i], .power_list = ""};
    c.items = items;
    return c;
}

static size_t gaps_of(const struct policy *p, const struct catalog *c, struct date published,
                      enum catalog_gap_kind kind, struct catalog_gap *first_r) {
    struct catalog_gap *gaps;
    size_t n = catalog_gaps(arena, p, c, published, TODAY, &gaps), of_kind = 0;
    for (size_t i = 0; i < n; i++)
        if (gaps[i].kind == kind && !of_kind++) *first_r = gaps[i];
    return of_kind;
}

static void mandatory_classes_without_an_item_are_listed(void **state) {
    (void)state;
    struct catalog_gap gap;
    static const struct {
        const char *without, *group, *clause;
    } rows[] = {
        {"registration", "registration", "CZ-43"},
        {"penalty", "penalty", "CZ-44"},
        {"judgment", "unperformed_judgment", "CZ-45"},
        {"volunteering", "volunteering", "CZ-46"},
    };
    const struct policy *p = packs[CANGZHOU];
    struct catalog whole = catalog_of(p, NULL);
    assert_int_equal(gaps_of(p, &whole, TODAY, CATALOG_GAP_GROUP, &gap), 0);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct catalog c = catalog_of(p, rows[i].without);
        ROW_INT(i, gaps_of(p, &c, TODAY, CATALOG_GAP_GROUP, &gap), 1);
        ROW_TEXT(i, gap.what, rows[i].group);
        ROW_TEXT(i, gap.clause, rows[i].clause);
    }
}

static void open_adverse_items_without_a_term_are_listed(void **state) {
    (void)state;
    struct catalog_gap gap;
    /* the pack sets a term, or it does not */
    static const bool unset[] = {true, true, false, true, false};
    for (size_t i = 0; i < GX_COUNT(packs); i++) {
        struct catalog c = catalog_of(packs[i], NULL);
        ROW(i, (gaps_of(packs[i], &c, TODAY, CATALOG_GAP_TERM, &gap) > 0) == unset[i]);
    }
}

static void a_catalog_is_published_every_year(void **state) {
    (void)state;
    struct catalog_gap gap;
    const struct policy *p = packs[CANGZHOU];
    struct catalog c = catalog_of(p, NULL);
    static const struct {
        int year, month, day;
        bool due;
    } rows[] = {{0, 0, 0, true}, {2025, 11, 21, true}, {2025, 11, 22, false}, {2026, 1, 5, false}};
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct date d =
            rows[i].year ? date_make(rows[i].year, rows[i].month, rows[i].day) : DATE_NONE;
        ROW(i, (gaps_of(p, &c, d, CATALOG_GAP_PUBLISHED, &gap) == 1) == rows[i].due);
        if (rows[i].due) ROW_TEXT(i, gap.clause, "CZ-36");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_reads_back_as_it_was_written),
        cmocka_unit_test(a_damaged_item_is_refused_at_its_member),
        cmocka_unit_test(the_packs_own_items_pass_the_gates),
        cmocka_unit_test(each_missing_thing_is_refused_with_its_clause),
        cmocka_unit_test(mandatory_classes_without_an_item_are_listed),
        cmocka_unit_test(open_adverse_items_without_a_term_are_listed),
        cmocka_unit_test(a_catalog_is_published_every_year),
    };
    return cmocka_run_group_tests_name(__FILE__, tests, load_packs, free_packs);
}
