/* The same tables as JSON Schema 2020-12. */
#include <string.h>

#include "http/input.h"

static void limits(struct json_writer *w, const struct input_field *f, const char *min,
                   const char *max, int64_t least, int64_t most) {
    int64_t low = f->min > least ? f->min : least;
    if (low > 0) jw_kint(w, min, low);
    jw_kint(w, max, f->max == 0 ? most : f->max);
}

static void text_schema(struct json_writer *w, const char *format) {
    jw_ktext(w, "type", "string");
    if (format != NULL) jw_ktext(w, "format", format);
}

static void id_schema(struct json_writer *w) {
    text_schema(w, NULL);
    jw_ktext(w, "pattern", "^[1-9][0-9]{0,18}$");
}

static void words_schema(struct json_writer *w, const struct input_word *words) {
    text_schema(w, NULL);
    jw_key(w, "enum");
    jw_array(w);
    for (const struct input_word *v = words; v->word != NULL; v++)
        jw_text(w, v->word);
    jw_array_end(w);
    jw_key(w, "x-titles");
    jw_array(w);
    for (const struct input_word *v = words; v->word != NULL; v++)
        jw_text(w, v->title);
    jw_array_end(w);
}

static void list_schema(struct json_writer *w, const struct input_field *f) {
    jw_ktext(w, "type", "array");
    limits(w, f, "minItems", "maxItems", f->must ? 1 : 0, 1000);
    jw_key(w, "items");
    if (f->type == INPUT_TYPE_LIST) {
        input_schema_body(w, f->of);
        return;
    }
    jw_object(w);
    if (f->type == INPUT_TYPE_IDS) {
        id_schema(w);
    } else {
        text_schema(w, NULL);
        jw_kint(w, "minLength", 1);
        jw_kint(w, "maxLength", 1000);
    }
    jw_object_end(w);
}

static void number_schema(struct json_writer *w, const struct input_field *f) {
    jw_ktext(w, "type", "integer");
    jw_ktext(w, "format", "int64");
    jw_kint(w, "minimum", f->min);
    if (f->max != 0 || f->min != 0) jw_kint(w, "maximum", f->max);
    if (f->absent != 0 && f->absent != INPUT_NONE) jw_kint(w, "default", f->absent);
}

static void value_schema(struct json_writer *w, const struct input_field *f) {
    switch (f->type) {
    case INPUT_TYPE_TEXT:
        text_schema(w, f->form);
        limits(w, f, "minLength", "maxLength", f->must ? 1 : 0, 1000);
        break;
    case INPUT_TYPE_INT: number_schema(w, f); break;
    case INPUT_TYPE_DECIMAL:
        text_schema(w, NULL);
        if (f->scale == 0)
            jw_ktext(w, "pattern", "^-?[0-9]+$");
        else {
            char pattern[48];
            struct buf b;
            buf_init(&b, sizeof pattern);
            buf_printf(&b, "^-?[0-9]+(\\.[0-9]{1,%u})?$", f->scale);
            jw_key(w, "pattern");
            jw_str(w, buf_finish(&b));
            buf_free(&b);
        }
        break;
    case INPUT_TYPE_ID: id_schema(w); break;
    case INPUT_TYPE_DATE: text_schema(w, "date"); break;
    case INPUT_TYPE_INSTANT: text_schema(w, "date-time"); break;
    case INPUT_TYPE_BOOL:
        jw_ktext(w, "type", "boolean");
        if (!f->must) jw_kbool(w, "default", f->absent != 0);
        break;
    case INPUT_TYPE_WORD: words_schema(w, f->words); break;
    case INPUT_TYPE_BYTES:
        text_schema(w, NULL);
        jw_ktext(w, "contentEncoding", "base64");
        break;
    case INPUT_TYPE_IDS:
    case INPUT_TYPE_TEXTS:
    case INPUT_TYPE_LIST: list_schema(w, f); break;
    case INPUT_TYPE_OBJECT:
    case INPUT_TYPE_JSON: break;
    }
}

void input_schema_field(struct json_writer *w, const struct input_field *f) {
    if (f->type == INPUT_TYPE_OBJECT) {
        input_schema_body(w, f->of);
        return;
    }
    jw_object(w);
    value_schema(w, f);
    jw_ktext(w, "title", f->title);
    if (f->doc != NULL) jw_ktext(w, "description", f->doc);
    if (f->secret) jw_kbool(w, "writeOnly", true);
    jw_object_end(w);
}

void input_schema_body(struct json_writer *w, const struct input_spec *spec) {
    bool any = false;
    jw_object(w);
    jw_ktext(w, "type", "object");
    jw_key(w, "properties");
    jw_object(w);
    for (size_t i = 0; spec != NULL && i < spec->n; i++) {
        if (spec->fields[i].in != IN_BODY) continue;
        any = any || spec->fields[i].must;
        jw_key(w, spec->fields[i].name);
        input_schema_field(w, &spec->fields[i]);
    }
    jw_object_end(w);
    if (any) {
        jw_key(w, "required");
        jw_array(w);
        for (size_t i = 0; i < spec->n; i++)
            if (spec->fields[i].in == IN_BODY && spec->fields[i].must)
                jw_text(w, spec->fields[i].name);
        jw_array_end(w);
    }
    jw_kbool(w, "additionalProperties", false);
    jw_object_end(w);
}

static const char *field_defect(const struct input_spec *spec, size_t i) {
    const struct input_field *f = &spec->fields[i];
    if (f->name == NULL || f->name[0] == '\0') return "a field has no name";
    if (f->title == NULL || f->title[0] == '\0') return "a field has no title";
    for (size_t k = 0; k < i; k++)
        if (strcmp(spec->fields[k].name, f->name) == 0) return "a field name stands twice";
    if ((f->max != 0 || f->type == INPUT_TYPE_DECIMAL) && f->max < f->min)
        return "min is above max";
    if (f->min < 0 && f->type != INPUT_TYPE_INT && f->type != INPUT_TYPE_DECIMAL)
        return "a length is negative";
    if (f->type == INPUT_TYPE_WORD && (f->words == NULL || f->words[0].word == NULL))
        return "a word list is empty";
    bool nested = f->type == INPUT_TYPE_OBJECT || f->type == INPUT_TYPE_LIST;
    if (nested && f->of == NULL) return "a nested table is missing";
    if (f->in != IN_BODY && (nested || f->type == INPUT_TYPE_JSON || f->type == INPUT_TYPE_BYTES))
        return "only the body can hold such a type";
    if (f->in == IN_PATH && (f->type == INPUT_TYPE_IDS || f->type == INPUT_TYPE_TEXTS))
        return "a path parameter is one value";
    if (f->check != NULL && (f->form == NULL || f->type != INPUT_TYPE_TEXT))
        return "a check needs text and a form";
    if (f->scale > 9) return "a scale is above 9";
    return nested ? input_spec_defect(f->of) : NULL;
}

const char *input_spec_defect(const struct input_spec *spec) {
    for (size_t i = 0; spec != NULL && i < spec->n; i++) {
        const char *defect = field_defect(spec, i);
        if (defect != NULL) return defect;
    }
    return NULL;
}
