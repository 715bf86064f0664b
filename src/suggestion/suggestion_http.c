/* The card: what a recruiter does with a suggestion. */
#include <string.h>

#include "base/clock.h"
#include "live/worker.h"
#include "net/form.h"
#include "suggestion/suggestion_http.h"
#include "suggestion/suggestion_store.h"

const char *suggestion_card_of(const char *recruiter_key) {
    return recruiter_key ? recruiter_key : "";
}

/* What a write needs and gives back. */
struct suggestion_change {
    struct suggestion *suggestion;
    const char *state;
    const char *text;
    const char *asked_by;
    struct question question; /* the one that it is or becomes */
    bool is_new_question;
    struct event events[2];
    size_t event_count;
};

static enum err write_and_publish(struct request *request, db_write_fn fn, struct suggestion_change *change) {
    enum err failed = db_write(request->worker->store, fn, change);
    for (size_t i = 0; i < change->event_count && !failed; i++)
        live_publish(request->worker->live, &change->events[i]);
    return failed;
}

static enum err suggestion_get_http(struct request *request, struct response *response) {
    const char *session_id;
    struct suggestion_list list;
    enum err failed = interview_require_id(request, &session_id);
    if (!failed)
        failed = suggestion_list(request->worker->db, session_id, suggestion_card_of(request->who.key),
                                 request->arena, &list);
    if (failed)
        return failed;
    const struct suggestion *current = suggestion_current(&list);
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    if (current)
        suggestion_write(json, "suggestion", current);
    else
        json_put_null(json, "suggestion");
    json_end_object(json);
    return ERR_OK;
}

/* The suggestion of the path, if it is of the path's interview and on the caller's card. */
static enum err require_suggestion(struct request *request, struct interview *interview,
                                   struct suggestion *out) {
    const char *id = request_param(request, "suggestion_id");
    enum err failed = interview_require(request, interview);
    if (failed)
        return failed;
    failed = suggestion_find(request->worker->db, id, request->arena, out);
    if (!failed && (strcmp(out->session_id, interview->id) != 0 ||
                    strcmp(out->recruiter_key, suggestion_card_of(request->who.key)) != 0))
        failed = ERR_NOT_FOUND;
    return failed == ERR_NOT_FOUND ? request_fail(request, failed, "Suggestion not found") : failed;
}

/* A suggestion that no prepared question stands behind becomes one when it is accepted or put off. */
static enum err find_or_prepare_question(struct request *request, const struct interview *interview,
                                         struct suggestion_change *change) {
    const struct suggestion *suggestion = change->suggestion;
    struct question *question = &change->question;
    enum err failed = ERR_NOT_FOUND;
    if (suggestion->question_id)
        failed = question_find(request->worker->db, suggestion->question_id, request->arena, question);
    bool of_interview = !failed && question->session_id && strcmp(question->session_id, interview->id) == 0;
    if (of_interview || (failed && failed != ERR_NOT_FOUND))
        return failed;
    change->is_new_question = true;
    *question = (struct question){
        .session_id = interview->id,
        .job_id = interview->job_id,
        .text = suggestion->text,
        .recruiter_id = *suggestion->recruiter_key ? suggestion->recruiter_key : NULL,
        .source = "suggested",
    };
    question_prepare(request, question);
    return ERR_OK;
}

static enum err store_new_question(struct db *db, struct suggestion_change *change) {
    change->question.position = 0;
    return change->is_new_question ? question_insert(db, &change->question, change->suggestion->made_by)
                                   : ERR_OK;
}

static enum err accept_in_write(struct db *db, void *context) {
    struct suggestion_change *change = context;
    int64_t now = clock_now();
    change->event_count = 2;
    enum err failed = store_new_question(db, change);
    if (!failed)
        failed =
            suggestion_decide(db, change->suggestion, change->state, change->question.id, &change->events[0]);
    if (!failed)
        failed = question_set_asked(db, &change->question, now, change->asked_by, &change->events[1]);
    change->question.asked_at = now;
    change->question.asked_by = change->asked_by;
    return failed;
}

static enum err later_in_write(struct db *db, void *context) {
    struct suggestion_change *change = context;
    change->event_count = 2;
    enum err failed = store_new_question(db, change);
    if (!failed)
        failed = question_move_to_top(db, change->suggestion->session_id, change->question.id);
    if (!failed)
        failed =
            suggestion_decide(db, change->suggestion, change->state, change->question.id, &change->events[0]);
    question_init_event(&change->events[1], &change->question);
    return failed ? failed : event_append(db, &change->events[1]);
}

static enum err dismiss_in_write(struct db *db, void *context) {
    struct suggestion_change *change = context;
    change->event_count = 1;
    return suggestion_decide(db, change->suggestion, change->state, change->suggestion->question_id,
                             &change->events[0]);
}

struct action {
    const char *name, *state;
    db_write_fn write;
};
static const struct action ACTIONS[] = {{"accept", "accepted", accept_in_write},
                                        {"later", "later", later_in_write},
                                        {"dismiss", "dismissed", dismiss_in_write}};

static const struct action *read_action(struct form *form) {
    const char *name = form_text(form, "action", FORM_REQUIRED);
    for (size_t i = 0; name && i < sizeof ACTIONS / sizeof *ACTIONS; i++)
        if (strcmp(name, ACTIONS[i].name) == 0)
            return &ACTIONS[i];
    if (name)
        form_error(form, "action", "\"%s\" is not a valid choice.", name);
    return NULL;
}

static enum err refuse_decided(struct request *request, const struct suggestion *suggestion) {
    return request_fail(request, ERR_CONFLICT, "This suggestion was already decided (%s).",
                        suggestion->state);
}

static enum err write_acted(struct request *request, struct response *response,
                            const struct suggestion_change *change) {
    struct suggestion stored;
    struct question question;
    struct db *db = request->worker->db;
    enum err failed = suggestion_find(db, change->suggestion->id, request->arena, &stored);
    if (!failed && change->question.id)
        failed = question_find(db, change->question.id, request->arena, &question);
    if (failed)
        return failed;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    suggestion_write(json, "suggestion", &stored);
    if (change->question.id)
        question_write(json, "question", &question, request);
    else
        json_put_null(json, "question");
    json_end_object(json);
    return ERR_OK;
}

static enum err suggestion_act_http(struct request *request, struct response *response) {
    struct form form;
    struct interview interview;
    struct suggestion suggestion;
    enum err failed = require_suggestion(request, &interview, &suggestion);
    if (!failed)
        failed = form_parse(request, &form);
    if (failed)
        return failed;
    const struct action *action = read_action(&form);
    if (form_check(&form))
        return ERR_INVALID;
    struct suggestion_change change = {.suggestion = &suggestion, .state = action->state};
    change.asked_by = request->who.name ? request->who.name : "";
    if (strcmp(suggestion.state, "offered") != 0)
        return refuse_decided(request, &suggestion);
    if (action->write != dismiss_in_write)
        failed = find_or_prepare_question(request, &interview, &change);
    if (!failed)
        failed = write_and_publish(request, action->write, &change);
    if (failed == ERR_CONFLICT)
        return refuse_decided(request, &suggestion);
    return failed ? failed : write_acted(request, response, &change);
}

/* --- rephrase --- */

static enum err reword_in_write(struct db *db, void *context) {
    struct suggestion_change *change = context;
    change->event_count = 1;
    return suggestion_reword(db, change->suggestion, change->text, &change->events[0]);
}

/* The simpler wording that was made with the question; an LLM's may take its place here. */
static enum err suggestion_rephrase_http(struct request *request, struct response *response) {
    struct interview interview;
    struct suggestion suggestion;
    enum err failed = require_suggestion(request, &interview, &suggestion);
    if (failed)
        return failed;
    if (strcmp(suggestion.state, "offered") != 0)
        return refuse_decided(request, &suggestion);
    const char *text = suggestion.simpler_text ? suggestion.simpler_text : suggestion.text;
    if (strcmp(text, suggestion.text) != 0) {
        struct suggestion_change change = {.suggestion = &suggestion, .text = text};
        failed = write_and_publish(request, reword_in_write, &change);
        if (!failed)
            failed = suggestion_find(request->worker->db, suggestion.id, request->arena, &suggestion);
    }
    if (failed == ERR_CONFLICT)
        return refuse_decided(request, &suggestion);
    if (!failed)
        suggestion_write(response_json(response, 200), NULL, &suggestion);
    return failed;
}

#define ONE "/api/sessions/{session_id}/"

const struct route suggestion_routes[] = {
    {.method = "POST",
     .pattern = ONE "next-question/",
     .handler = next_question_http,
     .body_limit = BODY_FIELDS,
     .pool = POOL_SLOW},
    {.method = "GET", .pattern = ONE "suggestion/", .handler = suggestion_get_http},
    {.method = "POST",
     .pattern = ONE "suggestions/{suggestion_id}/",
     .handler = suggestion_act_http,
     .body_limit = BODY_SMALL},
    {.method = "POST",
     .pattern = ONE "suggestions/{suggestion_id}/rephrase/",
     .handler = suggestion_rephrase_http,
     .body_limit = BODY_SMALL,
     .pool = POOL_SLOW},
    {0},
};
