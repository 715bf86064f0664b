/* Inside of the reader that doc_read and doc_read_questions share: a document's lines, before sections. */
#ifndef DOC_READER_H
#define DOC_READER_H

#include "doc/doc.h"
#include "doc/source.h"

/* `format` is pdf or docx; errors and *problem as in doc_read. */
enum err reader_load(struct doc_reader *reader, const char *format, const struct doc_input *input,
                     struct arena *arena, struct source *out, const char **problem);

/* "pdf", "docx" (any ZIP file) or NULL, by the first bytes. */
const char *reader_detect_format(const struct doc_input *input);

#endif
