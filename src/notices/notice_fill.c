/* From a template and values to the text that is kept. */
#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "notices/notice_row.h"

#define TEXT_MAX (256u << 10)

const char *notice_fill_line(struct ctx *ctx, const char *line, const char *const *values,
                             bool *used) {
    struct str rest = str_of(line), literal, key;
    struct buf b;
    bool whole = true;
    buf_init(&b, TEXT_MAX);
    while (whole && policy_text_next(&rest, &literal, &key)) {
        buf_putstr(&b, literal);
        if (!key.p) continue;
        enum word w = vocab_find(VOCAB_NOTICE_KEY, key);
        whole = values[w] && *values[w];
        if (whole) buf_puts(&b, values[w]);
    }
    struct str text = buf_finish(&b);
    const char *filled = whole && text.p ? arena_str(ctx->arena, text) : NULL;
    buf_free(&b);
    rest = str_of(line);
    while (filled && used && policy_text_next(&rest, &literal, &key))
        if (key.p) used[vocab_find(VOCAB_NOTICE_KEY, key)] = true;
    return filled;
}

static enum err check_needs(struct ctx *ctx, const struct policy_notice *t, const bool *used) {
    for (size_t i = 0; i < t->needs.n; i++) {
        enum word w = t->needs.w[i];
        if (used[w]) continue;
        enum err e = fail_clause(ctx, ERR_NOTICE_VALUE, t->basis.clause, "%s缺少%s", t->title,
                                 word_chinese(w));
        ctx->failure.field = word_text(w);
        return e;
    }
    return OK;
}

static void put_remedies(struct ctx *ctx, struct json_writer *w, const struct policy *p,
                         const char *const *values, struct date day) {
    const struct policy_value *next = policy_get(p, PARAM_OBJECTION_NEXT, NULL, day);
    for (size_t i = 0; next->known && i < next->words.n; i++) {
        const struct policy_remedy *r = policy_remedy(p, next->words.w[i]);
        /* Higher law may add a remedy that the pack has no sentence for. */
        const char *text =
            r ? notice_fill_line(ctx, r->text, values, NULL)
              : arena_printf(ctx->arena, "您可以依法%s。", word_chinese(next->words.w[i]));
        if (text) jw_text(w, text);
    }
}

enum err notice_fill(struct ctx *ctx, const struct policy *p, const struct policy_notice *t,
                     const char *const *values, bool remedies, bool interim, struct date day,
                     struct str *text_r) {
    bool used[W_COUNT] = {false};
    struct buf b;
    struct json_writer w;
    buf_init(&b, TEXT_MAX);
    jw_init(&w, &b, true);
    jw_object(&w);
    jw_ktext(&w, "addressee", values[W_NOTICE_KEY_ADDRESSEE]);
    jw_key(&w, "body");
    jw_array(&w);
    for (size_t i = 0; i < t->nbody; i++) {
        const char *line = notice_fill_line(ctx, t->body[i], values, used);
        if (line) jw_text(&w, line);
    }
    jw_array_end(&w);
    char text[DATE_TEXT];
    date_format(day, text);
    jw_ktext(&w, "day", text);
    jw_ktext(&w, "interim",
             interim ? notice_fill_line(ctx, p->notice_interim.text, values, NULL) : NULL);
    jw_ktext(&w, "number", values[W_NOTICE_KEY_NUMBER]);
    jw_key(&w, "remedies");
    jw_array(&w);
    if (remedies && !used[W_NOTICE_KEY_REMEDIES]) put_remedies(ctx, &w, p, values, day);
    jw_array_end(&w);
    jw_ktext(&w, "signer", values[W_NOTICE_KEY_SIGNER]);
    jw_ktext(&w, "title", t->title);
    jw_object_end(&w);
    struct str done = buf_finish(&b);
    if (done.p) *text_r = (struct str){arena_str(ctx->arena, done), done.n};
    buf_free(&b);
    if (!done.p) return fail(ctx, ERR_NO_MEMORY_LIMIT, "告知文书过长");
    return check_needs(ctx, t, used);
}
