/* Reads multipart/form-data (RFC 7578) that lies in memory, without copying the files. Private to src/net/.
 *
 * Own code because MHD's post processor hands out pieces on the I/O thread, which would have to be put
 * together again; here the worker cuts the body in place.
 */
#ifndef NET_MULTIPART_H
#define NET_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { MULTIPART_PARTS_MAX = 64 };

struct part {
    const char *name;
    const char *file_name; /* NULL: a field */
    const char *bytes;     /* borrowed from the body, not ended by NUL */
    size_t length;
};

/* Returns the number of parts written to `parts`, or -1 for a malformed body. */
int multipart_parse(struct arena *arena, const char *content_type, const char *body, size_t length,
                    struct part parts[MULTIPART_PARTS_MAX]);

#endif
