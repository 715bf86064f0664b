/* The SQLite store: the file, and the one thread that writes to it.
 *
 * Callers hand a function to the writer and sleep. The writer runs each in a savepoint of one transaction, so
 * that a refused change takes nothing else with it, and commits when no more are waiting or the batch is old;
 * one fsync then pays for all of them. A lone write is committed at once. Checkpoints run here too, after the
 * callers of the batch have been answered (see sqlite_internal.h for why nobody else may).
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "db/db.h"
#include "db/sqlite_internal.h"

/* How long the first caller of a batch may be held up by those who join it. */
static const int64_t BATCH_MAX_US = 5000;
/* 4 MB of log: small enough for a quick checkpoint, large enough to make them rare. */
enum { CHECKPOINT_PAGES = 1000 };
enum { FIXED_SQLITE_VERSION = 3051003 };

struct job {
    db_write_fn fn;
    void *context;
    enum err result;
    bool done;
    struct job *next;
};

struct db_store {
    /* immutable after create */
    char *path;
    int lock_fd;
    pthread_t thread;
    /* the writer thread's own */
    struct db *writer;
    int log_pages; /* in the WAL after the last commit */
    /* guarded by mutex */
    pthread_mutex_t mutex;
    pthread_cond_t job_added;
    pthread_cond_t batch_done;
    struct job *first, *last;
    bool stopping;
    bool broken; /* the last batch failed as a whole */
};

/* --- the queue: bounded by the number of threads, as each caller waits --- */

static struct job *take_job(struct db_store *store, bool wait) {
    pthread_mutex_lock(&store->mutex);
    while (wait && !store->first && !store->stopping)
        pthread_cond_wait(&store->job_added, &store->mutex);
    struct job *job = store->first;
    if (job)
        store->first = job->next;
    if (!store->first)
        store->last = NULL;
    pthread_mutex_unlock(&store->mutex);
    return job;
}

enum err db_write(struct db_store *store, db_write_fn fn, void *context) {
    struct job job = {.fn = fn, .context = context};
    pthread_mutex_lock(&store->mutex);
    assert(!store->stopping);
    if (store->last)
        store->last->next = &job;
    else
        store->first = &job;
    store->last = &job;
    pthread_cond_signal(&store->job_added);
    while (!job.done)
        pthread_cond_wait(&store->batch_done, &store->mutex);
    pthread_mutex_unlock(&store->mutex);
    return job.result;
}

/* Answers every job of the batch; `failed` is the outcome of the commit that they shared. */
static void finish_batch(struct db_store *store, struct job *batch, enum err failed) {
    pthread_mutex_lock(&store->mutex);
    for (struct job *job = batch, *next; job; job = next) {
        next = job->next; /* the job is its caller's again once done */
        if (failed)
            job->result = failed;
        job->done = true;
    }
    store->broken = failed != ERR_OK;
    pthread_cond_broadcast(&store->batch_done);
    pthread_mutex_unlock(&store->mutex);
}

/* --- running a batch --- */

static enum err run_job(struct db *db, struct job *job) {
    enum err failed = sqlite_run(db, "SAVEPOINT job");
    if (failed)
        return failed;
    job->result = job->fn(db, job->context);
    /* Out of room or a failing disk: SQLite has rolled back the whole transaction, earlier jobs included. */
    if (sqlite3_get_autocommit(db->handle))
        return ERR_BUSY;
    if (job->result && (failed = sqlite_run(db, "ROLLBACK TO job")))
        return failed;
    return sqlite_run(db, "RELEASE job");
}

/* Starts with `job` and takes in whoever else is waiting. *batch gets all of them, in order. */
static enum err run_batch(struct db_store *store, struct job *job, struct job **batch) {
    int64_t deadline = clock_monotonic() + BATCH_MAX_US;
    struct job **end = batch;
    enum err failed = sqlite_run(store->writer, "BEGIN IMMEDIATE");
    do {
        *end = job;
        end = &job->next;
        job->next = NULL;
        if (!failed)
            failed = run_job(store->writer, job);
    } while (!failed && clock_monotonic() < deadline && (job = take_job(store, false)));
    if (!failed)
        failed = sqlite_run(store->writer, "COMMIT");
    if (failed && !sqlite3_get_autocommit(store->writer->handle))
        sqlite_run(store->writer, "ROLLBACK");
    return failed;
}

/* After a failed write or fsync the state of the connection's pages is unknown: it is never used again. */
static void reopen_writer(struct db_store *store) {
    char problem[256];
    struct db *fresh = sqlite_connection_open(store->path, true, problem, sizeof problem);
    if (!fresh) {
        log_write(LOG_ERROR, "db_reopen_failed", "%s", problem);
        return; /* the old connection keeps answering with errors; the next batch tries again */
    }
    db_close(store->writer);
    store->writer = fresh;
}

static int note_log_size(void *context, sqlite3 *handle, const char *name, int pages) {
    ((struct db_store *)context)->log_pages = pages;
    return SQLITE_OK;
}

static void checkpoint(struct db_store *store, int mode) {
    int code = sqlite3_wal_checkpoint_v2(store->writer->handle, NULL, mode, NULL, NULL);
    if (code != SQLITE_OK && code != SQLITE_BUSY)
        log_write(LOG_ERROR, "db_checkpoint_failed", "sqlite code %d (%s)", code, sqlite3_errstr(code));
    store->log_pages = 0;
}

static void *run_writer(void *context) {
    struct db_store *store = context;
    struct job *job;
    while ((job = take_job(store, true))) {
        struct job *batch = NULL;
        sqlite3_wal_hook(store->writer->handle, note_log_size, store);
        enum err failed = run_batch(store, job, &batch);
        finish_batch(store, batch, failed);
        if (failed)
            reopen_writer(store);
        else if (store->log_pages >= CHECKPOINT_PAGES)
            checkpoint(store, SQLITE_CHECKPOINT_PASSIVE);
    }
    return NULL;
}

/* --- the store --- */

/* Two processes on one file would break the rule of the one writing connection. */
static bool lock_folder(struct db_store *store, const char *folder, char *problem, size_t problem_size) {
    char path[4096];
    snprintf(path, sizeof path, "%s/database.lock", folder);
    store->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (store->lock_fd >= 0 && flock(store->lock_fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        snprintf(problem, problem_size, "the data folder %s is in use by another process", folder);
    else
        snprintf(problem, problem_size, "cannot lock %s: %s", path, strerror(errno));
    return false;
}

/* SQLite gives the mode of the main file to its log; so the file is made here, for its owner only. */
static bool make_file(struct db_store *store, const char *folder, char *problem, size_t problem_size) {
    if (mkdir(folder, 0700) < 0 && errno != EEXIST) {
        snprintf(problem, problem_size, "cannot make the data folder %s: %s", folder, strerror(errno));
        return false;
    }
    if (asprintf(&store->path, "%s/interview-copilot.sqlite", folder) < 0)
        abort();
    int fd = open(store->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        snprintf(problem, problem_size, "cannot write the database %s: %s", store->path, strerror(errno));
        return false;
    }
    close(fd);
    return lock_folder(store, folder, problem, problem_size);
}

static void store_free(struct db_store *store) {
    db_close(store->writer);
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    pthread_cond_destroy(&store->batch_done);
    pthread_cond_destroy(&store->job_added);
    pthread_mutex_destroy(&store->mutex);
    free(store->path);
    free(store);
}

struct db_store *db_store_create(const struct config *config, char *problem, size_t problem_size) {
    struct db_store *store = calloc(1, sizeof *store);
    if (!store)
        abort();
    store->lock_fd = -1;
    pthread_mutex_init(&store->mutex, NULL);
    pthread_cond_init(&store->job_added, NULL);
    pthread_cond_init(&store->batch_done, NULL);
    if (sqlite3_libversion_number() < FIXED_SQLITE_VERSION)
        log_write(LOG_INFO, "db_version",
                  "SQLite %s has the WAL-reset bug; one connection does all writes and checkpoints, which "
                  "avoids it",
                  sqlite3_libversion());
    if (!make_file(store, config->data_dir, problem, problem_size))
        goto failed;
    store->writer = sqlite_connection_open(store->path, true, problem, problem_size);
    if (!store->writer || !sqlite_migrate(store->writer, problem, problem_size))
        goto failed;
    if (pthread_create(&store->thread, NULL, run_writer, store) != 0) {
        snprintf(problem, problem_size, "cannot start the database writer");
        goto failed;
    }
    return store;
failed:
    store_free(store);
    return NULL;
}

void db_store_destroy(struct db_store *store) {
    if (!store)
        return;
    pthread_mutex_lock(&store->mutex);
    store->stopping = true;
    pthread_cond_signal(&store->job_added);
    pthread_mutex_unlock(&store->mutex);
    pthread_join(store->thread, NULL);
    checkpoint(store, SQLITE_CHECKPOINT_TRUNCATE);
    store_free(store);
}

bool db_store_is_ready(struct db_store *store) {
    pthread_mutex_lock(&store->mutex);
    bool ready = !store->stopping && !store->broken;
    pthread_mutex_unlock(&store->mutex);
    return ready;
}

struct db *db_open_reader(struct db_store *store) {
    char problem[256];
    struct db *db = sqlite_connection_open(store->path, false, problem, sizeof problem);
    if (!db)
        log_write(LOG_ERROR, "db_open_failed", "%s", problem);
    return db;
}
