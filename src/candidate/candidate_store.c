/* All SQL of candidates. */
#include "candidate/candidate.h"
#include "db/db.h"

#define COLUMNS "id, full_name, email, linkedin_url, created_at"

static const char SQL_CANDIDATE_LIST[] =
    "SELECT " COLUMNS " FROM \"CANDIDATI\" ORDER BY created_at DESC NULLS LAST, id DESC";
static const char SQL_CANDIDATE_FIND[] = "SELECT " COLUMNS " FROM \"CANDIDATI\" WHERE id = $1";
static const char SQL_CANDIDATE_INSERT[] =
    "INSERT INTO \"CANDIDATI\" (" COLUMNS ") VALUES ($1, $2, $3, $4, $5)";
static const char SQL_CANDIDATE_UPDATE[] =
    "UPDATE \"CANDIDATI\" SET full_name = $2, email = $3, linkedin_url = $4 WHERE id = $1";
static const char SQL_CANDIDATE_DELETE[] = "DELETE FROM \"CANDIDATI\" WHERE id = $1";

const char *const candidate_sql[] = {
    SQL_CANDIDATE_LIST,   SQL_CANDIDATE_FIND,   SQL_CANDIDATE_INSERT,
    SQL_CANDIDATE_UPDATE, SQL_CANDIDATE_DELETE, NULL,
};

static void read_candidate(struct query *query, struct arena *arena, struct candidate *out) {
    out->id = query_text(query, 0, arena);
    out->full_name = query_text(query, 1, arena);
    out->email = query_text(query, 2, arena);
    out->linkedin_url = query_text(query, 3, arena);
    out->created_at = query_time(query, 4);
}

enum err candidate_find(struct db *db, const char *id, struct arena *arena, struct candidate *out) {
    struct query query;
    query_begin(&query, db, SQL_CANDIDATE_FIND);
    query_bind_text(&query, 1, id);
    bool found = query_next(&query);
    if (found)
        read_candidate(&query, arena, out);
    enum err failed = query_finish(&query);
    return failed || found ? failed : ERR_NOT_FOUND;
}

enum err candidate_each(struct db *db, struct arena *arena,
                        void (*visit)(void *context, const struct candidate *candidate), void *context) {
    struct query query;
    query_begin(&query, db, SQL_CANDIDATE_LIST);
    while (query_next(&query)) {
        struct candidate candidate;
        read_candidate(&query, arena, &candidate);
        visit(context, &candidate);
    }
    return query_finish(&query);
}

/* Binds what both INSERT and UPDATE take. */
static void bind_candidate(struct query *query, const struct candidate *candidate) {
    query_bind_text(query, 1, candidate->id);
    query_bind_text(query, 2, candidate->full_name);
    query_bind_text(query, 3, candidate->email);
    query_bind_text(query, 4, candidate->linkedin_url);
}

enum err candidate_insert(struct db *db, const struct candidate *candidate) {
    struct query query;
    query_begin(&query, db, SQL_CANDIDATE_INSERT);
    bind_candidate(&query, candidate);
    query_bind_time(&query, 5, candidate->created_at);
    return query_run(&query, NULL);
}

enum err candidate_update(struct db *db, const struct candidate *candidate) {
    struct query query;
    int64_t changed;
    query_begin(&query, db, SQL_CANDIDATE_UPDATE);
    bind_candidate(&query, candidate);
    enum err failed = query_run(&query, &changed);
    return failed || changed ? failed : ERR_NOT_FOUND;
}

enum err candidate_delete(struct db *db, const char *id) {
    struct query query;
    int64_t changed;
    query_begin(&query, db, SQL_CANDIDATE_DELETE);
    query_bind_text(&query, 1, id);
    enum err failed = query_run(&query, &changed);
    return failed || changed ? failed : ERR_NOT_FOUND;
}
