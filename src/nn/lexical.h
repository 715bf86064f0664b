/* The stand-in for a server without a model on disk: a vector from the words themselves.
 *
 * Words and their character n-grams are hashed with a sign into the dimensions (feature hashing, Weinberger
 * et al. 2009), so that texts which share words or stems are close. It knows nothing of meaning. No state:
 * any thread.
 */
#ifndef NN_LEXICAL_H
#define NN_LEXICAL_H

#include <stddef.h>

#include "nn/embed.h"

/* A vector of length 1, or all zeros when the text has no word. Reads at most LEXICAL_TEXT_MAX bytes. */
void lexical_embed(const char *text, size_t length, float out[EMBED_DIMENSIONS]);

#endif
