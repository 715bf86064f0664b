#include "cmocka_setup.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"

static struct arena *arena;

static const char *real_text(double value) {
    struct json json;
    json_init(&json, arena);
    json_put_real(&json, NULL, value);
    return json.out.data;
}

static void an_object_has_its_commas_and_no_spaces(void **state) {
    struct json json;
    json_init(&json, arena);
    json_begin_object(&json, NULL);
    json_put_string(&json, "a", "x");
    json_begin_array(&json, "b");
    json_put_integer(&json, NULL, -9223372036854775807 - 1);
    json_begin_object(&json, NULL);
    json_end_object(&json);
    json_put_bool(&json, NULL, true);
    json_end_array(&json);
    json_put_null(&json, "c");
    json_put_time(&json, "d", 0);
    json_put_time(&json, "e", 1767225600123456);
    json_put_raw(&json, "f", "[1]");
    json_end_object(&json);
    assert_string_equal(json.out.data,
                        "{\"a\":\"x\",\"b\":[-9223372036854775808,{},true],\"c\":null,\"d\":null,"
                        "\"e\":\"2026-01-01T00:00:00.123456Z\",\"f\":[1]}");
}

static void text_is_escaped_and_repaired(void **state) {
    struct json json;
    json_init(&json, arena);
    json_put_string(&json, NULL, "\"\\\n\t\x01 è😀 \xFF\xC3");
    assert_string_equal(json.out.data, "\"\\\"\\\\\\n\\t\\u0001 è😀 \uFFFD\uFFFD\"");
}

static void reals_always_look_like_reals(void **state) {
    assert_string_equal(real_text(61), "61.0");
    assert_string_equal(real_text(0), "0.0");
    assert_string_equal(real_text(-0.25), "-0.25");
    assert_string_equal(real_text(0.610123), "0.610123");
    assert_string_equal(real_text(0.1), "0.1");
    assert_string_equal(real_text(1.0 / 3), "0.3333333333333333");
    assert_string_equal(real_text(1e300), "1e+300");
    assert_string_equal(real_text(NAN), "null");
}

static void reals_read_back_as_themselves(void **state) {
    srand(1);
    for (int i = 0; i < 20000; i++) {
        double value = ((double)rand() / RAND_MAX - 0.5) * (i % 2 ? 1e-7 : 1e9);
        assert_true(strtod(real_text(value), NULL) == value);
    }
}

/* The shortest of %.6g to %.9g that reads back, which is what the fast path has to match in length. */
static size_t shortest_length(float value, int *digits) {
    char text[32];
    for (*digits = 6; *digits <= 9; ++*digits) {
        snprintf(text, sizeof text, "%.*g", *digits, (double)value);
        if (strtof(text, NULL) == value)
            break;
    }
    return strlen(text);
}

static void vectors_read_back_as_the_same_floats_in_the_fewest_digits(void **state) {
    srand(2);
    for (int i = 0; i < 200000; i++) {
        uint32_t bits = (uint32_t)rand() ^ (uint32_t)rand() << 16;
        float value;
        memcpy(&value, &bits, sizeof value);
        if (i % 2)
            value = ((float)rand() / (float)RAND_MAX - 0.5f) * 0.2f;
        if (!isfinite(value))
            continue;
        struct json json;
        json_init(&json, arena);
        json_put_vector(&json, NULL, &value, 1);
        float read = strtof(json.out.data + 1, NULL);
        assert_memory_equal(&read, &value, sizeof value);
        int digits;
        size_t shortest = shortest_length(value, &digits);
        if (fabsf(value) > 1e-3f && fabsf(value) < 1)
            assert_true(strlen(json.out.data) - 2 <= shortest);
        if (i % 1000 == 0)
            arena_reset(arena);
    }
}

static void a_vector_keeps_its_order_and_a_missing_one_is_null(void **state) {
    const float values[] = {0, -1, 0.5f, 1234567, 1e-20f};
    struct json json;
    json_init(&json, arena);
    json_begin_array(&json, NULL);
    json_put_vector(&json, NULL, values, 5);
    json_put_vector(&json, NULL, NULL, 5);
    json_end_array(&json);
    assert_string_equal(json.out.data, "[[0.0,-1.0,0.5,1234567.0,1e-20],null]");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_has_its_commas_and_no_spaces),
        cmocka_unit_test(text_is_escaped_and_repaired),
        cmocka_unit_test(reals_always_look_like_reals),
        cmocka_unit_test(reals_read_back_as_themselves),
        cmocka_unit_test(vectors_read_back_as_the_same_floats_in_the_fewest_digits),
        cmocka_unit_test(a_vector_keeps_its_order_and_a_missing_one_is_null),
    };
    arena = arena_create();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(arena);
    return failed;
}
