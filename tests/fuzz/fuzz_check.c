/* A row of any cells under any heads, against the items of real packs: checked without a crash, the
 * payload of a row that passes is canonical JSON, and what passes twice is the same. */
#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "base/utf8.h"
#include "intake/check.h"
#include "law/policy_load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const places[] = {"cangzhou", "zhoucun"};
enum { CELLS = 64 };

struct bed {
    struct arena *arena;
    const struct schema *schemas[2][CELLS];
    size_t n[2];
};

static struct bed *bed_of(void) {
    static struct bed bed;
    if (bed.arena) return &bed;
    bed.arena = arena_new();
    for (size_t i = 0; i < 2; i++) {
        struct policy_source source;
        struct faults errors;
        faults_init(&errors, bed.arena);
        BUG_IF(policy_source_dir(bed.arena,
                                 arena_printf(bed.arena, SOURCE_DIR "/policies/%s", places[i]),
                                 &source) != OK);
        const struct policy *p = policy_load(bed.arena, &source, &errors);
        BUG_IF(!p);
        for (size_t k = 0; k < p->nitems && k < CELLS; k++)
            bed.schemas[i][bed.n[i]++] =
                schema_new(bed.arena, p, &p->items[k], 1, date_make(2026, 11, 22), k % 2);
    }
    return &bed;
}

/* Input: pack, item, then lines "field number TAB text"; a number past the schema is a head of its
 * own with that text as its name. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bed *bed = bed_of();
    struct str rest = {(const char *)data, size}, line;
    if (size < 2 || !utf8_valid((struct str){rest.p + 2, size - 2}, NULL)) return 0;
    size_t place = data[0] % 2;
    const struct schema *s = bed->schemas[place][data[1] % bed->n[place]];
    rest = (struct str){rest.p + 2, size - 2};
    struct arena *a = arena_new();
    size_t n = s->nfields;
    struct str *names = ARENA_ARRAY(a, n + CELLS, struct str);
    struct cell *cells = ARENA_ARRAY(a, n + CELLS, struct cell);
    uint32_t *flags = ARENA_ARRAY(a, n + CELLS, uint32_t);
    for (size_t i = 0; i < n; i++) {
        names[i] = str_of(s->fields[i].name);
        cells[i].text = STR_LIT("");
    }
    size_t columns = n;
    while (str_split(&rest, '\n', &line)) {
        if (line.n < 2) continue;
        size_t at = (unsigned char)line.p[0] % (n + 8);
        struct str text = {arena_str(a, (struct str){line.p + 1, line.n - 1}), line.n - 1};
        /* a character cut in two is no text */
        if (!utf8_valid(text, NULL)) continue;
        if (at < n) {
            cells[at].text = str_trim(text);
            cells[at].flags = 0;
        } else if (columns < n + CELLS) {
            names[columns] = text;
            cells[columns++].text = text;
        }
    }
    struct source_head head = {.row = 1, .count = columns, .names = names, .flags = flags};
    struct head_map *map = head_map_make(a, &head, 0, s->specs, s->nfields, NULL, 0, NULL);
    (void)check_head(s, a, &head, map, 0, NULL);
    struct checker *c = checker_new(s, map, &head, false);
    struct source_row row = {.number = 2, .offset = -1, .count = columns, .cells = cells};
    struct checked one, two;
    check_row(c, a, &row, &one);
    check_row(c, a, &row, &two);
    BUG_IF(one.refused != two.refused || one.nflaws != two.nflaws);
    BUG_IF(!one.refused && !str_eq(one.payload, two.payload));
    BUG_IF(!one.refused && !json_parse(a, one.payload, JSON_LIMITS_DEFAULT, NULL));
    BUG_IF(!one.refused && (!one.number.number || !*one.number.number || !*one.name));
    checker_free(&c);
    arena_free(&a);
    return 0;
}
