/* The closed vocabulary, and the guide that documents it. */
#include "packs.h"

#include "law/policy_print.h"

static void test_every_word_is_documented_and_unique_in_its_set(void **state) {
    (void)state;
    for (size_t w = 1; w < W_COUNT; w++) {
        enum word word = (enum word)w;
        ROW(w, strlen(word_text(word)) > 0);
        ROW(w, strlen(word_chinese(word)) > 0);
        ROW(w, strlen(word_doc(word)) > 0);
        ROW(w, vocab_find(word_set(word), str_of(word_text(word))) == word);
    }
}

static void test_every_set_has_words(void **state) {
    (void)state;
    for (size_t s = 0; s < VOCAB_COUNT; s++) {
        size_t n = 0;
        for (size_t w = 1; w < W_COUNT; w++)
            n += word_set((enum word)w) == (enum vocab)s;
        ROW(s, n > 0);
        ROW(s, strlen(vocab_doc((enum vocab)s)) > 0);
        for (size_t t = 0; t < s; t++)
            ROW(s, strcmp(vocab_name((enum vocab)s), vocab_name((enum vocab)t)) != 0);
    }
}

static void test_a_word_of_another_set_is_unknown(void **state) {
    (void)state;
    assert_int_equal(vocab_find(VOCAB_GUARD, STR_LIT("set_mark")), W_NONE);
    assert_int_equal(vocab_find(VOCAB_EFFECT, STR_LIT("")), W_NONE);
    assert_int_equal(vocab_find(VOCAB_EFFECT, STR_LIT("set_mark")), W_EFFECT_MARK);
}

static void test_parameters_are_documented_and_found(void **state) {
    (void)state;
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        enum param p = (enum param)i, found;
        ROW(i, param_find(str_of(param_name(p)), &found) && found == p);
        ROW(i, strlen(param_doc(p)) > 0);
        bool words = param_type(p) == PARAM_WORD || param_type(p) == PARAM_WORDS;
        ROW(i, !words || param_vocab(p) != VOCAB_COUNT);
    }
}

/* What a clerk reads is what the program knows: the reference part of the guide is the program's. */
static void test_the_guide_holds_the_reference(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct str guide;
    assert_int_equal(file_read(a, SOURCE_DIR "/docs/policy-guide.md", 1 << 20, &guide), OK);
    struct buf out;
    buf_init(&out, 1 << 20);
    policy_print_reference(&out);
    struct str reference = buf_finish(&out);
    assert_true(reference.n > 0);
    if (str_find_str(guide, reference) == SIZE_MAX)
        fail_msg("docs/policy-guide.md does not end with what `gongxin policy words` prints");
    buf_free(&out);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_word_is_documented_and_unique_in_its_set),
        cmocka_unit_test(test_every_set_has_words),
        cmocka_unit_test(test_a_word_of_another_set_is_unknown),
        cmocka_unit_test(test_parameters_are_documented_and_found),
        cmocka_unit_test(test_the_guide_holds_the_reference),
    };
    return RUN(tests);
}
