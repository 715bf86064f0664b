#include "cmocka_setup.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nn/tokenizer.h"
#include "nn/wordpiece.h"
#include "nn/words.h"

static const char VOCABULARY[] = SOURCE_ROOT "/models/all-MiniLM-L6-v2/vocab.txt";
static const char GOLDEN[] = SOURCE_ROOT "/tests/golden/tokens.jsonl";

enum { TOKENS_MAX = 256, LINE_MAX_BYTES = 1 << 16, SPECIAL_CLS = 101, SPECIAL_SEP = 102 };

static struct wordpiece *open_vocabulary(void) {
    char problem[256];
    if (access(VOCABULARY, R_OK) != 0) {
        print_message("no model here (scripts/fetch-model): skipped\n");
        skip();
    }
    struct wordpiece *wordpiece = wordpiece_open(VOCABULARY, problem, sizeof problem);
    assert_non_null(wordpiece);
    return wordpiece;
}

/* The words of a text with bars between them. */
static const char *split(const char *text, size_t length) {
    static char joined[4096];
    struct words words;
    size_t used = 0;
    words_init(&words, text, length);
    while (words_next(&words)) {
        if (used > 0)
            joined[used++] = '|';
        memcpy(joined + used, words.bytes, words.byte_length);
        used += words.byte_length;
    }
    joined[used] = '\0';
    return joined;
}

#define assert_words(text, expected) assert_string_equal(split(text, sizeof text - 1), expected)

static void words_are_lower_case_without_accents(void **state) {
    assert_words("Perch\u00e9 NO?", "perche|no|?");
    assert_words("Stra\u00dfe \u0130stanbul \u00c5ngstro\u0308m", "stra\u00dfe|istanbul|angstrom");
}

static void punctuation_and_ideographs_stand_alone(void **state) {
    assert_words("don't stop--now", "don|'|t|stop|-|-|now");
    assert_words("abc\u4e2d\u6587def", "abc|\u4e2d|\u6587|def");
}

static void control_characters_vanish_and_spaces_split(void **state) {
    assert_words("a\0b\u200bc \ufffd", "abc");
    assert_words("\ta\n\u00a0b\u3000c\r", "a|b|c");
    assert_words("", "");
}

static void bytes_that_are_not_utf8_vanish(void **state) {
    assert_words("a\xff\xc3z\xe4\xb8q\xed\xa0\x80", "azq");
    assert_words("\xf0\x9f\x98", "");
}

static void marks_come_in_canonical_order(void **state) {
    assert_words("x\u302e\u1b44y", "x\u1b44\u302ey");
    assert_words("x\u302e\ufe0f\u1b44y", "x\u302e\u1b44y"); /* a variation selector holds them apart */
}

static void hangul_falls_into_its_letters(void **state) {
    assert_words("\uac01", "\u1100\u1161\u11a8");
}

static void check_golden_line(const struct wordpiece *wordpiece, const char *line) {
    int32_t ids[TOKENS_MAX];
    json_t *row = json_loads(line, JSON_ALLOW_NUL, NULL);
    assert_non_null(row);
    const json_t *text = json_object_get(row, "text"), *wanted = json_object_get(row, "ids");
    size_t count =
        wordpiece_encode(wordpiece, json_string_value(text), json_string_length(text), ids, TOKENS_MAX);
    assert_int_equal(count, json_array_size(wanted));
    for (size_t i = 0; i < count; i++)
        if (ids[i] != json_integer_value(json_array_get(wanted, i)))
            fail_msg("token %zu is %d in %s", i, ids[i], line);
    json_decref(row);
}

static void ids_are_those_of_the_reference(void **state) {
    struct wordpiece *wordpiece = open_vocabulary();
    FILE *golden = fopen(GOLDEN, "r");
    char *line = malloc(LINE_MAX_BYTES);
    size_t lines = 0;
    assert_non_null(golden);
    for (; fgets(line, LINE_MAX_BYTES, golden) != NULL; lines++)
        check_golden_line(wordpiece, line);
    assert_true(lines > 300);
    free(line);
    fclose(golden);
    wordpiece_close(wordpiece);
}

static void check_ids(const struct tokenizer *tokenizer, const char *name, const char *line) {
    int32_t ids[TOKENS_MAX];
    json_t *row = json_loads(line, JSON_ALLOW_NUL, NULL);
    const json_t *text = json_object_get(row, "text"), *wanted = json_object_get(row, "ids");
    size_t count =
        tokenizer_encode(tokenizer, json_string_value(text), json_string_length(text), ids, TOKENS_MAX);
    size_t same = 0;
    while (same < count && same < json_array_size(wanted) &&
           ids[same] == json_integer_value(json_array_get(wanted, same)))
        same++;
    if (same < count || same < json_array_size(wanted))
        fail_msg("%s: token %zu of %zu is another in %s", name, same, count, line);
    json_decref(row);
}

/* Small models of tests/models: every line of their tokens.jsonl. */
static void check_model(const char *name) {
    char folder[512], path[600], problem[512];
    snprintf(folder, sizeof folder, SOURCE_ROOT "/tests/models/%s", name);
    snprintf(path, sizeof path, "%s/tokens.jsonl", folder);
    struct tokenizer *tokenizer = tokenizer_open(folder, problem, sizeof problem);
    if (tokenizer == NULL)
        fail_msg("%s", problem);
    FILE *golden = fopen(path, "r");
    char *line = malloc(LINE_MAX_BYTES);
    size_t lines = 0;
    assert_non_null(golden);
    for (; fgets(line, LINE_MAX_BYTES, golden) != NULL; lines++)
        check_ids(tokenizer, name, line);
    assert_true(lines > 250);
    free(line);
    fclose(golden);
    tokenizer_close(tokenizer);
}

static void every_tokenizer_gives_the_ids_of_the_reference(void **state) {
    static const char *const MODELS[] = {"bert-uncased", "bert-cased-cls", "distilbert",
                                         "xlm-roberta",  "bert-unigram",   "bert-decomposing"};
    for (size_t i = 0; i < sizeof MODELS / sizeof *MODELS; i++)
        check_model(MODELS[i]);
}

static void a_text_is_cut_at_the_capacity(void **state) {
    struct wordpiece *wordpiece = open_vocabulary();
    char text[] = "one two three four five six seven eight";
    int32_t all[TOKENS_MAX], cut[6];
    assert_int_equal(wordpiece_encode(wordpiece, text, strlen(text), all, TOKENS_MAX), 10);
    assert_int_equal(wordpiece_encode(wordpiece, text, strlen(text), cut, 6), 6);
    assert_memory_equal(all, cut, 5 * sizeof *cut);
    assert_int_equal(cut[0], SPECIAL_CLS);
    assert_int_equal(cut[5], SPECIAL_SEP);
    assert_int_equal(wordpiece_encode(wordpiece, text, strlen(text), cut, 2), 2);
    wordpiece_close(wordpiece);
}

static void a_file_that_is_no_vocabulary_is_refused(void **state) {
    char problem[256];
    assert_null(wordpiece_open(SOURCE_ROOT "/meson.build", problem, sizeof problem));
    assert_non_null(strstr(problem, "[CLS]"));
    assert_null(wordpiece_open(SOURCE_ROOT "/no-such-file", problem, sizeof problem));
    assert_non_null(strstr(problem, "No such file"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_lower_case_without_accents),
        cmocka_unit_test(punctuation_and_ideographs_stand_alone),
        cmocka_unit_test(control_characters_vanish_and_spaces_split),
        cmocka_unit_test(bytes_that_are_not_utf8_vanish),
        cmocka_unit_test(marks_come_in_canonical_order),
        cmocka_unit_test(hangul_falls_into_its_letters),
        cmocka_unit_test(ids_are_those_of_the_reference),
        cmocka_unit_test(every_tokenizer_gives_the_ids_of_the_reference),
        cmocka_unit_test(a_text_is_cut_at_the_capacity),
        cmocka_unit_test(a_file_that_is_no_vocabulary_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
