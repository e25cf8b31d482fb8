#include "db/db_fetch.h"
#include "disclosure/look.h"
#include "publication/propose.h"
#include "publication/publication_row.h"

enum { OF_PROVIDER, OF_PLACE };

const struct db_stmt publication_list_stmts[] = {
    [OF_PROVIDER] = {.name = "publication.of_provider",
                     .sql = "select " PUBLICATION_COLUMNS " from publication p"
                            " where p.provider_id = $1 and p.publication_id < $2"
                            " order by p.publication_id desc limit $3",
                     .in = "iii",
                     .out = PUBLICATION_SIGNATURE,
                     .kind = DB_READ},
    [OF_PLACE] = {.name = "publication.of_place",
                  .sql = "select " PUBLICATION_COLUMNS " from publication p"
                         " where p.jurisdiction = $1 and p.publication_id < $2"
                         " order by p.publication_id desc limit $3",
                  .in = "tii",
                  .out = PUBLICATION_SIGNATURE,
                  .kind = DB_READ},
    {.name = NULL},
};

enum err publication_list(struct ctx *ctx, const char *place, int64_t provider_id, int64_t before,
                          size_t most, struct publication **list_r, size_t *n_r) {
    struct db_session *s;
    struct db_call c = {.stmt = &publication_list_stmts[provider_id ? OF_PROVIDER : OF_PLACE],
                        .args =
                            DB_ARGS(provider_id ? db_int(provider_id) : db_text(place),
                                    db_int(before ? before : INT64_MAX), db_int((int64_t)most))};
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    enum db_result r = db_calls(s, ctx->arena, &c, 1);
    if (r != DB_ROW) e = db_err(ctx, s, r);
    *n_r = 0;
    *list_r = ARENA_ARRAY(ctx->arena, c.n + 1, struct publication);
    for (size_t i = 0; e == OK && i < c.n; i++) {
        publication_of_row(c.rows[i], &(*list_r)[*n_r]);
        e = publication_places(ctx, s, &(*list_r)[(*n_r)++]);
    }
    db_read_end(ctx, &s);
    return e;
}

enum err publication_show(struct ctx *ctx, const char *route, int64_t publication_id,
                          struct publication **p_r) {
    struct db_session *s;
    enum err e = db_read_begin(ctx, DB_FACTS, DATE_NONE, &s);
    if (e != OK) return e;
    e = publication_load(ctx, s, publication_id, 0, p_r);
    db_read_end(ctx, &s);
    if (e == OK) e = publication_reachable(ctx, (*p_r)->jurisdiction, (*p_r)->provider_id);
    if (e != OK) return e;
    struct look look = {.route = route,
                        .subject_id = (*p_r)->subject_id,
                        .records = &(*p_r)->record_id,
                        .n_records = 1,
                        .purpose = "公示",
                        .basis = basis_kind_word(BASIS_DUTY),
                        .view = "masked",
                        .outcome = LOOK_ANSWERED,
                        .place = (*p_r)->jurisdiction,
                        .policy = (*p_r)->policy_label};
    return look_write(ctx, &look, 1);
}
