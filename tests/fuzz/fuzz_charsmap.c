/* Any bytes as SentencePiece's table of a normaliser, which then reads the same bytes as a text. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "nn/charsmap.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static char *encode_base64(const uint8_t *bytes, size_t length, size_t *out_length) {
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = malloc(length * 4 / 3 + 4);
    uint32_t bits = 0;
    unsigned held = 0;
    assert(out != NULL);
    *out_length = 0;
    for (size_t i = 0; i < length; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 6; held -= 6)
            out[(*out_length)++] = DIGITS[bits >> (held - 6) & 63];
    }
    if (held > 0)
        out[(*out_length)++] = DIGITS[bits << (6 - held) & 63];
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char problem[128];
    size_t base64_length;
    char *base64 = encode_base64(bytes, length, &base64_length);
    struct charsmap *map = charsmap_create(base64, base64_length, problem, sizeof problem);
    struct codes text = {0}, out = {0};
    codes_put_utf8(&text, (const char *)bytes, length);
    if (map != NULL)
        charsmap_apply(map, &text, &out);
    codes_finish(&text);
    codes_finish(&out);
    charsmap_destroy(map);
    free(base64);
    return 0;
}
