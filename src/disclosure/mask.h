/* mask.h: hiding parts of what is shown, always here and never in a browser (AS-7, CZ-7, JN-43).
 *
 * Styles of standards: a name keeps its first character; an 18-character number keeps 6 and 4 for
 * staff, 1 and 1 in public; other documents keep two at each end, with at least four hidden; mobile
 * numbers keep three and four, fixed ones the area and two; addresses keep up to the district.
 * Codes and names of organisations are not masked. Pure; results live in the arena. */
#ifndef DISCLOSURE_MASK_H
#define DISCLOSURE_MASK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "law/vocab.h"

enum mask_style { MASK_STAFF, MASK_PUBLIC };

const char *mask_name(struct arena *a, struct str name);
const char *mask_number(struct arena *a, struct str number, enum mask_style style);
const char *mask_phone(struct arena *a, struct str phone);
const char *mask_address(struct arena *a, struct str address);
/* Numbers of persons, mobile numbers and e-mail addresses inside free text; the rest stays. */
const char *mask_text(struct arena *a, struct str text, enum mask_style style);
/* As many stars as characters, at most eight: says nothing but that something is there. */
const char *mask_all(struct arena *a, struct str value);
/* By the field's word W_MASK_…; W_NONE gives the value back. */
const char *mask_by(struct arena *a, enum word how, struct str value, enum mask_style style);
/* Whether free text seems to hold a number of a person. */
bool mask_finds_number(struct str text);

#endif
