#include "nn/classify_command.h"

#include <getopt.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/json.h"
#include "nn/classifier.h"

static int usage(void) {
    fputs("usage: interview-copilot classify --model DIR [--precision P] < LINES\n"
          "  --model DIR    a folder with a classifier in the model hub's layout\n"
          "  --precision P  f32 (default, the reference), bf16 or int8\n",
          stderr);
    return 2;
}

static void write_scores(const struct classifier *classifier, const float *probabilities,
                         struct arena *arena) {
    struct json json;
    size_t best = 0;
    for (size_t i = 1; i < classifier_label_count(classifier); i++)
        best = probabilities[i] > probabilities[best] ? i : best;
    json_init(&json, arena);
    json_begin_object(&json, NULL);
    json_put_string(&json, "label", classifier_label(classifier, best));
    json_begin_object(&json, "scores");
    for (size_t i = 0; i < classifier_label_count(classifier); i++)
        json_put_real(&json, classifier_label(classifier, i), round((double)probabilities[i] * 1e6) / 1e6);
    json_end_object(&json);
    json_end_object(&json);
    puts(json.out.data);
}

static void classify_lines(const struct classifier *classifier) {
    struct classifier_reader *reader = classifier_reader_create(classifier);
    struct arena *arena = arena_create();
    float probabilities[CLASSIFIER_LABELS_MAX];
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) >= 0) {
        bool ends = length > 0 && line[length - 1] == '\n';
        classifier_read(reader, line, (size_t)length - ends, probabilities);
        write_scores(classifier, probabilities, arena);
        arena_reset(arena);
    }
    free(line);
    arena_destroy(arena);
    classifier_reader_destroy(reader);
}

int classify_command(int argc, char **argv) {
    static const struct option OPTIONS[] = {
        {"model", required_argument, NULL, 'm'}, {"precision", required_argument, NULL, 'p'}, {0}};
    const char *folder = NULL, *precision = "f32";
    char problem[512];
    for (int option; (option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1;) {
        if (option == 'm')
            folder = optarg;
        else if (option == 'p')
            precision = optarg;
        else
            return usage();
    }
    if (folder == NULL || optind != argc)
        return usage();
    struct classifier *classifier = classifier_open(folder, precision, problem, sizeof problem);
    if (classifier == NULL) {
        fprintf(stderr, "classify: %s\n", problem);
        return 1;
    }
    classify_lines(classifier);
    classifier_close(classifier);
    return fflush(stdout) == 0 ? 0 : 1;
}
