/* The rows of "CV_CHUNKS" as existing clients know them, and search among them. */
#include "cv/cv.h"
#include "cv/cv_http.h"
#include "cv/cv_store.h"

#include <string.h>

#include "live/worker.h"
#include "net/form.h"
#include "nn/embed.h"

static void write_chunk(struct json *json, const struct chunk *chunk) {
    json_begin_object(json, NULL);
    json_put_string(json, "id", chunk->id);
    json_put_string(json, "content", chunk->content);
    if (chunk->page_number > 0)
        json_put_integer(json, "page_number", chunk->page_number);
    else
        json_put_null(json, "page_number");
    json_put_integer(json, "chunk_index", chunk->chunk_index);
    json_put_vector(json, "embedding", chunk->embedding, VECTOR_SIZE);
    json_put_string(json, "cv", chunk->cv_id);
    json_end_object(json);
}

static void write_listed_chunk(void *context, const struct chunk *chunk) {
    write_chunk(context, chunk);
}

enum err chunk_list_http(struct request *request, struct response *response) {
    struct json *json = response_json(response, 200);
    json_begin_array(json, NULL);
    enum err failed = chunk_each(request->worker->db, request->arena, write_listed_chunk, json);
    json_end_array(json);
    return failed;
}

static enum err find_chunk(struct request *request, struct chunk *chunk) {
    enum err failed = chunk_find(request->worker->db, request_param(request, "id"), request->arena, chunk);
    if (failed == ERR_NOT_FOUND)
        return request_fail_detail(request, ERR_NOT_FOUND, "No CVChunk matches the given query.");
    return failed;
}

enum err chunk_get_http(struct request *request, struct response *response) {
    struct chunk chunk;
    enum err failed = find_chunk(request, &chunk);
    if (!failed)
        write_chunk(response_json(response, 200), &chunk);
    return failed;
}

/* A chunk with the vectors of its passages. */
struct chunk_change {
    struct chunk chunk;
    struct passage_list passages;
};

static void find_passages(struct request *request, struct chunk_change *change) {
    struct passage_chunk text = {.text = change->chunk.content};
    passage_split(&text, 1, request->arena, &change->passages);
    passage_embed(request->worker->vocabulary, request->worker->embedder, &change->passages, request->arena);
}

static enum err insert_chunk(struct db *db, void *context) {
    const struct chunk_change *change = context;
    enum err failed = chunk_insert_row(db, &change->chunk);
    return failed ? failed : passage_insert_rows(db, change->chunk.id, &change->passages, 0);
}

static enum err update_chunk(struct db *db, void *context) {
    const struct chunk_change *change = context;
    enum err failed = chunk_update_row(db, &change->chunk);
    if (!failed)
        failed = passage_delete_rows(db, change->chunk.id);
    return failed ? failed : passage_insert_rows(db, change->chunk.id, &change->passages, 0);
}

static enum err delete_chunk(struct db *db, void *context) {
    return chunk_delete_row(db, ((struct chunk *)context)->id);
}

static void check_cv(struct request *request, struct form *form, const char *cv_id) {
    struct cv cv;
    if (cv_id && cv_find(request->worker->db, cv_id, request->arena, &cv))
        form_error(form, "cv", "Invalid pk \"%s\" - object does not exist.", cv_id);
}

/* Overwrites the fields that the body has; the vector follows the content unless the body brings one. */
static enum err read_chunk_fields(struct request *request, unsigned required, struct chunk *chunk) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *content = form_text(&form, "content", required);
    chunk->page_number = form_integer(&form, "page_number", chunk->page_number, 0, FORM_NO_MAX);
    if (required && !form_has(&form, "chunk_index"))
        form_error(&form, "chunk_index", "This field is required.");
    chunk->chunk_index = form_integer(&form, "chunk_index", chunk->chunk_index, FORM_NO_MIN, FORM_NO_MAX);
    float *vector = arena_array(request->arena, VECTOR_SIZE, sizeof *vector);
    bool has_vector = form_vector(&form, "embedding", vector, VECTOR_SIZE);
    const char *cv_id = form_uuid(&form, "cv", required);
    check_cv(request, &form, cv_id);
    if (form_check(&form))
        return ERR_INVALID;
    if (cv_id)
        chunk->cv_id = cv_id;
    if (content && !has_vector)
        embed_text(request->worker->embedder, content, strlen(content), vector);
    if (content)
        chunk->content = content;
    if (content || has_vector)
        chunk->embedding = vector;
    return ERR_OK;
}

static enum err write_change(struct request *request, db_write_fn fn, struct chunk_change *change) {
    find_passages(request, change);
    return db_write(request->worker->store, fn, change);
}

enum err chunk_create_http(struct request *request, struct response *response) {
    char id[UUID_TEXT_SIZE];
    uuid_create(id);
    struct chunk_change change = {.chunk = {.id = id}};
    enum err failed = read_chunk_fields(request, FORM_REQUIRED, &change.chunk);
    if (!failed)
        failed = write_change(request, insert_chunk, &change);
    if (!failed)
        write_chunk(response_json(response, 201), &change.chunk);
    return failed;
}

enum err chunk_update_http(struct request *request, struct response *response) {
    struct chunk_change change;
    unsigned required = strcmp(request->method, "PUT") == 0 ? FORM_REQUIRED : FORM_OPTIONAL;
    enum err failed = find_chunk(request, &change.chunk);
    if (!failed)
        failed = read_chunk_fields(request, required, &change.chunk);
    if (!failed)
        failed = write_change(request, update_chunk, &change);
    if (!failed)
        write_chunk(response_json(response, 200), &change.chunk);
    return failed;
}

enum err chunk_delete_http(struct request *request, struct response *response) {
    struct chunk chunk;
    enum err failed = find_chunk(request, &chunk);
    if (!failed)
        failed = db_write(request->worker->store, delete_chunk, &chunk);
    if (!failed)
        response_empty(response, 204);
    return failed;
}

enum err chunk_search_http(struct request *request, struct response *response) {
    struct form form;
    enum err failed = form_parse(request, &form);
    if (failed)
        return failed;
    const char *text = form_text(&form, "query", FORM_REQUIRED);
    const char *cv_id = form_uuid(&form, "cv_id", FORM_ALLOW_NULL);
    long top_k = form_integer(&form, "top_k", 5, 0, FORM_NO_MAX);
    if (form_check(&form))
        return ERR_INVALID;
    float vector[VECTOR_SIZE];
    embed_text(request->worker->embedder, text, strlen(text), vector);
    struct chunk_list found;
    failed = chunk_search(request->worker->db, cv_id, vector, top_k, request->arena, &found);
    if (failed)
        return failed;
    struct json *json = response_json(response, 200);
    json_begin_object(json, NULL);
    chunk_write_hits(json, "results", &found);
    json_end_object(json);
    return ERR_OK;
}
