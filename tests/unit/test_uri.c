#include "cmocka_setup.h"

#include <string.h>

#include "base/arena.h"
#include "net/uri.h"

static struct arena *arena;
static struct uri uri;

static void a_path_is_cut_before_it_is_decoded(void **state) {
    assert_true(uri_parse(&uri, arena, "/api/a%2Fb/c%20d/?x=1&y=a+b%26c&z"));
    assert_int_equal(uri.segment_count, 3);
    assert_string_equal(uri.segments[1], "a/b");
    assert_string_equal(uri.segments[2], "c d");
    assert_string_equal(uri.path, "/api/a/b/c d/");
    assert_true(uri.has_final_slash);
    assert_int_equal(uri.query_count, 3);
    assert_string_equal(uri.query[1].value, "a b&c");
    assert_string_equal(uri.query[2].value, "");
}

static void the_final_slash_makes_no_segment(void **state) {
    assert_true(uri_parse(&uri, arena, "/api"));
    assert_int_equal(uri.segment_count, 1);
    assert_string_equal(uri.path, "/api/");
    assert_false(uri.has_final_slash);
    assert_true(uri_parse(&uri, arena, "/"));
    assert_int_equal(uri.segment_count, 0);
    assert_true(uri_parse(&uri, arena, "/a//b"));
    assert_int_equal(uri.segment_count, 3);
    assert_string_equal(uri.segments[1], "");
}

static void targets_that_could_be_read_in_two_ways_are_refused(void **state) {
    static const char *const bad[] = {
        "",
        "api",
        "http://example.org/",
        "*",
        "/%",
        "/%2",
        "/%2g",
        "/a%00b",
        "/?a=%00",
        "/%ff",
        "/?a=%ff",
        "/a#b",
        "/?%=1",
        "/?a=%4",
        "/%c0%af",
        "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(uri_parse(&uri, arena, bad[i]));
}

static void more_query_values_than_anybody_needs_are_refused(void **state) {
    char target[400] = "/?";
    for (int i = 0; i < URI_QUERY_MAX; i++)
        strncat(target, "a=1&", sizeof target - strlen(target) - 1);
    assert_true(uri_parse(&uri, arena, target));
    strncat(target, "a=1", sizeof target - strlen(target) - 1);
    assert_false(uri_parse(&uri, arena, target));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_cut_before_it_is_decoded),
        cmocka_unit_test(the_final_slash_makes_no_segment),
        cmocka_unit_test(targets_that_could_be_read_in_two_ways_are_refused),
        cmocka_unit_test(more_query_values_than_anybody_needs_are_refused),
    };
    arena = arena_create();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(arena);
    return failed;
}
