/* Text to the token ids of a BERT uncased model: WordPiece over the words of nn/words.h.
 *
 * The ids are those of Hugging Face's tokenizers for the same vocabulary, special tokens in the text
 * included. The truncation and padding that a tokenizer.json may ask for are not applied: the caller's
 * capacity is the limit. Immutable after it is opened: any thread.
 */
#ifndef NN_WORDPIECE_H
#define NN_WORDPIECE_H

#include <stdbool.h>

#include "nn/id_list.h"
#include "nn/json_pieces.h"
#include "nn/model_folder.h"

struct wordpiece;

/* Reads a vocab.txt: one piece a line, the line number is the id. NULL on failure, with a sentence in
 * `problem`. */
struct wordpiece *wordpiece_open(const char *path, char *problem, size_t problem_size);
/* The same from the value of "model" in a tokenizer.json, which is not kept. NULL after a failure, which
 * `folder` has. */
struct wordpiece *wordpiece_create(struct model_folder *folder, const json_t *model);
/* The same with a vocabulary that was read apart; it takes the bytes of the pieces, which stay whole. */
struct wordpiece *wordpiece_create_from(struct model_folder *folder, const json_t *model,
                                        struct json_pieces *pieces);
void wordpiece_close(struct wordpiece *wordpiece);
/* One more than the highest id. */
size_t wordpiece_count(const struct wordpiece *wordpiece);

/* [CLS], [SEP], [UNK], [PAD] and [MASK], in this order; the id is -1 where the vocabulary lacks one. */
enum { WORDPIECE_SPECIALS = 5 };
const char *wordpiece_special_name(size_t index);
int32_t wordpiece_special_id(const struct wordpiece *wordpiece, size_t index);

/* Appends the ids of a word of `chars` characters as far as they fit: for texts that others split. */
void wordpiece_encode_word(const struct wordpiece *wordpiece, const char *word, size_t length, size_t chars,
                           struct id_list *ids);
/* Writes [CLS], the pieces, [SEP]: at most `capacity` (at least 2) ids. Returns how many. Text past the last
 * id that fits is not read. The vocabulary must have all special tokens. */
size_t wordpiece_encode(const struct wordpiece *wordpiece, const char *text, size_t length, int32_t *ids,
                        size_t capacity);

#endif
