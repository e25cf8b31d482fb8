/* render_worker.h: the process that draws: one paper, from standard input to standard output.
 *
 * {"paper": "notice", …}. It takes its limits itself before it reads: processor seconds, memory, no core, no file
 * written. It ends the process: 0 done, 1 not drawn. */
#ifndef NOTICES_RENDER_WORKER_H
#define NOTICES_RENDER_WORKER_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/json.h"

void render_worker_run(void) GX_NORETURN;

/* One kind of paper; false when the data are not such a paper's. */
typedef bool render_paper_fn(struct arena *a, const struct json *data, struct buf *pdf);
render_paper_fn
    paper_notice; /* addressee, at, body, commitment, day, destroyed, interim, number, remedies, signer, title */

#endif
