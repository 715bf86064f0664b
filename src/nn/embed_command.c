#include "nn/embed_command.h"

#include <errno.h>
#include <getopt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/json.h"
#include "nn/embed.h"

enum {
    THREADS_MAX = 64,
    READ_BYTES = 1 << 20, /* a batch is what one read brings: enough lines to keep all threads busy */
    LINE_BYTES_MAX = 64 << 20,
    LINES_AT_ONCE = 16, /* what a thread takes from a batch: some hundred tokens, to share the weights */
    PROBLEM_SIZE = 512,
};

struct lines {
    const char **texts;
    size_t *lengths;
    size_t count;
    size_t capacity;
};

struct command {
    const char *model_dir;
    struct embed_options options;
    bool binary;
    size_t threads;
    struct embed_model *model;
    struct embedder *embedders[THREADS_MAX];
    struct arena *arena; /* of one line's JSON */

    char *bytes; /* standard input that is not answered yet */
    size_t length;
    size_t capacity;

    struct lines lines; /* the batch, within `bytes` */
    float *vectors;
    atomic_size_t next; /* the first line that no thread has taken */
};

struct task {
    struct command *command;
    struct embedder *embedder;
};

static void *grow(void *memory, size_t count, size_t size) {
    memory = reallocarray(memory, count, size);
    if (memory == NULL)
        abort();
    return memory;
}

static int usage(void) {
    fputs("usage: interview-copilot embed [--model DIR] [--precision P] [--kernels NAME] [--threads N]\n"
          "                               [--format json|f32] < LINES\n"
          "  --model DIR     a folder in the model hub's layout (default: EMBEDDING_MODEL)\n"
          "  --kernels NAME  generic, avx2, avx512 or amx (default: the fastest that this processor runs)\n"
          "  --precision P   f32 (default, the reference), bf16, int16 or int8 (least memory)\n"
          "  --threads N     1 to 64 (default: 1)\n"
          "  --format        json: one array a line; f32: 384 little-endian floats a line\n",
          stderr);
    return 2;
}

static bool read_option(struct command *command, int option, const char *value) {
    char *end;
    switch (option) {
    case 'm':
        command->model_dir = value;
        return true;
    case 'k':
        command->options.kernels = value;
        return true;
    case 'p':
        command->options.precision = value;
        return true;
    case 'f':
        command->binary = strcmp(value, "f32") == 0;
        return command->binary || strcmp(value, "json") == 0;
    case 't':
        command->threads = strtoul(value, &end, 10);
        return *end == '\0' && command->threads >= 1 && command->threads <= THREADS_MAX;
    default:
        return false;
    }
}

static bool read_options(struct command *command, int argc, char **argv) {
    static const struct option OPTIONS[] = {
        {"model", required_argument, NULL, 'm'},   {"kernels", required_argument, NULL, 'k'},
        {"threads", required_argument, NULL, 't'}, {"precision", required_argument, NULL, 'p'},
        {"format", required_argument, NULL, 'f'},  {0},
    };
    int option;
    while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1)
        if (!read_option(command, option, optarg))
            return false;
    return optind == argc;
}

static void *run_task(void *context) {
    const struct task *task = context;
    struct command *command = task->command;
    const struct lines *lines = &command->lines;
    size_t first;
    while ((first = atomic_fetch_add(&command->next, LINES_AT_ONCE)) < lines->count) {
        size_t left = lines->count - first;
        embed_texts(task->embedder, lines->texts + first, lines->lengths + first,
                    left < LINES_AT_ONCE ? left : LINES_AT_ONCE, command->vectors + first * EMBED_DIMENSIONS);
    }
    return NULL;
}

/* Embeds the batch on all threads, of which the caller's is one. */
static void embed_lines(struct command *command) {
    pthread_t threads[THREADS_MAX];
    struct task tasks[THREADS_MAX];
    atomic_store(&command->next, 0);
    for (size_t i = 0; i < command->threads; i++)
        tasks[i] = (struct task){.command = command, .embedder = command->embedders[i]};
    for (size_t i = 1; i < command->threads; i++)
        if (pthread_create(&threads[i], NULL, run_task, &tasks[i]) != 0)
            abort();
    run_task(&tasks[0]);
    for (size_t i = 1; i < command->threads; i++)
        pthread_join(threads[i], NULL);
}

static void write_json(struct command *command, const float *vector) {
    struct json json;
    json_init(&json, command->arena);
    json_put_vector(&json, NULL, vector, EMBED_DIMENSIONS);
    fwrite(json.out.data, 1, json.out.length, stdout);
    putchar('\n');
    arena_reset(command->arena);
}

static bool write_vectors(struct command *command) {
    for (size_t i = 0; i < command->lines.count; i++) {
        const float *vector = command->vectors + i * EMBED_DIMENSIONS;
        if (command->binary)
            fwrite(vector, sizeof *vector, EMBED_DIMENSIONS, stdout);
        else
            write_json(command, vector);
    }
    return fflush(stdout) == 0;
}

static void add_line(struct lines *lines, const char *text, size_t length) {
    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity > 0 ? 2 * lines->capacity : 64;
        lines->texts = grow(lines->texts, lines->capacity, sizeof *lines->texts);
        lines->lengths = grow(lines->lengths, lines->capacity, sizeof *lines->lengths);
    }
    lines->texts[lines->count] = text;
    lines->lengths[lines->count++] = length;
}

/* Answers the complete lines that are there, at the end of the input also the last without a newline. */
static bool answer_lines(struct command *command, bool at_end) {
    char *line = command->bytes, *end = command->bytes + command->length, *stop;
    command->lines.count = 0;
    while (line < end && (stop = memchr(line, '\n', (size_t)(end - line))) != NULL) {
        add_line(&command->lines, line, (size_t)(stop - line));
        line = stop + 1;
    }
    if (at_end && line < end) {
        add_line(&command->lines, line, (size_t)(end - line));
        line = end;
    }
    command->vectors =
        grow(command->vectors, command->lines.count + 1, EMBED_DIMENSIONS * sizeof *command->vectors);
    embed_lines(command);
    bool good = write_vectors(command);
    command->length = (size_t)(end - line);
    memmove(command->bytes, line, command->length);
    return good;
}

static bool answer_input(struct command *command) {
    for (;;) {
        if (command->length > LINE_BYTES_MAX) {
            fprintf(stderr, "embed: a line is longer than %d bytes\n", LINE_BYTES_MAX);
            return false;
        }
        if (command->capacity < command->length + READ_BYTES) {
            command->capacity = 2 * (command->length + READ_BYTES);
            command->bytes = grow(command->bytes, command->capacity, 1);
        }
        ssize_t got = read(STDIN_FILENO, command->bytes + command->length, READ_BYTES);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            fprintf(stderr, "embed: standard input cannot be read: %s\n", strerror(errno));
            return false;
        }
        command->length += (size_t)got;
        if (!answer_lines(command, got == 0)) {
            fprintf(stderr, "embed: the vectors cannot be written: %s\n", strerror(errno));
            return false;
        }
        if (got == 0)
            return true;
    }
}

static bool open_model(struct command *command, const char *folder) {
    char problem[PROBLEM_SIZE];
    command->model = embed_model_open_with(folder, &command->options, problem, sizeof problem);
    if (command->model == NULL)
        fprintf(stderr, "embed: %s (scripts/fetch-model fetches the usual model)\n", problem);
    return command->model != NULL;
}

static int run_command(struct command *command) {
    struct config config;
    char problem[PROBLEM_SIZE];
    if (!config_init(&config, &(struct config_flags){0}, problem, sizeof problem)) {
        fprintf(stderr, "embed: %s\n", problem);
        return 1;
    }
    bool good = open_model(command, command->model_dir != NULL ? command->model_dir : config.model_dir);
    config_finish(&config);
    if (!good)
        return 1;
    command->arena = arena_create();
    for (size_t i = 0; i < command->threads; i++)
        command->embedders[i] = embedder_create(command->model);
    good = answer_input(command);
    for (size_t i = 0; i < command->threads; i++)
        embedder_destroy(command->embedders[i]);
    arena_destroy(command->arena);
    embed_model_close(command->model);
    free(command->lines.texts);
    free(command->lines.lengths);
    free(command->vectors);
    free(command->bytes);
    return good ? 0 : 1;
}

int embed_command(int argc, char **argv) {
    struct command command = {.threads = 1, .options = {.precision = "f32"}};
    return read_options(&command, argc, argv) ? run_command(&command) : usage();
}
