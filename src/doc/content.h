/* What kind of section some paragraphs make, told from what they say: for headings that say nothing, and for
 * CVs without headings. English and Italian. */
#ifndef DOC_CONTENT_H
#define DOC_CONTENT_H

#include <stdbool.h>

#include "doc/paragraph.h"

/* Whether a line holds a year, as those that open an entry do. */
bool content_has_year(const char *text);
/* Whether a line names a degree or a place of study. */
bool content_names_study(const char *text, struct arena *arena);
/* One of the kinds of doc_section.kind; "other" when nothing can be told. */
const char *content_kind(const struct paragraph *paragraphs, size_t count, struct arena *arena);

#endif
