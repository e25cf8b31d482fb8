/* record_row.h: what the files of records share: the row, payloads, words. */
#ifndef REGISTRY_RECORD_ROW_H
#define REGISTRY_RECORD_ROW_H

#include "registry/record.h"

#define RECORD_COLUMNS                                                                             \
    "r.subject_id, r.record_id, r.jurisdiction, r.policy_label, r.catalog_id, r.item,"             \
    " r.provider_id, r.doc_no, r.nature, r.mode, r.secrecy, r.severity, r.formed_day,"             \
    " r.decided_day, r.received_day, r.conduct_end, r.conduct_continuing, r.term_to, r.term_rule," \
    " r.publish_to, r.publish_rule, r.open_from, r.open_to, r.shared_from, r.shared_to,"           \
    " r.auth_from, r.auth_to, r.ranges_label, r.state, r.marks, r.holds, r.current_version,"       \
    " r.version, r.late_days"
#define RECORD_SIGNATURE "iittitittttTtTtTiTTTTTTTTTTttiiiiI"
#define RECORD_WIDTH     34
/* Of the current version, behind the columns above. */
#define RECORD_VERSION_COLUMNS   "v.payload, v.reason, v.reason_text, v.at"
#define RECORD_VERSION_SIGNATURE "TtTi"

/* A damaged word becomes the state in which nothing is shown. */
enum record_state record_state_of(const char *word);
/* with_version: the version's columns follow. Owned by the arena, like the row's text. */
void record_of_row(const struct db_value *row, bool with_version, struct record *record_r);
/* The row's state as the change saw it. */
enum err record_load_seen(struct ctx *ctx, struct db_session *s, const struct record_seen *seen,
                          struct record **record_r) GX_MUST_CHECK;
/* ERR_CONFLICT with who changed it last, and when. */
enum err record_lost_race(struct ctx *ctx, struct db_session *s,
                          const struct record_seen *seen) GX_MUST_CHECK;
enum err record_check_because(struct ctx *ctx, const struct record_because *why) GX_MUST_CHECK;
struct leaf record_leaf(const struct ctx *ctx, enum ledger_event event, const struct record *r,
                        const struct record_because *why);

/* The form in which a payload is stored: numbers of persons sealed. */
enum err record_seal(struct ctx *ctx, const struct catalog_item *item, int64_t record_id,
                     struct str plain, struct str *stored_r) GX_MUST_CHECK;
/* What stands for a document's number once the content is destroyed. */
const char *record_destroyed_doc_no(const struct ctx *ctx, const char *doc_no);

#endif
