#include "passage/lexical.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"

/* BM25's own constants: how soon repetition stops to count, how much length does. */
static const double SATURATION = 1.2, LENGTH_SHARE = 0.3;
/* What a word counts that stands in the heading of a passage alone. */
static const double HEADING_SHARE = 0.3;

struct entry {
    uint64_t hash;
    float count;
    bool in_heading_only;
};

struct document {
    struct entry *entries;
    size_t count, capacity;
    size_t words;
};

struct lexical_index {
    const struct passage_vocabulary *vocabulary;
    bool by_meaning;
    struct document *documents;
    size_t count;
    double mean_words;
};

/* --- reading passages --- */

static struct entry *find_entry(struct document *document, uint64_t hash) {
    for (size_t i = 0; i < document->count; i++)
        if (document->entries[i].hash == hash)
            return &document->entries[i];
    return NULL;
}

static void add_entry(struct document *document, uint64_t hash, bool heading, struct arena *arena) {
    struct entry *entry = find_entry(document, hash);
    if (entry && heading)
        return;
    if (entry == NULL) {
        document->entries = arena_grow(arena, document->entries, document->count, &document->capacity,
                                       sizeof *document->entries);
        entry = &document->entries[document->count++];
        *entry = (struct entry){.hash = hash, .in_heading_only = heading};
    }
    entry->count++;
}

static void add_terms(struct document *document, const struct terms *terms, bool heading,
                      struct arena *arena) {
    for (size_t i = 0; i < terms->count; i++)
        for (size_t k = 0; k < terms->items[i].key_count; k++)
            add_entry(document, terms->items[i].keys[k].hash, heading, arena);
}

/* The text as it stands, and glossed in English where it is Italian. */
static void read_both(const struct lexical_index *index, const char *text, const char *english,
                      struct arena *arena, struct terms out[2]) {
    passage_read_terms(index->vocabulary, index->by_meaning, text, arena, &out[0]);
    out[1] = (struct terms){0};
    if (index->by_meaning && english != text)
        passage_read_terms(index->vocabulary, true, english, arena, &out[1]);
}

static const char *gloss(const struct lexical_index *index, const char *text, struct arena *arena) {
    return index->by_meaning ? passage_text_to_embed(index->vocabulary, text, arena) : text;
}

/* `heading` is read already: the passages of an entry share it. */
static void read_document(const struct lexical_index *index, const struct passage *passage,
                          const struct terms heading[2], struct arena *arena, struct document *out) {
    struct terms terms[2];
    read_both(index, passage->text, gloss(index, passage->text, arena), arena, terms);
    out->words = terms[0].count;
    add_terms(out, &terms[0], false, arena);
    add_terms(out, &terms[1], false, arena);
    add_terms(out, &heading[0], true, arena);
    add_terms(out, &heading[1], true, arena);
}

struct lexical_index *lexical_index_build(const struct passage_vocabulary *vocabulary, bool by_meaning,
                                          const struct passage_list *passages, struct arena *arena) {
    struct lexical_index *index = arena_alloc(arena, sizeof *index);
    *index = (struct lexical_index){.vocabulary = vocabulary,
                                    .by_meaning = by_meaning,
                                    .count = passages->count,
                                    .documents =
                                        arena_array(arena, passages->count + 1, sizeof *index->documents)};
    struct terms heading[2];
    size_t words = 0;
    for (size_t i = 0; i < passages->count; i++) {
        const struct passage *passage = &passages->items[i];
        if (i == 0 || passage->heading != passages->items[i - 1].heading)
            read_both(index, passage->heading, gloss(index, passage->heading, arena), arena, heading);
        read_document(index, passage, heading, arena, &index->documents[i]);
        words += index->documents[i].words;
    }
    index->mean_words = words > 0 ? (double)words / (double)passages->count : 1;
    return index;
}

float lexical_overlap(const struct lexical_index *index, size_t a, size_t b) {
    const struct document *document = &index->documents[a];
    size_t all = 0, shared = 0;
    for (size_t i = 0; i < document->count; i++) {
        const struct entry *entry = &document->entries[i];
        const struct entry *other = find_entry(&index->documents[b], entry->hash);
        all += !entry->in_heading_only;
        shared += !entry->in_heading_only && other && !other->in_heading_only;
    }
    return all > 0 ? (float)shared / (float)all : 0;
}

/* --- scoring --- */

/* The distinct keys of a query, numbered from 1. */
struct keys {
    uint64_t *hashes;  /* of each slot */
    uint16_t *numbers; /* of each slot; 0: free */
    size_t slot_count; /* a power of two, at least twice the keys */
    size_t count;
    unsigned *passages; /* that have the key */
    double *found;      /* in the passage that is being scored */
};

static void make_room(struct keys *keys, size_t terms, struct arena *arena) {
    size_t most = terms * TERM_KEYS_MAX + 1;
    keys->slot_count = 2;
    while (keys->slot_count < 2 * most)
        keys->slot_count *= 2;
    keys->hashes = arena_array(arena, keys->slot_count, sizeof *keys->hashes);
    keys->numbers = arena_array(arena, keys->slot_count, sizeof *keys->numbers);
    keys->passages = arena_array(arena, most, sizeof *keys->passages);
    keys->found = arena_array(arena, most, sizeof *keys->found);
}

static size_t slot_of(const struct keys *keys, uint64_t hash) {
    size_t slot = hash & (keys->slot_count - 1);
    while (keys->numbers[slot] != 0 && keys->hashes[slot] != hash)
        slot = (slot + 1) & (keys->slot_count - 1);
    return slot;
}

static void number_keys(struct keys *keys, const struct terms *terms) {
    for (size_t i = 0; i < terms->count; i++)
        for (size_t k = 0; k < terms->items[i].key_count; k++) {
            size_t slot = slot_of(keys, terms->items[i].keys[k].hash);
            if (keys->numbers[slot] != 0)
                continue;
            keys->hashes[slot] = terms->items[i].keys[k].hash;
            keys->numbers[slot] = (uint16_t)++keys->count;
        }
}

static void count_passages(struct keys *keys, const struct lexical_index *index) {
    for (size_t i = 0; i < index->count; i++)
        for (size_t e = 0; e < index->documents[i].count; e++)
            if (!index->documents[i].entries[e].in_heading_only)
                keys->passages[keys->numbers[slot_of(keys, index->documents[i].entries[e].hash)]]++;
}

static void look_up(struct keys *keys, const struct document *document) {
    memset(keys->found, 0, (keys->count + 1) * sizeof *keys->found);
    for (size_t e = 0; e < document->count; e++) {
        const struct entry *entry = &document->entries[e];
        double count = (double)entry->count;
        keys->found[keys->numbers[slot_of(keys, entry->hash)]] =
            entry->in_heading_only ? HEADING_SHARE * count : count;
    }
}

static double rarity(const struct lexical_index *index, double passages) {
    return log(1 + ((double)index->count - passages + 0.5) / (passages + 0.5));
}

/* A word meets a passage under its best key. */
static double score_term(const struct lexical_index *index, const struct keys *keys,
                         const struct document *document, const struct term *term) {
    double best = 0;
    double length = 1 - LENGTH_SHARE + LENGTH_SHARE * (double)document->words / index->mean_words;
    for (size_t k = 0; k < term->key_count; k++) {
        size_t number = keys->numbers[slot_of(keys, term->keys[k].hash)];
        double found = keys->found[number];
        if (found <= 0)
            continue;
        double saturated = found * (SATURATION + 1) / (found + SATURATION * length);
        best = fmax(best, (double)term->keys[k].trust * rarity(index, keys->passages[number]) * saturated);
    }
    return best * (double)term->weight;
}

static double score_terms(const struct lexical_index *index, const struct keys *keys,
                          const struct document *document, const struct terms *terms) {
    double sum = 0;
    for (size_t i = 0; i < terms->count; i++)
        sum += score_term(index, keys, document, &terms->items[i]);
    return sum;
}

void lexical_score(const struct lexical_index *index, const char *query, const char *english,
                   struct arena *arena, float *out) {
    struct keys keys = {0};
    struct terms readings[2];
    read_both(index, query, english, arena, readings);
    make_room(&keys, readings[0].count + readings[1].count, arena);
    number_keys(&keys, &readings[0]);
    number_keys(&keys, &readings[1]);
    count_passages(&keys, index);
    for (size_t i = 0; i < index->count; i++) {
        look_up(&keys, &index->documents[i]);
        double own = score_terms(index, &keys, &index->documents[i], &readings[0]);
        double glossed = score_terms(index, &keys, &index->documents[i], &readings[1]);
        out[i] = (float)fmax(own, glossed);
    }
}
