/* All SQL of drafts. */
#include "draft/draft_store.h"

#include "base/clock.h"
#include "base/uuid.h"

#define DRAFT_COLUMNS "id, owner_key, version, created_at, updated_at, content"

static const char SQL_DRAFT_LIST[] =
    "SELECT " DRAFT_COLUMNS " FROM draft WHERE owner_key = $1 ORDER BY updated_at DESC, id DESC";
static const char SQL_DRAFT_FIND[] = "SELECT " DRAFT_COLUMNS " FROM draft WHERE id = $1 AND owner_key = $2";
static const char SQL_DRAFT_INSERT[] = "INSERT INTO draft (" DRAFT_COLUMNS ") VALUES ($1, $2, 1, $3, $3, $4)";
static const char SQL_DRAFT_UPDATE[] =
    "UPDATE draft SET content = $3, version = version + 1, updated_at = $4 WHERE id = $1 AND version = $2";
static const char SQL_DRAFT_DELETE[] = "DELETE FROM draft WHERE id = $1";
static const char SQL_DRAFT_DOCUMENT_FIND[] = "SELECT stored_id, file_name, mime_type, size_bytes, extraction"
                                              " FROM draft_document WHERE draft_id = $1";
static const char SQL_DRAFT_DOCUMENT_INSERT[] = "INSERT INTO draft_document (id, draft_id, stored_id, "
                                                "file_name, mime_type, size_bytes, extraction, created_at)"
                                                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
static const char SQL_DRAFT_DOCUMENT_DELETE[] = "DELETE FROM draft_document WHERE draft_id = $1";
const char *const draft_sql[] = {
    SQL_DRAFT_LIST,
    SQL_DRAFT_FIND,
    SQL_DRAFT_INSERT,
    SQL_DRAFT_UPDATE,
    SQL_DRAFT_DELETE,
    SQL_DRAFT_DOCUMENT_FIND,
    SQL_DRAFT_DOCUMENT_INSERT,
    SQL_DRAFT_DOCUMENT_DELETE,
    NULL,
};

static void read_draft(struct query *query, struct arena *arena, struct draft *out) {
    *out = (struct draft){
        .id = query_text(query, 0, arena),
        .owner_key = query_text(query, 1, arena),
        .version = query_integer(query, 2),
        .created_at = query_time(query, 3),
        .updated_at = query_time(query, 4),
    };
    draft_content_from_json(out, query_text(query, 5, arena), arena);
}

enum err draft_list(struct db *db, const char *owner_key, struct arena *arena, struct draft_list *out) {
    size_t capacity = 0;
    struct query query;
    *out = (struct draft_list){0};
    query_begin(&query, db, SQL_DRAFT_LIST);
    query_bind_text(&query, 1, owner_key);
    while (query_next(&query)) {
        out->items = arena_grow(arena, out->items, out->count, &capacity, sizeof *out->items);
        read_draft(&query, arena, &out->items[out->count++]);
    }
    return query_finish(&query);
}

enum err draft_find(struct db *db, const char *id, const char *owner_key, struct arena *arena,
                    struct draft *out) {
    struct query query;
    query_begin(&query, db, SQL_DRAFT_FIND);
    query_bind_text(&query, 1, id);
    query_bind_text(&query, 2, owner_key);
    bool found = query_next(&query);
    if (found)
        read_draft(&query, arena, out);
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err draft_insert(struct db *db, const struct draft *draft, struct arena *arena) {
    struct query query;
    query_begin(&query, db, SQL_DRAFT_INSERT);
    query_bind_text(&query, 1, draft->id);
    query_bind_text(&query, 2, draft->owner_key);
    query_bind_time(&query, 3, draft->created_at);
    query_bind_text(&query, 4, draft_content_as_json(draft, arena));
    return query_run(&query, NULL);
}

enum err draft_update(struct db *db, struct draft *draft, struct arena *arena) {
    int64_t changed = 0;
    int64_t now = clock_now();
    struct query query;
    query_begin(&query, db, SQL_DRAFT_UPDATE);
    query_bind_text(&query, 1, draft->id);
    query_bind_integer(&query, 2, draft->version);
    query_bind_text(&query, 3, draft_content_as_json(draft, arena));
    query_bind_time(&query, 4, now);
    enum err failed = query_run(&query, &changed);
    if (failed)
        return failed;
    draft->updated_at = now;
    return changed ? ERR_OK : ERR_CONFLICT;
}

enum err draft_delete(struct db *db, const char *id) {
    struct query query;
    query_begin(&query, db, SQL_DRAFT_DELETE);
    query_bind_text(&query, 1, id);
    return query_run(&query, NULL);
}

enum err draft_find_document(struct db *db, const char *draft_id, struct arena *arena,
                             struct draft_document *out) {
    struct query query;
    query_begin(&query, db, SQL_DRAFT_DOCUMENT_FIND);
    query_bind_text(&query, 1, draft_id);
    bool found = query_next(&query);
    if (found)
        *out = (struct draft_document){
            .stored_id = query_text(&query, 0, arena),
            .file_name = query_text(&query, 1, arena),
            .mime_type = query_text(&query, 2, arena),
            .size_bytes = query_integer(&query, 3),
            .reading_json = query_text(&query, 4, arena),
        };
    enum err failed = query_finish(&query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

static enum err insert_document(struct db *db, const char *draft_id, const struct draft_document *document) {
    char id[UUID_TEXT_SIZE];
    uuid_create(id);
    struct query query;
    query_begin(&query, db, SQL_DRAFT_DOCUMENT_INSERT);
    query_bind_text(&query, 1, id);
    query_bind_text(&query, 2, draft_id);
    query_bind_text(&query, 3, document->stored_id);
    query_bind_text(&query, 4, document->file_name);
    query_bind_text(&query, 5, document->mime_type);
    query_bind_integer(&query, 6, document->size_bytes);
    query_bind_text(&query, 7, document->reading_json);
    query_bind_time(&query, 8, clock_now());
    return query_run(&query, NULL);
}

enum err draft_replace_document(struct db *db, const char *draft_id, const struct draft_document *document) {
    struct query query;
    query_begin(&query, db, SQL_DRAFT_DOCUMENT_DELETE);
    query_bind_text(&query, 1, draft_id);
    enum err failed = query_run(&query, NULL);
    return failed || !document ? failed : insert_document(db, draft_id, document);
}
