/* Runs of visible characters of a page, and the way a page is turned: whole pages stand sideways in some
 * files. */
#ifndef DOC_HELPER_PIECES_H
#define DOC_HELPER_PIECES_H

#include "glyphs.h"
#include "order.h"

/* Where most lines of a page run. */
enum direction { RUNS_RIGHT, RUNS_LEFT, RUNS_UP, RUNS_DOWN };

struct page_frame {
    double width, height;
    enum direction direction;
};

/* `width` and `height` of the page as displayed. */
struct page_frame page_frame_find(const struct glyphs *glyphs, double width, double height);
/* A place on the page, seen with the lines running from left to right, and back. */
struct box page_frame_turn(const struct page_frame *frame, struct box box);
struct box page_frame_turn_back(const struct page_frame *frame, struct box box);

/* The visible characters as an array of struct piece (g_array_unref), their boxes turned. */
GArray *pieces_make(const struct glyphs *glyphs, const struct page_frame *frame);

struct box box_around(struct box a, struct box b);

#endif
