/* pgvector's operator in SQLite's words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "db/sqlite_internal.h"

static void assert_translation(const char *sql, const char *expected) {
    char *text = sqlite_translate(sql);
    assert_string_equal(text, expected);
    free(text);
}

static void sql_without_the_operator_is_unchanged(void **state) {
    assert_translation("SELECT a <= b, '1' FROM t WHERE x = $1", "SELECT a <= b, '1' FROM t WHERE x = $1");
}

static void the_operator_becomes_a_call(void **state) {
    assert_translation("SELECT embedding <=> $1 AS d FROM t",
                       "SELECT cosine_distance(embedding, $1) AS d FROM t");
    assert_translation("ORDER BY c.\"embedding\"<=>$12,id",
                       "ORDER BY cosine_distance(c.\"embedding\", $12),id");
}

static void both_operands_may_be_columns_and_several_may_occur(void **state) {
    assert_translation("SELECT (a.v <=> b.v), 1 - (a.v <=> $1)",
                       "SELECT (cosine_distance(a.v, b.v)), 1 - (cosine_distance(a.v, $1))");
}

static void quoted_text_and_comments_are_left_alone(void **state) {
    assert_translation("SELECT 'a <=> b', v <=> $1 -- x <=> y\n",
                       "SELECT 'a <=> b', cosine_distance(v, $1) -- x <=> y\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sql_without_the_operator_is_unchanged),
        cmocka_unit_test(the_operator_becomes_a_call),
        cmocka_unit_test(both_operands_may_be_columns_and_several_may_occur),
        cmocka_unit_test(quoted_text_and_comments_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
