#include "cmocka_setup.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#include "base/aside.h"
#include "base/mate.h"

static void skip_without_second_processor(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0 || CPU_COUNT(&set) < 2)
        skip();
}

enum { ITEMS_MOST = 50 };

struct counted {
    int runs[ITEMS_MOST]; /* not atomic: each item is one thread's */
};

static void count_run(void *context, size_t first, size_t count, size_t lane) {
    struct counted *counted = context;
    for (size_t item = first; item < first + count; item++)
        counted->runs[item]++;
}

static void check_counts(struct mate *mate) {
    for (size_t count = 0; count <= ITEMS_MOST; count++) {
        struct counted counted = {0};
        if (!mate_share(mate, count_run, &counted, count))
            while (!mate_is_free(mate))
                sched_yield();
        for (size_t i = 0; i < ITEMS_MOST; i++)
            assert_int_equal(counted.runs[i], i < count);
    }
}

static void every_item_runs_once(void **state) {
    struct mate *mate = mate_create();
    check_counts(NULL);
    check_counts(mate);
    for (int round = 0; round < 100; round++) {
        mate_call(mate);
        check_counts(mate);
        mate_dismiss(mate);
    }
    mate_destroy(mate);
}

/* Items that the owner does not finish before the mate has begun one, which it does not finish before it may.
 */
struct held {
    atomic_int begun, may_finish;
    atomic_int by[MATE_LANES];
};

static void wait_for(atomic_int *condition) {
    while (!atomic_load(condition))
        sched_yield();
}

static void run_held(void *context, size_t first, size_t count, size_t lane) {
    struct held *held = context;
    if (lane == MATE_HELPER)
        atomic_store(&held->begun, 1);
    wait_for(lane == MATE_HELPER ? &held->may_finish : &held->begun);
    atomic_fetch_add(&held->by[lane], (int)count);
}

static void the_mate_takes_part_where_there_are_two_processors(void **state) {
    struct held held = {.may_finish = 1};
    skip_without_second_processor();
    struct mate *mate = mate_create();
    mate_call(mate);
    if (!mate_share(mate, run_held, &held, 8))
        while (!mate_is_free(mate))
            sched_yield();
    mate_dismiss(mate);
    assert_true(held.by[MATE_HELPER] >= 1);
    assert_int_equal(held.by[MATE_OWNER] + held.by[MATE_HELPER], 8);
    mate_destroy(mate);
}

static void the_owner_goes_on_without_a_mate_that_is_held_up(void **state) {
    struct held held = {0}, again = {.may_finish = 1};
    skip_without_second_processor();
    struct mate *mate = mate_create();
    mate_call(mate);
    assert_false(mate_share(mate, run_held, &held, 8));
    assert_int_equal(held.by[MATE_OWNER], 7);
    assert_false(mate_is_free(mate));
    mate_dismiss(mate);
    mate_call(mate);
    check_counts(mate); /* alone, and not waiting */
    mate_dismiss(mate);
    assert_false(mate_is_free(mate));
    atomic_store(&held.may_finish, 1);
    while (!mate_is_free(mate))
        sched_yield();
    assert_int_equal(held.by[MATE_HELPER], 1);
    mate_call(mate);
    if (!mate_share(mate, run_held, &again, 8))
        while (!mate_is_free(mate))
            sched_yield();
    mate_dismiss(mate);
    assert_true(again.by[MATE_HELPER] >= 1);
    mate_destroy(mate);
}

/* It would wait for ever for a mate's part. */
static void the_owner_works_alone_when_all_threads_aside_are_taken(void **state) {
    struct counted counted = {0};
    int taken = 0;
    struct mate *mate = mate_create();
    while (aside_reserve())
        taken++;
    mate_call(mate);
    assert_true(mate_share(mate, count_run, &counted, ITEMS_MOST));
    mate_dismiss(mate);
    assert_false(aside_reserve());
    for (; taken > 0; taken--)
        aside_release();
    mate_destroy(mate);
}

static void a_mate_that_was_called_and_never_dismissed_is_destroyed(void **state) {
    struct mate *mate = mate_create();
    mate_call(mate);
    mate_destroy(mate);
    mate_destroy(mate_create());
    mate_destroy(NULL);
}

/* Steps that need what the one before has written, by whichever thread. */
enum { OWNERS = 3, STEPS = 200, CALLS = 20 };

struct chain {
    unsigned rows[2][ITEMS_MOST];
    int from;
};

/* Takes some microseconds, so that a mate has its part. */
static void add_neighbours(const struct chain *chain, size_t item, unsigned *out) {
    const unsigned *from = chain->rows[chain->from];
    unsigned sum = from[item];
    for (int round = 0; round < 1000; round++)
        sum = 3 * sum + from[(item + 17 + (size_t)round) % ITEMS_MOST];
    *out = sum;
}

static void run_links(void *context, size_t first, size_t count, size_t lane) {
    struct chain *chain = context;
    for (size_t item = first; item < first + count; item++)
        add_neighbours(chain, item, &chain->rows[!chain->from][item]);
}

/* One that held a mate up is left to it, as its users have to. */
static void run_chain(struct mate *mate, unsigned result[ITEMS_MOST]) {
    struct chain chain = {.rows = {{1, 2, 3}}};
    for (int step = 0; step < STEPS; step++) {
        if (!mate_share(mate, run_links, &chain, ITEMS_MOST))
            while (!mate_is_free(mate))
                sched_yield();
        chain.from = !chain.from;
    }
    memcpy(result, chain.rows[chain.from], sizeof chain.rows[0]);
}

static void *call_again_and_again(void *context) {
    unsigned alone[ITEMS_MOST], shared[ITEMS_MOST];
    int *good = context;
    struct mate *mate = mate_create();
    run_chain(NULL, alone);
    for (int call = 0; call < CALLS; call++) {
        mate_call(mate);
        run_chain(mate, shared);
        mate_dismiss(mate);
        *good += memcmp(alone, shared, sizeof alone) == 0;
    }
    mate_destroy(mate);
    return NULL;
}

static void a_step_sees_all_that_the_one_before_has_written(void **state) {
    pthread_t owners[OWNERS];
    int good[OWNERS] = {0};
    for (int i = 0; i < OWNERS; i++)
        assert_int_equal(pthread_create(&owners[i], NULL, call_again_and_again, &good[i]), 0);
    for (int i = 0; i < OWNERS; i++) {
        pthread_join(owners[i], NULL);
        assert_int_equal(good[i], CALLS);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_runs_once),
        cmocka_unit_test(the_mate_takes_part_where_there_are_two_processors),
        cmocka_unit_test(the_owner_goes_on_without_a_mate_that_is_held_up),
        cmocka_unit_test(the_owner_works_alone_when_all_threads_aside_are_taken),
        cmocka_unit_test(a_mate_that_was_called_and_never_dismissed_is_destroyed),
        cmocka_unit_test(a_step_sees_all_that_the_one_before_has_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
