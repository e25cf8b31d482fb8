/* The derivation of a due date in Chinese. */
#include "law/limit.h"

#include <string.h>

struct text {
    struct buf *out;
    int year; /* named last: days of the same year are written without it */
};

static void put_weekday(struct buf *out, struct date d) {
    static const char *const names[] = {"一", "二", "三", "四", "五", "六", "日"};
    buf_printf(out, "周%s", names[date_weekday(d) - 1]);
}

/* 2020-09-25（周五） */
static void put_full_day(struct text *t, struct date d) {
    char iso[DATE_TEXT];
    date_format(d, iso);
    t->year = date_split(d).year;
    buf_printf(t->out, "%s（", iso);
    put_weekday(t->out, d);
    buf_puts(t->out, "）");
}

/* 9月26日, with the year when it is another one than before */
static void put_day(struct text *t, struct date d) {
    struct date_ymd day = date_split(d);
    if (day.year != t->year) buf_printf(t->out, "%d年", day.year);
    t->year = day.year;
    buf_printf(t->out, "%d月%d日", day.month, day.day);
}

static void put_days(struct text *t, const struct run *r) {
    put_day(t, r->from);
    if (date_is_none(r->to)) {
        buf_puts(t->out, "起");
    } else if (date_cmp(r->from, r->to) != 0) {
        buf_puts(t->out, "至");
        put_day(t, r->to);
    }
}

static void put_clauses(struct buf *out, const struct limit *rule, const char *before) {
    for (size_t i = 0; i < rule->clause_count; i++)
        buf_printf(out, "%s%s", i == 0 ? before : "、", rule->clauses[i]);
}

static void put_amount(struct buf *out, const struct limit *rule) {
    buf_printf(out, "%d%s", (int)rule->amount, limit_unit_text(rule->unit));
}

/* 自2020-09-25（周五）收到异议申请之日起3个工作日（核查并答复，依据HH-52）。 */
static void put_rule(struct text *t, const struct due *due) {
    const struct limit *rule = due->rule;
    buf_puts(t->out, "自");
    put_full_day(t, due->start);
    if (rule->event != NULL)
        buf_printf(t->out, "%s%s", rule->event, str_ends(str_of(rule->event), "日") ? "" : "之日");
    buf_puts(t->out, "起");
    put_amount(t->out, rule);
    if (rule->name != NULL || rule->clause_count > 0) {
        buf_puts(t->out, "（");
        if (rule->name != NULL) buf_puts(t->out, rule->name);
        put_clauses(t->out, rule, rule->name != NULL ? "，依据" : "依据");
        buf_puts(t->out, "）");
    }
    buf_puts(t->out, "。");
}

static void put_rest_days(struct text *t, const struct run *r) {
    if (run_days(r) == 1)
        put_weekday(t->out, r->from);
    else
        buf_puts(t->out, "周末");
}

/* 9月26日（周六）不计 … 9月28日至9月29日计为第2至3日. `counted` is the number of days before. */
static void put_run(struct text *t, const struct run *r, int32_t counted) {
    put_days(t, r);
    switch (r->kind) {
    case RUN_COUNTED: break;
    case RUN_MADE_UP:
        buf_puts(t->out, "（");
        put_rest_days(t, r);
        buf_printf(t->out, "，%s调休上班）", r->name);
        break;
    case RUN_WEEKEND:
        buf_puts(t->out, "（");
        put_rest_days(t, r);
        buf_puts(t->out, "）不计");
        return;
    case RUN_HOLIDAY: buf_printf(t->out, "（%s放假）不计", r->name); return;
    case RUN_PAUSE:
        buf_puts(t->out, "（");
        buf_puts(t->out, r->name != NULL ? r->name : "暂停事由未载明");
        if (r->clause != NULL) buf_printf(t->out, "，依据%s", r->clause);
        buf_puts(t->out, date_is_none(r->to) ? "）暂停计算，尚无结果" : "）暂停，不计");
        return;
    }
    int32_t days = run_days(r);
    if (days == 1)
        buf_printf(t->out, "计为第%d日", (int)counted + 1);
    else
        buf_printf(t->out, "计为第%d至%d日", (int)counted + 1, (int)(counted + days));
}

static void put_runs(struct text *t, const struct run *runs, size_t n) {
    int32_t counted = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0) buf_puts(t->out, "；");
        put_run(t, &runs[i], counted);
        if (run_counts(&runs[i])) counted += run_days(&runs[i]);
    }
}

static void put_counting(struct text *t, const struct due *due) {
    const struct limit *rule = due->rule;
    buf_puts(t->out, rule->start_day_counts ? "起始日计入" : "起始日不计，自次日起算");
    if (due->run_count > 0) {
        buf_puts(t->out, "：");
        put_runs(t, due->runs, due->run_count);
    }
    buf_puts(t->out, "。");
    if (rule->unit != LIMIT_MONTH && rule->unit != LIMIT_YEAR) return;
    int32_t months = rule->unit == LIMIT_YEAR ? 12 * rule->amount : rule->amount;
    struct date end = date_add_months(due->start, months);
    buf_printf(t->out, "%d%s按对应日计，共%d日", (int)rule->amount, limit_unit_text(rule->unit),
               (int)due->total);
    if (date_split(end).day != date_split(due->start).day)
        buf_printf(t->out, "，届满之月没有%d日，以该月最后一日为准", date_split(due->start).day);
    buf_puts(t->out, "。");
}

/* AM-02 */
static void put_last_day(struct text *t, const struct due *due) {
    const struct limit *rule = due->rule;
    if (rule->unit == LIMIT_WORKING_DAY || date_is_none(due->counted_to)) return;
    if (!rule->last_day_moves) {
        buf_puts(t->out, "届满之日遇休息日不顺延。");
    } else if (due->moved_count > 0) {
        buf_puts(t->out, "最后一日不是工作日，顺延至其后第一个工作日：");
        put_runs(t, due->moved, due->moved_count);
        buf_puts(t->out, "。");
    }
}

static void put_end(struct text *t, const struct due *due) {
    struct buf *out = t->out;
    const char *unit = due->rule->unit == LIMIT_WORKING_DAY ? "个工作日" : "日";
    switch (due->status) {
    case DUE_KNOWN:
        buf_puts(out, "到期日：");
        put_full_day(t, due->date);
        buf_puts(out, "。");
        break;
    case DUE_PAUSED:
        buf_printf(out, "已计%d%s，尚余%d%s，自结果作出的次日起继续计算，到期日待定。",
                   (int)due->counted, unit, (int)(due->total - due->counted), unit);
        break;
    case DUE_YEAR_MISSING:
        buf_printf(out, "已计%d%s，缺少%d年的放假安排，到期日待定，载入后重新计算。",
                   (int)due->counted, unit, due->missing_year);
        break;
    }
    if (due->provisional_year != 0 && due->status == DUE_KNOWN)
        buf_printf(out, "其中12月下旬的日子可能因%d年的放假安排而调整，公布后复核。",
                   due->provisional_year);
}

static void put_outer(struct text *t, const struct due *due) {
    const struct due *outer = due->within;
    if (outer == NULL) return;
    struct buf *out = t->out;
    buf_puts(out, "本期限在");
    if (outer->rule->name != NULL) buf_printf(out, "“%s”的", outer->rule->name);
    put_amount(out, outer->rule);
    put_clauses(out, outer->rule, "（依据");
    if (outer->rule->clause_count > 0) buf_puts(out, "）");
    buf_puts(out, "之内，不延长该期限；该期限到期日：");
    if (outer->status == DUE_KNOWN)
        put_full_day(t, outer->date);
    else
        buf_puts(out, "待定");
    bool later = outer->status == DUE_KNOWN &&
                 (due->status != DUE_KNOWN || date_cmp(outer->date, due->date) < 0);
    buf_puts(out, later ? "，先于本期限届满，应在该日之前办结。" : "。");
}

void limit_explain(const struct due *due, struct buf *out) {
    struct text t = {out, 0};
    put_rule(&t, due);
    put_counting(&t, due);
    put_last_day(&t, due);
    put_end(&t, due);
    put_outer(&t, due);
}

void limit_headline(const struct due *due, struct buf *out) {
    struct text t = {out, 0};
    switch (due->status) {
    case DUE_KNOWN:
        put_full_day(&t, due->date);
        if (due->provisional_year != 0)
            buf_printf(out, "，待%d年放假安排公布后复核", due->provisional_year);
        break;
    case DUE_PAUSED: buf_puts(out, "暂停计算，到期日待定"); break;
    case DUE_YEAR_MISSING: buf_printf(out, "待定：缺少%d年的放假安排", due->missing_year); break;
    }
}
