/* Chooses the next question. The order of the candidates is the policy; the first that repeats nothing is
 * taken. */
#include "suggestion/suggestion.h"

#include <string.h>

#include "base/text.h"
#include "cv/cv.h"
#include "live/worker.h"
#include "llm/llm_wording.h"
#include "nn/vector_memo.h"
#include "suggestion/value.h"

enum {
    REJECTED_MAX = 48, /* questions that a new one is compared with, the latest ones */
    NEAR_CHUNKS = 3,   /* of the CV, around the last note */
    VARIANTS = 6,      /* of one question about a requirement */
};

/* Cosine of two questions above which they ask the same thing. */
static const double SAME_QUESTION = 0.85;
/* Distance to what is being said up to which a prepared question fits; the contract's limit for the best one.
 */
static const double FITTING_QUESTION = 0.60;

/* Where the choice stands. */
struct chooser {
    struct request *request;
    const struct suggestion_scene *scene;
    struct wording_basis basis;          /* with the whole CV */
    const float *rejected[REJECTED_MAX]; /* vectors of what has been asked or waved away */
    size_t rejected_count;
    struct wording_question *out;
    const char *question_id;
};

const struct suggestion *suggestion_current(const struct suggestion_list *list) {
    const struct suggestion *latest = list->count ? &list->items[list->count - 1] : NULL;
    return latest && strcmp(latest->state, "offered") == 0 ? latest : NULL;
}

void suggestion_write(struct json *json, const char *key, const struct suggestion *suggestion) {
    json_begin_object(json, key);
    json_put_string(json, "suggestion_id", suggestion->id);
    json_put_string(json, "question_id", suggestion->question_id);
    json_put_string(json, "text", suggestion->text);
    json_put_string(json, "why", suggestion->why);
    json_put_string(json, "good_answer", suggestion->good_answer);
    json_put_raw(json, "sources", suggestion->sources_json);
    json_put_string(json, "made_by", suggestion->made_by);
    json_put_string(json, "state", suggestion->state);
    json_put_time(json, "created_at", suggestion->created_at);
    json_put_integer(json, "version", suggestion->version);
    json_end_object(json);
}

/* --- what must not come again --- */

static const float *embed(struct chooser *chooser, const char *text) {
    const struct worker *worker = chooser->request->worker;
    float *vector = arena_array(chooser->request->arena, VECTOR_SIZE, sizeof *vector);
    size_t length = strlen(text);
    vector_memo_embed(worker->vectors, worker->embedder, &text, &length, 1, vector);
    return vector;
}

static void reject(struct chooser *chooser, const float *vector) {
    if (vector && chooser->rejected_count < REJECTED_MAX)
        chooser->rejected[chooser->rejected_count++] = vector;
}

/* Accepted suggestions are among the asked questions; those put off are prepared questions now. */
static void collect_rejected(struct chooser *chooser) {
    const struct suggestion_list *earlier = chooser->scene->earlier;
    for (size_t i = earlier->count; i > 0 && chooser->rejected_count < REJECTED_MAX / 2; i--)
        if (strcmp(earlier->items[i - 1].state, "dismissed") == 0)
            reject(chooser, embed(chooser, earlier->items[i - 1].text));
    const struct question_list *questions = chooser->scene->questions;
    for (size_t i = questions->count; i > 0; i--)
        if (questions->items[i - 1].asked_at)
            reject(chooser, questions->items[i - 1].embedding);
}

static double cosine(const float *a, const float *b) {
    double dot = 0;
    for (int i = 0; i < VECTOR_SIZE; i++)
        dot += (double)a[i] * (double)b[i];
    return dot; /* both are unit vectors of the same encoder */
}

static bool repeats(struct chooser *chooser, const char *text) {
    if (chooser->rejected_count == 0)
        return false;
    const float *vector = embed(chooser, text);
    for (size_t i = 0; i < chooser->rejected_count; i++)
        if (cosine(vector, chooser->rejected[i]) > SAME_QUESTION)
            return true;
    return false;
}

static bool was_offered_for(const struct chooser *chooser, const char *topic) {
    const struct suggestion_list *earlier = chooser->scene->earlier;
    for (size_t i = 0; i < earlier->count; i++)
        if (strcmp(earlier->items[i].topic, topic) == 0 && strcmp(earlier->items[i].state, "offered") != 0)
            return true;
    return false;
}

/* --- candidates --- */

static bool take(struct chooser *chooser, const struct wording_question *question) {
    if (repeats(chooser, question->text))
        return false;
    *chooser->out = *question;
    return true;
}

/* Put off or waved away before: it waits for its turn in the list. */
static bool was_offered(const struct chooser *chooser, const char *question_id) {
    const struct suggestion_list *earlier = chooser->scene->earlier;
    for (size_t i = 0; i < earlier->count; i++)
        if (earlier->items[i].question_id && strcmp(earlier->items[i].question_id, question_id) == 0 &&
            strcmp(earlier->items[i].state, "offered") != 0)
            return true;
    return false;
}

/* What the CV says of a note or question, in place of all of it. */
static enum err basis_near(struct chooser *chooser, const char *text, const float *vector, long limit,
                           struct wording_basis *basis) {
    struct arena *arena = chooser->request->arena;
    const char *cv_id = chooser->scene->interview->cv_id;
    struct chunk_list near = {0};
    *basis = chooser->basis;
    if (cv_id == NULL || vector == NULL)
        return ERR_OK;
    struct cv_search search = {cv_id, text, vector, limit};
    enum err failed = cv_search_chunks(chooser->request, &search, &near);
    struct wording_chunk *chunks = arena_array(arena, near.count + 1, sizeof *chunks);
    for (size_t i = 0; i < near.count; i++)
        chunks[i] = (struct wording_chunk){
            .id = near.items[i].id, .text = near.items[i].content, .passage = near.items[i].passage};
    basis->chunks = chunks;
    basis->chunk_count = near.count;
    return failed;
}

/* `about`: what the question would be that it takes the place of; NULL: none. */
static bool take_prepared(struct chooser *chooser, const struct question *question,
                          const struct wording_question *about, const char *why) {
    struct wording_question worded;
    struct wording_basis basis;
    if (repeats(chooser, question->text) ||
        basis_near(chooser, question->text, embed(chooser, question->text), 1, &basis))
        return false;
    wording_explain_prepared(&basis, question->text, chooser->request->arena, &worded);
    if (why)
        worded.why = why;
    if (about) {
        worded.why = about->why;
        worded.topic = about->topic;
        worded.source_count = about->source_count;
        memcpy(worded.sources, about->sources, sizeof worded.sources);
    }
    *chooser->out = worded;
    chooser->question_id = question->id;
    return true;
}

static enum err try_follow_up(struct chooser *chooser, bool *taken) {
    const struct note_list *notes = chooser->scene->notes;
    if (notes->count == 0)
        return ERR_OK;
    const struct note *note = &notes->items[notes->count - 1];
    struct insight insight;
    note_read(chooser->request, note->text, &insight);
    if (!wording_leaves_doubt(&insight) || was_offered_for(chooser, note->id))
        return ERR_OK;
    struct wording_basis basis;
    struct wording_question question;
    struct wording_note source = {.id = note->id, .text = note->text, .insight = &insight};
    enum err failed = basis_near(chooser, note->text, chooser->scene->last_note_vector, NEAR_CHUNKS, &basis);
    if (failed)
        return failed;
    wording_follow_up(&basis, &source, chooser->request->arena, &question);
    question.topic = note->id;
    *taken = take(chooser, &question);
    return ERR_OK;
}

/* Before the first note the prepared questions come in the recruiter's own order. */
static bool try_first_prepared(struct chooser *chooser) {
    const struct suggestion_scene *scene = chooser->scene;
    for (size_t i = 0; i < scene->questions->count && scene->notes->count == 0; i++)
        if (!scene->questions->items[i].asked_at && !was_offered(chooser, scene->questions->items[i].id) &&
            take_prepared(chooser, &scene->questions->items[i], NULL,
                          wording_why_first(chooser->basis.language)))
            return true;
    return false;
}

/* Afterwards the one nearest to what is being said, once nothing that the job asks for is open. */
static bool try_near_prepared(struct chooser *chooser) {
    const struct question_list *ranked = chooser->scene->ranked;
    for (size_t i = 0; i < ranked->count && ranked->items[i].distance <= FITTING_QUESTION; i++)
        if (!was_offered(chooser, ranked->items[i].id) &&
            take_prepared(chooser, &ranked->items[i], NULL, NULL))
            return true;
    return false;
}

static void add_source(struct wording_question *question, const char *type, const char *id,
                       const char *text) {
    for (size_t i = 0; i < question->source_count; i++)
        if (strcmp(question->sources[i].id, id) == 0)
            return;
    if (question->source_count < WORDING_SOURCES_MAX)
        question->sources[question->source_count++] = (struct wording_source){type, id, text};
}

/* What the matrix knows of the requirement beside what the wording quotes. */
static void add_evidence(struct wording_question *question, const struct matrix_row *row) {
    if (row->passage_count)
        add_source(question, "chunk", row->passages[0].chunk_id, row->passages[0].text);
    if (row->mention_count) {
        const struct matrix_mention *last = &row->mentions[row->mention_count - 1];
        add_source(question, last->type, last->id, last->text);
    }
}

static void word_requirement(const struct chooser *chooser, const struct matrix_row *row, unsigned variant,
                             struct wording_question *out) {
    wording_probe_requirement(&chooser->basis, &row->requirement, variant, chooser->request->arena, out);
    add_evidence(out, row);
}

/* About one requirement: in the recruiter's words where a prepared question aims at it. */
static bool try_requirement(struct chooser *chooser, const struct matrix_row *row, unsigned variant) {
    struct wording_question question;
    word_requirement(chooser, row, variant, &question);
    if (row->prepared && !was_offered(chooser, row->prepared->id) &&
        take_prepared(chooser, row->prepared, &question, NULL))
        return true;
    return !was_offered_for(chooser, row->requirement.core) && take(chooser, &question);
}

/* The most valuable requirement that is open. */
static bool try_requirements(struct chooser *chooser) {
    const struct suggestion_scene *scene = chooser->scene;
    const struct note_list *notes = scene->notes;
    const struct matrix_row *rows[REQUIREMENTS_MAX];
    const struct note *last = notes->count ? &notes->items[notes->count - 1] : NULL;
    size_t count = value_rank(scene->matrix, last, scene->last_note_vector, rows);
    for (size_t i = 0; i < count; i++)
        if (try_requirement(chooser, rows[i], (unsigned)scene->earlier->count))
            return true;
    return false;
}

/* Another side of a requirement that has been asked about: a long interview goes deeper before it repeats
 * itself.
 */
static bool try_again_otherwise(struct chooser *chooser) {
    const struct matrix *matrix = chooser->scene->matrix;
    struct wording_question question;
    for (unsigned variant = 0; variant < VARIANTS; variant++)
        for (size_t i = 0; i < matrix->count; i++) {
            wording_probe_requirement(&chooser->basis, &matrix->rows[i].requirement, variant,
                                      chooser->request->arena, &question);
            if (take(chooser, &question))
                return true;
        }
    return false;
}

static bool try_question_set(struct chooser *chooser) {
    struct wording_question *set = arena_array(chooser->request->arena, QUESTION_SET_MAX, sizeof *set);
    size_t count = wording_question_set(&chooser->basis, chooser->request->arena, set);
    for (size_t i = 0; i < count; i++)
        if (!(*set[i].topic && was_offered_for(chooser, set[i].topic)) && take(chooser, &set[i]))
            return true;
    return false;
}

static void close_interview(struct chooser *chooser) {
    enum { CLOSINGS = 3 };
    struct wording_question question;
    for (unsigned variant = 0; variant < CLOSINGS; variant++) {
        wording_close(&chooser->basis, variant, chooser->request->arena, &question);
        if (take(chooser, &question))
            return;
    }
    *chooser->out = question; /* everything has been asked: the last one may come again */
}

/* --- wording by a language model --- */

static struct llm_conversation conversation_of(const struct chooser *chooser) {
    const struct suggestion_scene *scene = chooser->scene;
    struct arena *arena = chooser->request->arena;
    struct wording_source *notes = arena_array(arena, scene->notes->count + 1, sizeof *notes);
    struct wording_source *questions = arena_array(arena, scene->questions->count + 1, sizeof *questions);
    struct llm_conversation conversation = {
        .session_id = scene->interview->id, .notes = notes, .questions = questions};
    for (size_t i = 0; i < scene->notes->count; i++)
        notes[conversation.note_count++] =
            (struct wording_source){"note", scene->notes->items[i].id, scene->notes->items[i].text};
    for (size_t i = 0; i < scene->questions->count; i++)
        if (scene->questions->items[i].asked_at)
            questions[conversation.question_count++] = (struct wording_source){
                "question", scene->questions->items[i].id, scene->questions->items[i].text};
    return conversation;
}

/* The model says in its words what was chosen here; when it fails, or repeats itself, the local words stand.
 */
static void word_by_model(struct chooser *chooser, struct suggestion_choice *out) {
    struct request *request = chooser->request;
    const struct note_list *notes = chooser->scene->notes;
    const char *last_note = notes->count ? notes->items[notes->count - 1].text : "";
    struct wording_basis basis;
    struct wording_question worded;
    if (request->worker->llm == NULL || out->question_id ||
        basis_near(chooser, last_note, chooser->scene->last_note_vector, NEAR_CHUNKS, &basis))
        return;
    struct llm_conversation conversation = conversation_of(chooser);
    if (llm_word_next_question(request->worker, &basis, &conversation, &out->question, request->arena,
                               &worded) ||
        repeats(chooser, worded.text))
        return;
    out->question = worded;
    out->made_by = "llm";
}

static enum err open_chooser(struct chooser *chooser, struct request *request,
                             const struct suggestion_scene *scene, struct suggestion_choice *out) {
    const struct interview *interview = scene->interview;
    *chooser = (struct chooser){.request = request,
                                .scene = scene,
                                .out = &out->question,
                                .basis = note_context_of(request, interview).basis};
    enum err failed = ERR_OK;
    if (interview->cv_id)
        failed =
            question_basis_chunks(request->worker->db, interview->cv_id, request->arena, &chooser->basis);
    if (!failed)
        collect_rejected(chooser);
    return failed;
}

enum err suggestion_choose(struct request *request, const struct suggestion_scene *scene,
                           struct suggestion_choice *out) {
    struct chooser chooser;
    bool taken = false;
    enum err failed = open_chooser(&chooser, request, scene, out);
    if (!failed)
        failed = try_follow_up(&chooser, &taken);
    if (failed)
        return failed;
    if (!taken && !try_first_prepared(&chooser) && !try_requirements(&chooser) &&
        !try_near_prepared(&chooser) && !try_question_set(&chooser) && !try_again_otherwise(&chooser))
        close_interview(&chooser);
    out->question_id = chooser.question_id;
    out->made_by = "local";
    word_by_model(&chooser, out);
    return ERR_OK;
}

/* A prepared question that was put off is welcome here: it is asked for by name. */
static bool choose_about(struct chooser *chooser, const struct matrix_row *row) {
    unsigned first = (unsigned)chooser->scene->earlier->count;
    struct wording_question question;
    word_requirement(chooser, row, first, &question);
    if (row->prepared && take_prepared(chooser, row->prepared, &question, NULL))
        return true;
    for (unsigned i = 0; i < VARIANTS; i++) {
        word_requirement(chooser, row, first + i, &question);
        if (take(chooser, &question))
            return true;
    }
    return false;
}

enum err suggestion_choose_about(struct request *request, const struct suggestion_scene *scene,
                                 const struct matrix_row *row, struct suggestion_choice *out) {
    struct chooser chooser;
    enum err failed = open_chooser(&chooser, request, scene, out);
    if (failed)
        return failed;
    if (!choose_about(&chooser, row))
        return request_fail(request, ERR_CONFLICT,
                            "Every question about this requirement was asked or dismissed before.");
    out->question_id = chooser.question_id;
    out->made_by = "local";
    return ERR_OK;
}
