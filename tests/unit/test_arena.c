#include "cmocka_setup.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

static void allocations_are_zeroed_and_do_not_overlap(void **state) {
    struct arena *arena = arena_create();
    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *bytes = arena_alloc(arena, size);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xAA, size);
    }
    arena_destroy(arena);
}

static void memory_is_zeroed_again_after_a_reset(void **state) {
    struct arena *arena = arena_create();
    memset(arena_alloc(arena, 1000), 0xFF, 1000);
    memset(arena_alloc(arena, 1 << 20), 0xFF, 1 << 20);
    arena_reset(arena);
    unsigned char *bytes = arena_alloc(arena, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(bytes[i], 0);
    arena_destroy(arena);
}

static void strings_are_copied_with_their_end(void **state) {
    struct arena *arena = arena_create();
    assert_string_equal(arena_strdup(arena, "note"), "note");
    assert_string_equal(arena_strndup(arena, "notebook", 4), "note");
    assert_string_equal(arena_printf(arena, "%d of %s", 2, "3"), "2 of 3");
    arena_destroy(arena);
}

static void a_buffer_keeps_its_bytes_while_it_grows_between_other_allocations(void **state) {
    struct arena *arena = arena_create();
    struct buffer buffer = {.arena = arena};
    for (int i = 0; i < 20000; i++) {
        buffer_printf(&buffer, "%d,", i);
        if (i % 100 == 0)
            memset(arena_alloc(arena, 50), 0xFF, 50);
    }
    assert_int_equal(strlen(buffer.data), buffer.length);
    const char *at = buffer.data;
    for (int i = 0; i < 20000; i++) {
        char expected[16];
        int length = snprintf(expected, sizeof expected, "%d,", i);
        assert_memory_equal(at, expected, (size_t)length);
        at += length;
    }
    arena_destroy(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_zeroed_and_do_not_overlap),
        cmocka_unit_test(memory_is_zeroed_again_after_a_reset),
        cmocka_unit_test(strings_are_copied_with_their_end),
        cmocka_unit_test(a_buffer_keeps_its_bytes_while_it_grows_between_other_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
