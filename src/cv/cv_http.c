/* Routes of CVs: upload, the rows as existing clients know them, and the original file. */
#include "cv/cv_http.h"
#include "cv/cv.h"
#include "cv/cv_store.h"

#include <string.h>

#include "base/clock.h"
#include "base/config.h"
#include "cv/file_store.h"
#include "live/live.h"
#include "live/worker.h"
#include "net/form.h"
#include "nn/embed.h"

static void write_cv(struct json *json, const struct cv *cv) {
    json_begin_object(json, NULL);
    json_put_string(json, "id", cv->id);
    json_put_string(json, "file_url", cv->file_url);
    json_put_string(json, "raw_text", cv->raw_text);
    json_put_bool(json, "is_active", cv->is_active);
    json_put_vector(json, "embedding", cv->embedding, VECTOR_SIZE);
    json_put_time(json, "created_at", cv->created_at);
    json_put_string(json, "candidate", cv->candidate_id);
    json_end_object(json);
}

static void write_listed_cv(void *context, const struct cv *cv) {
    write_cv(context, cv);
}

static enum err cv_list_http(struct request *request, struct response *response) {
    struct json *json = response_json(response, 200);
    json_begin_array(json, NULL);
    enum err failed = cv_each(request->worker->db, request->arena, write_listed_cv, json);
    json_end_array(json);
    return failed;
}

/* The CV that the path names, or 404 in the framework's words. */
static enum err find_cv(struct request *request, struct cv *cv) {
    enum err failed = cv_find(request->worker->db, request_param(request, "id"), request->arena, cv);
    if (failed == ERR_NOT_FOUND)
        return request_fail_detail(request, ERR_NOT_FOUND, "No CV matches the given query.");
    return failed;
}

static enum err cv_get_http(struct request *request, struct response *response) {
    struct cv cv;
    enum err failed = find_cv(request, &cv);
    if (!failed)
        write_cv(response_json(response, 200), &cv);
    return failed;
}

/* --- writing rows --- */

enum row_change { ROW_INSERT, ROW_UPDATE, ROW_DELETE };

struct cv_change {
    enum row_change kind;
    struct cv cv;
    struct event event;
};

static enum err change_cv(struct db *db, void *context) {
    struct cv_change *change = context;
    static enum err (*const apply[])(struct db *, const struct cv *) = {
        [ROW_INSERT] = cv_insert_row, [ROW_UPDATE] = cv_update_row};
    enum err failed =
        change->kind == ROW_DELETE ? cv_delete_row(db, change->cv.id) : apply[change->kind](db, &change->cv);
    return failed ? failed : event_append(db, &change->event);
}

static enum err write_cv_change(struct request *request, struct cv_change *change) {
    event_init(&change->event, LIVE_LISTS, "cv", change->cv.id, 0, NULL);
    enum err failed = db_write(request->worker->store, change_cv, change);
    if (!failed)
        live_publish(request->worker->live, &change->event);
    return failed;
}

static void check_candidate(struct request *request, struct form *form, const char *candidate_id) {
    if (!candidate_id)
        return;
    if (cv_candidate_exists(request->worker->db, candidate_id))
        form_error(form, "candidate", "Invalid pk \"%s\" - object does not exist.", candidate_id);
}

static const float *embed_in_arena(struct request *request, const char *text) {
    float *vector = arena_array(request->arena, VECTOR_SIZE, sizeof *vector);
    embed_text(request->worker->embedder, text, strlen(text), vector);
    return vector;
}

/* Overwrites the fields that the body has. `required` is FORM_REQUIRED unless this is a PATCH. */
static enum err read_cv_fields(struct request *request, unsigned required, struct cv *cv) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *file_url = form_text(&form, "file_url", required);
    const char *raw_text = form_text(&form, "raw_text", FORM_ALLOW_NULL | FORM_ALLOW_BLANK);
    cv->is_active = form_bool(&form, "is_active", cv->is_active);
    float *vector = arena_array(request->arena, VECTOR_SIZE, sizeof *vector);
    bool has_vector = form_vector(&form, "embedding", vector, VECTOR_SIZE);
    const char *candidate_id = form_uuid(&form, "candidate", required);
    check_candidate(request, &form, candidate_id);
    if (form_check(&form))
        return ERR_INVALID;
    if (file_url)
        cv->file_url = file_url;
    if (candidate_id)
        cv->candidate_id = candidate_id;
    if (form_has(&form, "raw_text")) {
        cv->raw_text = raw_text;
        cv->embedding = raw_text ? embed_in_arena(request, raw_text) : NULL;
    }
    if (has_vector)
        cv->embedding = vector;
    return ERR_OK;
}

static enum err cv_create_http(struct request *request, struct response *response) {
    char id[UUID_TEXT_SIZE];
    uuid_create(id);
    struct cv_change change = {.kind = ROW_INSERT,
                               .cv = {.id = id, .is_active = true, .created_at = clock_now()}};
    enum err failed = read_cv_fields(request, FORM_REQUIRED, &change.cv);
    if (!failed)
        failed = write_cv_change(request, &change);
    if (!failed)
        write_cv(response_json(response, 201), &change.cv);
    return failed;
}

static enum err cv_update_http(struct request *request, struct response *response) {
    struct cv_change change = {.kind = ROW_UPDATE};
    unsigned required = strcmp(request->method, "PUT") == 0 ? FORM_REQUIRED : FORM_OPTIONAL;
    enum err failed = find_cv(request, &change.cv);
    if (!failed)
        failed = read_cv_fields(request, required, &change.cv);
    if (!failed)
        failed = write_cv_change(request, &change);
    if (!failed)
        write_cv(response_json(response, 200), &change.cv);
    return failed;
}

static enum err cv_delete_http(struct request *request, struct response *response) {
    struct cv_change change = {.kind = ROW_DELETE};
    struct cv_document document;
    enum err failed = find_cv(request, &change.cv);
    if (failed)
        return failed;
    bool has_file = cv_find_document(request->worker->db, change.cv.id, request->arena, &document) == ERR_OK;
    failed = write_cv_change(request, &change);
    if (failed)
        return failed;
    if (has_file)
        file_store_remove(request->worker->config, document.stored_id);
    response_empty(response, 204);
    return ERR_OK;
}

/* --- upload and download --- */

struct cv_upload {
    struct cv_prepared prepared;
    const char *candidate_id;
    struct event event;
};

static enum err store_upload(struct db *db, void *context) {
    struct cv_upload *upload = context;
    enum err failed = cv_insert(db, &upload->prepared, upload->candidate_id);
    return failed ? failed : event_append(db, &upload->event);
}

/* The file goes to disk first: a row never names a file that is not there. */
static enum err store_cv(struct request *request, const struct upload *file, struct cv_upload *upload) {
    const struct config *config = request->worker->config;
    if (!file_store_save(config, file->bytes, file->length, upload->prepared.stored_id))
        return request_fail(request, ERR_BUSY, "The file could not be written to disk; nothing was stored");
    event_init(&upload->event, LIVE_LISTS, "cv", upload->prepared.id, 0, NULL);
    enum err failed = db_write(request->worker->store, store_upload, upload);
    if (failed)
        file_store_remove(config, upload->prepared.stored_id);
    else
        live_publish(request->worker->live, &upload->event);
    return failed;
}

static void write_uploaded(struct json *json, const struct cv_upload *upload, const char *model) {
    const struct document *document = &upload->prepared.document;
    json_begin_object(json, NULL);
    json_put_string(json, "cv_id", upload->prepared.id);
    json_put_string(json, "candidate_id", upload->candidate_id);
    json_put_string(json, "file_url", upload->prepared.file_url);
    json_put_integer(json, "pages", document->pages);
    json_put_integer(json, "chunks", (int64_t)document->chunk_count);
    json_put_integer(json, "embedding_dim", VECTOR_SIZE);
    json_put_string(json, "model", model);
    json_put_real(json, "quality", document->quality);
    json_put_string(json, "quality_note", document->quality_note);
    json_put_raw(json, "hidden", cv_hidden_as_json(document, json->out.arena));
    json_end_object(json);
}

static enum err cv_upload_http(struct request *request, struct response *response) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    struct cv_upload upload = {.candidate_id = form_uuid(&form, "candidate_id", FORM_REQUIRED)};
    const struct upload *file = form_file(&form, "file", FORM_REQUIRED);
    if (form_check(&form))
        return ERR_INVALID;
    if (!cv_mime_type(file->file_name))
        return request_fail(request, ERR_INVALID, "Only PDF files are supported");
    if (cv_candidate_exists(request->worker->db, upload.candidate_id))
        return request_fail(request, ERR_NOT_FOUND, "Candidate not found");
    upload.prepared.file_name = file->file_name;
    upload.prepared.size_bytes = file->length;
    failed = cv_read_document(request, file->file_name, file->bytes, file->length, &upload.prepared.document);
    if (failed)
        return failed;
    cv_index_document(request, &upload.prepared);
    failed = store_cv(request, file, &upload);
    if (!failed)
        write_uploaded(response_json(response, 201), &upload, embed_model_name(request->worker->embed_model));
    return failed;
}

/* A PDF is shown in place (pdf.js fetches it); a DOCX is only ever saved. */
static enum err cv_file_http(struct request *request, struct response *response) {
    const char *id = request_param(request, "id");
    struct cv_document document;
    enum err failed = cv_find_document(request->worker->db, id, request->arena, &document);
    int fd = failed ? -1 : file_store_open(request->worker->config, document.stored_id);
    if (failed == ERR_NOT_FOUND || (!failed && fd < 0))
        return request_fail(request, ERR_NOT_FOUND, "This CV has no file");
    if (failed)
        return failed;
    bool is_pdf = strcmp(document.mime_type, "application/pdf") == 0;
    response_file(response, fd, document.mime_type, is_pdf ? NULL : document.file_name);
    return ERR_OK;
}

const struct route cv_routes[] = {
    {"POST", "/api/cvs/upload/", cv_upload_http, .body_limit = BODY_UPLOAD, .rate = RATE_UPLOAD,
     .pool = POOL_SLOW, .multipart_only = true},
    {"GET", "/api/cvs/", cv_list_http},
    {"POST", "/api/cvs/", cv_create_http, .body_limit = BODY_FIELDS},
    {"GET", "/api/cvs/{id}/", cv_get_http},
    {"PUT", "/api/cvs/{id}/", cv_update_http, .body_limit = BODY_FIELDS},
    {"PATCH", "/api/cvs/{id}/", cv_update_http, .body_limit = BODY_FIELDS},
    {"DELETE", "/api/cvs/{id}/", cv_delete_http},
    {"GET", "/api/cvs/{id}/file/", cv_file_http},
    {"GET", "/api/chunks/", chunk_list_http},
    {"POST", "/api/chunks/", chunk_create_http, .body_limit = BODY_FIELDS},
    {"GET", "/api/chunks/{id}/", chunk_get_http},
    {"PUT", "/api/chunks/{id}/", chunk_update_http, .body_limit = BODY_FIELDS},
    {"PATCH", "/api/chunks/{id}/", chunk_update_http, .body_limit = BODY_FIELDS},
    {"DELETE", "/api/chunks/{id}/", chunk_delete_http},
    {"POST", "/api/search/chunks/", chunk_search_http, .body_limit = BODY_SMALL},
    {"POST", "/api/coverage/", coverage_http, .body_limit = BODY_SMALL},
    {"POST", "/api/coverage/explain/", coverage_explain_http, .body_limit = BODY_SMALL},
    {0},
};
