/* role.h: the closed list of roles (roles.def) and of permissions (permissions.def). */
#ifndef REGISTRY_ROLE_H
#define REGISTRY_ROLE_H

#include <stdbool.h>
#include <stdint.h>

enum role_kind { ROLE_KIND_PUBLIC, ROLE_KIND_ADMIN, ROLE_KIND_BUSINESS, ROLE_KIND_SUBJECT };

enum role {
#define ROLE(symbol, word, chinese, kind) symbol,
#include "registry/roles.def"
#undef ROLE
    ROLE_COUNT
};

enum permission {
#define PERMISSION(symbol, word, chinese, roles) symbol,
#include "registry/permissions.def"
#undef PERMISSION
    PERMISSION_COUNT
};

const char *role_word(enum role r);
const char *role_name(enum role r); /* Chinese */
enum role_kind role_kind(enum role r);
bool role_parse(const char *word, enum role *role_r);

const char *permission_word(enum permission p);
const char *permission_name(enum permission p); /* Chinese */
/* HH-4: every operation is checked against a permission of the post's role. */
bool role_may(enum role r, enum permission p);

#endif
