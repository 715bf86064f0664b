/* Usage: build/bench/bench-tokens FOLDER [--speed] < TEXTS > IDS
 *
 * The tokenizer alone, for bench/check_tokenizer.py, which compares it with the reference. A text is its
 * length (u32, of this machine's byte order) and its bytes; the answer is the number of its tokens (u32) and
 * their ids (i32). With
 * --speed nothing is written but the megabytes that one thread reads in a second, the best of a few rounds.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "nn/wordpiece.h"

enum { ROUNDS = 7, SPECIAL_TOKENS = 2 };

struct input {
    char *bytes; /* all texts, each behind its length */
    size_t length;
    size_t capacity;
};

static void *grow(void *memory, size_t size) {
    memory = realloc(memory, size);
    if (memory == NULL)
        abort();
    return memory;
}

static struct input read_input(void) {
    struct input input = {.capacity = 1 << 20};
    input.bytes = grow(NULL, input.capacity);
    for (size_t got;
         (got = fread(input.bytes + input.length, 1, input.capacity - input.length, stdin)) > 0;) {
        input.length += got;
        if (input.length == input.capacity)
            input.bytes = grow(input.bytes, input.capacity *= 2);
    }
    return input;
}

/* Reads all texts once; writes their ids where `out` is given. Returns the bytes of text, without the
 * lengths. */
static size_t encode_all(const struct wordpiece *wordpiece, const struct input *input, int32_t *ids,
                         FILE *out) {
    size_t bytes = 0;
    uint32_t length;
    for (size_t at = 0; at + sizeof length <= input->length; at += length) {
        memcpy(&length, input->bytes + at, sizeof length);
        at += sizeof length;
        if (length > input->length - at)
            break;
        uint32_t count = (uint32_t)wordpiece_encode(wordpiece, input->bytes + at, length, ids,
                                                    input->length + SPECIAL_TOKENS);
        bytes += length;
        if (out != NULL) {
            fwrite(&count, sizeof count, 1, out);
            fwrite(ids, sizeof *ids, count, out);
        }
    }
    return bytes;
}

static double megabytes_per_second(const struct wordpiece *wordpiece, const struct input *input,
                                   int32_t *ids) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t start = clock_monotonic();
        size_t bytes = encode_all(wordpiece, input, ids, NULL);
        double rate = (double)bytes / (double)(clock_monotonic() - start + 1);
        best = rate > best ? rate : best;
    }
    return best;
}

int main(int argc, char **argv) {
    char path[4096], problem[512];
    bool speed = argc == 3 && strcmp(argv[2], "--speed") == 0;
    if (argc != 2 && !speed) {
        fputs("usage: bench-tokens FOLDER [--speed] < TEXTS > IDS\n", stderr);
        return 2;
    }
    snprintf(path, sizeof path, "%s/vocab.txt", argv[1]);
    struct wordpiece *wordpiece = wordpiece_open(path, problem, sizeof problem);
    if (wordpiece == NULL) {
        fprintf(stderr, "bench-tokens: %s\n", problem);
        return 1;
    }
    struct input input = read_input();
    int32_t *ids = grow(NULL, (input.length + SPECIAL_TOKENS) * sizeof *ids);
    if (speed)
        printf("%.1f\n", megabytes_per_second(wordpiece, &input, ids));
    else
        encode_all(wordpiece, &input, ids, stdout);
    free(ids);
    free(input.bytes);
    wordpiece_close(wordpiece);
    return 0;
}
