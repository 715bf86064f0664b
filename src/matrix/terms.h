/* The words of a text that can tell what it is about, in a form that is quick to compare.
 *
 * A text is read twice: as it stands, and glossed in English, so that an Italian note meets an English
 * requirement. Endings are cut; names keep their signs (C++, CI/CD). Any thread; results live in the arena.
 */
#ifndef MATRIX_TERMS_H
#define MATRIX_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct insight_model;
struct worker;

struct term {
    uint64_t hash; /* of the stem */
    float weight;  /* how much it tells: 1, less for words that every job description has */
    bool is_name;
};

struct term_list {
    struct term *items;
    size_t count;
};

struct terms {
    struct term_list own;     /* of the text as it stands */
    struct term_list english; /* of its gloss */
    uint64_t concepts;        /* requirement_concepts of the text */
    const char *gloss;        /* the text in English, as far as it is known */
    const float *vector;      /* of the gloss; NULL: terms_embed was not called */
};

void terms_read(const struct insight_model *model, const char *text, struct arena *arena, struct terms *out);
/* Computes the vectors of `count` readings at once. */
void terms_embed(struct worker *worker, struct terms *const *readings, size_t count, struct arena *arena);
/* Cosine of two readings, 0 when either has no vector. */
double terms_likeness(const struct terms *a, const struct terms *b);
/* Whether the stem stands in the text as it is. */
bool terms_have(const struct terms *terms, uint64_t hash);
/* Whether a name of `wanted` stands in `text`. */
bool terms_share_name(const struct terms *wanted, const struct terms *text);
/* The share of the weight of `wanted` that `text` has, 0 to 1: the better of the two readings. */
double terms_share(const struct terms *wanted, const struct terms *text);

#endif
