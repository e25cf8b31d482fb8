#include "watch/scrubs.h"

#include "base/attr.h"
#include "publication/publication.h"

static enum err publication_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                                 const struct scrub_record *r) {
    return publication_destroy(ctx, d, s, r->subject_id, r->record_id);
}
static const char *const publication_tables[] = {"publication", "public_record", NULL};

const struct scrub scrubs[] = {
    {"record", scrub_record_rows, NULL, scrub_record_tables},
    {"originals", scrub_original_rows, scrub_original_files, scrub_original_tables},
    {"publications", scrub_publication_rows, NULL, scrub_publication_tables},
    {"messages", scrub_message_rows, NULL, scrub_message_tables},
    {"publications", publication_rows, NULL, publication_tables},
    {"answers", scrub_answer_rows, NULL, scrub_answer_tables},
};
const size_t scrubs_n = GX_COUNT(scrubs);
