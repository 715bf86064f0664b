#include "matrix/relation.h"

#include <stdlib.h>

#include "base/log.h"
#include "nn/embed.h"

/* relation_model.bin, as training/matrix/train.py writes it. */
struct head {
    float weights[STANCE_COUNT][EMBED_DIMENSIONS];
    float bias[STANCE_COUNT];
};

extern const char matrix_builtin_head[], matrix_builtin_head_end[];
extern const char matrix_builtin_adapter[], matrix_builtin_adapter_end[];

struct embed_model *relation_encoder_open(const struct embed_model *base) {
    char problem[256];
    if (base == NULL)
        return NULL;
    if (matrix_builtin_head_end - matrix_builtin_head != sizeof(struct head))
        abort(); /* it is part of the program */
    size_t size = (size_t)(matrix_builtin_adapter_end - matrix_builtin_adapter);
    struct embed_model *encoder =
        embed_model_adapt(base, matrix_builtin_adapter, size, problem, sizeof problem);
    if (encoder == NULL)
        log_write(LOG_WARNING, "matrix", "requirements are found in notes by plain likeness: %s", problem);
    return encoder;
}

void relation_score_stances(const float *vector, double *scores) {
    const struct head *head = (const struct head *)(const void *)matrix_builtin_head;
    for (enum stance stance = STANCE_OPEN; stance < STANCE_COUNT; stance++) {
        float sum = head->bias[stance];
        for (int i = 0; i < EMBED_DIMENSIONS; i++)
            sum += head->weights[stance][i] * vector[i];
        scores[stance] = (double)sum;
    }
}
