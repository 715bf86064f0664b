/* Text to the token ids of a BERT uncased model: WordPiece over the words of nn/words.h.
 *
 * The ids are those of Hugging Face's tokenizers for the same vocabulary, special tokens in the text
 * included. The truncation and padding that a tokenizer.json may ask for are not applied: the caller's
 * capacity is the limit. Immutable after it is opened: any thread.
 */
#ifndef NN_WORDPIECE_H
#define NN_WORDPIECE_H

#include <stddef.h>
#include <stdint.h>

struct wordpiece;

/* Reads a vocab.txt: one piece a line, the line number is the id. NULL on failure, with a sentence in
 * `problem`. */
struct wordpiece *wordpiece_open(const char *path, char *problem, size_t problem_size);
void wordpiece_close(struct wordpiece *wordpiece);
/* One more than the highest id. */
size_t wordpiece_count(const struct wordpiece *wordpiece);

/* Writes [CLS], the pieces, [SEP]: at most `capacity` (at least 2) ids. Returns how many. Text past the last
 * id that fits is not read. */
size_t wordpiece_encode(const struct wordpiece *wordpiece, const char *text, size_t length, int32_t *ids,
                        size_t capacity);

#endif
