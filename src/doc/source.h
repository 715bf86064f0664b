/* What the helper found in a document, checked and copied into an arena. Between the helper's answer and the
 * sections. */
#ifndef DOC_SOURCE_H
#define DOC_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "doc/doc.h"

enum source_kind {
    SOURCE_WRAPPED, /* a line on a page, which may go on in the next */
    SOURCE_PARAGRAPH,
    SOURCE_HEADING, /* by a heading style of the word processor */
    SOURCE_ITEM,    /* of a list */
};

struct source_line {
    const char *text; /* not empty, UTF-8, one line */
    unsigned page;    /* from 1 */
    unsigned block;   /* lines of one block stand together on the page */
    enum source_kind kind;
    bool bold;
    float size;  /* points; 0 unknown */
    bool placed; /* whether box is known */
    struct doc_box box;
    bool recognised; /* in a picture: whether it is bold is not known */
    bool contact;    /* a contact block from the edge of the pages; set by margins_take_out */
};

struct source {
    const char *format; /* pdf or docx */
    unsigned pages;
    unsigned images;         /* pages that a picture fills */
    const unsigned *scanned; /* pages that are pictures without text, and were not recognised */
    size_t scanned_count;
    const unsigned *recognised; /* pages whose text was recognised */
    size_t recognised_count;
    float confidence; /* of the recognition, 0 to 1 */
    size_t stripped;
    size_t unreadable; /* characters without a known letter */
    const struct source_line *lines;
    size_t line_count;
    const struct doc_hidden *hidden;
    size_t hidden_count;
};

/* Reads the helper's JSON, trusting nothing in it. On failure: ERR_UNREADABLE with *error_name, the name of
 * the helper's own error, or ERR_INTERNAL with *error_name NULL when the answer breaks the format. */
enum err source_parse(const char *json, size_t length, struct arena *arena, struct source *out,
                      const char **error_name);

#endif
