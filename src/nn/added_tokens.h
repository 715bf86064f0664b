/* The "added_tokens" of a tokenizer.json: words with an id of their own, which are found in a text before it
 * is split.
 *
 * Some are looked for in the text as it came, some in what the normaliser makes of it. Immutable after it is
 * opened: any thread.
 */
#ifndef NN_ADDED_TOKENS_H
#define NN_ADDED_TOKENS_H

#include "nn/codes.h"
#include "nn/model_folder.h"
#include "nn/normaliser.h"

enum { ADDED_TOKENS_MAX = 4096 };

struct added_tokens;

struct added_match {
    size_t start, end; /* with the spaces that it takes along */
    int32_t id;
};

/* `json` is the value of "added_tokens", may be NULL and is not kept. After a failure, which `folder` has,
 * the result is still to be destroyed. */
struct added_tokens *added_tokens_create(struct model_folder *folder, const json_t *json,
                                         const struct normaliser *normaliser);
void added_tokens_destroy(struct added_tokens *added);
/* One more than the highest id; 0 without tokens. */
size_t added_tokens_count(const struct added_tokens *added);
void added_tokens_add(struct added_tokens *added, const char *content, int32_t id);

/* The first in `text` from `from` on, of the tokens for normalised text or of the others; of several that
 * start there the longest. False when there is none. */
bool added_tokens_find(const struct added_tokens *added, bool normalised, const struct codes *text,
                       size_t from, struct added_match *match);

#endif
