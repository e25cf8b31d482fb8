/* demo_city.h: a city to try things on: every pack adopted, a catalog, units, people with random passwords, and records
 * that came in through the same door as everybody's. Nothing in it is real, and it says so. */
#ifndef DEMO_DEMO_CITY_H
#define DEMO_DEMO_CITY_H

#include "base/ctx.h"

enum { DEMO_PEOPLE_MAX = 24 };

struct demo_person {
    const char *login, *password, *what; /* "填报员，虚构市场监管局" */
};

struct demo_plan {
    const char *packs;    /* folder of the program's packs */
    const char *calendar; /* CSV */
    uint32_t records;
    uint64_t seed;
};

/* Fills a directory that was just made (ctx entered, nobody acting). */
enum err demo_city_build(struct ctx *ctx, const struct demo_plan *plan,
                         struct demo_person people_r[DEMO_PEOPLE_MAX], size_t *n_r) GX_MUST_CHECK;

#endif
