#include "notices/notice_pdf.h"

#include "base/bug.h"
#include "base/json.h"
#include "notices/render.h"

static void texts(struct json_writer *w, const char *name, const char *const *list, size_t n) {
    jw_key(w, name);
    jw_array(w);
    for (size_t i = 0; i < n; i++)
        jw_text(w, list[i]);
    jw_array_end(w);
}

static void write(struct json_writer *w, const struct notice *n, const struct notice_text *t,
                  const char *commitment) {
    char day[DATE_TEXT];
    date_format(n->day, day);
    jw_object(w);
    jw_ktext(w, "addressee", t->addressee);
    jw_kint(w, "at", n->at.us);
    texts(w, "body", t->body, t->n_body);
    jw_ktext(w, "commitment", commitment);
    jw_ktext(w, "day", day);
    jw_kbool(w, "destroyed", n->destroyed);
    jw_ktext(w, "interim", t->interim);
    jw_ktext(w, "number", n->number);
    jw_ktext(w, "paper", "notice");
    texts(w, "remedies", t->remedies, t->n_remedies);
    jw_ktext(w, "signer", t->signer);
    jw_ktext(w, "title", n->title);
    jw_object_end(w);
}

enum err notice_pdf(struct ctx *ctx, const struct notice *n, struct str *pdf_r) {
    struct notice_text t = {0};
    struct buf hex, b;
    struct json_writer w;
    enum err e = n->destroyed ? OK : notice_open_text(ctx, n, &t);
    if (e != OK) return e;
    buf_init(&hex, 256);
    buf_hex(&hex, n->commitment.b, sizeof n->commitment.b);
    buf_init(&b, 1u << 20);
    jw_init(&w, &b, true);
    write(&w, n, &t, buf_finish(&hex).p);
    struct str data = buf_finish(&b);
    BUG_IF(!data.p);
    e = render_pdf(ctx, data, pdf_r);
    buf_free(&b);
    buf_free(&hex);
    return e;
}
