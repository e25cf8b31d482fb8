/* THE table: every route of the program, each once. From a row come dispatch, permission, input, audit event, the
 * OpenAPI document, the `routes` of the documentation and the test that calls every row as everybody. A resource's
 * handlers, input and reply tables stand in the file of its name; routes_NAME.def holds its rows. */
#include "api/api.h"
#include "api/handlers.h"

const struct route api_routes[] = {
#include "api/routes_system.def"
#include "api/routes_account.def"
#include "api/routes_policy.def"
#include "api/routes_catalog.def"
#include "api/routes_ledger.def"
#include "api/routes_register.def"
#include "api/routes_watch.def"
#include "api/routes_offence.def"
#include "api/routes_subject.def"
#include "api/routes_disclosure.def"
#include "api/routes_intake.def"
#include "api/routes_notice.def"
#include "api/routes_recall.def"
#include "api/routes_case.def"
#include "api/routes_publication.def"
#include "api/routes_measures.def"
};
const size_t api_route_count = GX_COUNT(api_routes);
