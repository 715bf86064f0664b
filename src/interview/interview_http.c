/* Starting, showing and changing interviews; their end is in recap/end_http.c. */
#include <string.h>

#include "account/account.h"
#include "cv/cv.h"
#include "interview/interview.h"
#include "interview/interview_store.h"
#include "live/idempotency.h"
#include "live/live_store.h"
#include "live/worker.h"
#include "net/form.h"

static void publish(struct request *request, const struct event events[2]) {
    live_publish(request->worker->live, &events[0]);
    live_publish(request->worker->live, &events[1]);
}

/* --- start and list --- */

struct start_write {
    struct interview_start start;
    const struct request *request;
    const struct response *response;
};

static enum err insert_in_write(struct db *db, void *context) {
    struct start_write *write = context;
    enum err failed = interview_insert(db, &write->start);
    return failed ? failed : idempotency_store(db, write->request, write->response);
}

static enum err interview_start_http(struct request *request, struct response *response) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    struct start_write write = {.request = request, .response = response};
    struct interview_start *start = &write.start;
    start->candidate_id = form_uuid(&form, "candidate_id", FORM_REQUIRED);
    start->job_id = form_uuid(&form, "job_description_id", FORM_REQUIRED);
    start->started_by = request->who.key;
    start->started_by_name = request->who.name;
    if (form_check(&form))
        return ERR_INVALID;
    uuid_create(start->id);
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "session_id", start->id);
    json_end_object(json);
    failed = db_write(request->worker->store, insert_in_write, &write);
    if (failed == ERR_NOT_FOUND)
        return request_fail(request, failed, "%s", start->problem);
    if (!failed)
        publish(request, start->events);
    return failed;
}

static enum err interview_list_http(struct request *request, struct response *response) {
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_begin_array(json, "sessions");
    enum err failed = interview_write_list(request->worker->db, request->arena, json);
    json_end_array(json);
    json_end_object(json);
    return failed;
}

/* --- one interview --- */

static void write_candidate(struct json *json, const struct interview *interview,
                            const struct interview_candidate *candidate) {
    json_begin_object(json, "candidate");
    json_put_string(json, "id", interview->candidate_id);
    json_put_string(json, "full_name", interview->candidate_name);
    json_put_string(json, "email", candidate->email);
    json_put_string(json, "linkedin_url", candidate->linkedin_url);
    json_put_time(json, "created_at", candidate->created_at);
    json_end_object(json);
}

static void write_job(struct json *json, const struct interview *interview) {
    json_begin_object(json, "job");
    json_put_string(json, "id", interview->job_id);
    json_put_string(json, "title", interview->job_title);
    json_put_string(json, "description_text", interview->job_text);
    json_end_object(json);
}

enum err interview_write_detail(struct request *request, const struct interview *interview,
                                struct json *json) {
    struct db *db = request->worker->db;
    struct interview_counts counts;
    struct interview_candidate candidate = {0};
    int64_t last_event = 0;
    enum err failed = interview_count(db, interview->id, &counts);
    if (!failed)
        failed = interview_find_candidate(db, interview->candidate_id, request->arena, &candidate);
    if (!failed)
        failed = live_last_sequence(db, interview->id, &last_event);
    if (failed)
        return failed;
    json_put_string(json, "session_id", interview->id);
    json_put_string(json, "status", interview->status);
    json_put_time(json, "started_at", interview->started_at);
    json_put_time(json, "ended_at", interview->ended_at);
    json_put_string(json, "language", language_code(interview->language));
    write_candidate(json, interview, &candidate);
    write_job(json, interview);
    json_put_string(json, "cv_id", interview->cv_id);
    interview_write_coverage(json, interview->coverage_distance);
    json_put_integer(json, "notes_count", counts.notes);
    json_put_integer(json, "questions_asked_count", counts.asked_questions);
    json_put_integer(json, "last_event", last_event);
    return ERR_OK;
}

static enum err set_language_in_write(struct db *db, void *change) {
    return interview_set_language(db, change);
}

enum err interview_patch(struct request *request, struct interview *interview) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *language = form_text(&form, "language", FORM_OPTIONAL);
    if (language && strcmp(language, "en") != 0 && strcmp(language, "it") != 0)
        form_error(&form, "language", "\"%s\" is not a valid choice.", language);
    if (form_check(&form))
        return ERR_INVALID;
    if (language && interview->language != language_from_code(language)) {
        struct interview_change change = {.id = interview->id, .language = language};
        failed = db_write(request->worker->store, set_language_in_write, &change);
        if (failed)
            return failed;
        publish(request, change.events);
        interview->language = language_from_code(language);
    }
    return ERR_OK;
}

static enum err delete_in_write(struct db *db, void *change) {
    return interview_delete(db, change);
}

static enum err interview_delete_http(struct request *request, struct response *response) {
    const char *id;
    enum err failed = interview_require_id(request, &id);
    if (failed)
        return failed;
    struct interview_change change = {.id = id};
    failed = db_write(request->worker->store, delete_in_write, &change);
    if (failed)
        return failed;
    publish(request, change.events);
    response_empty(response, 204);
    return ERR_OK;
}

/* --- its CV and its timeline --- */

static enum err interview_cv_http(struct request *request, struct response *response) {
    struct interview interview;
    struct cv cv = {0};
    struct db *db = request->worker->db;
    enum err failed = interview_require(request, &interview);
    if (!failed && interview.cv_id)
        failed = cv_find(db, interview.cv_id, request->arena, &cv);
    if (failed)
        return failed;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "raw_text", cv.raw_text);
    json_put_string(json, "file_url", cv.file_url);
    if (interview.cv_id)
        failed = cv_write_reading(db, interview.cv_id, request->arena, json);
    json_end_object(json);
    return failed;
}

static enum err interview_timeline_http(struct request *request, struct response *response) {
    const char *id;
    enum err failed = interview_require_id(request, &id);
    if (failed)
        return failed;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "session_id", id);
    json_begin_array(json, "timeline");
    failed = interview_write_timeline(request->worker->db, id, request->arena, json);
    json_end_array(json);
    json_end_object(json);
    return failed;
}

#define ONE "/api/sessions/{session_id}/"

const struct route interview_routes[] = {
    {.method = "GET", .pattern = "/api/sessions/", .handler = interview_list_http},
    {.method = "POST",
     .pattern = "/api/sessions/start/",
     .handler = interview_start_http,
     .body_limit = BODY_FIELDS},
    {.method = "DELETE", .pattern = ONE, .handler = interview_delete_http},
    {.method = "GET", .pattern = ONE "cv/", .handler = interview_cv_http},
    {.method = "GET", .pattern = ONE "timeline/", .handler = interview_timeline_http},
    {0},
};
