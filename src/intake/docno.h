/* docno.h: numbers of documents as they are compared. Pure.
 *
 * 济信用办〔2020〕12号 is written with many brackets and widths; for comparison, and only for that,
 * all of them are 〔〕, full-width characters are half-width, letters are capitals and blanks are
 * left out. What the provider wrote stays in the record's content. */
#ifndef INTAKE_DOCNO_H
#define INTAKE_DOCNO_H

#include "base/arena.h"
#include "base/str.h"

const char *docno_key(struct arena *a, struct str written);

#endif
