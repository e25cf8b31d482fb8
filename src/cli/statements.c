#include "cli/statements.h"

#include "base/attr.h"
#include "disclosure/look.h"
#include "ledger/ledger.h"
#include "ledger/trace.h"
#include "registry/account.h"
#include "registry/adoption.h"
#include "registry/api_key.h"
#include "registry/unit.h"

static const struct db_stmt *const tables[] = {
    ledger_stmts,  trace_stmts, adoption_stmts, law_holder_stmts, unit_stmts,
    account_stmts, post_stmts,  api_key_stmts,  look_stmts,
};

struct db_stmts statements_all(void) {
    return (struct db_stmts){tables, GX_COUNT(tables)};
}
