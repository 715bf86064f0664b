/* Finds the longest known phrase at a place in a run of words.
 *
 * A dictionary is read once from text of lines `value: pattern, pattern`, where a pattern is one to six words
 * and a word may end in `*` for any ending. A leading `?` marks a pattern that is also a word of the other
 * language, a leading `!` one that holds in any language. Immutable after creation, so every thread may
 * search it.
 */
#ifndef INSIGHT_DICTIONARY_H
#define INSIGHT_DICTIONARY_H

#include <stddef.h>

enum { DICTIONARY_PHRASE_MAX = 6 };

enum dictionary_use { DICTIONARY_USUAL, DICTIONARY_AMBIGUOUS, DICTIONARY_ANY_LANGUAGE };

struct dictionary;

struct dictionary_match {
    const char *value; /* lives as long as the dictionary */
    size_t word_count; /* words covered */
    size_t value_id;   /* the line's number among the lines with patterns, from 0 */
    enum dictionary_use use;
};

/* `text` need not outlive the call. Lines that start with `#` and blank lines are skipped. */
struct dictionary *dictionary_create(const char *text, size_t length);
void dictionary_destroy(struct dictionary *dictionary);

/* The match that covers most words (then most letters) starting at words[0], or word_count 0. */
struct dictionary_match dictionary_find(const struct dictionary *dictionary, const char *const *words,
                                        size_t count);
size_t dictionary_value_count(const struct dictionary *dictionary);

#endif
