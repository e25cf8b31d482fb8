#include "notices/page.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"

#define MM      (72.0 / 25.4)
#define WIDTH   (210 * MM)
#define HEIGHT  (297 * MM)
#define LEFT    (28 * MM)
#define RIGHT   (26 * MM)
#define TOP     (30 * MM)
#define BOTTOM  (28 * MM)
#define INSIDE  (WIDTH - LEFT - RIGHT)
#define PADDING (1.5 * MM)

static const struct {
    const char *name;
    double size, line; /* points; height of a line in sizes */
} FONTS[PAGE_FONTS] = {
    [PAGE_BODY] = {"Noto Serif CJK SC", 14, 1.75},
    [PAGE_STRONG] = {"Noto Sans CJK SC Bold", 14, 1.75},
    [PAGE_TITLE] = {"Noto Sans CJK SC Bold", 20, 1.6},
    [PAGE_HEAD] = {"Noto Sans CJK SC Bold", 12, 1.5},
    [PAGE_SMALL] = {"Noto Serif CJK SC", 10, 1.5},
};

struct page {
    cairo_t *cr;
    PangoContext *pango;
    const struct page_paper *paper;
    double y;
    int number, total; /* total 0 while they are counted */
    bool full;         /* past PAGE_MOST: nothing is drawn any more */
};

/* ---- type */

static PangoLayout *layout_of(struct page *p, enum page_font font, const char *text) {
    PangoLayout *l = pango_layout_new(p->pango);
    PangoFontDescription *d = pango_font_description_from_string(FONTS[font].name);
    pango_font_description_set_absolute_size(d, FONTS[font].size * PANGO_SCALE);
    pango_layout_set_font_description(l, d);
    pango_font_description_free(d);
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(l, text, -1);
    return l;
}

/* Characters that no font has, spelled out; for the rare name. */
static void spell(struct page *p, enum page_font font, const char *text, struct buf *out) {
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        char one[8] = {0};
        memcpy(one, c, (size_t)(g_utf8_next_char(c) - c));
        PangoLayout *l = layout_of(p, font, one);
        if (pango_layout_get_unknown_glyphs_count(l) > 0)
            buf_printf(out, "〔U+%04X〕", (unsigned)g_utf8_get_char(c));
        else
            buf_puts(out, one);
        g_object_unref(l);
    }
}

static PangoLayout *set(struct page *p, enum page_font font, enum page_align align, double width,
                        const char *text) {
    PangoLayout *l = layout_of(p, font, text);
    if (pango_layout_get_unknown_glyphs_count(l) > 0) {
        struct buf whole;
        buf_init(&whole, 8u << 20);
        spell(p, font, text, &whole);
        struct str s = buf_finish(&whole);
        if (s.p) pango_layout_set_text(l, s.p, (int)s.n);
        buf_free(&whole);
    }
    static const PangoAlignment ALIGN[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    pango_layout_set_alignment(l, ALIGN[align]);
    pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    return l;
}

/* ---- pages */

static void draw_at(struct page *p, double x, double y, PangoLayout *l) {
    cairo_move_to(p->cr, x, y);
    pango_cairo_show_layout(p->cr, l);
    g_object_unref(l);
}

static void draw_foot(struct page *p) {
    char which[64];
    double y = HEIGHT - 20 * MM;
    g_snprintf(which, sizeof which, "第%d页 共%d页", p->number, p->total);
    draw_at(p, LEFT, y, set(p, PAGE_SMALL, PAGE_LEFT, INSIDE, p->paper->number));
    draw_at(p, LEFT, y, set(p, PAGE_SMALL, PAGE_RIGHT, INSIDE, which));
    if (p->paper->foot)
        draw_at(p, LEFT, y + 5 * MM, set(p, PAGE_SMALL, PAGE_LEFT, INSIDE, p->paper->foot));
}

static void begin_page(struct page *p) {
    p->number++;
    p->y = TOP;
    if (p->number > PAGE_MOST) p->full = true;
}

static void end_page(struct page *p) {
    if (p->full) return;
    draw_foot(p);
    cairo_show_page(p->cr);
}

static void next_page(struct page *p) {
    end_page(p);
    begin_page(p);
}

static double left_on(const struct page *p) {
    return HEIGHT - BOTTOM - p->y;
}

void page_keep(struct page *p, double mm) {
    if (left_on(p) < mm * MM && p->y > TOP) next_page(p);
}

void page_gap(struct page *p, double mm) {
    p->y += mm * MM;
}

void page_rule(struct page *p) {
    cairo_set_line_width(p->cr, 0.6);
    cairo_move_to(p->cr, LEFT, p->y);
    cairo_line_to(p->cr, WIDTH - RIGHT, p->y);
    cairo_stroke(p->cr);
    p->y += 1 * MM;
}

/* ---- paragraphs */

static void show_lines(struct page *p, PangoLayout *l, enum page_font font) {
    double height = FONTS[font].size * FONTS[font].line;
    PangoLayoutIter *i = pango_layout_get_iter(l);
    do {
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(i);
        PangoRectangle r;
        pango_layout_iter_get_line_extents(i, NULL, &r);
        if (left_on(p) < height) next_page(p);
        if (p->full) break;
        cairo_move_to(p->cr, LEFT + (double)r.x / PANGO_SCALE, p->y + FONTS[font].size * 1.2);
        pango_cairo_show_layout_line(p->cr, line);
        p->y += height;
    } while (pango_layout_iter_next_line(i));
    pango_layout_iter_free(i);
    g_object_unref(l);
}

void page_text(struct page *p, enum page_font font, enum page_align align, const char *text) {
    if (!p->full) show_lines(p, set(p, font, align, INSIDE, text), font);
}

void page_paragraph(struct page *p, enum page_font font, const char *text) {
    if (p->full) return;
    PangoLayout *l = set(p, font, PAGE_LEFT, INSIDE, text);
    pango_layout_set_indent(l, (int)(2 * FONTS[font].size * PANGO_SCALE));
    show_lines(p, l, font);
}

void page_pair(struct page *p, const char *label, const char *value) {
    struct buf b;
    if (!value || !*value) return;
    buf_init(&b, 1u << 20);
    buf_printf(&b, "%s：%s", label, value);
    struct str text = buf_finish(&b);
    if (text.p) page_text(p, PAGE_BODY, PAGE_LEFT, text.p);
    buf_free(&b);
}

/* ---- tables */

enum { COLUMNS_MOST = 16 };

struct table {
    const struct page_column *columns;
    size_t n;
    double x[COLUMNS_MOST + 1];
};

static void box(struct page *p, const struct table *t, double height) {
    cairo_set_line_width(p->cr, 0.5);
    for (size_t i = 0; i < t->n; i++)
        cairo_rectangle(p->cr, t->x[i], p->y, t->x[i + 1] - t->x[i], height);
    cairo_stroke(p->cr);
}

/* Lays a row out; draws it when there is a place for it, else goes to the next page first. */
static void row(struct page *p, const struct table *t, enum page_font font,
                const char *const *cells, bool head);

static void head_row(struct page *p, const struct table *t) {
    const char *titles[COLUMNS_MOST];
    for (size_t i = 0; i < t->n; i++)
        titles[i] = t->columns[i].title;
    row(p, t, PAGE_HEAD, titles, true);
}

static void row(struct page *p, const struct table *t, enum page_font font,
                const char *const *cells, bool head) {
    PangoLayout *l[COLUMNS_MOST];
    double height = 0;
    for (size_t i = 0; i < t->n; i++) {
        int h;
        enum page_align align = head ? PAGE_CENTER : t->columns[i].align;
        l[i] = set(p, font, align, t->x[i + 1] - t->x[i] - 2 * PADDING, cells[i] ? cells[i] : "");
        pango_layout_get_size(l[i], NULL, &h);
        if ((double)h / PANGO_SCALE > height) height = (double)h / PANGO_SCALE;
    }
    height += 2 * PADDING;
    if (left_on(p) < height && p->y > TOP && !head) {
        next_page(p);
        head_row(p, t);
    }
    if (!p->full) box(p, t, height);
    for (size_t i = 0; i < t->n; i++)
        draw_at(p, t->x[i] + PADDING, p->y + PADDING, l[i]);
    p->y += height;
}

void page_table(struct page *p, const struct page_column *columns, size_t n,
                const char *const *cells, size_t rows) {
    struct table t = {.columns = columns, .n = n};
    double whole = 0;
    BUG_IF(n == 0 || n > COLUMNS_MOST);
    for (size_t i = 0; i < n; i++)
        whole += columns[i].share;
    t.x[0] = LEFT;
    for (size_t i = 0; i < n; i++)
        t.x[i + 1] = t.x[i] + INSIDE * columns[i].share / whole;
    page_keep(p, 25);
    head_row(p, &t);
    for (size_t r = 0; r < rows && !p->full; r++)
        row(p, &t, PAGE_SMALL, cells + r * n, false);
    page_gap(p, 3);
}

/* ---- the whole */

static cairo_status_t take(void *arg, const unsigned char *data, unsigned n) {
    struct buf *out = arg;
    buf_put(out, data, n);
    return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void describe(cairo_surface_t *s, const struct page_paper *paper) {
    char at[INSTANT_TEXT];
    instant_format(paper->made, at);
    at[19] = 'Z'; /* whole seconds: 2026-11-22T01:02:03Z */
    at[20] = '\0';
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, paper->title);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_SUBJECT, paper->number);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, at);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_MOD_DATE, at);
}

/* The number of pages; 0 when it failed. */
static int draw_once(const struct page_paper *paper, int total, page_fn *draw, void *arg,
                     struct buf *out) {
    struct page p = {.paper = paper, .total = total};
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(take, out, WIDTH, HEIGHT);
    describe(s, paper);
    p.cr = cairo_create(s);
    p.pango = pango_cairo_create_context(p.cr);
    pango_cairo_context_set_resolution(p.pango, 72);
    pango_context_set_language(p.pango, pango_language_from_string("zh-cn"));
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(p.pango, options);
    cairo_font_options_destroy(options);
    begin_page(&p);
    draw(&p, arg);
    end_page(&p);
    bool good = cairo_status(p.cr) == CAIRO_STATUS_SUCCESS && !p.full;
    g_object_unref(p.pango);
    cairo_destroy(p.cr);
    cairo_surface_finish(s);
    good = good && cairo_surface_status(s) == CAIRO_STATUS_SUCCESS && !out->failed;
    cairo_surface_destroy(s);
    return good ? p.number : 0;
}

bool page_render(const struct page_paper *paper, page_fn *draw, void *arg, struct buf *out) {
    int total = draw_once(paper, 0, draw, arg, out);
    buf_reset(out);
    return total > 0 && draw_once(paper, total, draw, arg, out) == total;
}
