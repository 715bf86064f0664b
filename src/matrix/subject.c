#include "matrix/subject.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "insight/insight.h"
#include "live/worker.h"
#include "nn/embed.h"
#include "nn/vector_memo.h"
#include "passage/passage.h"

/* Weights of logistic regressions, as training/matrix/train.py prints them. Those of passages of a CV are of
 * the notes and questions of the scripted interviews whose mistakes may be seen (eval/interviews), by plain
 * vectors. */
struct sign_weights {
    double bias, same_concept, same_language, other_language, named, covered, meets_best, standing, expected;
};
static const struct sign_weights WEIGHTS[] = {
    [SUBJECT_OF_NOTE] = {-0.47, 0.67, 0.25, -0.02, 1.83, 1.33, 0.59, 0.75, 1.24},
    [SUBJECT_OF_QUESTION] = {0.07, 0.27, -0.46, -0.07, 1.96, 0.42, 0.69, 0.67, 0},
    [SUBJECT_OF_PASSAGE] = {-5, 1.5, 3.5, -1.3, 0, 2.5, 1.2, 2, 0},
};
/* Of notes and questions by plain vectors: a name counts for more. */
static const struct sign_weights PLAIN = {-5, 1.5, 3.5, -1.3, 1.5, 2.5, 1.2, 2, 7.5};
static const double LIKELY[] = {
    [SUBJECT_OF_NOTE] = 0.32, [SUBJECT_OF_QUESTION] = 0.50, [SUBJECT_OF_PASSAGE] = 0.35};
static const double UNKNOWN_STANDING = 2; /* without a vector */

/* Likeness of a text to a requirement that it is not about: mean and deviation, counted as so many more
 * requirements, so that few do not stand out among themselves. */
static const double USUAL_LIKENESS = 0.13, USUAL_DEVIATION = 0.14, USUAL_COUNT = 8;
static const double SHARPNESS = 20, PLAIN_SHARE = 0.5; /* as in training/matrix/relation.py */
/* The same for what a text has to stand out against by that measure, where few are unusually alike. */
static const double RIVAL_LIKENESS = 0.22;
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
    const char *english = insight_text_to_embed(model, text, arena);
    *out = (struct gist){
        .text = text, .english = english, .said = english, .concepts = requirement_concepts(text, arena)};
}

/* A vector of each, one after another. */
static float *embed(struct vector_memo *memo, struct embedder *embedder, struct gist *const *gists,
                    size_t count, struct arena *arena) {
    const char **texts = arena_array(arena, count + 1, sizeof *texts);
    size_t *lengths = arena_array(arena, count + 1, sizeof *lengths);
    float *vectors = arena_array(arena, (count + 1) * EMBED_DIMENSIONS, sizeof *vectors);
    for (size_t i = 0; i < count; i++) {
        texts[i] = gists[i]->said;
        lengths[i] = strlen(texts[i]);
    }
    if (count)
        vector_memo_embed(memo, embedder, texts, lengths, count, vectors);
    return vectors;
}

void gists_embed(struct worker *worker, struct gist *const *gists, size_t count, struct arena *arena) {
    const float *vectors = embed(worker->vectors, worker->embedder, gists, count, arena);
    for (size_t i = 0; i < count; i++)
        gists[i]->vector = vectors + i * EMBED_DIMENSIONS;
    if (worker->relation_embedder == NULL)
        return;
    vectors = embed(worker->relation_vectors, worker->relation_embedder, gists, count, arena);
    for (size_t i = 0; i < count; i++)
        gists[i]->related = vectors + i * EMBED_DIMENSIONS;
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

static void measure_words(const struct subjects *subjects, const struct gist *text, struct arena *arena,
                          struct subject_signs *out) {
    float *scores = arena_array(arena, subjects->count + 1, sizeof *scores), best = 0;
    passage_score_words(subjects->index, text->text, text->english, arena, scores);
    for (size_t i = 0; i < subjects->count; i++)
        best = fmaxf(best, scores[i]);
    for (size_t i = 0; i < subjects->count; i++) {
        if (scores[i] <= 0)
            continue;
        out[i].covered = fmin((double)scores[i] / (double)subjects->whole[i], COVERED_MOST);
        out[i].meets_best = (double)(scores[i] / best);
    }
}

static void measure_names(const struct subjects *subjects, const struct gist *text, struct arena *arena,
                          struct subject_signs *out) {
    const char *folded = text_fold(arena, text->text);
    size_t count = 0;
    for (size_t i = 0; i < subjects->count; i++) {
        out[i].named = requirement_shares_name(subjects->requirements[i], folded, arena);
        count += out[i].named > 0;
    }
    for (size_t i = 0; i < subjects->count && count > 1; i++)
        out[i].named /= (double)count;
}

static void measure_concepts(const struct requirement *requirement, bool same, struct subject_signs *out) {
    bool is_language = requirement->kind == REQUIREMENT_LANGUAGE;
    out->same_concept = same && !is_language;
    out->same_language = same && is_language;
    out->other_language = !same && is_language;
}

/* --- by meaning --- */

double vector_likeness(const float *a, const float *b) {
    float dot = 0;
    for (int i = 0; i < EMBED_DIMENSIONS; i++)
        dot += a[i] * b[i];
    return (double)dot;
}

/* In log odds, as the encoder was trained: one against all others. */
static void lead(const double *alike, size_t count, struct subject_signs *out) {
    double all = USUAL_COUNT * exp(SHARPNESS * RIVAL_LIKENESS);
    for (size_t i = 0; i < count; i++)
        all += exp(SHARPNESS * alike[i]);
    for (size_t i = 0; i < count; i++)
        out[i].standing = SHARPNESS * alike[i] - log(all - exp(SHARPNESS * alike[i]));
}

/* In standard deviations. */
static void stand_out(const double *alike, size_t count, struct subject_signs *out) {
    double number = USUAL_COUNT + (double)count, mean = USUAL_COUNT * USUAL_LIKENESS / number;
    double variance = USUAL_COUNT * USUAL_DEVIATION * USUAL_DEVIATION;
    for (size_t i = 0; i < count; i++)
        mean += alike[i] / number;
    for (size_t i = 0; i < count; i++)
        variance += (alike[i] - mean) * (alike[i] - mean);
    double deviation = sqrt(variance / number);
    for (size_t i = 0; i < count; i++)
        out[i].standing = (alike[i] - mean) / deviation;
}

static void measure_standing(const struct subjects *subjects, const struct gist *text, struct arena *arena,
                             struct subject_signs *out) {
    double *alike = arena_array(arena, subjects->count + 1, sizeof *alike);
    for (size_t i = 0; i < subjects->count; i++) {
        const struct gist *wanted = &subjects->gists[i];
        alike[i] = text->vector ? vector_likeness(text->vector, wanted->vector) : 0;
        if (text->related)
            alike[i] =
                PLAIN_SHARE * alike[i] + (1 - PLAIN_SHARE) * vector_likeness(text->related, wanted->related);
        out[i].standing = UNKNOWN_STANDING;
    }
    if (text->related)
        lead(alike, subjects->count, out);
    else if (text->vector)
        stand_out(alike, subjects->count, out);
}

void subjects_measure(const struct subjects *subjects, const struct gist *text, struct arena *arena,
                      struct subject_signs *out) {
    for (size_t i = 0; i < subjects->count; i++) {
        out[i] = (struct subject_signs){0};
        measure_concepts(subjects->requirements[i], (subjects->gists[i].concepts & text->concepts) != 0,
                         &out[i]);
    }
    measure_words(subjects, text, arena, out);
    measure_names(subjects, text, arena, out);
    measure_standing(subjects, text, arena, out);
}

double subject_likely(enum subject_of of) {
    return LIKELY[of];
}

void subjects_weigh(const struct subjects *subjects, enum subject_of of, const struct gist *text,
                    const double *expected, struct arena *arena, double *out) {
    const struct sign_weights *weights = text->related || of == SUBJECT_OF_PASSAGE ? &WEIGHTS[of] : &PLAIN;
    struct subject_signs *signs = arena_array(arena, subjects->count + 1, sizeof *signs);
    subjects_measure(subjects, text, arena, signs);
    for (size_t i = 0; i < subjects->count; i++) {
        const struct subject_signs *sign = &signs[i];
        double sum = weights->bias + weights->same_concept * sign->same_concept +
                     weights->same_language * sign->same_language +
                     weights->other_language * sign->other_language + weights->named * sign->named +
                     weights->covered * sign->covered + weights->meets_best * sign->meets_best +
                     weights->standing * sign->standing + (expected ? weights->expected * expected[i] : 0);
        out[i] = 1 / (1 + exp(-sum));
    }
}
