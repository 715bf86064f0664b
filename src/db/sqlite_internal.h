/* What the files of the SQLite store share; nobody outside src/db/ includes this.
 *
 * Debian 12's SQLite (before 3.51.3) can corrupt a WAL database when a checkpoint on one connection races a
 * commit on another ("WAL-reset bug"). So one connection, owned by the writer thread, does every write and
 * every checkpoint; all others are opened read-only and never checkpoint.
 */
#ifndef DB_SQLITE_INTERNAL_H
#define DB_SQLITE_INTERNAL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { STATEMENT_PARAMETERS_MAX = 32 };

/* A prepared statement, cached by the address of its text. */
struct statement {
    const char *sql; /* borrowed: a string constant; NULL marks an empty slot of the cache */
    sqlite3_stmt *handle;
    bool in_use;
    bool cached;
    /* SQLite numbers $n by first appearance; this maps n to its number, 0 where $n does not occur. */
    unsigned char parameter[STATEMENT_PARAMETERS_MAX + 1];
};

struct db {
    sqlite3 *handle;
    struct statement **slots; /* open addressing, capacity a power of two */
    size_t slot_count;
    size_t statement_count;
};

/* Opens one connection with the settings that every connection has; NULL with a sentence in `problem`. */
struct db *sqlite_connection_open(const char *path, bool may_write, char *problem, size_t problem_size);
/* Maps a SQLite result code to what callers of db.h see. */
enum err sqlite_error(int code);
/* Runs SQL without parameters; failures are logged. */
enum err sqlite_run(struct db *db, const char *sql);

/* Registers cosine_distance(a, b) for vectors: 1 - cos(a, b), NULL when either is NULL. */
int sqlite_vector_register(sqlite3 *handle);

/* Rewrites `left <=> right` to `cosine_distance(left, right)`; operands are column names or parameters. The
 * caller frees the result. Text in quotes and comments is left alone. */
char *sqlite_translate(const char *sql);

/* Brings the database to the newest migration in the binary. False with a sentence in `problem`: also when
 * the database is newer than the binary. */
bool sqlite_migrate(struct db *db, char *problem, size_t problem_size);

#endif
