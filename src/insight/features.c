#include "insight/features.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "insight/dictionary.h"
#include "insight/words.h"

/* Families keep apart equal text that means different things, and are weighted by how far each can be
 * trusted. */
enum family {
    FAMILY_CATEGORY,
    FAMILY_CATEGORY_PAIR,
    FAMILY_CATEGORY_NEXT,
    FAMILY_LAST_CATEGORY,
    FAMILY_WORD,
    FAMILY_WORD_PAIR,
    FAMILY_STEM,
    FAMILY_STEM_PAIR,
    FAMILY_STEM_TRIPLE,
    FAMILY_LETTERS,
    FAMILY_SHAPE,
    FAMILY_COUNT
};

static const float FAMILY_WEIGHT[FAMILY_COUNT] = {
    [FAMILY_CATEGORY] = 1.0f,      [FAMILY_CATEGORY_PAIR] = 0.7f, [FAMILY_CATEGORY_NEXT] = 0.5f,
    [FAMILY_LAST_CATEGORY] = 0.7f, [FAMILY_WORD] = 0.7f,          [FAMILY_WORD_PAIR] = 0.5f,
    [FAMILY_STEM] = 1.0f,          [FAMILY_STEM_PAIR] = 0.7f,     [FAMILY_STEM_TRIPLE] = 0.5f,
    [FAMILY_LETTERS] = 1.0f,       [FAMILY_SHAPE] = 0.4f,
};

enum {
    GRAM_MIN = 3,
    GRAM_MAX = 5,
    GRAM_WORD_MAX = 24, /* letters of a word that are read */
    FEATURES_PER_WORD = 2 * 6 + 3 * GRAM_WORD_MAX + 8
};

struct category_hit {
    size_t id, term;
    bool negated;
};

struct extraction {
    struct features *out;
    enum family *families; /* of each feature, for the weights */
    size_t capacity;
    const struct words *words;
    struct category_hit *hits;
    size_t hit_count;
    const bool *negator; /* of each word */
};

static uint32_t column_of(enum family family, const char *a, const char *b, const char *c) {
    uint64_t hash = 14695981039346656037u ^ (uint64_t)family; /* FNV-1a */
    const char *parts[] = {a, b, c};
    for (size_t i = 0; i < 3; i++) {
        for (const char *s = parts[i]; s != NULL && *s != '\0'; s++) {
            hash = (hash ^ (unsigned char)*s) * 1099511628211u;
        }
        hash = (hash ^ 0x1f) * 1099511628211u;
    }
    hash ^= hash >> 32;
    return FEATURE_CATEGORY_COLUMNS + (uint32_t)(hash % (FEATURE_COLUMNS - FEATURE_CATEGORY_COLUMNS));
}

static void add(struct extraction *x, enum family family, uint32_t column, size_t first, size_t count) {
    if (x->out->count < x->capacity) {
        x->families[x->out->count] = family;
        x->out->items[x->out->count++] =
            (struct feature){.column = column, .first_word = first, .word_count = count};
    }
}

static void add_terms(struct extraction *x, enum family family, uint32_t column, size_t from, size_t to) {
    const struct term *first = &x->words->terms[from], *last = &x->words->terms[to];
    size_t end = last->first_word + last->word_count;
    add(x, family, column, first->first_word, end - first->first_word);
}

/* What a negator says lies in what it denies: by itself it is no feature, or every "not" would weigh the
 * same. */
static bool *find_negators(const struct words *words, struct arena *arena) {
    bool *negator = arena_array(arena, words->count + 1, sizeof *negator);
    for (size_t i = 0; i < words->term_count; i++) {
        const struct term *term = &words->terms[i];
        negator[term->first_word] = term->word_count == 1 && term->negator;
    }
    return negator;
}

static void add_words(struct extraction *x) {
    for (size_t i = 0; i < x->words->count; i++) {
        const struct word *word = &x->words->words[i];
        if (!x->negator[i])
            add(x, FAMILY_WORD, column_of(FAMILY_WORD, word->text, NULL, NULL), i, 1);
        if (i > 0) {
            add(x, FAMILY_WORD_PAIR, column_of(FAMILY_WORD_PAIR, word[-1].text, word->text, NULL), i - 1, 2);
        }
    }
}

static void add_letters(struct extraction *x) {
    char padded[GRAM_WORD_MAX + 3], gram[GRAM_MAX + 1];
    for (size_t i = 0; i < x->words->count; i++) {
        if (x->negator[i])
            continue;
        const char *text = x->words->words[i].text;
        size_t length = strnlen(text, GRAM_WORD_MAX);
        padded[0] = '^';
        memcpy(padded + 1, text, length);
        padded[length + 1] = '$';
        for (size_t n = GRAM_MIN; n <= GRAM_MAX; n++) {
            for (size_t at = 0; at + n <= length + 2; at++) {
                memcpy(gram, padded + at, n);
                gram[n] = '\0';
                add(x, FAMILY_LETTERS, column_of(FAMILY_LETTERS, gram, NULL, NULL), i, 1);
            }
        }
    }
}

/* Content terms only: pairs of them skip the small words between, so that inflection and order weigh less. */
static void add_stems(struct extraction *x) {
    const struct term *terms = x->words->terms;
    size_t before = SIZE_MAX, earlier = SIZE_MAX;
    for (size_t i = 0; i < x->words->term_count; i++) {
        if (terms[i].filler) {
            continue;
        }
        const char *sign = terms[i].negated ? "!" : "";
        if (!terms[i].negator)
            add_terms(x, FAMILY_STEM, column_of(FAMILY_STEM, sign, terms[i].stem, NULL), i, i);
        if (before != SIZE_MAX) {
            add_terms(x, FAMILY_STEM_PAIR,
                      column_of(FAMILY_STEM_PAIR, terms[before].stem, terms[i].stem, NULL), before, i);
        }
        if (earlier != SIZE_MAX) {
            add_terms(x, FAMILY_STEM_TRIPLE,
                      column_of(FAMILY_STEM_TRIPLE, terms[earlier].stem, terms[before].stem, terms[i].stem),
                      earlier, i);
        }
        earlier = before;
        before = i;
    }
}

static void find_categories(struct extraction *x, const struct dictionary *lexicon, struct arena *arena) {
    const struct words *words = x->words;
    const char **texts = arena_array(arena, words->term_count + 1, sizeof *texts);
    for (size_t i = 0; i < words->term_count; i++) {
        texts[i] = words->terms[i].text;
    }
    x->hits = arena_array(arena, words->term_count + 1, sizeof *x->hits);
    for (size_t i = 0; i < words->term_count;) {
        struct dictionary_match match = dictionary_find(lexicon, texts + i, words->term_count - i);
        if (match.word_count == 0) {
            i++;
            continue;
        }
        assert(match.value_id < FEATURE_CATEGORIES_MAX);
        bool negated = words->terms[i].negated;
        x->hits[x->hit_count++] = (struct category_hit){.id = match.value_id, .term = i, .negated = negated};
        uint32_t column = (uint32_t)(2 * match.value_id + negated);
        add_terms(x, FAMILY_CATEGORY, column, i, i + match.word_count - 1);
        i += match.word_count;
    }
}

static void name_category(char name[8], const struct category_hit *hit) {
    name[0] = hit->negated ? '!' : '+';
    name[1] = (char)('0' + hit->id);
    name[2] = '\0';
}

/* Which categories follow one another, which word each governs, and what the note ends on. */
static void add_category_context(struct extraction *x) {
    const struct term *terms = x->words->terms;
    char name[8], before[8];
    for (size_t i = 0; i < x->hit_count; i++) {
        const struct category_hit *hit = &x->hits[i];
        name_category(name, hit);
        if (i > 0) {
            name_category(before, &hit[-1]);
            add_terms(x, FAMILY_CATEGORY_PAIR, column_of(FAMILY_CATEGORY_PAIR, before, name, NULL),
                      hit[-1].term, hit->term);
        }
        for (size_t next = hit->term + 1;
             next < x->words->term_count && terms[next].clause == terms[hit->term].clause; next++) {
            if (!terms[next].filler) {
                add_terms(x, FAMILY_CATEGORY_NEXT,
                          column_of(FAMILY_CATEGORY_NEXT, name, terms[next].stem, NULL), hit->term, next);
                break;
            }
        }
        if (terms[hit->term].clause == terms[x->words->term_count - 1].clause) {
            add_terms(x, FAMILY_LAST_CATEGORY, column_of(FAMILY_LAST_CATEGORY, name, NULL, NULL), hit->term,
                      hit->term);
        }
    }
}

static void add_shape(struct extraction *x) {
    size_t count = x->words->count;
    const char *size = count <= 2 ? "1" : count <= 5 ? "2" : count <= 10 ? "3" : count <= 20 ? "4" : "5";
    add(x, FAMILY_SHAPE, column_of(FAMILY_SHAPE, "size", size, NULL), 0, 0);
    if (strchr(x->words->note, '"') != NULL) {
        add(x, FAMILY_SHAPE, column_of(FAMILY_SHAPE, "quote", NULL, NULL), 0, 0);
    }
}

/* Long notes must not shout: each family's values have the length sqrt(count / (count + 4)) of a unit. */
static void set_values(struct extraction *x) {
    size_t counts[FAMILY_COUNT] = {0};
    for (size_t i = 0; i < x->out->count; i++) {
        counts[x->families[i]]++;
    }
    for (size_t i = 0; i < x->out->count; i++) {
        enum family family = x->families[i];
        x->out->items[i].value = FAMILY_WEIGHT[family] * 2.0f / sqrtf((float)counts[family] + 3.0f);
    }
}

void features_extract(struct features *features, const struct words *words, const struct dictionary *lexicon,
                      struct arena *arena) {
    *features = (struct features){0};
    struct extraction x = {.out = features, .words = words};
    x.capacity = (words->count + 1) * FEATURES_PER_WORD;
    features->items = arena_array(arena, x.capacity, sizeof *features->items);
    x.families = arena_array(arena, x.capacity, sizeof *x.families);
    x.negator = find_negators(words, arena);
    find_categories(&x, lexicon, arena);
    if (x.hit_count > 0) {
        add_category_context(&x);
    }
    add_words(&x);
    add_stems(&x);
    add_letters(&x);
    add_shape(&x);
    set_values(&x);
}
