/* The analysis of a note. */
#include "note/note.h"

#include <math.h>
#include <string.h>

#include "base/aside.h"
#include "base/clock.h"
#include "claim/claim.h"
#include "insight/tone.h"
#include "live/worker.h"
#include "nn/vector_memo.h"
#include "note/note_store.h"
#include "requirement/requirement_memo.h"

/* What a note is shown with: three places of the CV are read at a glance. */
enum { EVIDENCE_CHUNKS = 3 };
/* The latest notes that a note is compared with: hours of an interview, read in a millisecond. */
enum { COMPARED_NOTES_MAX = 100 };

struct note_context note_context_of(struct request *request, const struct interview *interview) {
    struct note_context context = {
        .session_id = interview->id,
        .cv_id = interview->cv_id,
        .basis = {.language = interview->language,
                  .job_id = interview->job_id,
                  .job_title = interview->job_title,
                  .job_text = interview->job_text},
        .chunks = EVIDENCE_CHUNKS,
    };
    context.basis.requirements = requirement_memo_list(request->worker->jobs, interview->job_text,
                                                       request->arena, &context.basis.requirement_count);
    return context;
}

/* --- the verdict on its words --- */

/* What the risk of a text goes by. It has an encoder of its own, which reads the glossed text; without one
 * the words alone decide. */
struct reading {
    const struct worker *worker;
    const char *text, *glossed;
    float vector[VECTOR_SIZE];
};

static void init_reading(struct reading *reading, const struct request *request, const char *text) {
    reading->worker = request->worker;
    reading->text = text;
    reading->glossed = insight_text_to_embed(request->worker->insight_model, text, request->arena);
}

static void embed_reading(void *context) {
    struct reading *reading = context;
    const struct worker *worker = reading->worker;
    size_t length = strlen(reading->glossed);
    if (worker->insight_embedder)
        vector_memo_embed(worker->insight_vectors, worker->insight_embedder, &reading->glossed, &length, 1,
                          reading->vector);
}

static void judge_reading(const struct reading *reading, struct arena *arena, struct insight *out) {
    const struct worker *worker = reading->worker;
    insight_analyse(worker->insight_model, reading->text, worker->insight_embedder ? reading->vector : NULL,
                    arena, out);
    tone_weigh(worker->tone, reading->text, reading->glossed, arena, out);
}

void note_read(struct request *request, const char *text, struct insight *out) {
    struct reading reading;
    init_reading(&reading, request, text);
    embed_reading(&reading);
    judge_reading(&reading, request->arena, out);
}

/* --- what it is compared with --- */

struct text_list {
    struct arena *arena;
    struct claim_text *items;
    size_t count, capacity;
};

static void add_text(struct text_list *list, struct claim_text text) {
    list->items = arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = text;
}

static void add_chunk(void *context, const struct chunk_place *place) {
    add_text(context, (struct claim_text){place->chunk_id, place->content, place->page_number});
}

static void add_note(void *context, const char *id, const char *text) {
    add_text(context, (struct claim_text){.id = id, .text = text});
}

/* Those before the note itself; all when it is not stored yet. */
static enum err list_earlier(struct db *db, const char *session_id, const char *note_id,
                             struct text_list *out) {
    enum err failed = note_each_text(db, session_id, out->arena, add_note, out);
    size_t count = 0;
    while (count < out->count && (note_id == NULL || strcmp(out->items[count].id, note_id) != 0))
        count++;
    if (count > COMPARED_NOTES_MAX) {
        out->items += count - COMPARED_NOTES_MAX;
        count = COMPARED_NOTES_MAX;
    }
    out->count = count;
    return failed;
}

/* Adds what the CV or an earlier note contradicts. */
static enum err weigh_contradictions(struct request *request, const struct note_context *context,
                                     const char *note_id, const char *text, struct insight *insight) {
    struct db *db = request->worker->db;
    struct text_list chunks = {.arena = request->arena}, notes = {.arena = request->arena};
    enum err failed = ERR_OK;
    if (context->cv_id)
        failed = chunk_each_place(db, context->cv_id, request->arena, add_chunk, &chunks);
    if (!failed && context->session_id)
        failed = list_earlier(db, context->session_id, note_id, &notes);
    struct claim_context claims = {.language = context->basis.language,
                                   .now = clock_now(),
                                   .chunks = chunks.items,
                                   .chunk_count = chunks.count,
                                   .notes = notes.items,
                                   .note_count = notes.count};
    if (!failed)
        claim_weigh(text, &claims, request->arena, insight);
    return failed;
}

static void take_chunks(struct arena *arena, const struct chunk_list *chunks, struct wording_basis *basis) {
    struct wording_chunk *items = arena_array(arena, chunks->count + 1, sizeof *items);
    for (size_t i = 0; i < chunks->count; i++)
        items[i] = (struct wording_chunk){
            .id = chunks->items[i].id, .text = chunks->items[i].content, .passage = chunks->items[i].passage};
    basis->chunks = items;
    basis->chunk_count = chunks->count;
}

/* Always worded locally: saving a note waits for nobody outside. */
static void word_followup(struct request *request, const struct wording_basis *basis,
                          const struct wording_note *note, struct note_analysis *out) {
    wording_follow_up(basis, note, request->arena, &out->followup);
    out->followup_made_by = "local";
}

/* --- all of it --- */

static double four_decimals(double value) {
    return round(value * 1e4) / 1e4;
}

/* The text itself and, in the same go, the glossed one, which the search in the CV asks for next. */
static const float *embed(const struct reading *reading, struct arena *arena) {
    const char *texts[] = {reading->text, reading->glossed};
    size_t lengths[] = {strlen(reading->text), strlen(reading->glossed)};
    size_t count = reading->glossed == reading->text ? 1 : 2;
    float *vectors = arena_array(arena, count * VECTOR_SIZE, sizeof *vectors);
    vector_memo_embed(reading->worker->vectors, reading->worker->embedder, texts, lengths, count, vectors);
    return vectors;
}

static enum err compare(struct request *request, const struct note_context *context,
                        const struct reading *reading, struct note_analysis *out) {
    struct db *db = request->worker->db;
    out->embedding = embed(reading, request->arena);
    enum err failed = note_job_similarity(db, context->basis.job_id, out->embedding, &out->jd_similarity);
    out->jd_similarity = four_decimals(out->jd_similarity);
    struct cv_search search = {context->cv_id, reading->text, out->embedding, context->chunks};
    if (!failed && context->cv_id)
        failed = cv_search_chunks(request, &search, &out->evidence);
    return failed;
}

enum err note_analyse(struct request *request, const struct note_context *context, const char *note_id,
                      const char *text, struct note_analysis *out) {
    struct reading reading;
    struct aside aside;
    *out = (struct note_analysis){0};
    init_reading(&reading, request, text);
    aside_begin(&aside, embed_reading, &reading);
    enum err failed = compare(request, context, &reading, out);
    aside_finish(&aside);
    if (failed)
        return failed;
    judge_reading(&reading, request->arena, &out->insight);
    failed = weigh_contradictions(request, context, note_id, text, &out->insight);
    if (failed)
        return failed;
    out->risk_score =
        four_decimals((double)out->insight.score[RISK_HIGH] + 0.5 * (double)out->insight.score[RISK_MEDIUM]);
    struct wording_basis basis = context->basis;
    take_chunks(request->arena, &out->evidence, &basis);
    struct wording_note note = {.id = note_id, .text = text, .insight = &out->insight};
    word_followup(request, &basis, &note, out);
    return ERR_OK;
}
