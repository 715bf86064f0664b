/* Reads a DOCX file: paragraphs, headings, lists, tables and text boxes, and the text that Word would not
 * show. */
#ifndef DOC_HELPER_DOCX_H
#define DOC_HELPER_DOCX_H

#include "reading.h"

enum reading_error docx_read(GBytes *bytes, struct reading *reading);

#endif
