/* idno.h: identity numbers of organisations and persons.
 *
 * The kind of a number is declared by whoever supplies it and never guessed from its digits: the
 * same digits can be valid as several kinds. What is checked is the form and the check character;
 * nothing here says that anybody has this number.
 *
 * A number is checked in the order in which trust is lost: can it be read (length, charset,
 * prefix, division), is it intact (check character), does it make sense (registrar, province,
 * birth date). The first fault found is the one told.
 *
 * Sources: GB 32100-2015, GB 11714-1997, GB 11643-1999, GB/T 2260. Pure; `today` is an argument. */
#ifndef LAW_IDNO_H
#define LAW_IDNO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/str.h"

enum idno_kind {
    IDNO_USCC,       /* 统一社会信用代码 */
    IDNO_RESIDENT,   /* 公民身份号码, and the residence permits of Hong Kong, Macao, Taiwan */
    IDNO_RESIDENT15, /* first generation: for searching only, see idno_resident15_to_18 */
    IDNO_FOREIGN_PR, /* 外国人永久居留身份证, 18 characters or the older 15 */
    IDNO_ORG_CODE,   /* 组织机构代码 */
    IDNO_PASSPORT,   /* 普通护照 and 公务护照 of China */
    IDNO_HK_MACAO_PERMIT,  /* 港澳居民来往内地通行证 */
    IDNO_TAIWAN_PERMIT,    /* 台湾居民来往大陆通行证 */
    IDNO_FOREIGN_PASSPORT, /* only together with the nationality; says next to nothing by itself */
    IDNO_KINDS
};
/* "uscc", "resident", "resident15", "foreign_pr", "org_code", "passport", "hk_macao_permit",
 * "taiwan_permit", "foreign_passport" */
const char *idno_kind_name(enum idno_kind kind);
const char *idno_kind_text(enum idno_kind kind); /* Chinese */
bool idno_kind_parse(struct str name, enum idno_kind *kind_r);

enum idno_fault {
    IDNO_OK,
    IDNO_LENGTH,
    IDNO_CHARSET,
    IDNO_PREFIX,      /* begins otherwise than this document does */
    IDNO_PLACEHOLDER, /* 17 zeros and X: stands in files for "has no code", never for a subject */
    IDNO_DIVISION,    /* letters in the division code of a USCC */
    IDNO_CHECK_CHAR,
    IDNO_REGISTRAR, /* registrar 0 */
    IDNO_PROVINCE,
    IDNO_BIRTH_DATE, /* no such day, or after today */
    IDNO_FAULTS
};
/* "" for IDNO_OK, else "length", "charset", "prefix", "placeholder", "division", "check_char",
 * "registrar", "province", "birth_date". */
const char *idno_fault_name(enum idno_fault fault);
/* The error of the list in errors.def ("idno.check_char"); OK for IDNO_OK. */
enum err idno_fault_err(enum idno_fault fault);

/* What makes a valid number suspicious. */
enum idno_warning {
    IDNO_WARN_ORG_CHECK =
        1 << 0, /* the organisation code inside a USCC has a wrong check character */
    IDNO_WARN_REGISTRAR = 1 << 1,  /* registrar and category are not in the table of 2016 */
    IDNO_WARN_PROVINCE = 1 << 2,   /* a permanent residence card of no known province */
    IDNO_WARN_FOREIGN_PR = 1 << 3, /* declared as resident, but begins with 9: that is the permanent
                                      residence card of 2023, whose kind is foreign_pr */
};
#define IDNO_WARNINGS 4
/* Of the warning 1 << i: "org_check", "registrar", "province", "foreign_pr". */
const char *idno_warning_name(unsigned i);
const char *idno_warning_text(unsigned i); /* Chinese */

#define IDNO_MAX 20 /* characters of the longest kind */

struct idno {
    enum idno_kind kind; /* as declared */
    enum idno_fault fault;
    unsigned warnings;
    char text[IDNO_MAX + 1]; /* as it is stored and compared; "" when it cannot be read at all */
    struct date birth;       /* DATE_NONE unless valid and the kind tells it */
};

/* Normalises (trims, folds full-width characters, upper case, drops inner spaces and hyphens) and
 * checks. `value` may be any bytes. */
struct idno idno_check(enum idno_kind kind, struct str value, struct date today);
/* Every kind a value would be valid as, as a set of 1 << kind, for showing only. Foreign passports
 * are left out: nearly anything is valid as one. */
unsigned idno_kinds_valid(struct str value, struct date today);

/* One Chinese sentence for the one who typed it: what is wrong and what to do. It never repeats the
 * number. Empty for a valid one. */
void idno_explain(const struct idno *id, struct buf *out);

/* The 18-character number a valid first-generation one became: 19 (18 for the sequences 996 to 999
 * of those born before 1900) and the check character are added. */
struct idno idno_resident15_to_18(const struct idno *id15);
/* The organisation code inside a valid USCC, without hyphen; its fault is IDNO_CHECK_CHAR where the
 * USCC has the warning. */
struct idno idno_org_code_of_uscc(const struct idno *uscc);
/* The check character these digits ask for: of 17 characters of a USCC, 17 digits of a resident's
 * number, 8 characters of an organisation code. 0 when the body is not of that form. */
char idno_uscc_check_char(struct str body);
char idno_resident_check_char(struct str body);
char idno_org_code_check_char(struct str body);

#endif
