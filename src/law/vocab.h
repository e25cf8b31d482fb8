/* vocab.h: the closed vocabulary of the packs (vocab.def).
 *
 * A pack may use these words and no others; a word that is not here is refused when the pack is
 * loaded, never ignored. Each word belongs to one set, has a Chinese name for the screen and one
 * line that says what it does; docs/policy-guide.md repeats every line and a test holds the two
 * together. Enumerators are W_<SET>_<SYMBOL>. */
#ifndef LAW_VOCAB_H
#define LAW_VOCAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum vocab {
#define SET(set, word, doc) VOCAB_##set,
#define WORD(set, symbol, word, chinese, doc)
#include "law/vocab.def"
#undef SET
#undef WORD
    VOCAB_COUNT
};

enum word {
    W_NONE = 0,
#define SET(set, word, doc)
#define WORD(set, symbol, word, chinese, doc) W_##set##_##symbol,
#include "law/vocab.def"
#undef SET
#undef WORD
    W_COUNT
};

/* A set of words in the order the pack wrote them. */
struct words {
    const enum word *w;
    size_t n;
};

/* The word of the set with that spelling, or W_NONE. */
enum word vocab_find(enum vocab set, struct str spelling);
const char *word_text(enum word w);    /* "written_form"; "" for W_NONE */
const char *word_chinese(enum word w); /* 书面提出 */
const char *word_doc(enum word w);
enum vocab word_set(enum word w);
const char *vocab_name(enum vocab set); /* "guard" */
const char *vocab_doc(enum vocab set);
bool words_have(struct words words, enum word w);

#endif
