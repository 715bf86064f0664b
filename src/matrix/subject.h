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
    const char *english;  /* glossed, as far as it is known */
    const char *said;     /* what is embedded: of a note that answers a question with that before */
    const float *vector;  /* of it, by the sentence encoder; NULL: gists_embed was not called */
    const float *related; /* of it, by relation_encoder_open; NULL: there is none */
    uint64_t concepts;    /* requirement_concepts of the text */
};
void gist_read(const struct insight_model *model, const char *text, struct arena *arena, struct gist *out);
/* Computes the vectors of `count` gists at once. */
void gists_embed(struct worker *worker, struct gist *const *gists, size_t count, struct arena *arena);

/* The requirements of a position, ready to be looked up. */
struct subjects;
/* `gists` are those of the requirements, with both vectors; both are borrowed. */
struct subjects *subjects_create(const struct worker *worker, const struct requirement *const *requirements,
                                 const struct gist *gists, size_t count, struct arena *arena);
/* What speaks for it that a text is about one requirement. */
struct subject_signs {
    double same_concept; /* 1: nights, a degree, whatever the words */
    double same_language, other_language;
    double named;   /* 1: a name that it has ("Kafka") stands in the text; less when others have one, too */
    double covered; /* the share of the requirement's words that the text has */
    double meets_best; /* the words that meet, as a share of those that meet another */
    double standing;   /* of its likeness among all: in log odds by `related`, else in standard deviations */
};
/* Into `out`, one a requirement. */
void subjects_measure(const struct subjects *subjects, const struct gist *text, struct arena *arena,
                      struct subject_signs *out);
/* What a text is; it decides what the signs weigh. */
enum subject_of { SUBJECT_OF_NOTE, SUBJECT_OF_QUESTION, SUBJECT_OF_PASSAGE };
/* How likely it is that the text is about each requirement, 0 to 1, into `out`. `expected` has the same for
 * the question that a note answers; NULL: none. */
void subjects_weigh(const struct subjects *subjects, enum subject_of of, const struct gist *text,
                    const double *expected, struct arena *arena, double *out);
/* From here on it is taken to be about it. */
double subject_likely(enum subject_of of);

/* Cosine of two vectors of the encoder. */
double vector_likeness(const float *a, const float *b);

#endif
