/* Takes out of a text what no reader can see: Unicode tag characters, zero-width characters, bidirectional
 * controls, other controls, private-use characters. They serve to smuggle words past a person and into a
 * language model. */
#ifndef DOC_HELPER_CLEAN_H
#define DOC_HELPER_CLEAN_H

#include <glib.h>
#include <stddef.h>

struct clean_counts {
    size_t stripped;   /* that show nothing and change how a text is read */
    size_t unreadable; /* drawn on the page, but the file does not say which letters they are */
};

/* A new string (g_free): canonical composition, ligatures spelled out, runs of white space as one space,
 * trimmed. Adds what was dropped to *counts. Any bytes may come in. */
char *clean_text(const char *bytes, size_t length, struct clean_counts *counts);

#endif
