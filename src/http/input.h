/* input.h: what a request may bring, as a table; read into a caller's struct, or refused.
 *
 * A route has one table for everything it takes: parameters of the path, of the query, and members
 * of the JSON body (or small fields of a multipart form). From the same table come the checks, the
 * refusals and the schema in the OpenAPI document.
 *
 *     struct look_in {
 *         int64_t record;
 *         const char *purpose;
 *         int kind;
 *         struct date day;
 *     };
 *     static const struct input_field look_fields[] = {
 *         INPUT_ID(struct look_in, record, "record", "记录", .in = IN_PATH),
 *         INPUT_TEXT(struct look_in, purpose, "purpose", "查询用途", .must = true, .max = 200),
 *         INPUT_WORD(struct look_in, kind, "kind", "主体类别", kind_words, .must = true),
 *         INPUT_DATE(struct look_in, day, "day", "日期"),
 *     };
 *     static const struct input_spec look_input = INPUT_SPEC(struct look_in, look_fields);
 *
 * A member of the wrong C type does not compile. The rules:
 *   - what is not in the table is refused (input.unknown_field), a query parameter given twice too;
 *   - JSON null and an absent member are the same; a mandatory one (must) is refused (input.missing),
 *     and so is mandatory text that is blank;
 *   - absent optional members get: text NULL, id 0, date DATE_NONE, instant INSTANT_NONE, list empty,
 *     object NULL, int, decimal, bool and word the row's `absent` value (0 unless set);
 *   - text is valid UTF-8 without control characters (`lines` allows tab and line feed); lengths
 *     are code points. It is not trimmed;
 *   - a malformed path parameter is not_found, everything else names field, rule and code.
 * All faults of a request are collected (up to INPUT_FAULTS_MAX), in the order of the table. */
#ifndef HTTP_INPUT_H
#define HTTP_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/ctx.h"
#include "base/date.h"
#include "base/json.h"

enum input_type {
    INPUT_TYPE_TEXT,    /* const char *; min and max are code points (max 0: 1000) */
    INPUT_TYPE_INT,     /* int64_t; min and max are values (both 0: 0 to INT64_MAX) */
    INPUT_TYPE_DECIMAL, /* int64_t in units of 10^-scale, from a string or an integer; min, max too */
    INPUT_TYPE_ID,      /* int64_t; a decimal string, positive */
    INPUT_TYPE_DATE,    /* struct date; "2026-11-22" */
    INPUT_TYPE_INSTANT, /* struct instant; "2026-11-22T01:02:03.000004Z" */
    INPUT_TYPE_BOOL,    /* bool */
    INPUT_TYPE_WORD,    /* int or an enum; one of `words` */
    INPUT_TYPE_IDS,     /* struct input_ids; min and max are counts (max 0: 1000) */
    INPUT_TYPE_TEXTS,   /* struct input_texts; counts; each text at most 1000 code points */
    INPUT_TYPE_BYTES,   /* struct str; standard base64; min and max are bytes (max 0: 64 KiB) */
    INPUT_TYPE_OBJECT,  /* const T *; members by `of` */
    INPUT_TYPE_LIST,    /* struct input_list of T; members by `of`; counts (max 0: 1000) */
    INPUT_TYPE_JSON,    /* const struct json *; any JSON value, checked by the handler */
};

enum input_place { IN_BODY, IN_QUERY, IN_PATH };

#define INPUT_NONE       INT64_MIN /* an `absent` value no int can have by accident */
#define INSTANT_NONE     ((struct instant){INT64_MIN})
#define INPUT_FAULTS_MAX 20

struct input_ids {
    const int64_t *v;
    size_t n;
};
struct input_texts {
    const char *const *v;
    size_t n;
};
struct input_list {
    const void *v; /* array of the struct of the field's `of` */
    size_t n;
};
/* The last row has word NULL. */
struct input_word {
    const char *word; /* as it travels: "natural_person" */
    int value;
    const char *title; /* Chinese, for documents and choices */
};

struct input_spec;

struct input_field {
    const char *name;  /* as it travels, snake_case */
    const char *title; /* Chinese: what the refusal calls it */
    enum input_type type;
    enum input_place in;
    size_t offset;
    bool must;
    bool lines;  /* text may hold line feeds and tabs */
    bool secret; /* password or person's number: documents mark it writeOnly */
    unsigned scale;
    int64_t min, max;
    int64_t absent;
    const struct input_word *words;
    const struct input_spec *of;
    /* A further rule for text: NULL when it holds, else a Chinese sentence. `form` names it in the
     * refusal's rule and in documents ("uscc"). Never quotes the value. */
    const char *(*check)(struct str value);
    const char *form;
    const char *doc; /* English, for the OpenAPI document */
};

struct input_spec {
    const struct input_field *fields;
    size_t n;
    size_t size; /* of the struct */
};

struct input_fault {
    enum err code;
    const char *field; /* "subjects[2].number" */
    const char *rule;  /* "max:200", "one_of:a|b", "date", … */
    const char *detail;
};
struct input_faults {
    struct input_fault v[INPUT_FAULTS_MAX];
    size_t n;
};

/* A parameter that came as text: decoded, valid UTF-8. */
struct input_pair {
    const char *name;
    const char *value;
};

/* Fills *out (spec->size bytes, zeroed by the caller) from the pairs of the path, the pairs of the
 * query (and form), and the body (NULL when there is none). On a refusal faults_r holds all of
 * them, ctx->failure the first, and its code is returned. Values live in ctx->arena or in body.
 * spec NULL takes nothing: then any pair or member is refused. */
struct input_source {
    const struct input_pair *path, *query, *form;
    size_t n_path, n_query, n_form;
    const struct json *body;
};
enum err input_read(struct ctx *ctx, const struct input_spec *spec, const struct input_source *from,
                    void *out, struct input_faults *faults_r) GX_MUST_CHECK;
/* The same for a JSON object alone, for objects that do not come by a route. */
enum err input_read_json(struct ctx *ctx, const struct input_spec *spec, const struct json *body,
                         void *out, struct input_faults *faults_r) GX_MUST_CHECK;
/* Whether text is a well-formed value of the field (used for path parameters). */
bool input_text_fits(struct ctx *ctx, const struct input_field *field, const char *text);
/* Whether the table takes anything in the body. */
bool input_has_body(const struct input_spec *spec);
/* Percent-decodes ('+' is a space in queries only). NULL for a malformed escape, NUL or bytes that
 * are not UTF-8. */
char *input_decode(struct arena *a, struct str raw, bool plus);
/* Splits and decodes "a=1&b=2" (without '?'). ERR_INPUT_FORM when malformed or past 64 pairs. */
enum err input_split_query(struct ctx *ctx, struct str raw, const struct input_pair **pairs_r,
                           size_t *n_r) GX_MUST_CHECK;

/* The schema of one field or of all body members, as JSON Schema 2020-12 (for openapi.c). */
void input_schema_field(struct json_writer *w, const struct input_field *field);
void input_schema_body(struct json_writer *w, const struct input_spec *spec);
/* NULL, or what is wrong with a table (a name twice, a word list missing, min above max, …). */
const char *input_spec_defect(const struct input_spec *spec);

#define INPUT_SPEC(st, table)                                                                      \
    { .fields = (table), .n = GX_COUNT(table), .size = sizeof(st) }

/* Zero, or a compile error when the member is not of that type. */
#define INPUT_CHECK_(st, member, ctype)                                                            \
    (0 * sizeof(char[_Generic(((st *)0)->member, ctype : 1, default : -1)]))
#define INPUT_ROW_(st, member, ctype, t, n, zh, ...)                                               \
    {                                                                                              \
        .name = (n), .title = (zh), .type = (t),                                                   \
        .offset = offsetof(st, member) + INPUT_CHECK_(st, member, ctype), __VA_ARGS__              \
    }
/* Struct type, member, name as it travels, Chinese title; then .must, .min, .max, .in … */
#define INPUT_TEXT(st, m, ...)    INPUT_ROW_(st, m, const char *, INPUT_TYPE_TEXT, __VA_ARGS__, )
#define INPUT_INT(st, m, ...)     INPUT_ROW_(st, m, int64_t, INPUT_TYPE_INT, __VA_ARGS__, )
#define INPUT_DECIMAL(st, m, ...) INPUT_ROW_(st, m, int64_t, INPUT_TYPE_DECIMAL, __VA_ARGS__, )
#define INPUT_ID(st, m, ...)      INPUT_ROW_(st, m, int64_t, INPUT_TYPE_ID, __VA_ARGS__, )
#define INPUT_DATE(st, m, ...)    INPUT_ROW_(st, m, struct date, INPUT_TYPE_DATE, __VA_ARGS__, )
#define INPUT_INSTANT(st, m, ...)                                                                  \
    INPUT_ROW_(st, m, struct instant, INPUT_TYPE_INSTANT, __VA_ARGS__, )
#define INPUT_BOOL(st, m, ...) INPUT_ROW_(st, m, bool, INPUT_TYPE_BOOL, __VA_ARGS__, )
#define INPUT_IDS(st, m, ...)  INPUT_ROW_(st, m, struct input_ids, INPUT_TYPE_IDS, __VA_ARGS__, )
#define INPUT_TEXTS(st, m, ...)                                                                    \
    INPUT_ROW_(st, m, struct input_texts, INPUT_TYPE_TEXTS, __VA_ARGS__, )
#define INPUT_BYTES(st, m, ...) INPUT_ROW_(st, m, struct str, INPUT_TYPE_BYTES, __VA_ARGS__, )
#define INPUT_JSON(st, m, ...)                                                                     \
    INPUT_ROW_(st, m, const struct json *, INPUT_TYPE_JSON, __VA_ARGS__, )
/* (st, member, name, title, words, …): the member is an int or an enum. */
#define INPUT_WORD(st, m, ...) INPUT_WORD_(st, m, __VA_ARGS__, )
#define INPUT_WORD_(st, m, n, zh, w, ...)                                                          \
    {                                                                                              \
        .name = (n), .title = (zh), .type = INPUT_TYPE_WORD,                                       \
        .offset = offsetof(st, m) +                                                                \
                  (0 * sizeof(char[_Generic(((st *)0)->m, int : 1, unsigned : 1, default           \
                                            : -1)])),                                              \
        .words = (w), __VA_ARGS__                                                                  \
    }
/* (st, member, name, title, T, spec, …): the member is a const T *. */
#define INPUT_OBJECT(st, m, ...) INPUT_OBJECT_(st, m, __VA_ARGS__, )
#define INPUT_OBJECT_(st, m, n, zh, T, spec, ...)                                                  \
    INPUT_ROW_(st, m, const T *, INPUT_TYPE_OBJECT, n, zh, .of = &(spec), __VA_ARGS__)
/* (st, member, name, title, spec, …): the member is a struct input_list. */
#define INPUT_LIST(st, m, ...) INPUT_LIST_(st, m, __VA_ARGS__, )
#define INPUT_LIST_(st, m, n, zh, spec, ...)                                                       \
    INPUT_ROW_(st, m, struct input_list, INPUT_TYPE_LIST, n, zh, .of = &(spec), __VA_ARGS__)

#endif
