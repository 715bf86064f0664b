/* The server's side of the helper's answer: whatever a broken or hostile helper sends is refused, not
 * believed. */
#include "cmocka_setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "doc/source.h"

#define ANSWER(pages, recognition, lines, hidden)                                                            \
    "{\"pages\":" pages ",\"images\":0,\"stripped\":1,\"unreadable\":0," recognition ",\"lines\":[" lines    \
    "],\"hidden\":[" hidden "]}"
#define PLAIN "\"scanned\":[],\"recognised\":[],\"confidence\":1"
#define LINE_OBJECT(members) "{\"kind\":\"wrapped\",\"size\":10.5,\"block\":0," members "}"
#define LINE(members) ANSWER("2", PLAIN, LINE_OBJECT(members), "")
#define RECOGNITION(members) ANSWER("2", members, LINE_OBJECT("\"page\":2,\"text\":\"a\""), "")

static struct arena *arena;

static int set_up(void **state) {
    arena = arena_create();
    return 0;
}

static int tear_down(void **state) {
    arena_destroy(arena);
    return 0;
}

static enum err parse_bytes(const char *json, size_t length, struct source *source, const char **error_name) {
    return source_parse(json, length, arena, source, error_name);
}

static void assert_refused(const char *json) {
    struct source source;
    const char *error_name;
    assert_int_equal(parse_bytes(json, strlen(json), &source, &error_name), ERR_INTERNAL);
    assert_null(error_name);
}

static void a_whole_answer_is_read(void **state) {
    static const char json[] = LINE("\"page\":2,\"bold\":true,\"box\":[1,2,3.5,4],\"text\":\"Perché\"");
    struct source source;
    const char *error_name;
    assert_int_equal(parse_bytes(json, strlen(json), &source, &error_name), ERR_OK);
    assert_int_equal(source.line_count, 1);
    assert_string_equal(source.lines[0].text, "Perché");
    assert_true(source.lines[0].bold && source.lines[0].placed);
    assert_int_equal(source.lines[0].box.page, 2);
    assert_int_equal(source.stripped, 1);
}

static void an_error_is_passed_on_by_name(void **state) {
    static const char json[] = "{\"error\":\"encrypted\"}";
    struct source source;
    const char *error_name;
    assert_int_equal(parse_bytes(json, strlen(json), &source, &error_name), ERR_UNREADABLE);
    assert_string_equal(error_name, "encrypted");
}

static void an_answer_that_breaks_the_format_is_refused(void **state) {
    assert_refused("");
    assert_refused("[]");
    assert_refused("{\"pages\":1}");
    assert_refused(LINE("\"page\":1,\"text\":\"a\"") "x");
    assert_refused(LINE("\"page\":3,\"text\":\"beyond the last page\""));
    assert_refused(LINE("\"page\":0,\"text\":\"a\""));
    assert_refused(LINE("\"page\":-1,\"text\":\"a\""));
    assert_refused(LINE("\"page\":1,\"text\":\" \""));
    assert_refused(LINE("\"page\":1,\"text\":\"a\\nb\""));
    assert_refused(LINE("\"page\":1,\"text\":\"a\\u0000b\""));
    assert_refused(LINE("\"page\":1,\"text\":7"));
    assert_refused(LINE("\"page\":1,\"text\":\"a\",\"box\":[1,2,3]"));
    assert_refused(LINE("\"page\":1,\"text\":\"a\",\"box\":[1,2,3,1e300]"));
    assert_refused(LINE("\"page\":1,\"text\":\"a\",\"kind\":\"poem\""));
    assert_refused(ANSWER("99", PLAIN, "", ""));
    assert_refused(ANSWER("1", PLAIN, "", "{\"page\":1,\"reason\":\"because\",\"text\":\"a\"}"));
}

static void what_was_recognised_is_marked(void **state) {
    static const char json[] = RECOGNITION("\"scanned\":[1],\"recognised\":[2],\"confidence\":0.5");
    struct source source;
    const char *error_name;
    assert_int_equal(parse_bytes(json, strlen(json), &source, &error_name), ERR_OK);
    assert_int_equal(source.scanned_count, 1);
    assert_int_equal(source.recognised[0], 2);
    assert_true(source.lines[0].recognised);
    assert_float_equal(source.confidence, 0.5f, 0.001f);
}

static void impossible_recognition_is_refused(void **state) {
    assert_refused(RECOGNITION("\"scanned\":[3],\"recognised\":[],\"confidence\":1"));
    assert_refused(RECOGNITION("\"scanned\":[],\"recognised\":[0],\"confidence\":1"));
    assert_refused(RECOGNITION("\"scanned\":[1,1,1],\"recognised\":[],\"confidence\":1"));
    assert_refused(RECOGNITION("\"scanned\":[\"1\"],\"recognised\":[],\"confidence\":1"));
    assert_refused(RECOGNITION("\"scanned\":[],\"recognised\":[],\"confidence\":2"));
    assert_refused(RECOGNITION("\"scanned\":[],\"recognised\":[]"));
}

static void bytes_that_are_not_utf8_are_refused(void **state) {
    assert_refused(LINE("\"page\":1,\"text\":\"a\xff\""));
    assert_refused(LINE("\"page\":1,\"text\":\"\xed\xa0\x80\""));
}

static void deep_nesting_is_refused(void **state) {
    enum { DEPTH = 100000 };
    char *deep = malloc(DEPTH + 1);
    memset(deep, '[', DEPTH);
    deep[DEPTH] = '\0';
    assert_refused(deep);
    free(deep);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_whole_answer_is_read),
        TEST(an_error_is_passed_on_by_name),
        TEST(an_answer_that_breaks_the_format_is_refused),
        TEST(what_was_recognised_is_marked),
        TEST(impossible_recognition_is_refused),
        TEST(bytes_that_are_not_utf8_are_refused),
        TEST(deep_nesting_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
