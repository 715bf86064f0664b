#include "matrix/relation.h"

#include <math.h>

#include "nn/embed.h"

enum { RANK = 128 };

/* relation_model.bin, as training/matrix/train.py writes it. */
extern const struct relation_model {
    float inward[EMBED_DIMENSIONS][RANK];
    float outward[RANK][EMBED_DIMENSIONS];
    float stance[STANCE_COUNT][2 * EMBED_DIMENSIONS]; /* of the plain vector, then of the other */
    float stance_bias[STANCE_COUNT];
} matrix_builtin_relations;
_Static_assert(sizeof(struct relation_model) == 402444, "builtin.S checks the file against this size");

static void add_scaled(float *out, float factor, const float *row, int count) {
    for (int i = 0; i < count; i++)
        out[i] += factor * row[i];
}

static float dot(const float *a, const float *b) {
    float sum = 0;
    for (int i = 0; i < EMBED_DIMENSIONS; i++)
        sum += a[i] * b[i];
    return sum;
}

void relation_map(const float *vector, float *mapped) {
    float inner[RANK] = {0};
    for (int i = 0; i < EMBED_DIMENSIONS; i++) {
        add_scaled(inner, vector[i], matrix_builtin_relations.inward[i], RANK);
        mapped[i] = vector[i];
    }
    for (int i = 0; i < RANK; i++)
        add_scaled(mapped, inner[i], matrix_builtin_relations.outward[i], EMBED_DIMENSIONS);
    float length = sqrtf(dot(mapped, mapped));
    for (int i = 0; i < EMBED_DIMENSIONS && length > 0; i++)
        mapped[i] /= length;
}

void relation_score_stances(const float *vector, const float *insight_vector, double *scores) {
    for (enum stance stance = STANCE_OPEN; stance < STANCE_COUNT; stance++) {
        const float *weights = matrix_builtin_relations.stance[stance];
        scores[stance] = (double)(matrix_builtin_relations.stance_bias[stance] + dot(weights, vector) +
                                  dot(weights + EMBED_DIMENSIONS, insight_vector));
    }
}
