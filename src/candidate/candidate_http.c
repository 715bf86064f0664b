/* Routes of candidates. */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"
#include "candidate/candidate.h"
#include "cv/cv.h"
#include "db/db.h"
#include "live/idempotency.h"
#include "live/live.h"
#include "live/worker.h"
#include "net/form.h"

void candidate_write(struct json *json, const char *key, const struct candidate *candidate) {
    json_begin_object(json, key);
    json_put_string(json, "id", candidate->id);
    json_put_string(json, "full_name", candidate->full_name);
    json_put_string(json, "email", candidate->email);
    json_put_string(json, "linkedin_url", candidate->linkedin_url);
    json_put_time(json, "created_at", candidate->created_at);
    json_end_object(json);
}

/* The candidate that the path names, or 404 in the framework's words. */
static enum err find_candidate(struct request *request, struct candidate *out) {
    enum err failed = candidate_find(request->worker->db, request_param(request, "id"), request->arena, out);
    if (failed == ERR_NOT_FOUND)
        return request_fail_detail(request, ERR_NOT_FOUND, "No Candidato matches the given query.");
    return failed;
}

/* --- reading --- */

struct listing {
    struct json *json;
    struct arena *arena;
    const char *needle; /* folded; NULL: everybody */
};

static bool text_matches(const struct listing *listing, const char *text) {
    return text && strstr(text_fold(listing->arena, text), listing->needle);
}

/* Neither engine folds accents, so the match is made here; a team has thousands of candidates, not millions.
 */
static void write_match(void *context, const struct candidate *candidate) {
    const struct listing *listing = context;
    if (!listing->needle || text_matches(listing, candidate->full_name) ||
        text_matches(listing, candidate->email))
        candidate_write(listing->json, NULL, candidate);
}

static enum err candidate_list_http(struct request *request, struct response *response) {
    const char *search = request_query(request, "search");
    struct listing listing = {.json = response_json(response, 200), .arena = request->arena};
    if (!text_is_blank(search))
        listing.needle = text_fold(request->arena, text_trim(request->arena, search));
    json_begin_array(listing.json, NULL);
    enum err failed = candidate_each(request->worker->db, request->arena, write_match, &listing);
    json_end_array(listing.json);
    return failed;
}

static enum err candidate_get_http(struct request *request, struct response *response) {
    struct candidate candidate;
    enum err failed = find_candidate(request, &candidate);
    if (!failed)
        candidate_write(response_json(response, 200), NULL, &candidate);
    return failed;
}

/* --- writing --- */

/* What a body says; a field that it does not have keeps its value. */
struct candidate_fields {
    const char *full_name;
    bool has_email, has_linkedin_url;
    const char *email, *linkedin_url;
};

static enum err read_fields(struct request *request, unsigned name_flags, struct candidate_fields *fields) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    unsigned optional = FORM_ALLOW_NULL | FORM_ALLOW_BLANK;
    fields->full_name = form_text_max(&form, "full_name", name_flags, CANDIDATE_NAME_MAX);
    fields->email = form_text_max(&form, "email", optional, CANDIDATE_EMAIL_MAX);
    fields->linkedin_url = form_text_max(&form, "linkedin_url", optional, CANDIDATE_LINK_MAX);
    fields->has_email = form_has(&form, "email");
    fields->has_linkedin_url = form_has(&form, "linkedin_url");
    return form_check(&form);
}

struct candidate_change {
    struct request *request;
    const struct response *response; /* of a create, whose answer is kept with it */
    struct candidate candidate;
    struct candidate_fields fields;
    struct event event;
};

static void apply_fields(const struct candidate_fields *fields, struct candidate *candidate) {
    if (fields->full_name)
        candidate->full_name = fields->full_name;
    if (fields->has_email)
        candidate->email = fields->email;
    if (fields->has_linkedin_url)
        candidate->linkedin_url = fields->linkedin_url;
}

static enum err append_event(struct db *db, struct candidate_change *change) {
    event_init(&change->event, LIVE_LISTS, "candidate", change->candidate.id, clock_now(), NULL);
    return event_append(db, &change->event);
}

static enum err create_candidate(struct db *db, void *context) {
    struct candidate_change *change = context;
    enum err failed = candidate_insert(db, &change->candidate);
    if (!failed)
        failed = append_event(db, change);
    return failed ? failed : idempotency_store(db, change->request, change->response);
}

/* Reads the row again inside the transaction: two people may be changing different fields of it. */
static enum err change_candidate(struct db *db, void *context) {
    struct candidate_change *change = context;
    enum err failed = candidate_find(db, change->candidate.id, change->request->arena, &change->candidate);
    if (failed)
        return failed;
    apply_fields(&change->fields, &change->candidate);
    failed = candidate_update(db, &change->candidate);
    return failed ? failed : append_event(db, change);
}

static enum err remove_candidate(struct db *db, void *context) {
    struct candidate_change *change = context;
    enum err failed = candidate_delete(db, change->candidate.id);
    return failed ? failed : append_event(db, change);
}

static enum err commit_change(struct request *request, db_write_fn fn, struct candidate_change *change) {
    enum err failed = db_write(request->worker->store, fn, change);
    if (!failed)
        live_publish(request->worker->live, &change->event);
    return failed;
}

static enum err candidate_create_http(struct request *request, struct response *response) {
    char id[UUID_TEXT_SIZE];
    uuid_create(id);
    struct candidate_change change = {
        .request = request, .response = response, .candidate = {.id = id, .created_at = clock_now()}};
    enum err failed = read_fields(request, FORM_REQUIRED, &change.fields);
    if (failed)
        return failed;
    apply_fields(&change.fields, &change.candidate);
    candidate_write(response_json(response, 201), NULL, &change.candidate);
    return commit_change(request, create_candidate, &change);
}

static enum err candidate_update_http(struct request *request, struct response *response) {
    struct candidate_change change = {.request = request};
    bool is_whole = strcmp(request->method, "PUT") == 0;
    enum err failed = find_candidate(request, &change.candidate);
    if (!failed)
        failed = read_fields(request, is_whole ? FORM_REQUIRED : FORM_OPTIONAL, &change.fields);
    if (!failed)
        failed = commit_change(request, change_candidate, &change);
    if (!failed)
        candidate_write(response_json(response, 200), NULL, &change.candidate);
    return failed;
}

static enum err candidate_delete_http(struct request *request, struct response *response) {
    struct candidate_change change = {.request = request};
    struct stored_files files;
    enum err failed = find_candidate(request, &change.candidate);
    if (!failed)
        failed = cv_list_files(request, change.candidate.id, &files);
    if (!failed)
        failed = commit_change(request, remove_candidate, &change);
    if (failed)
        return failed;
    cv_remove_files(request, &files);
    response_empty(response, 204);
    return ERR_OK;
}

const struct route candidate_routes[] = {
    {"GET", "/api/candidates/", candidate_list_http},
    {"POST", "/api/candidates/", candidate_create_http, .body_limit = BODY_FIELDS},
    {"GET", "/api/candidates/{id}/", candidate_get_http},
    {"PUT", "/api/candidates/{id}/", candidate_update_http, .body_limit = BODY_FIELDS},
    {"PATCH", "/api/candidates/{id}/", candidate_update_http, .body_limit = BODY_FIELDS},
    {"DELETE", "/api/candidates/{id}/", candidate_delete_http},
    {0},
};
