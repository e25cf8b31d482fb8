/* page.h: building blocks of printed papers: A4, Chinese type, paragraphs, tables, page x of y.
 *
 * Only the render worker draws (render_worker.h): in the server's process no font is opened. A paper is drawn twice,
 * first to count its pages, then in earnest; the drawing function does the same both times. Equal input gives equal bytes:
 * nothing of the machine's clock, names or paths goes in.
 *
 *     static void draw(struct page *p, void *arg) {
 *         page_text(p, PAGE_TITLE, PAGE_CENTER, "公共信用信息报告");
 *         page_table(p, columns, GX_COUNT(columns), cells, rows);
 *     }
 *     page_render(&paper, draw, &report, out);
 */
#ifndef NOTICES_PAGE_H
#define NOTICES_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/date.h"

struct page;

struct page_paper {
    const char *title;  /* in the file's own description, as `number` */
    const char *number; /* at the foot of every page, left */
    const char *foot;   /* a second line there, small; NULL: none */
    struct instant made;
};
typedef void page_fn(struct page *p, void *arg);
/* False when it cannot be drawn (more than PAGE_MOST pages, no font, out of memory). */
bool page_render(const struct page_paper *paper, page_fn *draw, void *arg, struct buf *out);
enum { PAGE_MOST = 500 };

enum page_font { PAGE_BODY, PAGE_STRONG, PAGE_TITLE, PAGE_HEAD, PAGE_SMALL, PAGE_FONTS };
enum page_align { PAGE_LEFT, PAGE_CENTER, PAGE_RIGHT };

/* A paragraph over the width, going on on the next page line by line. A character no font has is spelled out: 〔U+2CB7E〕. */
void page_text(struct page *p, enum page_font font, enum page_align align, const char *text);
/* The same with the first line set in by two characters. */
void page_paragraph(struct page *p, enum page_font font, const char *text);
/* "label：value"; nothing when the value is NULL or "". */
void page_pair(struct page *p, const char *label, const char *value);
void page_gap(struct page *p, double mm);
void page_rule(struct page *p); /* a line over the width */
/* A new page unless so much is left on this one: keeps together what follows. */
void page_keep(struct page *p, double mm);

struct page_column {
    const char *title;
    double share; /* of the width; all of them together are taken as the whole */
    enum page_align align;
};
/* rows × n cells, NULL for empty ones. The head is repeated on every page; a row stays together unless it is longer
 * than a page. */
void page_table(struct page *p, const struct page_column *columns, size_t n,
                const char *const *cells, size_t rows);

#endif
