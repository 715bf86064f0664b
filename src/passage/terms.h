/* A text as the words that can tell what it is about. Each word has several keys under which it may meet a
 * word of another text: its stem, its beginning, its meaning. */
#ifndef PASSAGE_TERMS_H
#define PASSAGE_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct passage_vocabulary;

enum { TERM_KEYS_MAX = 3, TERMS_MAX = 256 /* words of a text that are compared: a note of a dense page */ };

struct term_key {
    uint64_t hash;
    float trust; /* 0 to 1: how much it says when two words meet under it */
};

struct term {
    struct term_key keys[TERM_KEYS_MAX];
    size_t key_count;
    float weight; /* how much the word tells: names and numbers more than others */
};

struct terms {
    struct term *items;
    size_t count;
};

/* The words of `text` as they stand there; their meaning is a key `by_meaning` only. */
void passage_read_terms(const struct passage_vocabulary *vocabulary, bool by_meaning, const char *text,
                        struct arena *arena, struct terms *out);

#endif
