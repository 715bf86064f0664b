/* A ring under one mutex. A lock-free one would save nothing: handlers take a thousand times as long as the
 * lock. */
#include "base/queue.h"

#include <pthread.h>
#include <stdlib.h>

struct queue {
    pthread_mutex_t mu;
    pthread_cond_t filled;
    size_t capacity; /* immutable after create */
    /* guarded by mu */
    size_t head;
    size_t count;
    bool closed;
    void *items[];
};

struct queue *queue_create(size_t capacity) {
    struct queue *queue = calloc(1, sizeof *queue + capacity * sizeof queue->items[0]);
    if (queue == NULL)
        abort();
    queue->capacity = capacity;
    pthread_mutex_init(&queue->mu, NULL);
    pthread_cond_init(&queue->filled, NULL);
    return queue;
}

void queue_destroy(struct queue *queue) {
    if (queue == NULL)
        return;
    pthread_cond_destroy(&queue->filled);
    pthread_mutex_destroy(&queue->mu);
    free(queue);
}

bool queue_push(struct queue *queue, void *item) {
    pthread_mutex_lock(&queue->mu);
    bool accepted = !queue->closed && queue->count < queue->capacity;
    if (accepted) {
        queue->items[(queue->head + queue->count) % queue->capacity] = item;
        queue->count++;
        pthread_cond_signal(&queue->filled);
    }
    pthread_mutex_unlock(&queue->mu);
    return accepted;
}

static void *take(struct queue *queue) {
    if (queue->count == 0)
        return NULL;
    void *item = queue->items[queue->head];
    queue->head = (queue->head + 1) % queue->capacity;
    queue->count--;
    return item;
}

void *queue_pop(struct queue *queue) {
    pthread_mutex_lock(&queue->mu);
    while (queue->count == 0 && !queue->closed)
        pthread_cond_wait(&queue->filled, &queue->mu);
    void *item = take(queue);
    pthread_mutex_unlock(&queue->mu);
    return item;
}

void *queue_try_pop(struct queue *queue) {
    pthread_mutex_lock(&queue->mu);
    void *item = take(queue);
    pthread_mutex_unlock(&queue->mu);
    return item;
}

void queue_close(struct queue *queue) {
    pthread_mutex_lock(&queue->mu);
    queue->closed = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->mu);
}

size_t queue_length(struct queue *queue) {
    pthread_mutex_lock(&queue->mu);
    size_t count = queue->count;
    pthread_mutex_unlock(&queue->mu);
    return count;
}
