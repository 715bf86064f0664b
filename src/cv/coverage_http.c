/* How well a CV covers a job description, as one number and with the chunks nearest to it. */
#include "cv/cv.h"
#include "cv/cv_http.h"
#include "cv/cv_store.h"

#include "live/worker.h"
#include "net/form.h"

enum { EXPLAINED_CHUNKS_MAX = 20 };

struct coverage_input {
    const char *cv_id;
    const char *job_id;
    const float *job_vector;
    struct coverage coverage;
};

static void read_ids(struct form *form, struct coverage_input *input) {
    input->cv_id = form_uuid(form, "cv_id", FORM_REQUIRED);
    input->job_id = form_uuid(form, "job_description_id", FORM_REQUIRED);
}

static enum err compute(struct request *request, struct coverage_input *input) {
    double distance;
    enum err failed = cv_job_vector(request->worker->db, input->job_id, request->arena, &input->job_vector);
    if (!failed && !input->job_vector)
        failed = ERR_NOT_FOUND;
    if (!failed)
        failed = cv_distance(request->worker->db, input->cv_id, input->job_vector, &distance);
    if (!failed)
        input->coverage = coverage_from_distance(distance);
    return failed;
}

static void write_numbers(struct json *json, const struct coverage_input *input) {
    json_put_string(json, "cv_id", input->cv_id);
    json_put_string(json, "job_description_id", input->job_id);
    json_put_real(json, "distance", input->coverage.distance);
    json_put_real(json, "similarity", input->coverage.similarity);
    json_put_real(json, "coverage_score", input->coverage.score);
}

enum err coverage_http(struct request *request, struct response *response) {
    struct form form;
    struct coverage_input input;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    read_ids(&form, &input);
    if (form_check(&form))
        return ERR_INVALID;
    failed = compute(request, &input);
    if (failed == ERR_NOT_FOUND)
        return request_fail(request, failed, "CV or Job Description not found");
    if (failed)
        return failed;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    write_numbers(json, &input);
    json_end_object(json);
    return ERR_OK;
}

enum err coverage_explain_http(struct request *request, struct response *response) {
    struct form form;
    struct coverage_input input;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    read_ids(&form, &input);
    long top_k = form_integer(&form, "top_k", 5, 1, EXPLAINED_CHUNKS_MAX);
    if (form_check(&form))
        return ERR_INVALID;
    struct chunk_list nearest;
    failed = compute(request, &input);
    if (failed == ERR_NOT_FOUND)
        return request_fail(request, failed, "CV or JD not found, or missing embeddings");
    if (!failed)
        failed =
            chunk_search(request->worker->db, input.cv_id, input.job_vector, top_k, request->arena, &nearest);
    if (failed)
        return failed;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    write_numbers(json, &input);
    chunk_write_hits(json, "top_chunks", &nearest);
    json_end_object(json);
    return ERR_OK;
}
