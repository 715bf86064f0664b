/* All SQL of CVs, their chunks and what reading them found. */
#include "cv/cv_store.h"
#include "cv/cv.h"

#include <string.h>

#include "base/clock.h"

#define CV_COLUMNS "id, candidate_id, file_url, raw_text, is_active, embedding, created_at"
#define CHUNK_COLUMNS "id, cv_id, content, page_number, chunk_index, embedding"

static const char SQL_CV_LIST[] =
    "SELECT " CV_COLUMNS " FROM \"CVS\" ORDER BY created_at DESC NULLS LAST, id DESC";
static const char SQL_CV_FIND[] = "SELECT " CV_COLUMNS " FROM \"CVS\" WHERE id = $1";
static const char SQL_CV_FIND_ACTIVE[] =
    "SELECT " CV_COLUMNS " FROM \"CVS\" WHERE candidate_id = $1 AND is_active = $2"
    " ORDER BY created_at DESC NULLS LAST, id DESC LIMIT 1";
static const char SQL_CV_INSERT[] =
    "INSERT INTO \"CVS\" (" CV_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char SQL_CV_UPDATE[] =
    "UPDATE \"CVS\" SET candidate_id = $2, file_url = $3, raw_text = $4, is_active = $5,"
    " embedding = $6 WHERE id = $1";
static const char SQL_CV_DEACTIVATE[] = "UPDATE \"CVS\" SET is_active = $2 WHERE candidate_id = $1";
static const char SQL_CV_DELETE[] = "DELETE FROM \"CVS\" WHERE id = $1";
static const char SQL_CV_DISTANCE[] =
    "SELECT embedding <=> $2 FROM \"CVS\" WHERE id = $1 AND embedding IS NOT NULL";
static const char SQL_CV_CANDIDATE_EXISTS[] = "SELECT 1 FROM \"CANDIDATI\" WHERE id = $1";
static const char SQL_CV_JOB_VECTOR[] = "SELECT embedding FROM \"JOB_DESCRIPTIONS\" WHERE id = $1";

static const char SQL_DOCUMENT_INSERT[] = "INSERT INTO cv_document (cv_id, file_name, mime_type, size_bytes, "
                                          "stored_id, pages, hidden, quality, quality_note,"
                                          " language) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
static const char SQL_DOCUMENT_FIND[] =
    "SELECT file_name, mime_type, stored_id, pages, hidden, quality, quality_note,"
    " language FROM cv_document WHERE cv_id = $1";
static const char SQL_DOCUMENT_STORED_IDS[] =
    "SELECT d.stored_id FROM cv_document d JOIN \"CVS\" c ON c.id = d.cv_id WHERE c.candidate_id = $1";

static const char SQL_CHUNK_LIST[] =
    "SELECT " CHUNK_COLUMNS " FROM \"CV_CHUNKS\" ORDER BY cv_id, chunk_index, id";
static const char SQL_CHUNK_FIND[] = "SELECT " CHUNK_COLUMNS " FROM \"CV_CHUNKS\" WHERE id = $1";
static const char SQL_CHUNK_INSERT[] =
    "INSERT INTO \"CV_CHUNKS\" (" CHUNK_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6)";
static const char SQL_CHUNK_UPDATE[] = "UPDATE \"CV_CHUNKS\" SET cv_id = $2, content = $3, page_number = $4,"
                                       " chunk_index = $5, embedding = $6 WHERE id = $1";
static const char SQL_CHUNK_DELETE[] = "DELETE FROM \"CV_CHUNKS\" WHERE id = $1";
static const char SQL_CHUNK_PLACE_INSERT[] =
    "INSERT INTO chunk_place (chunk_id, section_kind, section_title, boxes) VALUES ($1, $2, $3, $4)";
static const char SQL_CHUNK_PLACES[] =
    "SELECT c.id, c.content, c.page_number, p.section_kind, p.section_title, p.boxes FROM \"CV_CHUNKS\" c"
    " LEFT JOIN chunk_place p ON p.chunk_id = c.id WHERE c.cv_id = $1 ORDER BY c.chunk_index, c.id";
static const char SQL_PASSAGE_INSERT[] = "INSERT INTO chunk_passage (chunk_id, text_hash, embedding)"
                                         " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
static const char SQL_PASSAGE_DELETE[] = "DELETE FROM chunk_passage WHERE chunk_id = $1";
static const char SQL_PASSAGES_IN_CV[] = "SELECT v.chunk_id, v.text_hash, v.embedding FROM chunk_passage v "
                                         "JOIN \"CV_CHUNKS\" c ON c.id = v.chunk_id"
                                         " WHERE c.cv_id = $1";
static const char SQL_CHUNKS_SEARCHED[] =
    "SELECT c.id, c.cv_id, c.content, c.page_number, c.chunk_index, c.embedding <=> $1, p.section_kind,"
    " p.section_title FROM \"CV_CHUNKS\" c LEFT JOIN chunk_place p ON p.chunk_id = c.id"
    " WHERE c.cv_id = $2 AND c.embedding IS NOT NULL ORDER BY c.chunk_index, c.id";
#define CHUNK_HIT                                                                                            \
    "SELECT c.id, c.cv_id, c.content, c.page_number, c.chunk_index, c.embedding <=> $1 AS distance, "        \
    "p.section_kind"                                                                                         \
    " FROM \"CV_CHUNKS\" c LEFT JOIN chunk_place p ON p.chunk_id = c.id WHERE c.embedding IS NOT NULL"
static const char SQL_CHUNK_SEARCH[] = CHUNK_HIT " ORDER BY distance, c.id LIMIT $2";
static const char SQL_CHUNK_SEARCH_IN_CV[] = CHUNK_HIT " AND c.cv_id = $3 ORDER BY distance, c.id LIMIT $2";

const char *const cv_sql[] = {
    SQL_CV_LIST,
    SQL_CV_FIND,
    SQL_CV_FIND_ACTIVE,
    SQL_CV_INSERT,
    SQL_CV_UPDATE,
    SQL_CV_DEACTIVATE,
    SQL_CV_DELETE,
    SQL_CV_DISTANCE,
    SQL_CV_JOB_VECTOR,
    SQL_CV_CANDIDATE_EXISTS,
    SQL_DOCUMENT_INSERT,
    SQL_DOCUMENT_FIND,
    SQL_DOCUMENT_STORED_IDS,
    SQL_CHUNK_LIST,
    SQL_CHUNK_FIND,
    SQL_CHUNK_INSERT,
    SQL_CHUNK_UPDATE,
    SQL_CHUNK_DELETE,
    SQL_CHUNK_PLACE_INSERT,
    SQL_CHUNK_PLACES,
    SQL_PASSAGE_INSERT,
    SQL_PASSAGE_DELETE,
    SQL_PASSAGES_IN_CV,
    SQL_CHUNKS_SEARCHED,
    SQL_CHUNK_SEARCH,
    SQL_CHUNK_SEARCH_IN_CV,
    NULL,
};

/* --- CVs --- */

static void read_cv(struct query *query, struct arena *arena, struct cv *out) {
    out->id = query_text(query, 0, arena);
    out->candidate_id = query_text(query, 1, arena);
    out->file_url = query_text(query, 2, arena);
    out->raw_text = query_text(query, 3, arena);
    out->is_active = query_bool(query, 4);
    out->embedding = query_vector(query, 5, arena);
    out->created_at = query_time(query, 6);
}

static enum err find_one_cv(struct query *query, struct arena *arena, struct cv *out) {
    bool found = query_next(query);
    if (found)
        read_cv(query, arena, out);
    enum err failed = query_finish(query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err cv_find(struct db *db, const char *id, struct arena *arena, struct cv *out) {
    struct query query;
    query_begin(&query, db, SQL_CV_FIND);
    query_bind_text(&query, 1, id);
    return find_one_cv(&query, arena, out);
}

enum err cv_find_active(struct db *db, const char *candidate_id, struct arena *arena, struct cv *out) {
    struct query query;
    query_begin(&query, db, SQL_CV_FIND_ACTIVE);
    query_bind_text(&query, 1, candidate_id);
    query_bind_bool(&query, 2, true);
    return find_one_cv(&query, arena, out);
}

enum err cv_each(struct db *db, struct arena *arena, void (*visit)(void *context, const struct cv *cv),
                 void *context) {
    struct query query;
    query_begin(&query, db, SQL_CV_LIST);
    while (query_next(&query)) {
        struct cv cv;
        read_cv(&query, arena, &cv);
        visit(context, &cv);
    }
    return query_finish(&query);
}

static void bind_cv(struct query *query, const struct cv *cv) {
    query_bind_text(query, 1, cv->id);
    query_bind_text(query, 2, cv->candidate_id);
    query_bind_text(query, 3, cv->file_url);
    query_bind_text(query, 4, cv->raw_text);
    query_bind_bool(query, 5, cv->is_active);
    query_bind_vector(query, 6, cv->embedding);
}

enum err cv_insert_row(struct db *db, const struct cv *cv) {
    struct query query;
    query_begin(&query, db, SQL_CV_INSERT);
    bind_cv(&query, cv);
    query_bind_time(&query, 7, cv->created_at);
    return query_run(&query, NULL);
}

enum err cv_update_row(struct db *db, const struct cv *cv) {
    struct query query;
    query_begin(&query, db, SQL_CV_UPDATE);
    bind_cv(&query, cv);
    return query_run(&query, NULL);
}

enum err cv_delete_row(struct db *db, const char *id) {
    struct query query;
    query_begin(&query, db, SQL_CV_DELETE);
    query_bind_text(&query, 1, id);
    return query_run(&query, NULL);
}

enum err cv_distance(struct db *db, const char *cv_id, const float *vector, double *distance) {
    struct query query;
    query_begin(&query, db, SQL_CV_DISTANCE);
    query_bind_text(&query, 1, cv_id);
    query_bind_vector(&query, 2, vector);
    bool found = query_next(&query);
    if (found)
        *distance = query_real(&query, 0);
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err cv_candidate_exists(struct db *db, const char *candidate_id) {
    struct query query;
    query_begin(&query, db, SQL_CV_CANDIDATE_EXISTS);
    query_bind_text(&query, 1, candidate_id);
    bool found = query_next(&query);
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err cv_job_vector(struct db *db, const char *job_id, struct arena *arena, const float **vector) {
    struct query query;
    query_begin(&query, db, SQL_CV_JOB_VECTOR);
    query_bind_text(&query, 1, job_id);
    bool found = query_next(&query);
    *vector = found ? query_vector(&query, 0, arena) : NULL;
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

/* --- documents --- */

static const char *boxes_as_json(const struct doc_chunk *chunk, struct arena *arena) {
    struct json json;
    json_init(&json, arena);
    json_begin_array(&json, NULL);
    for (size_t i = 0; i < chunk->box_count; i++) {
        const struct doc_box *box = &chunk->boxes[i];
        json_begin_object(&json, NULL);
        json_put_integer(&json, "page", box->page);
        json_put_real(&json, "x", box->x);
        json_put_real(&json, "y", box->y);
        json_put_real(&json, "width", box->width);
        json_put_real(&json, "height", box->height);
        json_end_object(&json);
    }
    json_end_array(&json);
    return json.out.data;
}

static enum err insert_document(struct db *db, const struct cv_prepared *prepared, struct arena *arena) {
    const struct document *document = &prepared->document;
    struct query query;
    query_begin(&query, db, SQL_DOCUMENT_INSERT);
    query_bind_text(&query, 1, prepared->id);
    query_bind_text(&query, 2, prepared->file_name);
    query_bind_text(&query, 3, prepared->mime_type);
    query_bind_integer(&query, 4, (int64_t)prepared->size_bytes);
    query_bind_text(&query, 5, prepared->stored_id);
    query_bind_integer(&query, 6, document->pages);
    query_bind_text(&query, 7, cv_hidden_as_json(document, arena));
    query_bind_real(&query, 8, document->quality);
    query_bind_text(&query, 9, document->quality_note);
    query_bind_text(&query, 10, document->language);
    return query_run(&query, NULL);
}

static enum err insert_place(struct db *db, const char *chunk_id, const struct document *document,
                             const struct doc_chunk *chunk, struct arena *arena) {
    const struct doc_section *section = &document->sections[chunk->section];
    struct query query;
    query_begin(&query, db, SQL_CHUNK_PLACE_INSERT);
    query_bind_text(&query, 1, chunk_id);
    query_bind_text(&query, 2, section->kind);
    query_bind_text(&query, 3, section->title);
    query_bind_text(&query, 4, boxes_as_json(chunk, arena));
    return query_run(&query, NULL);
}

static enum err insert_chunks(struct db *db, const struct cv_prepared *prepared, struct arena *arena) {
    const struct document *document = &prepared->document;
    enum err failed = ERR_OK;
    for (size_t i = 0; i < document->chunk_count && !failed; i++) {
        char id[UUID_TEXT_SIZE];
        uuid_create(id);
        struct chunk row = {.id = id,
                            .cv_id = prepared->id,
                            .content = document->chunks[i].text,
                            .page_number = document->chunks[i].page,
                            .chunk_index = (int64_t)i,
                            .embedding = prepared->chunk_embeddings + i * VECTOR_SIZE};
        failed = chunk_insert_row(db, &row);
        if (!failed)
            failed = insert_place(db, id, document, &document->chunks[i], arena);
        if (!failed)
            failed = passage_insert_rows(db, id, &prepared->passages, i);
    }
    return failed;
}

static enum err deactivate_earlier(struct db *db, const char *candidate_id) {
    struct query query;
    query_begin(&query, db, SQL_CV_DEACTIVATE);
    query_bind_text(&query, 1, candidate_id);
    query_bind_bool(&query, 2, false);
    return query_run(&query, NULL);
}

enum err cv_insert(struct db *db, const struct cv_prepared *prepared, const char *candidate_id) {
    struct cv row = {.id = prepared->id,
                     .candidate_id = candidate_id,
                     .file_url = prepared->file_url,
                     .raw_text = prepared->document.text,
                     .is_active = true,
                     .embedding = prepared->text_embedding,
                     .created_at = clock_now()};
    struct arena *arena = arena_create();
    enum err failed = deactivate_earlier(db, candidate_id);
    if (!failed)
        failed = cv_insert_row(db, &row);
    if (!failed)
        failed = insert_document(db, prepared, arena);
    if (!failed)
        failed = insert_chunks(db, prepared, arena);
    arena_destroy(arena);
    return failed;
}

enum err cv_find_document(struct db *db, const char *cv_id, struct arena *arena, struct cv_document *out) {
    struct query query;
    query_begin(&query, db, SQL_DOCUMENT_FIND);
    query_bind_text(&query, 1, cv_id);
    bool found = query_next(&query);
    if (found)
        *out = (struct cv_document){
            .file_name = query_text(&query, 0, arena),
            .mime_type = query_text(&query, 1, arena),
            .stored_id = query_text(&query, 2, arena),
            .pages = query_integer(&query, 3),
            .hidden_json = query_text(&query, 4, arena),
            .quality = query_real(&query, 5),
            .quality_note = query_text(&query, 6, arena),
            .language = query_text(&query, 7, arena),
        };
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err cv_each_stored_file(struct db *db, const char *candidate_id, struct arena *arena,
                             void (*visit)(void *context, const char *stored_id), void *context) {
    struct query query;
    query_begin(&query, db, SQL_DOCUMENT_STORED_IDS);
    query_bind_text(&query, 1, candidate_id);
    while (query_next(&query))
        visit(context, query_text(&query, 0, arena));
    return query_finish(&query);
}

/* --- chunks --- */

static void read_chunk(struct query *query, struct arena *arena, struct chunk *out) {
    *out = (struct chunk){
        .id = query_text(query, 0, arena),
        .cv_id = query_text(query, 1, arena),
        .content = query_text(query, 2, arena),
        .page_number = query_integer(query, 3),
        .chunk_index = query_integer(query, 4),
    };
}

enum err chunk_each(struct db *db, struct arena *arena,
                    void (*visit)(void *context, const struct chunk *chunk), void *context) {
    struct query query;
    query_begin(&query, db, SQL_CHUNK_LIST);
    while (query_next(&query)) {
        struct chunk chunk;
        read_chunk(&query, arena, &chunk);
        chunk.embedding = query_vector(&query, 5, arena);
        visit(context, &chunk);
    }
    return query_finish(&query);
}

enum err chunk_find(struct db *db, const char *id, struct arena *arena, struct chunk *out) {
    struct query query;
    query_begin(&query, db, SQL_CHUNK_FIND);
    query_bind_text(&query, 1, id);
    bool found = query_next(&query);
    if (found) {
        read_chunk(&query, arena, out);
        out->embedding = query_vector(&query, 5, arena);
    }
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

static void bind_chunk(struct query *query, const struct chunk *chunk) {
    query_bind_text(query, 1, chunk->id);
    query_bind_text(query, 2, chunk->cv_id);
    query_bind_text(query, 3, chunk->content);
    if (chunk->page_number > 0)
        query_bind_integer(query, 4, chunk->page_number);
    else
        query_bind_null(query, 4);
    query_bind_integer(query, 5, chunk->chunk_index);
    query_bind_vector(query, 6, chunk->embedding);
}

enum err chunk_insert_row(struct db *db, const struct chunk *chunk) {
    struct query query;
    query_begin(&query, db, SQL_CHUNK_INSERT);
    bind_chunk(&query, chunk);
    return query_run(&query, NULL);
}

enum err chunk_update_row(struct db *db, const struct chunk *chunk) {
    struct query query;
    query_begin(&query, db, SQL_CHUNK_UPDATE);
    bind_chunk(&query, chunk);
    return query_run(&query, NULL);
}

enum err chunk_delete_row(struct db *db, const char *id) {
    struct query query;
    query_begin(&query, db, SQL_CHUNK_DELETE);
    query_bind_text(&query, 1, id);
    return query_run(&query, NULL);
}

enum err chunk_each_place(struct db *db, const char *cv_id, struct arena *arena,
                          void (*visit)(void *context, const struct chunk_place *place), void *context) {
    struct query query;
    query_begin(&query, db, SQL_CHUNK_PLACES);
    query_bind_text(&query, 1, cv_id);
    while (query_next(&query)) {
        struct chunk_place place = {
            .chunk_id = query_text(&query, 0, arena),
            .content = query_text(&query, 1, arena),
            .page_number = query_integer(&query, 2),
            .section_kind = query_text(&query, 3, arena),
            .section_title = query_text(&query, 4, arena),
            .boxes_json = query_text(&query, 5, arena),
        };
        visit(context, &place);
    }
    return query_finish(&query);
}

enum err chunk_search(struct db *db, const char *cv_id, const float *vector, long limit, struct arena *arena,
                      struct chunk_list *out) {
    struct query query;
    query_begin(&query, db, cv_id ? SQL_CHUNK_SEARCH_IN_CV : SQL_CHUNK_SEARCH);
    query_bind_vector(&query, 1, vector);
    query_bind_integer(&query, 2, limit);
    if (cv_id)
        query_bind_text(&query, 3, cv_id);
    size_t capacity = 0;
    *out = (struct chunk_list){0};
    while (query_next(&query)) {
        out->items = arena_grow(arena, out->items, out->count, &capacity, sizeof *out->items);
        struct chunk *chunk = &out->items[out->count++];
        read_chunk(&query, arena, chunk);
        chunk->distance = query_real(&query, 5);
        chunk->section = query_text(&query, 6, arena);
    }
    return query_finish(&query);
}

enum err chunk_each_searched(struct db *db, const struct cv_search *search, struct arena *arena,
                             void (*visit)(void *context, const struct searched_chunk *chunk),
                             void *context) {
    struct query query;
    query_begin(&query, db, SQL_CHUNKS_SEARCHED);
    query_bind_vector(&query, 1, search->vector);
    query_bind_text(&query, 2, search->cv_id);
    while (query_next(&query)) {
        struct searched_chunk searched;
        read_chunk(&query, arena, &searched.chunk);
        searched.chunk.distance = query_real(&query, 5);
        searched.chunk.section = query_text(&query, 6, arena);
        searched.section_title = query_text(&query, 7, arena);
        visit(context, &searched);
    }
    return query_finish(&query);
}

/* --- vectors of passages --- */

/* FNV-1a. */
int64_t passage_hash(const char *text) {
    uint64_t hash = 14695981039346656037u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    int64_t result;
    memcpy(&result, &hash, sizeof result);
    return result;
}

enum err passage_each_row(struct db *db, const char *cv_id, struct arena *arena,
                          void (*visit)(void *context, const struct passage_row *row), void *context) {
    struct query query;
    query_begin(&query, db, SQL_PASSAGES_IN_CV);
    query_bind_text(&query, 1, cv_id);
    while (query_next(&query)) {
        struct passage_row row = {.chunk_id = query_text(&query, 0, arena),
                                  .text_hash = query_integer(&query, 1),
                                  .vector = query_vector(&query, 2, arena)};
        visit(context, &row);
    }
    return query_finish(&query);
}

static enum err insert_passage(struct db *db, const char *chunk_id, const struct passage *passage) {
    struct query query;
    query_begin(&query, db, SQL_PASSAGE_INSERT);
    query_bind_text(&query, 1, chunk_id);
    query_bind_integer(&query, 2, passage_hash(passage->text));
    query_bind_vector(&query, 3, passage->vector);
    return query_run(&query, NULL);
}

enum err passage_insert_rows(struct db *db, const char *chunk_id, const struct passage_list *passages,
                             size_t index) {
    enum err failed = ERR_OK;
    for (size_t i = 0; i < passages->count && !failed; i++)
        if (passages->items[i].chunk == index)
            failed = insert_passage(db, chunk_id, &passages->items[i]);
    return failed;
}

enum err passage_delete_rows(struct db *db, const char *chunk_id) {
    struct query query;
    query_begin(&query, db, SQL_PASSAGE_DELETE);
    query_bind_text(&query, 1, chunk_id);
    return query_run(&query, NULL);
}
