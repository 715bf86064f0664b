/* Search in a stored CV: its chunks from the database, its passages in the order that src/passage finds. */
#include "cv/cv.h"
#include "cv/cv_index.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "live/worker.h"
#include "nn/vector_memo.h"

struct gathered {
    struct arena *arena;
    struct searched_chunk *chunks;
    size_t count, capacity;
};

static void add_chunk(void *context, const struct searched_chunk *chunk) {
    struct gathered *gathered = context;
    gathered->chunks = arena_grow(gathered->arena, gathered->chunks, gathered->count, &gathered->capacity,
                                  sizeof *gathered->chunks);
    gathered->chunks[gathered->count++] = *chunk;
}

static const float *embed_glossed(struct request *request, const struct cv_search *search) {
    const char *glossed = passage_text_to_embed(request->worker->vocabulary, search->text, request->arena);
    if (glossed == search->text)
        return search->vector;
    float *vector = arena_array(request->arena, VECTOR_SIZE, sizeof *vector);
    size_t length = strlen(glossed);
    vector_memo_embed(request->worker->vectors, request->worker->embedder, &glossed, &length, 1, vector);
    return vector;
}

static struct passage_hit *rank(struct request *request, const struct cv_search *search,
                                const struct gathered *gathered, const struct cv_index *index) {
    struct arena *arena = request->arena;
    struct passage_hit *hits = arena_array(arena, index->passages.count + 1, sizeof *hits);
    float *likeness = arena_array(arena, gathered->count + 1, sizeof *likeness);
    for (size_t i = 0; i < gathered->count; i++)
        likeness[i] = (float)(1 - gathered->chunks[i].chunk.distance);
    struct passage_query query = {
        .text = search->text, .vector = embed_glossed(request, search), .chunk_likeness = likeness};
    passage_rank(index->words, &query, arena, hits);
    return hits;
}

/* Copied, since the worker's next search may drop the index. */
static void write_passage(const struct gathered *gathered, const struct passage_list *passages,
                          const struct passage_hit *hit, struct cv_passage *out) {
    const struct passage *passage = &passages->items[hit->passage];
    *out = (struct cv_passage){.chunk = gathered->chunks[passage->chunk].chunk,
                               .heading = arena_strdup(gathered->arena, passage->heading),
                               .score = (double)hit->score};
    out->chunk.passage = arena_strdup(gathered->arena, passage->text);
    out->chunk.passage_start = (int64_t)passage->start;
    out->chunk.passage_end = (int64_t)passage->end;
}

/* All passages, best first. */
static enum err search_all(struct request *request, const struct cv_search *search,
                           struct cv_passage_list *out) {
    struct gathered gathered = {.arena = request->arena};
    const struct cv_index *index;
    *out = (struct cv_passage_list){0};
    enum err failed = chunk_each_searched(request->worker->db, search, request->arena, add_chunk, &gathered);
    if (!failed)
        failed = cv_index_find(request, search->cv_id, gathered.chunks, gathered.count, &index);
    if (failed)
        return failed;
    const struct passage_hit *hits = rank(request, search, &gathered, index);
    size_t count = index->passages.count;
    out->items = arena_array(request->arena, count + 1, sizeof *out->items);
    for (; out->count < count; out->count++)
        write_passage(&gathered, &index->passages, &hits[out->count], &out->items[out->count]);
    return ERR_OK;
}

enum err cv_search_passages(struct request *request, const struct cv_search *search,
                            struct cv_passage_list *out) {
    enum err failed = search_all(request, search, out);
    if (out->count > (size_t)search->limit)
        out->count = (size_t)search->limit;
    return failed;
}

enum err cv_each_passage(struct request *request, const char *cv_id,
                         void (*visit)(void *context, const struct chunk *chunk,
                                       const struct passage *passage),
                         void *context) {
    static const float NO_VECTOR[VECTOR_SIZE] = {1};
    const struct cv_search search = {.cv_id = cv_id, .text = "", .vector = NO_VECTOR};
    struct gathered gathered = {.arena = request->arena};
    const struct cv_index *index;
    enum err failed = chunk_each_searched(request->worker->db, &search, request->arena, add_chunk, &gathered);
    if (!failed)
        failed = cv_index_find(request, cv_id, gathered.chunks, gathered.count, &index);
    for (size_t i = 0; !failed && i < index->passages.count; i++) {
        const struct passage *passage = &index->passages.items[i];
        visit(context, &gathered.chunks[passage->chunk].chunk, passage);
    }
    return failed;
}

static bool has_chunk(const struct chunk_list *chunks, const char *id) {
    for (size_t i = 0; i < chunks->count; i++)
        if (strcmp(chunks->items[i].id, id) == 0)
            return true;
    return false;
}

enum err cv_search_chunks(struct request *request, const struct cv_search *search, struct chunk_list *out) {
    struct cv_passage_list passages;
    *out = (struct chunk_list){0};
    enum err failed = search_all(request, search, &passages);
    size_t capacity = 0;
    for (size_t i = 0; i < passages.count && out->count < (size_t)search->limit; i++) {
        if (has_chunk(out, passages.items[i].chunk.id))
            continue;
        out->items = arena_grow(request->arena, out->items, out->count, &capacity, sizeof *out->items);
        out->items[out->count++] = passages.items[i].chunk;
    }
    return failed;
}

/* --- a passage that was found earlier --- */

/* Bytes of `text` before code point number `codepoints`; -1 when it has fewer. */
static ptrdiff_t find_byte(const char *text, int64_t codepoints) {
    size_t length = strlen(text), position = 0;
    for (int64_t i = 0; i < codepoints; i++)
        if (text_next_codepoint(text, length, &position) == 0)
            return -1;
    return (ptrdiff_t)position;
}

void chunk_set_passage(struct chunk *chunk, int64_t start, int64_t end, struct arena *arena) {
    ptrdiff_t from = find_byte(chunk->content, start), to = find_byte(chunk->content, end);
    if (start < 0 || start >= end || from < 0 || to < 0)
        return;
    char *text = arena_strndup(arena, chunk->content + from, (size_t)(to - from));
    for (char *c = text; *c; c++)
        if (isspace((unsigned char)*c))
            *c = ' ';
    chunk->passage = text;
    chunk->passage_start = start;
    chunk->passage_end = end;
}
