/* table.h: a table written row by row to CSV or XLSX, whole or not at all. Inside intake/ only. */
#ifndef INTAKE_TABLE_H
#define INTAKE_TABLE_H

#include "intake/answer.h"

struct table;

/* Begins a file that will be at path (mode 0600) when table_commit succeeds. */
enum err table_open(struct ctx *ctx, enum answer_format format, const char *tmp_dir,
                    const char *path, struct table **table_r) GX_MUST_CHECK;
/* The next cell of the row, always as text. marked: coloured in XLSX, with the note, if any. */
void table_cell(struct table *t, struct str text, bool marked, const char *note);
/* head: bold, and frozen when it is the first row. */
enum err table_row_end(struct ctx *ctx, struct table *t, bool head) GX_MUST_CHECK;
/* Frees the table in every case. */
enum err table_commit(struct ctx *ctx, struct table **table) GX_MUST_CHECK;
/* Throws away what was written; accepts NULL. */
void table_abandon(struct table **table);

/* --- for writers of workbooks --- */

/* A temporary name beside path, made and empty. */
enum err table_temporary(struct ctx *ctx, const char *path, char **temporary_r) GX_MUST_CHECK;
/* Makes the temporary file durable and puts it in its place; removes it on failure. */
enum err table_put_in_place(struct ctx *ctx, const char *temporary, const char *path,
                            int mode) GX_MUST_CHECK;

#endif
