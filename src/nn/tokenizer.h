/* Text to the token ids of a model: what the tokenizer.json of its folder says, or else its vocab.txt.
 *
 * The ids are those of Hugging Face's tokenizers for the same file: WordPiece and Unigram models with the
 * normalisers, splitters and special tokens of the BERT family. What a file asks for beyond these is refused
 * when it is opened. The truncation and padding that it may ask for are not applied: the caller's capacity is
 * the limit. Immutable after it is opened: any thread.
 */
#ifndef NN_TOKENIZER_H
#define NN_TOKENIZER_H

#include <stddef.h>
#include <stdint.h>

struct tokenizer;

/* NULL on failure, with a sentence in `problem` that names the file and the key. */
struct tokenizer *tokenizer_open(const char *folder, char *problem, size_t problem_size);
void tokenizer_close(struct tokenizer *tokenizer);
/* One more than the highest id. */
size_t tokenizer_count(const struct tokenizer *tokenizer);

enum { TOKENIZER_CAPACITY_LEAST = 8 };

/* Writes the special tokens and between them those of the text: at least 1 and at most `capacity` ids
 * (TOKENIZER_CAPACITY_LEAST or more). Returns how many. */
size_t tokenizer_encode(const struct tokenizer *tokenizer, const char *text, size_t length, int32_t *ids,
                        size_t capacity);

#endif
