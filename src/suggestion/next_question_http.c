/* The next question: what is being said, what is near it, and the suggestion for it. */
#include <math.h>
#include <string.h>

#include "account/account.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "job/job.h"
#include "live/worker.h"
#include "net/form.h"
#include "suggestion/suggestion_http.h"
#include "suggestion/suggestion_store.h"

/* The contract's limits: beyond them a chunk or a prepared question is not shown as evidence or as the best.
 */
static const double CHUNK_MAX_DISTANCE = 0.58;
static const double QUESTION_MAX_DISTANCE = 0.60;
enum { NOTES_WINDOW_MAX = 20, TOP_MAX = 10 };

struct next_input {
    long notes_window;
    long top_questions;
    long top_chunks;
    const char *recruiter_key;  /* NULL: nobody known */
    const char *requirement_id; /* what it shall be about; NULL: whatever is worth it most */
};

/* Everything that the answer is written from. */
struct next_answer {
    struct interview interview;
    struct note_list notes;
    size_t first_note;    /* of the window */
    const float *context; /* mean of the window's vectors, or the job's; NULL: neither has one */
    const float *last_note_vector;
    double jd_similarity;
    const char *risk_level;
    struct chunk_list evidence;
    struct question_list questions; /* of the interview */
    struct question_list ranked;
    struct suggestion_list earlier;
    struct suggestion suggestion;
};

/* --- what is being said --- */

static const float *mean_of(struct arena *arena, const float *const *vectors, size_t count) {
    float *mean = arena_array(arena, VECTOR_SIZE, sizeof *mean);
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < VECTOR_SIZE; k++)
            mean[k] += vectors[i][k] / (float)count;
    return mean;
}

static enum err find_context(struct request *request, const struct next_input *input,
                             struct next_answer *answer) {
    struct db *db = request->worker->db;
    const float *vectors[NOTES_WINDOW_MAX];
    size_t count = 0;
    struct job job;
    enum err failed = note_list(db, answer->interview.id, request->arena, &answer->notes);
    if (!failed)
        failed = note_recent_vectors(db, answer->interview.id, input->notes_window, request->arena, vectors,
                                     &count);
    if (!failed)
        failed = job_find(db, answer->interview.job_id, request->arena, &job);
    if (failed)
        return failed;
    size_t window = (size_t)input->notes_window;
    answer->first_note = answer->notes.count > window ? answer->notes.count - window : 0;
    answer->last_note_vector = count ? vectors[0] : NULL;
    answer->context = count ? mean_of(request->arena, vectors, count) : job.embedding;
    return ERR_OK;
}

/* --- what is near it --- */

/* The words of the window's notes, or the job's. */
static const char *context_text(const struct next_answer *answer, struct arena *arena) {
    const struct note_list *notes = &answer->notes;
    struct buffer text = {.arena = arena};
    if (notes->count == 0)
        return answer->interview.job_text;
    for (size_t i = answer->first_note; i < notes->count; i++)
        buffer_printf(&text, "%s\n", notes->items[i].text);
    return text.data;
}

static enum err find_evidence(struct request *request, const struct next_input *input,
                              struct next_answer *answer) {
    struct chunk_list *evidence = &answer->evidence;
    struct cv_search search = {answer->interview.cv_id, context_text(answer, request->arena), answer->context,
                               CV_SEARCH_ALL};
    enum err failed = cv_search_chunks(request, &search, evidence);
    size_t kept = 0;
    for (size_t i = 0; i < evidence->count && kept < (size_t)input->top_chunks; i++)
        if (evidence->items[i].distance <= CHUNK_MAX_DISTANCE)
            evidence->items[kept++] = evidence->items[i];
    evidence->count = kept;
    return failed;
}

static void drop_asked(struct question_list *questions) {
    size_t kept = 0;
    for (size_t i = 0; i < questions->count; i++)
        if (!questions->items[i].asked_at)
            questions->items[kept++] = questions->items[i];
    questions->count = kept;
}

static void drop_hidden(struct question_list *questions, const struct question_viewer *viewer) {
    size_t kept = 0;
    for (size_t i = 0; i < questions->count; i++)
        if (question_is_visible(&questions->items[i], viewer))
            questions->items[kept++] = questions->items[i];
    questions->count = kept;
}

static bool has_text(const struct question_list *questions, const char *text) {
    for (size_t i = 0; i < questions->count; i++)
        if (questions->items[i].asked_at && strcmp(questions->items[i].text, text) == 0)
            return true;
    return false;
}

/* The unasked questions of the interview, else those of the job that have not been asked here. */
static enum err rank_questions(struct request *request, const struct question_viewer *viewer,
                               struct next_answer *answer) {
    struct db *db = request->worker->db;
    const struct interview *interview = &answer->interview;
    if (answer->context == NULL)
        return ERR_OK;
    struct question_ranking ranking = {.session_id = interview->id,
                                       .job_id = interview->job_id,
                                       .vector = answer->context,
                                       .viewer = *viewer};
    enum err failed = question_rank(db, &ranking, request->arena, &answer->ranked);
    drop_asked(&answer->ranked);
    if (failed || answer->ranked.count > 0)
        return failed;
    ranking.session_id = NULL;
    failed = question_rank(db, &ranking, request->arena, &answer->ranked);
    size_t kept = 0;
    for (size_t i = 0; i < answer->ranked.count; i++)
        if (!has_text(&answer->questions, answer->ranked.items[i].text))
            answer->ranked.items[kept++] = answer->ranked.items[i];
    answer->ranked.count = kept;
    return failed;
}

static enum err find_near(struct request *request, const struct next_input *input,
                          struct next_answer *answer) {
    struct db *db = request->worker->db;
    const struct interview *interview = &answer->interview;
    struct question_viewer viewer = {.key = input->recruiter_key};
    const struct note *last = answer->notes.count ? &answer->notes.items[answer->notes.count - 1] : NULL;
    answer->risk_level = last && last->risk_level ? last->risk_level : "LOW";
    enum err failed = ERR_OK;
    if (answer->context)
        failed = note_job_similarity(db, interview->job_id, answer->context, &answer->jd_similarity);
    if (!failed && answer->context && interview->cv_id)
        failed = find_evidence(request, input, answer);
    if (!failed)
        failed = question_list(db, interview->id, request->arena, &answer->questions);
    drop_hidden(&answer->questions, &viewer);
    return failed ? failed : rank_questions(request, &viewer, answer);
}

/* --- the suggestion --- */

/* Nothing has happened since it was offered: the card stays as it is. */
static bool still_holds(const struct suggestion *current, const struct next_answer *answer) {
    const struct note *last = answer->notes.count ? &answer->notes.items[answer->notes.count - 1] : NULL;
    if (current == NULL || (last && last->created_at > current->created_at))
        return false;
    for (size_t i = 0; i < answer->questions.count; i++) {
        const struct question *question = &answer->questions.items[i];
        bool is_it = current->question_id && strcmp(question->id, current->question_id) == 0;
        if (question->asked_at > current->created_at || (is_it && question->asked_at))
            return false;
    }
    return true;
}

struct offer {
    const struct suggestion *suggestion;
    struct event event;
};

static enum err insert_in_write(struct db *db, void *context) {
    struct offer *offer = context;
    return suggestion_insert(db, offer->suggestion, &offer->event);
}

static const char *sources_as_json(struct arena *arena, const struct wording_question *question) {
    struct json json;
    json_init(&json, arena);
    wording_write_sources(&json, NULL, question);
    return json.out.data;
}

static void fill_suggestion(struct request *request, const struct next_input *input,
                            const struct next_answer *answer, const struct suggestion_choice *choice,
                            struct suggestion *out) {
    char *id = arena_alloc(request->arena, UUID_TEXT_SIZE);
    const struct wording_question *question = &choice->question;
    uuid_create(id);
    *out = (struct suggestion){
        .id = id,
        .session_id = answer->interview.id,
        .recruiter_key = suggestion_card_of(input->recruiter_key),
        .question_id = choice->question_id,
        .topic = question->topic,
        .text = question->text,
        .simpler_text = question->simpler,
        .why = question->why,
        .good_answer = question->good_answer,
        .sources_json = sources_as_json(request->arena, question),
        .made_by = choice->made_by,
        .state = "offered",
        .version = 1,
        .created_at = clock_now(),
    };
}

/* NULL: the job description asks for no such thing. */
static const struct matrix_row *find_requirement(const struct matrix *matrix, const char *id) {
    for (size_t i = 0; i < matrix->count; i++)
        if (strcmp(matrix->rows[i].requirement.id, id) == 0)
            return &matrix->rows[i];
    return NULL;
}

static enum err choose(struct request *request, const struct next_input *input,
                       const struct next_answer *answer, struct suggestion_choice *out) {
    const char *wanted = input->requirement_id;
    struct matrix matrix;
    struct suggestion_scene scene = {
        .matrix = &matrix,
        .interview = &answer->interview,
        .notes = &answer->notes,
        .last_note_vector = answer->last_note_vector,
        .questions = &answer->questions,
        .ranked = &answer->ranked,
        .earlier = &answer->earlier,
    };
    enum err failed =
        matrix_compute(request, &answer->interview, &answer->notes, &answer->questions, &matrix);
    if (failed || wanted == NULL)
        return failed ? failed : suggestion_choose(request, &scene, out);
    const struct matrix_row *row = find_requirement(&matrix, wanted);
    if (row == NULL)
        return request_fail(request, ERR_NOT_FOUND, "The job description asks for no requirement \"%s\".",
                            wanted);
    return suggestion_choose_about(request, &scene, row, out);
}

static enum err suggest(struct request *request, const struct next_input *input, struct next_answer *answer) {
    const char *key = suggestion_card_of(input->recruiter_key);
    struct suggestion_choice choice;
    enum err failed =
        suggestion_list(request->worker->db, answer->interview.id, key, request->arena, &answer->earlier);
    if (failed)
        return failed;
    const struct suggestion *current = suggestion_current(&answer->earlier);
    if (input->requirement_id == NULL && still_holds(current, answer)) {
        answer->suggestion = *current;
        return ERR_OK;
    }
    failed = choose(request, input, answer, &choice);
    if (failed)
        return failed;
    fill_suggestion(request, input, answer, &choice, &answer->suggestion);
    struct offer offer = {.suggestion = &answer->suggestion};
    failed = db_write(request->worker->store, insert_in_write, &offer);
    if (!failed)
        live_publish(request->worker->live, &offer.event);
    return failed;
}

/* --- next-question --- */

static void write_context_notes(struct json *json, const struct next_answer *answer) {
    json_begin_array(json, "context_notes");
    for (size_t i = answer->first_note; i < answer->notes.count; i++)
        json_put_string(json, NULL, answer->notes.items[i].text);
    json_end_array(json);
}

static bool best_is_reliable(const struct question_list *ranked) {
    return ranked->count > 0 && ranked->items[0].distance <= QUESTION_MAX_DISTANCE;
}

static void write_questions(struct json *json, const struct question_list *ranked, long limit) {
    if (best_is_reliable(ranked))
        question_write_ranked(json, "best_preloaded_question", &ranked->items[0]);
    else
        json_put_null(json, "best_preloaded_question");
    json_begin_array(json, "suggested_preloaded_questions");
    for (size_t i = 0; i < ranked->count && i < (size_t)limit; i++)
        question_write_ranked(json, NULL, &ranked->items[i]);
    json_end_array(json);
}

static void write_signals(struct json *json, const struct next_answer *answer) {
    json_begin_object(json, "signals");
    json_put_bool(json, "chunks_are_reliable", answer->evidence.count > 0);
    json_put_bool(json, "best_preloaded_is_reliable", best_is_reliable(&answer->ranked));
    json_put_real(json, "chunk_max_distance", CHUNK_MAX_DISTANCE);
    json_put_real(json, "question_max_distance", QUESTION_MAX_DISTANCE);
    json_end_object(json);
}

static void write_answer(struct json *json, const struct next_input *input,
                         const struct next_answer *answer) {
    json_begin_object(json, NULL);
    json_put_string(json, "session_id", answer->interview.id);
    json_put_string(json, "candidate_id", answer->interview.candidate_id);
    json_put_string(json, "cv_id", answer->interview.cv_id);
    json_put_string(json, "job_description_id", answer->interview.job_id);
    json_put_real(json, "jd_similarity", round(answer->jd_similarity * 1e4) / 1e4);
    json_put_string(json, "risk_level", answer->risk_level);
    write_context_notes(json, answer);
    write_questions(json, &answer->ranked, input->top_questions);
    chunk_write_hits(json, "evidence_chunks", &answer->evidence);
    write_signals(json, answer);
    json_put_string(json, "generated_next_question", answer->suggestion.text);
    suggestion_write(json, "suggestion", &answer->suggestion);
    json_end_object(json);
}

static enum err read_next_input(struct request *request, struct next_input *input) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    input->notes_window = form_integer(&form, "notes_window", 5, 1, NOTES_WINDOW_MAX);
    input->top_questions = form_integer(&form, "top_k_questions", 3, 1, TOP_MAX);
    input->top_chunks = form_integer(&form, "top_k_chunks", 3, 1, TOP_MAX);
    input->recruiter_key = identity_recruiter(request, &form);
    input->requirement_id = form_text(&form, "requirement_id", FORM_ALLOW_NULL);
    return form_check(&form);
}

enum err next_question_http(struct request *request, struct response *response) {
    struct next_input input;
    struct next_answer answer = {0};
    enum err failed = read_next_input(request, &input);
    if (!failed)
        failed = interview_require(request, &answer.interview);
    if (!failed && input.requirement_id && interview_is_over(&answer.interview))
        failed = request_fail(request, ERR_CONFLICT, "The interview is over: nothing more can be asked.");
    if (!failed)
        failed = find_context(request, &input, &answer);
    if (!failed)
        failed = find_near(request, &input, &answer);
    if (!failed)
        failed = suggest(request, &input, &answer);
    if (!failed)
        write_answer(response_json(response, 200), &input, &answer);
    return failed;
}
