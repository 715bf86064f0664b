/* Sentence embeddings: text in, a unit vector of 384 floats out.
 *
 * The model is all-MiniLM-L6-v2 (or a BERT encoder of the same layout), read from a folder as the model hub
 * lays it out and computed by our own kernels. It knows nothing of notes, HTTP or SQL. It is not a search
 * index and keeps no cache.
 *
 * One `struct embed_model` is opened at start and shared by all threads: it never changes. Each thread has
 * its own `struct embedder`, which borrows the model and owns the scratch memory of a computation. An
 * embedder without a model is the lexical stand-in for a server that has no model on disk: hashed words and
 * character n-grams in the same shape, comparable only among themselves, so callers need no second path.
 */
#ifndef NN_EMBED_H
#define NN_EMBED_H

#include <stddef.h>

enum { EMBED_DIMENSIONS = 384 };

struct embed_model;
struct embedder;

/* Opens the model in `folder` (config.json, vocab.txt, model.safetensors), in the fastest precision of this
 * processor whose vectors are as good as f32's (docs/decisions/011). The caller owns the result. On failure
 * returns NULL and writes one sentence that says what is wrong and where into `problem`. */
struct embed_model *embed_model_open(const char *folder, char *problem, size_t problem_size);
/* The same by choice, for tests, measurements and the command line. */
struct embed_options {
    /* "f32": the reference; "bf16", "int16": cosine to it at least 0.9999; "int8": 0.998 for passages of a CV
     */
    const char *precision;
    const char *kernels; /* "generic", "avx2", "avx512", "amx"; NULL: the fastest for the precision */
};
struct embed_model *embed_model_open_with(const char *folder, const struct embed_options *options,
                                          char *problem, size_t problem_size);
/* `base` fitted to another task by an adapter (nn/adapter.h), whose `bytes` and which must outlive the
 * result: the layers that it adjusts are its own, the rest is shared. Of several adapters one after another a
 * vector is the mean of what they make of a text, a little shorter than 1. NULL, with a sentence in
 * `problem`, when an adapter is not for it. */
struct embed_model *embed_model_adapt(const struct embed_model *base, const void *bytes, size_t size,
                                      char *problem, size_t problem_size);
/* Only after every embedder of this model is destroyed. */
void embed_model_close(struct embed_model *model);
/* The folder's name, such as "all-MiniLM-L6-v2"; "lexical" for NULL. Lives as long as the model. */
const char *embed_model_name(const struct embed_model *model);

/* Borrows `model`, which must outlive the embedder; NULL gives the lexical embedder. */
struct embedder *embedder_create(const struct embed_model *model);
void embedder_destroy(struct embedder *embedder);
/* From now on a second thread takes part where there is a processor for it, for callers whose user waits:
 * with half of a large batch, or in each layer of few texts. */
void embedder_use_second_thread(struct embedder *embedder);

/* Embeds UTF-8 of `length` bytes; bytes that are not UTF-8 are skipped, and what lies past the model's 256
 * tokens is not read. `out` gets a vector of length 1, or all zeros from the lexical embedder when there is
 * no word. */
void embed_text(struct embedder *embedder, const char *text, size_t length, float out[EMBED_DIMENSIONS]);
/* Embeds `count` texts into `out` (count x 384, in the order given); faster than one by one. */
void embed_texts(struct embedder *embedder, const char *const *texts, const size_t *lengths, size_t count,
                 float *out);
/* Embeds pieces that follow on each other in their context: a piece's vector is the mean of what its tokens
 * mean beside those of its neighbours. A long text is read in stretches that overlap. A piece may hold
 * "[SEP]" to part it from what is before it; of a very long one only the beginning is read. `embedder` has a
 * model. */
void embed_pieces(struct embedder *embedder, const char *const *pieces, size_t count, float *out);

#endif
