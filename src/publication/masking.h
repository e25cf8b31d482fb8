/* masking.h: the text of a record that goes out to everybody (JN-43, AS-7, CZ-7).
 *
 * The item's fields as the public is shown them (disclosure/shown.h), less linked persons (AM-16) and what a
 * provider wrote as the end of publication, which the platform computes. In every free field numbers of persons, telephone
 * numbers and addresses are hidden, and the names of persons whom the record itself names; trade secrets
 * and other people's names only a reader finds: whoever proposes names them, and says that the free
 * text was examined. */
#ifndef PUBLICATION_MASKING_H
#define PUBLICATION_MASKING_H

#include "publication/publication_row.h"

enum hidden_kind { HIDDEN_SECRET, HIDDEN_NAME, HIDDEN_NUMBER };
struct hidden_part {
    const char *field; /* id */
    const char *text;  /* every occurrence of it in the field */
    enum hidden_kind kind;
};
struct masking {
    bool examined;
    const struct hidden_part *parts;
    size_t n;
};

/* Canonical JSON in ctx->arena. ERR_PUBLICATION_MASK_PART for text that does not stand in its field. */
enum err masked_text(struct ctx *ctx, const struct opening *o, const char *provider,
                     const struct masking *m, const char **text_r) GX_MUST_CHECK;

#endif
