/* The characters of one PDF page with their places, sizes and colours, in the order in which poppler gives
 * them. */
#ifndef DOC_HELPER_GLYPHS_H
#define DOC_HELPER_GLYPHS_H

#include <poppler.h>
#include <stdbool.h>

#include "reading.h"

struct glyph {
    const char *text; /* borrowed from the page's text; `length` bytes; "\n" between lines */
    unsigned length;
    struct box box; /* ascent to descent, not the ink */
    double size;    /* points, after all transformations */
    bool bold;
    unsigned char colour[3]; /* fill colour, red green blue; black for patterns */
    const char *hidden;      /* NULL when a reader sees it, else the reason; set by visibility_judge */
};

struct glyphs {
    char *text;
    struct glyph *items;
    size_t count;
};

/* glyphs_finish frees. A page without text gives count 0. */
void glyphs_init(struct glyphs *glyphs, PopplerPage *page);
void glyphs_finish(struct glyphs *glyphs);
bool glyph_is_space(const struct glyph *glyph);

#endif
