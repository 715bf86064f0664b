#include "matrix/subject.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "insight/insight.h"
#include "live/worker.h"
#include "nn/embed.h"
#include "nn/vector_memo.h"
#include "passage/passage.h"

/* Weights of a logistic regression over the notes and questions of the scripted interviews whose mistakes may
 * be seen (eval/interviews), rounded; left out one interview at a time, it finds as much. */
static const double BIAS = -5;
static const double SAME_CONCEPT = 1.5; /* nights, a degree: whatever the words */
static const double SAME_LANGUAGE = 3.5, OTHER_LANGUAGE = -1.3;
static const double COVERED = 2.5;        /* the share of the requirement's words that the text has */
static const double MEETS_BEST = 1.2;     /* the words that meet, as a share of those that meet another */
static const double STANDING = 2;         /* of its likeness among all, in standard deviations */
static const double UNKNOWN_STANDING = 2; /* without a vector */
static const double EXPECTED = 7.5;
const double SUBJECT_LIKELY = 0.35;

/* Likeness of a text to a requirement that it is not about: mean and deviation, counted as so many more
 * requirements, so that few do not stand out among themselves. */
static const double USUAL_LIKENESS = 0.13, USUAL_DEVIATION = 0.14, USUAL_COUNT = 8;
static const double COVERED_MOST = 1.5;

struct subjects {
    const struct requirement *const *requirements;
    const struct gist *gists;
    size_t count;
    struct passage_list passages;
    struct passage_index *index;
    float *whole; /* score of the words of each requirement against itself */
};

void gist_read(const struct insight_model *model, const char *text, struct arena *arena, struct gist *out) {
    *out = (struct gist){.text = text,
                         .english = insight_text_to_embed(model, text, arena),
                         .concepts = requirement_concepts(text, arena)};
}

void gists_embed(struct worker *worker, struct gist *const *gists, size_t count, struct arena *arena) {
    const char **texts = arena_array(arena, count + 1, sizeof *texts);
    size_t *lengths = arena_array(arena, count + 1, sizeof *lengths);
    float *vectors = arena_array(arena, (count + 1) * EMBED_DIMENSIONS, sizeof *vectors);
    for (size_t i = 0; i < count; i++) {
        texts[i] = gists[i]->english;
        lengths[i] = strlen(texts[i]);
    }
    if (count)
        vector_memo_embed(worker->vectors, worker->embedder, texts, lengths, count, vectors);
    for (size_t i = 0; i < count; i++)
        gists[i]->vector = vectors + i * EMBED_DIMENSIONS;
}

struct subjects *subjects_create(const struct worker *worker, const struct requirement *const *requirements,
                                 const struct gist *gists, size_t count, struct arena *arena) {
    struct subjects *subjects = arena_alloc(arena, sizeof *subjects);
    struct passage *items = arena_array(arena, count + 1, sizeof *items);
    float *scores = arena_array(arena, count + 1, sizeof *scores);
    *subjects = (struct subjects){.requirements = requirements,
                                  .gists = gists,
                                  .count = count,
                                  .passages = {items, count},
                                  .whole = arena_array(arena, count + 1, sizeof *subjects->whole)};
    for (size_t i = 0; i < count; i++)
        items[i] = (struct passage){.text = requirements[i]->text, .heading = ""};
    subjects->index = passage_index_build(worker->vocabulary, &subjects->passages, PASSAGE_BY_ALL, arena);
    for (size_t i = 0; i < count; i++) {
        passage_score_words(subjects->index, gists[i].text, gists[i].english, arena, scores);
        subjects->whole[i] = scores[i];
    }
    return subjects;
}

/* --- by words --- */

static double weigh_words(const struct subjects *subjects, const float *scores, float best, size_t i) {
    if (scores[i] <= 0)
        return 0;
    double covered = (double)scores[i] / (double)subjects->whole[i];
    return COVERED * fmin(covered, COVERED_MOST) + MEETS_BEST * (double)(scores[i] / best);
}

static void add_words(const struct subjects *subjects, const struct gist *text, struct arena *arena,
                      double *out) {
    float *scores = arena_array(arena, subjects->count + 1, sizeof *scores), best = 0;
    passage_score_words(subjects->index, text->text, text->english, arena, scores);
    for (size_t i = 0; i < subjects->count; i++)
        best = fmaxf(best, scores[i]);
    for (size_t i = 0; i < subjects->count; i++)
        out[i] += weigh_words(subjects, scores, best, i);
}

/* --- by meaning --- */

double vector_likeness(const float *a, const float *b) {
    float dot = 0;
    for (int i = 0; i < EMBED_DIMENSIONS; i++)
        dot += a[i] * b[i];
    return (double)dot;
}

static void add_standing(const struct subjects *subjects, const struct gist *text, struct arena *arena,
                         double *out) {
    double *alike = arena_array(arena, subjects->count + 1, sizeof *alike), number = USUAL_COUNT;
    double mean = USUAL_COUNT * USUAL_LIKENESS, variance = USUAL_COUNT * USUAL_DEVIATION * USUAL_DEVIATION;
    number += (double)subjects->count;
    for (size_t i = 0; i < subjects->count; i++) {
        alike[i] = text->vector ? vector_likeness(text->vector, subjects->gists[i].vector) : 0;
        mean += alike[i];
    }
    mean /= number;
    for (size_t i = 0; i < subjects->count; i++)
        variance += (alike[i] - mean) * (alike[i] - mean);
    double deviation = sqrt(variance / number);
    for (size_t i = 0; i < subjects->count; i++)
        out[i] += text->vector ? STANDING * (alike[i] - mean) / deviation : UNKNOWN_STANDING;
}

static double weigh_concepts(const struct subjects *subjects, const struct gist *text, size_t i) {
    bool same = (subjects->gists[i].concepts & text->concepts) != 0;
    if (subjects->requirements[i]->kind == REQUIREMENT_LANGUAGE)
        return same ? SAME_LANGUAGE : OTHER_LANGUAGE;
    return same ? SAME_CONCEPT : 0;
}

void subjects_weigh(const struct subjects *subjects, const struct gist *text, const double *expected,
                    struct arena *arena, double *out) {
    for (size_t i = 0; i < subjects->count; i++)
        out[i] = BIAS + weigh_concepts(subjects, text, i) + (expected ? EXPECTED * expected[i] : 0);
    add_words(subjects, text, arena, out);
    add_standing(subjects, text, arena, out);
    for (size_t i = 0; i < subjects->count; i++)
        out[i] = 1 / (1 + exp(-out[i]));
}
