/* The stored JSON of a recap and what the API shows of it.
 *
 * Content: {"summary": [{sentence_id, text, sources[]}], "strengths": [...], "gaps_or_risks": [...],
 * "recommended_next_steps": [...]}. A sentence's id is a hash of its part and text, so the same sentence made
 * again has the same id and an edit stays with it.
 */
#ifndef RECAP_RECAP_CONTENT_H
#define RECAP_RECAP_CONTENT_H

#include "recap/recap_store.h"

/* The API's names of the parts, in the order of enum recap_part. */
extern const char *const RECAP_PART_NAMES[RECAP_PARTS];

/* The content of a recap that was just worded. Sentences of `earlier` (NULL: none) that a person edited and
 * that the new wording lacks are kept at the end of their part. */
const char *recap_content_make(const struct recap_text *text, const char *earlier,
                               const struct recap_edit_list *edits, struct arena *arena);
/* True when the content has a sentence of this id. */
bool recap_content_has(const char *content, const char *sentence_id);
/* The member `key` with the API's RecapSections: {summary: [RecapSentence], ...}. */
void recap_content_write_sections(struct json *json, const char *key, const char *content,
                                  const struct recap_edit_list *edits, enum recap_kind kind);
/* The member "llm_recap" as existing clients know it: summary as one text, the rest as lists of texts. */
void recap_content_write_plain(struct json *json, const char *content, const struct recap_edit_list *edits);
/* One RecapSentence as the whole answer. */
void recap_content_write_sentence(struct json *json, const char *content, const char *sentence_id,
                                  const struct recap_edit_list *edits, enum recap_kind kind);

#endif
