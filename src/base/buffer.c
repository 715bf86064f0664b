#include "base/buffer.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { FIRST_CAPACITY = 256 };

static void grow(struct buffer *buffer, size_t needed) {
    size_t capacity = buffer->capacity != 0 ? buffer->capacity : FIRST_CAPACITY;
    while (capacity < needed)
        capacity *= 2;
    if (buffer->data != NULL && arena_extend(buffer->arena, buffer->data, buffer->capacity, capacity)) {
        buffer->capacity = capacity;
        return;
    }
    char *data = arena_alloc_bytes(buffer->arena, capacity);
    if (buffer->length > 0)
        memcpy(data, buffer->data, buffer->length);
    buffer->data = data;
    buffer->capacity = capacity;
}

char *buffer_reserve(struct buffer *buffer, size_t extra) {
    assert(buffer->arena != NULL);
    if (extra > SIZE_MAX / 4 - buffer->length)
        abort();
    size_t needed = buffer->length + extra + 1;
    if (needed > buffer->capacity)
        grow(buffer, needed);
    buffer->data[buffer->length] = '\0';
    return buffer->data + buffer->length;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t length) {
    char *end = buffer_reserve(buffer, length);
    if (length > 0)
        memcpy(end, bytes, length);
    end[length] = '\0';
    buffer->length += length;
}

void buffer_append_text(struct buffer *buffer, const char *text) {
    buffer_append(buffer, text, strlen(text));
}

void buffer_append_char(struct buffer *buffer, char c) {
    char *end =
        buffer->length + 1 < buffer->capacity ? buffer->data + buffer->length : buffer_reserve(buffer, 1);
    end[0] = c;
    end[1] = '\0';
    buffer->length++;
}

void buffer_printf(struct buffer *buffer, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    assert(length >= 0);
    char *end = buffer_reserve(buffer, (size_t)length);
    va_start(args, format);
    vsnprintf(end, (size_t)length + 1, format, args);
    va_end(args);
    buffer->length += (size_t)length;
}
