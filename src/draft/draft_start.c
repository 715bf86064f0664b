/* From a draft to an interview, and the questions that a draft can generate on the way. */
#include "draft/draft_http.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"
#include "candidate/candidate.h"
#include "cv/cv.h"
#include "cv/file_store.h"
#include "interview/interview.h"
#include "job/job.h"
#include "live/worker.h"
#include "nn/embed.h"
#include "question/question.h"

/* Reads and indexes the draft's CV again from its stored file: what was shown in the preview is a copy for
 * people, the file is the truth. ERR_NOT_FOUND without an upload. */
static enum err prepare_cv(struct request *request, const struct draft *draft, struct cv_prepared *prepared) {
    struct draft_document document;
    size_t length = 0;
    enum err failed = draft_find_document(request->worker->db, draft->id, request->arena, &document);
    if (failed)
        return failed;
    char *bytes = file_store_load(request->worker->config, document.stored_id, &length);
    if (!bytes)
        return request_fail(request, ERR_BUSY, "The uploaded CV cannot be read from disk; upload it again");
    failed = cv_read_document(request, document.file_name, bytes, length, &prepared->document);
    free(bytes);
    if (failed)
        return failed;
    prepared->file_name = document.file_name;
    prepared->size_bytes = length;
    memcpy(prepared->stored_id, document.stored_id, UUID_TEXT_SIZE);
    cv_index_document(request, prepared);
    return ERR_OK;
}

/* --- questions from the draft --- */

struct near_chunk {
    float similarity;
    size_t index;
};

static int nearest_first(const void *a, const void *b) {
    float left = ((const struct near_chunk *)a)->similarity;
    float right = ((const struct near_chunk *)b)->similarity;
    return (left < right) - (left > right);
}

static float dot(const float *a, const float *b) {
    float sum = 0;
    for (size_t i = 0; i < VECTOR_SIZE; i++)
        sum += a[i] * b[i];
    return sum;
}

/* The chunks of a CV that is not stored yet, nearest to the job description first. */
static void rank_chunks(struct request *request, const struct cv_prepared *prepared,
                        struct wording_basis *basis) {
    const struct document *document = &prepared->document;
    size_t count = document->chunk_count;
    struct near_chunk *order = arena_array(request->arena, count, sizeof *order);
    struct wording_chunk *chunks = arena_array(request->arena, count, sizeof *chunks);
    float job[VECTOR_SIZE];
    embed_text(request->worker->embedder, basis->job_text, strlen(basis->job_text), job);
    for (size_t i = 0; i < count; i++)
        order[i] = (struct near_chunk){dot(job, prepared->chunk_embeddings + i * VECTOR_SIZE), i};
    qsort(order, count, sizeof *order, nearest_first);
    for (size_t i = 0; i < count; i++) {
        const struct doc_chunk *chunk = &document->chunks[order[i].index];
        chunks[i] =
            (struct wording_chunk){.text = chunk->text, .section = document->sections[chunk->section].kind};
    }
    basis->chunks = chunks;
    basis->chunk_count = count;
}

enum err draft_generate_http(struct request *request, struct response *response) {
    struct draft draft;
    struct job job;
    struct cv_prepared prepared = {0};
    enum err failed = draft_from_path(request, &draft);
    if (failed)
        return failed;
    if (!draft.job_id || job_find(request->worker->db, draft.job_id, request->arena, &job))
        return request_fail(request, ERR_INVALID,
                            "Choose a job description first: the questions are made from it");
    struct wording_basis basis = {.language = language_from_code(draft.language),
                                  .job_id = job.id,
                                  .job_title = job.title,
                                  .job_text = job.description_text};
    failed = prepare_cv(request, &draft, &prepared);
    if (!failed)
        rank_chunks(request, &prepared, &basis);
    else if (failed != ERR_NOT_FOUND)
        return failed;
    struct question_set set;
    question_generate(request, &basis, &set);
    question_write_set(response_json(response, 200), &set);
    return ERR_OK;
}

/* --- the start --- */

struct start {
    const struct draft *draft;
    struct candidate candidate;
    bool is_new_candidate;
    struct cv_prepared prepared;
    bool has_cv;
    struct question *questions;
    struct interview_start interview;
    struct event candidate_event;
    struct event draft_event;
};

static enum err insert_candidate_and_cv(struct db *db, struct start *start) {
    enum err failed = ERR_OK;
    if (start->is_new_candidate) {
        failed = candidate_insert(db, &start->candidate);
        if (!failed)
            failed = event_append(db, &start->candidate_event);
    }
    if (!failed && start->has_cv)
        failed = cv_insert(db, &start->prepared, start->candidate.id);
    return failed;
}

static enum err insert_questions(struct db *db, struct start *start) {
    enum err failed = ERR_OK;
    for (size_t i = 0; i < start->draft->question_count && !failed; i++) {
        struct question *question = &start->questions[i];
        question->session_id = start->interview.id;
        question->position = (int64_t)i + 1;
        failed = question_insert(db, question, "person");
    }
    return failed;
}

static enum err run_start(struct db *db, void *context) {
    struct start *start = context;
    enum err failed = insert_candidate_and_cv(db, start);
    if (!failed)
        failed = interview_insert(db, &start->interview);
    if (!failed)
        failed = insert_questions(db, start);
    if (!failed)
        failed = draft_delete(db, start->draft->id);
    return failed ? failed : event_append(db, &start->draft_event);
}

static void take_candidate(struct request *request, const struct draft *draft, struct start *start) {
    char *id = arena_alloc(request->arena, UUID_TEXT_SIZE);
    uuid_create(id);
    start->is_new_candidate = !draft->candidate_id;
    start->candidate = (struct candidate){
        .id = draft->candidate_id ? draft->candidate_id : id,
        .full_name = draft->full_name,
        .email = text_is_blank(draft->email) ? NULL : draft->email,
        .linkedin_url = text_is_blank(draft->linkedin_url) ? NULL : draft->linkedin_url,
        .created_at = clock_now(),
    };
    event_init(&start->candidate_event, LIVE_LISTS, "candidate", start->candidate.id, 1, NULL);
}

static void take_questions(struct request *request, const struct draft *draft, struct start *start) {
    start->questions = arena_array(request->arena, draft->question_count, sizeof *start->questions);
    for (size_t i = 0; i < draft->question_count; i++) {
        struct question *question = &start->questions[i];
        question->text = draft->questions[i].text;
        question->source = draft->questions[i].source;
        question->job_id = draft->job_id;
        question->recruiter_id = request->who.key;
        question_prepare(request, question);
    }
}

static enum err check_complete(struct request *request, const struct draft *draft) {
    if (!draft->candidate_id && text_is_blank(draft->full_name))
        return request_fail(request, ERR_INVALID, "Choose a candidate, or give the new one a name");
    if (!draft->job_id)
        return request_fail(request, ERR_INVALID, "Choose a job description");
    return ERR_OK;
}

static void publish_start(struct request *request, const struct start *start) {
    if (start->is_new_candidate)
        live_publish(request->worker->live, &start->candidate_event);
    live_publish(request->worker->live, &start->interview.events[0]);
    live_publish(request->worker->live, &start->interview.events[1]);
    live_publish(request->worker->live, &start->draft_event);
}

enum err draft_start_http(struct request *request, struct response *response) {
    struct draft draft;
    enum err failed = draft_from_path(request, &draft);
    if (!failed)
        failed = check_complete(request, &draft);
    if (failed)
        return failed;
    struct start start = {.draft = &draft};
    failed = prepare_cv(request, &draft, &start.prepared);
    if (failed && failed != ERR_NOT_FOUND)
        return failed;
    start.has_cv = !failed;
    take_candidate(request, &draft, &start);
    take_questions(request, &draft, &start);
    start.interview = (struct interview_start){.candidate_id = start.candidate.id,
                                               .job_id = draft.job_id,
                                               .language = draft.language,
                                               .started_by = request->who.key,
                                               .started_by_name = request->who.name};
    uuid_create(start.interview.id);
    event_init(&start.draft_event, LIVE_LISTS, "draft", draft.id, draft.version + 1, draft.owner_key);
    failed = db_write(request->worker->store, run_start, &start);
    if (failed == ERR_NOT_FOUND)
        return request_fail(request, failed, "%s", start.interview.problem);
    if (failed)
        return failed;
    publish_start(request, &start);
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    json_put_string(json, "session_id", start.interview.id);
    json_end_object(json);
    return ERR_OK;
}
