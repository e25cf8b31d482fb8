/* template.h: the XLSX template of one catalog item for departments to fill in.
 *
 * Row 1 the exact field names, row 2 a grey help line (which the readers skip), drop-down lists
 * from code lists, text format where digits must survive, a sheet 填报说明, and the version of the
 * template in a hidden cell (source_info.template_version reads it). */
#ifndef INTAKE_TEMPLATE_H
#define INTAKE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "base/str.h"
#include "intake/fieldspec.h"

struct template_spec {
    const char *title;   /* the item: 行政处罚（法人和非法人组织） */
    const char *version; /* "CF-ORG@2026-1": of the item's schema */
    const struct fieldspec *fields;
    size_t fields_count;
    const char *const *notes; /* lines for 填报说明, NULL-terminated, or NULL */
};

/* Writes the file whole or not at all (mode 0644). ERR_IO, ERR_DISK_FULL. */
enum err template_write(struct ctx *ctx, const struct template_spec *spec, const char *tmp_dir,
                        const char *out_path) GX_MUST_CHECK;

/* The name of the hidden sheet, and what its cell A1 says; B1 holds the version. */
#define TEMPLATE_SHEET "_gongxin"
#define TEMPLATE_MARK  "gongxin-template"
/* Whether a text is a cell of a help line: it begins with 【必填】, 必填, 选填, 视情 …  */
bool template_is_help(struct str text);

#endif
