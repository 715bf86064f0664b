#include "cmocka_setup.h"

#include <pthread.h>

#include "base/queue.h"

static void items_leave_in_the_order_they_came(void **state) {
    struct queue *queue = queue_create(3);
    int items[4];
    assert_true(queue_push(queue, &items[0]));
    assert_true(queue_push(queue, &items[1]));
    assert_ptr_equal(queue_pop(queue), &items[0]);
    assert_true(queue_push(queue, &items[2]));
    assert_true(queue_push(queue, &items[3]));
    assert_int_equal(queue_length(queue), 3);
    assert_ptr_equal(queue_pop(queue), &items[1]);
    assert_ptr_equal(queue_pop(queue), &items[2]);
    assert_ptr_equal(queue_try_pop(queue), &items[3]);
    assert_null(queue_try_pop(queue));
    queue_destroy(queue);
}

static void a_full_queue_refuses(void **state) {
    struct queue *queue = queue_create(1);
    int item;
    assert_true(queue_push(queue, &item));
    assert_false(queue_push(queue, &item));
    queue_destroy(queue);
}

static void a_closed_queue_gives_what_is_left_and_then_nothing(void **state) {
    struct queue *queue = queue_create(2);
    int item;
    assert_true(queue_push(queue, &item));
    queue_close(queue);
    assert_false(queue_push(queue, &item));
    assert_ptr_equal(queue_pop(queue), &item);
    assert_null(queue_pop(queue));
    queue_destroy(queue);
}

enum { ITEMS = 20000 };

static void *add_up(void *context) {
    uintptr_t sum = 0;
    for (void *item; (item = queue_pop(context)) != NULL;)
        sum += (uintptr_t)item;
    return (void *)sum;
}

static void threads_share_a_queue_without_losing_items(void **state) {
    struct queue *queue = queue_create(16);
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_up, queue), 0);
    for (uintptr_t i = 1; i <= ITEMS;)
        i += queue_push(queue, (void *)i);
    queue_close(queue);
    uintptr_t total = 0;
    for (int i = 0; i < 3; i++) {
        void *sum;
        pthread_join(threads[i], &sum);
        total += (uintptr_t)sum;
    }
    assert_int_equal(total, (uintptr_t)ITEMS * (ITEMS + 1) / 2);
    queue_destroy(queue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_leave_in_the_order_they_came),
        cmocka_unit_test(a_full_queue_refuses),
        cmocka_unit_test(a_closed_queue_gives_what_is_left_and_then_nothing),
        cmocka_unit_test(threads_share_a_queue_without_losing_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
