/* Outgoing HTTP, in one place, through libcurl: https or http, no redirects, no proxy of the environment, the
 * peer's certificate always verified, and a bound on time and size. Blocks: call it from the slow pool only.
 *
 * The address comes from the administrator's configuration, never from what users write, so private addresses
 * are allowed (a model server often lives on the same machine).
 */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

enum { FETCH_ANSWER_MAX = 1 << 20 };

struct fetch {
    const char *url;
    const char *bearer_token;     /* NULL: no Authorization header */
    const char *json_body;        /* sent by POST */
    long timeout_ms;              /* for the whole exchange */
    const atomic_bool *cancelled; /* set by another thread to give up within a second; NULL: never */
};

enum fetch_outcome {
    FETCH_ANSWERED, /* status and body are set, whatever the status */
    FETCH_FAILED,   /* no connection, broken off, or certificate refused */
    FETCH_TIMED_OUT,
    FETCH_TOO_LARGE, /* above FETCH_ANSWER_MAX */
    FETCH_CANCELLED,
};

struct fetch_answer {
    long status;
    const char *body; /* in the arena, NUL-terminated */
    size_t body_length;
    long retry_after_s; /* 0: not sent */
};

/* Once, before any thread starts. */
void fetch_init(void);
enum fetch_outcome fetch_post(const struct fetch *fetch, struct arena *arena, struct fetch_answer *answer);

#endif
