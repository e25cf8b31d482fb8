#include "cli/statements.h"

#include "base/attr.h"
#include "cases/case_scrub.h"
#include "cases/act.h"
#include "cases/clock.h"
#include "cases/desk.h"
#include "cases/party.h"
#include "cases/term_end.h"
#include "disclosure/authorisation.h"
#include "disclosure/consent.h"
#include "disclosure/evidence.h"
#include "disclosure/identity.h"
#include "disclosure/impact.h"
#include "disclosure/look.h"
#include "disclosure/look_read.h"
#include "disclosure/query.h"
#include "disclosure/retention.h"
#include "disclosure/viewer.h"
#include "disclosure/withhold.h"
#include "intake/submission.h"
#include "ledger/ledger.h"
#include "ledger/trace.h"
#include "measures/applied.h"
#include "measures/feedback.h"
#include "measures/hold.h"
#include "measures/list_document.h"
#include "measures/list_entry.h"
#include "measures/listing_notice.h"
#include "measures/measure.h"
#include "measures/sweep.h"
#include "publication/publication.h"
#include "publication/stop.h"
#include "notices/delivery.h"
#include "notices/notice.h"
#include "notices/waiting.h"
#include "recall/deletion.h"
#include "recall/recall.h"
#include "recall/scrub.h"
#include "recall/sources.h"
#include "publication/document.h"
#include "publication/propose.h"
#include "publication/public.h"
#include "publication/publication.h"
#include "publication/stop.h"
#include "publication/sweep.h"
#include "publication/timeliness.h"
#include "registry/account.h"
#include "registry/adoption.h"
#include "registry/api_key.h"
#include "registry/catalog.h"
#include "registry/figure.h"
#include "registry/idempotency.h"
#include "registry/outbox.h"
#include "registry/record.h"
#include "registry/register.h"
#include "registry/search.h"
#include "registry/subject.h"
#include "registry/training.h"
#include "registry/unit.h"
#include "watch/deadline.h"
#include "watch/leak.h"
#include "watch/missing.h"
#include "watch/offence.h"
#include "watch/rebuild.h"
#include "watch/rollup.h"
#include "watch/statistics.h"
#include "watch/warning.h"

static const struct db_stmt *const tables[] = {
    /* ledger */
    ledger_stmts,
    trace_stmts,
    /* registry */
    adoption_stmts,
    law_holder_stmts,
    unit_stmts,
    register_stmts,
    training_stmts,
    account_stmts,
    sign_in_stmts,
    post_stmts,
    api_key_stmts,
    subject_stmts,
    subject_bulk_stmts,
    subject_change_stmts,
    search_stmts,
    catalog_stmts,
    catalog_edition_stmts,
    catalog_change_stmts,
    catalog_draft_stmts,
    catalog_comment_stmts,
    record_stmts,
    record_insert_stmts,
    record_change_stmts,
    record_mark_stmts,
    figure_stmts,
    outbox_stmts,
    idempotency_stmts,
    /* disclosure */
    look_stmts,
    impact_stmts,
    evidence_stmts,
    authorisation_stmts,
    consent_stmts,
    identity_stmts,
    viewer_stmts,
    query_stmts,
    look_read_stmts,
    withhold_stmts,
    retention_stmts,
    /* intake */
    submission_stmts,
    submission_take_stmts,
    submission_prepare_stmts,
    submission_load_stmts,
    submission_review_stmts,
    submission_withdraw_stmts,
    submission_return_stmts,
    submission_answer_stmts,
    original_stmts,
    mapping_stmts,
    /* publication */
    publication_stmts,
    publication_stop_stmts,
    /* measures */
    list_document_stmts,
    listing_notice_stmts,
    listing_notice_read_stmts,
    list_entry_stmts,
    list_entry_read_stmts,
    list_mark_stmts,
    list_linked_stmts,
    measure_stmts,
    applied_stmts,
    applied_read_stmts,
    hold_stmts,
    /* watch */
    statistics_stmts,
    rollup_stmts,
    missing_stmts,
    warning_stmts,
    rebuild_stmts,
    /* notices */
    notice_stmts,
    notice_make_stmts,
    delivery_stmts,
    waiting_stmts,
    waiting_send_stmts,
    /* recall */
    recall_stmts,
    recall_find_stmts,
    deletion_stmts,
    deletion_run_stmts,
    deletion_copy_stmts,
    deletion_open_stmts,
    scrub_stmts,
    sources_stmts,
    case_scrub_stmts,
    /* cases */
    case_stmts,
    party_stmts,
    clock_stmts,
    effect_stmts,
    open_stmts,
    act_stmts,
    tick_stmts,
    desk_stmts,
    term_end_stmts,
    offence_stmts,
    deadline_stmts,
    leak_stmts,
    publication_propose_stmts,
    publication_approve_stmts,
    publication_list_stmts,
    public_stmts,
    publication_sweep_stmts,
    timeliness_stmts,
    document_stmts,
    feedback_stmts,
    sweep_stmts,
};

struct db_stmts statements_all(void) {
    return (struct db_stmts){tables, GX_COUNT(tables)};
}
