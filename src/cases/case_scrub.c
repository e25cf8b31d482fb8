#include "cases/case_scrub.h"

#include "db/db_fetch.h"
#include "disclosure/evidence.h"

enum { CLAIMS, WORDS, PROPOSALS, PAPERS };

#define OF_RECORD "subject_id = $1 and target = 'record' and target_id = $2"
#define ITS_CASES                                                                                  \
    "subject_id = $1 and case_id in (select case_id from case_file where " OF_RECORD ")"
#define UNUSED(table, column)                                                                      \
    " and not exists (select 1 from " table " where " column " = e.evidence_id)"

const struct db_stmt case_scrub_stmts[] = {
    [CLAIMS] = {.name = "case_scrub.claims",
                .sql = "update case_file set claim = null where " OF_RECORD,
                .in = "ii",
                .out = "",
                .kind = DB_WRITE},
    [WORDS] = {.name = "case_scrub.words",
               .sql = "update case_event set text = null where " ITS_CASES,
               .in = "ii",
               .out = "",
               .kind = DB_WRITE},
    [PROPOSALS] = {.name = "case_scrub.proposals",
                   .sql = "delete from case_proposal where " ITS_CASES,
                   .in = "ii",
                   .out = "",
                   .kind = DB_WRITE},
    [PAPERS] = {.name = "case_scrub.papers",
                .sql =
                    "select distinct e.evidence_id from case_file c join case_evidence e"
                    " on e.subject_id = c.subject_id and e.case_id = c.case_id"
                    " where c.subject_id = $1 and c.target = 'record' and c.target_id = $2"
                    " and not exists (select 1 from case_evidence o join case_file k"
                    " on k.subject_id = o.subject_id and k.case_id = o.case_id"
                    " where o.evidence_id = e.evidence_id and (k.target <> 'record'"
                    " or k.target_id <> $2))"
                    " and not exists (select 1 from application p join case_file k"
                    " on k.application_id = p.application_id where (p.day_evidence = e.evidence_id"
                    " or p.representative = e.evidence_id) and (k.target <> 'record'"
                    " or k.target_id <> $2))" UNUSED("authorisation", "evidence_id")
                        UNUSED("consent", "notice_evidence") UNUSED("consent", "written_evidence")
                            UNUSED("identity_proof", "evidence_id")
                                UNUSED("notice_delivery", "evidence_id")
                                    UNUSED("list_document", "evidence_id")
                                        UNUSED("listing_notice", "evidence_id")
                                            UNUSED("list_entry", "evidence_id")
                                                UNUSED("published_document_version", "evidence_id"),
                .in = "ii",
                .out = "i",
                .kind = DB_READ},
    {.name = NULL},
};
#define STMT(name) (&case_scrub_stmts[name])

enum err case_scrub_rows(struct ctx *ctx, struct door *d, struct db_session *s,
                         const struct scrub_record *r) {
    const struct db_value ids[] = {db_int(r->subject_id), db_int(r->record_id)};
    (void)d;
    enum err e = db_write(ctx, s, STMT(CLAIMS), ids, NULL);
    if (e == OK) e = db_write(ctx, s, STMT(WORDS), ids, NULL);
    if (e == OK) e = db_write(ctx, s, STMT(PROPOSALS), ids, NULL);
    return e;
}

enum err case_scrub_files(struct ctx *ctx, const struct scrub_record *r) {
    struct db_session *s;
    struct db_call c = {.stmt = STMT(PAPERS),
                        .args = DB_ARGS(db_int(r->subject_id), db_int(r->record_id))};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result result = db_calls(s, ctx->arena, &c, 1);
    if (result != DB_ROW) e = db_err(ctx, s, result);
    db_read_end(ctx, &s);
    for (size_t i = 0; e == OK && i < c.n; i++)
        e = evidence_destroy(ctx, db_get_int(c.rows[i], 0));
    return e;
}

const char *const case_scrub_tables[] = {"case_file", "case_event", "case_proposal", "evidence",
                                         NULL};
