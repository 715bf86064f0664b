/* What training/matrix/train.py has learned of remarks and requirements.
 *
 * The sentence encoder puts texts near each other that say alike things; "eleven suppliers visited in Poland"
 * does not say the like of "host audits". A map of its vectors brings remarks nearer to the requirements that
 * they are about. A linear head tells from the vectors of a note what it says of them. Pure functions; any
 * thread.
 */
#ifndef MATRIX_RELATION_H
#define MATRIX_RELATION_H

#include "matrix/matrix.h"

/* Vectors are of EMBED_DIMENSIONS; the result is of length 1. */
void relation_map(const float *vector, float *mapped);
/* How well each stance fits a note, or a part of one: one score a stance, to be compared. `vector` is its own
 * by the sentence encoder, `insight_vector` by that of insight_encoder_open. */
void relation_score_stances(const float *vector, const float *insight_vector, double *scores);

#endif
