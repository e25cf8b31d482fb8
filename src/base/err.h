/* err.h: one list of everything that can be refused or go wrong (errors.def).
 *
 * Three kinds are kept apart: our bug (bug.h, aborts), their input (a refusal: ERR_ with an http
 * status below 500) and the environment (500 and above). Zero is success. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
    OK = 0,
#define ERROR(symbol, code, http, exit, text) symbol,
#include "base/errors.def"
#undef ERROR
    ERR_COUNT
};

/* "record.unknown_item": stable, part of the API. */
const char *err_code(enum err e);
/* The Chinese sentence shown to people when nothing more exact was said. */
const char *err_text(enum err e);
int err_http(enum err e);
int err_exit(enum err e);

#endif
