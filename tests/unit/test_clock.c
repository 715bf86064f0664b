#include "cmocka_setup.h"

#include "base/clock.h"

static void times_are_written_with_microseconds_and_z(void **state) {
    char text[CLOCK_TEXT_SIZE];
    clock_format(0, text);
    assert_string_equal(text, "1970-01-01T00:00:00.000000Z");
    clock_format(1709251199999999, text);
    assert_string_equal(text, "2024-02-29T23:59:59.999999Z");
    clock_format(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999999Z");
}

static void every_day_of_four_centuries_survives_writing_and_reading(void **state) {
    for (int64_t day = -36525; day < 4 * 36525; day++) {
        char text[CLOCK_TEXT_SIZE];
        int64_t time = day * 86400 * 1000000 + 12345678;
        int64_t read = 0;
        clock_format(time, text);
        assert_true(clock_parse(text, &read));
        assert_int_equal(read, time);
    }
}

static void offsets_and_short_fractions_are_understood(void **state) {
    int64_t time;
    assert_true(clock_parse("2026-01-01T01:00:00.5+01:00", &time));
    assert_int_equal(time, 1767225600500000);
    assert_true(clock_parse("2025-12-31 22:30:00-0130", &time));
    assert_int_equal(time, 1767225600000000);
    assert_true(clock_parse("2026-01-01T00:00:00.123456789Z", &time));
    assert_int_equal(time, 1767225600123456);
}

static void what_is_not_a_time_is_refused(void **state) {
    static const char *const bad[] = {"",
                                      "2026-01-01",
                                      "2026-01-01T00:00:00",
                                      "2026-02-30T00:00:00Z",
                                      "2026-13-01T00:00:00Z",
                                      "2026-01-01T24:00:00Z",
                                      "2026-01-01T00:00:00.Z",
                                      "2026-01-01T00:00:00Zx",
                                      "now"};
    int64_t time;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(clock_parse(bad[i], &time));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_written_with_microseconds_and_z),
        cmocka_unit_test(every_day_of_four_centuries_survives_writing_and_reading),
        cmocka_unit_test(offsets_and_short_fractions_are_understood),
        cmocka_unit_test(what_is_not_a_time_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
