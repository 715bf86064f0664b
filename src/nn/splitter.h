/* The "pre_tokenizer" of a tokenizer.json: splits a normalised text into words, each of which the model
 * splits further.
 *
 * It gives what Hugging Face's pre-tokenizers of the same name give; one that is not known is refused.
 * Immutable after it is opened: any thread.
 */
#ifndef NN_SPLITTER_H
#define NN_SPLITTER_H

#include "nn/codes.h"
#include "nn/model_folder.h"

struct splitter;

/* Words lie one after another in `text`. */
struct word_list {
    struct codes text;
    size_t *ends; /* owned: where each word ends */
    size_t count;
    size_t capacity;
};

/* `json` is the value of "pre_tokenizer", may be null and is not kept. After a failure, which `folder` has,
 * the result is still to be destroyed. */
struct splitter *splitter_create(struct model_folder *folder, const json_t *json);
/* BERT's: at spaces, and punctuation alone. */
struct splitter *splitter_create_bert(void);
void splitter_destroy(struct splitter *splitter);
/* Whether the text's first word is treated otherwise than the rest. */
bool splitter_needs_start(const struct splitter *splitter);
/* `is_first`: the text is the start of what the tokenizer was given. `words` is overwritten. */
void splitter_apply(const struct splitter *splitter, const struct codes *text, bool is_first,
                    struct word_list *words);

/* A zeroed struct is empty. */
void word_list_finish(struct word_list *words);

#endif
