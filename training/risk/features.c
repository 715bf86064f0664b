/* Prints the features of notes for the trainer, so that it learns from exactly what the server computes.
 *
 * Notes on standard input, one a line. For each a line of three fields separated by tabs: the text to embed,
 * the set category columns, and the features as `column:value`, values in hexadecimal so that none is
 * rounded.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "insight/model.h"
#include "insight/words.h"

static void print_note(const struct insight_model *model, const char *note, struct arena *arena) {
    struct words words;
    struct features features;
    words_split(&words, note, arena);
    words_gloss(&words, model->glossary, arena);
    features_extract(&features, &words, model->lexicon, arena);
    printf("%s\t", insight_text_to_embed(model, note, arena));
    for (size_t i = 0; i < features.count; i++) {
        printf("%u:%a ", features.items[i].column, (double)features.items[i].value);
    }
    printf("\n");
}

int main(void) {
    struct insight_model *model;
    if (insight_model_open(NULL, &model) != ERR_OK) {
        abort();
    }
    struct arena *arena = arena_create();
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) > 0) {
        line[length - 1] = line[length - 1] == '\n' ? '\0' : line[length - 1];
        print_note(model, line, arena);
        arena_reset(arena);
    }
    free(line);
    arena_destroy(arena);
    insight_model_close(model);
    return 0;
}
