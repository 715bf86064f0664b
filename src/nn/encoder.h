/* A BERT encoder with mean pooling: token ids in, one unit vector for each sequence out.
 *
 * Sequences are computed together, one after another without padding, up to ENCODER_TOKENS_MAX tokens in all.
 * It does not know text: wordpiece.c makes the ids. `struct encoder` is immutable and shared; each thread has
 * its own scratch, which borrows it.
 */
#ifndef NN_ENCODER_H
#define NN_ENCODER_H

#include <stddef.h>
#include <stdint.h>

#include "nn/kernels.h"

/* What the model was trained to read: sentence_bert_config.json says 256, and a longer text is cut there. */
enum { ENCODER_TOKENS_MAX = 256 };

struct encoder;
struct encoder_scratch;

struct sequences {
    const int32_t *ids;    /* of all sequences, one after another; each below the vocabulary's size */
    const size_t *lengths; /* tokens of each, at least 1; their sum is at most ENCODER_TOKENS_MAX */
    size_t count;
};

/* Reads config.json and model.safetensors from `folder` and packs the weights for `kernels`. The model must
 * know `vocabulary` ids and have `dimensions`. NULL on failure, with a sentence in `problem`. */
struct encoder *encoder_open(const char *folder, const struct kernels *kernels, size_t vocabulary,
                             size_t dimensions, char *problem, size_t problem_size);
/* `base` with the layers of an adapter (nn/adapter.h) adjusted; the rest is shared, and `base` and `bytes`
 * must outlive the result. NULL with a sentence in `problem` when the adapter does not fit it. */
struct encoder *encoder_adapt(const struct encoder *base, const void *bytes, size_t size, char *problem,
                              size_t problem_size);
void encoder_close(struct encoder *encoder);

struct encoder_scratch *encoder_scratch_create(const struct encoder *encoder);
void encoder_scratch_destroy(struct encoder_scratch *scratch);

/* Writes sequences->count vectors of length 1 into `out`. */
void encoder_run(struct encoder_scratch *scratch, const struct sequences *sequences, float *out);

#endif
