/* The Unigram model of SentencePiece: splits a word into the pieces whose scores add up highest.
 *
 * As in Hugging Face's tokenizers: a character without a piece costs 10 below the lowest score, neighbours of
 * that kind are one unknown piece, or one piece a byte where the model has those. Immutable after it is
 * opened: any thread.
 */
#ifndef NN_UNIGRAM_H
#define NN_UNIGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "nn/id_list.h"
#include "nn/model_folder.h"

struct unigram;

/* `model` is the value of "model" in a tokenizer.json and is not kept. NULL after a failure, which `folder`
 * has. */
struct unigram *unigram_create(struct model_folder *folder, const json_t *model);
void unigram_destroy(struct unigram *unigram);
/* Pieces; each one's place is its id. */
size_t unigram_count(const struct unigram *unigram);
/* The id of a piece, or -1. */
int32_t unigram_find(const struct unigram *unigram, const char *piece, size_t length);

/* Appends the ids of a word (valid UTF-8) as far as they fit. */
void unigram_encode(const struct unigram *unigram, const char *word, size_t length, struct id_list *ids);

#endif
