/* text.h: what free text seems to hold that has no place there: persons' numbers, telephone
 * numbers, words of a class the law keeps out.
 *
 * Full-width characters count as their half-width forms. Pure; needs no database. */
#ifndef INTAKE_TEXT_H
#define INTAKE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"

enum text_kind {
    TEXT_RESIDENT,   /* 18 digits that pass as a citizen's or permanent resident's number */
    TEXT_RESIDENT15, /* 15 digits with a province and a day of birth */
    TEXT_MOBILE,     /* 11 digits, 13 to 19 */
    TEXT_WORD,
};

struct text_find {
    enum text_kind kind;
    size_t at, n; /* bytes of the original text */
    size_t word;  /* TEXT_WORD: index of the word in its list */
};

/* Finds persons' numbers and mobile numbers, in order, not overlapping; fills at most cap and
 * returns how many there are. Groups of digits parted by one blank or hyphen are read together. A
 * number inside a longer run of digits or letters is none. today: births after it do not count. */
size_t text_find_numbers(struct str text, struct date today, struct text_find *finds_r, size_t cap);

/* A list of words made ready for searching. Blanks, hyphens, underscores, points, stars and
 * characters of no width inside a text do not hide a word; a word of Latin letters must stand
 * alone ("gene" is not in "general"). */
struct text_words;
struct text_words *text_words_new(struct arena *a, const char *const *words, size_t n);
/* Every occurrence, in order, the longest at each place; as text_find_numbers. */
size_t text_find_words(const struct text_words *w, struct str text, struct text_find *finds_r,
                       size_t cap);

/* A copy with each find replaced: numbers by their first characters and stars (18: 6+8+4, 15 and
 * mobile: 3+…+4), words by stars. finds ascend and do not overlap. */
char *text_mask(struct arena *a, struct str text, const struct text_find *finds, size_t n);

/* 3.70102E+17: what a spreadsheet leaves of a long number in a text file. */
bool text_is_scientific(struct str s);
/* Digits whose end became zeros when a spreadsheet kept 15 of them. */
bool text_is_rounded(struct str s);
/* Contains a star in the place of characters: masked text pasted back. */
bool text_is_masked(struct str s);

#endif
