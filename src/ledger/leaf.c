#include "ledger/leaf.h"

#include <string.h>

#include "base/bug.h"
#include "base/json.h"
#include "ledger/merkle.h"

static const struct {
    const char *word, *kind, *name;
} events[LEDGER_EVENT_COUNT] = {
#define LEDGER_EVENT(symbol, event, kind, chinese) [symbol] = {event, kind, chinese},
#include "ledger/events.def"
#undef LEDGER_EVENT
};

const char *ledger_event_word(enum ledger_event e) {
    BUG_IF((unsigned)e >= LEDGER_EVENT_COUNT);
    return events[e].word;
}

const char *ledger_event_kind(enum ledger_event e) {
    BUG_IF((unsigned)e >= LEDGER_EVENT_COUNT);
    return events[e].kind;
}

const char *ledger_event_name(enum ledger_event e) {
    BUG_IF((unsigned)e >= LEDGER_EVENT_COUNT);
    return events[e].name;
}

bool ledger_event_parse(struct str word, enum ledger_event *event_r) {
    for (size_t i = 0; i < LEDGER_EVENT_COUNT; i++) {
        if (!str_is(word, events[i].word)) continue;
        *event_r = (enum ledger_event)i;
        return true;
    }
    return false;
}

#define WORD_MAX 48

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The forms keep names and numbers of persons out: no word begins with a digit, none holds a space or a character
 * beyond ASCII, and a digest is hexadecimal. */
static void check_word(const char *s, bool capitals) {
    size_t n = strlen(s);
    BUG_IF(n == 0 || n > WORD_MAX);
    BUG_IF(!is_lower(s[0]) && !(capitals && is_upper(s[0])));
    for (size_t i = 0; i < n; i++)
        BUG_IF(!is_lower(s[i]) && !is_digit(s[i]) && !(capitals && is_upper(s[i])) &&
               !memchr("._-", s[i], 3));
}

static void check_hex(const char *s) {
    size_t n = strlen(s);
    BUG_IF(n < 8 || n > 64);
    for (size_t i = 0; i < n; i++)
        BUG_IF(!is_digit(s[i]) && !(s[i] >= 'a' && s[i] <= 'f'));
}

static void put_word(struct json_writer *w, const char *name, const char *s) {
    if (!s || !*s) return;
    check_word(s, false);
    jw_ktext(w, name, s);
}

static void put_id(struct json_writer *w, const char *name, int64_t id) {
    if (id) jw_kid(w, name, id);
}

static void put_basis(struct json_writer *w, const struct leaf *l) {
    if (l->n_basis == 0) return;
    jw_key(w, "basis");
    jw_array(w);
    for (size_t i = 0; i < l->n_basis; i++) {
        check_word(l->basis[i], true);
        jw_text(w, l->basis[i]);
    }
    jw_array_end(w);
}

/* 33 bytes are eleven groups of three: base64 without padding. */
static void digest_text(const struct stored_digest *d, char out[46]) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *p = out;
    *p++ = '"';
    for (size_t i = 0; i < STORED_DIGEST_BYTES; i += 3) {
        uint32_t v = (uint32_t)d->b[i] << 16 | (uint32_t)d->b[i + 1] << 8 | d->b[i + 2];
        *p++ = digits[v >> 18];
        *p++ = digits[v >> 12 & 63];
        *p++ = digits[v >> 6 & 63];
        *p++ = digits[v & 63];
    }
    *p = '"';
}
_Static_assert(STORED_DIGEST_BYTES % 3 == 0, "digest_text writes no padding");

static void put_commitments(struct json_writer *w, const struct leaf *l) {
    if (l->n_commitments == 0) return;
    jw_key(w, "commit");
    jw_array(w);
    for (size_t i = 0; i < l->n_commitments; i++) {
        char text[46];
        digest_text(&l->commitments[i], text);
        jw_raw(w, (struct str){text, sizeof text});
    }
    jw_array_end(w);
}

static void put_policy(struct json_writer *w, const char *policy) {
    if (!policy || !*policy) return;
    const char *at = strchr(policy, '@');
    const char *hex = at ? at + 1 : policy;
    check_hex(hex);
    jw_ktext(w, "policy", hex);
}

void leaf_render(struct buf *b, const struct leaf *leaf, struct instant at, size_t *split_r) {
    size_t start = b->n;
    struct json_writer w;
    jw_init(&w, b, true);
    jw_object(&w);
    put_id(&w, "actor", leaf->actor);
    jw_kint(&w, "at", at.us);
    put_basis(&w, leaf);
    put_word(&w, "channel", leaf->channel);
    put_commitments(&w, leaf);
    if (!date_is_none(leaf->day)) {
        char day[DATE_TEXT];
        date_format(leaf->day, day);
        jw_ktext(&w, "day", day);
    }
    *split_r = b->n - start; /* ,"entry":"ID" goes in here */
    jw_ktext(&w, "event", ledger_event_word(leaf->event));
    put_id(&w, "object", leaf->object);
    put_word(&w, "place", leaf->place);
    put_policy(&w, leaf->policy);
    put_id(&w, "post", leaf->post);
    put_word(&w, "role", leaf->role);
    put_id(&w, "second", leaf->second);
    put_id(&w, "subject", leaf->subject);
    put_id(&w, "unit", leaf->unit);
    if (leaf->version) jw_kint(&w, "version", leaf->version);
    put_word(&w, "word", leaf->word);
    jw_object_end(&w);
    BUG_IF(!b->failed && b->n - start > LEAF_MAX - 32);
}

void leaf_finish(struct buf *b, struct str halves, size_t split, int64_t entry) {
    BUG_IF(split >= halves.n || entry <= 0);
    buf_put(b, halves.p, split);
    buf_puts(b, ",\"entry\":\"");
    buf_int(b, entry);
    buf_putc(b, '"');
    buf_put(b, halves.p + split, halves.n - split);
}

struct stored_digest leaf_hash(enum suite suite, struct str leaf) {
    return crypto_stored(suite, merkle_leaf(suite, leaf.p, leaf.n));
}
