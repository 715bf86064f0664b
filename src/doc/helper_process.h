/* Starts the document helper for one document, feeds it, and takes its answer under a time and a size limit.
 */
#ifndef DOC_HELPER_PROCESS_H
#define DOC_HELPER_PROCESS_H

#include <stddef.h>

struct arena;
struct doc_input;

enum {
    HELPER_WALL_MS = 12000, /* its processor time ends after 8 seconds; the rest is waiting */
    HELPER_RECOGNITION_WALL_MS =
        22000, /* of text recognition: 18 seconds; below the server's time to shut down */
    HELPER_ANSWER_BYTES_MAX = 8 * 1024 * 1024, /* a megabyte of text in 20,000 lines, as JSON */
};

enum helper_result {
    HELPER_ANSWERED,
    HELPER_NOT_STARTED, /* no such program, or no memory for it */
    HELPER_DIED,        /* killed by its limits or by a forbidden system call, or crashed */
    HELPER_TOO_SLOW,
};

/* `format` is pdf, docx or scan, a PDF whose pictures are to be recognised. Blocks; any thread. The answer
 * lives in the arena and is not checked here. */
enum helper_result helper_run(const char *path, const char *format, const struct doc_input *input,
                              struct arena *arena, const char **answer, size_t *answer_length);

#endif
