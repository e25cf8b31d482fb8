/* lines.h: the lines of a stream that a command reads values from. */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"

/* Takes the next line off `in` into buf, without its line end (LF or CR LF). What does not fit is
 * read over: no value that a command takes from a line is that long. False at the end. */
bool lines_next(FILE *in, char *buf, size_t cap, struct str *line_r);

#endif
