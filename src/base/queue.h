/* A bounded first-in-first-out queue of pointers between threads. Full is an answer, not a wait. */
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

struct queue;

struct queue *queue_create(size_t capacity);
void queue_destroy(struct queue *queue);
/* False when full or closed; the item then stays the caller's. */
bool queue_push(struct queue *queue, void *item);
/* Waits for an item; NULL once the queue is closed and empty. */
void *queue_pop(struct queue *queue);
/* Does not wait; NULL when empty. */
void *queue_try_pop(struct queue *queue);
/* Lets poppers drain what is left, then return NULL. */
void queue_close(struct queue *queue);
size_t queue_length(struct queue *queue);

#endif
