#include "intake/flaw.h"

#include <string.h>

#include "base/buf.h"
#include "base/bug.h"
#include "base/utf8.h"
#include "disclosure/mask.h"
#include "intake/text.h"

enum { QUOTE_CHARS = 60, SENTENCE_BYTES = 2048, FINDS = 8 };

static const struct {
    const char *code;
    enum flaw_scope scope;
    enum flaw_level level;
    const char *sentence, *suggestion;
} flaws[FLAW_COUNT] = {
#define FLAW(symbol, code, scope, level, sentence, suggestion)                                     \
    [symbol] = {code, scope, level, sentence, suggestion},
#include "intake/flaws.def"
#undef FLAW
};

const char *flaw_code_text(enum flaw_code c) {
    return c == FLAW_NONE ? "" : flaws[c].code;
}

enum flaw_scope flaw_scope_of(enum flaw_code c) {
    return flaws[c].scope;
}

enum flaw_level flaw_level_of(enum flaw_code c) {
    return flaws[c].level;
}

enum flaw_code flaw_code_find(const char *code) {
    for (int c = 1; c < FLAW_COUNT; c++)
        if (strcmp(flaws[c].code, code) == 0) return (enum flaw_code)c;
    return FLAW_NONE;
}

enum flaw_code flaw_of_idno(enum idno_fault fault) {
    static const enum flaw_code codes[IDNO_FAULTS] = {
        [IDNO_OK] = FLAW_NONE,
        [IDNO_LENGTH] = FLAW_IDNO_LENGTH,
        [IDNO_CHARSET] = FLAW_IDNO_CHARSET,
        [IDNO_PREFIX] = FLAW_IDNO_PREFIX,
        [IDNO_PLACEHOLDER] = FLAW_IDNO_PLACEHOLDER,
        [IDNO_DIVISION] = FLAW_IDNO_DIVISION,
        [IDNO_CHECK_CHAR] = FLAW_IDNO_CHECK_CHAR,
        [IDNO_REGISTRAR] = FLAW_IDNO_REGISTRAR,
        [IDNO_PROVINCE] = FLAW_IDNO_PROVINCE,
        [IDNO_BIRTH_DATE] = FLAW_IDNO_BIRTH_DATE,
    };
    BUG_IF((unsigned)fault >= IDNO_FAULTS);
    return codes[fault];
}

/* --- quoting --- */

/* Free text may hold somebody's number, in one piece or in groups. Births are not checked against a
 * day here: rather hide one too many. */
static const char *quote_text(struct arena *arena, struct str s) {
    struct text_find finds[FINDS];
    struct str shown = utf8_prefix(s, 4 * QUOTE_CHARS);
    size_t found = text_find_numbers(shown, DATE_LONG, finds, FINDS);
    const char *masked = text_mask(arena, shown, finds, found < FINDS ? found : FINDS);
    masked = mask_text(arena, str_of(masked), MASK_STAFF);
    struct str cut = utf8_prefix(str_of(masked), QUOTE_CHARS);
    bool whole = cut.n == strlen(masked) && shown.n == s.n;
    return arena_printf(arena, "%.*s%s", (int)cut.n, cut.p, whole ? "" : "…");
}

const char *flaw_quote(struct arena *arena, struct str value, enum field_mask mask) {
    struct str s = str_trim(value);
    const char *shown = "";
    switch (mask) {
    case FIELD_OPEN: shown = quote_text(arena, s); break;
    case FIELD_MASK_NAME: shown = mask_name(arena, utf8_prefix(s, QUOTE_CHARS)); break;
    case FIELD_MASK_NUMBER:
        shown = mask_number(arena, utf8_prefix(s, QUOTE_CHARS), MASK_STAFF);
        break;
    case FIELD_MASK_ALL: shown = mask_all(arena, s); break;
    }
    char *out = arena_strdup(arena, shown);
    for (char *p = out; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f) *p = ' ';
    return out;
}

/* --- sentences --- */

static const char *fill(struct arena *arena, const char *template, const char *field, const char *a,
                        const char *b) {
    struct buf out;
    buf_init(&out, SENTENCE_BYTES);
    for (const char *p = template; *p != '\0';) {
        if (strncmp(p, "{field}", 7) == 0) {
            buf_puts(&out, field);
            p += 7;
        } else if (strncmp(p, "{a}", 3) == 0 || strncmp(p, "{b}", 3) == 0) {
            const char *particular = p[1] == 'a' ? a : b;
            if (particular != NULL) buf_puts(&out, particular);
            p += 3;
        } else {
            buf_putc(&out, *p++);
        }
    }
    char *text = arena_str(arena, buf_finish(&out));
    buf_free(&out);
    return text;
}

struct flaw flaw_make(struct arena *arena, enum flaw_code code, struct flaw_place place,
                      struct str value, const char *a, const char *b) {
    BUG_IF(code <= FLAW_NONE || code >= FLAW_COUNT);
    const char *name = place.field != NULL ? place.field->name : place.head;
    enum field_mask mask = place.field != NULL ? place.field->mask : FIELD_OPEN;
    const char *shown = name != NULL && name[0] != '\0'
                            ? name
                            : arena_printf(arena, "第%u列", (unsigned)place.column);
    return (struct flaw){.code = code,
                         .row = place.row,
                         .column = place.column,
                         .field = name == NULL ? "" : arena_strdup(arena, name),
                         .value = flaw_quote(arena, value, mask),
                         .sentence = fill(arena, flaws[code].sentence, shown, a, b),
                         .suggestion = fill(arena, flaws[code].suggestion, shown, a, b)};
}

void flaw_report(const struct flaw_sink *sink, const struct flaw *f) {
    if (sink != NULL) sink->add(sink->arg, f);
}
