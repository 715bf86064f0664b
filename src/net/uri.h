/* The request target: path segments and query, percent-decoded once.
 *
 * The path is cut into segments before it is decoded, so %2F never makes a new segment. Anything that is not
 * a plain origin-form target of UTF-8 text without NUL is refused.
 */
#ifndef NET_URI_H
#define NET_URI_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { URI_LENGTH_MAX = 8192, URI_SEGMENTS_MAX = 16, URI_QUERY_MAX = 32 };

struct uri {
    const char *path; /* decoded, with a final slash */
    const char *segments[URI_SEGMENTS_MAX];
    size_t segment_count;
    bool has_final_slash; /* as it was sent */
    struct {
        const char *name, *value;
    } query[URI_QUERY_MAX];
    size_t query_count;
};

/* False when `target` is no acceptable request target. Strings live in `arena`. */
bool uri_parse(struct uri *uri, struct arena *arena, const char *target);
/* Decodes name=value pairs joined by &; also the body of a form. False when a pair is malformed or not UTF-8.
 * `take` gets every pair, and their lengths because a value may hold NUL. */
bool uri_parse_pairs(struct arena *arena, const char *text, size_t length,
                     bool (*take)(void *context, const char *name, const char *value, size_t value_length),
                     void *context);

#endif
