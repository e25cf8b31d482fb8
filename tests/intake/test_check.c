#include "intake/check_bed.h"
#include "intake/docno.h"

struct row {
    const char *changes, *said;
};

static void hold(struct bed *b, const struct row *rows, size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct checked c;
        bed_check(b, rows[i].changes, &c);
        ROW_TEXT(i, bed_said(b, &c), rows[i].said);
    }
}

static void values_and_numbers_of_an_organisation(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"CF_NR=", "value.missing@CF_NR"},
        {"CF_WSH=", "value.missing@CF_WSH"},
        {"CF_XDR_LB=法人|CF_CFLB=罚款、警告|CF_NR_FK=0.01", ""},
        {"CF_CFLB=没收违法所得、没收非法财物|CF_NR_WFFF=1", ""},
        {"CF_CFLB=警告,罚款；通报批评|CF_NR_FK=２.5", ""},
        {"CF_CFLB=其他-责令改正;警告", ""},
        {"CF_CFLB=其他-", "value.code@CF_CFLB"},
        {"CF_CFLB=警告;没有的", "value.code@CF_CFLB"},
        {"CF_CFLB=罚款", "value.missing_when@CF_NR_FK"},
        {"CF_CFLB=警告；罚款|CF_NR_FK=", "value.missing_when@CF_NR_FK"},
        {"CF_CFLB=吊销营业执照", "value.missing_when@CF_NR_ZKDX"},
        {"CF_CFLB=罚款|CF_NR_FK=1,000", "value.decimal@CF_NR_FK"},
        {"CF_CFLB=罚款|CF_NR_FK=1.2345678", "value.scale@CF_NR_FK"},
        {"CF_CFLB=罚款|CF_NR_FK=1.2345670", ""},
        {"CF_CFLB=罚款|CF_NR_FK=-1", "value.range@CF_NR_FK"},
        {"CF_CFLB=罚款|CF_NR_FK=50000", ""},
        {"CF_CFLB=罚款|CF_NR_FK=1000000", "~value.unit@CF_NR_FK"},
        {"CF_XDR_SHXYM=91370102PDY00001X", "idno.length@CF_XDR_SHXYM"},
        {"CF_XDR_SHXYM=９１370102pdy00001xb", ""},
        {"CF_XDR_SHXYM=91370102PDY00001XC", "idno.check_char@CF_XDR_SHXYM"},
        {"CF_XDR_SHXYM=91350100O000100Y43", "idno.charset@CF_XDR_SHXYM"},
        {"CF_XDR_SHXYM=9135A100M000100Y43", "idno.division@CF_XDR_SHXYM"},
        {"CF_XDR_SHXYM=00000000000000000X", "idno.placeholder@CF_XDR_SHXYM"},
        {"CF_XDR_SHXYM=9137********001XB", "idno.masked@CF_XDR_SHXYM"},
        {"CF_XDR_SHXYM=9.13701E+17", "cell.float@CF_XDR_SHXYM"},
        {"CF_XDR_SHXYM=91370102PDY000013T", "~idno.suspicious@CF_XDR_SHXYM"},
        {"CF_CFJGDM=00000000000000000X", ""}, /* an organ without code */
        {"CF_XDR_LB=个体工商户", "idno.kind@CF_XDR_SHXYM"},
        {"CF_XDR_LB=个体工商户|CF_XDR_SHXYM=92370306PDY0456724", ""},
        {"CF_XDR_SHXYM=92370306PDY0456724", "idno.kind@CF_XDR_SHXYM"},
        {"CF_XDR_LB=自然人", "value.code@CF_XDR_LB"},
        {"CF_FR_ZJHM=379901199001010015|CF_FR_ZJLX=身份证", ""},
        {"CF_FR_ZJHM=379901199001010010|CF_FR_ZJLX=身份证", "idno.check_char@CF_FR_ZJHM"},
        {"CF_FR_ZJHM=E12345678|CF_FR_ZJLX=护照", ""},
        {"CF_FR_ZJHM=379901199001010015", "value.missing_when@CF_FR_ZJLX"},
        {"CF_FRDB=张3", "name.form@CF_FRDB"},
        {"CF_FRDB=买买提・艾力", ""},
        {"CF_FRDB=", "value.missing_when@CF_FRDB"},
        {"CF_JDRQ=26/11/22", "date.short_year@CF_JDRQ"},
        {"CF_JDRQ=2026年3月2日", ""},
        {"CF_JDRQ=2026-02-30", "date.none_such@CF_JDRQ"},
        {"CF_JDRQ=明天", "date.form@CF_JDRQ"},
        {"CF_JDRQ=1900-01-01", "date.early@CF_JDRQ"},
        {"CF_JDRQ=2026-11-23", "date.future@CF_JDRQ"},
        {"CF_JDRQ=2026-11-22", ""},
        {"CF_YXQ=9999-12-31", ""},
        {"CF_GSJZQ=2026-03-01", "date.order@CF_GSJZQ"},
        {"CF_XWCX=是|CF_XWZZRQ=2026-01-01", "value.unwanted@CF_XWZZRQ"},
        {"CF_SY=当事人的身份证号379901199001010015", "~text.person_number@CF_SY"},
        {"血型=A|宗教信仰=无", ""}, /* organisations are untouched */
        /* all at once, in the order of checking */
        {"CF_NR=|CF_CFLB=无|CF_XDR_SHXYM=1|CF_JDRQ=2027-01-01|CF_FRDB=",
         "value.missing@CF_NR idno.length@CF_XDR_SHXYM value.code@CF_CFLB date.future@CF_JDRQ "
         "value.missing_when@CF_FRDB"},
    };
    struct bed b;
    bed_open(&b, "cangzhou");
    bed_item(&b, "penalty_organisation", false);
    hold(&b, rows, GX_COUNT(rows));
    bed_close(&b);
}

static void natural_persons(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"CF_XDR_ZJHM=379901199001010010", "idno.check_char@CF_XDR_ZJHM"},
        {"CF_XDR_ZJLX=护照号|CF_XDR_ZJHM=E12345678", "subject.capacity@CF_XDR_ZJHM"},
        {"CF_XDR_ZJLX=护照号|CF_XDR_ZJHM=E12345678|GX_CAPACITY=是|GX_CAPACITY_GROUND=劳动合同", ""},
        {"CF_XDR_ZJLX=护照号|CF_XDR_ZJHM=AB1234567|GX_CAPACITY=是|GX_CAPACITY_GROUND=合同|GX_"
         "NATIONALITY=USA",
         ""},
        /* 18 on the day after the birthday (2026-11-11), and the day of the decision decides */
        {"CF_XDR_ZJHM=370112200811210003|CF_JDRQ=2026-11-22", ""},
        {"CF_XDR_ZJHM=370112200811220009|CF_JDRQ=2026-11-22", "subject.minor@CF_XDR_ZJHM"},
        {"CF_XDR_ZJHM=370112200811210003|CF_JDRQ=2026-11-21", "subject.minor@CF_XDR_ZJHM"},
        {"CF_XDR_ZJHM=370112200811210003|CF_JDRQ=2026-11-22|CF_XWZZRQ=2026-10-01",
         "subject.minor@CF_XDR_ZJHM"},
        {"CF_XDR_ZJHM=370102201001010001|GX_CAPACITY=是|GX_CAPACITY_GROUND=劳动合同", ""},
        {"CF_XDR_ZJHM=370102201001010001|GX_CAPACITY=是", "value.missing_when@GX_CAPACITY_GROUND"},
        {"GX_CAPACITY=否", "subject.capacity@GX_CAPACITY"},
        {"CF_SY=确诊后既往病史", "~text.prohibited@CF_SY"},
        {"CF_SY=手机13812345678", "~text.person_number@CF_SY"},
        {"CF_XDR_MC=张*", "name.form@CF_XDR_MC"},
    };
    struct bed b;
    bed_open(&b, "cangzhou");
    bed_item(&b, "penalty_person", false);
    hold(&b, rows, GX_COUNT(rows));
    bed_close(&b);
}

/* Zhoucun: age only, and the resident's number is the only key (ZC-20, ZC-21). */
static void persons_where_only_the_age_counts(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"CF_XDR_ZJHM=370102201001010001|GX_CAPACITY=是|GX_CAPACITY_GROUND=劳动合同",
         "subject.minor@CF_XDR_ZJHM"},
        {"CF_XDR_ZJLX=护照号|CF_XDR_ZJHM=E12345678", "idno.kind@CF_XDR_ZJLX"},
    };
    struct bed b;
    bed_open(&b, "zhoucun");
    bed_item(&b, "penalty_person", false);
    hold(&b, rows, GX_COUNT(rows));
    bed_close(&b);
}

static void columns_of_prohibited_classes(void **state) {
    (void)state;
    static const struct {
        const char *name, *class;
    } rows[] = {
        {"宗教信仰", "religion"},
        {"宗 教", "religion"},
        {"本人宗教信仰情况", "religion"},
        {"ＤＮＡ", "genes"},
        {"血型（ABO）", "blood_type"},
        {"Blood Type", "blood_type"},
        {"blood_type", "blood_type"},
        {"既往病史说明", "medical_history"},
        {"指纹编号", "fingerprints"},
        {"年收入", "income"},
        {"个人收入（万元）", "income"},
        {"名下不动产情况", ""},
        {"不动产信息", "real_estate"},
        {"SALARY", "income"},
        {"general", ""},
        {"证券公司名称", ""},
        {"处罚机关", ""},
        {"备注", ""},
    };
    struct bed b;
    bed_open(&b, "cangzhou");
    bed_item(&b, "penalty_person", false);
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        const struct policy_prohibition *p = schema_class_of(b.schema, b.row, str_of(rows[i].name));
        ROW_TEXT(i, p ? p->id : "", rows[i].class);
    }
    bed_close(&b);
}

static void what_a_good_row_becomes(void **state) {
    (void)state;
    struct bed b;
    struct checked c, d;
    bed_open(&b, "cangzhou");
    bed_item(&b, "penalty_organisation", false);
    bed_check(&b,
              "CF_WSH=虚罚[2026]１号|CF_CFLB=罚款|CF_NR_FK=1.5|CF_JDRQ=2026/3/2|CF_YXQ=2099/12/31",
              &c);
    assert_false(c.refused);
    assert_string_equal(c.doc_no, "虚罚〔2026〕1号");
    assert_true(c.kind == W_SUBJECT_ORGANISATION);
    assert_string_equal(c.number.number, "91370102PDY00001XB");
    assert_true(c.formed.day == date_make(2026, 3, 2).day && c.decided.day == c.formed.day);
    assert_non_null(strstr(c.payload.p, "\"CF_NR_FK\":1500000")); /* fen */
    assert_non_null(strstr(c.payload.p, "\"CF_JDRQ\":\"2026-03-02\""));
    assert_non_null(strstr(c.payload.p, "\"CF_WSH\":\"虚罚[2026]１号\"")); /* as it was written */
    assert_non_null(strstr(c.payload.p, "\"CF_YXQ\":\"2099-12-31\""));
    struct digest identity = c.identity;
    bed_check(&b, "CF_WSH=虚罚〔2026〕 1 号|CF_NR=别的", &d);
    assert_memory_equal(&identity, &d.identity, sizeof identity);
    bed_check(&b, "CF_WSH=虚罚〔2026〕2号", &d);
    assert_memory_not_equal(&identity, &d.identity, sizeof identity);
    bed_close(&b);
}

static void numbers_of_documents(void **state) {
    (void)state;
    static const struct {
        const char *written, *key;
    } rows[] = {
        {"济信用办〔2020〕12号", "济信用办〔2020〕12号"},
        {"济信用办［2020］12号", "济信用办〔2020〕12号"},
        {"济信用办 (2020) 12 号", "济信用办〔2020〕12号"},
        {"ｃｆ-1【2】", "CF-1〔2〕"},
        {"", ""},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < GX_COUNT(rows); i++)
        ROW_TEXT(i, docno_key(a, str_of(rows[i].written)), rows[i].key);
    arena_free(&a);
}

static void former_records(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"GX_RECEIVED=2024-01-05", ""},
        {"GX_RECEIVED=", "value.missing@GX_RECEIVED"},
        {"GX_RECEIVED=2027-01-05", "date.future@GX_RECEIVED"},
        {"GX_RECEIVED=2024-01-05|GX_VERSION=2", "value.missing_when@GX_REASON"},
        {"GX_RECEIVED=2024-01-05|GX_VERSION=2|GX_REASON=更正|GX_MARK=异议处理中|GX_STATE=已撤回",
         ""},
        {"GX_RECEIVED=2024-01-05|GX_STATE=没有", "value.code@GX_STATE"},
    };
    struct bed b;
    bed_open(&b, "cangzhou");
    bed_item(&b, "penalty_organisation", true);
    hold(&b, rows, GX_COUNT(rows));
    bed_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_numbers_of_an_organisation),
        cmocka_unit_test(natural_persons),
        cmocka_unit_test(persons_where_only_the_age_counts),
        cmocka_unit_test(columns_of_prohibited_classes),
        cmocka_unit_test(what_a_good_row_becomes),
        cmocka_unit_test(numbers_of_documents),
        cmocka_unit_test(former_records),
    };
    return RUN(tests);
}
