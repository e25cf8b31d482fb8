/* json.h: reading JSON from strangers, and writing our canonical form.
 *
 * Reading: strict (RFC 8259), duplicate keys refused, depth, size and number of values (300,000)
 * limited, integers only (int64; decimals travel as strings), text valid UTF-8 without NUL. The
 * tree lives in the arena.
 *
 * Canonical form: the format of records and ledger leaves. Object keys ascending by bytes, no
 * white space, integers in decimal, strings with the shortest escapes. Equal values have equal
 * bytes. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum json_type { JSON_NULL, JSON_BOOL, JSON_INT, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_type type;
    bool boolean;
    int64_t integer;
    struct str text;          /* JSON_STRING; NUL-terminated in the arena */
    size_t count;             /* of items or members */
    const struct json *items; /* JSON_ARRAY, or the values of JSON_OBJECT */
    const struct str *names;  /* JSON_OBJECT: name of items[i] */
};

struct json_limits {
    size_t bytes; /* of input */
    unsigned depth;
};
#define JSON_LIMITS_DEFAULT ((struct json_limits){8u << 20, 24})

struct json_error {
    int line, column;
    char what[160];
};

/* NULL on refusal, with *error_r (may be NULL) filled. */
const struct json *json_parse(struct arena *a, struct str text, struct json_limits limits,
                              struct json_error *error_r);
/* The member, or NULL; also NULL when j is NULL or no object. */
const struct json *json_get(const struct json *j, const char *name);
/* The text of a string member, or NULL. */
const char *json_get_text(const struct json *j, const char *name);
bool json_get_int(const struct json *j, const char *name, int64_t *out_r);

/* Writer into a buf. Keys inside one object must come in ascending order when canonical is set
 * (anything else is our bug). Nesting at most 32. */
struct json_writer {
    struct buf *buf;
    bool canonical;
    bool keyed; /* a key stands there and waits for its value */
    int depth;
    struct {
        bool object, any;
        size_t at, n; /* where the last key stands in buf, as written, without quotes */
    } level[32];
};
void jw_init(struct json_writer *w, struct buf *buf, bool canonical);
void jw_object(struct json_writer *w);
void jw_object_end(struct json_writer *w);
void jw_array(struct json_writer *w);
void jw_array_end(struct json_writer *w);
void jw_key(struct json_writer *w, const char *name);
void jw_keystr(struct json_writer *w, struct str name);
void jw_null(struct json_writer *w);
void jw_bool(struct json_writer *w, bool v);
void jw_int(struct json_writer *w, int64_t v);
void jw_text(struct json_writer *w, const char *s); /* NULL writes null */
void jw_str(struct json_writer *w, struct str s);
/* Ids are 64-bit and travel as decimal strings; 0 writes null. */
void jw_id(struct json_writer *w, int64_t id);
/* A tree as it is (keys sorted when the writer is canonical). */
void jw_json(struct json_writer *w, const struct json *j);
/* Bytes that are JSON already. */
void jw_raw(struct json_writer *w, struct str json);
/* jw_key followed by the value. */
void jw_kint(struct json_writer *w, const char *name, int64_t v);
void jw_kbool(struct json_writer *w, const char *name, bool v);
void jw_ktext(struct json_writer *w, const char *name, const char *s);
void jw_kid(struct json_writer *w, const char *name, int64_t id);

#endif
