/* Which open requirement is worth a question most: musts before wishes, what the CV leaves open before what
 * it shows, what the last note touched before what is far from it. */
#ifndef SUGGESTION_VALUE_H
#define SUGGESTION_VALUE_H

#include "matrix/matrix.h"

/* The rows of the matrix that are still worth a question, the most valuable first; returns their number.
 * `last_note` and its vector may be NULL. */
size_t value_rank(const struct matrix *matrix, const struct note *last_note, const float *last_note_vector,
                  const struct matrix_row *out[REQUIREMENTS_MAX]);

#endif
