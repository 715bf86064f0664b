/* Joins the lines of a page into paragraphs. A line goes on in the next when the next one's first word would
 * not have fitted on it and nothing else (a gap, a bullet, another letter size) says that something new
 * begins. */
#ifndef DOC_PARAGRAPH_H
#define DOC_PARAGRAPH_H

#include "doc/source.h"

struct paragraph {
    const char *text; /* of its lines, joined; bullets kept */
    unsigned page;    /* of its first line */
    unsigned block;
    bool heading_style; /* by the word processor */
    bool item;          /* of a list */
    bool bold;
    bool recognised; /* in a picture: whether it is bold is not known */
    bool capitals;   /* all its letters are capital */
    bool contact;    /* from the edge of the pages: the contact block */
    bool gap_above;  /* parted from what stands before it by more than the usual space */
    float size;
    float left;
    const struct doc_box *boxes;
    size_t box_count;
};

struct paragraphs {
    struct paragraph *items;
    size_t count;
    float body_size; /* the letter size of most of the text; 0 unknown */
};

void paragraphs_build(const struct source *source, struct arena *arena, struct paragraphs *out);

#endif
