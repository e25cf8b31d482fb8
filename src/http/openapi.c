#include "http/openapi.h"

#include <string.h>

static void text_of(struct json_writer *w, const char *format, const char *pattern) {
    jw_ktext(w, "type", "string");
    if (format != NULL) jw_ktext(w, "format", format);
    if (pattern != NULL) jw_ktext(w, "pattern", pattern);
}

static void object_schema(struct json_writer *w, const struct reply_spec *spec);

static void word_list(struct json_writer *w, const struct input_word *words, bool maybe) {
    jw_key(w, "enum");
    jw_array(w);
    for (const struct input_word *v = words; v != NULL && v->word != NULL; v++)
        jw_text(w, v->word);
    if (maybe) jw_null(w);
    jw_array_end(w);
}

/* A field that may be null says so in its type, as JSON Schema 2020-12 has it. */
static void type_of(struct json_writer *w, const char *type, bool maybe) {
    jw_key(w, "type");
    if (!maybe) {
        jw_text(w, type);
        return;
    }
    jw_array(w);
    jw_text(w, type);
    jw_text(w, "null");
    jw_array_end(w);
}

static void item_schema(struct json_writer *w, const struct reply_field *f) {
    jw_key(w, "items");
    if (f->type == INPUT_TYPE_LIST && f->of != NULL) {
        object_schema(w, f->of);
        return;
    }
    jw_object(w);
    jw_ktext(w, "type", "string");
    jw_object_end(w);
}

static void members(struct json_writer *w, const struct reply_spec *spec);

static void field_schema(struct json_writer *w, const struct reply_field *f) {
    jw_object(w);
    switch (f->type) {
    case INPUT_TYPE_TEXT:
    case INPUT_TYPE_DECIMAL:
    case INPUT_TYPE_ID: type_of(w, "string", f->maybe); break;
    case INPUT_TYPE_BYTES:
        type_of(w, "string", f->maybe);
        jw_ktext(w, "contentEncoding", "base64");
        break;
    case INPUT_TYPE_DATE:
        type_of(w, "string", f->maybe);
        jw_ktext(w, "format", "date");
        break;
    case INPUT_TYPE_INSTANT:
        type_of(w, "string", f->maybe);
        jw_ktext(w, "format", "date-time");
        break;
    case INPUT_TYPE_INT: type_of(w, "integer", f->maybe); break;
    case INPUT_TYPE_BOOL: type_of(w, "boolean", f->maybe); break;
    case INPUT_TYPE_WORD:
        type_of(w, "string", f->maybe);
        if (f->words != NULL) word_list(w, f->words, f->maybe);
        break;
    case INPUT_TYPE_IDS:
    case INPUT_TYPE_TEXTS:
    case INPUT_TYPE_LIST:
        type_of(w, "array", f->maybe);
        item_schema(w, f);
        break;
    case INPUT_TYPE_OBJECT:
        type_of(w, "object", f->maybe);
        if (f->of != NULL) members(w, f->of);
        break;
    case INPUT_TYPE_JSON: break;
    }
    if (f->title != NULL) jw_ktext(w, "title", f->title);
    if (f->doc != NULL) jw_ktext(w, "description", f->doc);
    jw_object_end(w);
}

static void members(struct json_writer *w, const struct reply_spec *spec) {
    bool any = false;
    jw_key(w, "properties");
    jw_object(w);
    for (size_t i = 0; i < spec->n; i++) {
        any = any || !spec->fields[i].maybe;
        jw_key(w, spec->fields[i].name);
        field_schema(w, &spec->fields[i]);
    }
    jw_object_end(w);
    if (!any) return;
    jw_key(w, "required");
    jw_array(w);
    for (size_t i = 0; i < spec->n; i++)
        if (!spec->fields[i].maybe) jw_text(w, spec->fields[i].name);
    jw_array_end(w);
}

static void object_schema(struct json_writer *w, const struct reply_spec *spec) {
    jw_object(w);
    jw_ktext(w, "type", "object");
    members(w, spec);
    jw_object_end(w);
}

/* {"items": […]}, and "next" for pages. */
static void list_schema(struct json_writer *w, const struct reply_spec *spec) {
    bool page = spec->shape == REPLY_PAGE;
    jw_object(w);
    jw_ktext(w, "type", "object");
    jw_key(w, "properties");
    jw_object(w);
    jw_key(w, "items");
    jw_object(w);
    jw_ktext(w, "type", "array");
    jw_key(w, "items");
    object_schema(w, spec);
    jw_object_end(w);
    if (page) {
        jw_key(w, "next");
        jw_object(w);
        type_of(w, "string", true);
        jw_ktext(w, "description", "Cursor of the next page; null on the last one.");
        jw_object_end(w);
    }
    jw_object_end(w);
    jw_key(w, "required");
    jw_array(w);
    jw_text(w, "items");
    if (page) jw_text(w, "next");
    jw_array_end(w);
    jw_object_end(w);
}

static void content(struct json_writer *w, const char *type) {
    jw_key(w, "content");
    jw_object(w);
    jw_key(w, type);
    jw_object(w);
    jw_key(w, "schema");
}

static void content_end(struct json_writer *w) {
    jw_object_end(w);
    jw_object_end(w);
}

/* A file, in any of its media types. */
static void bytes_content(struct json_writer *w, struct str types) {
    jw_key(w, "content");
    jw_object(w);
    for (struct str type; str_split(&types, '|', &type);) {
        jw_keystr(w, type);
        jw_object(w);
        jw_key(w, "schema");
        jw_object(w);
        jw_object_end(w);
        jw_object_end(w);
    }
    jw_object_end(w);
}

static void write_reply(struct json_writer *w, const struct route *r) {
    const struct reply_spec *spec = r->reply;
    int status = spec == NULL ? 204 : spec->status != 0 ? spec->status : 200;
    char key[4] = {(char)('0' + status / 100), (char)('0' + status / 10 % 10),
                   (char)('0' + status % 10), '\0'};
    jw_key(w, key);
    jw_object(w);
    jw_ktext(w, "description", spec == NULL ? "Done; no content." : "Done.");
    if (spec != NULL && spec->shape == REPLY_BYTES) {
        bytes_content(w, str_of(spec->type != NULL ? spec->type : "application/octet-stream"));
    } else if (spec != NULL) {
        content(w, "application/json");
        if (spec->shape == REPLY_OBJECT)
            object_schema(w, spec);
        else
            list_schema(w, spec);
        content_end(w);
    }
    jw_object_end(w);
    jw_key(w, "default");
    jw_object(w);
    jw_ktext(w, "$ref", "#/components/responses/problem");
    jw_object_end(w);
}

static void parameter(struct json_writer *w, const char *name, const char *in, bool must) {
    jw_object(w);
    jw_ktext(w, "name", name);
    jw_ktext(w, "in", in);
    jw_kbool(w, "required", must);
}

static void header_parameter(struct json_writer *w, const char *name, bool must, const char *doc,
                             const char *pattern) {
    parameter(w, name, "header", must);
    jw_ktext(w, "description", doc);
    jw_key(w, "schema");
    jw_object(w);
    text_of(w, NULL, pattern);
    jw_object_end(w);
    jw_object_end(w);
}

static void write_parameters(struct json_writer *w, const struct route *r) {
    jw_key(w, "parameters");
    jw_array(w);
    for (size_t i = 0; r->input != NULL && i < r->input->n; i++) {
        const struct input_field *f = &r->input->fields[i];
        if (f->in == IN_BODY) continue;
        parameter(w, f->name, f->in == IN_PATH ? "path" : "query", f->in == IN_PATH || f->must);
        if (f->type == INPUT_TYPE_IDS || f->type == INPUT_TYPE_TEXTS) {
            jw_ktext(w, "style", "form");
            jw_kbool(w, "explode", false);
        }
        jw_key(w, "schema");
        input_schema_field(w, f);
        jw_object_end(w);
    }
    if ((r->flags & (ROUTE_KEY_NEEDED | ROUTE_KEY_ALLOWED)) != 0)
        header_parameter(w, "Idempotency-Key", (r->flags & ROUTE_KEY_NEEDED) != 0,
                         "Chosen by the caller; the same key again is the same act.",
                         "^[A-Za-z0-9_-]{8,64}$");
    if ((r->flags & ROUTE_MATCH_NEEDED) != 0)
        header_parameter(w, "If-Match", true, "The version the caller saw.", "^\"[1-9][0-9]*\"$");
    jw_array_end(w);
}

static void write_upload(struct json_writer *w, const struct route *r) {
    jw_key(w, "application/octet-stream");
    jw_object(w);
    jw_object_end(w);
    jw_key(w, "multipart/form-data");
    jw_object(w);
    jw_key(w, "schema");
    jw_object(w);
    jw_ktext(w, "type", "object");
    jw_key(w, "properties");
    jw_object(w);
    jw_key(w, "file");
    jw_object(w);
    text_of(w, "binary", NULL);
    jw_object_end(w);
    for (size_t i = 0; r->input != NULL && i < r->input->n; i++) {
        if (r->input->fields[i].in != IN_BODY) continue;
        jw_key(w, r->input->fields[i].name);
        input_schema_field(w, &r->input->fields[i]);
    }
    jw_object_end(w);
    jw_object_end(w);
    jw_object_end(w);
}

static void write_body(struct json_writer *w, const struct route *r) {
    bool upload = (r->flags & ROUTE_UPLOAD) != 0;
    if (!upload && !input_has_body(r->input)) return;
    jw_key(w, "requestBody");
    jw_object(w);
    jw_kbool(w, "required", true);
    jw_key(w, "content");
    jw_object(w);
    if (upload) {
        write_upload(w, r);
    } else {
        jw_key(w, "application/json");
        jw_object(w);
        jw_key(w, "schema");
        input_schema_body(w, r->input);
        jw_object_end(w);
    }
    jw_object_end(w);
    jw_object_end(w);
}

static void write_security(struct json_writer *w, const struct openapi_info *info,
                           const struct route *r) {
    jw_key(w, "security");
    jw_array(w);
    for (size_t i = 0; (r->flags & ROUTE_PUBLIC) == 0 && i < info->n_schemes; i++) {
        jw_object(w);
        jw_key(w, info->schemes[i].name);
        jw_array(w);
        jw_array_end(w);
        jw_object_end(w);
    }
    jw_array_end(w);
}

/* "record.read": what stands before the first dot. */
static struct str area_of(const struct route *r) {
    struct str rest = str_of(r->name), area = rest;
    (void)str_split(&rest, '.', &area);
    return area;
}

static void write_operation(struct json_writer *w, const struct openapi_info *info,
                            const struct route *r) {
    static const char *const keys[] = {"get", "post", "put", "patch", "delete"};
    jw_key(w, keys[r->method]);
    jw_object(w);
    jw_ktext(w, "operationId", r->name);
    jw_key(w, "tags");
    jw_array(w);
    jw_str(w, area_of(r));
    jw_array_end(w);
    jw_ktext(w, "summary", r->summary);
    jw_ktext(w, "x-title", r->title);
    if (info->permission_name != NULL)
        jw_ktext(w, "x-permission", info->permission_name(r->permission));
    if (r->event != NULL) jw_ktext(w, "x-event", r->event);
    write_security(w, info, r);
    write_parameters(w, r);
    write_body(w, r);
    jw_key(w, "responses");
    jw_object(w);
    write_reply(w, r);
    jw_object_end(w);
    if (r->refuses != NULL) {
        jw_key(w, "x-refuses");
        jw_array(w);
        for (const enum err *e = r->refuses; *e != OK; e++)
            jw_text(w, err_code(*e));
        jw_array_end(w);
    }
    jw_object_end(w);
}

static void write_paths(struct json_writer *w, const struct openapi_info *info,
                        const struct route *routes, size_t n) {
    jw_key(w, "paths");
    jw_object(w);
    for (size_t i = 0; i < n; i++) {
        if ((routes[i].flags & ROUTE_HIDDEN) != 0) continue;
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = (routes[k].flags & ROUTE_HIDDEN) == 0 &&
                     strcmp(routes[k].path, routes[i].path) == 0;
        if (before) continue;
        jw_key(w, routes[i].path);
        jw_object(w);
        for (size_t k = i; k < n; k++)
            if ((routes[k].flags & ROUTE_HIDDEN) == 0 &&
                strcmp(routes[k].path, routes[i].path) == 0)
                write_operation(w, info, &routes[k]);
        jw_object_end(w);
    }
    jw_object_end(w);
}

static const char problem_schema[] =
    "{\"type\":\"object\",\"title\":\"RFC 9457 problem\",\"properties\":{"
    "\"type\":{\"type\":\"string\",\"format\":\"uri\"},\"title\":{\"type\":\"string\"},"
    "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
    "\"code\":{\"type\":\"string\",\"description\":\"Stable; see x-codes.\"},"
    "\"field\":{\"type\":\"string\"},\"rule\":{\"type\":\"string\"},"
    "\"clause\":{\"type\":\"string\",\"description\":\"The clause that asks for the refusal.\"},"
    "\"request_id\":{\"type\":\"string\"},"
    "\"faults\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
    "\"field\":{\"type\":\"string\"},\"rule\":{\"type\":\"string\"},"
    "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}},"
    "\"required\":[\"field\",\"rule\",\"code\",\"detail\"]}}},"
    "\"required\":[\"type\",\"title\",\"status\",\"detail\",\"code\"]}";

static void write_codes(struct json_writer *w) {
    jw_key(w, "x-codes");
    jw_object(w);
    for (int e = OK + 1; e < ERR_COUNT; e++) {
        jw_key(w, err_code((enum err)e));
        jw_object(w);
        jw_kint(w, "status", err_http((enum err)e));
        jw_ktext(w, "title", err_text((enum err)e));
        jw_object_end(w);
    }
    jw_object_end(w);
}

static void write_components(struct json_writer *w, const struct openapi_info *info) {
    jw_key(w, "components");
    jw_object(w);
    jw_key(w, "schemas");
    jw_object(w);
    jw_key(w, "problem");
    jw_raw(w, str_of(problem_schema));
    jw_object_end(w);
    jw_key(w, "responses");
    jw_object(w);
    jw_key(w, "problem");
    jw_object(w);
    jw_ktext(w, "description", "Refused or failed.");
    content(w, "application/problem+json");
    jw_object(w);
    jw_ktext(w, "$ref", "#/components/schemas/problem");
    jw_object_end(w);
    content_end(w);
    jw_object_end(w);
    jw_object_end(w);
    jw_key(w, "securitySchemes");
    jw_object(w);
    for (size_t i = 0; i < info->n_schemes; i++) {
        jw_key(w, info->schemes[i].name);
        jw_raw(w, str_of(info->schemes[i].json));
    }
    jw_object_end(w);
    jw_object_end(w);
}

void openapi_write(struct buf *b, const struct openapi_info *info, const struct route *routes,
                   size_t n) {
    struct json_writer w;
    jw_init(&w, b, false);
    jw_object(&w);
    jw_ktext(&w, "openapi", "3.1.0");
    jw_key(&w, "info");
    jw_object(&w);
    jw_ktext(&w, "title", info->title);
    jw_ktext(&w, "version", info->version);
    if (info->description != NULL) jw_ktext(&w, "description", info->description);
    if (info->license != NULL) {
        jw_key(&w, "license");
        jw_object(&w);
        jw_ktext(&w, "name", info->license);
        if (info->license_id != NULL) jw_ktext(&w, "identifier", info->license_id);
        jw_object_end(&w);
    }
    jw_object_end(&w);
    jw_key(&w, "servers");
    jw_array(&w);
    jw_object(&w);
    jw_ktext(&w, "url", info->server != NULL ? info->server : "/");
    jw_object_end(&w);
    jw_array_end(&w);
    write_paths(&w, info, routes, n);
    write_components(&w, info);
    write_codes(&w);
    jw_object_end(&w);
}
