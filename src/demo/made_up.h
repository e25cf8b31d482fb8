/* made_up.h: subjects that nobody is. Organisation bodies PDY00001 to PDY99999, which the standard reserves for private
 * use, and persons with county codes (3799xx) that were never issued. The same seed makes the same ones. */
#ifndef DEMO_MADE_UP_H
#define DEMO_MADE_UP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"

struct made_up {
    uint64_t state;
    uint32_t organisations, persons; /* made so far */
};

struct made_up made_up_begin(uint64_t seed);
/* Evenly from 0 to n - 1. */
uint32_t made_up_number(struct made_up *m, uint32_t n);

struct made_up_subject {
    const char *name, *number;
};
/* The i-th organisation (0 to 99998) or individual business of the region: always the same one. */
struct made_up_subject made_up_organisation(struct arena *a, uint64_t seed, uint32_t i,
                                            const char *region, bool individual);
/* The i-th adult person. */
struct made_up_subject made_up_person(struct arena *a, uint64_t seed, uint32_t i);

#endif
