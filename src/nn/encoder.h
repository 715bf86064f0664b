/* An encoder of the BERT family: token ids in, one vector for each sequence out.
 *
 * Sequences are computed together, one after another without padding, up to ENCODER_TOKENS_MAX tokens in all.
 * It does not know text: tokenizer.c makes the ids. `struct encoder` is immutable and shared; each thread has
 * its own scratch, which borrows it.
 */
#ifndef NN_ENCODER_H
#define NN_ENCODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nn/kernels.h"

/* The most tokens of one run, and of a text: a model may have been trained to read fewer. */
enum { ENCODER_TOKENS_MAX = 256 };

struct encoder;
struct encoder_scratch;
struct mate;
struct weights;

struct sequences {
    const int32_t *ids;    /* of all sequences, one after another; each below the vocabulary's size */
    const size_t *lengths; /* tokens of each, at least 1; their sum is at most ENCODER_TOKENS_MAX */
    size_t count;
    /* What becomes a vector, where that is not each sequence: stretches that follow on each other from the
     * first token on. NULL: the sequences. */
    const size_t *stretches;
    size_t stretch_count;
};

struct encoder_setup {
    const struct kernels *kernels;
    size_t vocabulary; /* ids that the model must know */
    size_t dimensions; /* that it must have; 0: any */
    bool classifies;   /* a sequence becomes its first token's state as it is, not an embedding of length 1 */
};

/* Reads the JSON files and model.safetensors from `folder` and packs the weights for the kernels. NULL on
 * failure, with a sentence in `problem`. */
struct encoder *encoder_open(const char *folder, const struct encoder_setup *setup, char *problem,
                             size_t problem_size);
/* `base` with the layers of an adapter (nn/adapter.h) adjusted; the rest is shared, and `base` and `bytes`
 * must outlive the result. Several adapters one after another, of the same layers, make an ensemble: a vector
 * is the mean of what its members make of the sequence. NULL with a sentence in `problem` when an adapter
 * does not fit. */
struct encoder *encoder_adapt(const struct encoder *base, const void *bytes, size_t size, char *problem,
                              size_t problem_size);
void encoder_close(struct encoder *encoder);
/* The most tokens that the model reads of a text, at most ENCODER_TOKENS_MAX. */
size_t encoder_tokens_max(const struct encoder *encoder);
size_t encoder_width(const struct encoder *encoder);
/* For other layers of the same file; lives as long as the encoder. */
const struct weights *encoder_weights(const struct encoder *encoder);

struct encoder_scratch *encoder_scratch_create(const struct encoder *encoder);
void encoder_scratch_destroy(struct encoder_scratch *scratch);

/* Writes a vector of encoder_width numbers for each sequence, or each stretch of them, into `out`. The
 * `mate`, NULL for none, takes part where it is called (base/mate.h), which changes no bit of them; for one
 * scratch always the same one, and destroyed before it. */
void encoder_run(struct encoder_scratch *scratch, struct mate *mate, const struct sequences *sequences,
                 float *out);

#endif
