#include "intake/xlsxpart.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/bug.h"

enum {
    CHUNK = 64 << 10,
    DEPTH = 64,
    NAMES = XLSX_NAME_SLOTS / 2,
    TOKEN = 4 << 20,       /* one tag or piece of text the parser may hold back */
    RATIO_FROM = 16 << 20, /* small parts may be packed as tightly as they like */
    ENTRIES = 4096,        /* of the archive */
    DIRECTORY = 4 << 20,   /* bytes of its central directory */
    END_RECORD = 22,
    END_SEARCH = 65535 + END_RECORD,
};

/* --- the archive --- */

struct zip_input {
    struct arena *arena;
    int fd;
    int64_t at, bytes;
    zip_error_t error;
};

static zip_int64_t input_read(struct zip_input *in, void *p, zip_uint64_t n) {
    ssize_t got;
    do {
        got = pread(in->fd, p, n, (off_t)in->at);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        zip_error_set(&in->error, ZIP_ER_READ, errno);
        return -1;
    }
    in->at += got;
    return got;
}

static zip_int64_t input_call(void *arg, void *data, zip_uint64_t n, zip_source_cmd_t command) {
    struct zip_input *in = arg;
    switch (command) {
    case ZIP_SOURCE_OPEN: in->at = 0; return 0;
    case ZIP_SOURCE_READ: return input_read(in, data, n);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE: return 0;
    case ZIP_SOURCE_STAT: {
        zip_stat_t *st = ZIP_SOURCE_GET_ARGS(zip_stat_t, data, n, &in->error);
        if (st == NULL) return -1;
        zip_stat_init(st);
        st->valid |= ZIP_STAT_SIZE;
        st->size = (zip_uint64_t)in->bytes;
        return sizeof(*st);
    }
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&in->error, data, n);
    case ZIP_SOURCE_SEEK: {
        zip_int64_t to = zip_source_seek_compute_offset(
            (zip_uint64_t)in->at, (zip_uint64_t)in->bytes, data, n, &in->error);
        if (to < 0) return -1;
        in->at = to;
        return 0;
    }
    case ZIP_SOURCE_TELL: return in->at;
    case ZIP_SOURCE_SUPPORTS: return ZIP_SOURCE_SUPPORTS_SEEKABLE;
    default: zip_error_set(&in->error, ZIP_ER_OPNOTSUPP, 0); return -1;
    }
}

static uint32_t le16(const unsigned char *p) {
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t le32(const unsigned char *p) {
    return le16(p) | le16(p + 2) << 16;
}

/* libzip takes memory for every entry an archive says it has; so every place that could be its end
 * record is looked at before. No end record: the file was cut off. */
static enum err check_directory(struct ctx *ctx, const struct reader_input *in) {
    int64_t from = in->bytes > END_SEARCH ? in->bytes - END_SEARCH : 0;
    size_t n = (size_t)(in->bytes - from), have = 0;
    unsigned char *tail = arena_alloc(in->arena, n + 1);
    for (size_t got = 1; have < n && got > 0; have += got) {
        enum err e = reader_pread(ctx, in->fd, tail + have, n - have, from + (int64_t)have, &got);
        if (e != OK) return e;
    }
    bool found = false;
    for (size_t i = 0; i + END_RECORD <= have; i++) {
        if (memcmp(tail + i, "PK\5\6", 4) != 0) continue;
        found = true;
        if (le16(tail + i + 10) > ENTRIES || le32(tail + i + 12) > DIRECTORY)
            return fail(ctx, ERR_INTAKE_ZIP_BOMB, "压缩包内的文件数目异常，未予读取");
    }
    return found ? OK : fail(ctx, ERR_INTAKE_CUT_OFF, NULL);
}

enum err xlsx_zip_open(struct ctx *ctx, const struct reader_input *in, zip_t **zip_r) {
    enum err e = check_directory(ctx, in);
    if (e != OK) return e;
    struct zip_input *input = ARENA_NEW(in->arena, struct zip_input);
    *input = (struct zip_input){.arena = in->arena, .fd = in->fd, .bytes = in->bytes};
    zip_error_init(&input->error);
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_function_create(input_call, input, &error);
    BUG_IF(source == NULL);
    *zip_r = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (*zip_r != NULL) return OK;
    zip_source_free(source);
    return fail(ctx, ERR_INTAKE_XLSX, NULL);
}

/* --- one part --- */

static const char *local_name(const char *name) {
    const char *colon = strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

const char *xlsx_attribute(const char **attributes, const char *name) {
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0) return attributes[1];
    return NULL;
}

void xlsx_put_text(struct buf *b, const char *p, int n) {
    size_t room = b->max - b->n;
    buf_put(b, p, (size_t)n < room ? (size_t)n : room);
}

void xlsx_part_fail(struct xlsx_part *part, enum err e) {
    if (part->failed == OK) part->failed = e;
    XML_StopParser(part->parser, XML_FALSE);
}

void xlsx_part_pause(struct xlsx_part *part) {
    XML_StopParser(part->parser, XML_TRUE);
}

/* The parser keeps every different name for ever. A table has a few dozen short ones; more than
 * NAMES, or long ones, are there to fill memory. */
static bool name_is_fine(struct xlsx_part *part, const char *name) {
    uint32_t hash = 2166136261u;
    size_t n = 0;
    for (; name[n] != '\0'; n++) {
        if (n == XLSX_NAME_BYTES - 1) return false;
        hash = (hash ^ (unsigned char)name[n]) * 16777619u;
    }
    size_t slot = hash % XLSX_NAME_SLOTS;
    while (part->names[slot][0] != '\0') {
        if (strcmp(part->names[slot], name) == 0) return true;
        slot = (slot + 1) % XLSX_NAME_SLOTS;
    }
    if (part->names_count == NAMES) return false;
    memcpy(part->names[slot], name, n + 1);
    part->names_count++;
    return true;
}

static void on_start(void *arg, const char *name, const char **attributes) {
    struct xlsx_part *part = arg;
    if (part->failed != OK) return;
    bool fine = ++part->depth <= DEPTH && name_is_fine(part, name);
    for (const char **a = attributes; fine && *a != NULL; a += 2)
        fine = name_is_fine(part, *a);
    if (fine)
        part->start(part->arg, local_name(name), attributes);
    else
        xlsx_part_fail(part, ERR_INTAKE_XLSX);
}

static void on_end(void *arg, const char *name) {
    struct xlsx_part *part = arg;
    if (part->failed != OK) return;
    part->depth--;
    if (part->end != NULL) part->end(part->arg, local_name(name));
}

static void on_text(void *arg, const char *p, int n) {
    struct xlsx_part *part = arg;
    if (part->failed == OK && part->text != NULL) part->text(part->arg, p, n);
}

/* No table needs one, and entities are the way to make a small file large. */
static void on_doctype(void *arg, const char *name, const char *system, const char *public,
                       int internal) {
    (void)name, (void)system, (void)public, (void)internal;
    xlsx_part_fail(arg, ERR_INTAKE_ZIP_BOMB);
}

enum err xlsx_part_open(struct ctx *ctx, zip_t *zip, const char *name,
                        const struct source_limits *limits, struct xlsx_part *part) {
    zip_int64_t index = zip_name_locate(zip, name, ZIP_FL_NOCASE);
    if (index < 0) return ERR_NOT_FOUND; /* the caller knows whether it must be there */
    zip_stat_t st;
    if (zip_stat_index(zip, (zip_uint64_t)index, 0, &st) != 0)
        return fail(ctx, ERR_INTAKE_XLSX, NULL);
    if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
        return fail(ctx, ERR_INTAKE_ENCRYPTED, NULL);
    part->file = zip_fopen_index(zip, (zip_uint64_t)index, 0);
    if (part->file == NULL) return fail(ctx, ERR_INTAKE_XLSX, NULL);
    part->limits = limits;
    part->packed = (int64_t)st.comp_size;
    part->parser = XML_ParserCreate(NULL);
    BUG_IF(part->parser == NULL);
    XML_SetUserData(part->parser, part);
    XML_SetElementHandler(part->parser, on_start, on_end);
    XML_SetCharacterDataHandler(part->parser, on_text);
    XML_SetStartDoctypeDeclHandler(part->parser, on_doctype);
    return OK;
}

static enum err too_much(struct ctx *ctx, const struct xlsx_part *part) {
    int64_t n = part->unpacked;
    bool bomb = n > part->limits->part_bytes ||
                (n > RATIO_FROM && n / (int64_t)part->limits->ratio > part->packed);
    if (bomb) return fail(ctx, ERR_INTAKE_ZIP_BOMB, NULL);
    /* A tag that does not end would be held in memory as a whole. */
    XML_Index parsed = XML_GetCurrentByteIndex(part->parser);
    if (parsed >= 0 && part->fed - (int64_t)parsed > TOKEN)
        return fail(ctx, ERR_INTAKE_ZIP_BOMB, NULL);
    return OK;
}

/* What the parser says after a step. */
static enum err judge(struct ctx *ctx, struct xlsx_part *part, enum XML_Status status) {
    if (part->failed != OK) return fail(ctx, part->failed, NULL);
    part->suspended = status == XML_STATUS_SUSPENDED;
    return status == XML_STATUS_ERROR ? fail(ctx, ERR_INTAKE_XLSX, NULL) : OK;
}

enum err xlsx_part_run(struct ctx *ctx, struct xlsx_part *part) {
    bool last = false;
    if (part->suspended) {
        enum err e = judge(ctx, part, XML_ResumeParser(part->parser));
        if (e != OK || part->suspended) return e;
        XML_ParsingStatus status;
        XML_GetParsingStatus(part->parser, &status);
        last = status.finalBuffer == XML_TRUE;
    }
    while (!last) {
        void *room = XML_GetBuffer(part->parser, CHUNK);
        if (room == NULL) return fail(ctx, ERR_INTAKE_XLSX, NULL);
        zip_int64_t got = zip_fread(part->file, room, CHUNK);
        if (got < 0) return fail(ctx, ERR_INTAKE_XLSX, NULL); /* damaged, or a wrong checksum */
        part->unpacked += got;
        part->fed += got;
        last = got == 0;
        enum err e = judge(ctx, part, XML_ParseBuffer(part->parser, (int)got, last));
        if (e == OK) e = too_much(ctx, part);
        if (e != OK || part->suspended) return e;
    }
    part->at_end = true;
    return OK;
}

void xlsx_part_close(struct xlsx_part *part) {
    if (part->parser != NULL) XML_ParserFree(part->parser);
    if (part->file != NULL) zip_fclose(part->file);
    part->parser = NULL;
    part->file = NULL;
}
