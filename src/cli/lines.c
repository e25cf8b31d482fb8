#include "cli/lines.h"

bool lines_next(FILE *in, char *buf, size_t cap, struct str *line_r) {
    size_t n = 0;
    int c = getc(in);
    if (c == EOF) return false;
    for (; c != EOF && c != '\n'; c = getc(in))
        if (n < cap) buf[n++] = (char)c;
    if (n > 0 && n < cap && buf[n - 1] == '\r') n--;
    *line_r = (struct str){buf, n};
    return true;
}
