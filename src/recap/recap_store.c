/* All SQL of recaps. */
#include "recap/recap_store.h"

#include "base/clock.h"

static const char SQL_RECAP_FIND[] =
    "SELECT content, version, created_at, chosen FROM recap WHERE session_id = $1 AND kind = $2";
static const char SQL_RECAP_PUT[] =
    "INSERT INTO recap (session_id, kind, content, created_at, version) VALUES ($1, $2, $3, $4, 1)"
    " ON CONFLICT (session_id, kind) DO UPDATE SET content = $3, created_at = $4, version = recap.version + "
    "1";
static const char SQL_RECAP_UNCHOOSE[] = "UPDATE recap SET chosen = $2 WHERE session_id = $1";
static const char SQL_RECAP_CHOOSE[] = "UPDATE recap SET chosen = $3 WHERE session_id = $1 AND kind = $2";
static const char SQL_RECAP_EDITS[] = "SELECT sentence_id, sentence_text, edited_by_name FROM recap_edit"
                                      " WHERE session_id = $1 AND kind = $2 ORDER BY edited_at, sentence_id";
static const char SQL_RECAP_EDIT_PUT[] =
    "INSERT INTO recap_edit (session_id, kind, sentence_id, sentence_text, edited_by, edited_by_name, "
    "edited_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (session_id, kind, sentence_id) DO UPDATE SET"
    " sentence_text = $4, edited_by = $5, edited_by_name = $6, edited_at = $7";
static const char SQL_RECAP_EDIT_DELETE[] =
    "DELETE FROM recap_edit WHERE session_id = $1 AND kind = $2 AND sentence_id = $3";

const char *const recap_sql[] = {
    SQL_RECAP_FIND,  SQL_RECAP_PUT,      SQL_RECAP_UNCHOOSE,    SQL_RECAP_CHOOSE,
    SQL_RECAP_EDITS, SQL_RECAP_EDIT_PUT, SQL_RECAP_EDIT_DELETE, NULL,
};

enum err recap_find(struct db *db, const char *session_id, enum recap_kind kind, struct arena *arena,
                    struct recap_row *out) {
    struct query query;
    *out = (struct recap_row){0};
    query_begin(&query, db, SQL_RECAP_FIND);
    query_bind_text(&query, 1, session_id);
    query_bind_text(&query, 2, recap_kind_name(kind));
    if (query_next(&query))
        *out = (struct recap_row){
            .content = query_text(&query, 0, arena),
            .version = query_integer(&query, 1),
            .created_at = query_time(&query, 2),
            .chosen = query_bool(&query, 3),
        };
    return query_finish(&query);
}

enum err recap_list_edits(struct db *db, const char *session_id, enum recap_kind kind, struct arena *arena,
                          struct recap_edit_list *out) {
    size_t capacity = 0;
    struct query query;
    *out = (struct recap_edit_list){0};
    query_begin(&query, db, SQL_RECAP_EDITS);
    query_bind_text(&query, 1, session_id);
    query_bind_text(&query, 2, recap_kind_name(kind));
    while (query_next(&query)) {
        out->items = arena_grow(arena, out->items, out->count, &capacity, sizeof *out->items);
        out->items[out->count++] = (struct recap_edit){
            .sentence_id = query_text(&query, 0, arena),
            .text = query_text(&query, 1, arena),
            .edited_by_name = query_text(&query, 2, arena),
        };
    }
    return query_finish(&query);
}

enum err recap_put(struct db *db, const char *session_id, enum recap_kind kind, const char *content) {
    struct query query;
    query_begin(&query, db, SQL_RECAP_PUT);
    query_bind_text(&query, 1, session_id);
    query_bind_text(&query, 2, recap_kind_name(kind));
    query_bind_text(&query, 3, content);
    query_bind_time(&query, 4, clock_now());
    return query_run(&query, NULL);
}

enum err recap_choose(struct db *db, const char *session_id, enum recap_kind kind) {
    struct query query;
    query_begin(&query, db, SQL_RECAP_UNCHOOSE);
    query_bind_text(&query, 1, session_id);
    query_bind_bool(&query, 2, false);
    enum err failed = query_run(&query, NULL);
    if (failed)
        return failed;
    query_begin(&query, db, SQL_RECAP_CHOOSE);
    query_bind_text(&query, 1, session_id);
    query_bind_text(&query, 2, recap_kind_name(kind));
    query_bind_bool(&query, 3, true);
    return query_run(&query, NULL);
}

static enum err delete_edit(struct db *db, const struct recap_edit_change *change) {
    struct query query;
    query_begin(&query, db, SQL_RECAP_EDIT_DELETE);
    query_bind_text(&query, 1, change->session_id);
    query_bind_text(&query, 2, recap_kind_name(change->kind));
    query_bind_text(&query, 3, change->sentence_id);
    return query_run(&query, NULL);
}

enum err recap_put_edit(struct db *db, const struct recap_edit_change *change) {
    if (!change->text)
        return delete_edit(db, change);
    struct query query;
    query_begin(&query, db, SQL_RECAP_EDIT_PUT);
    query_bind_text(&query, 1, change->session_id);
    query_bind_text(&query, 2, recap_kind_name(change->kind));
    query_bind_text(&query, 3, change->sentence_id);
    query_bind_text(&query, 4, change->text);
    query_bind_text(&query, 5, change->edited_by);
    query_bind_text(&query, 6, change->edited_by_name);
    query_bind_time(&query, 7, clock_now());
    return query_run(&query, NULL);
}
