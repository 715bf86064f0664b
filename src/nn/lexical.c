#include "nn/lexical.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "nn/words.h"

enum {
    LEXICAL_TEXT_MAX = 64 * 1024, /* far above a chunk or a page; bounds the time of a hostile text */
    WORD_MAX = 40,                /* bytes; longer words are cut: no word of any language needs more */
    NGRAM_MIN = 3,                /* three to five letters hold most stems of English and Italian */
    NGRAM_MAX = 5,
    SHORT_WORD = 3, /* words up to this length are mostly function words */
};

static const float WORD_WEIGHT = 1.0f;
static const float SHORT_WORD_WEIGHT = 0.2f;
static const float NGRAM_WEIGHT = 0.3f;

/* FNV-1a, 64 bits. */
static uint64_t hash_bytes(const char *bytes, size_t length, uint64_t seed) {
    uint64_t hash = 0xcbf29ce484222325u ^ seed;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    return hash ^ (hash >> 29);
}

static void add_feature(float *out, const char *bytes, size_t length, uint64_t seed, float weight) {
    uint64_t hash = hash_bytes(bytes, length, seed);
    out[hash % EMBED_DIMENSIONS] += hash >> 63 ? weight : -weight;
}

static void add_word(float *out, const char *word, size_t length) {
    char marked[WORD_MAX + 2] = "<";
    if (length > WORD_MAX)
        length = WORD_MAX;
    memcpy(marked + 1, word, length);
    marked[length + 1] = '>';
    if (length <= SHORT_WORD) {
        add_feature(out, word, length, 0, SHORT_WORD_WEIGHT);
        return;
    }
    add_feature(out, word, length, 0, WORD_WEIGHT);
    for (size_t n = NGRAM_MIN; n <= NGRAM_MAX; n++)
        for (size_t i = 0; i + n <= length + 2; i++)
            add_feature(out, marked + i, n, n, NGRAM_WEIGHT);
}

static void scale_to_unit_length(float *vector) {
    double sum = 0;
    for (int i = 0; i < EMBED_DIMENSIONS; i++)
        sum += (double)vector[i] * vector[i];
    if (sum > 0)
        for (int i = 0; i < EMBED_DIMENSIONS; i++)
            vector[i] = (float)(vector[i] / sqrt(sum));
}

/* Punctuation is a word of its own to the reader, and none here; beyond ASCII it is rare enough to count. */
static bool is_punctuation(const struct words *words) {
    return words->byte_length == 1 && ispunct((unsigned char)words->bytes[0]);
}

void lexical_embed(const char *text, size_t length, float out[EMBED_DIMENSIONS]) {
    struct words words;
    memset(out, 0, EMBED_DIMENSIONS * sizeof *out);
    words_init(&words, text, length < LEXICAL_TEXT_MAX ? length : LEXICAL_TEXT_MAX);
    while (words_next(&words))
        if (!is_punctuation(&words))
            add_word(out, words.bytes, words.byte_length);
    scale_to_unit_length(out);
}
