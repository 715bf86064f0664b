/* The analysis of a note that is not stored, for clients that keep no interview. */
#include "job/job.h"
#include "live/worker.h"
#include "net/form.h"
#include "note/note_http.h"
#include "question/question.h"
#include "requirement/requirement_memo.h"

static void write_related_chunks(struct json *json, const struct chunk_list *chunks) {
    json_begin_array(json, "related_cv_chunks");
    for (size_t i = 0; i < chunks->count; i++)
        chunk_write_hit(json, NULL, &chunks->items[i]);
    json_end_array(json);
}

static void write_questions(struct json *json, const struct question_list *questions, size_t limit) {
    json_begin_array(json, "suggested_preloaded_questions");
    for (size_t i = 0; i < questions->count && i < limit; i++)
        question_write_ranked(json, NULL, &questions->items[i]);
    json_end_array(json);
}

static void write_suggestion(struct json *json, const char *text, const struct note_analysis *analysis,
                             const struct question_list *questions, size_t limit) {
    json_begin_object(json, NULL);
    json_put_real(json, "jd_similarity", analysis->jd_similarity);
    json_put_string(json, "risk_level", risk_level_name(analysis->insight.risk));
    write_related_chunks(json, &analysis->evidence);
    write_questions(json, questions, limit);
    json_put_string(json, "generated_followup_question", analysis->followup.text);
    json_put_string(json, "note", text);
    json_end_object(json);
}

enum err note_suggest_http(struct request *request, struct response *response) {
    struct form form;
    struct db *db = request->worker->db;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    struct note_context context = {.cv_id = form_uuid(&form, "cv_id", FORM_REQUIRED)};
    const char *job_id = form_uuid(&form, "job_description_id", FORM_REQUIRED);
    const char *text = form_text_max(&form, "note_text", FORM_REQUIRED, NOTE_TEXT_MAX);
    context.chunks = form_integer(&form, "top_k", 3, 1, 10);
    if (form_check(&form))
        return ERR_INVALID;
    struct job job;
    failed = job_find(db, job_id, request->arena, &job);
    if (failed)
        return failed == ERR_NOT_FOUND ? request_fail(request, failed, "Job description not found") : failed;
    context.basis = (struct wording_basis){.language = language_detect(job.description_text),
                                           .job_id = job.id,
                                           .job_title = job.title,
                                           .job_text = job.description_text};
    context.basis.requirements = requirement_memo_list(request->worker->jobs, job.description_text,
                                                       request->arena, &context.basis.requirement_count);
    struct note_analysis analysis;
    struct question_list questions;
    failed = note_analyse(request, &context, NULL, text, &analysis);
    if (!failed) {
        struct question_ranking ranking = {
            .job_id = job_id, .vector = analysis.embedding, .viewer = question_viewer_of(request)};
        failed = question_rank(db, &ranking, request->arena, &questions);
    }
    if (!failed)
        write_suggestion(response_json(response, 200), text, &analysis, &questions, (size_t)context.chunks);
    return failed;
}
