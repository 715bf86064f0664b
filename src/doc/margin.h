/* Running heads, feet and page numbers: what stands at the edge of pages and is no part of the text. They
 * would tear sentences that go over a page, and stand in a CV as often as it has pages. */
#ifndef DOC_MARGIN_H
#define DOC_MARGIN_H

#include "doc/source.h"

/* Fills *body with the lines of *source but for those at the edges of pages that repeat there or are page
 * numbers. out->margins gets each of them once. One that holds an address, as in CVs with the contact block
 * at the foot, stays once, as the last line of *body with `contact` set. */
void margins_take_out(const struct source *source, struct arena *arena, struct source *body,
                      struct document *out);

#endif
