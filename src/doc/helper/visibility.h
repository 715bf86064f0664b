/* Decides for every character of a page whether a reader would see it, by drawing the page and looking.
 *
 * poppler does not tell the text rendering mode, what was painted over what, or the clip; the drawn page
 * shows the effect of all of them. A character counts as seen when its place holds both its own colour and a
 * different one. Known limit: text hidden under other visible text of the same colour.
 */
#ifndef DOC_HELPER_VISIBILITY_H
#define DOC_HELPER_VISIBILITY_H

#include <poppler.h>

#include "glyphs.h"

/* Sets `hidden` of every glyph that is not a space. If the page cannot be drawn, every glyph is "invisible".
 */
void visibility_judge(PopplerPage *page, struct glyphs *glyphs);

#endif
