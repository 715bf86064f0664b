/* Reads a PDF file with poppler: text in reading order with places, and the text that cannot be seen. */
#ifndef DOC_HELPER_PDF_H
#define DOC_HELPER_PDF_H

#include "reading.h"

/* Pages that are pictures are only listed in reading->scanned. */
enum reading_error pdf_read(GBytes *bytes, struct reading *reading);
/* The same, and recognises the text of pages that are pictures. READING_NO_RECOGNITION when that cannot be
 * had. */
enum reading_error pdf_read_scan(GBytes *bytes, struct reading *reading);

#endif
