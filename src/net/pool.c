#include "net/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/queue.h"

struct pool_thread {
    pthread_t id;
    struct thread_pool *pool;
    struct worker *worker;
};

struct thread_pool {
    struct queue *queue;
    void (*run)(void *job, struct worker *worker);
    size_t count;
    struct pool_thread threads[];
};

static void *run_thread(void *context) {
    struct pool_thread *thread = context;
    for (void *job; (job = queue_pop(thread->pool->queue)) != NULL;)
        thread->pool->run(job, thread->worker);
    return NULL;
}

/* Signals are for the I/O thread. */
static void start_thread(struct pool_thread *thread) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    if (pthread_create(&thread->id, NULL, run_thread, thread) != 0)
        abort();
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct thread_pool *pool_create(struct worker *const *workers, size_t threads, size_t capacity,
                                void (*run)(void *job, struct worker *worker)) {
    struct thread_pool *pool = calloc(1, sizeof *pool + threads * sizeof pool->threads[0]);
    if (pool == NULL)
        abort();
    pool->queue = queue_create(capacity);
    pool->run = run;
    pool->count = threads;
    for (size_t i = 0; i < threads; i++) {
        pool->threads[i].pool = pool;
        pool->threads[i].worker = workers[i];
        start_thread(&pool->threads[i]);
    }
    return pool;
}

bool pool_submit(struct thread_pool *pool, void *job) {
    return queue_push(pool->queue, job);
}

size_t pool_waiting(struct thread_pool *pool) {
    return queue_length(pool->queue);
}

void pool_destroy(struct thread_pool *pool) {
    if (pool == NULL)
        return;
    queue_close(pool->queue);
    for (size_t i = 0; i < pool->count; i++)
        pthread_join(pool->threads[i].id, NULL);
    queue_destroy(pool->queue);
    free(pool);
}
