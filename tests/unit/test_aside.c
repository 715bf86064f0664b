#include "cmocka_setup.h"

#include <sched.h>

#include "base/aside.h"

struct task {
    int number, result;
    pthread_t ran_on;
};

static void square(void *context) {
    struct task *task = context;
    task->ran_on = pthread_self();
    task->result = task->number * task->number;
}

static void the_work_is_done_when_it_is_finished(void **state) {
    struct aside aside;
    struct task task = {.number = 12};
    aside_begin(&aside, square, &task);
    aside_finish(&aside);
    assert_int_equal(task.result, 144);
}

static void it_runs_beside_its_caller_where_there_are_two_processors(void **state) {
    struct aside aside;
    struct task task = {.number = 3};
    cpu_set_t set;
    assert_int_equal(sched_getaffinity(0, sizeof set, &set), 0);
    aside_begin(&aside, square, &task);
    aside_finish(&aside);
    assert_int_equal(pthread_equal(task.ran_on, pthread_self()) == 0, CPU_COUNT(&set) > 1);
}

/* The rest waits for its aside_finish. */
static void at_most_one_thread_for_two_processors(void **state) {
    enum { COUNT = 2 * CPU_SETSIZE };
    static struct aside asides[COUNT];
    static struct task tasks[COUNT];
    cpu_set_t set;
    int beside = 0;
    assert_int_equal(sched_getaffinity(0, sizeof set, &set), 0);
    for (int i = 0; i < COUNT; i++) {
        tasks[i].number = i;
        aside_begin(&asides[i], square, &tasks[i]);
    }
    for (int i = 0; i < COUNT; i++) {
        aside_finish(&asides[i]);
        assert_int_equal(tasks[i].result, i * i);
        beside += pthread_equal(tasks[i].ran_on, pthread_self()) == 0;
    }
    assert_int_equal(beside, CPU_COUNT(&set) / 2);
}

enum { CALLERS = 4, ROUNDS = 500 };

static void *call_again_and_again(void *context) {
    long *sum = context;
    for (int i = 1; i <= ROUNDS; i++) {
        struct aside aside;
        struct task beside = {.number = i}, own = {.number = i};
        aside_begin(&aside, square, &beside);
        square(&own);
        aside_finish(&aside);
        *sum += beside.result - own.result + 1;
    }
    return NULL;
}

static void many_callers_at_once_do_not_disturb_each_other(void **state) {
    pthread_t callers[CALLERS];
    long sums[CALLERS] = {0};
    for (int i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_create(&callers[i], NULL, call_again_and_again, &sums[i]), 0);
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(callers[i], NULL);
        assert_int_equal(sums[i], ROUNDS);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_work_is_done_when_it_is_finished),
        cmocka_unit_test(it_runs_beside_its_caller_where_there_are_two_processors),
        cmocka_unit_test(at_most_one_thread_for_two_processors),
        cmocka_unit_test(many_callers_at_once_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
