/* How well a document could be read, as a number and, where that is in doubt, as a sentence for the
 * recruiter. It is about the reading, never about the CV. */
#ifndef DOC_QUALITY_H
#define DOC_QUALITY_H

#include "doc/source.h"

/* Sets quality, quality_note and recognised_pages from out->text and the source. */
void quality_judge(const struct source *source, struct document *out);

#endif
