/* What is typed: options, switches, help, and what an error may repeat. */
#include "test.h"

#include "cli/commands.h"
#include "cli/option.h"

static const struct option OPTIONS[] = {
    {"data", "DIR", true, "the directory"},
    {"subject", "KIND:NUMBER", false, "who"},
    {"atomic", NULL, false, "all or nothing"},
    {0},
};
static const struct command COMMAND = {"try", "[FILE…]", "a command", OPTIONS};

struct run {
    enum option_outcome outcome;
    struct invocation in;
    char *out, *err;
    char *words[12];
};

/* Reads the words, which are parted by blanks. */
static void read_words(struct run *r, const char *line, bool data) {
    static char text[256];
    snprintf(text, sizeof text, "%s", line);
    int argc = 0;
    for (char *word = text, *next; word && *word; word = next) {
        next = strchr(word, ' ');
        if (next) *next++ = 0;
        r->words[argc++] = word;
    }
    size_t n;
    FILE *out = open_memstream(&r->out, &n), *err = open_memstream(&r->err, &n);
    r->outcome = data ? option_read_data(&COMMAND, argc, r->words, out, err, &r->in)
                      : option_read(&COMMAND, argc, r->words, out, err, &r->in);
    fclose(out);
    fclose(err);
}

static void forget(struct run *r) {
    free(r->out);
    free(r->err);
}

static void reads_words(void **state) {
    (void)state;
    static const struct {
        const char *line;
        enum option_outcome outcome;
        const char *data, *subject; /* NULL: absent */
        bool atomic, json;
        int rest;
        const char *said; /* on standard error */
    } rows[] = {
        {"--data d", OPTION_RUN, "d", NULL, false, false, 0, ""},
        {"--data=d file", OPTION_RUN, "d", NULL, false, false, 1, ""},
        {"a --data d b --atomic --json", OPTION_RUN, "d", NULL, true, true, 2, ""},
        {"--data=", OPTION_RUN, "", NULL, false, false, 0, ""},
        {"--data d -- --atomic --help", OPTION_RUN, "d", NULL, false, false, 2, ""},
        {"--data d --subject=organisation:x=y", OPTION_RUN, "d", "organisation:x=y", false, false,
         0, ""},
        {"", OPTION_WRONG, NULL, NULL, false, false, 0, "missing option: --data"},
        {"--data", OPTION_WRONG, NULL, NULL, false, false, 0, "needs a value: --data"},
        {"--data d --data e", OPTION_WRONG, NULL, NULL, false, false, 0, "given twice: --data"},
        {"--data d --atomic=1", OPTION_WRONG, NULL, NULL, false, false, 0,
         "takes no value: --atomic"},
        {"--data d --nothing", OPTION_WRONG, NULL, NULL, false, false, 0,
         "no such option: --nothing"},
        {"--data d --dat e", OPTION_WRONG, NULL, NULL, false, false, 0, "no such option: --dat"},
        {"--help", OPTION_HELPED, NULL, NULL, false, false, 0, ""},
        {"--data d x --help", OPTION_HELPED, NULL, NULL, false, false, 0, ""},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        struct run r;
        read_words(&r, rows[i].line, false);
        ROW_INT(i, r.outcome, rows[i].outcome);
        ROW(i, strstr(r.err, rows[i].said));
        ROW(i, !*rows[i].said == !*r.err);
        if (r.outcome == OPTION_RUN) {
            const char *subject = option_get(&r.in, "subject");
            ROW_TEXT(i, option_get(&r.in, "data"), rows[i].data);
            ROW(i, !subject == !rows[i].subject);
            if (subject) ROW_TEXT(i, subject, rows[i].subject);
            ROW(i, option_has(&r.in, "atomic") == rows[i].atomic && r.in.json == rows[i].json);
            ROW_INT(i, r.in.rest_count, rows[i].rest);
        }
        forget(&r);
    }
}

/* An option that was mistyped may be about a person: its value is not repeated. */
static void errors_repeat_no_value(void **state) {
    (void)state;
    static const char *const lines[] = {"--data d --subjct=natural_person:37990019900101001X",
                                        "--data d --subject=x --subject=37990019900101001X",
                                        "--data d --atomic=37990019900101001X"};
    for (size_t i = 0; i < GX_COUNT(lines); i++) {
        struct run r;
        read_words(&r, lines[i], false);
        ROW_INT(i, r.outcome, OPTION_WRONG);
        ROW(i, !strstr(r.err, "3799") && !strstr(r.out, "3799"));
        forget(&r);
    }
}

static void help_names_every_option(void **state) {
    (void)state;
    struct run r;
    read_words(&r, "--help", true);
    static const char *const wanted[] = {"gongxin try [options] [FILE…]",
                                         "--data DIR  (required)",
                                         "--subject KIND:NUMBER",
                                         "--atomic\n",
                                         "--json",
                                         "--help"};
    for (size_t i = 0; i < GX_COUNT(wanted); i++)
        ROW(i, strstr(r.out, wanted[i]));
    assert_string_equal(r.err, "");
    forget(&r);
}

static void failures_have_one_form(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct ctx ctx = {.arena = a};
    enum err e = fail_clause(&ctx, ERR_POLICY_EXPIRED, "CZ-169", NULL);
    static const struct {
        bool json;
        const char *out, *err;
    } rows[] = {{false, "", "policy.expired: "},
                {true, "{\"code\":\"policy.expired\",\"detail\":", ""}};
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        char *out, *err;
        size_t n;
        FILE *to = open_memstream(&out, &n), *bad = open_memstream(&err, &n);
        ROW_INT(i, option_fail(&ctx, rows[i].json, e, to, bad), 1);
        fclose(to);
        fclose(bad);
        ROW(i, !strncmp(out, rows[i].out, strlen(rows[i].out)) &&
                   !strncmp(err, rows[i].err, strlen(rows[i].err)));
        ROW(i, strstr(rows[i].json ? out : err, "CZ-169"));
        free(out);
        free(err);
    }
    arena_free(&a);
}

static void commands_are_found_by_their_words(void **state) {
    (void)state;
    static const struct {
        const char *first, *second, *word; /* NULL: no such command */
        int taken;
    } rows[] = {
        {"query", "x", "query", 1},
        {"policy", "check", "policy check", 2},
        {"policy", "nothing", NULL, 1},
        {"polic", "check", NULL, 1},
        {"ledger", "verify", "ledger verify", 2},
        {"verify", "ledger", NULL, 1},
        {"call", "GET", "call", 1},
        {"", "", NULL, 1},
    };
    for (size_t i = 0; i < GX_COUNT(rows); i++) {
        char first[16], second[16];
        snprintf(first, sizeof first, "%s", rows[i].first);
        snprintf(second, sizeof second, "%s", rows[i].second);
        char *argv[] = {first, second};
        int taken;
        const struct command_row *row = command_find(2, argv, &taken);
        ROW(i, !row == !rows[i].word);
        if (row) {
            ROW_TEXT(i, row->word, rows[i].word);
            ROW_INT(i, taken, rows[i].taken);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_words),
        cmocka_unit_test(errors_repeat_no_value),
        cmocka_unit_test(help_names_every_option),
        cmocka_unit_test(failures_have_one_form),
        cmocka_unit_test(commands_are_found_by_their_words),
    };
    return RUN(tests);
}
