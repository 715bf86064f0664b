#include "nn/vector_memo.h"

#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "nn/embed.h"

enum {
    SETS = 1024, /* of WAYS texts each: 6 MB of vectors when full */
    WAYS = 4,
    KEY_SIZE = 16,
};

struct remembered {
    unsigned char key[KEY_SIZE];
    uint64_t used; /* when last; 0: empty */
    float vector[EMBED_DIMENSIONS];
};

struct vector_memo {
    pthread_mutex_t mutex;
    /* guarded by mutex */
    uint64_t clock;
    struct vector_memo_counts counts;
    struct remembered *entries; /* SETS x WAYS */
};

struct vector_memo *vector_memo_create(void) {
    struct vector_memo *memo = calloc(1, sizeof *memo);
    struct remembered *entries = calloc((size_t)SETS * WAYS, sizeof *entries); /* pages come with their use */
    if (!memo || !entries || pthread_mutex_init(&memo->mutex, NULL))
        abort();
    memo->entries = entries;
    return memo;
}

void vector_memo_destroy(struct vector_memo *memo) {
    if (!memo)
        return;
    pthread_mutex_destroy(&memo->mutex);
    free(memo->entries);
    free(memo);
}

static struct remembered *set_of(struct vector_memo *memo, const unsigned char *key) {
    return memo->entries + ((size_t)key[0] | (size_t)key[1] << 8) % SETS * WAYS;
}

static bool recall(struct vector_memo *memo, const unsigned char *key, float *out) {
    struct remembered *set = set_of(memo, key);
    for (int i = 0; i < WAYS; i++)
        if (set[i].used && memcmp(set[i].key, key, KEY_SIZE) == 0) {
            set[i].used = ++memo->clock;
            memcpy(out, set[i].vector, sizeof set[i].vector);
            return true;
        }
    return false;
}

static void remember(struct vector_memo *memo, const unsigned char *key, const float *vector) {
    struct remembered *set = set_of(memo, key), *oldest = set;
    for (int i = 1; i < WAYS; i++)
        if (set[i].used < oldest->used)
            oldest = &set[i];
    memcpy(oldest->key, key, KEY_SIZE);
    memcpy(oldest->vector, vector, sizeof oldest->vector);
    oldest->used = ++memo->clock;
}

/* What is not remembered, to be embedded in one go. */
struct missing {
    const char **texts;
    size_t *lengths;
    size_t *places; /* in the caller's order */
    float *vectors;
    size_t count;
};

static void find_missing(struct vector_memo *memo, unsigned char (*keys)[KEY_SIZE], size_t count, float *out,
                         struct missing *missing) {
    pthread_mutex_lock(&memo->mutex);
    for (size_t i = 0; i < count; i++)
        if (!recall(memo, keys[i], out + i * EMBED_DIMENSIONS))
            missing->places[missing->count++] = i;
    memo->counts.hits += count - missing->count;
    memo->counts.misses += missing->count;
    pthread_mutex_unlock(&memo->mutex);
}

static void embed_missing(struct vector_memo *memo, struct embedder *embedder,
                          unsigned char (*keys)[KEY_SIZE], struct missing *missing, float *out) {
    embed_texts(embedder, missing->texts, missing->lengths, missing->count, missing->vectors);
    pthread_mutex_lock(&memo->mutex);
    for (size_t i = 0; i < missing->count; i++) {
        const float *vector = missing->vectors + i * EMBED_DIMENSIONS;
        memcpy(out + missing->places[i] * EMBED_DIMENSIONS, vector, sizeof(float) * EMBED_DIMENSIONS);
        remember(memo, keys[missing->places[i]], vector);
    }
    pthread_mutex_unlock(&memo->mutex);
}

void vector_memo_embed(struct vector_memo *memo, struct embedder *embedder, const char *const *texts,
                       const size_t *lengths, size_t count, float *out) {
    unsigned char(*keys)[KEY_SIZE] = calloc(count + 1, sizeof *keys);
    struct missing missing = {
        .texts = calloc(count + 1, sizeof *missing.texts),
        .lengths = calloc(count + 1, sizeof *missing.lengths),
        .places = calloc(count + 1, sizeof *missing.places),
    };
    if (!keys || !missing.texts || !missing.lengths || !missing.places)
        abort();
    for (size_t i = 0; i < count; i++)
        crypto_generichash(keys[i], KEY_SIZE, (const unsigned char *)texts[i], lengths[i], NULL, 0);
    find_missing(memo, keys, count, out, &missing);
    for (size_t i = 0; i < missing.count; i++) {
        missing.texts[i] = texts[missing.places[i]];
        missing.lengths[i] = lengths[missing.places[i]];
    }
    missing.vectors = calloc(missing.count + 1, sizeof(float) * EMBED_DIMENSIONS);
    if (!missing.vectors)
        abort();
    if (missing.count)
        embed_missing(memo, embedder, keys, &missing, out);
    free(missing.vectors);
    free(missing.places);
    free(missing.lengths);
    free(missing.texts);
    free(keys);
}

struct vector_memo_counts vector_memo_count(struct vector_memo *memo) {
    pthread_mutex_lock(&memo->mutex);
    struct vector_memo_counts counts = memo->counts;
    pthread_mutex_unlock(&memo->mutex);
    return counts;
}
