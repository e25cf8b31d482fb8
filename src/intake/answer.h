/* answer.h: the answer file: the provider's own rows in their order, and what is wrong with them.
 *
 * The original columns stay as they are; behind them stand 行号, 错误字段, 错误值, 错误代码,
 * 错误原因 and 修改建议, one line per flaw of the row. A mended answer file can be uploaded again:
 * the readers ignore the added columns. Everything is written as text, so that no number is lost
 * and nothing is taken for a formula. Memory is flat: the source is read again and merged with the
 * flaw log. */
#ifndef INTAKE_ANSWER_H
#define INTAKE_ANSWER_H

#include <stdint.h>

#include "base/ctx.h"
#include "intake/flawlog.h"
#include "intake/source.h"

enum answer_format { ANSWER_XLSX, ANSWER_CSV_UTF8, ANSWER_CSV_GB18030 };
/* All rows, or only those with a flaw. */
enum answer_rows { ANSWER_ALL, ANSWER_FLAWED };

struct answer_options {
    enum answer_format format;
    enum answer_rows rows;
    const char *tmp_dir;
};

struct answer_result {
    int64_t rows;   /* written */
    int64_t flawed; /* of them with at least one flaw */
};

/* Reads the source again (with the options it was checked with) and writes the file at out_path,
 * whole or not at all (mode 0600). ERR_IO, ERR_DISK_FULL and what reading gives. */
enum err answer_write(struct ctx *ctx, const char *source_path,
                      const struct source_options *source_options, struct flawlog *flaws,
                      const char *out_path, const struct answer_options *options,
                      struct answer_result *result_r) GX_MUST_CHECK;

#endif
