/* Routes of the wizard's drafts. Starting one is in draft_start.c, the sample in draft_sample.c. */
#include "draft/draft_http.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"
#include "candidate/candidate.h"
#include "cv/cv.h"
#include "cv/file_store.h"
#include "job/job.h"
#include "live/live.h"
#include "live/worker.h"
#include "net/form.h"
#include "wording/wording.h"

const char *draft_owner(const struct request *request) {
    return request->who.key ? request->who.key : "";
}

enum err draft_from_path(struct request *request, struct draft *draft) {
    enum err failed = draft_find(request->worker->db, request_param(request, "draft_id"),
                                 draft_owner(request), request->arena, draft);
    if (failed == ERR_NOT_FOUND)
        return request_fail(request, failed, "Draft not found; it may have been started or deleted");
    return failed;
}

/* --- as JSON --- */

static void write_candidate(struct json *json, const struct draft *draft) {
    if (!draft->candidate_id && !draft->full_name) {
        json_put_null(json, "candidate");
        return;
    }
    json_begin_object(json, "candidate");
    json_put_string(json, "candidate_id", draft->candidate_id);
    json_put_string(json, "full_name", draft->full_name ? draft->full_name : "");
    json_put_string(json, "email", draft->email);
    json_put_string(json, "linkedin_url", draft->linkedin_url);
    json_end_object(json);
}

static enum err write_job(struct request *request, struct json *json, const struct draft *draft) {
    struct job job;
    enum err failed =
        draft->job_id ? job_find(request->worker->db, draft->job_id, request->arena, &job) : ERR_NOT_FOUND;
    if (failed) {
        json_put_null(json, "job");
        return failed == ERR_NOT_FOUND ? ERR_OK : failed;
    }
    json_begin_object(json, "job");
    json_put_string(json, "id", job.id);
    json_put_string(json, "title", job.title);
    json_put_string(json, "description_text", job.description_text);
    json_end_object(json);
    return ERR_OK;
}

/* Who else this might be: people of the same name or e-mail, compared without case and accents. */
struct same_person {
    struct json *json;
    struct arena *arena;
    const char *name; /* folded; NULL: unknown */
    const char *email;
};

static bool folds_to(struct arena *arena, const char *text, const char *folded) {
    return text && folded && strcmp(text_fold(arena, text), folded) == 0;
}

static void write_if_same_person(void *context, const struct candidate *candidate) {
    const struct same_person *wanted = context;
    if (folds_to(wanted->arena, candidate->full_name, wanted->name) ||
        folds_to(wanted->arena, candidate->email, wanted->email))
        candidate_write(wanted->json, NULL, candidate);
}

static const char *reading_member(const json_t *reading, const char *key) {
    return json_string_value(json_object_get(reading, key));
}

/* People of the same name or e-mail as what was typed, or else as what the CV says. */
static enum err write_duplicates(struct request *request, struct json *json, const struct draft *draft,
                                 const char *reading_json) {
    json_t *reading = reading_json ? json_loads(reading_json, 0, NULL) : NULL;
    const char *name = draft->full_name ? draft->full_name : reading_member(reading, "guessed_name");
    const char *email = draft->email ? draft->email : reading_member(reading, "guessed_email");
    struct same_person wanted = {.json = json,
                                 .arena = request->arena,
                                 .name = text_is_blank(name) ? NULL : text_fold(request->arena, name),
                                 .email = text_is_blank(email) ? NULL : text_fold(request->arena, email)};
    enum err failed = ERR_OK;
    json_begin_array(json, "duplicates");
    if (!draft->candidate_id && (wanted.name || wanted.email))
        failed = candidate_each(request->worker->db, request->arena, write_if_same_person, &wanted);
    json_end_array(json);
    json_decref(reading);
    return failed;
}

enum err draft_write(struct request *request, struct json *json, const struct draft *draft) {
    struct draft_document document = {0};
    enum err failed = draft_find_document(request->worker->db, draft->id, request->arena, &document);
    if (failed && failed != ERR_NOT_FOUND)
        return failed;
    json_begin_object(json, NULL);
    json_put_string(json, "draft_id", draft->id);
    json_put_integer(json, "version", draft->version);
    json_put_time(json, "created_at", draft->created_at);
    json_put_time(json, "updated_at", draft->updated_at);
    json_put_integer(json, "step", draft->step);
    json_put_bool(json, "is_sample", draft->is_sample);
    json_put_string(json, "language", draft->language);
    write_candidate(json, draft);
    failed = write_job(request, json, draft);
    json_put_raw(json, "cv", document.reading_json);
    draft_write_questions(json, draft);
    if (!failed)
        failed = write_duplicates(request, json, draft, document.reading_json);
    json_end_object(json);
    return failed;
}

static enum err draft_list_http(struct request *request, struct response *response) {
    struct draft_list drafts;
    enum err failed = draft_list(request->worker->db, draft_owner(request), request->arena, &drafts);
    if (failed)
        return failed;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_begin_array(json, "drafts");
    for (size_t i = 0; i < drafts.count && !failed; i++)
        failed = draft_write(request, json, &drafts.items[i]);
    json_end_array(json);
    json_end_object(json);
    return failed;
}

static enum err draft_get_http(struct request *request, struct response *response) {
    struct draft draft;
    enum err failed = draft_from_path(request, &draft);
    return failed ? failed : draft_write(request, response_json(response, 200), &draft);
}

/* --- changes --- */

static enum err run_change(struct db *db, void *context) {
    struct draft_change *change = context;
    enum err failed = ERR_OK;
    switch (change->kind) {
    case DRAFT_INSERT:
        failed = draft_insert(db, change->draft, change->arena);
        break;
    case DRAFT_UPDATE:
        failed = draft_update(db, change->draft, change->arena);
        break;
    case DRAFT_DELETE:
        failed = draft_delete(db, change->draft->id);
        break;
    }
    if (!failed && change->replaces_document)
        failed = draft_replace_document(db, change->draft->id, change->document);
    return failed ? failed : event_append(db, &change->event);
}

enum err draft_change_write(struct request *request, struct draft_change *change) {
    change->arena = request->arena;
    event_init(&change->event, LIVE_LISTS, "draft", change->draft->id, change->draft->version + 1,
               change->draft->owner_key);
    enum err failed = db_write(request->worker->store, run_change, change);
    if (failed == ERR_CONFLICT)
        return request_fail(request, failed,
                            "This draft was changed in another window. Reload it to go on from there.");
    if (failed)
        return failed;
    if (change->kind == DRAFT_UPDATE)
        change->draft->version++;
    live_publish(request->worker->live, &change->event);
    return ERR_OK;
}

void draft_init(struct request *request, struct draft *draft) {
    char *id = arena_alloc(request->arena, UUID_TEXT_SIZE);
    uuid_create(id);
    int64_t now = clock_now();
    *draft = (struct draft){.id = id,
                            .owner_key = draft_owner(request),
                            .version = 1,
                            .created_at = now,
                            .updated_at = now,
                            .step = 1,
                            .language = "en"};
}

/* An interview is held in the language of its position, until somebody says otherwise. */
static void take_language_of_job(struct request *request, const struct form *form, struct draft *draft) {
    struct job job;
    if (!form_has(form, "job_description_id") || form_has(form, "language") || draft->job_id == NULL)
        return;
    if (job_find(request->worker->db, draft->job_id, request->arena, &job) == ERR_OK)
        draft->language = language_code(language_detect(job.description_text));
}

static enum err draft_create_http(struct request *request, struct response *response) {
    struct draft draft;
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    draft_init(request, &draft);
    draft_read_form(&form, &draft, request->arena);
    if (form_check(&form))
        return ERR_INVALID;
    take_language_of_job(request, &form, &draft);
    struct draft_change change = {.kind = DRAFT_INSERT, .draft = &draft};
    failed = draft_change_write(request, &change);
    return failed ? failed : draft_write(request, response_json(response, 201), &draft);
}

static enum err draft_update_http(struct request *request, struct response *response) {
    struct draft draft;
    struct form form;
    enum err failed = draft_from_path(request, &draft);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    draft.version = form_integer(&form, "version", (long)draft.version, 1, FORM_NO_MAX);
    draft_read_form(&form, &draft, request->arena);
    if (form_check(&form))
        return ERR_INVALID;
    take_language_of_job(request, &form, &draft);
    struct draft_change change = {.kind = DRAFT_UPDATE, .draft = &draft};
    failed = draft_change_write(request, &change);
    return failed ? failed : draft_write(request, response_json(response, 200), &draft);
}

static void remove_stored_file(struct request *request, const struct draft_document *document) {
    if (document->stored_id)
        file_store_remove(request->worker->config, document->stored_id);
}

static enum err draft_delete_http(struct request *request, struct response *response) {
    struct draft draft;
    struct draft_document document = {0};
    enum err failed = draft_from_path(request, &draft);
    if (failed)
        return failed;
    failed = draft_find_document(request->worker->db, draft.id, request->arena, &document);
    if (failed && failed != ERR_NOT_FOUND)
        return failed;
    struct draft_change change = {.kind = DRAFT_DELETE, .draft = &draft};
    failed = draft_change_write(request, &change);
    if (failed)
        return failed;
    remove_stored_file(request, &document);
    response_empty(response, 204);
    return ERR_OK;
}

/* --- the CV --- */

/* The API's DraftCv. */
static const char *reading_as_json(struct request *request, const struct document *document,
                                   const char *file_name, size_t size) {
    struct json json;
    json_init(&json, request->arena);
    json_begin_object(&json, NULL);
    json_put_string(&json, "file_name", file_name);
    json_put_integer(&json, "pages", document->pages);
    json_put_integer(&json, "size", (int64_t)size);
    json_put_string(&json, "text", document->text);
    json_begin_array(&json, "sections");
    for (size_t i = 0; i < document->section_count; i++) {
        const struct doc_section *section = &document->sections[i];
        json_begin_object(&json, NULL);
        json_put_string(&json, "kind", section->kind);
        json_put_string(&json, "title", section->title);
        json_begin_array(&json, "chunks");
        for (size_t c = section->first_chunk; c < section->first_chunk + section->chunk_count; c++) {
            json_begin_object(&json, NULL);
            json_put_string(&json, "text", document->chunks[c].text);
            json_put_integer(&json, "page", document->chunks[c].page);
            json_end_object(&json);
        }
        json_end_array(&json);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_put_raw(&json, "hidden", cv_hidden_as_json(document, request->arena));
    json_put_real(&json, "quality", document->quality);
    json_put_string(&json, "quality_note", document->quality_note);
    json_put_string(&json, "language", document->language);
    json_put_string(&json, "guessed_name", document->guessed_name);
    json_put_string(&json, "guessed_email", document->guessed_email);
    json_put_string(&json, "guessed_linkedin_url", document->guessed_linkedin);
    json_end_object(&json);
    return json.out.data;
}

enum err draft_take_cv(struct request *request, const char *file_name, const char *bytes, size_t length,
                       struct draft_document *out) {
    struct document document;
    enum err failed = cv_read_document(request, file_name, bytes, length, &document);
    if (failed)
        return failed;
    char *stored_id = arena_alloc(request->arena, UUID_TEXT_SIZE);
    if (!file_store_save(request->worker->config, bytes, length, stored_id))
        return request_fail(request, ERR_BUSY, "The file could not be written to disk; nothing was stored");
    *out = (struct draft_document){
        .stored_id = stored_id,
        .file_name = file_name,
        .mime_type = cv_document_mime_type(&document),
        .size_bytes = (int64_t)length,
        .reading_json = reading_as_json(request, &document, file_name, length),
    };
    return ERR_OK;
}

/* Puts `document` (NULL: nothing) in the place of the draft's CV; of the two files, the one not in use goes.
 */
static enum err replace_cv(struct request *request, struct response *response, struct draft *draft,
                           const struct draft_document *document) {
    struct draft_document earlier = {0};
    enum err failed = draft_find_document(request->worker->db, draft->id, request->arena, &earlier);
    if (!failed || failed == ERR_NOT_FOUND) {
        struct draft_change change = {
            .kind = DRAFT_UPDATE, .draft = draft, .replaces_document = true, .document = document};
        failed = draft_change_write(request, &change);
    }
    if (failed && document)
        remove_stored_file(request, document);
    if (failed)
        return failed;
    remove_stored_file(request, &earlier);
    return draft_write(request, response_json(response, 200), draft);
}

static enum err draft_upload_cv_http(struct request *request, struct response *response) {
    struct draft draft;
    struct draft_document document;
    struct form form;
    enum err failed = draft_from_path(request, &draft);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    const struct upload *file = form_file(&form, "file", FORM_REQUIRED);
    if (form_check(&form))
        return ERR_INVALID;
    failed = draft_take_cv(request, file->file_name, file->bytes, file->length, &document);
    return failed ? failed : replace_cv(request, response, &draft, &document);
}

static enum err draft_remove_cv_http(struct request *request, struct response *response) {
    struct draft draft;
    enum err failed = draft_from_path(request, &draft);
    return failed ? failed : replace_cv(request, response, &draft, NULL);
}

const struct route draft_routes[] = {
    {"GET", "/api/drafts/", draft_list_http},
    {"POST", "/api/drafts/", draft_create_http, .body_limit = BODY_SMALL},
    {"GET", "/api/drafts/{draft_id}/", draft_get_http},
    {"PATCH", "/api/drafts/{draft_id}/", draft_update_http, .body_limit = BODY_SMALL},
    {"DELETE", "/api/drafts/{draft_id}/", draft_delete_http},
    {"POST", "/api/drafts/{draft_id}/cv/", draft_upload_cv_http, .body_limit = BODY_UPLOAD,
     .rate = RATE_UPLOAD, .pool = POOL_SLOW, .multipart_only = true},
    {"DELETE", "/api/drafts/{draft_id}/cv/", draft_remove_cv_http},
    {"POST", "/api/drafts/{draft_id}/questions/generate/", draft_generate_http, .body_limit = BODY_SMALL,
     .rate = RATE_LLM, .pool = POOL_SLOW},
    {"POST", "/api/drafts/{draft_id}/start/", draft_start_http, .body_limit = BODY_SMALL, .pool = POOL_SLOW},
    {"POST", "/api/sample/", sample_create_http, .body_limit = BODY_SMALL, .pool = POOL_SLOW},
    {0},
};
