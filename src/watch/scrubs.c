#include "watch/scrubs.h"

#include "base/attr.h"
#include "cases/case_scrub.h"

const struct scrub scrubs[] = {
    {"record", scrub_record_rows, NULL, scrub_record_tables},
    {"originals", scrub_original_rows, scrub_original_files, scrub_original_tables},
    {"publications", scrub_publication_rows, NULL, scrub_publication_tables},
    {"notices", scrub_notice_rows, NULL, scrub_notice_tables},
    {"cases", case_scrub_rows, case_scrub_files, case_scrub_tables},
    {"messages", scrub_message_rows, NULL, scrub_message_tables},
    {"answers", scrub_answer_rows, NULL, scrub_answer_tables},
};
const size_t scrubs_n = GX_COUNT(scrubs);
