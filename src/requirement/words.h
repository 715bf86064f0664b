/* Reading job descriptions, CVs and notes piece by piece: words as they stand there, sentences, phrases.
 *
 * Unlike the tokenizer of src/nn and the reading of notes in src/insight, it keeps what names have inside
 * (C++, CI/CD, Node.js) and the case that they are written in. Pure functions; results live in the arena.
 */
#ifndef REQUIREMENT_WORDS_H
#define REQUIREMENT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A word or name where it stands: letters and digits with the signs that names have inside (C++, CI/CD,
 * Node.js). */
struct word {
    const char *start;
    size_t length;
    bool starts_sentence;
};
/* The next word at or after *position; false at the end. */
bool word_next(const char *text, const char **position, struct word *out);
size_t word_count(const char *text);
char *word_fold(const struct word *word, struct arena *arena);
/* Written like a name wherever it stands: PostgreSQL, AWS, C++, web3; not "Experience" at the start of a
 * sentence. */
bool word_is_name(const struct word *word);
/* Capitalised within a sentence, or word_is_name. */
bool word_is_capitalised_name(const struct word *word);
/* Whether the folded word stands in the folded text as a whole word. */
bool folded_has_word(const char *folded_text, const char *folded_word);
/* Whether a word of the folded text begins with `stem`. */
bool folded_has_stem(const char *folded_text, const char *stem);
/* Whether one of the stems in a list parted by spaces stands there: "_" spells a space, a final "." a whole
 * word. */
bool folded_has_any_stem(const char *folded, const char *stems);
/* Whether the folded text itself begins with one of them. */
bool folded_begins_with_any_stem(const char *folded, const char *stems);
/* Whether the folded word is one of those in `list`, which has a space before and after each. */
bool word_is_in(const char *list, const char *folded);
/* Function words of both languages, folded. */
bool word_is_function(const char *folded);

/* Whether the full stop at `stop` only shortens the word before it: "min. 3 anni", "e.g. Kafka", "sez. B". */
bool full_stop_abbreviates(const char *text, const char *stop);
/* The next line or sentence at *position of `text`, trimmed, without bullets; NULL at the end. A line that
 * goes on in lower case was only wrapped, but for a short one; where `text` is NULL a short one, too.
 * *is_item (may be NULL) says that it began with a bullet or number. */
const char *sentence_next(struct arena *arena, const char *text, const char **position, bool *is_item);
/* Cut at a word to at most `max` code points, with an ellipsis; without final punctuation. */
const char *phrase_shorten(struct arena *arena, const char *text, size_t max);

#endif
