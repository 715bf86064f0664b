/* Reads a PDF file with poppler: text in reading order with places, and the text that cannot be seen. */
#ifndef DOC_HELPER_PDF_H
#define DOC_HELPER_PDF_H

#include "reading.h"

enum reading_error pdf_read(GBytes *bytes, struct reading *reading);

#endif
