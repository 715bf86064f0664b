#include "passage/search_command.h"

#include <getopt.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/json.h"
#include "base/text.h"
#include "doc/doc.h"
#include "doc/extract_command.h"
#include "insight/insight.h"
#include "nn/embed.h"
#include "passage/passage.h"

enum { CHUNKS_MAX = 2000 /* more than 50 pages have */ };

struct search {
    const char *path;
    bool steps;          /* print what each part of the search would answer alone */
    struct arena *arena; /* of the CV */
    struct passage_vocabulary *vocabulary;
    struct embedder *embedder; /* NULL: by the words alone */
    struct passage_chunk *chunks;
    const float **chunk_vectors; /* for the steps only */
    size_t *pages;               /* of each chunk; 0: unknown */
    size_t chunk_count;
    struct passage_list passages;
    struct passage_index *index;
};

static int usage(void) {
    fputs("usage: interview-copilot search --cv FILE [--steps] < QUERIES\n"
          "  --cv FILE  a CV (PDF or DOCX), or the JSON that `extract` prints of one\n"
          "  --steps    also the order by each part of the search alone, for measuring\n",
          stderr);
    return 2;
}

static bool read_options(struct search *search, int argc, char **argv) {
    static const struct option OPTIONS[] = {
        {"cv", required_argument, NULL, 'c'}, {"steps", no_argument, NULL, 's'}, {0}};
    int option;
    while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        if (option == 'c')
            search->path = optarg;
        else if (option == 's')
            search->steps = true;
        else
            return false;
    }
    return search->path != NULL && optind == argc;
}

/* --- the CV --- */

static void hold_chunks(struct search *search, size_t count) {
    search->chunk_count = count < CHUNKS_MAX ? count : CHUNKS_MAX;
    search->chunks = arena_array(search->arena, search->chunk_count + 1, sizeof *search->chunks);
    search->pages = arena_array(search->arena, search->chunk_count + 1, sizeof *search->pages);
}

static bool take_document(struct search *search) {
    struct document document;
    if (!extract_file(search->path, search->arena, &document))
        return false;
    hold_chunks(search, document.chunk_count);
    for (size_t i = 0; i < search->chunk_count; i++) {
        const struct doc_chunk *chunk = &document.chunks[i];
        search->pages[i] = chunk->page;
        search->chunks[i] =
            (struct passage_chunk){.text = chunk->text, .title = document.sections[chunk->section].title};
    }
    return true;
}

static const char *member_text(const json_t *object, const char *key, struct arena *arena) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? arena_strdup(arena, text) : "";
}

static bool take_json(struct search *search) {
    json_error_t error;
    json_t *root = json_load_file(search->path, 0, &error);
    const json_t *chunks = json_object_get(root, "chunks"), *sections = json_object_get(root, "sections");
    if (!json_is_array(chunks)) {
        fprintf(stderr, "%s: this is not the JSON that `extract` prints: %s\n", search->path,
                root ? "it has no \"chunks\"" : error.text);
        json_decref(root);
        return false;
    }
    hold_chunks(search, json_array_size(chunks));
    for (size_t i = 0; i < search->chunk_count; i++) {
        const json_t *chunk = json_array_get(chunks, i);
        const json_t *section =
            json_array_get(sections, (size_t)json_integer_value(json_object_get(chunk, "section")));
        search->pages[i] = (size_t)json_integer_value(json_object_get(chunk, "page"));
        search->chunks[i].text = member_text(chunk, "text", search->arena);
        search->chunks[i].title = member_text(section, "title", search->arena);
    }
    json_decref(root);
    return true;
}

static const float *embed(const struct search *search, const char *text, struct arena *arena) {
    float *vector = arena_array(arena, EMBED_DIMENSIONS, sizeof *vector);
    if (search->embedder == NULL)
        return NULL;
    embed_text(search->embedder, text, strlen(text), vector);
    return vector;
}

static bool open_cv(struct search *search) {
    bool is_json = text_ends_with_ignoring_case(search->path, ".json");
    if (!(is_json ? take_json(search) : take_document(search)))
        return false;
    search->chunk_vectors =
        arena_array(search->arena, search->chunk_count + 1, sizeof *search->chunk_vectors);
    for (size_t i = 0; i < search->chunk_count && search->steps; i++)
        search->chunk_vectors[i] = embed(search, search->chunks[i].text, search->arena);
    passage_split(search->chunks, search->chunk_count, search->arena, &search->passages);
    if (search->embedder != NULL)
        passage_embed(search->vocabulary, search->embedder, &search->passages, search->arena);
    search->index = passage_index_build(search->vocabulary, &search->passages, PASSAGE_BY_ALL, search->arena);
    return true;
}

/* --- a query --- */

static void write_hit(const struct search *search, const struct passage_hit *hit, struct json *json) {
    const struct passage *passage = &search->passages.items[hit->passage];
    json_begin_object(json, NULL);
    json_put_integer(json, "index", (int64_t)hit->passage);
    json_put_integer(json, "chunk", (int64_t)passage->chunk);
    json_put_integer(json, "page", (int64_t)search->pages[passage->chunk]);
    json_put_integer(json, "start", (int64_t)passage->start);
    json_put_integer(json, "end", (int64_t)passage->end);
    json_put_string(json, "text", passage->text);
    json_put_string(json, "heading", passage->heading);
    json_put_real(json, "likeness", (double)hit->likeness);
    json_put_real(json, "words", (double)hit->words);
    json_put_real(json, "score", (double)hit->score);
    json_end_object(json);
}

/* The numbers of the passages in the order by some parts alone. */
static void write_step(const struct search *search, const struct passage_query *query, const char *name,
                       unsigned parts, struct json *json) {
    struct arena *arena = json->out.arena;
    size_t count = search->passages.count;
    struct passage_hit *hits = arena_array(arena, count + 1, sizeof *hits);
    passage_rank(passage_index_build(search->vocabulary, &search->passages, parts, arena), query, arena,
                 hits);
    json_begin_array(json, name);
    for (size_t i = 0; i < count; i++)
        json_put_integer(json, NULL, (int64_t)hits[i].passage);
    json_end_array(json);
}

struct near_chunk {
    size_t chunk;
    float likeness;
};

static int nearest_first(const void *a, const void *b) {
    const struct near_chunk *left = a, *right = b;
    return (left->likeness < right->likeness) - (left->likeness > right->likeness);
}

/* The numbers of the chunks, nearest first: what a search was before there were passages. */
static void write_chunk_step(const struct search *search, const float *likeness, struct json *json) {
    struct near_chunk *near = arena_array(json->out.arena, search->chunk_count + 1, sizeof *near);
    for (size_t i = 0; i < search->chunk_count; i++)
        near[i] = (struct near_chunk){i, likeness[i]};
    qsort(near, search->chunk_count, sizeof *near, nearest_first);
    json_begin_array(json, "chunks");
    for (size_t i = 0; i < search->chunk_count; i++)
        json_put_integer(json, NULL, (int64_t)near[i].chunk);
    json_end_array(json);
}

static const float *find_chunk_likeness(const struct search *search, const char *text, struct arena *arena) {
    float *likeness = arena_array(arena, search->chunk_count + 1, sizeof *likeness);
    const float *vector = embed(search, text, arena);
    for (size_t i = 0; i < search->chunk_count; i++)
        for (size_t d = 0; vector && d < EMBED_DIMENSIONS; d++)
            likeness[i] += vector[d] * search->chunk_vectors[i][d];
    return likeness;
}

static void write_steps(const struct search *search, struct passage_query query, struct json *json) {
    static const struct {
        const char *name;
        unsigned parts;
    } STEPS[] = {{"chunk", PASSAGE_BY_CHUNK},
                 {"vector", PASSAGE_BY_VECTOR},
                 {"words", PASSAGE_BY_WORDS},
                 {"words_meaning", PASSAGE_BY_WORDS | PASSAGE_BY_MEANING},
                 {"vector_words", PASSAGE_BY_VECTOR | PASSAGE_BY_WORDS},
                 {"chunk_words_meaning", PASSAGE_BY_CHUNK | PASSAGE_BY_WORDS | PASSAGE_BY_MEANING}};
    query.chunk_likeness = find_chunk_likeness(search, query.text, json->out.arena);
    json_begin_object(json, "steps");
    write_chunk_step(search, query.chunk_likeness, json);
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
        write_step(search, &query, STEPS[i].name, STEPS[i].parts, json);
    json_end_object(json);
}

static void answer(const struct search *search, const char *text, struct arena *arena) {
    int64_t begun = clock_monotonic();
    struct passage_query query = {.text = text};
    query.vector = embed(search, passage_text_to_embed(search->vocabulary, text, arena), arena);
    struct passage_hit *hits = arena_array(arena, search->passages.count + 1, sizeof *hits);
    passage_rank(search->index, &query, arena, hits);
    int64_t ended = clock_monotonic();
    struct json json;
    json_init(&json, arena);
    json_begin_object(&json, NULL);
    json_put_string(&json, "query", text);
    json_put_real(&json, "milliseconds", (double)(ended - begun) / 1000);
    json_begin_array(&json, "passages");
    for (size_t i = 0; i < search->passages.count; i++)
        write_hit(search, &hits[i], &json);
    json_end_array(&json);
    if (search->steps)
        write_steps(search, query, &json);
    json_end_object(&json);
    puts(json.out.data);
}

static void answer_lines(const struct search *search) {
    struct arena *arena = arena_create();
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) >= 0) {
        line[length > 0 && line[length - 1] == '\n' ? length - 1 : length] = '\0';
        answer(search, line, arena);
        arena_reset(arena);
    }
    free(line);
    arena_destroy(arena);
}

static struct embed_model *open_encoder(void) {
    struct config config;
    char problem[512];
    if (!config_init(&config, &(struct config_flags){0}, problem, sizeof problem)) {
        fprintf(stderr, "search: %s\n", problem);
        exit(2);
    }
    struct embed_model *model = embed_model_open(config.model_dir, problem, sizeof problem);
    if (model == NULL)
        fprintf(stderr, "search: going by the words alone: %s\n", problem);
    config_finish(&config);
    return model;
}

static int run(struct search *search) {
    struct insight_model *model;
    if (insight_model_open(NULL, &model) != ERR_OK)
        abort(); /* it is part of the program */
    struct embed_model *encoder = open_encoder();
    search->embedder = encoder != NULL ? embedder_create(encoder) : NULL;
    search->vocabulary = passage_vocabulary_create(model);
    bool opened = open_cv(search);
    if (opened)
        answer_lines(search);
    passage_vocabulary_destroy(search->vocabulary);
    embedder_destroy(search->embedder);
    embed_model_close(encoder);
    insight_model_close(model);
    return opened && fflush(stdout) == 0 ? 0 : 1;
}

int search_command(int argc, char **argv) {
    struct search search = {0};
    if (!read_options(&search, argc, argv))
        return usage();
    search.arena = arena_create();
    int status = run(&search);
    arena_destroy(search.arena);
    return status;
}
