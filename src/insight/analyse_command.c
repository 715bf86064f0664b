#include "insight/analyse_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/json.h"
#include "insight/insight.h"
#include "nn/embed.h"

static void analyse_line(const struct insight_model *model, struct embedder *embedder, const char *note,
                         struct arena *arena) {
    float embedding[EMBED_DIMENSIONS];
    if (embedder != NULL) {
        const char *text = insight_text_to_embed(model, note, arena);
        embed_text(embedder, text, strlen(text), embedding);
    }
    struct insight insight;
    insight_analyse(model, note, embedder != NULL ? embedding : NULL, arena, &insight);
    struct json json;
    json_init(&json, arena);
    insight_write_json(&insight, &json, NULL);
    puts(json.out.data);
}

static void analyse_lines(const struct insight_model *model, struct embedder *embedder) {
    struct arena *arena = arena_create();
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) >= 0) {
        line[length > 0 && line[length - 1] == '\n' ? length - 1 : length] = '\0';
        analyse_line(model, embedder, line, arena);
        arena_reset(arena);
    }
    free(line);
    arena_destroy(arena);
}

static struct embed_model *open_base(void) {
    struct config config;
    char problem[512];
    if (!config_init(&config, &(struct config_flags){0}, problem, sizeof problem)) {
        fprintf(stderr, "analyse: %s\n", problem);
        exit(2);
    }
    struct embed_model *base = embed_model_open(config.model_dir, problem, sizeof problem);
    if (base == NULL) {
        fprintf(stderr, "analyse: going by the words alone: %s\n", problem);
    }
    config_finish(&config);
    return base;
}

int analyse_command(int argc, char **argv) {
    if (argc > 1) {
        fprintf(stderr, "usage: interview-copilot analyse <NOTES\n");
        return 2;
    }
    struct insight_model *model;
    if (insight_model_open(NULL, &model) != ERR_OK)
        abort(); /* it is part of the program */
    struct embed_model *base = open_base(), *encoder = insight_encoder_open(base);
    struct embedder *embedder = encoder != NULL ? embedder_create(encoder) : NULL;
    analyse_lines(model, embedder);
    embedder_destroy(embedder);
    embed_model_close(encoder);
    embed_model_close(base);
    insight_model_close(model);
    return fflush(stdout) == 0 ? 0 : 1;
}
