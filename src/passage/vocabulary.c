#include "passage/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "insight/insight.h"

struct passage_vocabulary *passage_vocabulary_create(const struct insight_model *model) {
    struct passage_vocabulary *vocabulary = calloc(1, sizeof *vocabulary);
    if (vocabulary == NULL)
        abort();
    vocabulary->concepts = dictionary_create(CONCEPTS_TXT, strlen(CONCEPTS_TXT));
    vocabulary->model = model;
    return vocabulary;
}

void passage_vocabulary_destroy(struct passage_vocabulary *vocabulary) {
    if (vocabulary == NULL)
        return;
    dictionary_destroy(vocabulary->concepts);
    free(vocabulary);
}

const char *passage_text_to_embed(const struct passage_vocabulary *vocabulary, const char *text,
                                  struct arena *arena) {
    return insight_text_to_embed(vocabulary->model, text, arena);
}
