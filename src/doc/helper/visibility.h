/* Decides for every character of a page whether a reader would see it, by drawing the page and looking.
 *
 * poppler does not tell the text rendering mode, what was painted over what, or the clip; the drawn page
 * shows the effect of all of them. A character counts as seen when its place holds both its own colour and a
 * different one. Known limit: text hidden under other visible text of the same colour.
 */
#ifndef DOC_HELPER_VISIBILITY_H
#define DOC_HELPER_VISIBILITY_H

#include "drawing.h"
#include "glyphs.h"

/* Sets `hidden` of every glyph that is not a space. `page` is NULL when it cannot be drawn: then every glyph
 * is "invisible". */
void visibility_judge(const struct drawing *page, struct glyphs *glyphs);

#endif
