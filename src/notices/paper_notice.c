/* The paper of a notice: number, title, addressee, text, remedies, who signs and when. */
#include <string.h>

#include "notices/page.h"
#include "notices/render_worker.h"

static const char *text(const struct json *data, const char *name) {
    const char *s = json_get_text(data, name);
    return s ? s : "";
}

static void draw_list(struct page *p, const struct json *list) {
    for (size_t i = 0; list && list->type == JSON_ARRAY && i < list->count; i++)
        if (list->items[i].type == JSON_STRING && list->items[i].text.n)
            page_paragraph(p, PAGE_BODY, list->items[i].text.p);
}

static void draw_head(struct page *p, const struct json *data) {
    page_text(p, PAGE_TITLE, PAGE_CENTER, text(data, "title"));
    page_text(p, PAGE_SMALL, PAGE_RIGHT, text(data, "number"));
    page_rule(p);
    page_gap(p, 4);
}

static void draw(struct page *p, void *arg) {
    const struct json *data = arg;
    const struct json *destroyed = json_get(data, "destroyed");
    char day[DATE_TEXT_CN] = "";
    struct date d;
    draw_head(p, data);
    if (date_parse(str_of(text(data, "day")), &d)) date_format_cn(d, day);
    if (destroyed && destroyed->type == JSON_BOOL && destroyed->boolean) {
        page_text(p, PAGE_STRONG, PAGE_CENTER, "内容已依法删除");
        page_gap(p, 6);
        page_pair(p, "制发日期", day);
        return;
    }
    if (*text(data, "addressee")) {
        struct buf b;
        buf_init(&b, 65536);
        buf_printf(&b, "%s：", text(data, "addressee"));
        struct str line = buf_finish(&b);
        if (line.p) page_text(p, PAGE_BODY, PAGE_LEFT, line.p);
        buf_free(&b);
    }
    draw_list(p, json_get(data, "body"));
    if (*text(data, "interim")) page_paragraph(p, PAGE_BODY, text(data, "interim"));
    draw_list(p, json_get(data, "remedies"));
    page_keep(p, 35); /* who signs never stands alone without its day */
    page_gap(p, 10);
    page_text(p, PAGE_BODY, PAGE_RIGHT, text(data, "signer"));
    page_text(p, PAGE_BODY, PAGE_RIGHT, day);
}

bool paper_notice(struct arena *a, const struct json *data, struct buf *pdf) {
    int64_t at = 0;
    const char *digest = json_get_text(data, "commitment");
    if (!json_get_text(data, "title") || !json_get_text(data, "number") ||
        !json_get_int(data, "at", &at))
        return false;
    struct page_paper paper = {.title = text(data, "title"),
                               .number = text(data, "number"),
                               .foot = digest ? arena_printf(a, "账本摘要 %s", digest) : NULL,
                               .made = {at}};
    return page_render(&paper, draw, (void *)(uintptr_t)data, pdf);
}
