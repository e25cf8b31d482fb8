/* call_answer.h: a route called for a command, and its answer written where the caller wants it. */
#ifndef CLI_CALL_ANSWER_H
#define CLI_CALL_ANSWER_H

#include "api/console_call.h"
#include "cli/console.h"

/* The answer, or the problem document, goes to the file `path`, to standard output when it is NULL. */
enum err call_answer(struct console *run, const struct console_call *call, const char *path,
                     int *status_r) GX_MUST_CHECK;

#endif
