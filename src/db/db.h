/* The database as the domains see it: prepared statements, bound parameters, one writer.
 *
 * SQL is written once, for SQLite and PostgreSQL, in *_store.c only; the rules that make that work stand in
 * docs/architecture.md (bind $n, no casts but CAST($n AS text), NULLS LAST spelled, <=> only as column <=> $n
 * or column <=> column). A `struct db` is one connection and belongs to one thread. Readers are opened
 * read-only; every change goes through db_write, which runs the function on the single writer with group
 * commit.
 *
 *     struct query query;
 *     query_begin(&query, db, SQL_NOTE_LIST);
 *     query_bind_text(&query, 1, session_id);
 *     while (query_next(&query))
 *         note.id = query_text(&query, 0, arena);
 *     return query_finish(&query);
 *
 * Bind numbers start at 1, columns at 0. A failure is remembered: query_next then answers false and
 * query_finish the error (ERR_CONFLICT for a unique or foreign key violation, ERR_BUSY, ERR_INTERNAL; logged
 * with its SQLSTATE or code, never with values).
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct config;
struct db_store; /* the database as a whole: file or server, writer thread, statement texts */
struct db;       /* one connection */

enum { VECTOR_SIZE = 384 };

struct query {
    struct db *db;
    void *statement;
    enum err failed;
    bool started;
};

/* Opens (creating and migrating where needed) the database that the configuration names. NULL with a sentence
 * in `problem` on failure. Any thread; the writer thread starts here. */
struct db_store *db_store_create(const struct config *config, char *problem, size_t problem_size);
/* Waits for writes under way, checkpoints, closes. All readers must be closed before. */
void db_store_destroy(struct db_store *store);
/* For /readyz: false after a commit that failed, until one succeeds. */
bool db_store_is_ready(struct db_store *store);

/* A read-only connection for the calling thread. */
struct db *db_open_reader(struct db_store *store);
void db_close(struct db *db);

void query_begin(struct query *query, struct db *db,
                 const char *sql); /* sql: a string constant, cached by address */
void query_bind_text(struct query *query, int number,
                     const char *text); /* NULL binds null; borrowed until finish */
void query_bind_integer(struct query *query, int number, int64_t value);
void query_bind_real(struct query *query, int number, double value);
void query_bind_bool(struct query *query, int number, bool value);
void query_bind_time(struct query *query, int number, int64_t time_us); /* 0 binds null */
void query_bind_vector(struct query *query, int number,
                       const float *values); /* 384 of them; NULL binds null */
void query_bind_null(struct query *query, int number);
bool query_next(struct query *query);
bool query_is_null(struct query *query, int column);
const char *query_text(struct query *query, int column, struct arena *arena); /* copied; NULL for null */
int64_t query_integer(struct query *query, int column);
double query_real(struct query *query, int column);
bool query_bool(struct query *query, int column);
int64_t query_time(struct query *query, int column); /* 0 for null */
const float *query_vector(struct query *query, int column,
                          struct arena *arena); /* 384 floats; NULL for null */
enum err query_finish(struct query *query);
/* Steps a statement without rows to its end; *changed (may be NULL) gets the number of rows changed. */
enum err query_run(struct query *query, int64_t *changed);

/* Runs fn in a transaction with a connection that may write, and waits for its commit. On SQLite the writer
 * thread gives each fn a savepoint and commits a batch at once; on PostgreSQL fn may run again after a
 * serialization failure, so it must have no side effects but on the database and on outputs that it sets
 * afresh. When fn answers other than ERR_OK its changes are rolled back and db_write answers the same. */
typedef enum err (*db_write_fn)(struct db *db, void *context);
enum err db_write(struct db_store *store, db_write_fn fn, void *context);

#endif
