#include "base/mate.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/aside.h"
#include "base/clock.h"

enum {
    CACHE_LINE = 64,
    PATIENCE_US = 20,       /* that a step may take longer than the owner's part of it */
    PAUSES_A_LOOK = 64,     /* between two looks at the clock or the processor */
    PAUSES_MOST = 64 << 10, /* without an item, a millisecond or more: the owner does not run */
};

/* The items of a step that nobody has taken: one half for each thread, so that it reads memory that lies
 * together; who has no more takes the last of the other's. In one word, so that an item is taken in one go.
 */
struct offer {
    uint32_t step; /* tells it from the offers before */
    uint16_t first, end;
};

struct mate {
    pthread_t thread;
    sem_t wake;
    cpu_set_t processors; /* that it may run on */
    /* the owner's */
    bool is_called;
    uint32_t steps;
    size_t given; /* items that the mate has taken in all steps */
    /* written by the owner before it offers */
    mate_run *run;
    void *context;
    /* of both */
    struct half {
        alignas(CACHE_LINE) _Atomic uint64_t offer;
    } halves[MATE_LANES];
    alignas(CACHE_LINE) atomic_size_t done; /* of those given */
    alignas(CACHE_LINE) atomic_uint call;   /* odd: called; goes up with each call and each dismissal */
    atomic_bool is_asleep, is_over;
    atomic_int owner_processor;
};

static void pause_processor(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

static uint64_t pack_offer(struct offer offer) {
    return (uint64_t)offer.step << 32 | (uint64_t)offer.first << 16 | offer.end;
}

static struct offer unpack_offer(uint64_t packed) {
    return (struct offer){(uint32_t)(packed >> 32), (uint16_t)(packed >> 16), (uint16_t)packed};
}

static bool take_from(struct half *half, bool is_own, size_t *item) {
    uint64_t seen = atomic_load_explicit(&half->offer, memory_order_acquire);
    for (;;) {
        struct offer offer = unpack_offer(seen);
        if (offer.first == offer.end)
            return false;
        *item = is_own ? offer.first++ : --offer.end;
        if (atomic_compare_exchange_weak_explicit(&half->offer, &seen, pack_offer(offer),
                                                  memory_order_acq_rel, memory_order_acquire))
            return true;
    }
}

static bool take_item(struct mate *mate, size_t lane, size_t *item) {
    return take_from(&mate->halves[lane], true, item) ||
           take_from(&mate->halves[MATE_LANES - 1 - lane], false, item);
}

/* --- the mate's side --- */

/* A mate on its owner's processor keeps it from running, and the system wakes it there where all are busy. It
 * stays away from that processor from then on. False when there is no other. */
static bool make_way(struct mate *mate) {
    int processor = atomic_load_explicit(&mate->owner_processor, memory_order_relaxed);
    cpu_set_t others = mate->processors;
    if (sched_getcpu() != processor)
        return true;
    CPU_CLR(processor, &others);
    return CPU_COUNT(&others) > 0 && sched_setaffinity(0, sizeof others, &others) == 0;
}

static void help(struct mate *mate, unsigned call) {
    size_t item;
    for (unsigned pauses = 0; pauses < PAUSES_MOST && atomic_load(&mate->call) == call; pauses++) {
        if (take_item(mate, MATE_HELPER, &item)) {
            mate->run(mate->context, item, 1, MATE_HELPER);
            atomic_fetch_add_explicit(&mate->done, 1, memory_order_release);
            pauses = 0;
        } else if (pauses % PAUSES_A_LOOK == 0 && !make_way(mate))
            return;
        pause_processor();
    }
}

/* Until a call that it has not left; returns that. Who changes `is_asleep` back posts or does without. */
static unsigned sleep_until_called(struct mate *mate, unsigned left) {
    for (;;) {
        atomic_store(&mate->is_asleep, true);
        unsigned call = atomic_load(&mate->call);
        if (call % 2 == 1 && call != left && atomic_exchange(&mate->is_asleep, false))
            return call;
        while (sem_wait(&mate->wake) != 0 && errno == EINTR)
            ;
    }
}

static void *live(void *context) {
    struct mate *mate = context;
    unsigned call = 0;
    sched_getaffinity(0, sizeof mate->processors, &mate->processors);
    while (call = sleep_until_called(mate, call), !atomic_load(&mate->is_over))
        help(mate, call);
    return NULL;
}

/* --- the owner's side --- */

struct mate *mate_create(void) {
    struct mate *mate = aligned_alloc(CACHE_LINE, sizeof *mate);
    if (mate == NULL)
        abort();
    *mate = (struct mate){0};
    sem_init(&mate->wake, 0, 0);
    if (pthread_create(&mate->thread, NULL, live, mate) == 0)
        return mate;
    sem_destroy(&mate->wake);
    free(mate);
    return NULL;
}

static void wake(struct mate *mate) {
    atomic_fetch_add(&mate->call, 1);
    if (atomic_exchange(&mate->is_asleep, false))
        sem_post(&mate->wake);
}

void mate_destroy(struct mate *mate) {
    if (mate == NULL)
        return;
    mate_dismiss(mate);
    atomic_store(&mate->is_over, true);
    wake(mate);
    pthread_join(mate->thread, NULL);
    sem_destroy(&mate->wake);
    free(mate);
}

bool mate_is_free(const struct mate *mate) {
    return mate == NULL || atomic_load_explicit(&mate->done, memory_order_acquire) == mate->given;
}

void mate_call(struct mate *mate) {
    if (mate == NULL || mate->is_called || !mate_is_free(mate) || !aside_reserve())
        return;
    mate->is_called = true;
    atomic_store(&mate->owner_processor, sched_getcpu());
    wake(mate);
}

void mate_dismiss(struct mate *mate) {
    if (mate == NULL || !mate->is_called)
        return;
    mate->is_called = false;
    atomic_fetch_add(&mate->call, 1);
    aside_release();
}

/* As long as the step has taken so far, and a little. */
static bool wait_for_items(struct mate *mate, int64_t begin) {
    int64_t deadline = 0;
    for (unsigned pauses = 0; !mate_is_free(mate); pauses++) {
        if (pauses % PAUSES_A_LOOK == 0) {
            int64_t now = clock_monotonic();
            if (deadline == 0)
                deadline = now + (now - begin) + PATIENCE_US;
            else if (now > deadline)
                return false;
        }
        pause_processor();
    }
    return true;
}

static void offer_items(struct mate *mate, size_t lane, uint16_t first, uint16_t end) {
    atomic_store_explicit(&mate->halves[lane].offer, pack_offer((struct offer){mate->steps, first, end}),
                          memory_order_release);
}

bool mate_share(struct mate *mate, mate_run *run, void *context, size_t count) {
    size_t item, own = 0;
    assert(count <= MATE_ITEMS_MAX);
    if (mate == NULL || !mate->is_called) {
        run(context, 0, count, MATE_OWNER);
        return true;
    }
    int64_t begin = clock_monotonic();
    mate->run = run;
    mate->steps++;
    mate->context = context;
    uint16_t middle = (uint16_t)((count + 1) / 2);
    offer_items(mate, MATE_OWNER, 0, middle);
    offer_items(mate, MATE_HELPER, middle, (uint16_t)count);
    for (; take_item(mate, MATE_OWNER, &item); own++)
        run(context, item, 1, MATE_OWNER);
    mate->given += count - own;
    if (wait_for_items(mate, begin))
        return true;
    mate_dismiss(mate);
    return false;
}
