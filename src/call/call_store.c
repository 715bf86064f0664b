/* All SQL of links and guests. */
#include "call/call_store.h"

#include "base/clock.h"
#include "call/call.h"

#define LINK_COLUMNS "id, session_id, expires_at, revoked_at"
#define GUEST_COLUMNS "id, session_id, link_id, name, state, created_at"

static const char SQL_LINK_FIND_VALID[] =
    "SELECT " LINK_COLUMNS " FROM call_link WHERE session_id = $1 AND revoked_at IS NULL AND expires_at > $2"
    " ORDER BY created_at DESC LIMIT 1";
static const char SQL_LINK_FIND_BY_HASH[] = "SELECT " LINK_COLUMNS " FROM call_link WHERE token_hash = $1";
static const char SQL_LINK_INSERT[] =
    "INSERT INTO call_link (id, session_id, token_hash, created_by, created_at, expires_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)";
static const char SQL_LINK_REVOKE_ALL[] =
    "UPDATE call_link SET revoked_at = $2 WHERE session_id = $1 AND revoked_at IS NULL";
static const char SQL_GUEST_FIND[] = "SELECT " GUEST_COLUMNS " FROM call_guest WHERE id = $1";
static const char SQL_GUEST_FIND_BY_HASH[] =
    "SELECT " GUEST_COLUMNS " FROM call_guest WHERE cookie_hash = $1";
static const char SQL_GUEST_LIST[] =
    "SELECT " GUEST_COLUMNS " FROM call_guest WHERE session_id = $1 ORDER BY created_at, id";
static const char SQL_GUEST_INSERT[] =
    "INSERT INTO call_guest (id, session_id, link_id, name, state, created_at, cookie_hash)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char SQL_GUEST_UPDATE[] =
    "UPDATE call_guest SET name = $2, state = $3, decided_at = $4, decided_by = $5 WHERE id = $1";

const char *const call_sql[] = {
    SQL_LINK_FIND_VALID, SQL_LINK_FIND_BY_HASH,  SQL_LINK_INSERT,  SQL_LINK_REVOKE_ALL, SQL_GUEST_FIND,
    SQL_GUEST_LIST,      SQL_GUEST_FIND_BY_HASH, SQL_GUEST_INSERT, SQL_GUEST_UPDATE,    NULL,
};

/* --- links --- */

static enum err find_link(struct query *query, struct arena *arena, struct call_link *out) {
    bool found = query_next(query);
    if (found)
        *out = (struct call_link){
            .id = query_text(query, 0, arena),
            .session_id = query_text(query, 1, arena),
            .expires_at = query_time(query, 2),
            .revoked_at = query_time(query, 3),
        };
    enum err failed = query_finish(query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err call_link_find_valid(struct db *db, const char *session_id, int64_t now, struct arena *arena,
                              struct call_link *out) {
    struct query query;
    query_begin(&query, db, SQL_LINK_FIND_VALID);
    query_bind_text(&query, 1, session_id);
    query_bind_time(&query, 2, now);
    return find_link(&query, arena, out);
}

enum err call_link_find_by_hash(struct db *db, const char *token_hash, struct arena *arena,
                                struct call_link *out) {
    struct query query;
    query_begin(&query, db, SQL_LINK_FIND_BY_HASH);
    query_bind_text(&query, 1, token_hash);
    return find_link(&query, arena, out);
}

enum err call_link_insert(struct db *db, const struct call_link *link, const char *token_hash,
                          const char *created_by) {
    struct query query;
    query_begin(&query, db, SQL_LINK_INSERT);
    query_bind_text(&query, 1, link->id);
    query_bind_text(&query, 2, link->session_id);
    query_bind_text(&query, 3, token_hash);
    query_bind_text(&query, 4, created_by);
    query_bind_time(&query, 5, clock_now());
    query_bind_time(&query, 6, link->expires_at);
    return query_run(&query, NULL);
}

enum err call_link_revoke_all(struct db *db, const char *session_id, int64_t now) {
    struct query query;
    query_begin(&query, db, SQL_LINK_REVOKE_ALL);
    query_bind_text(&query, 1, session_id);
    query_bind_time(&query, 2, now);
    return query_run(&query, NULL);
}

/* --- guests --- */

static void read_guest(struct query *query, struct arena *arena, struct call_guest *out) {
    *out = (struct call_guest){
        .id = query_text(query, 0, arena),
        .session_id = query_text(query, 1, arena),
        .link_id = query_text(query, 2, arena),
        .name = query_text(query, 3, arena),
        .state = query_text(query, 4, arena),
        .created_at = query_time(query, 5),
    };
}

static enum err find_guest(struct query *query, struct arena *arena, struct call_guest *out) {
    bool found = query_next(query);
    if (found)
        read_guest(query, arena, out);
    enum err failed = query_finish(query);
    return failed ? failed : found ? ERR_OK : ERR_NOT_FOUND;
}

enum err call_guest_find(struct db *db, const char *id, struct arena *arena, struct call_guest *out) {
    struct query query;
    query_begin(&query, db, SQL_GUEST_FIND);
    query_bind_text(&query, 1, id);
    return find_guest(&query, arena, out);
}

enum err call_guest_find_by_hash(struct db *db, const char *cookie_hash, struct arena *arena,
                                 struct call_guest *out) {
    struct query query;
    query_begin(&query, db, SQL_GUEST_FIND_BY_HASH);
    query_bind_text(&query, 1, cookie_hash);
    return find_guest(&query, arena, out);
}

enum err call_guest_list(struct db *db, const char *session_id, struct arena *arena,
                         struct call_guest_list *out) {
    size_t capacity = 0;
    struct query query;
    *out = (struct call_guest_list){0};
    query_begin(&query, db, SQL_GUEST_LIST);
    query_bind_text(&query, 1, session_id);
    while (query_next(&query)) {
        out->items = arena_grow(arena, out->items, out->count, &capacity, sizeof *out->items);
        read_guest(&query, arena, &out->items[out->count++]);
    }
    return query_finish(&query);
}

enum err call_guest_insert(struct db *db, const struct call_guest *guest, const char *cookie_hash) {
    struct query query;
    query_begin(&query, db, SQL_GUEST_INSERT);
    query_bind_text(&query, 1, guest->id);
    query_bind_text(&query, 2, guest->session_id);
    query_bind_text(&query, 3, guest->link_id);
    query_bind_text(&query, 4, guest->name);
    query_bind_text(&query, 5, guest->state);
    query_bind_time(&query, 6, guest->created_at);
    query_bind_text(&query, 7, cookie_hash);
    return query_run(&query, NULL);
}

enum err call_guest_update(struct db *db, const struct call_guest *guest, const char *decided_by) {
    struct query query;
    query_begin(&query, db, SQL_GUEST_UPDATE);
    query_bind_text(&query, 1, guest->id);
    query_bind_text(&query, 2, guest->name);
    query_bind_text(&query, 3, guest->state);
    query_bind_time(&query, 4, clock_now());
    query_bind_text(&query, 5, decided_by);
    return query_run(&query, NULL);
}
