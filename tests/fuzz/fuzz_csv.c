/* Any bytes as CSV: every row that comes out keeps the promises of source.h, whatever goes in. */
#include "intake/source.h"
#include "intake_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    read_as(SOURCE_CSV, data, size);
    return 0;
}
