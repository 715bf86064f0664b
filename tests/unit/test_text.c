#include "cmocka_setup.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static struct arena *arena;

static void blank_means_white_space_only(void **state) {
    assert_true(text_is_blank(NULL));
    assert_true(text_is_blank(""));
    assert_true(text_is_blank(" \t\r\n\u00a0 "));
    assert_false(text_is_blank(" x "));
    assert_false(text_is_blank("\u00c2"));
}

static void trimming_keeps_inner_space(void **state) {
    assert_string_equal(text_trim(arena, "\u00a0 a  b \n\u00a0"), "a  b");
    assert_string_equal(text_trim(arena, "   "), "");
    assert_string_equal(text_trim(arena, "à"), "à"); /* ends in byte A0 without being U+00A0 */
}

static void folding_removes_accents_and_case_of_latin_letters(void **state) {
    assert_string_equal(text_fold(arena, "Niccolò È DÉJÀ Łódź Straße Ærø"),
                        "niccolo e deja lodz strasse aero");
    assert_string_equal(text_fold(arena, "Ngu\u1ec5n e\u0301"), "nguen e");
    assert_string_equal(text_fold(arena, "東京 ×3"), "東京 ×3");
    assert_string_equal(text_fold(arena, "a\xFF"), "a\uFFFD");
}

static void only_well_formed_utf8_counts_as_utf8(void **state) {
    assert_true(text_is_utf8("aè€😀", strlen("aè€😀")));
    assert_false(text_is_utf8("\xC0\xAF", 2));         /* overlong */
    assert_false(text_is_utf8("\xED\xA0\x80", 3));     /* surrogate */
    assert_false(text_is_utf8("\xF4\x90\x80\x80", 4)); /* above U+10FFFF */
    assert_false(text_is_utf8("\xE2\x82", 2));         /* cut short */
    assert_false(text_is_utf8("\x80", 1));
}

static void every_code_point_is_written_and_read_back(void **state) {
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        char bytes[4];
        size_t length = text_put_codepoint(bytes, c);
        size_t position = 0;
        assert_int_equal(text_next_codepoint(bytes, length, &position), c);
        assert_int_equal(position, length);
    }
}

static void shortening_counts_letters_and_not_bytes(void **state) {
    assert_string_equal(text_shorten(arena, "èèè", 3), "èèè");
    assert_string_equal(text_shorten(arena, "èèèè", 3), "èè…");
    assert_string_equal(text_shorten(arena, "abc", 0), "");
    assert_int_equal(text_count_codepoints("èèè"), 3);
}

static void suffixes_are_compared_without_case(void **state) {
    assert_true(text_ends_with_ignoring_case("CV.PDF", ".pdf"));
    assert_false(text_ends_with_ignoring_case("pdf", ".pdf"));
    assert_true(text_starts_with("/api/x", "/api/"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blank_means_white_space_only),
        cmocka_unit_test(trimming_keeps_inner_space),
        cmocka_unit_test(folding_removes_accents_and_case_of_latin_letters),
        cmocka_unit_test(only_well_formed_utf8_counts_as_utf8),
        cmocka_unit_test(every_code_point_is_written_and_read_back),
        cmocka_unit_test(shortening_counts_letters_and_not_bytes),
        cmocka_unit_test(suffixes_are_compared_without_case),
    };
    arena = arena_create();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(arena);
    return failed;
}
