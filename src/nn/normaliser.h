/* The "normalizer" of a tokenizer.json: steps that a text goes through before it is split.
 *
 * They give what the steps of that name in Hugging Face's tokenizers give; one that is not known is refused.
 * Immutable after it is opened: any thread.
 */
#ifndef NN_NORMALISER_H
#define NN_NORMALISER_H

#include "nn/codes.h"
#include "nn/model_folder.h"

struct normaliser;

/* `json` is the value of "normalizer", may be null and is not kept. After a failure, which `folder` has, the
 * result is still to be destroyed. */
struct normaliser *normaliser_create(struct model_folder *folder, const json_t *json);
/* BERT's, as the tokenizer_config.json of a folder with a vocab.txt describes it. */
struct normaliser *normaliser_create_bert(bool lower_case, bool strip_accents, bool split_ideographs);
void normaliser_destroy(struct normaliser *normaliser);
/* Whether a step may drop how a text starts. */
bool normaliser_strips_start(const struct normaliser *normaliser);
/* In place. False when the start of the text was replaced: what is left does not count as the text's first
 * word. */
bool normaliser_apply(const struct normaliser *normaliser, struct codes *text);

#endif
