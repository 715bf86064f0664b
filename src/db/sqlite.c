/* Connections to the SQLite file: opening, statements, binding, reading. The writer is in sqlite_writer.c. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/db.h"
#include "db/sqlite_internal.h"

/* A reader waits only for recovery after a crash, the writer for nobody: any wait this long is a fault. */
enum { BUSY_TIMEOUT_MS = 5000 };
enum { SLOTS_AT_FIRST = 128 };

enum err sqlite_error(int code) {
    switch (code) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return ERR_OK;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return ERR_CONFLICT;
    default:
        break;
    }
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL: /* the sender keeps its data and tries again once there is room */
        return ERR_BUSY;
    default:
        return ERR_INTERNAL;
    }
}

static void log_failure(sqlite3 *handle, const char *what) {
    int code = sqlite3_extended_errcode(handle);
    enum log_level level = sqlite_error(code) == ERR_CONFLICT ? LOG_INFO : LOG_ERROR;
    log_write(level, "db_failed", "%s: sqlite code %d (%s)", what, code, sqlite3_errstr(code));
}

/* --- connections --- */

enum err sqlite_run(struct db *db, const char *sql) {
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        log_failure(db->handle, "exec");
    return sqlite_error(code == SQLITE_OK ? code : sqlite3_extended_errcode(db->handle));
}

static bool configure(struct db *db, bool may_write) {
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !may_write, NULL);
    if (sqlite_vector_register(db->handle) != SQLITE_OK)
        return false;
    /* No connection checkpoints by itself: the writer does it once the callers of a batch have their answer.
     */
    const char *settings = may_write ? "PRAGMA journal_mode = WAL;"
                                       "PRAGMA synchronous = FULL;"
                                       "PRAGMA wal_autocheckpoint = 0;"
                                       "PRAGMA foreign_keys = ON;"
                                       "PRAGMA secure_delete = ON;"
                                       "PRAGMA temp_store = MEMORY;"
                                       "PRAGMA cache_size = -8192;"
                                     : "PRAGMA query_only = ON;"
                                       "PRAGMA wal_autocheckpoint = 0;"
                                       "PRAGMA temp_store = MEMORY;"
                                       "PRAGMA cache_size = -4096;"
                                       "PRAGMA mmap_size = 67108864;";
    return sqlite_run(db, settings) == ERR_OK;
}

struct db *sqlite_connection_open(const char *path, bool may_write, char *problem, size_t problem_size) {
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        abort();
    db->slot_count = SLOTS_AT_FIRST;
    db->slots = calloc(db->slot_count, sizeof *db->slots);
    if (!db->slots)
        abort();
    int mode = may_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(path, &db->handle, mode | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK && configure(db, may_write))
        return db;
    snprintf(problem, problem_size, "cannot open the database %s: %s", path, sqlite3_errmsg(db->handle));
    db_close(db);
    return NULL;
}

static void statement_destroy(struct statement *statement) {
    if (!statement)
        return;
    sqlite3_finalize(statement->handle);
    free(statement);
}

void db_close(struct db *db) {
    if (!db)
        return;
    for (size_t i = 0; i < db->slot_count; i++) {
        assert(!db->slots[i] || !db->slots[i]->in_use);
        statement_destroy(db->slots[i]);
    }
    free(db->slots);
    int code = sqlite3_close(db->handle);
    assert(code == SQLITE_OK);
    (void)code;
    free(db);
}

/* --- statements --- */

static void map_parameters(struct statement *statement) {
    int count = sqlite3_bind_parameter_count(statement->handle);
    for (int i = 1; i <= count; i++) {
        const char *name = sqlite3_bind_parameter_name(statement->handle, i);
        long number = name && name[0] == '$' ? strtol(name + 1, NULL, 10) : 0;
        assert(number >= 1 && number <= STATEMENT_PARAMETERS_MAX);
        statement->parameter[number] = (unsigned char)i;
    }
}

static struct statement *statement_prepare(struct db *db, const char *sql) {
    char *text = sqlite_translate(sql);
    sqlite3_stmt *handle = NULL;
    int code = sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
    if (code != SQLITE_OK) {
        log_failure(db->handle, "prepare");
        log_write(LOG_ERROR, "db_failed", "%s", sqlite3_errmsg(db->handle));
        free(text);
        return NULL;
    }
    free(text);
    struct statement *statement = calloc(1, sizeof *statement);
    if (!statement)
        abort();
    statement->sql = sql;
    statement->handle = handle;
    map_parameters(statement);
    return statement;
}

static struct statement **slot_of(struct statement **slots, size_t count, const char *sql) {
    /* Fibonacci hashing of the address: constants lie close together. */
    size_t i = (size_t)(((uint64_t)(uintptr_t)sql * 0x9E3779B97F4A7C15u) >> 32) & (count - 1);
    while (slots[i] && slots[i]->sql != sql)
        i = (i + 1) & (count - 1);
    return &slots[i];
}

static void grow_slots(struct db *db) {
    size_t count = db->slot_count * 2;
    struct statement **slots = calloc(count, sizeof *slots);
    if (!slots)
        abort();
    for (size_t i = 0; i < db->slot_count; i++) {
        if (db->slots[i])
            *slot_of(slots, count, db->slots[i]->sql) = db->slots[i];
    }
    free(db->slots);
    db->slots = slots;
    db->slot_count = count;
}

/* The cached statement, or a passing one when the cached one is running (a query inside its own rows). */
static struct statement *statement_take(struct db *db, const char *sql) {
    struct statement **slot = slot_of(db->slots, db->slot_count, sql);
    if (*slot && !(*slot)->in_use) {
        (*slot)->in_use = true;
        return *slot;
    }
    struct statement *statement = statement_prepare(db, sql);
    if (!statement)
        return NULL;
    statement->in_use = true;
    if (*slot)
        return statement;
    statement->cached = true;
    *slot = statement;
    if (++db->statement_count * 2 > db->slot_count)
        grow_slots(db);
    return statement;
}

void query_begin(struct query *query, struct db *db, const char *sql) {
    *query = (struct query){.db = db, .statement = statement_take(db, sql)};
    if (!query->statement)
        query->failed = ERR_INTERNAL;
}

enum err query_finish(struct query *query) {
    struct statement *statement = query->statement;
    query->statement = NULL;
    if (!statement)
        return query->failed;
    sqlite3_reset(statement->handle); /* its error is known from the step */
    sqlite3_clear_bindings(statement->handle);
    statement->in_use = false;
    if (!statement->cached)
        statement_destroy(statement);
    return query->failed;
}

/* --- binding --- */

static int parameter_index(struct query *query, int number) {
    const struct statement *statement = query->statement;
    assert(number >= 1 && number <= STATEMENT_PARAMETERS_MAX && !query->started);
    int index = statement->parameter[number];
    assert(index > 0); /* the statement has no such parameter */
    return index;
}

static sqlite3_stmt *handle_of(const struct query *query) {
    return ((struct statement *)query->statement)->handle;
}

static void check_bind(struct query *query, int code) {
    if (code == SQLITE_OK)
        return;
    log_failure(query->db->handle, "bind");
    query->failed = sqlite_error(code);
}

void query_bind_text(struct query *query, int number, const char *text) {
    if (!query->failed)
        check_bind(query, sqlite3_bind_text(handle_of(query), parameter_index(query, number), text, -1,
                                            SQLITE_STATIC));
}

void query_bind_integer(struct query *query, int number, int64_t value) {
    if (!query->failed)
        check_bind(query, sqlite3_bind_int64(handle_of(query), parameter_index(query, number), value));
}

void query_bind_real(struct query *query, int number, double value) {
    if (!query->failed)
        check_bind(query, sqlite3_bind_double(handle_of(query), parameter_index(query, number), value));
}

void query_bind_bool(struct query *query, int number, bool value) {
    query_bind_integer(query, number, value);
}

void query_bind_time(struct query *query, int number, int64_t time_us) {
    if (time_us)
        query_bind_integer(query, number, time_us);
    else
        query_bind_null(query, number);
}

void query_bind_vector(struct query *query, int number, const float *values) {
    if (!query->failed)
        check_bind(query, sqlite3_bind_blob(handle_of(query), parameter_index(query, number), values,
                                            VECTOR_SIZE * (int)sizeof *values, SQLITE_STATIC));
}

void query_bind_null(struct query *query, int number) {
    if (!query->failed)
        check_bind(query, sqlite3_bind_null(handle_of(query), parameter_index(query, number)));
}

/* --- rows --- */

bool query_next(struct query *query) {
    if (query->failed)
        return false;
    query->started = true;
    int code = sqlite3_step(handle_of(query));
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE) {
        log_failure(query->db->handle, "step");
        query->failed = sqlite_error(code);
    }
    return false;
}

enum err query_run(struct query *query, int64_t *changed) {
    while (query_next(query))
        ;
    if (changed)
        *changed = query->failed ? 0 : sqlite3_changes64(query->db->handle);
    return query_finish(query);
}

bool query_is_null(struct query *query, int column) {
    assert(column >= 0 && column < sqlite3_column_count(handle_of(query)));
    return sqlite3_column_type(handle_of(query), column) == SQLITE_NULL;
}

const char *query_text(struct query *query, int column, struct arena *arena) {
    if (query_is_null(query, column))
        return NULL;
    const char *text = (const char *)sqlite3_column_text(handle_of(query), column);
    return arena_strndup(arena, text, (size_t)sqlite3_column_bytes(handle_of(query), column));
}

int64_t query_integer(struct query *query, int column) {
    assert(column >= 0 && column < sqlite3_column_count(handle_of(query)));
    return sqlite3_column_int64(handle_of(query), column);
}

double query_real(struct query *query, int column) {
    assert(column >= 0 && column < sqlite3_column_count(handle_of(query)));
    return sqlite3_column_double(handle_of(query), column);
}

bool query_bool(struct query *query, int column) {
    return query_integer(query, column) != 0;
}

int64_t query_time(struct query *query, int column) {
    return query_integer(query, column); /* SQLite reads NULL as 0 */
}

const float *query_vector(struct query *query, int column, struct arena *arena) {
    if (query_is_null(query, column))
        return NULL;
    const void *bytes = sqlite3_column_blob(handle_of(query), column);
    if (sqlite3_column_bytes(handle_of(query), column) != VECTOR_SIZE * (int)sizeof(float)) {
        log_write(LOG_ERROR, "db_failed", "a stored vector has not %d floats", VECTOR_SIZE);
        query->failed = ERR_INTERNAL;
        return NULL;
    }
    float *values = arena_array(arena, VECTOR_SIZE, sizeof *values);
    memcpy(values, bytes, VECTOR_SIZE * sizeof *values);
    return values;
}
