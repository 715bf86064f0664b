/* Work that runs on a thread of its own while its caller goes on, for a request whose two halves do not need
 * each other. For computing only: what waits for somebody belongs into a queue.
 *
 * A program has one such thread for every two processors. When they are taken, or there is one processor
 * alone, the work runs in aside_finish: later, and with the same result.
 */
#ifndef BASE_ASIDE_H
#define BASE_ASIDE_H

#include <pthread.h>
#include <stdbool.h>

/* Lives where its caller does, between the two calls; its fields are nobody else's. */
struct aside {
    void (*run)(void *context);
    void *context;
    pthread_t thread;
    bool started;
};

/* Any thread. Until aside_finish nobody else may touch what `run` reaches by its context. */
void aside_begin(struct aside *aside, void (*run)(void *context), void *context);
/* Afterwards the work is done. Once for every aside_begin, on the same thread. */
void aside_finish(struct aside *aside);

/* Counts a thread that its owner keeps (base/mate.h) among them while it works: false when they are taken. */
bool aside_reserve(void);
void aside_release(void);

#endif
