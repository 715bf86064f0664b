/* Where questions come from: a file, or the CV and the job description. The texts of these two routes are
 * those that existing clients show as they are. */
#include "base/text.h"
#include "cv/cv.h"
#include "doc/doc.h"
#include "job/job.h"
#include "live/worker.h"
#include "net/form.h"
#include "question/question.h"
#include "question/question_http.h"

static bool is_taken_name(const char *file_name) {
    return text_ends_with_ignoring_case(file_name, ".txt") ||
           text_ends_with_ignoring_case(file_name, ".docx");
}

enum err question_parse_file_http(struct request *request, struct response *response) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    const struct upload *file = form_file(&form, "file", FORM_ALLOW_BLANK);
    if (file == NULL)
        return request_fail(request, ERR_INVALID, "Nessun file");
    if (!is_taken_name(file->file_name))
        return request_fail(request, ERR_INVALID, "Formato non supportato. Usa .txt o .docx");
    struct doc_input input = {.bytes = file->bytes, .length = file->length, .file_name = file->file_name};
    const char **questions, *problem = NULL;
    size_t count = 0;
    if (file->length > 0)
        failed = doc_read_questions(request->worker->doc_reader, &input, request->arena, &questions, &count,
                                    &problem);
    if (failed)
        return request_fail(request, failed, "%s", problem);
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_begin_array(json, "questions");
    for (size_t i = 0; i < count; i++)
        json_put_string(json, NULL, questions[i]);
    json_end_array(json);
    json_put_integer(json, "count", (int64_t)count);
    json_end_object(json);
    return ERR_OK;
}

/* --- generate --- */

static bool are_ids_given(struct form *form) {
    const char *candidate = form_text(form, "candidate_id", FORM_ALLOW_NULL | FORM_ALLOW_BLANK);
    const char *job = form_text(form, "job_description_id", FORM_ALLOW_NULL | FORM_ALLOW_BLANK);
    return candidate && *candidate && job && *job;
}

enum err question_generate_http(struct request *request, struct response *response) {
    struct form form;
    struct db *db = request->worker->db;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    if (!are_ids_given(&form))
        return request_fail(request, ERR_INVALID, "candidate_id e job_description_id richiesti");
    const char *candidate_id = form_uuid(&form, "candidate_id", FORM_REQUIRED);
    const char *job_id = form_uuid(&form, "job_description_id", FORM_REQUIRED);
    if (form_check(&form))
        return ERR_INVALID;
    struct cv cv;
    struct job job;
    failed = cv_find_active(db, candidate_id, request->arena, &cv);
    if (failed == ERR_NOT_FOUND)
        return request_fail(request, failed, "CV non trovato");
    if (!failed)
        failed = job_find(db, job_id, request->arena, &job);
    if (failed == ERR_NOT_FOUND)
        return request_fail(request, failed, "JD non trovata");
    struct wording_basis basis = {.language = LANGUAGE_EN};
    if (!failed)
        failed = question_basis_chunks(db, cv.id, request->arena, &basis);
    if (failed)
        return failed;
    basis.language = language_detect(job.description_text);
    basis.job_id = job.id;
    basis.job_title = job.title;
    basis.job_text = job.description_text;
    struct question_set set;
    question_generate(request, &basis, &set);
    question_write_set(response_json(response, 200), &set);
    return ERR_OK;
}
