#include "cases/said.h"

#include <stddef.h>
#include <string.h>

#include "base/bug.h"

#define SAID_MAX (1u << 20)

/* Ascending by name, as canonical JSON wants it. */
static const struct member {
    const char *name;
    enum { TEXT, DAY, WORD, ID, FLAG } type;
    size_t at;
    enum vocab set;
} MEMBERS[] = {
    {"arrived", DAY, offsetof(struct case_act, arrived), VOCAB_COUNT},
    {"cause", TEXT, offsetof(struct case_act, cause), VOCAB_COUNT},
    {"citation", TEXT, offsetof(struct case_act, citation), VOCAB_COUNT},
    {"condition", TEXT, offsetof(struct case_act, condition), VOCAB_COUNT},
    {"day", DAY, offsetof(struct case_act, day), VOCAB_COUNT},
    {"day_evidence", ID, offsetof(struct case_act, day_evidence), VOCAB_COUNT},
    {"event", TEXT, offsetof(struct case_act, event), VOCAB_COUNT},
    {"fine", ID, offsetof(struct case_act, fine), VOCAB_COUNT},
    {"fines_person", FLAG, offsetof(struct case_act, fines_person), VOCAB_COUNT},
    {"list_type", TEXT, offsetof(struct case_act, list_type), VOCAB_COUNT},
    {"method", WORD, offsetof(struct case_act, method), VOCAB_REPAIR_METHOD},
    {"name", TEXT, offsetof(struct case_act, name), VOCAB_COUNT},
    {"pause_reason", WORD, offsetof(struct case_act, pause_reason), VOCAB_PAUSE_REASON},
    {"procedure", TEXT, offsetof(struct case_act, procedure), VOCAB_COUNT},
    {"rank", WORD, offsetof(struct case_act, rank), VOCAB_RANK},
    {"reason", TEXT, offsetof(struct case_act, reason), VOCAB_COUNT},
    {"text", TEXT, offsetof(struct case_act, text), VOCAB_COUNT},
    {"unit_id", ID, offsetof(struct case_act, unit_id), VOCAB_COUNT},
    {"until", DAY, offsetof(struct case_act, until), VOCAB_COUNT},
};

static const void *place(const struct case_act *act, const struct member *m) {
    return (const char *)act + m->at;
}

static void write_member(struct json_writer *w, const struct case_act *act,
                         const struct member *m) {
    char day[DATE_TEXT];
    const void *p = place(act, m);
    switch (m->type) {
    case TEXT:
        if (*(const char *const *)p) jw_ktext(w, m->name, *(const char *const *)p);
        return;
    case DAY:
        if (date_is_none(*(const struct date *)p)) return;
        date_format(*(const struct date *)p, day);
        jw_ktext(w, m->name, day);
        return;
    case WORD:
        if (*(const enum word *)p != W_NONE) jw_ktext(w, m->name, word_text(*(const enum word *)p));
        return;
    case ID:
        if (*(const int64_t *)p) jw_kint(w, m->name, *(const int64_t *)p);
        return;
    case FLAG:
        if (*(const bool *)p) jw_kbool(w, m->name, true);
        return;
    }
}

static void write_contents(struct json_writer *w, const struct case_act *act) {
    jw_key(w, "contents");
    jw_array(w);
    for (size_t i = 0; i < act->n_contents; i++) {
        jw_object(w);
        jw_ktext(w, "content", word_text(act->contents[i].content));
        jw_ktext(w, "text", act->contents[i].text);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void write_findings(struct json_writer *w, const struct case_act *act) {
    jw_key(w, "findings");
    jw_array(w);
    for (size_t i = 0; i < act->findings.n; i++)
        jw_text(w, word_text(act->findings.w[i]));
    jw_array_end(w);
}

static void write_papers(struct json_writer *w, const struct case_act *act) {
    jw_key(w, "papers");
    jw_array(w);
    for (size_t i = 0; i < act->n_papers; i++) {
        jw_object(w);
        jw_kint(w, "evidence", act->papers[i].evidence_id);
        jw_ktext(w, "kind", act->papers[i].kind);
        jw_object_end(w);
    }
    jw_array_end(w);
}

struct str said_write(struct ctx *ctx, const struct case_act *act) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, SAID_MAX);
    jw_init(&w, &b, true);
    jw_object(&w);
    for (size_t i = 0; i < GX_COUNT(MEMBERS); i++) {
        if (act->n_contents && i && strcmp(MEMBERS[i - 1].name, "contents") < 0 &&
            strcmp(MEMBERS[i].name, "contents") > 0)
            write_contents(&w, act);
        if (act->findings.n && i && strcmp(MEMBERS[i - 1].name, "findings") < 0 &&
            strcmp(MEMBERS[i].name, "findings") > 0)
            write_findings(&w, act);
        if (act->n_papers && i && strcmp(MEMBERS[i - 1].name, "papers") < 0 &&
            strcmp(MEMBERS[i].name, "papers") > 0)
            write_papers(&w, act);
        write_member(&w, act, &MEMBERS[i]);
    }
    jw_object_end(&w);
    struct str out = buf_finish(&b);
    BUG_IF(!out.p); /* the input table keeps every text shorter */
    struct str kept = {arena_str(ctx->arena, out), out.n};
    buf_free(&b);
    return kept;
}

/* ---- back */

static void read_member(const struct json *j, struct case_act *act, const struct member *m) {
    void *p = (char *)act + m->at;
    const char *text = json_get_text(j, m->name);
    const struct json *v = json_get(j, m->name);
    switch (m->type) {
    case TEXT:
        if (text) *(const char **)p = text;
        return;
    case DAY:
        if (text) (void)date_parse(str_of(text), (struct date *)p);
        return;
    case WORD:
        if (text) *(enum word *)p = vocab_find(m->set, str_of(text));
        return;
    case ID: (void)json_get_int(j, m->name, (int64_t *)p); return;
    case FLAG: *(bool *)p = v && v->type == JSON_BOOL && v->boolean; return;
    }
}

static void read_papers(struct ctx *ctx, const struct json *list, struct case_act *act) {
    size_t n = list ? list->count : 0;
    struct act_paper *papers = ARENA_ARRAY(ctx->arena, n + 1, struct act_paper);
    for (size_t i = 0; i < n; i++) {
        papers[i].kind = json_get_text(&list->items[i], "kind");
        (void)json_get_int(&list->items[i], "evidence", &papers[i].evidence_id);
    }
    act->papers = papers;
    act->n_papers = n;
}

static void read_findings(struct ctx *ctx, const struct json *list, struct case_act *act) {
    size_t n = list ? list->count : 0;
    enum word *w = ARENA_ARRAY(ctx->arena, n + 1, enum word);
    for (size_t i = 0; i < n; i++)
        w[i] = vocab_find(VOCAB_GUARD, list->items[i].text);
    act->findings = (struct words){w, n};
}

enum err said_read(struct ctx *ctx, struct str text, struct case_act *act) {
    const struct json *j = json_parse(ctx->arena, text, JSON_LIMITS_DEFAULT, NULL);
    if (!j || !json_get_text(j, "event")) return fail(ctx, ERR_CASE_PROPOSAL, NULL);
    for (size_t i = 0; i < GX_COUNT(MEMBERS); i++)
        read_member(j, act, &MEMBERS[i]);
    read_papers(ctx, json_get(j, "papers"), act);
    read_findings(ctx, json_get(j, "findings"), act);
    return OK;
}
