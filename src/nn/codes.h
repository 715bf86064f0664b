/* A growing row of code points: a text on its way through the normalisers and splitters of a tokenizer.
 *
 * It holds at most CODES_MAX; what comes after is not read, so that no rule can make a text grow without end.
 */
#ifndef NN_CODES_H
#define NN_CODES_H

#include <stddef.h>
#include <stdint.h>

enum { CODES_MAX = 2 << 20, UTF8_MAX = 4 };

struct codes {
    uint32_t *items; /* owned */
    size_t count;
    size_t capacity;
};

/* A zeroed struct is empty. */
void codes_finish(struct codes *codes);
void codes_put(struct codes *codes, uint32_t code);
void codes_put_all(struct codes *codes, const uint32_t *items, size_t count);
/* Appends UTF-8; bytes that are none are skipped. */
void codes_put_utf8(struct codes *codes, const char *text, size_t length);
/* Writes the UTF-8 of a code point and returns its bytes. */
size_t codes_encode(uint32_t code, char out[UTF8_MAX]);
/* Exchanges the contents of two. */
void codes_swap(struct codes *a, struct codes *b);

#endif
