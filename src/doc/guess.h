/* What can be guessed from a CV's text to save typing: name, e-mail, phone, LinkedIn, language. Plain rules,
 * no list of names. */
#ifndef DOC_GUESS_H
#define DOC_GUESS_H

#include "doc/paragraph.h"

/* Sets the guessed_ fields. `kinds` is what headings_find returned for the same paragraphs. */
void guess_person(const struct paragraphs *paragraphs, const char *const *kinds, struct arena *arena,
                  struct document *out);
/* "en" or "it", by the commonest words of both; "en" in doubt. */
const char *guess_language(const char *text, struct arena *arena);
#endif
