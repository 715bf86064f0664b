/* UUIDs as the 36-character lower-case text that the API and both databases use. */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>

enum { UUID_TEXT_SIZE = 37 }; /* with NUL */

/* A new version 7 UUID (RFC 9562): sorts by creation time, 74 random bits from the kernel. Any thread. */
void uuid_create(char out[UUID_TEXT_SIZE]);
/* True for 36 characters 8-4-4-4-12 of hex digits, either case. */
bool uuid_is_valid(const char *text);
/* Copies with lower-case digits; `text` must be valid. */
void uuid_normalise(const char *text, char out[UUID_TEXT_SIZE]);

#endif
