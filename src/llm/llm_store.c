/* All SQL of the record of LLM calls. */
#include "llm/llm_store.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "llm/llm.h"

static const char SQL_LLM_CALL_INSERT[] = "INSERT INTO llm_call (id, session_id, purpose, model, bytes_sent, "
                                          "prompt_hash, outcome, duration_ms, created_at)"
                                          " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
static const char SQL_LLM_CALL_COUNT[] = "SELECT count(*) FROM llm_call WHERE created_at >= $1";

const char *const llm_sql[] = {SQL_LLM_CALL_INSERT, SQL_LLM_CALL_COUNT, NULL};

enum err llm_call_insert(struct db *db, const struct llm_call *call) {
    char id[UUID_TEXT_SIZE];
    uuid_create(id);
    struct query query;
    query_begin(&query, db, SQL_LLM_CALL_INSERT);
    query_bind_text(&query, 1, id);
    query_bind_text(&query, 2, call->session_id);
    query_bind_text(&query, 3, call->purpose);
    query_bind_text(&query, 4, call->model);
    query_bind_integer(&query, 5, call->bytes_sent);
    query_bind_text(&query, 6, call->prompt_hash);
    query_bind_text(&query, 7, call->outcome);
    query_bind_integer(&query, 8, call->duration_ms);
    query_bind_time(&query, 9, clock_now());
    return query_run(&query, NULL);
}

enum err llm_call_count_since(struct db *db, int64_t time_us, int64_t *count) {
    struct query query;
    query_begin(&query, db, SQL_LLM_CALL_COUNT);
    query_bind_time(&query, 1, time_us);
    *count = query_next(&query) ? query_integer(&query, 0) : 0;
    return query_finish(&query);
}
