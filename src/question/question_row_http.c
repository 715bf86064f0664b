/* Questions as plain rows, for clients that manage those of a job description. */
#include <string.h>

#include "account/account.h"
#include "base/clock.h"
#include "live/worker.h"
#include "net/form.h"
#include "question/question.h"
#include "question/question_http.h"
#include "question/question_store.h"

static void write_row(struct json *json, const struct question *question) {
    json_begin_object(json, NULL);
    json_put_string(json, "id", question->id);
    json_put_string(json, "job_description_id", question->job_id);
    json_put_string(json, "question_text", question->text);
    json_put_vector(json, "embedding", question->embedding, VECTOR_SIZE);
    json_put_time(json, "created_at", question->created_at);
    json_end_object(json);
}

static enum err require_row(struct request *request, struct question *out) {
    enum err failed = question_find(request->worker->db, request_param(request, "id"), request->arena, out);
    struct question_viewer viewer = question_viewer_of(request);
    if (!failed && !question_is_visible(out, &viewer))
        failed = ERR_NOT_FOUND;
    if (failed == ERR_NOT_FOUND)
        return request_fail_detail(request, failed, "No InterviewQuestion matches the given query.");
    return failed;
}

enum err question_row_list_http(struct request *request, struct response *response) {
    struct question_list list;
    enum err failed = question_list_all(request->worker->db, request->arena, &list);
    if (failed)
        return failed;
    struct question_viewer viewer = question_viewer_of(request);
    struct json *json = response_json(response, 200);
    json_begin_array(json, NULL);
    for (size_t i = 0; i < list.count; i++)
        if (question_is_visible(&list.items[i], &viewer))
            write_row(json, &list.items[i]);
    json_end_array(json);
    return ERR_OK;
}

enum err question_row_get_http(struct request *request, struct response *response) {
    struct question question;
    enum err failed = require_row(request, &question);
    if (!failed)
        write_row(response_json(response, 200), &question);
    return failed;
}

/* Reads what was sent over what is there; with `flags` FORM_REQUIRED everything must be sent. */
static enum err read_row(struct request *request, unsigned flags, struct question *question) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *job_id = form_uuid(&form, "job_description_id", flags);
    const char *text = form_text_max(&form, "question_text", flags, QUESTION_TEXT_MAX);
    if (job_id) {
        failed = question_job_exists(request->worker->db, job_id);
        if (failed == ERR_NOT_FOUND)
            form_error(&form, "job_description_id", "Invalid pk \"%s\" - object does not exist.", job_id);
        else if (failed)
            return failed;
        question->job_id = job_id;
    }
    if (text)
        question->text = text;
    return form_check(&form);
}

static enum err insert_in_write(struct db *db, void *context) {
    struct question_change *change = context;
    change->question.position = 0;
    enum err failed = question_insert(db, &change->question, "person");
    question_init_event(&change->event, &change->question);
    return failed ? failed : event_append(db, &change->event);
}

enum err question_row_create_http(struct request *request, struct response *response) {
    struct question_change change = {.question = {.source = "typed"}};
    enum err failed = read_row(request, FORM_REQUIRED, &change.question);
    if (failed)
        return failed;
    question_prepare(request, &change.question);
    failed = question_write_change(request, insert_in_write, &change);
    if (!failed)
        write_row(response_json(response, 201), &change.question);
    return failed;
}

static enum err update_row(struct request *request, struct response *response, unsigned flags) {
    struct question stored;
    enum err failed = require_row(request, &stored);
    if (failed)
        return failed;
    struct question_change change = {.question = stored};
    failed = read_row(request, flags, &change.question);
    if (failed)
        return failed;
    if (strcmp(stored.text, change.question.text) != 0 || stored.embedding == NULL) {
        question_prepare(request, &change.question);
        change.question.id = stored.id;
        change.question.created_at = stored.created_at;
        change.question.version = stored.version;
    }
    failed = question_write_change(request, question_update_in_write, &change);
    if (!failed)
        write_row(response_json(response, 200), &change.question);
    return failed;
}

enum err question_row_put_http(struct request *request, struct response *response) {
    return update_row(request, response, FORM_REQUIRED);
}

enum err question_row_patch_http(struct request *request, struct response *response) {
    return update_row(request, response, FORM_OPTIONAL);
}

enum err question_row_delete_http(struct request *request, struct response *response) {
    struct question_change change = {0};
    enum err failed = require_row(request, &change.question);
    if (!failed)
        failed = question_write_change(request, question_delete_in_write, &change);
    if (!failed)
        response_empty(response, 204);
    return failed;
}

enum err question_row_mark_asked_http(struct request *request, struct response *response) {
    struct form form;
    struct question_change change = {.asked_at = clock_now()};
    enum err failed = require_row(request, &change.question);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    change.asked_by = identity_author(request, &form, "asked_by");
    if (form_check(&form))
        return ERR_INVALID;
    failed = question_write_change(request, question_set_asked_in_write, &change);
    if (failed)
        return failed;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "question_id", change.question.id);
    json_put_time(json, "asked_at", change.asked_at);
    json_put_string(json, "asked_by", change.asked_by);
    json_end_object(json);
    return ERR_OK;
}
