/* The parts of a DOCX package that hold text, taken out of the ZIP file under limits that no real document
 * reaches. */
#ifndef DOC_HELPER_PACKAGE_H
#define DOC_HELPER_PACKAGE_H

#include <glib.h>

#include "reading.h"

enum {
    PACKAGE_ENTRIES_MAX = 200,
    PACKAGE_BYTES_MAX = 50 * 1024 * 1024, /* of all entries together, unpacked */
    PACKAGE_RATIO_MAX = 100,              /* unpacked to packed; Word's own XML stays under 30 */
    PACKAGE_PART_BYTES_MAX = 16 * 1024 * 1024,
};

struct package {
    GBytes *document;   /* word/document.xml; set whenever package_init succeeds */
    GBytes *styles;     /* word/styles.xml or NULL */
    GPtrArray *headers; /* GBytes: word/header1.xml and so on */
    GPtrArray *footers;
};

/* package_finish may follow a failure too. */
enum reading_error package_init(struct package *package, GBytes *bytes);
void package_finish(struct package *package);

#endif
