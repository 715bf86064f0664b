/* What the helper found in a document, and how it goes to the server: one JSON object after its length.
 *
 * The frame is 4 bytes of length, least significant first, then that many bytes of JSON. A failed reading has
 * one member, "error", whose value is an enum reading_error by name; the sentence for people is made by the
 * server. */
#ifndef DOC_HELPER_READING_H
#define DOC_HELPER_READING_H

#include <glib.h>
#include <stdbool.h>

#include "clean.h"

enum {
    READING_PAGES_MAX = 50,
    READING_TEXT_BYTES_MAX = 1024 * 1024, /* a long book; a CV has 10 KB */
    READING_LINES_MAX = 20000,
};

enum reading_error {
    READING_OK,
    READING_DAMAGED,
    READING_ENCRYPTED,
    READING_TOO_MANY_PAGES,
    READING_TOO_MUCH_TEXT,
    READING_BOMB,
    READING_FORBIDDEN_XML, /* a document type declaration, which no word processor writes */
    READING_WRONG_TYPE,    /* a ZIP file that is no DOCX */
    READING_NO_SANDBOX,
    READING_NO_RECOGNITION, /* asked for, and not built in or without language data */
};

struct box {
    double left, top, right, bottom; /* points from the top left of the page as displayed */
};

enum line_kind { LINE_WRAPPED, LINE_PARAGRAPH, LINE_HEADING, LINE_ITEM };

struct line {
    char *text; /* owned; cleaned; not empty */
    unsigned page;
    unsigned block;      /* lines that belong together in place share a number */
    enum line_kind kind; /* LINE_WRAPPED may go on in the next line; the others are complete */
    bool placed;         /* whether box is known */
    struct box box;
    double size; /* points; 0 unknown */
    bool bold;
};

struct hidden_text {
    char *text; /* owned */
    unsigned page;
    const char *reason; /* a string constant */
};

struct reading {
    unsigned pages;
    unsigned images;    /* pages that pictures cover for a good part */
    GArray *scanned;    /* unsigned: pages that are pictures without text, and were not recognised */
    GArray *recognised; /* unsigned: those whose text was recognised */
    double confidence;  /* of the recognition, 0 to 1, the sum over recognised_words */
    unsigned recognised_words;
    struct clean_counts dropped;
    size_t text_bytes; /* of everything added so far */
    GArray *lines;     /* struct line */
    GArray *hidden;    /* struct hidden_text */
};

void reading_init(struct reading *reading);
void reading_finish(struct reading *reading);
/* Takes `line` without its text, and the raw text; nothing is added when it is blank. False when it is too
 * much. */
bool reading_add_line(struct reading *reading, struct line line, const char *text, size_t length);
/* Marks without letters are passed over. */
bool reading_add_hidden(struct reading *reading, unsigned page, const char *reason, const char *text,
                        size_t length);
/* Writes the frame to a file descriptor. False when the other side is gone. */
bool reading_write(int fd, const struct reading *reading, enum reading_error error);

#endif
