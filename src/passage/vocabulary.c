#include "passage/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "insight/insight.h"
#include "nn/embed.h"

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

void passage_embed(const struct passage_vocabulary *vocabulary, struct embedder *embedder,
                   struct passage_list *passages, struct arena *arena) {
    size_t count = passages->count;
    float *vectors = arena_array(arena, (count + 1) * EMBED_DIMENSIONS, sizeof *vectors);
    const char **texts = arena_array(arena, count + 1, sizeof *texts);
    size_t *lengths = arena_array(arena, count + 1, sizeof *lengths);
    for (size_t i = 0; i < count; i++) {
        texts[i] = passage_text_to_embed(vocabulary, passages->items[i].text, arena);
        lengths[i] = strlen(texts[i]);
        passages->items[i].vector = vectors + i * EMBED_DIMENSIONS;
    }
    embed_texts(embedder, texts, lengths, count, vectors);
}
