/* Which requirements a text is about: a note, a question, a sentence of the CV.
 *
 * The requirements of a position are searched as the passages of a CV are (src/passage): by words, by what
 * the words mean in both languages, by vectors. How far one stands out among the others counts beside how
 * well it meets. Any thread; results live in the arena.
 */
#ifndef MATRIX_SUBJECT_H
#define MATRIX_SUBJECT_H

#include <stddef.h>
#include <stdint.h>

#include "requirement/requirement.h"

struct arena;
struct insight_model;
struct worker;

/* A text, ready to be compared. */
struct gist {
    const char *text;
    const char *english; /* glossed, as far as it is known */
    const float *vector; /* of the gloss; NULL: gists_embed was not called */
    uint64_t concepts;   /* requirement_concepts of the text */
};
void gist_read(const struct insight_model *model, const char *text, struct arena *arena, struct gist *out);
/* Computes the vectors of `count` gists at once. */
void gists_embed(struct worker *worker, struct gist *const *gists, size_t count, struct arena *arena);

/* The requirements of a position, ready to be looked up. */
struct subjects;
/* `gists` are those of the requirements, with vectors; both are borrowed. */
struct subjects *subjects_create(const struct worker *worker, const struct requirement *const *requirements,
                                 const struct gist *gists, size_t count, struct arena *arena);
/* How likely it is that the text is about each requirement, 0 to 1, into `out`. `expected` has the same for
 * the question that it answers; NULL: none. */
void subjects_weigh(const struct subjects *subjects, const struct gist *text, const double *expected,
                    struct arena *arena, double *out);

/* Cosine of two vectors of the encoder. */
double vector_likeness(const float *a, const float *b);

/* From here on it is taken to be about it. */
extern const double SUBJECT_LIKELY;

#endif
