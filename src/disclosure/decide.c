#include "disclosure/decide.h"

#include <string.h>

#include "base/bug.h"

static const char *const basis_words[] = {"none",      "duty", "authorisation", "law",
                                          "agreement", "open", "self"};
static const char *const basis_names[] = {"无",   "履行法定职责", "信用主体授权", "依法",
                                          "依约", "依法公开",     "本人查询"};

const char *basis_kind_word(enum basis_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(basis_words));
    return basis_words[k];
}

const char *basis_kind_name(enum basis_kind k) {
    BUG_IF((size_t)k >= GX_COUNT(basis_names));
    return basis_names[k];
}

bool basis_kind_parse(const char *word, enum basis_kind *k_r) {
    for (size_t i = 0; i < GX_COUNT(basis_words); i++)
        if (!strcmp(basis_words[i], word)) {
            *k_r = (enum basis_kind)i;
            return true;
        }
    return false;
}

/* ---- small questions */

static bool filled(const char *s) {
    return s && *s;
}

/* One character with case and full-width forms folded; -1 at the end. */
static int folded(struct str *s) {
    if (!s->n) return -1;
    unsigned char c = (unsigned char)*s->p;
    if (s->n >= 3 && c == 0xEF &&
        ((unsigned char)s->p[1] == 0xBC || (unsigned char)s->p[1] == 0xBD)) {
        int wide =
            (((unsigned char)s->p[1] & 0x3F) << 6 | ((unsigned char)s->p[2] & 0x3F)) + 0xF000;
        if (wide >= 0xFF01 && wide <= 0xFF5E) {
            s->p += 3;
            s->n -= 3;
            c = (unsigned char)(wide - 0xFF01 + '!');
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        }
    }
    s->p++;
    s->n--;
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

bool decide_same_purpose(const char *a, const char *b) {
    struct str x = str_trim(str_of(a)), y = str_trim(str_of(b));
    if (!x.n || !y.n) return false;
    for (;;) {
        int c = folded(&x);
        if (c != folded(&y)) return false;
        if (c < 0) return true;
    }
}

static bool grant_covers(const struct grant *g, const char *item) {
    if (!g) return false;
    if (!g->n_items) return true;
    for (size_t i = 0; i < g->n_items; i++)
        if (!strcmp(g->items[i], item)) return true;
    return false;
}

static bool rests_on_law_or_agreement(const struct purpose *p) {
    return p && (p->basis == BASIS_LAW || p->basis == BASIS_AGREEMENT) && filled(p->reference);
}

enum word decide_term(const struct record *r, struct date day) {
    if (r->facts.nature != W_NATURE_ADVERSE) return W_TERM_RUNNING;
    if (!date_is_none(r->terms.term_to))
        return date_cmp(day, r->terms.term_to) > 0 ? W_TERM_ENDED : W_TERM_RUNNING;
    /* Canonical JSON: the state is the last member. A term whose end is not known for want of a
     * calendar is as good as none: the safe side. */
    struct str rule = str_of(r->terms.term_rule);
    bool running =
        str_ends(rule, "\"state\":\"endless\"}") || str_ends(rule, "\"state\":\"not_begun\"}");
    return running ? W_TERM_RUNNING : W_TERM_UNSET;
}

/* Adverse records have a publication term; any record has an end of it once it was stopped. */
static bool publication_over(const struct record *r, struct date day) {
    return !date_is_none(r->terms.publish_to) && date_cmp(day, r->terms.publish_to) > 0;
}

static bool person_may_be_open(const struct decide_case *c) {
    if (c->subject != W_SUBJECT_PERSON) return true;
    if (policy_word(c->policy, PARAM_DISCLOSE_PERSON_OPEN, c->day) == W_PERSON_OPEN_BY_MODE)
        return true;
    return c->item && filled(c->item->state_citation);
}

static bool unit_has_duty(const struct viewer *v, const struct policy_item *item) {
    if (!item) return false;
    for (size_t i = 0; i < v->n_duties; i++) {
        const char *duty = v->duties[i];
        if (!strcmp(duty, item->id) || !strcmp(duty, word_text(item->group))) return true;
        if (filled(item->content_class) && !strcmp(duty, item->content_class)) return true;
    }
    return false;
}

static bool citation_of_rank(const struct decide_case *c) {
    if (!c->item || !filled(c->item->open_citation)) return false;
    struct policy_scope scope = {.item = c->item->id, .subject = c->subject};
    const struct policy_value *v =
        policy_get(c->policy, PARAM_DISCLOSE_OPEN_CITATION, &scope, c->day);
    if (v->known) return words_have(v->words, c->item->open_rank);
    return c->item->open_rank == W_RANK_LAW || c->item->open_rank == W_RANK_ADMIN_REGULATION;
}

/* A gate that the pack, or higher law, has expressly opened. */
static bool is_switched_off(const struct decide_case *c, enum param gate) {
    const struct policy_value *v = policy_get(c->policy, gate, NULL, c->day);
    return v->known && !v->flag;
}

static bool need_met(const struct decide_case *c, enum word need, enum word term) {
    const struct viewer *v = c->viewer;
    const struct purpose *p = c->purpose;
    bool granted = grant_covers(c->grant, c->record->facts.item);
    switch (need) {
    case W_NEED_PURPOSE: return p && filled(p->text);
    case W_NEED_LAWFUL_DUTY: return p && p->basis == BASIS_DUTY && filled(p->text);
    case W_NEED_DUTY_RELATED:
        return unit_has_duty(v, c->item) || is_switched_off(c, PARAM_QUERY_DUTY_RELATED);
    case W_NEED_AUTHORISATION: return granted;
    case W_NEED_WRITTEN: return granted && c->grant->written;
    case W_NEED_AGREED_PURPOSE:
        return granted && p && filled(p->text) && decide_same_purpose(p->text, c->grant->purpose);
    case W_NEED_LAW_OR_AGREEMENT: return granted || rests_on_law_or_agreement(p);
    case W_NEED_REAL_NAME: return v->real_name;
    case W_NEED_UNIT_PROOF: return v->unit_proof;
    case W_NEED_CITATION: return citation_of_rank(c);
    case W_NEED_STATE_CITATION: return c->item && filled(c->item->state_citation);
    case W_NEED_TERM_SET: return term != W_TERM_UNSET;
    case W_NEED_CONSENT: return c->consent || is_switched_off(c, PARAM_DISCLOSE_CONSENT);
    case W_NEED_REGISTERED: return v->registered;
    default: return false; /* a need that nobody can meet hides: the safe side */
    }
}

/* ---- what no rule of a pack can give away */

static struct decision nothing(enum word viewer, const struct basis *basis) {
    return (struct decision){.give = W_GIVE_NOTHING,
                             .clause = basis ? basis->clause : "default",
                             .basis = basis,
                             .viewer = viewer};
}

static const struct basis *basis_of(const struct decide_case *c, enum param param) {
    const struct policy_value *v = policy_get(c->policy, param, NULL, c->day);
    return v->known ? &v->basis : NULL;
}

static bool has_secrecy(const struct decide_case *c, enum word w) {
    return c->record->facts.secrecy == w || (c->item && c->item->secrecy == w);
}

static bool is_private(const struct decide_case *c) {
    return (has_secrecy(c, W_SECRECY_PRIVACY) || has_secrecy(c, W_SECRECY_TRADE)) &&
           policy_flag(c->policy, PARAM_DISCLOSE_PRIVACY, true, c->day);
}

static bool is_barred(const struct decide_case *c, enum word viewer, struct decision *d_r) {
    const struct record *r = c->record;
    if (has_secrecy(c, W_SECRECY_STATE) &&
        policy_flag(c->policy, PARAM_DISCLOSE_SECRET, true, c->day)) {
        *d_r = nothing(viewer, basis_of(c, PARAM_DISCLOSE_SECRET));
        return true;
    }
    bool privileged =
        viewer == W_VIEWER_SELF || viewer == W_VIEWER_OPERATOR || viewer == W_VIEWER_ORIGIN;
    bool gone = r->state != RECORD_ACTIVE && r->state != RECORD_ARCHIVED &&
                !(r->state == RECORD_STOPPED && privileged);
    if (gone || (c->provisional && !privileged) || date_cmp(c->day, r->facts.received) < 0) {
        *d_r = nothing(viewer, NULL);
        return true;
    }
    const struct policy_value *modes = policy_get(c->policy, PARAM_DISCLOSE_MODES, NULL, c->day);
    if (!privileged && modes->known && !words_have(modes->words, r->facts.mode)) {
        *d_r = nothing(viewer, &modes->basis);
        return true;
    }
    return false;
}

static const struct basis *publication_basis(const struct decide_case *c) {
    enum word severity = vocab_find(VOCAB_SEVERITY, str_of(c->record->facts.severity));
    switch (severity) {
    case W_SEVERITY_GENERAL: return basis_of(c, PARAM_PUBLISH_TERM_GENERAL);
    case W_SEVERITY_SERIOUS: return basis_of(c, PARAM_PUBLISH_TERM_SERIOUS);
    case W_SEVERITY_SPECIFIC: return basis_of(c, PARAM_PUBLISH_TERM_SPECIFIC);
    default: return NULL;
    }
}

/* Mode open counts only while the record may be published: what counts instead for this viewer, and
 * what keeps it from the public. False when it is open indeed. */
static bool open_is_closed(const struct decide_case *c, enum word viewer, enum word term,
                           enum word *mode_r, const struct basis **why_r) {
    if (c->record->facts.mode != W_MODE_OPEN) return false;
    bool person = !person_may_be_open(c);
    bool over = term == W_TERM_RUNNING && publication_over(c->record, c->day);
    if (!person && term != W_TERM_UNSET && !over) return false;
    *mode_r = viewer == W_VIEWER_ORGAN ? W_MODE_SHARED : W_MODE_AUTHORISED;
    *why_r = person ? basis_of(c, PARAM_DISCLOSE_PERSON_OPEN) : over ? publication_basis(c) : NULL;
    return true;
}

/* ---- the decision */

static enum word viewer_of(const struct decide_case *c) {
    enum word kind = c->viewer->kind;
    bool of_unit = kind == W_VIEWER_ORGAN || kind == W_VIEWER_UNIT;
    bool origin =
        of_unit && c->viewer->unit_id && c->viewer->unit_id == c->record->facts.provider_id;
    return origin ? W_VIEWER_ORIGIN : kind;
}

static struct decision by_rule(const struct decide_case *c, enum word viewer, enum word mode,
                               enum word term) {
    const struct record *r = c->record;
    struct policy_disclosure_case k = {
        .mode = mode,
        .viewer = viewer,
        .subject = c->subject,
        .nature = r->facts.nature,
        .term = term,
        .state = r->state == RECORD_ARCHIVED ? W_STATE_ARCHIVED : W_STATE_CURRENT,
    };
    const struct policy_disclosure_rule *rule = policy_disclosure(c->policy, &k);
    if (!rule) return nothing(viewer, NULL);
    struct decision d = nothing(viewer, &rule->basis);
    d.give = rule->give;
    for (size_t i = 0; i < rule->needs.n; i++)
        if (!need_met(c, rule->needs.w[i], term)) {
            d.missing = rule->needs.w[i];
            d.give = rule->otherwise;
            break;
        }
    if (d.give != W_GIVE_FULL && d.give != W_GIVE_MASKED) d.give = W_GIVE_NOTHING;
    return d;
}

struct decision decide(const struct decide_case *c) {
    enum word viewer = viewer_of(c), term = decide_term(c->record, c->day);
    enum word mode = c->record->facts.mode;
    const struct basis *why = NULL;
    struct decision d;
    if (is_barred(c, viewer, &d)) return d;
    bool closed = open_is_closed(c, viewer, term, &mode, &why);
    if (closed && viewer == W_VIEWER_PUBLIC) {
        /* The pack's own rule says it best, where it gives nothing anyway. */
        d = by_rule(c, viewer, W_MODE_OPEN, term);
        return d.give == W_GIVE_NOTHING ? d : nothing(viewer, why);
    }
    d = by_rule(c, viewer, mode, term);

    /* Secrets of trade and privacy never go out as open information. */
    bool as_open = viewer == W_VIEWER_PUBLIC ||
                   (viewer == W_VIEWER_UNIT && !grant_covers(c->grant, c->record->facts.item) &&
                    !rests_on_law_or_agreement(c->purpose));
    if (d.give != W_GIVE_NOTHING && as_open && is_private(c))
        return nothing(viewer, basis_of(c, PARAM_DISCLOSE_PRIVACY));
    return d;
}

/* ---- dependence on time alone */

enum channel_range decide_range_of(enum word viewer, const struct purpose *purpose,
                                   const struct grant *grant) {
    if (viewer == W_VIEWER_PUBLIC) return RANGE_OPEN;
    if (viewer != W_VIEWER_ORGAN && viewer != W_VIEWER_UNIT) return RANGE_NONE;
    if (grant || rests_on_law_or_agreement(purpose)) return RANGE_AUTHORISED;
    return viewer == W_VIEWER_ORGAN ? RANGE_SHARED : RANGE_OPEN;
}

static bool gives(const struct decide_case *base, enum word viewer, bool granted, struct date day) {
    const char *duty = base->record->facts.item;
    const struct viewer v = {.kind = viewer, .registered = true, .duties = &duty, .n_duties = 1};
    const struct purpose p = {.text = "*", .basis = BASIS_DUTY};
    const struct grant g = {.written = true, .purpose = "*"};
    struct decide_case c = *base;
    c.viewer = &v;
    c.purpose = &p;
    c.grant = granted ? &g : NULL;
    c.consent = true;
    c.day = day;
    return decide(&c).give != W_GIVE_NOTHING;
}

static bool channel_gives(const struct decide_case *base, enum channel_range r, struct date day) {
    switch (r) {
    case RANGE_OPEN:
        return gives(base, W_VIEWER_PUBLIC, false, day) || gives(base, W_VIEWER_UNIT, false, day);
    case RANGE_SHARED: return gives(base, W_VIEWER_ORGAN, false, day);
    case RANGE_AUTHORISED:
        return gives(base, W_VIEWER_ORGAN, true, day) || gives(base, W_VIEWER_UNIT, true, day);
    case RANGE_NONE: break;
    }
    return true;
}

static void earlier(struct date *best, struct date after, struct date candidate) {
    if (date_is_none(candidate) || date_cmp(candidate, after) <= 0) return;
    if (date_is_none(*best) || date_cmp(candidate, *best) < 0) *best = candidate;
}

/* The next day after `day` on which a decision can become another one. */
static struct date next_break(const struct policy *p, const struct record *r, struct date day) {
    struct date best = DATE_NONE;
    earlier(&best, day, date_add_days(r->terms.term_to, 1));
    earlier(&best, day, date_add_days(r->terms.publish_to, 1));
    for (size_t i = 0; i < p->noverrides; i++) {
        earlier(&best, day, p->overrides[i].from);
        earlier(&best, day, date_add_days(p->overrides[i].until, 1));
    }
    return best;
}

static void derive(const struct decide_case *base, enum channel_range r, struct date *from,
                   struct date *to) {
    *from = *to = DATE_NONE;
    struct date day = base->record->facts.received;
    while (!date_is_none(day)) {
        struct date next = next_break(base->policy, base->record, day);
        if (channel_gives(base, r, day)) {
            if (date_is_none(*from)) *from = day;
            *to = date_is_none(next) ? DATE_NONE : date_add_days(next, -1);
        }
        day = next;
    }
}

struct record_ranges decide_ranges(const struct policy *policy, const struct policy_item *item,
                                   enum word subject, const struct record *record) {
    struct decide_case base = {
        .policy = policy, .subject = subject, .record = record, .item = item};
    struct record copy = *record; /* nobody is its origin here */
    copy.facts.provider_id = -1;
    base.record = &copy;
    struct record_ranges out = {.label = policy->edition};
    derive(&base, RANGE_OPEN, &out.open_from, &out.open_to);
    derive(&base, RANGE_SHARED, &out.shared_from, &out.shared_to);
    derive(&base, RANGE_AUTHORISED, &out.auth_from, &out.auth_to);
    return out;
}

bool decide_in_range(const struct record_ranges *ranges, enum channel_range r, struct date day) {
    struct date from = DATE_NONE, to = DATE_NONE;
    switch (r) {
    case RANGE_OPEN: from = ranges->open_from, to = ranges->open_to; break;
    case RANGE_SHARED: from = ranges->shared_from, to = ranges->shared_to; break;
    case RANGE_AUTHORISED: from = ranges->auth_from, to = ranges->auth_to; break;
    case RANGE_NONE: return true;
    }
    if (date_is_none(from) || date_cmp(day, from) < 0) return false;
    return date_is_none(to) || date_cmp(day, to) <= 0;
}

struct decision decide_item(const struct decide_case *asker, const struct policy_item *item) {
    struct policy_scope scope = {.item = item->id};
    bool has_term = policy_get(asker->policy, PARAM_DISCLOSE_TERM, &scope, asker->day)->known;
    struct record imagined = {
        .facts = {.item = item->id,
                  .nature = item->nature,
                  .mode = item->mode,
                  .secrecy = item->secrecy,
                  .severity = "",
                  .formed = asker->day,
                  .decided = DATE_NONE,
                  .received = asker->day,
                  .conduct_end = DATE_NONE,
                  .provider_id = -1},
        .terms = {.term_to = has_term ? asker->day : DATE_NONE, .publish_to = DATE_NONE},
    };
    struct decide_case c = *asker;
    c.record = &imagined;
    c.item = item;
    return decide(&c);
}
