/* What live_http.c prepares on a worker and live.c owns on the I/O thread. */
#ifndef LIVE_LIVE_INTERNAL_H
#define LIVE_LIVE_INTERNAL_H

#include "live/live.h"

struct json;
struct websocket;
struct ws_protocol;

struct member {
    struct live_member public; /* its strings point into this struct */
    struct live *live;
    struct websocket *socket; /* NULL until open */
    struct member *next;      /* in the registry's bucket */
    char stream[UUID_TEXT_SIZE];
    char key[RECRUITER_KEY_SIZE];
    char name[RECRUITER_KEY_SIZE];
    /* the replay, read from the database before the socket opened */
    int64_t replayed;          /* everything up to here is in the backlog or was seen before */
    bool complete;             /* false: the backlog was too long to send */
    uint64_t published_before; /* live_published_count before the replay was read */
    size_t backlog_count;
    struct event *backlog; /* owned until the socket opens */
};

extern const struct ws_protocol live_protocol;

/* How many events have been published so far. Any thread. */
uint64_t live_published_count(struct live *live);

/* The members of an event, into an object that the caller has begun. */
void event_write(struct json *json, const struct event *event);

#endif
