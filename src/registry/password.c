#include "registry/password.h"

#include <string.h>

#include "base/crypto.h"
#include "base/utf8.h"

enum { LENGTH_MIN = 10, RANDOM_LENGTH = 20 };

static int classes(const char *password) {
    bool capital = false, small = false, digit = false, other = false;
    for (const char *p = password; *p; p++) {
        if (*p >= 'A' && *p <= 'Z')
            capital = true;
        else if (*p >= 'a' && *p <= 'z')
            small = true;
        else if (*p >= '0' && *p <= '9')
            digit = true;
        else
            other = true;
    }
    return capital + small + digit + other;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool holds(const char *text, const char *part) {
    size_t n = strlen(part);
    if (!n) return false;
    for (; *text; text++) {
        size_t i = 0;
        while (i < n && text[i] && lower(text[i]) == lower(part[i]))
            i++;
        if (i == n) return true;
    }
    return false;
}

bool password_is_strong(const char *password, const char *login) {
    if (!utf8_valid(str_of(password), NULL) || utf8_count(str_of(password)) < LENGTH_MIN)
        return false;
    return classes(password) >= 3 && !holds(password, login);
}

char *password_random(struct arena *a) {
    static const char alphabet[] = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    char *out = arena_alloc(a, RANDOM_LENGTH + 1);
    do {
        for (int i = 0; i < RANDOM_LENGTH;) {
            uint8_t b;
            crypto_random(&b, 1);
            if (b < 256 / (sizeof alphabet - 1) * (sizeof alphabet - 1)) /* no bias */
                out[i++] = alphabet[b % (sizeof alphabet - 1)];
        }
    } while (classes(out) < 3);
    return out;
}
