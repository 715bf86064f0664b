/* A growing run of bytes in an arena, always NUL-terminated past `length`. Zero-initialise, then set `arena`.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct buffer {
    struct arena *arena; /* borrowed: where the bytes live */
    char *data;
    size_t length;
    size_t capacity;
};

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_append_text(struct buffer *buffer, const char *text);
void buffer_append_char(struct buffer *buffer, char c);
void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for `extra` more bytes and returns where they go; the caller then adds to `length`. */
char *buffer_reserve(struct buffer *buffer, size_t extra);

#endif
