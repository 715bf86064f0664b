/* Finds the section headings of a CV, English or Italian: by a list of the words that CVs use, by the look
 * that most of those have in this document, and then by that look alone. */
#ifndef DOC_HEADING_H
#define DOC_HEADING_H

#include "doc/paragraph.h"

/* The kind of section that CVs head with just these words, whatever they look like; NULL if none. */
const char *heading_kind(const char *text, struct arena *arena);

/* The kind by single words of it, for a line that is known to be a heading; NULL if they say nothing. */
const char *heading_kind_by_words(const char *text, struct arena *arena);

/* For each paragraph NULL, or the kind of the section that it heads (doc_section.kind). The array lives in
 * the arena. */
const char *const *headings_find(const struct paragraphs *paragraphs, struct arena *arena);

#endif
