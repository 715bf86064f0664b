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
    double skew; /* radians; of a page that was straightened before its text was read */
};

/* `width` and `height` of the page as displayed. */
struct page_frame page_frame_find(const struct glyphs *glyphs, double width, double height);
/* A place on the page, seen with the lines running from left to right, and back. */
struct box page_frame_turn(const struct page_frame *frame, struct box box);
struct box page_frame_turn_back(const struct page_frame *frame, struct box box);

/* A gap wider than this many letter sizes parts two pieces of text on one line: a column, a table cell, a
 * date. */
static const double PIECE_GAP = 1.1;

/* An empty array of struct piece, which owns their texts. */
GArray *pieces_new(void);
/* The visible characters as an array of struct piece (g_array_unref), their boxes turned. */
GArray *pieces_make(const struct glyphs *glyphs, const struct page_frame *frame);

struct box box_around(struct box a, struct box b);

#endif
