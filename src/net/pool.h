/* Threads that take jobs from one bounded queue. Private to src/net/. */
#ifndef NET_POOL_H
#define NET_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct thread_pool;
struct worker;

/* `workers` has one entry a thread and is borrowed; thread i runs every one of its jobs with workers[i]. */
struct thread_pool *pool_create(struct worker *const *workers, size_t threads, size_t capacity,
                                void (*run)(void *job, struct worker *worker));
/* False when the queue is full or the pool is being destroyed. Any thread. */
bool pool_submit(struct thread_pool *pool, void *job);
/* Jobs that no thread has begun. Any thread. */
size_t pool_waiting(struct thread_pool *pool);
/* Runs what is queued, then ends the threads. */
void pool_destroy(struct thread_pool *pool);

#endif
