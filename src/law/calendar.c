#include "law/calendar.h"

#include <string.h>

#include "base/bug.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/num.h"
#include "base/utf8.h"

enum { YEAR_MIN = 1950, YEAR_MAX = 2199, NAME_MAX_CHARS = 40 };

static const char HEADER[] = "date,kind,name,year_notice";

/* The days off that 全国年节及纪念日放假办法 gives everybody. Each yearly notice arranges all of
 * them, so a notice without one of them is a file cut short. */
static const char *const FESTIVALS[] = {"元旦",   "春节",   "清明节", "劳动节",
                                        "端午节", "中秋节", "国庆节"};

struct row {
    struct date date;
    bool work;
    const char *name;
    int notice;
    int line; /* in the file */
};

/* One entry a day from 1 January of the first year to 31 December of the last. */
struct calendar {
    int first_year, last_year;
    struct date first;
    int32_t days;
    const uint8_t *kind;   /* enum day_kind of each day */
    const int32_t *worked; /* worked[i]: working days among the first i days; days + 1 entries */
    const struct row *rows;
    size_t row_count;
    char edition[sizeof "sha256:" + 2 * DIGEST_BYTES];
};

/* ---- reading ---- */

struct reader {
    struct arena *arena;
    struct faults *faults;
    const char *file;
    int line;
    struct str text; /* of the line */
    struct row *rows;
    size_t count;
};

static bool is_weekend(struct date d) {
    return date_weekday(d) >= 6;
}

static int year_of(struct date d) {
    return date_split(d).year;
}

/* Where in the line a field begins, in characters. */
static int column_of(const struct reader *r, struct str field) {
    return 1 + (int)utf8_count((struct str){r->text.p, (size_t)(field.p - r->text.p)});
}

static bool read_name(struct reader *r, struct str field, struct row *row) {
    bool clean = field.n > 0 && utf8_count(field) <= NAME_MAX_CHARS &&
                 str_eq(field, str_trim(field)) && str_find(field, '"') == SIZE_MAX;
    for (size_t i = 0; clean && i < field.n; i++)
        clean = (unsigned char)field.p[i] >= 0x20 && field.p[i] != 0x7f;
    if (!clean) {
        faults_add(r->faults, r->file, r->line, column_of(r, field), "name.invalid",
                   "节日名称应为1至%d个字，前后无空格，不含引号", NAME_MAX_CHARS);
        return false;
    }
    const struct row *last = r->count > 0 ? &r->rows[r->count - 1] : NULL;
    bool same = last != NULL && str_is(field, last->name);
    row->name = same ? last->name : arena_str(r->arena, field);
    return true;
}

/* A notice rules the days of its own year and, when the New Year's break needs it, the last ones
 * of the December before. */
static bool notice_may_rule(int notice, struct date d) {
    struct date_ymd day = date_split(d);
    return day.year == notice || (day.year == notice - 1 && day.month == 12);
}

static bool read_fields(struct reader *r, const struct str field[4], struct row *row) {
    bool good = true;
    if (!date_parse(field[0], &row->date)) {
        faults_add(r->faults, r->file, r->line, column_of(r, field[0]), "date.invalid",
                   "日期不存在或写法不对，应如 2026-01-01");
        good = false;
    }
    row->work = str_is(field[1], "workday");
    if (!row->work && !str_is(field[1], "holiday")) {
        faults_add(r->faults, r->file, r->line, column_of(r, field[1]), "kind.unknown",
                   "类别应为 holiday（放假）或 workday（调休上班）");
        good = false;
    }
    good &= read_name(r, field[2], row);
    int64_t notice;
    if (!num_i64(field[3], YEAR_MIN, YEAR_MAX, &notice)) {
        faults_add(r->faults, r->file, r->line, column_of(r, field[3]), "year.invalid",
                   "通知年度应为%d至%d的四位年份", YEAR_MIN, YEAR_MAX);
        good = false;
    } else {
        row->notice = (int)notice;
    }
    if (!good) return false;

    if (!notice_may_rule(row->notice, row->date)) {
        faults_add(r->faults, r->file, r->line, column_of(r, field[3]), "year.not_its_own",
                   "%d年的通知只能安排当年和上一年12月的日子", row->notice);
        good = false;
    }
    if (row->work && !is_weekend(row->date)) {
        faults_add(r->faults, r->file, r->line, column_of(r, field[1]), "workday.on_weekday",
                   "该日不是周六或周日，本来就上班，不能列为调休上班");
        good = false;
    }
    return good;
}

static void read_row(struct reader *r) {
    struct str field[4], rest = r->text, part;
    size_t n = 0;
    for (; str_split(&rest, ',', &part); n++)
        if (n < 4) field[n] = part;
    if (n != 4) {
        faults_add(r->faults, r->file, r->line, 1, "row.fields", "应有4栏（%s），这一行有%zu栏",
                   HEADER, n);
        return;
    }
    struct row row = {.line = r->line};
    if (!read_fields(r, field, &row)) return;
    if (r->count > 0) {
        int order = date_cmp(r->rows[r->count - 1].date, row.date);
        if (order >= 0) {
            faults_add(r->faults, r->file, r->line, 1, order == 0 ? "row.duplicate" : "row.order",
                       order == 0 ? "该日与上一行重复" : "日期应按先后排列，该日早于上一行");
            return;
        }
    }
    r->rows[r->count++] = row;
}

static bool read_lines(struct reader *r, struct str text) {
    size_t bad;
    if (str_starts(text, "\xef\xbb\xbf")) text = (struct str){text.p + 3, text.n - 3};
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    r->rows = ARENA_ARRAY(r->arena, lines, struct row);
    bool header = false;
    while (str_split(&text, '\n', &r->text)) {
        if (text.p == NULL && r->text.n == 0) break; /* after the last line's end */
        r->line++;
        if (str_ends(r->text, "\r")) r->text.n--;
        if (!utf8_valid(r->text, &bad)) {
            struct str good = {r->text.p, bad};
            faults_add(r->faults, r->file, r->line, 1 + (int)utf8_count(good), "encoding",
                       "不是 UTF-8 文字");
            continue;
        }
        if (r->line == 1) {
            header = str_is(r->text, HEADER);
            if (!header) faults_add(r->faults, r->file, 1, 1, "header", "第一行应为 %s", HEADER);
        } else if (r->text.n == 0) {
            faults_add(r->faults, r->file, r->line, 1, "row.blank", "不应有空行");
        } else {
            read_row(r);
        }
    }
    if (r->line == 0) faults_add(r->faults, r->file, 0, 0, "file.empty", "文件是空的");
    return header;
}

/* Each notice is whole, and no year is left out. */
static void check_notices(struct reader *r, int *first_r, int *last_r) {
    enum { YEARS = YEAR_MAX - YEAR_MIN + 1, ALL = (1 << GX_COUNT(FESTIVALS)) - 1 };
    uint8_t festivals[YEARS] = {0};
    int line[YEARS] = {0};
    int first = YEAR_MAX, last = YEAR_MIN;
    for (size_t i = 0; i < r->count; i++) {
        const struct row *row = &r->rows[i];
        int y = row->notice - YEAR_MIN;
        line[y] = row->line;
        for (size_t f = 0; !row->work && f < GX_COUNT(FESTIVALS); f++)
            if (strstr(row->name, FESTIVALS[f]) != NULL) festivals[y] |= (uint8_t)(1u << f);
        if (row->notice < first) first = row->notice;
        if (row->notice > last) last = row->notice;
    }
    for (int year = first; year <= last; year++) {
        int y = year - YEAR_MIN;
        if (line[y] == 0) {
            faults_add(r->faults, r->file, 0, 0, "year.gap",
                       "缺少%d年的放假安排，年度之间不能有空缺", year);
            continue;
        }
        for (size_t f = 0; festivals[y] != ALL && f < GX_COUNT(FESTIVALS); f++)
            if ((festivals[y] & 1u << f) == 0)
                faults_add(r->faults, r->file, line[y], 1, "festival.missing",
                           "%d年的放假安排中没有%s，内容不完整", year, FESTIVALS[f]);
    }
    *first_r = first;
    *last_r = last;
}

/* ---- the table ---- */

static void lay_out_days(struct calendar *c, struct arena *a) {
    c->first = date_make(c->first_year, 1, 1);
    c->days = date_make(c->last_year, 12, 31).day - c->first.day + 1;
    uint8_t *kind = arena_alloc(a, (size_t)c->days);
    for (int32_t i = 0; i < c->days; i++)
        kind[i] = is_weekend(date_add_days(c->first, i)) ? DAY_WEEKEND : DAY_WORK;
    for (size_t i = 0; i < c->row_count; i++) {
        int64_t at = (int64_t)c->rows[i].date.day - c->first.day;
        if (at >= 0 && at < c->days) kind[at] = c->rows[i].work ? DAY_MADE_UP : DAY_HOLIDAY;
    }
    int32_t *worked = ARENA_ARRAY(a, (size_t)c->days + 1, int32_t);
    for (int32_t i = 0; i < c->days; i++)
        worked[i + 1] = worked[i] + day_kind_works((enum day_kind)kind[i]);
    c->kind = kind;
    c->worked = worked;
}

static void name_edition(struct calendar *c) {
    struct buf text;
    buf_init(&text, 2 * CALENDAR_FILE_MAX);
    calendar_write(c, &text);
    struct digest digest = crypto_digest(SUITE_INTL, text.p, text.n);
    buf_reset(&text);
    buf_puts(&text, "sha256:");
    buf_hex(&text, digest.b, sizeof digest.b);
    struct str edition = buf_finish(&text);
    BUG_IF(edition.n != sizeof c->edition - 1);
    memcpy(c->edition, edition.p, sizeof c->edition);
    buf_free(&text);
}

const struct calendar *calendar_parse(struct arena *a, const char *name, struct str text,
                                      struct faults *faults) {
    size_t faults_before = faults->count;
    struct reader r = {.arena = a, .faults = faults, .file = name};
    if (text.n > CALENDAR_FILE_MAX) {
        faults_add(faults, name, 0, 0, "file.too_large", "文件过大");
        return NULL;
    }
    bool header = read_lines(&r, text);
    struct calendar *c = ARENA_NEW(a, struct calendar);
    if (r.count > 0) check_notices(&r, &c->first_year, &c->last_year);
    if (header && r.count == 0)
        faults_add(faults, name, 0, 0, "file.empty", "没有任何一年的放假安排");
    if (faults->count > faults_before) return NULL;

    c->rows = r.rows;
    c->row_count = r.count;
    lay_out_days(c, a);
    name_edition(c);
    return c;
}

const struct calendar *calendar_load(struct arena *a, const char *path, struct faults *faults) {
    struct str text;
    enum err e = file_read(a, path, CALENDAR_FILE_MAX, &text);
    if (e != OK) {
        faults_add(faults, path, 0, 0, "file.unreadable", "%s", err_text(e));
        return NULL;
    }
    return calendar_parse(a, path, text, faults);
}

void calendar_write(const struct calendar *c, struct buf *out) {
    buf_printf(out, "%s\n", HEADER);
    for (size_t i = 0; i < c->row_count; i++) {
        char day[DATE_TEXT];
        date_format(c->rows[i].date, day);
        buf_printf(out, "%s,%s,%s,%d\n", day, c->rows[i].work ? "workday" : "holiday",
                   c->rows[i].name, c->rows[i].notice);
    }
}

const char *calendar_edition(const struct calendar *c) {
    return c->edition;
}

int calendar_first_year(const struct calendar *c) {
    return c->first_year;
}

int calendar_last_year(const struct calendar *c) {
    return c->last_year;
}

bool calendar_year_is_final(const struct calendar *c, int year) {
    return year >= c->first_year && year < c->last_year;
}

/* ---- answers ---- */

bool day_kind_works(enum day_kind kind) {
    return kind == DAY_WORK || kind == DAY_MADE_UP;
}

/* Place of a day in the table; outside it 0 <= place < days does not hold. */
static int64_t place_of(const struct calendar *c, struct date d) {
    BUG_IF(date_is_none(d));
    return (int64_t)d.day - c->first.day;
}

static bool is_known(const struct calendar *c, int64_t place) {
    return place >= 0 && place < c->days;
}

/* The year whose notice may still change one of the days from `from` to `to`. */
static int provisional_between(const struct calendar *c, struct date from, struct date to) {
    struct date begin = date_make(c->last_year, 12, CALENDAR_PROVISIONAL_DAY);
    return date_cmp(to, begin) >= 0 && year_of(from) <= c->last_year ? c->last_year + 1 : 0;
}

static const char *name_of(const struct calendar *c, struct date d) {
    size_t low = 0, high = c->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = date_cmp(c->rows[middle].date, d);
        if (order == 0) return c->rows[middle].name;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct calendar_day calendar_day(const struct calendar *c, struct date d) {
    int64_t place = place_of(c, d);
    if (!is_known(c, place)) return (struct calendar_day){.missing_year = year_of(d)};
    enum day_kind kind = (enum day_kind)c->kind[place];
    bool listed = kind == DAY_HOLIDAY || kind == DAY_MADE_UP;
    return (struct calendar_day){.provisional_year = provisional_between(c, d, d),
                                 .kind = kind,
                                 .name = listed ? name_of(c, d) : NULL};
}

/* The working day before which `before` working days of the table lie; asked only when it exists. */
static struct date workday_at(const struct calendar *c, int32_t before) {
    int32_t low = 0, high = c->days - 1;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (c->worked[middle + 1] > before)
            high = middle;
        else
            low = middle + 1;
    }
    return date_add_days(c->first, low);
}

struct calendar_date calendar_add(const struct calendar *c, struct date d, struct workdays n) {
    if (n.n == 0) return (struct calendar_date){.date = d};
    int step = n.n > 0 ? 1 : -1;
    int64_t begin = place_of(c, d) + step;
    struct date first = date_add_days(d, step);
    if (!is_known(c, begin)) return (struct calendar_date){.missing_year = year_of(first)};
    int64_t before =
        step > 0 ? (int64_t)c->worked[begin] + n.n - 1 : (int64_t)c->worked[begin + 1] + n.n;
    if (before < 0) return (struct calendar_date){.missing_year = c->first_year - 1};
    if (before >= c->worked[c->days])
        return (struct calendar_date){.missing_year = c->last_year + 1};
    struct date last = workday_at(c, (int32_t)before);
    return (struct calendar_date){.provisional_year = step > 0
                                                          ? provisional_between(c, first, last)
                                                          : provisional_between(c, last, first),
                                  .date = last};
}

struct calendar_count calendar_count(const struct calendar *c, struct date after,
                                     struct date upto) {
    if (date_cmp(upto, after) < 0) {
        struct calendar_count back = calendar_count(c, upto, after);
        back.days.n = -back.days.n;
        return back;
    }
    if (date_cmp(upto, after) == 0) return (struct calendar_count){0};
    struct date first = date_add_days(after, 1);
    int64_t begin = place_of(c, first), end = place_of(c, upto);
    if (!is_known(c, begin)) return (struct calendar_count){.missing_year = year_of(first)};
    if (!is_known(c, end)) return (struct calendar_count){.missing_year = c->last_year + 1};
    return (struct calendar_count){.provisional_year = provisional_between(c, first, upto),
                                   .days = {c->worked[end + 1] - c->worked[begin]}};
}

struct calendar_date calendar_next_workday(const struct calendar *c, struct date d) {
    return calendar_add(c, date_add_days(d, -1), (struct workdays){1});
}
