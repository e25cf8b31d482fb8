#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/num.h"
#include "cli/commands.h"
#include "disclosure/shown.h"
#include "disclosure/denied.h"

int cmd_query(struct console *run);

static const struct option options[] = {
    CONSOLE_AS_OPTIONS,
    {"subject", "KIND:NUMBER|KIND:-", true,
     "organisation, individual_business or natural_person, and the number; - reads it from "
     "standard input, which a person's number needs outside directories for tests"},
    {"document", "TYPE", false, "uscc, resident, passport …; the usual one of the kind without it"},
    {"purpose", "TEXT", true, "what the query is for"},
    {"authorisation", "ID", false, "the subject's authorisation it rests on"},
    {"scene", "ID", false, "use scene; where the pack lists scenes its last one without it"},
    {0},
};
static const struct command command = {"query", "", "ask about a subject; logged before it answers",
                                       options};

/* KIND:NUMBER; a person's number never comes as an argument outside directories for tests. */
static enum err read_subject(struct console *run, const char *text, struct query_subject *s) {
    struct ctx *ctx = run->ctx;
    struct str rest = str_of(text), kind;
    if (!str_split(&rest, ':', &kind) || !rest.n)
        return fail_field(ctx, ERR_USAGE, "subject", "KIND:NUMBER", NULL);
    s->kind = vocab_find(VOCAB_SUBJECT, kind);
    if (s->kind == W_NONE) return fail_field(ctx, ERR_USAGE, "subject", "KIND:NUMBER", NULL);
    if (!str_is(rest, "-")) {
        bool person =
            s->kind == W_SUBJECT_PERSON || (s->document && strcmp(s->document, "uscc") != 0 &&
                                            strcmp(s->document, "org_code") != 0);
        if (person && !run->app->test_clock)
            return fail_field(ctx, ERR_PERSON_NUMBER_ARGUMENT, "subject", "KIND:-", NULL);
        s->number = arena_str(ctx->arena, rest);
        return OK;
    }
    char line[256];
    if (!fgets(line, sizeof line, run->in))
        return fail_field(ctx, ERR_INPUT_MISSING, "subject", "required", "标准输入中没有证件号码");
    s->number = arena_str(ctx->arena, str_trim(str_of(line)));
    return OK;
}

static void print_text(FILE *out, const struct query_answer *a) {
    fprintf(out, "查询编号 %lld\n", (long long)a->look_id);
    if (a->name) fprintf(out, "信用主体 %s\n", a->name);
    if (!a->n_records) fprintf(out, "没有可以提供的信息\n");
    for (size_t i = 0; i < a->n_records; i++) {
        const struct shown_record *r = &a->records[i];
        fprintf(out, "\n%s  %s  %s  %s（%s）\n", r->item->item->name, r->provider,
                r->record->facts.doc_no, record_state_name(r->record->state), r->decision.clause);
        for (size_t k = 0; k < r->n_marks; k++)
            fprintf(out, "  【%s】\n", record_mark_name(r->marks[k].kind));
        for (size_t k = 0; k < r->n_fields; k++)
            if (r->fields[k].text)
                fprintf(out, "  %s：%s\n", r->fields[k].field->name, r->fields[k].text);
    }
}

static enum err print(struct console *run, bool json, const struct query_answer *a) {
    if (!json) {
        print_text(run->out, a);
        return OK;
    }
    struct buf b;
    struct json_writer w;
    buf_init(&b, 64u << 20);
    jw_init(&w, &b, false);
    shown_write(run->ctx, a, &w);
    struct str text = buf_finish(&b);
    if (text.p) fprintf(run->out, "%s\n", text.p);
    buf_free(&b);
    return text.p ? OK : fail(run->ctx, ERR_NO_MEMORY_LIMIT, NULL);
}

static enum err ask(struct console *run, const struct invocation *in, struct query_answer *answer) {
    struct ctx *ctx = run->ctx;
    struct query q = {
        .route = "console.query",
        .purpose = option_get(in, "purpose"),
        .scene = option_get(in, "scene"),
        .scene_by_default = true,
    };
    q.subject.document = option_get(in, "document");
    enum err e = console_act_as(run, in);
    if (e != OK) return e;
    e = actor_may(ctx, PERM_QUERY);
    if (e == ERR_FORBIDDEN) {
        enum err kept = denied_attempt(ctx, q.route, e);
        return kept == OK ? e : kept;
    }
    if (e == OK) e = read_subject(run, option_get(in, "subject"), &q.subject);
    const char *id = option_get(in, "authorisation");
    if (e == OK && id && !num_i64(str_of(id), 1, INT64_MAX, &q.subject.authorisation_id))
        e = fail_field(ctx, ERR_USAGE, "authorisation", "id", NULL);
    return e == OK ? query_one(ctx, &q, answer) : e;
}

int cmd_query(struct console *run) {
    struct invocation in;
    switch (console_options(run, &command, &in)) {
    case OPTION_HELPED: return 0;
    case OPTION_WRONG: return 2;
    case OPTION_RUN: break;
    }
    struct query_answer answer;
    enum err e = ask(run, &in, &answer);
    if (e == OK) e = print(run, in.json, &answer);
    return e == OK ? 0 : console_fail(run, &in, e);
}
