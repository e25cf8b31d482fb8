#include "cli/option.h"

#include <stdio.h>
#include <string.h>

#include "base/bug.h"
#include "base/json.h"

static void help(const struct command *c, bool data, FILE *out) {
    fprintf(out, "gongxin %s%s%s%s\n  %s\n", c->name,
            data || (c->options && c->options->name) ? " [options]" : "", *c->arguments ? " " : "",
            c->arguments, c->summary);
    if (data) fprintf(out, "  --data DIR  (required)\n        the data directory\n");
    for (const struct option *o = c->options; o && o->name; o++)
        fprintf(out, "  --%s%s%s%s\n        %s\n", o->name, o->value ? " " : "",
                o->value ? o->value : "", o->required ? "  (required)" : "", o->help);
    fprintf(out, "  --json\n        answer as JSON\n  --help\n        this text\n");
}

static int find(const struct command *c, struct str name) {
    int i = 0;
    for (const struct option *o = c->options; o && o->name; o++, i++)
        if (str_is(name, o->name)) return i;
    return -1;
}

/* Names the option, never its value: that may be about a person. */
static enum option_outcome wrong(const struct command *c, FILE *err, const char *what,
                                 const char *which) {
    fprintf(err, "gongxin %s: %s%.*s (--help)\n", c->name, what, (int)strcspn(which, "="), which);
    return OPTION_WRONG;
}

/* One "--name" or "--name=value"; *i moves past a value taken from the next argument. */
static enum option_outcome read_one(const struct command *c, int argc, char **argv, int *i,
                                    FILE *err, struct invocation *in) {
    struct str name = str_of(argv[*i] + 2), value = {0};
    size_t equals = str_find(name, '=');
    if (equals != SIZE_MAX) {
        value = (struct str){name.p + equals + 1, name.n - equals - 1};
        name.n = equals;
    }
    if (str_is(name, "json") && !value.p) {
        in->json = true;
        return OPTION_RUN;
    }
    int which = find(c, name);
    if (which < 0) return wrong(c, err, "no such option: ", argv[*i]);
    if (in->values[which]) return wrong(c, err, "option given twice: ", argv[*i]);
    if (!c->options[which].value) {
        if (value.p) return wrong(c, err, "option takes no value: ", argv[*i]);
        in->values[which] = "";
    } else if (value.p) {
        in->values[which] = value.p;
    } else if (*i + 1 < argc) {
        in->values[which] = argv[++*i];
    } else {
        return wrong(c, err, "option needs a value: ", argv[*i]);
    }
    return OPTION_RUN;
}

static enum option_outcome read_words(const struct command *c, bool data, int argc, char **argv,
                                      FILE *out, FILE *err, struct invocation *in) {
    int declared = 0;
    for (const struct option *o = c->options; o && o->name; o++)
        declared++;
    BUG_IF((size_t)declared > GX_COUNT(in->values));
    *in = (struct invocation){.command = c, .rest = (const char *const *)argv};
    for (int i = 0; i < argc; i++)
        if (!strcmp(argv[i], "--")) {
            break;
        } else if (!strcmp(argv[i], "--help")) {
            help(c, data, out);
            return OPTION_HELPED;
        }
    bool ended = false;
    int kept = 0;
    for (int i = 0; i < argc; i++) {
        if (!ended && !strcmp(argv[i], "--")) {
            ended = true;
        } else if (!ended && !strncmp(argv[i], "--", 2)) {
            enum option_outcome o = read_one(c, argc, argv, &i, err, in);
            if (o != OPTION_RUN) return o;
        } else {
            argv[kept++] = argv[i];
        }
    }
    in->rest_count = kept;
    for (int i = 0; i < declared; i++)
        if (c->options[i].required && !in->values[i])
            return wrong(c, err, "missing option: --", c->options[i].name);
    return OPTION_RUN;
}

enum option_outcome option_read(const struct command *c, int argc, char **argv, FILE *out,
                                FILE *err, struct invocation *in) {
    return read_words(c, false, argc, argv, out, err, in);
}

enum option_outcome option_read_data(const struct command *c, int argc, char **argv, FILE *out,
                                     FILE *err, struct invocation *in) {
    return read_words(c, true, argc, argv, out, err, in);
}

const char *option_get(const struct invocation *in, const char *name) {
    int which = find(in->command, str_of(name));
    BUG_IF(which < 0);
    return in->values[which];
}

bool option_has(const struct invocation *in, const char *name) {
    return option_get(in, name) != NULL;
}

int option_fail(const struct ctx *ctx, bool json, enum err e, FILE *out, FILE *err) {
    const struct failure *f = &ctx->failure;
    const char *detail = f->code == e && f->detail ? f->detail : err_text(e);
    if (!json) {
        fprintf(err, "%s: %s%s%s%s\n", err_code(e), detail, f->clause ? "（" : "",
                f->clause ? f->clause : "", f->clause ? "）" : "");
        return err_exit(e);
    }
    struct buf b;
    buf_init(&b, 64 << 10);
    struct json_writer w;
    jw_init(&w, &b, false);
    jw_object(&w);
    jw_ktext(&w, "code", err_code(e));
    jw_ktext(&w, "detail", detail);
    if (f->field) jw_ktext(&w, "field", f->field);
    if (f->rule) jw_ktext(&w, "rule", f->rule);
    if (f->clause) jw_ktext(&w, "clause", f->clause);
    jw_object_end(&w);
    struct str line = buf_finish(&b);
    if (line.p) fprintf(out, "%s\n", line.p);
    buf_free(&b);
    return err_exit(e);
}
