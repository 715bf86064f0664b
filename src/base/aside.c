#include "base/aside.h"

#include <sched.h>
#include <stdatomic.h>

static atomic_int running;

static int count_processors(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

static void *run_thread(void *context) {
    struct aside *aside = context;
    aside->run(aside->context);
    return NULL;
}

bool aside_reserve(void) {
    bool is_free = atomic_fetch_add(&running, 1) < count_processors() / 2;
    if (!is_free)
        aside_release();
    return is_free;
}

void aside_release(void) {
    atomic_fetch_sub(&running, 1);
}

/* A thread starts in some 30 microseconds: for work that takes longer, one that waits between requests would
 * be no faster, and has to be owned by somebody. */
void aside_begin(struct aside *aside, void (*run)(void *context), void *context) {
    *aside = (struct aside){.run = run, .context = context};
    bool is_free = aside_reserve();
    aside->started = is_free && pthread_create(&aside->thread, NULL, run_thread, aside) == 0;
    if (is_free && !aside->started)
        aside_release();
}

void aside_finish(struct aside *aside) {
    if (aside->started) {
        pthread_join(aside->thread, NULL);
        aside_release();
    } else
        aside->run(aside->context);
}
