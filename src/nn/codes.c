#include "nn/codes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void codes_finish(struct codes *codes) {
    free(codes->items);
    *codes = (struct codes){0};
}

static void grow(struct codes *codes, size_t count) {
    if (count <= codes->capacity)
        return;
    size_t capacity = codes->capacity > 0 ? 2 * codes->capacity : 64;
    while (capacity < count)
        capacity *= 2;
    codes->items = reallocarray(codes->items, capacity, sizeof *codes->items);
    if (codes->items == NULL)
        abort();
    codes->capacity = capacity;
}

void codes_put(struct codes *codes, uint32_t code) {
    if (codes->count == CODES_MAX)
        return;
    grow(codes, codes->count + 1);
    codes->items[codes->count++] = code;
}

void codes_put_all(struct codes *codes, const uint32_t *items, size_t count) {
    if (count > CODES_MAX - codes->count)
        count = CODES_MAX - codes->count;
    if (count == 0)
        return;
    grow(codes, codes->count + count);
    memcpy(codes->items + codes->count, items, count * sizeof *items);
    codes->count += count;
}

/* The code point at `byte` and its bytes; 0 bytes when there is none. */
static size_t decode(const unsigned char *byte, const unsigned char *end, uint32_t *code) {
    static const uint32_t SMALLEST[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = *byte < 0x80 ? 1 : *byte >= 0xF0 ? 4 : *byte >= 0xE0 ? 3 : 2;
    *code = *byte;
    if (size == 1)
        return 1;
    if (*byte < 0xC2 || *byte > 0xF4 || (size_t)(end - byte) < size)
        return 0;
    *code = *byte & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return 0;
        *code = *code << 6 | (byte[i] & 0x3Fu);
    }
    bool valid = *code >= SMALLEST[size] && *code <= 0x10FFFF && (*code < 0xD800 || *code > 0xDFFF);
    return valid ? size : 0;
}

void codes_put_utf8(struct codes *codes, const char *text, size_t length) {
    const unsigned char *byte = (const unsigned char *)text, *end = byte + length;
    while (byte < end && codes->count < CODES_MAX) {
        uint32_t code;
        size_t size = decode(byte, end, &code);
        if (size > 0)
            codes_put(codes, code);
        byte += size > 0 ? size : 1;
    }
}

size_t codes_encode(uint32_t code, char out[UTF8_MAX]) {
    size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char LEAD[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size - 1; i > 0; i--, code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3F));
    out[0] = (char)(LEAD[size] | code);
    return size;
}

void codes_swap(struct codes *a, struct codes *b) {
    struct codes kept = *a;
    *a = *b;
    *b = kept;
}
