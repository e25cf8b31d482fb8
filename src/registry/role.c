#include "registry/role.h"

#include <string.h>

#include "base/attr.h"
#include "base/bug.h"

#define ROLE_KIND(kind) ROLE_KIND_##kind

static const struct {
    const char *word, *name;
    enum role_kind kind;
} roles[] = {
#define ROLE(symbol, word, chinese, kind) {word, chinese, ROLE_KIND(kind)},
#include "registry/roles.def"
#undef ROLE
};

#define R(role) (1u << (role))
#define STAFF                                                                                      \
    (R(ROLE_SYSTEM_ADMIN) | R(ROLE_SECURITY_ADMIN) | R(ROLE_AUDIT_ADMIN) | R(ROLE_AUDITOR) |       \
     R(ROLE_AUTHORITY) | R(ROLE_OPERATOR) | R(ROLE_OBJECTION_DESK) | R(ROLE_PROVIDER_CLERK) |      \
     R(ROLE_PROVIDER_REVIEWER) | R(ROLE_UNIT_ADMIN) | R(ROLE_QUERY_CLERK) |                        \
     R(ROLE_QUERY_APPROVER) | R(ROLE_WINDOW))
#define SIGNED_IN (STAFF | R(ROLE_SUBJECT))
#define ANYBODY   (SIGNED_IN | R(ROLE_NOBODY))

static const struct {
    const char *word, *name;
    unsigned roles;
} permissions[] = {
#define PERMISSION(symbol, word, chinese, roles) {word, chinese, roles},
#include "registry/permissions.def"
#undef PERMISSION
};

_Static_assert(ROLE_COUNT <= 32, "a permission's roles are a 32-bit mask");

const char *role_word(enum role r) {
    BUG_IF((unsigned)r >= ROLE_COUNT);
    return roles[r].word;
}

const char *role_name(enum role r) {
    BUG_IF((unsigned)r >= ROLE_COUNT);
    return roles[r].name;
}

enum role_kind role_kind(enum role r) {
    BUG_IF((unsigned)r >= ROLE_COUNT);
    return roles[r].kind;
}

bool role_parse(const char *word, enum role *role_r) {
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (!strcmp(word, roles[i].word)) {
            *role_r = (enum role)i;
            return true;
        }
    return false;
}

const char *permission_word(enum permission p) {
    BUG_IF((unsigned)p >= PERMISSION_COUNT);
    return permissions[p].word;
}

const char *permission_name(enum permission p) {
    BUG_IF((unsigned)p >= PERMISSION_COUNT);
    return permissions[p].name;
}

bool role_may(enum role r, enum permission p) {
    BUG_IF((unsigned)r >= ROLE_COUNT || (unsigned)p >= PERMISSION_COUNT);
    return permissions[p].roles & (1u << r);
}
