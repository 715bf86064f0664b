#include "cv/cv.h"
#include "cv/cv_store.h"

#include <math.h>
#include <string.h>

#include "base/config.h"
#include "base/text.h"
#include "cv/file_store.h"
#include "live/worker.h"
#include "nn/embed.h"

#define MIME_PDF "application/pdf"
#define MIME_DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

const char *cv_mime_type(const char *file_name) {
    if (text_ends_with_ignoring_case(file_name, ".pdf"))
        return MIME_PDF;
    return text_ends_with_ignoring_case(file_name, ".docx") ? MIME_DOCX : NULL;
}

const char *cv_document_mime_type(const struct document *document) {
    return strcmp(document->format, "pdf") == 0 ? MIME_PDF : MIME_DOCX;
}

enum err cv_read_document(struct request *request, const char *file_name, const char *bytes, size_t length,
                          struct document *out) {
    struct doc_input input = {.bytes = bytes, .length = length, .file_name = file_name};
    const char *problem = NULL;
    enum err failed = doc_read(request->worker->doc_reader, &input, request->arena, out, &problem);
    return failed ? request_fail(request, failed, "%s", problem) : ERR_OK;
}

static void index_passages(struct request *request, const struct document *document,
                           struct passage_list *out) {
    struct passage_chunk *chunks = arena_array(request->arena, document->chunk_count + 1, sizeof *chunks);
    for (size_t i = 0; i < document->chunk_count; i++)
        chunks[i] = (struct passage_chunk){document->chunks[i].text,
                                           document->sections[document->chunks[i].section].title};
    passage_split(chunks, document->chunk_count, request->arena, out);
    passage_embed(request->worker->vocabulary, request->worker->embedder, out, request->arena);
}

/* A bullet is no word: a list has the same vector however its file marks the items. */
static const char *without_bullets(const char *text, struct arena *arena) {
    static const char BULLET[] = "• ";
    char *copy = arena_strdup(arena, text), *end = copy;
    for (const char *at = text; *at != '\0';) {
        if (text_starts_with(at, BULLET))
            at += sizeof BULLET - 1;
        else
            *end++ = *at++;
    }
    *end = '\0';
    return copy;
}

void cv_index_document(struct request *request, struct cv_prepared *prepared) {
    const struct document *document = &prepared->document;
    size_t count = document->chunk_count;
    const char **texts = arena_array(request->arena, count + 1, sizeof *texts);
    size_t *lengths = arena_array(request->arena, count + 1, sizeof *lengths);
    float *vectors = arena_array(request->arena, (count + 1) * VECTOR_SIZE, sizeof *vectors);
    for (size_t i = 0; i < count; i++)
        texts[i] = without_bullets(document->chunks[i].text, request->arena);
    texts[count] = without_bullets(document->text, request->arena);
    for (size_t i = 0; i <= count; i++)
        lengths[i] = strlen(texts[i]);
    embed_texts(request->worker->embedder, texts, lengths, count + 1, vectors);
    index_passages(request, document, &prepared->passages);
    prepared->chunk_embeddings = vectors;
    prepared->text_embedding = vectors + count * VECTOR_SIZE;
    prepared->mime_type = cv_document_mime_type(document);
    uuid_create(prepared->id);
    prepared->file_url = arena_printf(request->arena, "%s/api/cvs/%s/file/",
                                      request->worker->config->public_url, prepared->id);
}

const char *cv_hidden_as_json(const struct document *document, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    json_begin_array(&json, NULL);
    for (size_t i = 0; i < document->hidden_count; i++) {
        json_begin_object(&json, NULL);
        json_put_string(&json, "text", document->hidden[i].text);
        json_put_integer(&json, "page", document->hidden[i].page);
        json_put_string(&json, "reason", document->hidden[i].reason);
        json_end_object(&json);
    }
    json_end_array(&json);
    return json.out.data;
}

static double round_to(double value, double steps) {
    return round(value * steps) / steps;
}

struct coverage coverage_from_distance(double distance) {
    double similarity = fmax(0.0, 1.0 - distance);
    return (struct coverage){
        .distance = round_to(distance, 1e6),
        .similarity = round_to(similarity, 1e6),
        .score = round_to(similarity * 100.0, 1e2),
    };
}

/* --- the reading of a CV as JSON --- */

struct reading_writer {
    struct json *json;
    const char *kind; /* of the open section; NULL: none is open */
    const char *title;
};

static bool same_text(const char *a, const char *b) {
    return a && b && strcmp(a, b) == 0;
}

static void close_section(struct reading_writer *writer) {
    if (!writer->kind)
        return;
    json_end_array(writer->json);
    json_end_object(writer->json);
}

static void open_section(struct reading_writer *writer, const char *kind, const char *title) {
    if (same_text(writer->kind, kind) && same_text(writer->title, title))
        return;
    close_section(writer);
    writer->kind = kind;
    writer->title = title;
    json_begin_object(writer->json, NULL);
    json_put_string(writer->json, "kind", kind);
    json_put_string(writer->json, "title", title);
    json_begin_array(writer->json, "chunks");
}

static void write_place(void *context, const struct chunk_place *place) {
    struct reading_writer *writer = context;
    open_section(writer, place->section_kind ? place->section_kind : "other",
                 place->section_title ? place->section_title : "");
    json_begin_object(writer->json, NULL);
    json_put_string(writer->json, "chunk_id", place->chunk_id);
    json_put_string(writer->json, "text", place->content);
    json_put_integer(writer->json, "page", place->page_number);
    json_put_raw(writer->json, "boxes", place->boxes_json ? place->boxes_json : "[]");
    json_end_object(writer->json);
}

enum err cv_write_reading(struct db *db, const char *cv_id, struct arena *arena, struct json *json) {
    struct cv_document document;
    enum err failed = cv_find_document(db, cv_id, arena, &document);
    if (failed)
        return failed == ERR_NOT_FOUND ? ERR_OK : failed;
    json_put_string(json, "cv_id", cv_id);
    json_put_string(json, "file_name", document.file_name);
    json_put_string(json, "mime", document.mime_type);
    json_put_integer(json, "pages", document.pages);
    struct reading_writer writer = {.json = json};
    json_begin_array(json, "sections");
    failed = chunk_each_place(db, cv_id, arena, write_place, &writer);
    close_section(&writer);
    json_end_array(json);
    json_put_raw(json, "hidden", document.hidden_json);
    json_put_real(json, "quality", document.quality);
    json_put_string(json, "quality_note", document.quality_note);
    json_put_string(json, "language", document.language);
    return failed;
}

/* --- the files of a candidate --- */

static void add_file(void *context, const char *stored_id) {
    struct stored_files *files = context;
    files->ids = arena_grow(files->arena, files->ids, files->count, &files->capacity, sizeof *files->ids);
    files->ids[files->count++] = stored_id;
}

enum err cv_list_files(struct request *request, const char *candidate_id, struct stored_files *out) {
    *out = (struct stored_files){.arena = request->arena};
    return cv_each_stored_file(request->worker->db, candidate_id, request->arena, add_file, out);
}

void cv_remove_files(struct request *request, const struct stored_files *files) {
    for (size_t i = 0; i < files->count; i++)
        file_store_remove(request->worker->config, files->ids[i]);
}

/* --- chunks as JSON --- */

void chunk_write_hit(struct json *json, const char *key, const struct chunk *chunk) {
    json_begin_object(json, key);
    json_put_string(json, "chunk_id", chunk->id);
    json_put_string(json, "content", chunk->content);
    if (chunk->page_number > 0)
        json_put_integer(json, "page_number", chunk->page_number);
    else
        json_put_null(json, "page_number");
    json_put_integer(json, "chunk_index", chunk->chunk_index);
    json_put_real(json, "distance", chunk->distance);
    if (chunk->passage) {
        json_put_string(json, "passage", chunk->passage);
        json_put_integer(json, "start", chunk->passage_start);
        json_put_integer(json, "end", chunk->passage_end);
    }
    json_end_object(json);
}

void chunk_write_hits(struct json *json, const char *key, const struct chunk_list *chunks) {
    json_begin_array(json, key);
    for (size_t i = 0; i < chunks->count; i++)
        chunk_write_hit(json, NULL, &chunks->items[i]);
    json_end_array(json);
}
