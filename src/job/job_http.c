/* Routes of job descriptions. */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"
#include "db/db.h"
#include "interview/interview.h"
#include "job/job.h"
#include "live/idempotency.h"
#include "live/live.h"
#include "live/worker.h"
#include "net/form.h"
#include "nn/embed.h"

void job_write(struct json *json, const char *key, const struct job *job) {
    json_begin_object(json, key);
    json_put_string(json, "id", job->id);
    json_put_string(json, "title", job->title);
    json_put_string(json, "description_text", job->description_text);
    json_put_vector(json, "embedding", job->embedding, VECTOR_SIZE);
    json_put_time(json, "created_at", job->created_at);
    json_end_object(json);
}

/* The job description that the path names, or 404 in the framework's words. */
static enum err find_job(struct request *request, struct job *out) {
    enum err failed = job_find(request->worker->db, request_param(request, "id"), request->arena, out);
    if (failed == ERR_NOT_FOUND)
        return request_fail_detail(request, ERR_NOT_FOUND, "No JobDescription matches the given query.");
    return failed;
}

/* --- reading --- */

struct listing {
    struct json *json;
    struct arena *arena;
    const char *needle; /* folded; NULL: all */
};

static void write_match(void *context, const struct job *job) {
    const struct listing *listing = context;
    if (!listing->needle || strstr(text_fold(listing->arena, job->title), listing->needle))
        job_write(listing->json, NULL, job);
}

static enum err job_list_http(struct request *request, struct response *response) {
    const char *search = request_query(request, "search"), *fields = request_query(request, "fields");
    struct listing listing = {.json = response_json(response, 200), .arena = request->arena};
    if (!text_is_blank(search))
        listing.needle = text_fold(request->arena, text_trim(request->arena, search));
    bool brief = fields && strcmp(fields, "brief") == 0;
    json_begin_array(listing.json, NULL);
    enum err failed = job_each(request->worker->db, brief, request->arena, write_match, &listing);
    json_end_array(listing.json);
    return failed;
}

static enum err job_get_http(struct request *request, struct response *response) {
    struct job job;
    enum err failed = find_job(request, &job);
    if (!failed)
        job_write(response_json(response, 200), NULL, &job);
    return failed;
}

/* --- writing --- */

/* What a body says; NULL where it does not have the field, which then keeps its value. */
struct job_fields {
    const char *title, *description_text;
    const float *embedding;
};

static enum err read_fields(struct request *request, unsigned flags, struct job_fields *fields) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    fields->title = form_text_max(&form, "title", flags, JOB_TITLE_MAX);
    fields->description_text = form_text_max(&form, "description_text", flags, JOB_TEXT_MAX);
    if ((failed = form_check(&form)) || !fields->description_text)
        return failed;
    float *embedding = arena_array(request->arena, VECTOR_SIZE, sizeof *embedding);
    embed_text(request->worker->embedder, fields->description_text, strlen(fields->description_text),
               embedding);
    fields->embedding = embedding;
    return ERR_OK;
}

struct job_change {
    struct request *request;
    const struct response *response; /* of a create, whose answer is kept with it */
    struct job job;
    struct job_fields fields;
    struct event event;
};

static void apply_fields(const struct job_fields *fields, struct job *job) {
    if (fields->title)
        job->title = fields->title;
    if (fields->description_text) {
        job->description_text = fields->description_text;
        job->embedding = fields->embedding;
    }
}

static enum err append_event(struct db *db, struct job_change *change) {
    event_init(&change->event, LIVE_LISTS, "job", change->job.id, clock_now(), NULL);
    return event_append(db, &change->event);
}

static enum err create_job(struct db *db, void *context) {
    struct job_change *change = context;
    enum err failed = job_insert(db, &change->job);
    if (!failed)
        failed = append_event(db, change);
    return failed ? failed : idempotency_store(db, change->request, change->response);
}

/* Reads the row again inside the transaction: two people may be changing different fields of it. */
static enum err change_job(struct db *db, void *context) {
    struct job_change *change = context;
    enum err failed = job_find(db, change->job.id, change->request->arena, &change->job);
    if (failed)
        return failed;
    apply_fields(&change->fields, &change->job);
    failed = job_update(db, &change->job);
    if (!failed)
        failed = interview_recompute_coverage(db, change->job.id);
    return failed ? failed : append_event(db, change);
}

static enum err remove_job(struct db *db, void *context) {
    struct job_change *change = context;
    enum err failed = job_delete(db, change->job.id);
    return failed ? failed : append_event(db, change);
}

static enum err commit_change(struct request *request, db_write_fn fn, struct job_change *change) {
    enum err failed = db_write(request->worker->store, fn, change);
    if (!failed)
        live_publish(request->worker->live, &change->event);
    return failed;
}

static enum err job_create_http(struct request *request, struct response *response) {
    char id[UUID_TEXT_SIZE];
    uuid_create(id);
    struct job_change change = {
        .request = request, .response = response, .job = {.id = id, .created_at = clock_now()}};
    enum err failed = read_fields(request, FORM_REQUIRED, &change.fields);
    if (failed)
        return failed;
    apply_fields(&change.fields, &change.job);
    /* Existing clients are answered without the vector that was just computed. */
    struct job answered = change.job;
    answered.embedding = NULL;
    job_write(response_json(response, 201), NULL, &answered);
    return commit_change(request, create_job, &change);
}

static enum err job_update_http(struct request *request, struct response *response) {
    struct job_change change = {.request = request};
    bool is_whole = strcmp(request->method, "PUT") == 0;
    enum err failed = find_job(request, &change.job);
    if (!failed)
        failed = read_fields(request, is_whole ? FORM_REQUIRED : FORM_OPTIONAL, &change.fields);
    if (!failed)
        failed = commit_change(request, change_job, &change);
    if (!failed)
        job_write(response_json(response, 200), NULL, &change.job);
    return failed;
}

static enum err job_delete_http(struct request *request, struct response *response) {
    struct job_change change = {.request = request};
    enum err failed = find_job(request, &change.job);
    if (!failed)
        failed = commit_change(request, remove_job, &change);
    if (!failed)
        response_empty(response, 204);
    return failed;
}

const struct route job_routes[] = {
    {"GET", "/api/job-descriptions/", job_list_http},
    {"POST", "/api/job-descriptions/", job_create_http, .body_limit = BODY_FIELDS},
    {"GET", "/api/job-descriptions/{id}/", job_get_http},
    {"PUT", "/api/job-descriptions/{id}/", job_update_http, .body_limit = BODY_FIELDS},
    {"PATCH", "/api/job-descriptions/{id}/", job_update_http, .body_limit = BODY_FIELDS},
    {"DELETE", "/api/job-descriptions/{id}/", job_delete_http},
    {0},
};
