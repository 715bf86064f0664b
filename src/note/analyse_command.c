#include "note/analyse_command.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/json.h"
#include "claim/claim.h"
#include "insight/insight.h"
#include "insight/tone.h"
#include "nn/embed.h"

struct analyst {
    const struct insight_model *model;
    struct embedder *embedder; /* NULL: the words alone decide */
    struct tone_reader *tone;  /* NULL: none is configured */
    struct arena *arena;       /* of one line */
};

/* `context` NULL: the note is compared with nothing. */
static void analyse_note(const struct analyst *analyst, const char *note,
                         const struct claim_context *context) {
    float embedding[EMBED_DIMENSIONS];
    const char *text = insight_text_to_embed(analyst->model, note, analyst->arena);
    if (analyst->embedder != NULL)
        embed_text(analyst->embedder, text, strlen(text), embedding);
    struct insight insight;
    insight_analyse(analyst->model, note, analyst->embedder != NULL ? embedding : NULL, analyst->arena,
                    &insight);
    tone_weigh(analyst->tone, note, text, analyst->arena, &insight);
    if (context != NULL)
        claim_weigh(note, context, analyst->arena, &insight);
    struct json json;
    json_init(&json, analyst->arena);
    insight_write_json(&insight, &json, NULL);
    puts(json.out.data);
}

/* The members of [{"id", "text", "page"}] that have a text. */
static struct claim_text *read_texts(const json_t *list, struct arena *arena, size_t *count) {
    struct claim_text *texts = arena_array(arena, json_array_size(list) + 1, sizeof *texts);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *text = json_string_value(json_object_get(item, "text"));
        if (text != NULL)
            texts[(*count)++] =
                (struct claim_text){.id = json_string_value(json_object_get(item, "id")),
                                    .text = text,
                                    .page = json_integer_value(json_object_get(item, "page"))};
    }
    return texts;
}

/* {"note", "language", "cv": [...], "notes": [...]}: a note with what it is compared with. */
static bool analyse_json(const struct analyst *analyst, const char *line) {
    json_error_t error;
    json_t *root = json_loads(line, 0, &error);
    const char *note = json_string_value(json_object_get(root, "note"));
    if (note == NULL) {
        fprintf(stderr, "analyse: each line must be an object with a text \"note\": %s\n",
                root == NULL ? error.text : "there is none");
        json_decref(root);
        return false;
    }
    struct claim_context context = {
        .language = language_from_code(json_string_value(json_object_get(root, "language"))),
        .now = clock_now()};
    context.chunks = read_texts(json_object_get(root, "cv"), analyst->arena, &context.chunk_count);
    context.notes = read_texts(json_object_get(root, "notes"), analyst->arena, &context.note_count);
    analyse_note(analyst, note, &context);
    json_decref(root);
    return true;
}

/* False after a line that cannot be read. */
static bool analyse_lines(struct analyst *analyst, bool as_json) {
    analyst->arena = arena_create();
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool is_good = true;
    while (is_good && (length = getline(&line, &capacity, stdin)) >= 0) {
        line[length > 0 && line[length - 1] == '\n' ? length - 1 : length] = '\0';
        if (as_json)
            is_good = analyse_json(analyst, line);
        else
            analyse_note(analyst, line, NULL);
        arena_reset(analyst->arena);
    }
    free(line);
    arena_destroy(analyst->arena);
    return is_good;
}

static void fail(const char *problem) {
    fprintf(stderr, "analyse: %s\n", problem);
    exit(2);
}

/* The sentiment classifier goes to *tone, where one is configured. */
static struct embed_model *open_base(struct tone **tone) {
    struct config config;
    char problem[512];
    if (!config_init(&config, &(struct config_flags){0}, problem, sizeof problem))
        fail(problem);
    if (config.sentiment_dir != NULL) {
        *tone = tone_open(config.sentiment_dir, problem, sizeof problem);
        if (*tone == NULL)
            fail(problem);
    }
    struct embed_model *base = embed_model_open(config.model_dir, problem, sizeof problem);
    if (base == NULL) {
        fprintf(stderr, "analyse: going by the words alone: %s\n", problem);
    }
    config_finish(&config);
    return base;
}

int analyse_command(int argc, char **argv) {
    bool as_json = argc == 2 && strcmp(argv[1], "--json") == 0;
    if (argc > 1 && !as_json) {
        fprintf(
            stderr,
            "usage: interview-copilot analyse [--json] <NOTES\n"
            "  one note a line, or with --json one object a line: {\"note\": TEXT, \"language\": \"en\",\n"
            "  \"cv\": [{\"id\", \"text\", \"page\"}], \"notes\": [{\"id\", \"text\"}]}\n");
        return 2;
    }
    struct insight_model *model;
    if (insight_model_open(NULL, &model) != ERR_OK)
        abort(); /* it is part of the program */
    struct tone *tone = NULL;
    struct embed_model *base = open_base(&tone), *encoder = insight_encoder_open(base);
    struct embedder *embedder = encoder != NULL ? embedder_create(encoder) : NULL;
    struct analyst analyst = {.model = model, .embedder = embedder, .tone = tone_reader_create(tone)};
    bool is_good = analyse_lines(&analyst, as_json);
    tone_reader_destroy(analyst.tone);
    tone_close(tone);
    embedder_destroy(embedder);
    embed_model_close(encoder);
    embed_model_close(base);
    insight_model_close(model);
    return is_good && fflush(stdout) == 0 ? 0 : 1;
}
