/* Patterns are hashed by their first word; a search tries that word whole and then each of its beginnings. */
#include "insight/dictionary.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { SLOT_COUNT = 8192, STEM_MAX = 24 };

struct pattern {
    const char *words[DICTIONARY_PHRASE_MAX]; /* without the star */
    bool open[DICTIONARY_PHRASE_MAX];         /* had the star */
    size_t word_count;
    size_t letter_count;
    const char *value;
    size_t value_id;
    enum dictionary_use use;
    struct pattern *next; /* in the same slot */
};

struct dictionary {
    struct arena *arena;
    struct pattern *slots[SLOT_COUNT];
    size_t value_count;
};

static size_t slot_of(const char *word, size_t length, bool open) {
    uint32_t hash = open ? 2166136261u : 40389u; /* FNV-1a, two seeds */
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    }
    return hash % SLOT_COUNT;
}

static void add_word(struct dictionary *dictionary, struct pattern *pattern, const char *word,
                     size_t length) {
    assert(pattern->word_count < DICTIONARY_PHRASE_MAX);
    size_t at = pattern->word_count++;
    pattern->open[at] = word[length - 1] == '*';
    length -= pattern->open[at];
    pattern->words[at] = arena_strndup(dictionary->arena, word, length);
    pattern->letter_count += length;
}

static void add_pattern(struct dictionary *dictionary, const char *text, const char *end, const char *value) {
    struct pattern *pattern = arena_alloc(dictionary->arena, sizeof *pattern);
    pattern->value = value;
    pattern->value_id = dictionary->value_count;
    while (text < end) {
        size_t blank = strspn(text, " ");
        text += blank;
        if (text >= end) {
            break;
        }
        if (pattern->word_count == 0 && (*text == '?' || *text == '!') && text + 1 < end && text[1] > ' ') {
            pattern->use = *text++ == '?' ? DICTIONARY_AMBIGUOUS : DICTIONARY_ANY_LANGUAGE;
        }
        size_t length = strcspn(text, " ,\n");
        add_word(dictionary, pattern, text, length);
        text += length;
    }
    if (pattern->word_count > 0) {
        size_t slot = slot_of(pattern->words[0], strlen(pattern->words[0]), pattern->open[0]);
        pattern->next = dictionary->slots[slot];
        dictionary->slots[slot] = pattern;
    }
}

static void add_line(struct dictionary *dictionary, const char *line) {
    const char *colon = strchr(line, ':');
    if (colon == NULL || *line == '#') {
        return;
    }
    const char *value = arena_strndup(dictionary->arena, line, (size_t)(colon - line));
    for (const char *text = colon + 1; *text != '\0';) {
        const char *end = text + strcspn(text, ",");
        add_pattern(dictionary, text, end, value);
        text = *end == ',' ? end + 1 : end;
    }
    dictionary->value_count++;
}

struct dictionary *dictionary_create(const char *text, size_t length) {
    struct arena *arena = arena_create();
    struct dictionary *dictionary = arena_alloc(arena, sizeof *dictionary);
    dictionary->arena = arena;
    for (const char *end = text + length; text < end;) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *line_end = newline != NULL ? newline : end;
        add_line(dictionary, arena_strndup(arena, text, (size_t)(line_end - text)));
        text = line_end + 1;
    }
    return dictionary;
}

void dictionary_destroy(struct dictionary *dictionary) {
    if (dictionary != NULL) {
        arena_destroy(dictionary->arena);
    }
}

static bool covers(const struct pattern *pattern, const char *const *words, size_t count) {
    if (pattern->word_count > count) {
        return false;
    }
    for (size_t i = 0; i < pattern->word_count; i++) {
        size_t length = strlen(pattern->words[i]);
        if (strncmp(pattern->words[i], words[i], length) != 0 ||
            (!pattern->open[i] && words[i][length] != '\0')) {
            return false;
        }
    }
    return true;
}

static const struct pattern *better(const struct pattern *a, const struct pattern *b) {
    if (a == NULL || b->word_count > a->word_count) {
        return b;
    }
    return b->word_count == a->word_count && b->letter_count > a->letter_count ? b : a;
}

struct dictionary_match dictionary_find(const struct dictionary *dictionary, const char *const *words,
                                        size_t count) {
    struct dictionary_match match = {0};
    if (count == 0) {
        return match;
    }
    const struct pattern *best = NULL;
    size_t length = strlen(words[0]);
    for (size_t stem = length < STEM_MAX ? length : STEM_MAX; stem > 0; stem--) {
        for (int open = 0; open <= (stem > 1); open++) {
            if (!open && stem != length) {
                continue;
            }
            const struct pattern *pattern = dictionary->slots[slot_of(words[0], stem, open)];
            for (; pattern != NULL; pattern = pattern->next) {
                if (strlen(pattern->words[0]) == stem && pattern->open[0] == open &&
                    covers(pattern, words, count)) {
                    best = better(best, pattern);
                }
            }
        }
    }
    if (best != NULL) {
        match = (struct dictionary_match){best->value, best->word_count, best->value_id, best->use};
    }
    return match;
}

size_t dictionary_value_count(const struct dictionary *dictionary) {
    return dictionary->value_count;
}
