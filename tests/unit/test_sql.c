/* Every SQL constant of every store prepares against a freshly migrated database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/db.h"
#include "temp_store.h"

/* One line a store: its list ends with NULL. */
extern const char *const call_sql[];
extern const char *const draft_sql[];
extern const char *const recap_sql[];
extern const char *const candidate_sql[];
extern const char *const cv_sql[];
extern const char *const idempotency_sql[];
extern const char *const interview_sql[];
extern const char *const job_sql[];
extern const char *const live_sql[];
extern const char *const llm_sql[];
extern const char *const note_sql[];
extern const char *const question_sql[];
extern const char *const suggestion_sql[];

static const char *const *const STORES[] = {
    call_sql, draft_sql, recap_sql, candidate_sql, cv_sql,       idempotency_sql, interview_sql,
    job_sql,  live_sql,  llm_sql,   note_sql,      question_sql, suggestion_sql,
};

static void every_statement_prepares(void **state) {
    struct temp_store temp;
    temp_store_init(&temp);
    for (size_t store = 0; store < sizeof STORES / sizeof *STORES; store++) {
        for (const char *const *sql = STORES[store]; *sql; sql++) {
            struct query query;
            query_begin(&query, temp.reader, *sql);
            if (query_finish(&query) != ERR_OK)
                fail_msg("%s", *sql);
        }
    }
    temp_store_finish(&temp);
}

static void a_statement_on_a_missing_table_is_noticed(void **state) {
    struct temp_store temp;
    temp_store_init(&temp);
    struct query query;
    query_begin(&query, temp.reader, "SELECT 1 FROM nowhere");
    assert_int_not_equal(query_finish(&query), ERR_OK);
    temp_store_finish(&temp);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares),
        cmocka_unit_test(a_statement_on_a_missing_table_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
