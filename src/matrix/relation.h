/* What training/matrix/train.py has learned of remarks and requirements.
 *
 * The sentence encoder puts texts near each other that say alike things; "eleven suppliers visited in Poland"
 * does not say the like of "host audits". Adjusted by what was learned, it puts remarks near the requirements
 * that they are about, and a linear head tells from its vector of a note what that says of them. Pure
 * functions; any thread.
 */
#ifndef MATRIX_RELATION_H
#define MATRIX_RELATION_H

#include "matrix/matrix.h"

struct embed_model;

/* `base` so adjusted; NULL when `base` is NULL or another encoder than the adjustment was trained for. Close
 * it with embed_model_close, before `base`. */
struct embed_model *relation_encoder_open(const struct embed_model *base);
/* How well each stance fits a note, or a part of one: one score a stance, to be compared. `vector` is its own
 * by that encoder. */
void relation_score_stances(const float *vector, double *scores);

#endif
