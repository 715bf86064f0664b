/* Applies the migrations that are built into the binary. */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/db.h"
#include "db/migrations.h"
#include "db/sqlite_internal.h"

static const char SQL_MIGRATION_TABLE[] = "CREATE TABLE IF NOT EXISTS schema_migration ("
                                          " number INTEGER NOT NULL PRIMARY KEY,"
                                          " name TEXT NOT NULL,"
                                          " applied_at INTEGER NOT NULL) STRICT";
static const char SQL_MIGRATION_LAST[] = "SELECT coalesce(max(number), 0) FROM schema_migration";
static const char SQL_MIGRATION_INSERT[] =
    "INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)";

static enum err record(struct db *db, const struct migration *migration) {
    struct query query;
    query_begin(&query, db, SQL_MIGRATION_INSERT);
    query_bind_integer(&query, 1, migration->number);
    query_bind_text(&query, 2, migration->name);
    query_bind_time(&query, 3, clock_now());
    return query_run(&query, NULL);
}

static enum err apply(struct db *db, const struct migration *migration) {
    enum err failed = sqlite_run(db, "BEGIN IMMEDIATE");
    if (failed)
        return failed;
    if (!(failed = sqlite_run(db, migration->sql)) && !(failed = record(db, migration)))
        failed = sqlite_run(db, "COMMIT");
    if (failed)
        sqlite_run(db, "ROLLBACK");
    else
        log_write(LOG_INFO, "db_migrated", "%s", migration->name);
    return failed;
}

bool sqlite_migrate(struct db *db, char *problem, size_t problem_size) {
    struct query query;
    int64_t last = 0;
    enum err failed = sqlite_run(db, SQL_MIGRATION_TABLE);
    if (!failed) {
        query_begin(&query, db, SQL_MIGRATION_LAST);
        if (query_next(&query))
            last = query_integer(&query, 0);
        failed = query_finish(&query);
    }
    if (failed) {
        snprintf(problem, problem_size, "cannot read the version of the database");
        return false;
    }
    int64_t newest = 0;
    for (const struct migration *migration = MIGRATIONS; migration->sql; migration++) {
        newest = migration->number;
        if (migration->number > last && apply(db, migration)) {
            snprintf(problem, problem_size, "migration %s failed", migration->name);
            return false;
        }
    }
    if (last > newest)
        snprintf(problem, problem_size,
                 "the database is at migration %" PRId64 " but this version knows only %" PRId64
                 ": run the newer version",
                 last, newest);
    return last <= newest;
}
