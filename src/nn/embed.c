#include "nn/embed.h"

#include <stdio.h>
#include <stdlib.h>

#include "nn/lexical.h"

struct embedder {
    const struct embed_model *model; /* borrowed; NULL: lexical */
};

struct embed_model *embed_model_open(const char *folder, char *problem, size_t problem_size)
{
    snprintf(problem, problem_size, "%s: this version cannot read models yet", folder);
    return NULL;
}

void embed_model_close(struct embed_model *model)
{
}

const char *embed_model_name(const struct embed_model *model)
{
    return "lexical";
}

struct embedder *embedder_create(const struct embed_model *model)
{
    struct embedder *embedder = calloc(1, sizeof *embedder);
    if (embedder == NULL)
        abort();
    embedder->model = model;
    return embedder;
}

void embedder_destroy(struct embedder *embedder)
{
    free(embedder);
}

void embed_text(struct embedder *embedder, const char *text, size_t length, float out[EMBED_DIMENSIONS])
{
    lexical_embed(text, length, out);
}

void embed_texts(struct embedder *embedder, const char *const *texts, const size_t *lengths, size_t count,
                 float *out)
{
    for (size_t i = 0; i < count; i++)
        embed_text(embedder, texts[i], lengths[i], out + i * EMBED_DIMENSIONS);
}
