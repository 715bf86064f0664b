#include "cmocka_setup.h"

#include "net/range.h"

static uint64_t offset, length;

static void a_range_is_cut_to_the_file(void **state) {
    assert_true(range_parse("bytes=0-0", 100, &offset, &length));
    assert_int_equal(offset, 0);
    assert_int_equal(length, 1);
    assert_true(range_parse("bytes=90-", 100, &offset, &length));
    assert_int_equal(offset, 90);
    assert_int_equal(length, 10);
    assert_true(range_parse("bytes=90-999", 100, &offset, &length));
    assert_int_equal(length, 10);
    assert_true(range_parse("bytes=-5", 100, &offset, &length));
    assert_int_equal(offset, 95);
    assert_int_equal(length, 5);
    assert_true(range_parse("bytes=-500", 100, &offset, &length));
    assert_int_equal(offset, 0);
    assert_int_equal(length, 100);
}

static void a_range_past_the_end_has_no_bytes(void **state) {
    assert_true(range_parse("bytes=100-", 100, &offset, &length));
    assert_int_equal(length, 0);
    assert_true(range_parse("bytes=-0", 100, &offset, &length));
    assert_int_equal(length, 0);
    assert_true(range_parse("bytes=0-", 0, &offset, &length));
    assert_int_equal(length, 0);
}

static void what_is_no_single_range_is_ignored(void **state) {
    static const char *const bad[] = {
        "",          "bytes=",     "bytes=-",   "bytes=5-1",  "bytes=0-1,5-6",
        "bytes= 0-", "bytes=+1-2", "items=0-1", "bytes=1-2x", "bytes=99999999999999999999-"};
    assert_false(range_parse(NULL, 100, &offset, &length));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(range_parse(bad[i], 100, &offset, &length));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_is_cut_to_the_file),
        cmocka_unit_test(a_range_past_the_end_has_no_bytes),
        cmocka_unit_test(what_is_no_single_range_is_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
