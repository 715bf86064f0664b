/* All SQL of interviews. */
#include "interview/interview_store.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "cv/cv.h"
#include "db/db.h"

/* The CV of an interview: the one pinned at its start, else the candidate's active one. $2 is true. */
#define INTERVIEW_CV                                                                                         \
    "COALESCE(t.cv_id, (SELECT v.id FROM \"CVS\" v WHERE v.candidate_id = s.candidate_id"                    \
    " AND v.is_active = $2 ORDER BY v.created_at DESC NULLS LAST, v.id DESC LIMIT 1))"

static const char SQL_INTERVIEW_FIND[] =
    "SELECT s.id, s.status, s.started_at, s.ended_at, t.language, t.version, " INTERVIEW_CV ","
    " COALESCE(t.coverage_distance, (SELECT v.embedding <=> j.embedding FROM \"CVS\" v"
    " WHERE v.id = " INTERVIEW_CV ")),"
    " s.candidate_id, c.full_name, s.job_description_id, j.title, j.description_text"
    " FROM \"INTERVIEW_SESSIONS\" s"
    " JOIN \"CANDIDATI\" c ON c.id = s.candidate_id"
    " JOIN \"JOB_DESCRIPTIONS\" j ON j.id = s.job_description_id"
    " LEFT JOIN session_setting t ON t.session_id = s.id WHERE s.id = $1";

static const char SQL_INTERVIEW_EXISTS[] = "SELECT 1 FROM \"INTERVIEW_SESSIONS\" WHERE id = $1";

#define NOTES_COUNT                                                                                          \
    "(SELECT count(*) FROM \"INTERVIEW_NOTES\" n WHERE n.session_id = s.id)"                                 \
    " - (SELECT count(*) FROM note_state d WHERE d.session_id = s.id AND d.deleted_at IS NOT NULL)"
#define ASKED_COUNT                                                                                          \
    "(SELECT count(*) FROM \"INTERVIEW_QUESTIONS\" q WHERE q.session_id = s.id AND q.asked_at IS NOT NULL)"

/* $1 is true. */
static const char SQL_INTERVIEW_LIST[] =
    "SELECT s.id, s.status, s.started_at, s.ended_at, s.candidate_id, c.full_name, s.job_description_id, "
    "j.title,"
    " t.language, COALESCE(t.coverage_distance, (SELECT v.embedding <=> j.embedding FROM \"CVS\" v"
    " WHERE v.candidate_id = s.candidate_id AND v.is_active = $1"
    " ORDER BY v.created_at DESC NULLS LAST, v.id DESC LIMIT 1)), " NOTES_COUNT ", " ASKED_COUNT
    " FROM \"INTERVIEW_SESSIONS\" s"
    " JOIN \"CANDIDATI\" c ON c.id = s.candidate_id"
    " JOIN \"JOB_DESCRIPTIONS\" j ON j.id = s.job_description_id"
    " LEFT JOIN session_setting t ON t.session_id = s.id"
    " ORDER BY s.started_at DESC NULLS LAST, s.id DESC";

static const char SQL_INTERVIEW_COUNT[] =
    "SELECT " NOTES_COUNT ", " ASKED_COUNT " FROM \"INTERVIEW_SESSIONS\" s WHERE s.id = $1";

static const char SQL_INTERVIEW_CANDIDATE[] =
    "SELECT email, linkedin_url, created_at FROM \"CANDIDATI\" WHERE id = $1";

static const char SQL_INTERVIEW_TIMELINE[] =
    "SELECT n.id, 0 AS kind, n.author, n.note_text, n.created_at AS moment FROM \"INTERVIEW_NOTES\" n"
    " WHERE n.session_id = $1 AND NOT EXISTS"
    " (SELECT 1 FROM note_state d WHERE d.note_id = n.id AND d.deleted_at IS NOT NULL)"
    " UNION ALL SELECT q.id, 1, q.asked_by, q.question_text, q.asked_at FROM \"INTERVIEW_QUESTIONS\" q"
    " WHERE q.session_id = $1 AND q.asked_at IS NOT NULL ORDER BY moment, kind, id";

static const char SQL_INTERVIEW_INSERT[] = "INSERT INTO \"INTERVIEW_SESSIONS\" (id, candidate_id, "
                                           "job_description_id, status, started_at, created_at)"
                                           " VALUES ($1, $2, $3, 'live', $4, $4)";

static const char SQL_SETTING_INSERT[] = "INSERT INTO session_setting (session_id, language, cv_id, "
                                         "coverage_distance, created_by, created_by_name)"
                                         " VALUES ($1, $2, $3, $4, $5, $6)";

static const char SQL_START_CANDIDATE[] = "SELECT 1 FROM \"CANDIDATI\" WHERE id = $1";
static const char SQL_START_JOB[] = "SELECT description_text FROM \"JOB_DESCRIPTIONS\" WHERE id = $1";
/* $3 is true. */
static const char SQL_START_CV[] =
    "SELECT v.id, v.embedding <=> j.embedding FROM \"CVS\" v JOIN \"JOB_DESCRIPTIONS\" j ON j.id = $2"
    " WHERE v.candidate_id = $1 AND v.is_active = $3 ORDER BY v.created_at DESC NULLS LAST, v.id DESC LIMIT "
    "1";

static const char SQL_COVERAGE_RECOMPUTE[] =
    "UPDATE session_setting SET coverage_distance = (SELECT v.embedding <=> j.embedding FROM \"CVS\" v"
    " JOIN \"JOB_DESCRIPTIONS\" j ON j.id = $1 WHERE v.id = session_setting.cv_id)"
    " WHERE session_id IN (SELECT id FROM \"INTERVIEW_SESSIONS\" WHERE job_description_id = $1)";

static const char SQL_LANGUAGE_SET[] =
    "INSERT INTO session_setting (session_id, language) VALUES ($1, $2)"
    " ON CONFLICT (session_id) DO UPDATE SET language = $2, version = session_setting.version + 1"
    " RETURNING version";

static const char SQL_INTERVIEW_END[] = "UPDATE \"INTERVIEW_SESSIONS\" SET status = 'completed', ended_at = "
                                        "$2 WHERE id = $1 AND ended_at IS NULL";
static const char SQL_VERSION_ADVANCE[] =
    "UPDATE session_setting SET version = version + 1 WHERE session_id = $1 RETURNING version";
static const char SQL_INTERVIEW_DELETE[] = "DELETE FROM \"INTERVIEW_SESSIONS\" WHERE id = $1";

const char *const interview_sql[] = {
    SQL_INTERVIEW_FIND,
    SQL_INTERVIEW_EXISTS,
    SQL_INTERVIEW_LIST,
    SQL_INTERVIEW_COUNT,
    SQL_INTERVIEW_CANDIDATE,
    SQL_INTERVIEW_TIMELINE,
    SQL_INTERVIEW_INSERT,
    SQL_SETTING_INSERT,
    SQL_START_CANDIDATE,
    SQL_START_JOB,
    SQL_START_CV,
    SQL_COVERAGE_RECOMPUTE,
    SQL_LANGUAGE_SET,
    SQL_INTERVIEW_END,
    SQL_VERSION_ADVANCE,
    SQL_INTERVIEW_DELETE,
    NULL,
};

/* --- reading --- */

static double distance_or_unknown(struct query *query, int column) {
    return query_is_null(query, column) ? -1 : query_real(query, column);
}

/* Interviews that came from the existing product have no setting: their language is read from the job. */
static void read_interview(struct query *query, struct arena *arena, struct interview *out) {
    const char *language = query_text(query, 4, arena);
    *out = (struct interview){
        .id = query_text(query, 0, arena),
        .status = query_text(query, 1, arena),
        .started_at = query_time(query, 2),
        .ended_at = query_time(query, 3),
        .version = query_integer(query, 5),
        .cv_id = query_text(query, 6, arena),
        .coverage_distance = distance_or_unknown(query, 7),
        .candidate_id = query_text(query, 8, arena),
        .candidate_name = query_text(query, 9, arena),
        .job_id = query_text(query, 10, arena),
        .job_title = query_text(query, 11, arena),
        .job_text = query_text(query, 12, arena),
    };
    out->language = language ? language_from_code(language) : language_detect(out->job_text);
}

enum err interview_find(struct db *db, const char *id, struct arena *arena, struct interview *out) {
    struct query query;
    query_begin(&query, db, SQL_INTERVIEW_FIND);
    query_bind_text(&query, 1, id);
    query_bind_bool(&query, 2, true);
    bool found = query_next(&query);
    if (found)
        read_interview(&query, arena, out);
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

static enum err row_exists(struct db *db, const char *sql, const char *id) {
    struct query query;
    query_begin(&query, db, sql);
    query_bind_text(&query, 1, id);
    bool found = query_next(&query);
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err interview_exists(struct db *db, const char *id) {
    return row_exists(db, SQL_INTERVIEW_EXISTS, id);
}

static void write_list_row(struct query *query, struct arena *arena, struct json *json) {
    json_begin_object(json, NULL);
    json_put_string(json, "session_id", query_text(query, 0, arena));
    json_put_string(json, "status", query_text(query, 1, arena));
    json_put_time(json, "started_at", query_time(query, 2));
    json_put_time(json, "ended_at", query_time(query, 3));
    json_put_string(json, "candidate_id", query_text(query, 4, arena));
    json_put_string(json, "candidate_name", query_text(query, 5, arena));
    json_put_string(json, "jd_id", query_text(query, 6, arena));
    json_put_string(json, "jd_title", query_text(query, 7, arena));
    interview_write_coverage(json, distance_or_unknown(query, 9));
    json_put_integer(json, "notes_count", query_integer(query, 10));
    json_put_integer(json, "questions_asked_count", query_integer(query, 11));
    if (!query_is_null(query, 8))
        json_put_string(json, "language", query_text(query, 8, arena));
    json_end_object(json);
}

enum err interview_write_list(struct db *db, struct arena *arena, struct json *json) {
    struct query query;
    query_begin(&query, db, SQL_INTERVIEW_LIST);
    query_bind_bool(&query, 1, true);
    while (query_next(&query))
        write_list_row(&query, arena, json);
    return query_finish(&query);
}

enum err interview_count(struct db *db, const char *id, struct interview_counts *out) {
    struct query query;
    query_begin(&query, db, SQL_INTERVIEW_COUNT);
    query_bind_text(&query, 1, id);
    *out = (struct interview_counts){0};
    if (query_next(&query))
        *out = (struct interview_counts){query_integer(&query, 0), query_integer(&query, 1)};
    return query_finish(&query);
}

enum err interview_find_candidate(struct db *db, const char *candidate_id, struct arena *arena,
                                  struct interview_candidate *out) {
    struct query query;
    query_begin(&query, db, SQL_INTERVIEW_CANDIDATE);
    query_bind_text(&query, 1, candidate_id);
    if (query_next(&query))
        *out = (struct interview_candidate){
            .email = query_text(&query, 0, arena),
            .linkedin_url = query_text(&query, 1, arena),
            .created_at = query_time(&query, 2),
        };
    return query_finish(&query);
}

enum err interview_write_timeline(struct db *db, const char *id, struct arena *arena, struct json *json) {
    struct query query;
    query_begin(&query, db, SQL_INTERVIEW_TIMELINE);
    query_bind_text(&query, 1, id);
    while (query_next(&query)) {
        bool is_question = query_integer(&query, 1) == 1;
        const char *person = query_text(&query, 2, arena);
        json_begin_object(json, NULL);
        json_put_string(json, "id", query_text(&query, 0, arena));
        json_put_string(json, "type", is_question ? "question" : "note");
        json_put_string(json, "author", person);
        json_put_string(json, "text", query_text(&query, 3, arena));
        json_put_string(json, "asked_by", is_question ? person : NULL);
        json_put_time(json, "created_at", query_time(&query, 4));
        json_end_object(json);
    }
    return query_finish(&query);
}

/* --- starting --- */

struct start_cv {
    const char *id;
    double distance; /* below 0: unknown */
};

static enum err find_start_cv(struct db *db, const struct interview_start *start, struct arena *arena,
                              struct start_cv *out) {
    struct query query;
    query_begin(&query, db, SQL_START_CV);
    query_bind_text(&query, 1, start->candidate_id);
    query_bind_text(&query, 2, start->job_id);
    query_bind_bool(&query, 3, true);
    *out = (struct start_cv){.distance = -1};
    if (query_next(&query))
        *out = (struct start_cv){query_text(&query, 0, arena), distance_or_unknown(&query, 1)};
    return query_finish(&query);
}

static enum err find_start_job(struct db *db, const char *job_id, struct arena *arena, const char **text) {
    struct query query;
    query_begin(&query, db, SQL_START_JOB);
    query_bind_text(&query, 1, job_id);
    *text = query_next(&query) ? query_text(&query, 0, arena) : NULL;
    enum err failed = query_finish(&query);
    return failed ? failed : *text ? ERR_OK : ERR_NOT_FOUND;
}

static enum err insert_session_row(struct db *db, const struct interview_start *start) {
    struct query query;
    query_begin(&query, db, SQL_INTERVIEW_INSERT);
    query_bind_text(&query, 1, start->id);
    query_bind_text(&query, 2, start->candidate_id);
    query_bind_text(&query, 3, start->job_id);
    query_bind_time(&query, 4, clock_now());
    return query_run(&query, NULL);
}

static enum err insert_setting(struct db *db, const struct interview_start *start, const char *language,
                               const struct start_cv *cv) {
    struct query query;
    query_begin(&query, db, SQL_SETTING_INSERT);
    query_bind_text(&query, 1, start->id);
    query_bind_text(&query, 2, language);
    query_bind_text(&query, 3, cv->id);
    if (cv->distance < 0)
        query_bind_null(&query, 4);
    else
        query_bind_real(&query, 4, cv->distance);
    query_bind_text(&query, 5, start->started_by);
    query_bind_text(&query, 6, start->started_by_name);
    return query_run(&query, NULL);
}

/* One event on the interview's own stream and one on the lists'. */
static enum err append_events(struct db *db, struct event events[2], const char *id, int64_t version) {
    event_init(&events[0], id, "session", id, version, NULL);
    event_init(&events[1], LIVE_LISTS, "session", id, version, NULL);
    enum err failed = event_append(db, &events[0]);
    return failed ? failed : event_append(db, &events[1]);
}

static enum err insert_interview(struct db *db, struct interview_start *start, struct arena *arena) {
    const char *job_text;
    struct start_cv cv;
    enum err failed = row_exists(db, SQL_START_CANDIDATE, start->candidate_id);
    if (failed == ERR_NOT_FOUND)
        start->problem = "Candidate not found";
    if (failed)
        return failed;
    failed = find_start_job(db, start->job_id, arena, &job_text);
    if (failed == ERR_NOT_FOUND)
        start->problem = "Job description not found";
    if (!failed)
        failed = find_start_cv(db, start, arena, &cv);
    if (!failed)
        failed = insert_session_row(db, start);
    if (!failed)
        failed = insert_setting(
            db, start, start->language ? start->language : language_code(language_detect(job_text)), &cv);
    return failed ? failed : append_events(db, start->events, start->id, 1);
}

enum err interview_insert(struct db *db, struct interview_start *start) {
    struct arena *arena = arena_create();
    enum err failed = insert_interview(db, start, arena);
    arena_destroy(arena);
    return failed;
}

/* --- changing --- */

enum err interview_recompute_coverage(struct db *db, const char *job_id) {
    struct query query;
    query_begin(&query, db, SQL_COVERAGE_RECOMPUTE);
    query_bind_text(&query, 1, job_id);
    return query_run(&query, NULL);
}

enum err interview_set_language(struct db *db, struct interview_change *change) {
    struct query query;
    query_begin(&query, db, SQL_LANGUAGE_SET);
    query_bind_text(&query, 1, change->id);
    query_bind_text(&query, 2, change->language);
    int64_t version = query_next(&query) ? query_integer(&query, 0) : 0;
    enum err failed = query_finish(&query);
    change->changed = true;
    return failed ? failed : append_events(db, change->events, change->id, version);
}

/* 1 for an interview without a setting row. */
static enum err advance_version(struct db *db, const char *id, int64_t *version) {
    struct query query;
    query_begin(&query, db, SQL_VERSION_ADVANCE);
    query_bind_text(&query, 1, id);
    *version = query_next(&query) ? query_integer(&query, 0) : 1;
    return query_finish(&query);
}

enum err interview_end(struct db *db, struct interview_change *change) {
    struct query query;
    int64_t changed = 0, version;
    query_begin(&query, db, SQL_INTERVIEW_END);
    query_bind_text(&query, 1, change->id);
    query_bind_time(&query, 2, clock_now());
    enum err failed = query_run(&query, &changed);
    change->changed = changed > 0;
    if (failed || changed == 0)
        return failed;
    failed = advance_version(db, change->id, &version);
    return failed ? failed : append_events(db, change->events, change->id, version);
}

enum err interview_delete(struct db *db, struct interview_change *change) {
    struct query query;
    int64_t changed = 0;
    query_begin(&query, db, SQL_INTERVIEW_DELETE);
    query_bind_text(&query, 1, change->id);
    enum err failed = query_run(&query, &changed);
    if (!failed && changed == 0)
        failed = ERR_NOT_FOUND;
    change->changed = true;
    return failed ? failed : append_events(db, change->events, change->id, 0);
}
