/* All SQL of suggestions. */
#include "suggestion/suggestion_store.h"

#include "base/clock.h"

#define COLUMNS                                                                                              \
    "id, session_id, recruiter_key, question_id, topic, question_text, simpler_text, why, good_answer, "     \
    "evidence,"                                                                                              \
    " made_by, state, version, created_at"

static const char SQL_SUGGESTION_FIND[] = "SELECT " COLUMNS " FROM suggestion WHERE id = $1";
static const char SQL_SUGGESTION_LIST[] =
    "SELECT " COLUMNS " FROM suggestion WHERE session_id = $1 AND recruiter_key = $2 ORDER BY created_at, id";
static const char SQL_SUGGESTION_INSERT[] =
    "INSERT INTO suggestion (" COLUMNS
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
static const char SQL_SUGGESTION_DECIDE[] =
    "UPDATE suggestion SET state = $2, question_id = $3, decided_at = $4, version = version + 1"
    " WHERE id = $1 AND state = 'offered'";
static const char SQL_SUGGESTION_REWORD[] =
    "UPDATE suggestion SET question_text = $2, version = version + 1 WHERE id = $1 AND state = 'offered'";

const char *const suggestion_sql[] = {
    SQL_SUGGESTION_FIND,   SQL_SUGGESTION_LIST,   SQL_SUGGESTION_INSERT,
    SQL_SUGGESTION_DECIDE, SQL_SUGGESTION_REWORD, NULL,
};

static void read_suggestion(struct query *query, struct arena *arena, struct suggestion *out) {
    *out = (struct suggestion){
        .id = query_text(query, 0, arena),
        .session_id = query_text(query, 1, arena),
        .recruiter_key = query_text(query, 2, arena),
        .question_id = query_text(query, 3, arena),
        .topic = query_text(query, 4, arena),
        .text = query_text(query, 5, arena),
        .simpler_text = query_text(query, 6, arena),
        .why = query_text(query, 7, arena),
        .good_answer = query_text(query, 8, arena),
        .sources_json = query_text(query, 9, arena),
        .made_by = query_text(query, 10, arena),
        .state = query_text(query, 11, arena),
        .version = query_integer(query, 12),
        .created_at = query_time(query, 13),
    };
}

enum err suggestion_find(struct db *db, const char *id, struct arena *arena, struct suggestion *out) {
    struct query query;
    query_begin(&query, db, SQL_SUGGESTION_FIND);
    query_bind_text(&query, 1, id);
    bool found = query_next(&query);
    if (found)
        read_suggestion(&query, arena, out);
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err suggestion_list(struct db *db, const char *session_id, const char *recruiter_key,
                         struct arena *arena, struct suggestion_list *out) {
    struct query query;
    size_t capacity = 0;
    query_begin(&query, db, SQL_SUGGESTION_LIST);
    query_bind_text(&query, 1, session_id);
    query_bind_text(&query, 2, recruiter_key);
    *out = (struct suggestion_list){0};
    while (query_next(&query)) {
        out->items = arena_grow(arena, out->items, out->count, &capacity, sizeof *out->items);
        read_suggestion(&query, arena, &out->items[out->count++]);
    }
    return query_finish(&query);
}

/* Seen by the recruiter whose card it is on. */
static enum err append_event(struct db *db, const struct suggestion *suggestion, int64_t version,
                             struct event *event) {
    event_init(event, suggestion->session_id, "suggestion", suggestion->id, version,
               suggestion->recruiter_key);
    return event_append(db, event);
}

enum err suggestion_insert(struct db *db, const struct suggestion *suggestion, struct event *event) {
    struct query query;
    query_begin(&query, db, SQL_SUGGESTION_INSERT);
    query_bind_text(&query, 1, suggestion->id);
    query_bind_text(&query, 2, suggestion->session_id);
    query_bind_text(&query, 3, suggestion->recruiter_key);
    query_bind_text(&query, 4, suggestion->question_id);
    query_bind_text(&query, 5, suggestion->topic);
    query_bind_text(&query, 6, suggestion->text);
    query_bind_text(&query, 7, suggestion->simpler_text);
    query_bind_text(&query, 8, suggestion->why);
    query_bind_text(&query, 9, suggestion->good_answer);
    query_bind_text(&query, 10, suggestion->sources_json);
    query_bind_text(&query, 11, suggestion->made_by);
    query_bind_text(&query, 12, suggestion->state);
    query_bind_integer(&query, 13, suggestion->version);
    query_bind_time(&query, 14, suggestion->created_at);
    enum err failed = query_run(&query, NULL);
    return failed ? failed : append_event(db, suggestion, suggestion->version, event);
}

static enum err run_on_offered(struct query *query) {
    int64_t changed = 0;
    enum err failed = query_run(query, &changed);
    return failed ? failed : changed ? ERR_OK : ERR_CONFLICT;
}

enum err suggestion_decide(struct db *db, const struct suggestion *suggestion, const char *state,
                           const char *question_id, struct event *event) {
    struct query query;
    query_begin(&query, db, SQL_SUGGESTION_DECIDE);
    query_bind_text(&query, 1, suggestion->id);
    query_bind_text(&query, 2, state);
    query_bind_text(&query, 3, question_id);
    query_bind_time(&query, 4, clock_now());
    enum err failed = run_on_offered(&query);
    return failed ? failed : append_event(db, suggestion, suggestion->version + 1, event);
}

enum err suggestion_reword(struct db *db, const struct suggestion *suggestion, const char *text,
                           struct event *event) {
    struct query query;
    query_begin(&query, db, SQL_SUGGESTION_REWORD);
    query_bind_text(&query, 1, suggestion->id);
    query_bind_text(&query, 2, text);
    enum err failed = run_on_offered(&query);
    return failed ? failed : append_event(db, suggestion, suggestion->version + 1, event);
}
