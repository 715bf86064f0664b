/* The matrix as an answer of its own and within the interview's detail, which stands here because interviews
 * know nothing of notes and questions (docs/decisions/003). */
#include "live/worker.h"
#include "matrix/matrix.h"
#include "net/form.h"

static void write_passages(struct json *json, const struct matrix_row *row) {
    json_begin_array(json, "cv_evidence");
    for (size_t i = 0; i < row->passage_count; i++) {
        const struct matrix_passage *passage = &row->passages[i];
        json_begin_object(json, NULL);
        json_put_string(json, "type", "chunk");
        json_put_string(json, "id", passage->chunk_id);
        json_put_string(json, "text", passage->text);
        if (passage->page)
            json_put_integer(json, "page", passage->page);
        else
            json_put_null(json, "page");
        json_put_string(json, "section", passage->section);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_mentions(struct json *json, const struct matrix_row *row) {
    json_begin_array(json, "interview_evidence");
    for (size_t i = 0; i < row->mention_count; i++) {
        const struct matrix_mention *mention = &row->mentions[i];
        json_begin_object(json, NULL);
        json_put_string(json, "type", mention->type);
        json_put_string(json, "id", mention->id);
        json_put_string(json, "text", mention->text);
        json_put_string(json, "stance", stance_name(mention->stance));
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_row(struct json *json, const struct matrix_row *row) {
    const struct requirement *requirement = &row->requirement;
    json_begin_object(json, NULL);
    json_put_string(json, "id", requirement->id);
    json_put_string(json, "text", requirement->text);
    json_put_bool(json, "must", requirement->weight == REQUIREMENT_MUST);
    json_put_string(json, "weight", requirement_weight_name(requirement->weight));
    json_put_string(json, "kind", requirement_kind_name(requirement->kind));
    json_put_string(json, "state", requirement_state_name(row->state));
    json_put_string(json, "why", row->why);
    write_passages(json, row);
    write_mentions(json, row);
    json_end_object(json);
}

void matrix_write(struct json *json, const char *key, const struct matrix *matrix) {
    json_begin_object(json, key);
    json_begin_array(json, "requirements");
    for (size_t i = 0; i < matrix->count; i++)
        write_row(json, &matrix->rows[i]);
    json_end_array(json);
    json_begin_object(json, "counts");
    for (enum requirement_state state = 0; state < REQUIREMENT_STATE_COUNT; state++)
        json_put_integer(json, requirement_state_name(state), (int64_t)matrix->counts[state]);
    json_end_object(json);
    json_end_object(json);
}

static enum err matrix_get_http(struct request *request, struct response *response) {
    struct interview interview;
    struct matrix matrix;
    enum err failed = interview_require(request, &interview);
    if (!failed)
        failed = matrix_collect(request, &interview, &matrix);
    if (!failed)
        matrix_write(response_json(response, 200), NULL, &matrix);
    return failed;
}

static enum err answer_detail(struct request *request, struct response *response,
                              const struct interview *interview) {
    struct matrix matrix;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    enum err failed = interview_write_detail(request, interview, json);
    if (!failed)
        failed = matrix_collect(request, interview, &matrix);
    if (failed)
        return failed;
    matrix_write(json, "requirements", &matrix);
    json_end_object(json);
    return ERR_OK;
}

static enum err interview_get_http(struct request *request, struct response *response) {
    struct interview interview;
    enum err failed = interview_require(request, &interview);
    return failed ? failed : answer_detail(request, response, &interview);
}

static enum err interview_patch_http(struct request *request, struct response *response) {
    struct interview interview;
    enum err failed = interview_require(request, &interview);
    if (!failed)
        failed = interview_patch(request, &interview);
    return failed ? failed : answer_detail(request, response, &interview);
}

#define ONE "/api/sessions/{session_id}/"

const struct route matrix_routes[] = {
    {.method = "GET", .pattern = ONE, .handler = interview_get_http},
    {.method = "PATCH", .pattern = ONE, .handler = interview_patch_http, .body_limit = BODY_SMALL},
    {.method = "GET", .pattern = ONE "requirements/", .handler = matrix_get_http},
    {0},
};
