/* The "precompiled" normaliser of SentencePiece as a tokenizer.json carries it: a trie from stretches of text
 * to what replaces them.
 *
 * It repeats what the reference does on top of the trie, odd as it is: a grapheme cluster of less than six
 * bytes is replaced as a whole when the trie knows any beginning of it; what is left goes through character
 * by character. The bytes come from outside: no trie leads out of them. Immutable after it is opened: any
 * thread.
 */
#ifndef NN_CHARSMAP_H
#define NN_CHARSMAP_H

#include <stddef.h>

#include "nn/codes.h"

struct charsmap;

/* `base64` is the text of the JSON's key. NULL with a sentence's end ("is ...") in `problem` when it is no
 * map. */
struct charsmap *charsmap_create(const char *base64, size_t length, char *problem, size_t problem_size);
void charsmap_destroy(struct charsmap *map);
/* Appends the normalised `text` to `out`. */
void charsmap_apply(const struct charsmap *map, const struct codes *text, struct codes *out);

#endif
