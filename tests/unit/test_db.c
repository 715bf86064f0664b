/* The store as the domains use it: values, failures, batches, restarts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/log.h"
#include "base/uuid.h"
#include "temp_store.h"

static const char SQL_JOB_INSERT[] =
    "INSERT INTO \"JOB_DESCRIPTIONS\" (title, description_text, embedding, created_at, id)"
    " VALUES ($2, $3, $4, $5, $1)";
static const char SQL_JOB_GET[] =
    "SELECT id, title, description_text, embedding, created_at FROM \"JOB_DESCRIPTIONS\" WHERE id = $1";
static const char SQL_JOB_COUNT[] = "SELECT count(*) FROM \"JOB_DESCRIPTIONS\"";
static const char SQL_JOB_DISTANCE[] =
    "SELECT embedding <=> $2, embedding <=> embedding FROM \"JOB_DESCRIPTIONS\" WHERE id = $1";
static const char SQL_CV_INSERT[] = "INSERT INTO \"CVS\" (id, candidate_id, file_url) VALUES ($1, $2, '')";
static const char SQL_FUTURE[] =
    "INSERT INTO schema_migration (number, name, applied_at) VALUES (999, 'future', 0)";

struct job {
    const char *id, *title, *text;
    const float *embedding;
    int64_t created_at;
    enum err answer; /* what the function answers once the row is in */
};

static enum err insert_job(struct db *db, void *context) {
    const struct job *job = context;
    struct query query;
    query_begin(&query, db, SQL_JOB_INSERT);
    query_bind_text(&query, 1, job->id);
    query_bind_text(&query, 2, job->title);
    query_bind_text(&query, 3, job->text);
    query_bind_vector(&query, 4, job->embedding);
    query_bind_time(&query, 5, job->created_at);
    enum err failed = query_run(&query, NULL);
    return failed ? failed : job->answer;
}

static enum err run_constant(struct db *db, void *sql) {
    struct query query;
    query_begin(&query, db, sql);
    return query_run(&query, NULL);
}

static int64_t count_jobs(struct db *db) {
    struct query query;
    query_begin(&query, db, SQL_JOB_COUNT);
    assert_true(query_next(&query));
    int64_t count = query_integer(&query, 0);
    assert_false(query_next(&query));
    assert_int_equal(query_finish(&query), ERR_OK);
    return count;
}

static int setup(void **state) {
    struct temp_store *temp = calloc(1, sizeof *temp);
    temp_store_init(temp);
    *state = temp;
    return 0;
}

static int teardown(void **state) {
    temp_store_finish(*state);
    free(*state);
    return 0;
}

static void fill_vector(float *vector, int hot) {
    memset(vector, 0, VECTOR_SIZE * sizeof *vector);
    vector[hot] = 2;
}

static void a_row_comes_back_as_it_was_written(void **state) {
    struct temp_store *temp = *state;
    float vector[VECTOR_SIZE];
    fill_vector(vector, 3);
    struct job job = {
        .id = "j1", .title = "Title", .text = "è vero", .embedding = vector, .created_at = 1234567};
    assert_int_equal(db_write(temp->store, insert_job, &job), ERR_OK);
    temp_store_reopen(temp);

    struct arena *arena = arena_create();
    struct query query;
    query_begin(&query, temp->reader, SQL_JOB_GET);
    query_bind_text(&query, 1, "j1");
    assert_true(query_next(&query));
    assert_string_equal(query_text(&query, 1, arena), "Title");
    assert_string_equal(query_text(&query, 2, arena), "è vero");
    assert_memory_equal(query_vector(&query, 3, arena), vector, sizeof vector);
    assert_int_equal(query_time(&query, 4), 1234567);
    assert_int_equal(query_finish(&query), ERR_OK);
    arena_destroy(arena);
}

static void null_values_come_back_as_null(void **state) {
    struct temp_store *temp = *state;
    struct job job = {.id = "j1", .title = "t", .text = ""};
    assert_int_equal(db_write(temp->store, insert_job, &job), ERR_OK);
    struct query query;
    query_begin(&query, temp->reader, SQL_JOB_GET);
    query_bind_text(&query, 1, "j1");
    assert_true(query_next(&query));
    assert_null(query_vector(&query, 3, NULL));
    assert_true(query_is_null(&query, 4));
    assert_int_equal(query_time(&query, 4), 0);
    assert_int_equal(query_finish(&query), ERR_OK);
}

static void distances_are_those_of_pgvector(void **state) {
    struct temp_store *temp = *state;
    float a[VECTOR_SIZE], b[VECTOR_SIZE];
    fill_vector(a, 0);
    fill_vector(b, 0);
    b[1] = 2; /* 45 degrees */
    struct job job = {.id = "j1", .title = "t", .text = "", .embedding = a};
    assert_int_equal(db_write(temp->store, insert_job, &job), ERR_OK);
    struct query query;
    query_begin(&query, temp->reader, SQL_JOB_DISTANCE);
    query_bind_text(&query, 1, "j1");
    query_bind_vector(&query, 2, b);
    assert_true(query_next(&query));
    assert_true(query_real(&query, 0) > 0.29289 && query_real(&query, 0) < 0.29290);
    assert_true(query_real(&query, 1) < 1e-7);
    query_finish(&query);
    query_begin(&query, temp->reader, SQL_JOB_DISTANCE);
    query_bind_text(&query, 1, "j1");
    query_bind_vector(&query, 2, NULL);
    assert_true(query_next(&query));
    assert_true(query_is_null(&query, 0));
    query_finish(&query);
}

static void a_second_row_with_the_same_key_is_a_conflict(void **state) {
    struct temp_store *temp = *state;
    struct job job = {.id = "j1", .title = "t", .text = ""};
    assert_int_equal(db_write(temp->store, insert_job, &job), ERR_OK);
    assert_int_equal(db_write(temp->store, insert_job, &job), ERR_CONFLICT);
    assert_int_equal(count_jobs(temp->reader), 1);
}

static enum err insert_cv_of_nobody(struct db *db, void *context) {
    struct query query;
    query_begin(&query, db, SQL_CV_INSERT);
    query_bind_text(&query, 1, "c1");
    query_bind_text(&query, 2, "nobody");
    return query_run(&query, NULL);
}

static void a_row_that_refers_to_nothing_is_a_conflict(void **state) {
    struct temp_store *temp = *state;
    assert_int_equal(db_write(temp->store, insert_cv_of_nobody, NULL), ERR_CONFLICT);
}

static void a_refused_change_leaves_nothing_behind(void **state) {
    struct temp_store *temp = *state;
    struct job job = {.id = "j1", .title = "t", .text = "", .answer = ERR_NOT_FOUND};
    assert_int_equal(db_write(temp->store, insert_job, &job), ERR_NOT_FOUND);
    assert_int_equal(count_jobs(temp->reader), 0);
}

static void a_reader_cannot_write(void **state) {
    struct temp_store *temp = *state;
    struct job job = {.id = "j1", .title = "t", .text = ""};
    assert_int_not_equal(insert_job(temp->reader, &job), ERR_OK);
    assert_int_equal(count_jobs(temp->reader), 0);
}

static void a_query_may_run_inside_its_own_rows(void **state) {
    struct temp_store *temp = *state;
    struct job job = {.id = "j1", .title = "t", .text = ""};
    assert_int_equal(db_write(temp->store, insert_job, &job), ERR_OK);
    struct query outer, inner;
    query_begin(&outer, temp->reader, SQL_JOB_GET);
    query_bind_text(&outer, 1, "j1");
    assert_true(query_next(&outer));
    query_begin(&inner, temp->reader, SQL_JOB_GET);
    query_bind_text(&inner, 1, "absent");
    assert_false(query_next(&inner));
    assert_int_equal(query_finish(&inner), ERR_OK);
    assert_false(query_next(&outer));
    assert_int_equal(query_finish(&outer), ERR_OK);
}

enum { THREADS = 8, WRITES = 100 };

/* Every other write of each thread is refused, so that batches mix both. */
static void *write_many(void *context) {
    struct temp_store *temp = context;
    for (int i = 0; i < WRITES; i++) {
        char id[UUID_TEXT_SIZE];
        uuid_create(id);
        struct job job = {.id = id, .title = "t", .text = "", .answer = i % 2 ? ERR_INVALID : ERR_OK};
        assert_int_equal(db_write(temp->store, insert_job, &job), job.answer);
    }
    return NULL;
}

static void writers_in_one_batch_fail_and_succeed_on_their_own(void **state) {
    struct temp_store *temp = *state;
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_many, temp), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(count_jobs(temp->reader), THREADS * WRITES / 2);
}

/* Files of this process may not grow past `bytes`: what a full disk looks like from inside. */
static void limit_file_size(rlim_t bytes) {
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_acknowledges_nothing_and_writing_goes_on_once_there_is_room(void **state) {
    struct temp_store *temp = *state;
    struct job before = {.id = "before", .title = "t", .text = ""};
    struct job during = {.id = "during", .title = "t", .text = ""};
    assert_int_equal(db_write(temp->store, insert_job, &before), ERR_OK);
    assert_true(db_store_is_ready(temp->store));

    signal(SIGXFSZ, SIG_IGN);
    limit_file_size(0);
    enum err failed = db_write(temp->store, insert_job, &during);
    bool ready = db_store_is_ready(temp->store);
    limit_file_size(RLIM_INFINITY);
    assert_int_not_equal(failed, ERR_OK);
    assert_false(ready);
    assert_int_equal(count_jobs(temp->reader), 1);

    assert_int_equal(db_write(temp->store, insert_job, &during), ERR_OK);
    assert_true(db_store_is_ready(temp->store));
    assert_int_equal(count_jobs(temp->reader), 2);
}

static void a_newer_database_is_refused(void **state) {
    struct temp_store temp;
    temp_store_init(&temp);
    assert_int_equal(db_write(temp.store, run_constant, (void *)SQL_FUTURE), ERR_OK);
    temp_store_close(&temp);
    char problem[256] = "";
    struct config config = {.data_dir = temp.folder};
    assert_null(db_store_create(&config, problem, sizeof problem));
    assert_non_null(strstr(problem, "migration 999"));
    temp_store_remove(&temp);
}

static void a_second_store_on_the_same_folder_is_refused(void **state) {
    struct temp_store *temp = *state;
    char problem[256] = "";
    struct config config = {.data_dir = temp->folder};
    assert_null(db_store_create(&config, problem, sizeof problem));
    assert_non_null(strstr(problem, "in use by another process"));
}

int main(void) {
#define IN_STORE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        IN_STORE(a_row_comes_back_as_it_was_written),
        IN_STORE(null_values_come_back_as_null),
        IN_STORE(distances_are_those_of_pgvector),
        IN_STORE(a_second_row_with_the_same_key_is_a_conflict),
        IN_STORE(a_row_that_refers_to_nothing_is_a_conflict),
        IN_STORE(a_refused_change_leaves_nothing_behind),
        IN_STORE(a_reader_cannot_write),
        IN_STORE(a_query_may_run_inside_its_own_rows),
        IN_STORE(writers_in_one_batch_fail_and_succeed_on_their_own),
        IN_STORE(a_full_disk_acknowledges_nothing_and_writing_goes_on_once_there_is_room),
        cmocka_unit_test(a_newer_database_is_refused),
        IN_STORE(a_second_store_on_the_same_folder_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
