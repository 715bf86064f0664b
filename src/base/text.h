/* Small functions on NUL-terminated UTF-8 text. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

bool text_is_blank(const char *text); /* NULL, empty, or white space only */
bool text_starts_with(const char *text, const char *prefix);
bool text_ends_with_ignoring_case(const char *text, const char *ascii_suffix);
/* A copy without leading and trailing white space (ASCII and U+00A0). */
char *text_trim(struct arena *arena, const char *text);
/* Reads one code point at *position and moves past it; U+FFFD for a bad byte. Returns 0 at the end. */
uint32_t text_next_codepoint(const char *text, size_t length, size_t *position);
/* Bytes written for `codepoint` (1 to 4); `out` has room for 4. */
size_t text_put_codepoint(char *out, uint32_t codepoint);
bool text_is_utf8(const char *bytes, size_t length);
size_t text_count_codepoints(const char *text);
/* Lower case with accents removed, for search and for comparing names: "Niccolò" → "niccolo". Latin script.
 */
char *text_fold(struct arena *arena, const char *text);
/* Cuts at a code point so that the result has at most `max_codepoints`, with an ellipsis when cut. */
char *text_shorten(struct arena *arena, const char *text, size_t max_codepoints);

#endif
