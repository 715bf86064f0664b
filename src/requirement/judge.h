/* Decides which pieces of a job description ask for something: a small learned model over the sentence
 * encoder.
 *
 * Headings, lists and cue words differ from writer to writer more than rules can follow; what a piece means
 * beside its neighbours does not. Trained by training/requirement on advertisements whose requirements were
 * labelled by hand. Without an encoder the rules of split.c decide.
 *
 * Shared by all threads; a position is read once, so they wait for each other.
 */
#ifndef REQUIREMENT_JUDGE_H
#define REQUIREMENT_JUDGE_H

struct embed_model;
struct insight_model;
struct requirement_judge;

/* Both are borrowed. NULL without `base`, and where it is another encoder than the judge was trained with. */
struct requirement_judge *requirement_judge_create(const struct embed_model *base,
                                                   const struct insight_model *insight_model);
void requirement_judge_destroy(struct requirement_judge *judge);

#endif
