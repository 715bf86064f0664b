#include "passage/terms.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "passage/stem.h"
#include "passage/vocabulary.h"
#include "requirement/words.h"

enum {
    PREFIX_LETTERS = 5, /* what related words of both languages share: logistics, logistica */
    PREFIX_WORD_MIN = 6,
};
static const float NAME_WEIGHT = 1.5f;
static const float TIME_WEIGHT = 0.4f; /* years, days: how long or how often, not what */
static const float CONCEPT_TRUST = 0.8f;
static const float PREFIX_TRUST = 0.5f;

/* A word of the text and how it is written. */
struct reading {
    const char **folded;
    bool *is_name;
    size_t count;
};

static void add_word(struct reading *reading, const char *start, size_t length, bool is_name,
                     struct arena *arena) {
    if (reading->count == TERMS_MAX || length == 0)
        return;
    reading->folded[reading->count] = text_fold(arena, arena_strndup(arena, start, length));
    reading->is_name[reading->count++] = is_name;
}

/* Parts of hyphenated and slashed words stand alone: look-alike, CI/CD. */
static void add_parts(struct reading *reading, const struct word *word, struct arena *arena) {
    bool is_name = word_is_name(word) || isdigit((unsigned char)word->start[0]);
    size_t start = 0;
    for (size_t i = 0; i <= word->length; i++) {
        if (i < word->length && strchr("-/&", word->start[i]) == NULL)
            continue;
        add_word(reading, word->start + start, i - start, is_name, arena);
        start = i + 1;
    }
}

static struct reading read_words(const char *text, struct arena *arena) {
    size_t length = strlen(text), room = length < TERMS_MAX ? length : TERMS_MAX;
    struct reading reading = {.folded = arena_array(arena, room + 1, sizeof *reading.folded),
                              .is_name = arena_array(arena, room + 1, sizeof *reading.is_name)};
    struct word word;
    for (const char *at = text; reading.count < TERMS_MAX && word_next(text, &at, &word);)
        add_parts(&reading, &word, arena);
    return reading;
}

/* FNV-1a; `kind` keeps stems, beginnings and meanings apart. */
static uint64_t hash_of(const char *bytes, size_t length, unsigned char kind) {
    uint64_t hash = 14695981039346656037u ^ kind;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
    return hash;
}

static void add_key(struct term *term, uint64_t hash, float trust) {
    term->keys[term->key_count++] = (struct term_key){hash, trust};
}

static void add_concept(struct term *term, const struct dictionary_match *match) {
    add_key(term, hash_of(match->value, strlen(match->value), 'c'), CONCEPT_TRUST);
}

static bool is_time(const struct dictionary_match *concept) {
    static const char UNITS[] = " minute hour day week month year ";
    return concept && word_is_in(UNITS, concept->value);
}

static struct term term_of(const char *folded, bool is_name, const struct dictionary_match *concept) {
    struct term term = {.weight = is_name ? NAME_WEIGHT : is_time(concept) ? TIME_WEIGHT : 1};
    size_t length = strlen(folded);
    add_key(&term, hash_of(folded, passage_stem_length(folded), 's'), 1);
    if (length >= PREFIX_WORD_MIN && !isdigit((unsigned char)*folded))
        add_key(&term, hash_of(folded, PREFIX_LETTERS, 'p'), PREFIX_TRUST);
    if (concept)
        add_concept(&term, concept);
    return term;
}

/* Function words, and what recruiters write of any answer. */
static bool is_empty(const struct dictionary_match *concept) {
    return concept->word_count == 1 && strcmp(concept->value, "-") == 0;
}

void passage_read_terms(const struct passage_vocabulary *vocabulary, bool by_meaning, const char *text,
                        struct arena *arena, struct terms *out) {
    struct reading reading = read_words(text, arena);
    struct dictionary_match match = {0};
    size_t covered = 0; /* words that the last match still covers */
    *out = (struct terms){.items = arena_array(arena, reading.count + 1, sizeof *out->items)};
    for (size_t i = 0; i < reading.count; i++) {
        if (covered == 0) {
            match = dictionary_find(vocabulary->concepts, reading.folded + i, reading.count - i);
            covered = match.word_count;
        }
        if (!is_empty(&match))
            out->items[out->count++] =
                term_of(reading.folded[i], reading.is_name[i], by_meaning && covered > 0 ? &match : NULL);
        covered -= covered > 0;
    }
}
