/* A note as words: where they stand, which clause they are in, what they mean in English, and what is
 * negated.
 *
 * The one reading of a note behind its features, its embedding and its reasons, so that all three agree.
 */
#ifndef INSIGHT_WORDS_H
#define INSIGHT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct dictionary;

/* Notes are short; what lies beyond is not read, which bounds the time for any input. */
enum { WORDS_MAX = 1024 };

struct word {
    const char *text;  /* folded: lower case without accents; "#" for a number, "?", "!" and "..." as such */
    size_t start, end; /* in the note, code points */
    size_t start_byte, end_byte;
    unsigned clause; /* words between marks such as commas share a number */
    float italian;   /* above 0 reads as Italian, below as English */
};

/* One English term of the note's gloss, and the words it stands for. */
struct term {
    const char *text; /* folded English, or the word itself where there is no gloss */
    const char *stem; /* without the common endings */
    size_t first_word, word_count;
    unsigned clause;
    bool negator; /* such as not, never, without */
    bool negated; /* in the scope of one */
    bool filler;  /* a function word */
};

struct words {
    const char *note; /* borrowed */
    struct word *words;
    size_t count;
    struct term *terms;
    size_t term_count;
    bool glossed; /* at least one term differs from its word */
};

/* Splits `note` into words. */
void words_split(struct words *words, const char *note, struct arena *arena);
/* Finds the English terms, by `glossary` where the note reads as Italian, and what is negated. */
void words_gloss(struct words *words, const struct dictionary *glossary, struct arena *arena);
/* The gloss as running text, with the note's own punctuation. */
const char *words_english(const struct words *words, struct arena *arena);
/* The same from the term *next on, of those that begin before byte `end`; *next is then the first after them.
 */
const char *words_english_until(const struct words *words, size_t end, size_t *next, struct arena *arena);

#endif
