/* The marks of list items that a PDF draws instead of writing: browsers print the discs and squares of HTML
 * lists as shapes, which a page's text does not hold. */
#ifndef DOC_HELPER_BULLETS_H
#define DOC_HELPER_BULLETS_H

#include "drawing.h"
#include "glyphs.h"

/* Puts a bullet and a space before each line of `glyphs` that has such a mark on the drawn page. One alone is
 * taken for an ornament. After visibility_judge. */
void bullets_add(const struct drawing *page, struct glyphs *glyphs);

#endif
