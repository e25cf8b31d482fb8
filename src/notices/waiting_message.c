#include "notices/waiting_message.h"

#include "base/bug.h"
#include "base/json.h"

#define MESSAGE_MAX (64u << 10)

static struct str kept(struct arena *a, struct buf *b) {
    struct str s = buf_finish(b);
    BUG_IF(!s.p);
    s = (struct str){arena_str(a, s), s.n};
    buf_free(b);
    return s;
}

/* The sentence, and where to sign in when that is set. */
static struct str words(struct arena *a, const struct settings *s, enum setting which) {
    struct buf b;
    buf_init(&b, MESSAGE_MAX);
    buf_puts(&b, s->text[which]);
    if (*s->text[SETTING_SIGN_IN_AT]) buf_printf(&b, " %s", s->text[SETTING_SIGN_IN_AT]);
    return kept(a, &b);
}

static struct str base64(struct arena *a, struct str s) {
    struct buf b;
    buf_init(&b, MESSAGE_MAX);
    buf_b64(&b, (const uint8_t *)s.p, s.n);
    return kept(a, &b);
}

/* Sun, 22 Nov 2026 09:00:00 +0800 */
static void put_date(struct buf *b, struct instant now) {
    static const char DAYS[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char MONTHS[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct date day = date_of_instant(now);
    struct date_ymd d = date_split(day);
    long long second = (now.us - date_begin(day).us) / 1000000;
    buf_printf(b, "Date: %s, %d %s %d %02lld:%02lld:%02lld +0800\r\n", DAYS[date_weekday(day) - 1],
               d.day, MONTHS[d.month - 1], d.year, second / 3600, second / 60 % 60, second % 60);
}

static void put_lines(struct buf *b, struct str text) {
    enum { LINE = 76 };
    for (size_t at = 0; at < text.n; at += LINE) {
        size_t n = text.n - at < LINE ? text.n - at : LINE;
        buf_put(b, text.p + at, n);
        buf_puts(b, "\r\n");
    }
}

struct str waiting_message_email(struct arena *a, const struct settings *s, const char *to,
                                 struct instant now, const char *mark) {
    struct buf b;
    buf_init(&b, MESSAGE_MAX);
    buf_printf(&b, "From: <%s>\r\nTo: <%s>\r\n", s->text[SETTING_SMTP_FROM], to);
    struct str subject = base64(a, str_of(s->text[SETTING_EMAIL_SUBJECT]));
    buf_printf(&b, "Subject: =?UTF-8?B?%s?=\r\n", subject.p);
    put_date(&b, now);
    buf_printf(&b, "Message-ID: <%s@gongxin.invalid>\r\n", mark);
    buf_puts(&b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
                 "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    put_lines(&b, base64(a, words(a, s, SETTING_EMAIL_WORDS)));
    return kept(a, &b);
}

struct str waiting_message_text(struct arena *a, const struct settings *s, const char *to) {
    struct buf b;
    struct json_writer w;
    buf_init(&b, MESSAGE_MAX);
    jw_init(&w, &b, true);
    jw_object(&w);
    jw_ktext(&w, "text", words(a, s, SETTING_TEXT_WORDS).p);
    jw_ktext(&w, "to", to);
    jw_object_end(&w);
    return kept(a, &b);
}
