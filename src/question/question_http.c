/* The prepared questions of an interview, and the route table of questions. */
#include "question/question_http.h"

#include <string.h>

#include "account/account.h"
#include "base/clock.h"
#include "interview/interview.h"
#include "live/idempotency.h"
#include "live/worker.h"
#include "net/form.h"
#include "question/question.h"
#include "question/question_store.h"

/* What a write needs and gives back. */
/* The question of the path, if it belongs to the path's interview and the caller may see it; ERR_NOT_FOUND
 * without an answer prepared otherwise. */
static enum err find_in_path(struct request *request, const char *session_id, struct question *out) {
    const char *id = request_param(request, "question_id");
    enum err failed = question_find(request->worker->db, id, request->arena, out);
    if (failed)
        return failed;
    struct question_viewer viewer = question_viewer_of(request);
    bool belongs = out->session_id && strcmp(out->session_id, session_id) == 0;
    return belongs && question_is_visible(out, &viewer) ? ERR_OK : ERR_NOT_FOUND;
}

static enum err require_in_path(struct request *request, struct question *out) {
    const char *session_id;
    enum err failed = interview_require_id(request, &session_id);
    if (failed)
        return failed;
    failed = find_in_path(request, session_id, out);
    return failed == ERR_NOT_FOUND ? request_fail(request, failed, "Question not found") : failed;
}

/* --- list and create --- */

/* Older clients ask for one recruiter's own by a parameter; a known caller always gets their own and the
 * shared. */
static struct question_viewer viewer_of_list(const struct request *request) {
    if (request->who.key)
        return question_viewer_of(request);
    return (struct question_viewer){.key = identity_recruiter_of_query(request), .only_own = true};
}

static enum err question_list_http(struct request *request, struct response *response) {
    const char *session_id;
    struct question_list list;
    enum err failed = interview_require_id(request, &session_id);
    if (!failed)
        failed = question_list(request->worker->db, session_id, request->arena, &list);
    if (failed)
        return failed;
    struct question_viewer viewer = viewer_of_list(request);
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "session_id", session_id);
    json_begin_array(json, "questions");
    for (size_t i = 0; i < list.count; i++)
        if (question_is_visible(&list.items[i], &viewer))
            question_write(json, NULL, &list.items[i], request);
    json_end_array(json);
    json_end_object(json);
    return ERR_OK;
}

static const char *read_source(struct form *form) {
    static const char *const SOURCES[] = {"typed", "file", "generated", "suggested"};
    const char *source = form_text(form, "source", FORM_OPTIONAL);
    if (source == NULL)
        return "typed";
    for (size_t i = 0; i < sizeof SOURCES / sizeof *SOURCES; i++)
        if (strcmp(source, SOURCES[i]) == 0)
            return SOURCES[i];
    form_error(form, "source", "\"%s\" is not a valid choice.", source);
    return NULL;
}

static enum err insert_in_write(struct db *db, void *context) {
    struct question_change *change = context;
    bool worded_here = strcmp(change->question.source, "generated") == 0 ||
                       strcmp(change->question.source, "suggested") == 0;
    change->question.position = 0;
    enum err failed = question_insert(db, &change->question, worded_here ? "local" : "person");
    question_init_event(&change->event, &change->question);
    if (!failed)
        failed = event_append(db, &change->event);
    return failed ? failed : idempotency_store(db, change->request, change->response);
}

static enum err question_create_http(struct request *request, struct response *response) {
    struct form form;
    struct interview interview;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    struct question_change change = {.request = request, .response = response};
    change.question.text = form_text_max(&form, "question_text", FORM_REQUIRED, QUESTION_TEXT_MAX);
    const char *author = identity_author(request, &form, "author");
    change.question.recruiter_id = identity_recruiter(request, &form);
    change.question.source = read_source(&form);
    if (form_check(&form))
        return ERR_INVALID;
    failed = interview_require(request, &interview);
    if (failed)
        return failed;
    change.question.session_id = interview.id;
    change.question.job_id = interview.job_id;
    question_prepare(request, &change.question);
    struct json *json = response_json(response, 201);
    json_begin_object(json, NULL);
    json_put_string(json, "question_id", change.question.id);
    json_put_string(json, "session_id", interview.id);
    json_put_string(json, "question_text", change.question.text);
    json_put_string(json, "author", author);
    json_end_object(json);
    return question_write_change(request, insert_in_write, &change);
}

/* --- change and remove --- */

static enum err question_patch_http(struct request *request, struct response *response) {
    struct form form;
    struct question stored;
    enum err failed = require_in_path(request, &stored);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    struct question_change change = {.question = stored};
    change.question.text = form_text_max(&form, "question_text", FORM_REQUIRED, QUESTION_TEXT_MAX);
    if (form_check(&form))
        return ERR_INVALID;
    question_prepare(request, &change.question);
    change.question.id = stored.id;
    change.question.created_at = stored.created_at;
    change.question.version = stored.version;
    failed = question_write_change(request, question_update_in_write, &change);
    if (failed)
        return failed;
    change.question.version = change.event.version;
    question_write(response_json(response, 200), NULL, &change.question, request);
    return ERR_OK;
}

static enum err question_delete_http(struct request *request, struct response *response) {
    struct question_change change = {0};
    enum err failed = require_in_path(request, &change.question);
    if (!failed)
        failed = question_write_change(request, question_delete_in_write, &change);
    if (!failed)
        response_empty(response, 204);
    return failed;
}

/* --- asked or not --- */

static void write_ok(struct response *response) {
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "status", "ok");
    json_end_object(json);
}

/* A question that is not there is no error here: older clients mark without looking. */
static enum err question_mark_asked_http(struct request *request, struct response *response) {
    struct form form;
    const char *session_id;
    struct question_change change = {.asked_at = clock_now()};
    enum err failed = interview_require_id(request, &session_id);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    change.asked_by = identity_author(request, &form, "asked_by");
    if (form_check(&form))
        return ERR_INVALID;
    failed = find_in_path(request, session_id, &change.question);
    if (!failed)
        failed = question_write_change(request, question_set_asked_in_write, &change);
    if (failed && failed != ERR_NOT_FOUND)
        return failed;
    write_ok(response);
    return ERR_OK;
}

static enum err question_unmark_asked_http(struct request *request, struct response *response) {
    struct question_change change = {0};
    enum err failed = require_in_path(request, &change.question);
    if (!failed)
        failed = question_write_change(request, question_set_asked_in_write, &change);
    if (!failed)
        write_ok(response);
    return failed;
}

/* --- order --- */

struct question_order {
    const char *session_id;
    const char *recruiter_key; /* who sees the new order; NULL: everybody */
    const char **ids;
    size_t count;
    struct event event;
};

static enum err order_in_write(struct db *db, void *context) {
    struct question_order *order = context;
    enum err failed = ERR_OK;
    for (size_t i = 0; i < order->count && !failed; i++)
        failed = question_set_position(db, order->ids[i], (int64_t)i + 1);
    event_init(&order->event, order->session_id, "question", order->session_id, 0, order->recruiter_key);
    return failed ? failed : event_append(db, &order->event);
}

static const char *find_visible(const struct question_list *list, const struct question_viewer *viewer,
                                const char *id) {
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].id, id) == 0 && question_is_visible(&list->items[i], viewer))
            return list->items[i].id;
    return NULL;
}

static bool is_in_order(const struct question_order *order, size_t count, const char *id) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(order->ids[i], id) == 0)
            return true;
    return false;
}

/* Those that the sender named, in that order, then the rest as they were. */
static void read_order(struct request *request, struct form *form, const struct question_list *list,
                       struct question_order *order) {
    struct question_viewer viewer = question_viewer_of(request);
    const json_t *ids = form_json(form, "question_ids");
    if (ids == NULL)
        form_error(form, "question_ids", "This field is required.");
    else if (!json_is_array(ids))
        form_error(form, "question_ids", "Expected a list of items.");
    order->ids = arena_array(request->arena, list->count + 1, sizeof *order->ids);
    size_t named = json_is_array(ids) ? json_array_size(ids) : 0;
    for (size_t i = 0; i < named; i++) {
        const char *text = json_string_value(json_array_get(ids, i));
        const char *id = text ? find_visible(list, &viewer, text) : NULL;
        if (id == NULL || is_in_order(order, order->count, id)) {
            form_error(form, "question_ids",
                       "Item %zu is not a question of this interview, or is named twice.", i + 1);
            return;
        }
        order->ids[order->count++] = id;
    }
    for (size_t i = 0; i < list->count; i++)
        if (!is_in_order(order, order->count, list->items[i].id))
            order->ids[order->count++] = list->items[i].id;
}

static enum err question_order_http(struct request *request, struct response *response) {
    struct form form;
    struct question_list list;
    struct question_order order = {.recruiter_key = NULL};
    enum err failed = interview_require_id(request, &order.session_id);
    if (!failed)
        failed = form_parse(request, &form);
    if (!failed)
        failed = question_list(request->worker->db, order.session_id, request->arena, &list);
    if (failed)
        return failed;
    read_order(request, &form, &list, &order);
    if (form_check(&form))
        return ERR_INVALID;
    failed = db_write(request->worker->store, order_in_write, &order);
    if (failed)
        return failed;
    live_publish(request->worker->live, &order.event);
    write_ok(response);
    return ERR_OK;
}

#define ROWS "/api/interview-questions/"
#define SESSION "/api/sessions/{session_id}/questions/"

const struct route question_routes[] = {
    {.method = "GET", .pattern = SESSION, .handler = question_list_http},
    {.method = "POST", .pattern = SESSION, .handler = question_create_http, .body_limit = BODY_FIELDS},
    {.method = "PUT", .pattern = SESSION "order/", .handler = question_order_http, .body_limit = BODY_SMALL},
    {.method = "PATCH",
     .pattern = SESSION "{question_id}/",
     .handler = question_patch_http,
     .body_limit = BODY_SMALL},
    {.method = "DELETE", .pattern = SESSION "{question_id}/", .handler = question_delete_http},
    {.method = "POST",
     .pattern = SESSION "{question_id}/mark-asked/",
     .handler = question_mark_asked_http,
     .body_limit = BODY_FIELDS},
    {.method = "DELETE",
     .pattern = SESSION "{question_id}/mark-asked/",
     .handler = question_unmark_asked_http},
    {.method = "GET", .pattern = ROWS, .handler = question_row_list_http},
    {.method = "POST", .pattern = ROWS, .handler = question_row_create_http, .body_limit = BODY_FIELDS},
    {.method = "GET", .pattern = ROWS "{id}/", .handler = question_row_get_http},
    {.method = "PUT", .pattern = ROWS "{id}/", .handler = question_row_put_http, .body_limit = BODY_FIELDS},
    {.method = "PATCH",
     .pattern = ROWS "{id}/",
     .handler = question_row_patch_http,
     .body_limit = BODY_FIELDS},
    {.method = "DELETE", .pattern = ROWS "{id}/", .handler = question_row_delete_http},
    {.method = "POST",
     .pattern = ROWS "{id}/mark-asked/",
     .handler = question_row_mark_asked_http,
     .body_limit = BODY_FIELDS},
    {.method = "POST",
     .pattern = "/api/questions/parse-file/",
     .handler = question_parse_file_http,
     .body_limit = BODY_UPLOAD,
     .rate = RATE_UPLOAD,
     .pool = POOL_SLOW,
     .multipart_only = true},
    {.method = "POST",
     .pattern = "/api/questions/generate/",
     .handler = question_generate_http,
     .body_limit = BODY_FIELDS,
     .rate = RATE_LLM,
     .pool = POOL_SLOW},
    {0},
};
