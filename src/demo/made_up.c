#include "demo/made_up.h"

#include <string.h>

#include "law/idno.h"

/* SplitMix64: small, and the same everywhere. */
static uint64_t next(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

struct made_up made_up_begin(uint64_t seed) {
    return (struct made_up){.state = seed * 2 + 1};
}

uint32_t made_up_number(struct made_up *m, uint32_t n) {
    return (uint32_t)((next(&m->state) >> 32) * n >> 32);
}

static struct made_up for_subject(uint64_t seed, uint32_t i, uint32_t kind) {
    struct made_up m = made_up_begin(seed ^ ((uint64_t)i << 20) ^ ((uint64_t)kind << 56));
    (void)made_up_number(&m, 2);
    return m;
}

#define PICK(m, list) ((list)[made_up_number((m), (uint32_t)GX_COUNT(list))])

struct made_up_subject made_up_organisation(struct arena *a, uint64_t seed, uint32_t i,
                                            const char *region, bool individual) {
    static const char *const given[] = {"鼎恒", "瑞丰", "润泽", "宏远", "信达", "诚和",
                                        "华兴", "盛隆", "安泰", "嘉禾", "明德", "通联"};
    static const char *const trade[] = {"商贸", "建材", "餐饮", "物流", "科技",
                                        "装饰", "农业", "机械", "环保", "医药"};
    struct made_up m = for_subject(seed, i, individual ? 2 : 1);
    char body[9], head[18];
    const char *text = arena_printf(a, "PDY%05u", (unsigned)(i % 99999 + 1));
    memcpy(body, text, 9);
    char org = idno_org_code_check_char(str_of(body));
    text = arena_printf(a, "%s%s%s%c", individual ? "92" : "91", region, body, org);
    memcpy(head, text, 18);
    char check = idno_uscc_check_char(str_of(head));
    return (struct made_up_subject){
        .name = arena_printf(a, "虚构%s%s%u%s", PICK(&m, given), PICK(&m, trade), (unsigned)i + 1,
                             individual ? "经营部" : "有限公司"),
        .number = arena_printf(a, "%s%c", head, check),
    };
}

struct made_up_subject made_up_person(struct arena *a, uint64_t seed, uint32_t i) {
    static const char *const surname[] = {"赵", "钱", "孙", "李", "周", "吴", "郑", "王",
                                          "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨"};
    static const char *const given[] = {"明远", "思齐", "若水", "清和", "安", "宁",
                                        "乐天", "知行", "守正", "怀瑾", "澄", "望舒"};
    struct made_up m = for_subject(seed, i, 3);
    struct date birth = date_add_days(date_make(1955, 1, 1), (int32_t)made_up_number(&m, 16000));
    struct date_ymd d = date_split(birth);
    const char *body = arena_printf(a, "3799%02u%04d%02d%02d%03u", (unsigned)(i / 1000 % 100),
                                    d.year, d.month, d.day, (unsigned)(i % 1000));
    return (struct made_up_subject){
        .name = arena_printf(a, "%s%s", PICK(&m, surname), PICK(&m, given)),
        .number = arena_printf(a, "%s%c", body, idno_resident_check_char(str_of(body))),
    };
}
