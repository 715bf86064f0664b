/* Turns the lines of a document into sections and chunks, and guesses whose CV it is. */
#ifndef DOC_SECTION_H
#define DOC_SECTION_H

#include "doc/source.h"

/* Fills every field of *out. `source` has at least one line; what *out points to lives in the arena, or in
 * the arena of `source`. */
void section_build_document(const struct source *source, struct arena *arena, struct document *out);

#endif
