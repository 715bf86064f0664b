#include "cmocka_setup.h"

#include <string.h>

#include "base/uuid.h"

static void new_ids_are_valid_version_7_and_differ(void **state) {
    char last[UUID_TEXT_SIZE] = "";
    for (int i = 0; i < 1000; i++) {
        char id[UUID_TEXT_SIZE];
        uuid_create(id);
        assert_true(uuid_is_valid(id));
        assert_int_equal(id[14], '7');
        assert_non_null(strchr("89ab", id[19]));
        assert_string_not_equal(id, last);
        assert_true(strncmp(id, last, 13) >= 0); /* the time part never goes back */
        strcpy(last, id);
    }
}

static void either_case_is_valid_and_becomes_lower(void **state) {
    char id[UUID_TEXT_SIZE];
    assert_true(uuid_is_valid("9F3ED3AF-50A1-4247-BA4D-C4873B4F3DE3"));
    uuid_normalise("9F3ED3AF-50A1-4247-BA4D-C4873B4F3DE3", id);
    assert_string_equal(id, "9f3ed3af-50a1-4247-ba4d-c4873b4f3de3");
}

static void other_text_is_not_an_id(void **state) {
    assert_false(uuid_is_valid(NULL));
    assert_false(uuid_is_valid(""));
    assert_false(uuid_is_valid("9f3ed3af-50a1-4247-ba4d-c4873b4f3de"));
    assert_false(uuid_is_valid("9f3ed3af-50a1-4247-ba4d-c4873b4f3de3x"));
    assert_false(uuid_is_valid("9f3ed3af050a1-4247-ba4d-c4873b4f3de3"));
    assert_false(uuid_is_valid("9f3ed3ag-50a1-4247-ba4d-c4873b4f3de3"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_ids_are_valid_version_7_and_differ),
        cmocka_unit_test(either_case_is_valid_and_becomes_lower),
        cmocka_unit_test(other_text_is_not_an_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
