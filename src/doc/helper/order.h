/* Puts the pieces of text of a page into the order in which a person reads them.
 *
 * A recursive cut in the manner of Nagy and Seth (1984), with one question added at every gutter: are the two
 * sides columns, read one after the other, or the cells of rows, read across? Rows share their baselines;
 * columns do not. Content-stream order was rejected: page designers' tools write it in the order of drawing.
 */
#ifndef DOC_HELPER_ORDER_H
#define DOC_HELPER_ORDER_H

#include <stddef.h>

#include "reading.h"

/* A run of characters on one baseline without a wide gap. */
struct piece {
    GString *text; /* owned by the caller's array */
    struct box box;
    double size;      /* of its largest character */
    double size_sum;  /* of all its characters */
    unsigned letters; /* how many characters are not spaces */
    unsigned bold;    /* how many of them are bold */
    bool sideways;    /* runs across the page's direction, as along a margin; read last */
    /* The answer: pieces with the same line are one line of text, from left to right. */
    unsigned line;
    unsigned block;
};

/* Reorders `pieces` and numbers their lines and blocks from 0. *gutter is where the page before had the space
 * between two columns, 0 if it had none; it decides where a page's few lines do not, and is set for the next
 * page. */
void order_pieces(struct piece *pieces, size_t count, double *gutter);

#endif
