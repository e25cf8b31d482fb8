/* Any bytes as a calendar: it has faults or is a calendar, never both; a calendar written is the
 * same edition when read; sums and counts undo each other. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"
#include "law/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(struct arena *a, const struct calendar *c) {
    struct buf out;
    buf_init(&out, 2 * CALENDAR_FILE_MAX);
    calendar_write(c, &out);
    struct faults faults;
    faults_init(&faults, a);
    const struct calendar *again = calendar_parse(a, "again", buf_finish(&out), &faults);
    BUG_IF(again == NULL || strcmp(calendar_edition(again), calendar_edition(c)) != 0);
    buf_free(&out);
}

static void check_sums(const struct calendar *c) {
    int first = calendar_first_year(c), last = calendar_last_year(c);
    struct date d = date_make(first, 1, 1), end = date_make(last, 12, 31);
    for (; date_cmp(d, end) <= 0; d = date_add_days(d, 13)) {
        BUG_IF(calendar_day(c, d).missing_year != 0);
        for (int n = -40; n <= 40; n += 5) {
            struct calendar_date sum = calendar_add(c, d, (struct workdays){n});
            if (sum.missing_year != 0) {
                BUG_IF(sum.missing_year >= first && sum.missing_year <= last);
                continue;
            }
            struct calendar_count count = calendar_count(c, d, sum.date);
            BUG_IF(n >= 0 && (count.missing_year != 0 || count.days.n != n));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 1 << 16) return 0;
    struct arena *a = arena_new();
    struct faults faults;
    faults_init(&faults, a);
    const struct calendar *c =
        calendar_parse(a, "fuzz.csv", (struct str){(const char *)data, size}, &faults);
    BUG_IF((c == NULL) != (faults.count > 0));
    struct buf out;
    buf_init(&out, 64 << 20);
    faults_print(&faults, &out);
    BUG_IF(!utf8_valid(buf_finish(&out), NULL));
    buf_free(&out);
    if (c != NULL) {
        check_again(a, c);
        check_sums(c);
    }
    arena_free(&a);
    return 0;
}
