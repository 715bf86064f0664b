/* Reads pages that are pictures, with tesseract, into the same pieces of text as other pages give.
 *
 * The page is drawn into memory, turned upright, and recognised by one thread. Built in only where tesseract
 * was found at build time; language data are looked for at run time. English and Italian together: a CV often
 * has both.
 */
#ifndef DOC_HELPER_RECOGNISE_H
#define DOC_HELPER_RECOGNISE_H

#include <glib.h>
#include <poppler.h>
#include <stdbool.h>

enum {
    RECOGNISE_PAGES_MAX = 8,     /* a CV; further pages are left unread, which the reading says */
    RECOGNISE_CPU_SECONDS = 14,  /* in all; a page takes one to three */
    RECOGNISE_WALL_SECONDS = 18, /* the server gives up after HELPER_RECOGNITION_WALL_MS */
};

struct recogniser;

struct recognition {
    GArray *pieces;    /* struct piece, in points; owned, with its texts */
    double skew;       /* radians by which the page lay askew; the pieces stand on it upright */
    double confidence; /* 0 to 1, the sum over `words` */
    unsigned words;
};

/* NULL when it is not built in or there are no language data. */
struct recogniser *recogniser_create(void);
void recogniser_destroy(struct recogniser *recogniser);
/* False when the page cannot be drawn, holds no words, or the time or the pages are used up; *out is then
 * empty. */
bool recogniser_read(struct recogniser *recogniser, PopplerPage *page, struct recognition *out);

#endif
