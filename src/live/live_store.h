/* Events as they are stored; live.h is the public side. */
#ifndef LIVE_LIVE_STORE_H
#define LIVE_LIVE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;
struct event;

/* At most this many events are replayed at once; whoever is further behind asks again from the last one. */
enum { LIVE_REPLAY_MAX = 500 };

struct event_list {
    struct event *events;
    size_t count;
};

/* The events of the stream after `after` that `key` may see, in order, in the arena. */
enum err live_list_events(struct db *db, const char *stream, int64_t after, const char *key,
                          struct arena *arena, struct event_list *list);
/* The last sequence number of the stream; 0 when nothing has happened in it. */
enum err live_last_sequence(struct db *db, const char *stream, int64_t *last);
enum err live_session_exists(struct db *db, const char *session_id, bool *exists);

#endif
