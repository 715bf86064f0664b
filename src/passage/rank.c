/* Fuses the scores of a search into one order.
 *
 * Each score is put in units of its own spread over the passages of the CV (how far one stands out), so that
 * long notes and short questions weigh alike; then they are added. Reciprocal ranks did as well on short
 * queries and worse where one score is sure and the other is not.
 */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "nn/embed.h"
#include "passage/lexical.h"
#include "passage/passage.h"

/* The words beside vectors of the passages, and beside vectors of whole chunks, which tell less. */
static const float WORDS_WEIGHT = 1.0f, WORDS_WEIGHT_OVER_CHUNKS = 2.0f;
enum { COMPARED = 12 /* the first ones: nobody reads so far that a later repeat matters */ };
/* Share of its words above which a passage repeats an earlier one. */
static const float SAME_PASSAGE = 0.8f;

struct passage_index {
    const struct passage_vocabulary *vocabulary;
    const struct passage_list *passages;
    unsigned parts;
    struct lexical_index *words;
};

static float likeness(const float *a, const float *b) {
    float sum = 0;
    for (size_t i = 0; a && b && i < EMBED_DIMENSIONS; i++)
        sum += a[i] * b[i];
    return sum;
}

static bool have_vectors(const struct passage_list *passages, const struct passage_query *query) {
    if (query->vector == NULL)
        return false;
    for (size_t i = 0; i < passages->count; i++)
        if (passages->items[i].vector == NULL)
            return false;
    return true;
}

/* Adds how far each value stands out, in standard deviations. */
static void add_standing(const float *values, size_t count, float weight, struct passage_hit *hits) {
    float mean = 0, variance = 0;
    for (size_t i = 0; i < count; i++)
        mean += values[i] / (float)count;
    for (size_t i = 0; i < count; i++)
        variance += (values[i] - mean) * (values[i] - mean) / (float)count;
    if (variance <= 0)
        return;
    for (size_t i = 0; i < count; i++)
        hits[i].score += weight * (values[i] - mean) / sqrtf(variance);
}

/* Comparable only when all are of one kind: chunks stand in for every passage when one has no vector. */
static void add_likeness(const struct passage_list *passages, const struct passage_query *query, bool chunks,
                         float *values, struct passage_hit *out) {
    for (size_t i = 0; i < passages->count; i++) {
        const struct passage *passage = &passages->items[i];
        if (!chunks)
            values[i] = likeness(query->vector, passage->vector);
        else
            values[i] = query->chunk_likeness ? query->chunk_likeness[passage->chunk] : 0;
        out[i].likeness = values[i];
    }
    add_standing(values, passages->count, 1, out);
}

static int best_first(const void *a, const void *b) {
    const struct passage_hit *left = a, *right = b;
    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return left->passage < right->passage ? -1 : left->passage > right->passage;
}

/* A CV says things twice, in its profile and under a post: the second time adds nothing. */
static void put_repeats_last(const struct lexical_index *index, struct arena *arena, struct passage_hit *hits,
                             size_t count) {
    struct passage_hit *repeats = arena_array(arena, count + 1, sizeof *repeats);
    size_t kept = 0, repeated = 0;
    for (size_t i = 0; i < count; i++) {
        bool repeats_one = false;
        for (size_t k = 0; k < kept && kept < COMPARED && !repeats_one; k++)
            repeats_one = lexical_overlap(index, hits[i].passage, hits[k].passage) > SAME_PASSAGE;
        if (repeats_one)
            repeats[repeated++] = hits[i];
        else
            hits[kept++] = hits[i];
    }
    for (size_t i = 0; i < repeated; i++)
        hits[kept + i] = repeats[i];
}

struct passage_index *passage_index_build(const struct passage_vocabulary *vocabulary,
                                          const struct passage_list *passages, unsigned parts,
                                          struct arena *arena) {
    struct passage_index *index = arena_alloc(arena, sizeof *index);
    index->vocabulary = vocabulary;
    index->passages = passages;
    index->parts = parts;
    index->words = lexical_index_build(vocabulary, (parts & PASSAGE_BY_MEANING) != 0, passages, arena);
    return index;
}

void passage_score_words(const struct passage_index *index, const char *text, const char *english,
                         struct arena *arena, float *out) {
    lexical_score(index->words, text, english, arena, out);
}

void passage_rank(const struct passage_index *index, const struct passage_query *query, struct arena *arena,
                  struct passage_hit *out) {
    const struct passage_list *passages = index->passages;
    size_t count = passages->count;
    float *values = arena_array(arena, count + 1, sizeof *values);
    bool by_vector = (index->parts & PASSAGE_BY_VECTOR) && have_vectors(passages, query);
    for (size_t i = 0; i < count; i++)
        out[i] = (struct passage_hit){.passage = i};
    if (index->parts & (PASSAGE_BY_VECTOR | PASSAGE_BY_CHUNK))
        add_likeness(passages, query, !by_vector, values, out);
    if (index->parts & PASSAGE_BY_WORDS) {
        const char *english = passage_text_to_embed(index->vocabulary, query->text, arena);
        lexical_score(index->words, query->text, english, arena, values);
        add_standing(values, count, by_vector ? WORDS_WEIGHT : WORDS_WEIGHT_OVER_CHUNKS, out);
        for (size_t i = 0; i < count; i++)
            out[i].words = values[i];
    }
    qsort(out, count, sizeof *out, best_first);
    put_repeats_last(index->words, arena, out, count);
}
