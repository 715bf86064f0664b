/* Events as they are stored: numbers without gaps, and who may see them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "live/live.h"
#include "live/live_store.h"
#include "temp_store.h"

#define SESSION "01890a5d-ac96-774b-bcce-b302099a8057"

struct append {
    struct event event;
    enum err answer;
};

static enum err append_event(struct db *db, void *context) {
    struct append *append = context;
    enum err failed = event_append(db, &append->event);
    return failed ? failed : append->answer;
}

static int64_t append(struct temp_store *temp, const char *stream, const char *visible_to, enum err answer) {
    struct append append = {.answer = answer};
    event_init(&append.event, stream, "note", "n1", 3, visible_to);
    assert_int_equal(db_write(temp->store, append_event, &append), answer);
    return append.event.sequence;
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

static void each_stream_counts_from_one(void **state) {
    struct temp_store *temp = *state;
    assert_int_equal(append(temp, SESSION, NULL, ERR_OK), 1);
    assert_int_equal(append(temp, SESSION, NULL, ERR_OK), 2);
    assert_int_equal(append(temp, LIVE_LISTS, NULL, ERR_OK), 1);
    int64_t last;
    assert_int_equal(live_last_sequence(temp->reader, SESSION, &last), ERR_OK);
    assert_int_equal(last, 2);
}

static void a_refused_change_takes_no_number(void **state) {
    struct temp_store *temp = *state;
    append(temp, SESSION, NULL, ERR_CONFLICT);
    assert_int_equal(append(temp, SESSION, NULL, ERR_OK), 1);
}

static void the_count_goes_on_after_a_restart(void **state) {
    struct temp_store *temp = *state;
    append(temp, SESSION, NULL, ERR_OK);
    temp_store_reopen(temp);
    assert_int_equal(append(temp, SESSION, NULL, ERR_OK), 2);
}

static void what_is_for_one_recruiter_is_listed_for_nobody_else(void **state) {
    struct temp_store *temp = *state;
    append(temp, SESSION, NULL, ERR_OK);
    append(temp, SESSION, "anna", ERR_OK);
    append(temp, SESSION, "bruno", ERR_OK);
    struct arena *arena = arena_create();
    struct event_list list;
    assert_int_equal(live_list_events(temp->reader, SESSION, 0, "anna", arena, &list), ERR_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.events[1].sequence, 2);
    assert_string_equal(list.events[1].name, "note");
    assert_int_equal(list.events[1].version, 3);
    assert_int_equal(live_list_events(temp->reader, SESSION, 1, NULL, arena, &list), ERR_OK);
    assert_int_equal(list.count, 0);
    arena_destroy(arena);
}

enum { THREADS = 4, EVENTS = 50 };

static void *append_many(void *context) {
    for (int i = 0; i < EVENTS; i++)
        append(context, SESSION, NULL, i % 5 ? ERR_OK : ERR_INVALID);
    return NULL;
}

static void numbers_have_no_gaps_when_several_write(void **state) {
    struct temp_store *temp = *state;
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, append_many, temp), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    struct arena *arena = arena_create();
    struct event_list list;
    assert_int_equal(live_list_events(temp->reader, SESSION, 0, NULL, arena, &list), ERR_OK);
    assert_int_equal(list.count, THREADS * EVENTS * 4 / 5);
    for (size_t i = 0; i < list.count; i++)
        assert_int_equal(list.events[i].sequence, i + 1);
    arena_destroy(arena);
}

int main(void) {
#define IN_STORE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        IN_STORE(each_stream_counts_from_one),
        IN_STORE(a_refused_change_takes_no_number),
        IN_STORE(the_count_goes_on_after_a_restart),
        IN_STORE(what_is_for_one_recruiter_is_listed_for_nobody_else),
        IN_STORE(numbers_have_no_gaps_when_several_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
