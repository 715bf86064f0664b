/* A vocabulary that is read from the text of its file is the one that the JSON parser finds there. */
#include "cmocka_setup.h"

#include <string.h>

#include "nn/json_pieces.h"

static void assert_piece(const struct json_pieces *pieces, size_t index, const char *bytes, int32_t id) {
    assert_int_equal(pieces->items[index].length, strlen(bytes));
    assert_memory_equal(pieces->items[index].bytes, bytes, strlen(bytes));
    assert_int_equal(pieces->items[index].id, id);
}

static void pieces_and_the_rest_are_read(void **state) {
    static const char text[] =
        "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"a\": 0 ,\n \"##\\\"\":12,\"\\\\\" : 7, "
        "\"\xc3\xa8\":2097151}, \"unk_token\": \"[UNK]\"}, \"version\": \"1.0\"}";
    struct json_pieces pieces;
    json_t *rest = json_pieces_read(text, sizeof text - 1, &pieces);
    assert_non_null(rest);
    assert_int_equal(pieces.count, 4);
    assert_piece(&pieces, 0, "a", 0);
    assert_piece(&pieces, 1, "##\"", 12);
    assert_piece(&pieces, 2, "\\", 7);
    assert_piece(&pieces, 3, "\xc3\xa8", 2097151);
    assert_string_equal(json_string_value(json_object_get(rest, "version")), "1.0");
    assert_string_equal(json_string_value(json_object_get(json_object_get(rest, "model"), "unk_token")),
                        "[UNK]");
    json_pieces_finish(&pieces);
    json_decref(rest);
}

static void what_is_unusual_is_left_to_the_parser(void **state) {
    static const char *const texts[] = {
        "",
        "{\"model\":{}}",
        "{\"model\":{\"vocab\":{}}}",
        "{\"model\":{\"vocab\":[[\"a\",0]]}}",
        "{\"model\":{\"vocab\":{\"\\u0061\":0}}}",
        "{\"model\":{\"vocab\":{\"a\":-1}}}",
        "{\"model\":{\"vocab\":{\"a\":1.5}}}",
        "{\"model\":{\"vocab\":{\"a\":01}}}",
        "{\"model\":{\"vocab\":{\"a\":}}}",
        "{\"model\":{\"vocab\":{\"a\":2097152}}}",
        "{\"model\":{\"vocab\":{\"a\":99999999999999999999}}}",
        "{\"model\":{\"vocab\":{\"a\":0,}}}",
        "{\"model\":{\"vocab\":{\"a\":0 \"b\":1}}}",
        "{\"model\":{\"vocab\":{\"a\":{\"b\":1}}}}",
        "{\"model\":{\"vocab\":{\"a\nb\":0}}}",
        "{\"model\":{\"vocab\":{\"\xc3\":0,\"\xa8\":1}}}",
        "{\"model\":{\"vocab\":{\"a\":0",
        "{\"model\":{\"vocab\":{\"a",
        "{\"model\":{\"vocab\":{\"a\\",
        "{\"model\":{\"vocab\":{\"a\":0}}",
        "{\"other\":{\"vocab\":{\"a\":0}},\"model\":{\"vocab\":{\"b\":0}}}",
        "{\"model\":{\"vocab\":{\"a\":0},\"vocab\":{\"b\":0}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct json_pieces pieces;
        assert_null(json_pieces_read(texts[i], strlen(texts[i]), &pieces));
        assert_int_equal(pieces.count, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_and_the_rest_are_read),
        cmocka_unit_test(what_is_unusual_is_left_to_the_parser),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
