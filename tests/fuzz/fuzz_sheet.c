/* Any bytes as the XML of a sheet and of its shared strings, in a workbook that is otherwise sound:
 * behind the archive's checksums, where a mutated archive seldom gets. */
#include <zip.h>

#include "intake/source.h"
#include "intake_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static void add(zip_t *zip, const char *name, const void *p, size_t n) {
    zip_source_t *source = zip_source_buffer(zip, p, n, 0);
    BUG_IF(source == NULL);
    zip_int64_t at = zip_file_add(zip, name, source, 0);
    BUG_IF(at < 0);
    BUG_IF(zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char root[] =
        "<R><Relationship Id=\"r\" Type=\"" REL "/officeDocument\" Target=\"w.xml\"/></R>";
    static const char book[] = "<w><sheets><sheet name=\"x\" id=\"s\"/></sheets></w>";
    static const char relations[] =
        "<R><Relationship Id=\"s\" Type=\"" REL "/worksheet\" Target=\"s.xml\"/>"
        "<Relationship Id=\"t\" Type=\"" REL "/sharedStrings\" Target=\"t.xml\"/>"
        "<Relationship Id=\"y\" Type=\"" REL "/styles\" Target=\"y.xml\"/></R>";
    static const char styles[] = "<s><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
                                 "<xf numFmtId=\"22\"/></cellXfs></s>";
    /* A 0 byte parts the sheet from the shared strings. */
    const uint8_t *zero = size == 0 ? NULL : memchr(data, 0, size);
    size_t sheet = zero == NULL ? size : (size_t)(zero - data);
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(memory, ZIP_TRUNCATE, &error);
    BUG_IF(zip == NULL);
    zip_source_keep(memory);
    add(zip, "_rels/.rels", root, sizeof(root) - 1);
    add(zip, "w.xml", book, sizeof(book) - 1);
    add(zip, "_rels/w.xml.rels", relations, sizeof(relations) - 1);
    add(zip, "y.xml", styles, sizeof(styles) - 1);
    add(zip, "s.xml", data, sheet);
    if (zero != NULL) add(zip, "t.xml", zero + 1, size - sheet - 1);
    BUG_IF(zip_close(zip) != 0);
    zip_stat_t st;
    BUG_IF(zip_source_open(memory) != 0 || zip_source_stat(memory, &st) != 0);
    uint8_t *bytes = malloc(st.size);
    BUG_IF(bytes == NULL || zip_source_read(memory, bytes, st.size) != (zip_int64_t)st.size);
    zip_source_close(memory);
    zip_source_free(memory);
    read_as(SOURCE_XLSX, bytes, st.size);
    free(bytes);
    return 0;
}
