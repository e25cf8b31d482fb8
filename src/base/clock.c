#include "base/clock.h"

#include <time.h>

#include "base/arena.h"
#include "base/bug.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"

static struct instant machine_now(void) {
    struct timespec t;
    BUG_IF(clock_gettime(CLOCK_REALTIME, &t) != 0);
    return (struct instant){(int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000};
}

static struct instant system_now(const struct clock *c) {
    (void)c;
    return machine_now();
}

const struct clock clock_system = {system_now, NULL};

static struct instant fixed_now(const struct clock *c) {
    return ((const struct clock_fixed *)(const void *)c)->t; /* clock is its first member */
}

struct clock_fixed clock_fixed_at(struct instant t) {
    return (struct clock_fixed){{fixed_now, NULL}, t};
}

static bool parse_setting(struct str s, struct instant *set_r, struct instant *real_r) {
    struct str set;
    s = str_trim(s);
    return str_split(&s, ' ', &set) && instant_parse(set, set_r) && instant_parse(s, real_r);
}

static struct instant file_now(const struct clock *c) {
    struct instant now = machine_now(), set, real;
    struct arena *a = arena_new();
    struct str content;
    enum err e = file_read(a, c->path, 200, &content);
    if (e == OK && parse_setting(content, &set, &real))
        now.us = set.us + (now.us - real.us);
    else if (e != ERR_NOT_FOUND)
        log_event(NULL, LOG_ERROR, "clock.unreadable", "file=%s", c->path);
    arena_free(&a);
    return now;
}

struct clock clock_file(const char *path) {
    return (struct clock){file_now, path};
}

enum err clock_file_set(const char *path, struct instant t) {
    char set[INSTANT_TEXT], real[INSTANT_TEXT];
    instant_format(t, set);
    instant_format(machine_now(), real);
    struct buf b;
    buf_init(&b, 200);
    buf_printf(&b, "%s %s\n", set, real);
    enum err e = file_write(path, buf_finish(&b), 0600);
    buf_free(&b);
    return e;
}

struct instant clock_now(const struct clock *c) {
    return c->now(c);
}

struct date clock_today(const struct clock *c) {
    return date_of_instant(clock_now(c));
}

int64_t clock_ticks(void) {
    struct timespec t;
    BUG_IF(clock_gettime(CLOCK_MONOTONIC, &t) != 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
