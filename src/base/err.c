#include "base/err.h"

#include "base/bug.h"

static const struct {
    const char *code, *text;
    int http, exit;
} errors[ERR_COUNT] = {
    [OK] = {"ok", "成功", 200, 0},
#define ERROR(symbol, code, http, exit, text) [symbol] = {code, text, http, exit},
#include "base/errors.def"
#undef ERROR
};

static enum err known(enum err e) {
    BUG_IF((int)e < 0 || e >= ERR_COUNT);
    return e;
}

const char *err_code(enum err e) {
    return errors[known(e)].code;
}

const char *err_text(enum err e) {
    return errors[known(e)].text;
}

int err_http(enum err e) {
    return errors[known(e)].http;
}

int err_exit(enum err e) {
    return errors[known(e)].exit;
}
