/* Adding, listing, editing and deleting notes. */
#include "note/note_http.h"

#include <string.h>

#include "account/account.h"
#include "base/clock.h"
#include "live/idempotency.h"
#include "live/worker.h"
#include "net/form.h"
#include "nn/embed.h"
#include "note/note_store.h"
#include "question/question.h"

/* What a write needs and gives back. */
struct note_change {
    const struct request *request;
    const struct response *response;
    const char *model;
    struct note note;
    struct note_analysis analysis;
    int64_t deleted_at;
    struct event event;
};

static enum err write_and_publish(struct request *request, db_write_fn fn, struct note_change *change) {
    change->model = embed_model_name(request->worker->embed_model);
    enum err failed = db_write(request->worker->store, fn, change);
    if (!failed)
        live_publish(request->worker->live, &change->event);
    return failed;
}

/* --- list --- */

static enum err note_list_http(struct request *request, struct response *response) {
    const char *session_id;
    struct note_list list;
    enum err failed = interview_require_id(request, &session_id);
    if (!failed)
        failed = note_list(request->worker->db, session_id, request->arena, &list);
    if (failed)
        return failed;
    struct note_writer writer = {.request = request};
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "session_id", session_id);
    json_begin_array(json, "notes");
    for (size_t i = 0; i < list.count && !failed; i++)
        failed = note_write(&writer, json, NULL, &list.items[i]);
    json_end_array(json);
    json_end_object(json);
    return failed;
}

/* --- create --- */

static int64_t read_time(struct form *form, const char *name) {
    int64_t time_us = 0;
    const char *text = form_text(form, name, FORM_ALLOW_NULL);
    if (text && !clock_parse(text, &time_us))
        form_error(form, name, "A date and time in ISO 8601 is required, such as 2026-01-31T23:59:59Z.");
    return time_us;
}

/* A question that is gone, or another interview's, must not cost the note: it is then linked to none. */
static enum err check_question(struct request *request, struct note *note) {
    struct question question;
    if (note->question_id == NULL)
        return ERR_OK;
    enum err failed = question_find(request->worker->db, note->question_id, request->arena, &question);
    bool belongs = !failed && question.session_id && strcmp(question.session_id, note->session_id) == 0;
    if (!belongs)
        note->question_id = NULL;
    return failed == ERR_NOT_FOUND ? ERR_OK : failed;
}

/* After the end a note is taken when it was written in time and only its delivery was late, which its sender
 * shows by a key that it had kept; or when its author adds it afterwards on purpose. */
static enum err check_end(struct request *request, const struct interview *interview, struct note *note) {
    bool wished = note->afterthought;
    note->afterthought = false;
    if (!interview_is_over(interview))
        return ERR_OK;
    note->afterthought = wished;
    note->late = !wished && idempotency_has_key(request) && note->written_at != 0 &&
                 note->written_at <= interview->ended_at;
    if (note->late || note->afterthought)
        return ERR_OK;
    char ended[CLOCK_TEXT_SIZE];
    clock_format(interview->ended_at, ended);
    return request_fail(
        request, ERR_CONFLICT,
        "The interview ended at %s: this note was not saved. Add it as an afterthought instead.", ended);
}

static enum err insert_in_write(struct db *db, void *context) {
    struct note_change *change = context;
    enum err failed = note_insert(db, &change->note, &change->analysis, change->model, &change->event);
    return failed ? failed : idempotency_store(db, change->request, change->response);
}

static void write_created(struct json *json, const struct note *note, const struct note_analysis *analysis) {
    json_begin_object(json, NULL);
    json_put_string(json, "note_id", note->id);
    json_put_real(json, "jd_similarity", analysis->jd_similarity);
    json_put_string(json, "risk_level", risk_level_name(analysis->insight.risk));
    json_put_string(json, "generated_followup_question", analysis->followup.text);
    json_put_real(json, "risk_score", analysis->risk_score);
    insight_write_signals(&analysis->insight, json, "note_signals");
    insight_write_reasons(&analysis->insight, json, "reasons");
    chunk_write_hits(json, "evidence_chunks", &analysis->evidence);
    json_put_string(json, "made_by", analysis->followup_made_by);
    json_put_bool(json, "late", note->late);
    json_put_bool(json, "afterthought", note->afterthought);
    json_put_time(json, "created_at", note->created_at);
    json_put_integer(json, "version", 1);
    json_end_object(json);
}

static enum err read_new_note(struct request *request, struct note *note) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    note->text = form_text_max(&form, "note_text", FORM_REQUIRED, NOTE_TEXT_MAX);
    note->author = identity_author(request, &form, "author");
    note->question_id = form_uuid(&form, "question_id", FORM_ALLOW_NULL);
    note->written_at = read_time(&form, "written_at");
    note->afterthought = form_bool(&form, "afterthought", false);
    note->recruiter_key = request->who.key ? request->who.key : *note->author ? note->author : NULL;
    return form_check(&form);
}

static enum err note_create_http(struct request *request, struct response *response) {
    struct interview interview;
    struct note_change change = {.request = request, .response = response};
    struct note *note = &change.note;
    char id[UUID_TEXT_SIZE];
    enum err failed = read_new_note(request, note);
    if (!failed)
        failed = interview_require(request, &interview);
    if (!failed)
        failed = check_end(request, &interview, note);
    if (failed)
        return failed;
    uuid_create(id);
    note->id = id;
    note->session_id = interview.id;
    note->created_at = clock_now();
    struct note_context context = note_context_of(request, &interview);
    failed = check_question(request, note);
    if (!failed)
        failed = note_analyse(request, &context, id, note->text, &change.analysis);
    if (failed)
        return failed;
    write_created(response_json(response, 200), note, &change.analysis);
    return write_and_publish(request, insert_in_write, &change);
}

/* --- edit, delete, restore --- */

static enum err require_note(struct request *request, const struct interview *interview, struct note *out) {
    enum err failed = note_find(request->worker->db, request_param(request, "note_id"), request->arena, out);
    if (!failed && strcmp(out->session_id, interview->id) != 0)
        failed = ERR_NOT_FOUND;
    return failed == ERR_NOT_FOUND ? request_fail(request, failed, "Note not found") : failed;
}

static enum err require_own_note(struct request *request, struct interview *interview, struct note *out) {
    enum err failed = interview_require(request, interview);
    if (!failed)
        failed = require_note(request, interview, out);
    if (failed)
        return failed;
    if (out->recruiter_key && request->who.key && strcmp(out->recruiter_key, request->who.key) == 0)
        return ERR_OK;
    return request_fail(request, ERR_DENIED, "Only the author of a note can change it.");
}

static enum err refuse_after_end(struct request *request, const struct interview *interview) {
    return request_fail(request, ERR_CONFLICT, "The interview is over: its notes can be read, not changed.");
}

static enum err write_stored(struct request *request, struct response *response, const char *id) {
    struct note note;
    struct note_writer writer = {.request = request};
    enum err failed = note_find(request->worker->db, id, request->arena, &note);
    return failed ? failed : note_write(&writer, response_json(response, 200), NULL, &note);
}

static enum err update_in_write(struct db *db, void *context) {
    struct note_change *change = context;
    return note_update(db, &change->note, &change->analysis, change->model, &change->event);
}

static enum err note_patch_http(struct request *request, struct response *response) {
    struct form form;
    struct interview interview;
    struct note_change change = {0};
    struct note *note = &change.note;
    enum err failed = require_own_note(request, &interview, note);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    note->text = form_text_max(&form, "note_text", FORM_REQUIRED, NOTE_TEXT_MAX);
    note->version = form_integer(&form, "version", (long)note->version, 1, FORM_NO_MAX);
    if (form_check(&form))
        return ERR_INVALID;
    if (interview_is_over(&interview))
        return refuse_after_end(request, &interview);
    if (note->deleted_at)
        return request_fail(request, ERR_NOT_FOUND, "Note not found");
    struct note_context context = note_context_of(request, &interview);
    failed = note_analyse(request, &context, note->id, note->text, &change.analysis);
    if (!failed)
        failed = write_and_publish(request, update_in_write, &change);
    if (failed == ERR_CONFLICT)
        return request_fail(request, failed,
                            "This note was changed meanwhile. Load it again; your text is still here.");
    return failed ? failed : write_stored(request, response, note->id);
}

static enum err set_deleted_in_write(struct db *db, void *context) {
    struct note_change *change = context;
    return note_set_deleted(db, &change->note, change->deleted_at, &change->event);
}

static enum err note_delete_http(struct request *request, struct response *response) {
    struct interview interview;
    struct note_change change = {.deleted_at = clock_now()};
    enum err failed = require_own_note(request, &interview, &change.note);
    if (failed)
        return failed;
    if (interview_is_over(&interview))
        return refuse_after_end(request, &interview);
    if (change.note.deleted_at == 0)
        failed = write_and_publish(request, set_deleted_in_write, &change);
    if (!failed)
        response_empty(response, 204);
    return failed;
}

/* Also after the end: an undo brings back what was there in time. */
static enum err note_restore_http(struct request *request, struct response *response) {
    struct interview interview;
    struct note_change change = {.deleted_at = 0};
    enum err failed = require_own_note(request, &interview, &change.note);
    if (!failed && change.note.deleted_at != 0)
        failed = write_and_publish(request, set_deleted_in_write, &change);
    return failed ? failed : write_stored(request, response, change.note.id);
}

/* --- history --- */

static void write_version(void *context, const struct note_version *version) {
    struct json *json = context;
    json_begin_object(json, NULL);
    json_put_integer(json, "version", version->version);
    json_put_string(json, "text", version->text);
    json_put_time(json, "changed_at", version->changed_at);
    json_end_object(json);
}

static enum err note_history_http(struct request *request, struct response *response) {
    struct interview interview;
    struct note note;
    enum err failed = interview_require(request, &interview);
    if (!failed)
        failed = require_note(request, &interview, &note);
    if (failed)
        return failed;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_begin_array(json, "versions");
    failed = note_each_version(request->worker->db, note.id, request->arena, write_version, json);
    json_end_array(json);
    json_end_object(json);
    return failed;
}

#define NOTES "/api/sessions/{session_id}/notes/"

const struct route note_routes[] = {
    {.method = "GET", .pattern = NOTES, .handler = note_list_http},
    {.method = "POST", .pattern = NOTES, .handler = note_create_http, .body_limit = BODY_FIELDS},
    {.method = "PATCH", .pattern = NOTES "{note_id}/", .handler = note_patch_http, .body_limit = BODY_FIELDS},
    {.method = "DELETE", .pattern = NOTES "{note_id}/", .handler = note_delete_http},
    {.method = "POST",
     .pattern = NOTES "{note_id}/restore/",
     .handler = note_restore_http,
     .body_limit = BODY_SMALL},
    {.method = "GET", .pattern = NOTES "{note_id}/history/", .handler = note_history_http},
    {.method = "POST",
     .pattern = "/api/live/suggest/",
     .handler = note_suggest_http,
     .body_limit = BODY_FIELDS},
    {0},
};
