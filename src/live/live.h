/* Live updates: numbered events, who is connected, and messages to the screens that are open.
 *
 * An event carries a name, an id and a version, never content; the screen refetches over REST. Its sequence number
 * is taken in the same transaction as the change (event_append inside db_write), so a socket that reconnects with
 * the last number it saw loses nothing. After the commit the HTTP layer calls live_publish; stores never do.
 * Streams: a session's id, or LIVE_LISTS for the lists of sessions, candidates and job descriptions.
 */
#ifndef LIVE_LIVE_H
#define LIVE_LIVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/uuid.h"

struct db;
struct live;
struct server;

#define LIVE_LISTS "lists"

struct event {
    char stream[UUID_TEXT_SIZE];
    int64_t sequence;      /* set by event_append, from 1 */
    char name[24];         /* "note", "question", "session", "cv", "suggestion", "recap", "job", "candidate", "call" */
    char id[UUID_TEXT_SIZE];
    int64_t version;
    char visible_to[128];  /* recruiter key; empty: everybody in the stream */
};

/* Fills an event; visible_to may be NULL. */
void event_init(struct event *event, const char *stream, const char *name, const char *id, int64_t version,
                const char *visible_to);
/* Stores the event and takes its sequence number. Call inside a db_write function. */
enum err event_append(struct db *db, struct event *event);

struct live *live_create(void);
void live_attach(struct live *live, struct server *server); /* before server_run */
void live_destroy(struct live *live);
/* Sends to the open sockets of the stream. Any thread, after commit. */
void live_publish(struct live *live, const struct event *event);

#endif
