/* The reader against helpers that misbehave, and against many documents at once. The helpers are shell
 * scripts. */
#include "cmocka_setup.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "doc/doc.h"

enum { SECOND_US = 1000000 };

static struct arena *arena;
static char script_path[] = "/tmp/doc-helper-XXXXXX";

static int set_up(void **state) {
    arena = arena_create();
    memcpy(script_path + strlen(script_path) - 6, "XXXXXX", 6);
    close(mkstemp(script_path));
    return 0;
}

static int tear_down(void **state) {
    unlink(script_path);
    arena_destroy(arena);
    return 0;
}

static void write_helper(const char *commands) {
    FILE *script = fopen(script_path, "w");
    assert_non_null(script);
    fprintf(script, "#!/bin/sh\n%s\n", commands);
    fclose(script);
    assert_int_equal(chmod(script_path, 0700), 0);
}

static enum err read_with(const char *helper_path, const char **problem) {
    static const char bytes[] = "%PDF-1.7 as far as the first bytes tell";
    struct doc_reader *reader = doc_reader_create(helper_path);
    struct doc_input input = {.bytes = bytes, .length = sizeof bytes};
    struct document document;
    enum err err = doc_read(reader, &input, arena, &document, problem);
    doc_reader_destroy(reader);
    return err;
}

static void assert_refused(const char *commands) {
    const char *problem = NULL;
    write_helper(commands);
    assert_int_equal(read_with(script_path, &problem), ERR_UNREADABLE);
    assert_non_null(strstr(problem, "cannot be read safely"));
}

static void a_helper_that_is_absent_is_named(void **state) {
    const char *problem = NULL;
    assert_int_equal(read_with("/nonexistent/helper", &problem), ERR_INTERNAL);
    assert_non_null(strstr(problem, "/nonexistent/helper cannot be started"));
}

static void a_helper_that_answers_nonsense_is_not_believed(void **state) {
    assert_refused("exit 0");
    assert_refused("exit 1");
    assert_refused("echo 'this is no frame'");
    assert_refused("printf '\\002\\000\\000\\000[]'");
    assert_refused("printf '\\377\\000\\000\\000{}'");
    assert_refused("printf '\\002\\000\\000\\000{}'; exit 3");
    assert_refused("kill -SEGV $$");
}

static void a_helper_that_writes_for_ever_is_stopped(void **state) {
    int64_t begin = clock_monotonic();
    assert_refused("exec yes");
    assert_true(clock_monotonic() - begin < 5 * SECOND_US);
}

static void a_helper_that_closes_its_pipe_and_stays_is_ended(void **state) {
    int64_t begin = clock_monotonic();
    assert_refused("exec >&-; exec sleep 60");
    assert_true(clock_monotonic() - begin < 5 * SECOND_US);
}

static void a_helper_inherits_nothing_but_its_three_descriptors(void **state) {
    /* ls itself opens the folder as descriptor 3. */
    const char *problem = NULL;
    int kept_open = dup(STDIN_FILENO);
    write_helper("[ \"$(ls /proc/self/fd | wc -l)\" = 4 ] && [ -z \"$HOME\" ] && printf "
                 "'\\032\\000\\000\\000{\"error\":\"too_many_pages\"}'");
    read_with(script_path, &problem);
    close(kept_open);
    assert_non_null(strstr(problem, "more than 50 pages"));
}

static void a_helper_without_a_sandbox_is_the_servers_trouble(void **state) {
    const char *problem = NULL;
    write_helper("printf '\\026\\000\\000\\000{\"error\":\"no_sandbox\"}'");
    assert_int_equal(read_with(script_path, &problem), ERR_INTERNAL);
    assert_non_null(strstr(problem, "seccomp"));
}

struct job {
    struct doc_reader *reader;
    struct doc_input input;
    enum err err;
    size_t chunks;
};

static void *read_sample(void *context) {
    struct job *job = context;
    struct arena *own = arena_create();
    struct document document;
    const char *problem;
    job->err = doc_read(job->reader, &job->input, own, &document, &problem);
    job->chunks = job->err == ERR_OK ? document.chunk_count : 0;
    arena_destroy(own);
    return NULL;
}

static void many_documents_at_once_wait_their_turn(void **state) {
    enum { JOBS = 8, CAPACITY = 1000000 };
    char *bytes = arena_alloc(arena, CAPACITY);
    FILE *file = fopen(SOURCE_ROOT "/tests/fixtures/english-cv.docx", "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, CAPACITY, file);
    fclose(file);
    struct doc_reader *reader = doc_reader_create(HELPER_PATH);
    struct job jobs[JOBS];
    pthread_t threads[JOBS];
    for (size_t i = 0; i < JOBS; i++) {
        jobs[i] = (struct job){.reader = reader, .input = {.bytes = bytes, .length = length}};
        assert_int_equal(pthread_create(&threads[i], NULL, read_sample, &jobs[i]), 0);
    }
    for (size_t i = 0; i < JOBS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(jobs[i].err, ERR_OK);
        assert_int_equal(jobs[i].chunks, jobs[0].chunks);
    }
    doc_reader_destroy(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_helper_that_is_absent_is_named),
        TEST(a_helper_that_answers_nonsense_is_not_believed),
        TEST(a_helper_that_writes_for_ever_is_stopped),
        TEST(a_helper_that_closes_its_pipe_and_stays_is_ended),
        TEST(a_helper_inherits_nothing_but_its_three_descriptors),
        TEST(a_helper_without_a_sandbox_is_the_servers_trouble),
        TEST(many_documents_at_once_wait_their_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
