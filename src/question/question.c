#include "question/question.h"

#include <string.h>

#include "base/clock.h"
#include "cv/cv.h"
#include "live/worker.h"
#include "llm/llm_wording.h"
#include "nn/vector_memo.h"
#include "requirement/requirement_memo.h"

/* Some 15 dense pages; questions come from the first of them anyway. */
enum { BASIS_CHUNKS_MAX = 120 };

bool question_is_visible(const struct question *question, const struct question_viewer *viewer) {
    if (viewer->key == NULL)
        return true;
    if (question->recruiter_id == NULL || *question->recruiter_id == '\0')
        return !viewer->only_own;
    return strcmp(question->recruiter_id, viewer->key) == 0;
}

struct question_viewer question_viewer_of(const struct request *request) {
    return (struct question_viewer){.key = request->who.key};
}

void question_prepare(struct request *request, struct question *question) {
    char *id = arena_alloc(request->arena, UUID_TEXT_SIZE);
    float *vector = arena_array(request->arena, VECTOR_SIZE, sizeof *vector);
    size_t length = strlen(question->text);
    uuid_create(id);
    vector_memo_embed(request->worker->vectors, request->worker->embedder, &question->text, &length, 1,
                      vector);
    question->id = id;
    question->embedding = vector;
    question->created_at = clock_now();
    question->version = 1;
}

void question_init_event(struct event *event, const struct question *question) {
    event_init(event, question->session_id ? question->session_id : LIVE_LISTS, "question", question->id,
               question->version, question->recruiter_id);
}

static bool is_callers_own(const struct question *question, const struct request *request) {
    const char *owner = question->recruiter_id;
    return owner == NULL || (request->who.key && strcmp(owner, request->who.key) == 0);
}

void question_write(struct json *json, const char *key, const struct question *question,
                    const struct request *request) {
    json_begin_object(json, key);
    json_put_string(json, "question_id", question->id);
    json_put_string(json, "question_text", question->text);
    json_put_time(json, "asked_at", question->asked_at);
    json_put_string(json, "asked_by", question->asked_by);
    json_put_time(json, "created_at", question->created_at);
    json_put_bool(json, "is_asked", question->asked_at != 0);
    json_put_string(json, "source", question->source);
    json_put_integer(json, "position", question->position);
    json_put_integer(json, "version", question->version);
    json_put_bool(json, "mine", is_callers_own(question, request));
    json_end_object(json);
}

void question_write_ranked(struct json *json, const char *key, const struct question *question) {
    json_begin_object(json, key);
    json_put_string(json, "question_id", question->id);
    json_put_string(json, "question_text", question->text);
    json_put_real(json, "distance", question->distance);
    json_end_object(json);
}

struct chunk_collector {
    struct wording_chunk *items;
    size_t count;
};

static void collect_chunk(void *context, const struct chunk_place *place) {
    struct chunk_collector *chunks = context;
    if (chunks->count < BASIS_CHUNKS_MAX)
        chunks->items[chunks->count++] = (struct wording_chunk){
            .id = place->chunk_id, .text = place->content, .section = place->section_kind};
}

enum err question_basis_chunks(struct db *db, const char *cv_id, struct arena *arena,
                               struct wording_basis *basis) {
    struct chunk_collector chunks = {.items = arena_array(arena, BASIS_CHUNKS_MAX, sizeof *chunks.items)};
    enum err failed = chunk_each_place(db, cv_id, arena, collect_chunk, &chunks);
    basis->chunks = chunks.items;
    basis->chunk_count = chunks.count;
    return failed;
}

/* The local wording for now and always; an LLM's takes its place here when one is configured and answers in
 * time. */
void question_generate(struct request *request, const struct wording_basis *basis, struct question_set *out) {
    out->made_by = "llm";
    if (request->worker->llm &&
        llm_word_question_set(request->worker, basis, request->arena, out->items, &out->count) == ERR_OK)
        return;
    struct wording_basis read = *basis;
    read.requirements = requirement_memo_list(request->worker->jobs, basis->job_text, request->arena,
                                              &read.requirement_count);
    out->count = wording_question_set(&read, request->arena, out->items);
    out->made_by = "local";
}

void question_write_set(struct json *json, const struct question_set *set) {
    json_begin_object(json, NULL);
    json_begin_array(json, "questions");
    for (size_t i = 0; i < set->count; i++)
        json_put_string(json, NULL, set->items[i].text);
    json_end_array(json);
    json_put_integer(json, "count", (int64_t)set->count);
    json_put_string(json, "made_by", set->made_by);
    json_begin_array(json, "details");
    for (size_t i = 0; i < set->count; i++) {
        json_begin_object(json, NULL);
        json_put_string(json, "text", set->items[i].text);
        json_put_string(json, "why", set->items[i].why);
        wording_write_sources(json, "sources", &set->items[i]);
        json_end_object(json);
    }
    json_end_array(json);
    json_end_object(json);
}
