/* password.h: what a password must be (security.md A2), and random ones. Pure. */
#ifndef REGISTRY_PASSWORD_H
#define REGISTRY_PASSWORD_H

#include <stdbool.h>

#include "base/arena.h"

/* At least 10 characters, three of: capitals, small letters, digits, others; does not hold the login (ignoring case).
 */
bool password_is_strong(const char *password, const char *login);
/* 20 random characters that are strong and easy to read aloud (no 0 O 1 l I). */
char *password_random(struct arena *a);

#endif
