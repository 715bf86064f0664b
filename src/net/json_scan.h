/* Checks JSON before it is parsed: its depth, which jansson cannot limit, and where it breaks, in the words
 * that existing clients know from Python. Private to src/net/. */
#ifndef NET_JSON_SCAN_H
#define NET_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum { JSON_DEPTH_MAX = 32 };

struct json_problem {
    const char *message;
    size_t at; /* byte */
};

/* `text` is UTF-8 and ends with NUL. */
bool json_scan(const char *text, struct json_problem *problem);

#endif
