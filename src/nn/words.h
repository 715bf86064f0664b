/* Splits text into words the way the BERT uncased models were trained: the normaliser (clean text, ideographs
 * on their own, accents removed, lower case) and the splitter (at white space; punctuation on its own) in one
 * pass.
 *
 * It agrees with the `BertNormalizer` and `BertPreTokenizer` of Hugging Face's tokenizers on every code
 * point. It does not look words up: wordpiece.c does. A reader belongs to one thread and allocates nothing.
 */
#ifndef NN_WORDS_H
#define NN_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WORD_CHARS_MAX = 100, /* the model's own limit: a longer word is unknown */
    WORD_BYTES_MAX = WORD_CHARS_MAX * 4,
};

struct words {
    const char *text; /* borrowed */
    size_t length;
    size_t position;

    /* The word that was read last. */
    char bytes[WORD_BYTES_MAX]; /* UTF-8; incomplete when the word is too long */
    size_t byte_length;
    unsigned chars; /* counts on beyond WORD_CHARS_MAX */

    /* Marks that wait for those of a lower class, which come first in canonical order. */
    uint32_t marks[WORD_CHARS_MAX];
    uint8_t mark_classes[WORD_CHARS_MAX];
    unsigned mark_count;
};

/* Bytes that are not UTF-8 count as U+FFFD, which the normaliser removes. */
void words_init(struct words *words, const char *text, size_t length);
/* Reads the next word into words->bytes; false at the end of the text. */
bool words_next(struct words *words);

#endif
