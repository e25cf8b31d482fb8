#include "law/idno.h"

#include <string.h>

#include "base/attr.h"
#include "base/bug.h"
#include "base/utf8.h"

static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* GB 32100: no I O S V Z */
static const char PLACEHOLDER[] = "00000000000000000X";

/* ---- normal form ---- */

/* White space of any kind and what stands for a hyphen. */
static bool is_filler(int32_t cp) {
    return (cp >= 0x09 && cp <= 0x0d) || cp == ' ' || cp == '-' || cp == 0xa0 || cp == 0xad ||
           (cp >= 0x2000 && cp <= 0x200b) || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x202f ||
           cp == 0x205f || cp == 0x2212 || cp == 0x3000 || cp == 0xfeff;
}

struct normal {
    char text[IDNO_MAX + 1];
    size_t n;   /* characters, which may be more than fit into text */
    bool ascii; /* all of them letters, digits or signs of ASCII */
};

static struct normal normalise(struct str value) {
    struct normal out = {.ascii = utf8_valid(value, NULL)};
    if (!out.ascii) return out;
    int32_t cp;
    while ((cp = utf8_next(&value)) >= 0) {
        if (cp >= 0xff01 && cp <= 0xff5e) cp -= 0xff01 - '!';
        if (is_filler(cp)) continue;
        if (cp >= 'a' && cp <= 'z') cp -= 'a' - 'A';
        bool plain = cp > ' ' && cp < 0x7f;
        if (!plain) out.ascii = false;
        if (out.n < IDNO_MAX) out.text[out.n] = plain ? (char)cp : '?';
        out.n++;
    }
    return out;
}

/* ---- pieces ---- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool all_digits(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!is_digit(p[i])) return false;
    return true;
}

/* Index in the alphabet of GB 32100, or -1. */
static int alphabet_value(char c) {
    const char *at = c != '\0' ? strchr(ALPHABET, c) : NULL;
    return at != NULL ? (int)(at - ALPHABET) : -1;
}

char idno_uscc_check_char(struct str body) {
    static const int weights[17] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    if (body.n != GX_COUNT(weights)) return 0;
    int sum = 0;
    for (size_t i = 0; i < body.n; i++) {
        int value = alphabet_value(body.p[i]);
        if (value < 0) return 0;
        sum += value * weights[i];
    }
    return ALPHABET[(31 - sum % 31) % 31];
}

char idno_resident_check_char(struct str body) {
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    if (body.n != GX_COUNT(weights) || !all_digits(body.p, body.n)) return 0;
    int sum = 0;
    for (size_t i = 0; i < body.n; i++)
        sum += (body.p[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

char idno_org_code_check_char(struct str body) {
    static const int weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
    if (body.n != GX_COUNT(weights)) return 0;
    int sum = 0;
    for (size_t i = 0; i < body.n; i++) {
        char c = body.p[i];
        if (!is_digit(c) && !is_letter(c)) return 0;
        sum += (is_digit(c) ? c - '0' : c - 'A' + 10) * weights[i];
    }
    return "0X987654321"[sum % 11]; /* 11 - sum mod 11, with 10 written X and 11 written 0 */
}

/* GB/T 2260 provinces, and 83 of the Taiwan residents' residence permit. Only these two digits are
 * checked: the county of the first registration stays in a number when it is long abolished. */
static bool is_province(const char *two) {
    static const char provinces[][3] = {"11", "12", "13", "14", "15", "21", "22", "23", "31",
                                        "32", "33", "34", "35", "36", "37", "41", "42", "43",
                                        "44", "45", "46", "50", "51", "52", "53", "54", "61",
                                        "62", "63", "64", "65", "71", "81", "82", "83"};
    for (size_t i = 0; i < GX_COUNT(provinces); i++)
        if (memcmp(two, provinces[i], 2) == 0) return true;
    return false;
}

static int number(const char *p, size_t n) {
    int value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (p[i] - '0');
    return value;
}

/* YYYYMMDD; DATE_NONE when there is no such day or it is still to come. */
static struct date birth_date(const char *eight, struct date today) {
    int year = number(eight, 4), month = number(eight + 4, 2), day = number(eight + 6, 2);
    if (!date_exists(year, month, day)) return DATE_NONE;
    struct date birth = date_make(year, month, day);
    return date_cmp(birth, today) > 0 ? DATE_NONE : birth;
}

/* ---- one function a kind: the text is as long as it may be, and nothing else is known of it ---- */

/* GB 32100, table of registrars and categories with amendment 1 of 2016. A pair outside it is no
 * fault, for the table has been amended before; registrar 0 is nobody. */
static bool registrar_known(char registrar, char category) {
    static const struct {
        char registrar;
        const char *categories;
    } table[] = {{'1', "1239"}, {'2', "19"},  {'3', "123459"}, {'4', "19"},
                 {'5', "1239"}, {'6', "129"}, {'7', "129"},    {'8', "19"},
                 {'9', "123"},  {'A', "19"},  {'N', "1239"},   {'Y', "1"}};
    for (size_t i = 0; i < GX_COUNT(table); i++)
        if (table[i].registrar == registrar) return strchr(table[i].categories, category) != NULL;
    return false;
}

static enum idno_fault check_uscc(struct idno *id, struct date today) {
    (void)today;
    const char *s = id->text;
    for (size_t i = 0; i < 18; i++)
        if (alphabet_value(s[i]) < 0) return IDNO_CHARSET;
    if (strcmp(s, PLACEHOLDER) == 0) return IDNO_PLACEHOLDER;
    if (!all_digits(s + 2, 6)) return IDNO_DIVISION;
    if (s[17] != idno_uscc_check_char((struct str){s, 17})) return IDNO_CHECK_CHAR;
    if (s[0] == '0') return IDNO_REGISTRAR;
    if (!registrar_known(s[0], s[1])) id->warnings |= IDNO_WARN_REGISTRAR;
    if (s[16] != idno_org_code_check_char((struct str){s + 8, 8}))
        id->warnings |= IDNO_WARN_ORG_CHECK;
    return IDNO_OK;
}

static enum idno_fault check_resident(struct idno *id, struct date today) {
    const char *s = id->text;
    if (!all_digits(s, 17) || (!is_digit(s[17]) && s[17] != 'X')) return IDNO_CHARSET;
    if (s[17] != idno_resident_check_char((struct str){s, 17})) return IDNO_CHECK_CHAR;
    if (s[0] == '9') {
        if (!is_province(s + 1)) return IDNO_PROVINCE;
        id->warnings |= IDNO_WARN_FOREIGN_PR;
    } else if (!is_province(s)) {
        return IDNO_PROVINCE;
    }
    id->birth = birth_date(s + 6, today);
    return date_is_none(id->birth) ? IDNO_BIRTH_DATE : IDNO_OK;
}

/* The century of a first-generation number: the sequences 996 to 999 were for those over 100. */
static const char *century15(const char *s) {
    return number(s + 12, 3) >= 996 ? "18" : "19";
}

static enum idno_fault check_resident15(struct idno *id, struct date today) {
    const char *s = id->text;
    if (!all_digits(s, 15)) return IDNO_CHARSET;
    if (!is_province(s)) return IDNO_PROVINCE;
    char birth[8];
    memcpy(birth, century15(s), 2);
    memcpy(birth + 2, s + 6, 6);
    id->birth = birth_date(birth, today);
    return date_is_none(id->birth) ? IDNO_BIRTH_DATE : IDNO_OK;
}

static enum idno_fault check_foreign_pr(struct idno *id, struct date today) {
    const char *s = id->text;
    if (strlen(s) == 15) { /* nationality and 12 digits; how they are made up is not published */
        for (size_t i = 0; i < 3; i++)
            if (!is_letter(s[i])) return IDNO_CHARSET;
        return all_digits(s + 3, 12) ? IDNO_OK : IDNO_CHARSET;
    }
    if (!all_digits(s, 17) || (!is_digit(s[17]) && s[17] != 'X')) return IDNO_CHARSET;
    if (s[0] != '9') return IDNO_PREFIX;
    if (s[17] != idno_resident_check_char((struct str){s, 17})) return IDNO_CHECK_CHAR;
    /* That the province comes before the nationality is known from samples only: no fault. */
    if (!is_province(s + 1)) id->warnings |= IDNO_WARN_PROVINCE;
    id->birth = birth_date(s + 6, today);
    return date_is_none(id->birth) ? IDNO_BIRTH_DATE : IDNO_OK;
}

static enum idno_fault check_org_code(struct idno *id, struct date today) {
    (void)today;
    const char *s = id->text;
    char check = idno_org_code_check_char((struct str){s, 8});
    if (check == 0 || (!is_digit(s[8]) && s[8] != 'X')) return IDNO_CHARSET;
    return s[8] == check ? IDNO_OK : IDNO_CHECK_CHAR;
}

/* E and 8 digits; E, a letter but I and O, 7 digits; G and 8 digits; SE, PE, DE and 7 digits. */
static enum idno_fault check_passport(struct idno *id, struct date today) {
    (void)today;
    const char *s = id->text;
    if (strchr("EGSPD", s[0]) == NULL) return IDNO_PREFIX;
    if (strchr("SPD", s[0]) != NULL && s[1] != 'E') return IDNO_PREFIX;
    bool letter = s[0] == 'E' && is_letter(s[1]) && s[1] != 'I' && s[1] != 'O';
    size_t digits_from = letter || strchr("SPD", s[0]) != NULL ? 2 : 1;
    return all_digits(s + digits_from, 9 - digits_from) ? IDNO_OK : IDNO_CHARSET;
}

/* H or M, 8 digits; older ones 10. */
static enum idno_fault check_hk_macao_permit(struct idno *id, struct date today) {
    (void)today;
    if (id->text[0] != 'H' && id->text[0] != 'M') return IDNO_PREFIX;
    return all_digits(id->text + 1, strlen(id->text) - 1) ? IDNO_OK : IDNO_CHARSET;
}

/* 8 digits; older ones 10 digits and a letter. */
static enum idno_fault check_taiwan_permit(struct idno *id, struct date today) {
    (void)today;
    size_t n = strlen(id->text);
    if (n == 8) return all_digits(id->text, 8) ? IDNO_OK : IDNO_CHARSET;
    return all_digits(id->text, 10) && is_letter(id->text[10]) ? IDNO_OK : IDNO_CHARSET;
}

static enum idno_fault check_foreign_passport(struct idno *id, struct date today) {
    (void)today;
    for (const char *p = id->text; *p != '\0'; p++)
        if (!is_digit(*p) && !is_letter(*p)) return IDNO_CHARSET;
    return IDNO_OK;
}

/* ---- the kinds ---- */

static const struct form {
    const char *name, *text;
    uint32_t lengths; /* 1 << n for each allowed length */
    const char *length_text, *charset_text, *prefix_text;
    enum idno_fault (*check)(struct idno *id, struct date today);
} FORMS[IDNO_KINDS] = {
    [IDNO_USCC] = {"uscc", "统一社会信用代码", 1u << 18, "18位",
                   "数字和大写字母（不含I、O、S、V、Z）", "", check_uscc},
    [IDNO_RESIDENT] = {"resident", "公民身份号码", 1u << 18, "18位", "数字，只有第18位可以是X", "",
                       check_resident},
    [IDNO_RESIDENT15] = {"resident15", "15位旧身份证号码", 1u << 15, "15位", "数字", "",
                         check_resident15},
    [IDNO_FOREIGN_PR] = {"foreign_pr", "外国人永久居留身份证号码", 1u << 18 | 1u << 15,
                         "18位（旧证15位）", "数字，只有第18位可以是X（旧证为3个字母加12位数字）",
                         "9", check_foreign_pr},
    [IDNO_ORG_CODE] = {"org_code", "组织机构代码", 1u << 9, "9位",
                       "数字和大写字母，末位只能是数字或X", "", check_org_code},
    [IDNO_PASSPORT] = {"passport", "护照号码", 1u << 9, "9位", "字母开头，其余为数字",
                       "E、G、SE、PE或DE", check_passport},
    [IDNO_HK_MACAO_PERMIT] = {"hk_macao_permit", "港澳居民来往内地通行证号码", 1u << 9 | 1u << 11,
                              "9位（旧证11位）", "首位字母，其余为数字", "H或M",
                              check_hk_macao_permit},
    [IDNO_TAIWAN_PERMIT] = {"taiwan_permit", "台湾居民来往大陆通行证号码", 1u << 8 | 1u << 11,
                            "8位（旧证11位）", "数字（旧证末位为字母）", "", check_taiwan_permit},
    [IDNO_FOREIGN_PASSPORT] = {"foreign_passport", "外国护照号码", ((1u << 21) - 1) ^ 31u,
                               "5至20位", "字母和数字", "", check_foreign_passport},
};

const char *idno_kind_name(enum idno_kind kind) {
    return FORMS[kind].name;
}

const char *idno_kind_text(enum idno_kind kind) {
    return FORMS[kind].text;
}

bool idno_kind_parse(struct str name, enum idno_kind *kind_r) {
    for (size_t i = 0; i < IDNO_KINDS; i++) {
        if (!str_is(name, FORMS[i].name)) continue;
        *kind_r = (enum idno_kind)i;
        return true;
    }
    return false;
}

static struct idno check_normal(enum idno_kind kind, const struct normal *normal,
                                struct date today) {
    struct idno id = {.kind = kind, .birth = DATE_NONE};
    bool fits = normal->n <= IDNO_MAX && (FORMS[kind].lengths & 1u << normal->n) != 0;
    if (normal->n <= IDNO_MAX && normal->ascii) memcpy(id.text, normal->text, sizeof id.text);
    if (!normal->ascii && normal->n == 0)
        id.fault = IDNO_CHARSET; /* no text at all */
    else if (!fits)
        id.fault = IDNO_LENGTH;
    else if (!normal->ascii)
        id.fault = IDNO_CHARSET;
    else
        id.fault = FORMS[kind].check(&id, today);
    if (id.fault != IDNO_OK) {
        id.birth = DATE_NONE;
        id.warnings = 0;
    }
    return id;
}

struct idno idno_check(enum idno_kind kind, struct str value, struct date today) {
    struct normal normal = normalise(value);
    return check_normal(kind, &normal, today);
}

unsigned idno_kinds_valid(struct str value, struct date today) {
    struct normal normal = normalise(value);
    unsigned kinds = 0;
    for (unsigned i = 0; i < IDNO_KINDS; i++)
        if (i != IDNO_FOREIGN_PASSPORT &&
            check_normal((enum idno_kind)i, &normal, today).fault == IDNO_OK)
            kinds |= 1u << i;
    return kinds;
}

/* ---- words ---- */

static const struct {
    const char *name;
    enum err err;
} FAULTS[IDNO_FAULTS] = {
    [IDNO_OK] = {"", OK},
    [IDNO_LENGTH] = {"length", ERR_IDNO_LENGTH},
    [IDNO_CHARSET] = {"charset", ERR_IDNO_CHARSET},
    [IDNO_PREFIX] = {"prefix", ERR_IDNO_PREFIX},
    [IDNO_PLACEHOLDER] = {"placeholder", ERR_IDNO_PLACEHOLDER},
    [IDNO_DIVISION] = {"division", ERR_IDNO_DIVISION},
    [IDNO_CHECK_CHAR] = {"check_char", ERR_IDNO_CHECK_CHAR},
    [IDNO_REGISTRAR] = {"registrar", ERR_IDNO_REGISTRAR},
    [IDNO_PROVINCE] = {"province", ERR_IDNO_PROVINCE},
    [IDNO_BIRTH_DATE] = {"birth_date", ERR_IDNO_BIRTH_DATE},
};

const char *idno_fault_name(enum idno_fault fault) {
    return FAULTS[fault].name;
}

enum err idno_fault_err(enum idno_fault fault) {
    return FAULTS[fault].err;
}

static const struct {
    const char *name, *text;
} WARNINGS[IDNO_WARNINGS] = {
    {"org_check", "第9至17位组织机构代码的校验位不符，请核实"},
    {"registrar", "登记管理部门与机构类别的组合不在代码表中，请核实"},
    {"province", "第2至3位不是省级行政区划代码，请核实"},
    {"foreign_pr", "以9开头的是外国人永久居留身份证号码，请核实证件类型"},
};

const char *idno_warning_name(unsigned i) {
    BUG_IF(i >= IDNO_WARNINGS);
    return WARNINGS[i].name;
}

const char *idno_warning_text(unsigned i) {
    BUG_IF(i >= IDNO_WARNINGS);
    return WARNINGS[i].text;
}

void idno_explain(const struct idno *id, struct buf *out) {
    const struct form *form = &FORMS[id->kind];
    switch (id->fault) {
    case IDNO_LENGTH: buf_printf(out, "%s应为%s，请核对", form->text, form->length_text); break;
    case IDNO_CHARSET:
        buf_printf(out, "%s中有不允许的字符，应为%s，请核对", form->text, form->charset_text);
        break;
    case IDNO_PREFIX:
        buf_printf(out, "%s应以%s开头，证件类型或号码有误，请核对", form->text, form->prefix_text);
        break;
    case IDNO_CHECK_CHAR:
        buf_printf(out, "%s第%zu位校验不通过，请核对", form->text, strlen(id->text));
        break;
    case IDNO_BIRTH_DATE:
        buf_printf(out, "%s中的出生日期不存在或晚于今天，请核对", form->text);
        break;
    case IDNO_PROVINCE: buf_printf(out, "%s前两位不是省级行政区划代码，请核对", form->text); break;
    case IDNO_OK: break;
    default: buf_puts(out, err_text(FAULTS[id->fault].err)); break;
    }
}

/* ---- from one number to another ---- */

struct idno idno_resident15_to_18(const struct idno *id15) {
    BUG_IF(id15->kind != IDNO_RESIDENT15 || id15->fault != IDNO_OK);
    char text[18];
    memcpy(text, id15->text, 6);
    memcpy(text + 6, century15(id15->text), 2);
    memcpy(text + 8, id15->text + 6, 9);
    text[17] = idno_resident_check_char((struct str){text, 17});
    return idno_check(IDNO_RESIDENT, (struct str){text, sizeof text}, id15->birth);
}

struct idno idno_org_code_of_uscc(const struct idno *uscc) {
    BUG_IF(uscc->kind != IDNO_USCC || uscc->fault != IDNO_OK);
    return idno_check(IDNO_ORG_CODE, (struct str){uscc->text + 8, 9}, DATE_NONE);
}
