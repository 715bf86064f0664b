/* How well passages answer a query by their words: BM25 within one CV. */
#ifndef PASSAGE_LEXICAL_H
#define PASSAGE_LEXICAL_H

#include <stdbool.h>

#include "passage/passage.h"
#include "passage/terms.h"

struct lexical_index;

/* `by_meaning` false: the words as they stand, their forms and beginnings alone. */
struct lexical_index *lexical_index_build(const struct passage_vocabulary *vocabulary, bool by_meaning,
                                          const struct passage_list *passages, struct arena *arena);
/* One score a passage into `out`, 0 when no word meets; `english` is passage_text_to_embed of the query. */
void lexical_score(const struct lexical_index *index, const char *query, const char *english,
                   struct arena *arena, float *out);
/* The share of the words of passage `a` that stand in passage `b` too, 0 to 1. */
float lexical_overlap(const struct lexical_index *index, size_t a, size_t b);

#endif
