/* The features of a note: the single definition, used by the server and, through training/risk/features, by
 * the trainer.
 *
 * Each is a column of the weight table with a value, and knows the terms that it came from, so that a verdict
 * can be traced back to words. The first columns are the categories of the lexicon, plain and negated; the
 * rest are hashed words, stems, pairs and letter n-grams.
 */
#ifndef INSIGHT_FEATURES_H
#define INSIGHT_FEATURES_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct dictionary;
struct words;

enum {
    FEATURE_COLUMNS = 1 << 16,
    FEATURE_CATEGORIES_MAX = 64,
    FEATURE_CATEGORY_COLUMNS = 2 * FEATURE_CATEGORIES_MAX
};

struct feature {
    uint32_t column;
    float value;
    size_t first_word, word_count; /* where it came from; word_count 0: the note as a whole */
};

struct features {
    struct feature *items;
    size_t count;
};

/* `words` must be glossed. */
void features_extract(struct features *features, const struct words *words, const struct dictionary *lexicon,
                      struct arena *arena);

#endif
