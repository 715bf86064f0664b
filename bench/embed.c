/* Usage: build/bench/bench-embed FOLDER PRECISION TEXTS [VECTORS]
 *
 * Measures the encoder on this machine with the lines of the file TEXTS (bench/chunks.txt): lines embedded
 * per second by one thread and by two, the time of a short query as the server embeds it (with a second
 * thread), of opening the model and the first text, resident memory.
 *
 * With VECTORS it writes the vectors there, as floats, and then takes steps from standard input, so that a
 * program can measure others in between: each line "chunks" or "query" is answered by the seconds that took,
 * on two threads.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "nn/embed.h"

enum {
    ROUNDS = 3, /* the best counts: others work on the machine too */
    QUERIES = 101,
    THREADS = 2,
    LINES_AT_ONCE = 8, /* what a thread takes of the lines */
};

/* 12 tokens */
static const char QUERY[] = "led the migration of a payment system to event streams";

struct bench {
    struct embed_model *model;
    struct embedder *embedders[THREADS];
    struct embedder *query; /* with a second thread, as the server embeds what somebody waits for */
    char *bytes;            /* of the file */
    const char **texts;
    size_t *lengths;
    size_t count;
    float *vectors;
    atomic_size_t next; /* the first line that no thread has taken */
};

struct task {
    struct bench *bench;
    struct embedder *embedder;
};

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL)
        abort();
    return memory;
}

static bool read_file(struct bench *bench, const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    bench->bytes = allocate(*size + 1, 1);
    bool good = fread(bench->bytes, 1, *size, file) == *size;
    fclose(file);
    return good;
}

static bool read_lines(struct bench *bench, const char *path) {
    size_t size;
    if (!read_file(bench, path, &size))
        return false;
    for (size_t i = 0; i < size; i++)
        bench->count += bench->bytes[i] == '\n';
    bench->texts = allocate(bench->count, sizeof *bench->texts);
    bench->lengths = allocate(bench->count, sizeof *bench->lengths);
    bench->vectors = allocate(bench->count * EMBED_DIMENSIONS, sizeof *bench->vectors);
    const char *line = bench->bytes;
    for (size_t i = 0; i < bench->count; i++) {
        const char *stop = strchr(line, '\n');
        bench->texts[i] = line;
        bench->lengths[i] = (size_t)(stop - line);
        line = stop + 1;
    }
    return bench->count > 0;
}

static void *run_task(void *context) {
    const struct task *task = context;
    struct bench *bench = task->bench;
    size_t first;
    while ((first = atomic_fetch_add(&bench->next, LINES_AT_ONCE)) < bench->count) {
        size_t left = bench->count - first;
        embed_texts(task->embedder, bench->texts + first, bench->lengths + first,
                    left < LINES_AT_ONCE ? left : LINES_AT_ONCE, bench->vectors + first * EMBED_DIMENSIONS);
    }
    return NULL;
}

static double seconds_since(int64_t start) {
    return (double)(clock_monotonic() - start) / 1e6;
}

static double embed_lines(struct bench *bench, size_t threads) {
    pthread_t others[THREADS];
    struct task tasks[THREADS];
    int64_t start = clock_monotonic();
    atomic_store(&bench->next, 0);
    for (size_t i = 0; i < threads; i++) {
        tasks[i] = (struct task){.bench = bench, .embedder = bench->embedders[i]};
        if (pthread_create(&others[i], NULL, run_task, &tasks[i]) != 0)
            abort();
    }
    for (size_t i = 0; i < threads; i++)
        pthread_join(others[i], NULL);
    return seconds_since(start);
}

static double chunks_per_second(struct bench *bench, size_t threads) {
    double best = embed_lines(bench, threads);
    for (int round = 1; round < ROUNDS; round++) {
        double took = embed_lines(bench, threads);
        best = took < best ? took : best;
    }
    return (double)bench->count / best;
}

static double embed_query(struct bench *bench) {
    float vector[EMBED_DIMENSIONS];
    int64_t start = clock_monotonic();
    embed_text(bench->query, QUERY, sizeof QUERY - 1, vector);
    return seconds_since(start);
}

static int compare_times(const void *a, const void *b) {
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

static double median_query(struct bench *bench) {
    double times[QUERIES];
    for (int i = 0; i < QUERIES; i++)
        times[i] = embed_query(bench);
    qsort(times, QUERIES, sizeof *times, compare_times);
    return times[QUERIES / 2];
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

static int take_steps(struct bench *bench, const char *path) {
    char step[16];
    FILE *file = fopen(path, "wb");
    embed_lines(bench, THREADS);
    if (file == NULL ||
        fwrite(bench->vectors, EMBED_DIMENSIONS * sizeof(float), bench->count, file) != bench->count ||
        fclose(file) != 0) {
        fprintf(stderr, "bench-embed: %s cannot be written\n", path);
        return 1;
    }
    printf("%f\n", resident_megabytes());
    fflush(stdout);
    while (fgets(step, sizeof step, stdin) != NULL) {
        printf("%f\n", step[0] == 'c' ? embed_lines(bench, THREADS) : median_query(bench));
        fflush(stdout);
    }
    return 0;
}

static void show(struct bench *bench, const char *precision, double first) {
    double alone = chunks_per_second(bench, 1), together = chunks_per_second(bench, THREADS);
    printf("%s: %.0f chunks/s on one thread, %.0f on two; query %.2f ms; first %.0f ms; resident %.0f MB\n",
           precision, alone, together, 1000 * median_query(bench), 1000 * first, resident_megabytes());
}

static void finish(struct bench *bench) {
    for (size_t i = 0; i < THREADS; i++)
        embedder_destroy(bench->embedders[i]);
    embedder_destroy(bench->query);
    embed_model_close(bench->model);
    free(bench->texts);
    free(bench->lengths);
    free(bench->vectors);
    free(bench->bytes);
}

int main(int argc, char **argv) {
    char problem[512];
    struct bench bench = {0};
    if (argc < 4 || argc > 5) {
        fputs("usage: bench-embed FOLDER f32|bf16|int16|int8 TEXTS [VECTORS]\n", stderr);
        return 2;
    }
    if (!read_lines(&bench, argv[3])) {
        fprintf(stderr, "bench-embed: %s cannot be read or has no lines\n", argv[3]);
        return 1;
    }
    struct embed_options options = {.precision = argv[2]};
    int64_t start = clock_monotonic();
    bench.model = embed_model_open_with(argv[1], &options, problem, sizeof problem);
    if (bench.model == NULL) {
        fprintf(stderr, "bench-embed: %s\n", problem);
        return 1;
    }
    for (size_t i = 0; i < THREADS; i++)
        bench.embedders[i] = embedder_create(bench.model);
    bench.query = embedder_create(bench.model);
    embedder_use_second_thread(bench.query);
    embed_query(&bench);
    double first = seconds_since(start);
    int status = argc == 5 ? printf("%f\n", first) < 0 || take_steps(&bench, argv[4]) : 0;
    if (argc == 4)
        show(&bench, argv[2], first);
    finish(&bench);
    return status;
}
