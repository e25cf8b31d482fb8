#include "law/vocab.h"

struct word_row {
    enum vocab set;
    const char *text, *chinese, *doc;
};

static const struct word_row WORDS[W_COUNT] = {
    [W_NONE] = {VOCAB_COUNT, "", "", ""},
#define SET(set, word, doc)
#define WORD(set, symbol, word, chinese, doc)                                                      \
    [W_##set##_##symbol] = {VOCAB_##set, word, chinese, doc},
#include "law/vocab.def"
#undef SET
#undef WORD
};

static const struct {
    const char *name, *doc;
} SETS[VOCAB_COUNT] = {
#define SET(set, word, doc) [VOCAB_##set] = {word, doc},
#define WORD(set, symbol, word, chinese, doc)
#include "law/vocab.def"
#undef SET
#undef WORD
};

/* The words of a set stand together: FIRST_ is counted as enum word is, where a set begins. */
enum {
    FIRST_NONE = 0,
#define SET(set, word, doc)                   FIRST_##set, BEFORE_##set = FIRST_##set - 1,
#define WORD(set, symbol, word, chinese, doc) AT_##set##_##symbol,
#include "law/vocab.def"
#undef SET
#undef WORD
};

static const unsigned short FIRST[VOCAB_COUNT] = {
#define SET(set, word, doc) [VOCAB_##set] = FIRST_##set,
#define WORD(set, symbol, word, chinese, doc)
#include "law/vocab.def"
#undef SET
#undef WORD
};

enum word vocab_find(enum vocab set, struct str spelling) {
    if ((size_t)set >= VOCAB_COUNT) return W_NONE;
    for (size_t w = FIRST[set]; w < W_COUNT && WORDS[w].set == set; w++)
        if (str_is(spelling, WORDS[w].text)) return (enum word)w;
    return W_NONE;
}

static const struct word_row *row(enum word w) {
    return &WORDS[(size_t)w < W_COUNT ? w : W_NONE];
}

const char *word_text(enum word w) {
    return row(w)->text;
}

const char *word_chinese(enum word w) {
    return row(w)->chinese;
}

const char *word_doc(enum word w) {
    return row(w)->doc;
}

enum vocab word_set(enum word w) {
    return row(w)->set;
}

const char *vocab_name(enum vocab set) {
    return (size_t)set < VOCAB_COUNT ? SETS[set].name : "";
}

const char *vocab_doc(enum vocab set) {
    return (size_t)set < VOCAB_COUNT ? SETS[set].doc : "";
}

bool words_have(struct words words, enum word w) {
    for (size_t i = 0; i < words.n; i++)
        if (words.w[i] == w) return true;
    return false;
}
