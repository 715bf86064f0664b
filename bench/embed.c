/* Usage: build/bench/bench-embed FOLDER [f32|bf16|int8]
 *
 * Measures the encoder on this machine: chunks embedded per second by one thread and by two, the time of a
 * short query, the time to open the model, resident memory. The texts are made of frequent words, each of
 * which is one token, so that the number of tokens is known; they are the same in every run.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "nn/embed.h"

enum {
    CHUNKS = 200,
    TOKENS_LEAST = 18, /* a line of a CV */
    TOKENS_MOST = 200, /* a long entry */
    SPECIAL_TOKENS = 2,
    WORD_BYTES = 10, /* of the longest word and a space */
    ROUNDS = 3,      /* the best counts: others work on the machine too */
    QUERIES = 101,
    QUERY_TOKENS = 12,
    THREADS = 2,
};

static const char *const WORDS[] = {"work",    "team",    "project", "design",  "data",   "system",
                                    "years",   "school",  "manager", "client",  "report", "plan",
                                    "quality", "support", "city",    "service", "the",    "and",
                                    "with",    "for",     "in",      "of",      "led",    "built"};

struct chunks {
    const struct embed_model *model;
    const char *texts[CHUNKS];
    size_t lengths[CHUNKS];
    float vectors[CHUNKS][EMBED_DIMENSIONS];
};

struct share {
    struct chunks *chunks;
    size_t first;
    size_t count;
};

static uint32_t next_number(void) {
    static uint32_t seed = 1;
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

static char *make_text(size_t tokens, size_t *length) {
    char *text = malloc(tokens * WORD_BYTES + 1);
    if (text == NULL)
        abort();
    *length = 0;
    for (size_t i = SPECIAL_TOKENS; i < tokens; i++)
        *length += (size_t)snprintf(text + *length, WORD_BYTES + 1, "%s ",
                                    WORDS[next_number() % (sizeof WORDS / sizeof *WORDS)]);
    return text;
}

static void *embed_share(void *context) {
    struct share *share = context;
    struct embedder *embedder = embedder_create(share->chunks->model);
    embed_texts(embedder, share->chunks->texts + share->first, share->chunks->lengths + share->first,
                share->count, share->chunks->vectors[share->first]);
    embedder_destroy(embedder);
    return NULL;
}

/* The best rate of a few rounds; each thread has its share of the chunks. */
static double chunks_per_second(struct chunks *chunks, size_t threads) {
    int64_t best = INT64_MAX;
    for (int round = 0; round < ROUNDS; round++) {
        pthread_t others[THREADS];
        struct share shares[THREADS];
        int64_t start = clock_monotonic();
        for (size_t i = 0; i < threads; i++) {
            shares[i] = (struct share){chunks, i * CHUNKS / threads, CHUNKS / threads};
            if (pthread_create(&others[i], NULL, embed_share, &shares[i]) != 0)
                abort();
        }
        for (size_t i = 0; i < threads; i++)
            pthread_join(others[i], NULL);
        int64_t took = clock_monotonic() - start;
        best = took < best ? took : best;
    }
    return CHUNKS * 1e6 / (double)best;
}

static int compare_times(const void *a, const void *b) {
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return (first > second) - (first < second);
}

static double median_query_ms(const struct embed_model *model) {
    int64_t times[QUERIES];
    float vector[EMBED_DIMENSIONS];
    size_t length;
    char *text = make_text(QUERY_TOKENS, &length);
    struct embedder *embedder = embedder_create(model);
    for (int i = 0; i < QUERIES; i++) {
        int64_t start = clock_monotonic();
        embed_text(embedder, text, length, vector);
        times[i] = clock_monotonic() - start;
    }
    qsort(times, QUERIES, sizeof *times, compare_times);
    embedder_destroy(embedder);
    free(text);
    return (double)times[QUERIES / 2] / 1000;
}

static double resident_megabytes(void) {
    unsigned long size = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%lu %lu", &size, &resident) != 2)
        resident = 0;
    if (file != NULL)
        fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

int main(int argc, char **argv) {
    char problem[512];
    if (argc < 2 || argc > 3) {
        fputs("usage: bench-embed FOLDER [f32|bf16|int8]\n", stderr);
        return 2;
    }
    struct embed_options options = {.precision = argc > 2 ? argv[2] : "f32"};
    int64_t start = clock_monotonic();
    struct embed_model *model = embed_model_open_with(argv[1], &options, problem, sizeof problem);
    double open_ms = (double)(clock_monotonic() - start) / 1000;
    if (model == NULL) {
        fprintf(stderr, "bench-embed: %s\n", problem);
        return 1;
    }
    struct chunks *chunks = calloc(1, sizeof *chunks);
    if (chunks == NULL)
        abort();
    chunks->model = model;
    for (size_t i = 0; i < CHUNKS; i++)
        chunks->texts[i] =
            make_text(TOKENS_LEAST + next_number() % (TOKENS_MOST - TOKENS_LEAST + 1), &chunks->lengths[i]);
    double alone = chunks_per_second(chunks, 1), together = chunks_per_second(chunks, THREADS);
    printf("%s: %.0f chunks/s on one thread, %.0f on two; query %.2f ms; open %.0f ms; resident %.0f MB\n",
           options.precision, alone, together, median_query_ms(model), open_ms, resident_megabytes());
    for (size_t i = 0; i < CHUNKS; i++)
        free((char *)chunks->texts[i]);
    free(chunks);
    embed_model_close(model);
    return 0;
}
