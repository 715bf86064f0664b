/* All SQL of questions. */
#include "question/question_store.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

#define COLUMNS                                                                                              \
    "q.id, q.session_id, q.job_description_id, q.question_text, q.recruiter_id, q.asked_by, q.asked_at,"     \
    " q.created_at, t.source, t.position, t.version"
#define TABLES " FROM \"INTERVIEW_QUESTIONS\" q LEFT JOIN question_state t ON t.question_id = q.id"

static const char SQL_QUESTION_FIND[] = "SELECT " COLUMNS ", q.embedding" TABLES " WHERE q.id = $1";
static const char SQL_QUESTION_LIST[] =
    "SELECT " COLUMNS ", q.embedding" TABLES
    " WHERE q.session_id = $1 ORDER BY t.position NULLS LAST, q.created_at, q.id";
static const char SQL_QUESTION_LIST_ALL[] =
    "SELECT " COLUMNS ", q.embedding" TABLES " ORDER BY q.created_at DESC NULLS LAST, q.id DESC";
static const char SQL_QUESTION_RANK_SESSION[] =
    "SELECT " COLUMNS ", q.embedding <=> $2 AS distance" TABLES
    " WHERE q.session_id = $1 AND q.embedding IS NOT NULL ORDER BY distance, q.id LIMIT $3";
static const char SQL_QUESTION_RANK_JOB[] =
    "SELECT " COLUMNS ", q.embedding <=> $2 AS distance" TABLES
    " WHERE q.job_description_id = $1 AND q.embedding IS NOT NULL ORDER BY distance, q.id LIMIT $3";

static const char SQL_QUESTION_INSERT[] =
    "INSERT INTO \"INTERVIEW_QUESTIONS\" (id, session_id, job_description_id, question_text, embedding,"
    " asked_at, asked_by, recruiter_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
static const char SQL_STATE_INSERT[] =
    "INSERT INTO question_state (question_id, position, source, made_by) VALUES ($1, $2, $3, $4)";
static const char SQL_POSITION_RANGE[] =
    "SELECT min(t.position), max(t.position)" TABLES " WHERE q.session_id = $1";
static const char SQL_POSITION_SET[] =
    "INSERT INTO question_state (question_id, position, source, made_by) VALUES ($1, $2, 'typed', 'person')"
    " ON CONFLICT (question_id) DO UPDATE SET position = $2";

static const char SQL_QUESTION_UPDATE[] = "UPDATE \"INTERVIEW_QUESTIONS\" SET question_text = $2, embedding "
                                          "= $3, job_description_id = $4 WHERE id = $1";
static const char SQL_QUESTION_SET_ASKED[] =
    "UPDATE \"INTERVIEW_QUESTIONS\" SET asked_at = $2, asked_by = $3 WHERE id = $1";
static const char SQL_STATE_ADVANCE[] =
    "UPDATE question_state SET version = version + 1 WHERE question_id = $1 RETURNING version";
static const char SQL_QUESTION_DELETE[] = "DELETE FROM \"INTERVIEW_QUESTIONS\" WHERE id = $1";
static const char SQL_QUESTION_JOB[] = "SELECT 1 FROM \"JOB_DESCRIPTIONS\" WHERE id = $1";

const char *const question_sql[] = {
    SQL_QUESTION_FIND,         SQL_QUESTION_LIST,      SQL_QUESTION_LIST_ALL,
    SQL_QUESTION_RANK_SESSION, SQL_QUESTION_RANK_JOB,  SQL_QUESTION_INSERT,
    SQL_STATE_INSERT,          SQL_POSITION_RANGE,     SQL_POSITION_SET,
    SQL_QUESTION_UPDATE,       SQL_QUESTION_SET_ASKED, SQL_STATE_ADVANCE,
    SQL_QUESTION_DELETE,       SQL_QUESTION_JOB,       NULL,
};

enum { EXTRA_COLUMN = 11 };

/* --- reading --- */

static void read_question(struct query *query, struct arena *arena, struct question *out) {
    const char *source = query_text(query, 8, arena);
    *out = (struct question){
        .id = query_text(query, 0, arena),
        .session_id = query_text(query, 1, arena),
        .job_id = query_text(query, 2, arena),
        .text = query_text(query, 3, arena),
        .recruiter_id = query_text(query, 4, arena),
        .asked_by = query_text(query, 5, arena),
        .asked_at = query_time(query, 6),
        .created_at = query_time(query, 7),
        .source = source ? source : "typed",
        .position = query_integer(query, 9),
        .version = query_is_null(query, 10) ? 1 : query_integer(query, 10),
    };
}

static void read_with_vector(struct query *query, struct arena *arena, struct question *out) {
    read_question(query, arena, out);
    out->embedding = query_vector(query, EXTRA_COLUMN, arena);
}

static struct question *list_add(struct question_list *list, size_t *capacity, struct arena *arena) {
    list->items = arena_grow(arena, list->items, list->count, capacity, sizeof *list->items);
    return &list->items[list->count++];
}

enum err question_find(struct db *db, const char *id, struct arena *arena, struct question *out) {
    struct query query;
    query_begin(&query, db, SQL_QUESTION_FIND);
    query_bind_text(&query, 1, id);
    bool found = query_next(&query);
    if (found)
        read_with_vector(&query, arena, out);
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err question_list(struct db *db, const char *session_id, struct arena *arena,
                       struct question_list *out) {
    struct query query;
    size_t capacity = 0;
    query_begin(&query, db, SQL_QUESTION_LIST);
    query_bind_text(&query, 1, session_id);
    *out = (struct question_list){0};
    while (query_next(&query))
        read_with_vector(&query, arena, list_add(out, &capacity, arena));
    return query_finish(&query);
}

enum err question_list_all(struct db *db, struct arena *arena, struct question_list *out) {
    struct query query;
    size_t capacity = 0;
    query_begin(&query, db, SQL_QUESTION_LIST_ALL);
    *out = (struct question_list){0};
    while (query_next(&query))
        read_with_vector(&query, arena, list_add(out, &capacity, arena));
    return query_finish(&query);
}

/* The same question prepared for several interviews of a job counts once there. */
static bool has_text(const struct question_list *list, const char *text) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].text, text) == 0)
            return true;
    return false;
}

enum err question_rank(struct db *db, const struct question_ranking *ranking, struct arena *arena,
                       struct question_list *out) {
    struct query query;
    size_t capacity = 0;
    const char *session_id = ranking->session_id;
    query_begin(&query, db, session_id ? SQL_QUESTION_RANK_SESSION : SQL_QUESTION_RANK_JOB);
    query_bind_text(&query, 1, session_id ? session_id : ranking->job_id);
    query_bind_vector(&query, 2, ranking->vector);
    query_bind_integer(&query, 3, QUESTION_RANK_MAX);
    *out = (struct question_list){0};
    while (query_next(&query)) {
        struct question question;
        read_question(&query, arena, &question);
        question.distance = query_real(&query, EXTRA_COLUMN);
        bool repeats = !session_id && has_text(out, question.text);
        if (question_is_visible(&question, &ranking->viewer) && !repeats)
            *list_add(out, &capacity, arena) = question;
    }
    return query_finish(&query);
}

enum err question_job_exists(struct db *db, const char *job_id) {
    struct query query;
    query_begin(&query, db, SQL_QUESTION_JOB);
    query_bind_text(&query, 1, job_id);
    bool found = query_next(&query);
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

/* --- writing --- */

struct position_range {
    int64_t first, last; /* 0 without questions */
};

static enum err find_position_range(struct db *db, const char *session_id, struct position_range *out) {
    struct query query;
    query_begin(&query, db, SQL_POSITION_RANGE);
    query_bind_text(&query, 1, session_id);
    *out = (struct position_range){0};
    if (query_next(&query) && !query_is_null(&query, 0))
        *out = (struct position_range){query_integer(&query, 0), query_integer(&query, 1)};
    return query_finish(&query);
}

static enum err insert_row(struct db *db, const struct question *question) {
    struct query query;
    query_begin(&query, db, SQL_QUESTION_INSERT);
    query_bind_text(&query, 1, question->id);
    query_bind_text(&query, 2, question->session_id);
    query_bind_text(&query, 3, question->job_id);
    query_bind_text(&query, 4, question->text);
    query_bind_vector(&query, 5, question->embedding);
    query_bind_time(&query, 6, question->asked_at);
    query_bind_text(&query, 7, question->asked_by);
    query_bind_text(&query, 8, question->recruiter_id);
    query_bind_time(&query, 9, question->created_at);
    return query_run(&query, NULL);
}

enum err question_insert(struct db *db, struct question *question, const char *made_by) {
    struct position_range range = {0};
    enum err failed = ERR_OK;
    if (question->position == 0 && question->session_id)
        failed = find_position_range(db, question->session_id, &range);
    if (!failed)
        failed = insert_row(db, question);
    if (failed)
        return failed;
    if (question->position == 0)
        question->position = range.last + 1;
    struct query query;
    query_begin(&query, db, SQL_STATE_INSERT);
    query_bind_text(&query, 1, question->id);
    query_bind_integer(&query, 2, question->position);
    query_bind_text(&query, 3, question->source);
    query_bind_text(&query, 4, made_by);
    return query_run(&query, NULL);
}

enum err question_set_position(struct db *db, const char *id, int64_t position) {
    struct query query;
    query_begin(&query, db, SQL_POSITION_SET);
    query_bind_text(&query, 1, id);
    query_bind_integer(&query, 2, position);
    return query_run(&query, NULL);
}

enum err question_move_to_top(struct db *db, const char *session_id, const char *id) {
    struct position_range range;
    enum err failed = find_position_range(db, session_id, &range);
    return failed ? failed : question_set_position(db, id, range.first - 1);
}

static enum err append_event(struct db *db, const struct question *question, struct event *event) {
    struct query query;
    query_begin(&query, db, SQL_STATE_ADVANCE);
    query_bind_text(&query, 1, question->id);
    int64_t version = query_next(&query) ? query_integer(&query, 0) : question->version + 1;
    enum err failed = query_finish(&query);
    event->version = version;
    return failed ? failed : event_append(db, event);
}

enum err question_set_asked(struct db *db, const struct question *question, int64_t asked_at,
                            const char *asked_by, struct event *event) {
    struct query query;
    int64_t changed = 0;
    query_begin(&query, db, SQL_QUESTION_SET_ASKED);
    query_bind_text(&query, 1, question->id);
    query_bind_time(&query, 2, asked_at);
    query_bind_text(&query, 3, asked_by);
    enum err failed = query_run(&query, &changed);
    if (failed || changed == 0)
        return failed ? failed : ERR_NOT_FOUND;
    question_init_event(event, question);
    event->visible_to[0] = '\0'; /* what has been asked stands in everybody's timeline */
    return append_event(db, question, event);
}

enum err question_update(struct db *db, const struct question *question, struct event *event) {
    struct query query;
    query_begin(&query, db, SQL_QUESTION_UPDATE);
    query_bind_text(&query, 1, question->id);
    query_bind_text(&query, 2, question->text);
    query_bind_vector(&query, 3, question->embedding);
    query_bind_text(&query, 4, question->job_id);
    enum err failed = query_run(&query, NULL);
    question_init_event(event, question);
    return failed ? failed : append_event(db, question, event);
}

enum err question_delete(struct db *db, const struct question *question, struct event *event) {
    struct query query;
    query_begin(&query, db, SQL_QUESTION_DELETE);
    query_bind_text(&query, 1, question->id);
    enum err failed = query_run(&query, NULL);
    question_init_event(event, question);
    return failed ? failed : event_append(db, event);
}
