/* All SQL of job descriptions. */
#include "db/db.h"
#include "job/job.h"

#define BRIEF_COLUMNS "id, title, description_text, created_at"
#define COLUMNS BRIEF_COLUMNS ", embedding"
#define NEWEST_FIRST " ORDER BY created_at DESC NULLS LAST, id DESC"

static const char SQL_JOB_LIST[] = "SELECT " COLUMNS " FROM \"JOB_DESCRIPTIONS\"" NEWEST_FIRST;
static const char SQL_JOB_LIST_BRIEF[] = "SELECT " BRIEF_COLUMNS " FROM \"JOB_DESCRIPTIONS\"" NEWEST_FIRST;
static const char SQL_JOB_FIND[] = "SELECT " COLUMNS " FROM \"JOB_DESCRIPTIONS\" WHERE id = $1";
static const char SQL_JOB_INSERT[] =
    "INSERT INTO \"JOB_DESCRIPTIONS\" (id, title, description_text, embedding, created_at)"
    " VALUES ($1, $2, $3, $4, $5)";
static const char SQL_JOB_UPDATE[] =
    "UPDATE \"JOB_DESCRIPTIONS\" SET title = $2, description_text = $3, embedding = $4 WHERE id = $1";
static const char SQL_JOB_DELETE[] = "DELETE FROM \"JOB_DESCRIPTIONS\" WHERE id = $1";

const char *const job_sql[] = {
    SQL_JOB_LIST, SQL_JOB_LIST_BRIEF, SQL_JOB_FIND, SQL_JOB_INSERT, SQL_JOB_UPDATE, SQL_JOB_DELETE, NULL,
};

static void read_job(struct query *query, bool brief, struct arena *arena, struct job *out) {
    out->id = query_text(query, 0, arena);
    out->title = query_text(query, 1, arena);
    out->description_text = query_text(query, 2, arena);
    out->created_at = query_time(query, 3);
    out->embedding = brief ? NULL : query_vector(query, 4, arena);
}

enum err job_find(struct db *db, const char *id, struct arena *arena, struct job *out) {
    struct query query;
    query_begin(&query, db, SQL_JOB_FIND);
    query_bind_text(&query, 1, id);
    bool found = query_next(&query);
    if (found)
        read_job(&query, false, arena, out);
    enum err failed = query_finish(&query);
    return failed || found ? failed : ERR_NOT_FOUND;
}

enum err job_each(struct db *db, bool brief, struct arena *arena,
                  void (*visit)(void *context, const struct job *job), void *context) {
    struct query query;
    query_begin(&query, db, brief ? SQL_JOB_LIST_BRIEF : SQL_JOB_LIST);
    while (query_next(&query)) {
        struct job job;
        read_job(&query, brief, arena, &job);
        visit(context, &job);
    }
    return query_finish(&query);
}

/* Binds what both INSERT and UPDATE take. */
static void bind_job(struct query *query, const struct job *job) {
    query_bind_text(query, 1, job->id);
    query_bind_text(query, 2, job->title);
    query_bind_text(query, 3, job->description_text);
    query_bind_vector(query, 4, job->embedding);
}

enum err job_insert(struct db *db, const struct job *job) {
    struct query query;
    query_begin(&query, db, SQL_JOB_INSERT);
    bind_job(&query, job);
    query_bind_time(&query, 5, job->created_at);
    return query_run(&query, NULL);
}

enum err job_update(struct db *db, const struct job *job) {
    struct query query;
    int64_t changed;
    query_begin(&query, db, SQL_JOB_UPDATE);
    bind_job(&query, job);
    enum err failed = query_run(&query, &changed);
    return failed || changed ? failed : ERR_NOT_FOUND;
}

enum err job_delete(struct db *db, const char *id) {
    struct query query;
    int64_t changed;
    query_begin(&query, db, SQL_JOB_DELETE);
    query_bind_text(&query, 1, id);
    enum err failed = query_run(&query, &changed);
    return failed || changed ? failed : ERR_NOT_FOUND;
}
