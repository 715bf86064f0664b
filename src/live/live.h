/* Live updates: numbered events, who is connected, and messages to the screens that are open.
 *
 * An event carries a name, an id and a version, never content; the screen refetches over REST. Its sequence
 * number is taken in the same transaction as the change (event_append inside db_write), so a socket that
 * reconnects with the last number it saw loses nothing. After the commit the HTTP layer calls live_publish;
 * stores never do. Streams: a session's id, or LIVE_LISTS for the lists of sessions, candidates and job
 * descriptions.
 *
 * What goes over a socket of GET /api/live/ (JSON text, an object with "type"):
 *   server: event    {"stream","seq","name","id","version"}
 *           ready    {"last","complete","member"}: replay is over; complete false: too far behind, refetch
 *           presence {"people":[{"key","name"}]}: the recruiters in this session, sent on every change
 *   client: nothing of its own; every message goes to the hooks (signalling of the call).
 * A candidate's socket (guest) gets no event and no presence: only ready and what live_send_to, live_tell
 * address to it.
 */
#ifndef LIVE_LIVE_H
#define LIVE_LIVE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/uuid.h"
#include "net/http.h"

struct db;
struct live;
struct server;

#define LIVE_LISTS "lists"

enum { RECRUITER_KEY_SIZE = 384 }; /* a picked name of 80 code points, an account's id; with NUL */

struct event {
    char stream[UUID_TEXT_SIZE];
    int64_t sequence; /* set by event_append, from 1 */
    char
        name[24]; /* "note", "question", "session", "cv", "suggestion", "recap", "job", "candidate", "call" */
    char id[UUID_TEXT_SIZE];
    int64_t version;
    char visible_to[4 * 128 + 1]; /* recruiter key; empty: everybody in the stream */
};

/* Fills an event; visible_to may be NULL. */
void event_init(struct event *event, const char *stream, const char *name, const char *id, int64_t version,
                const char *visible_to);
/* Stores the event and takes its sequence number. Call inside a db_write function. */
enum err event_append(struct db *db, struct event *event);

struct live *live_create(void);
void live_attach(struct live *live, struct server *server); /* before server_run */
void live_destroy(struct live *live);                       /* after server_destroy */
/* Sends to the open sockets of the stream. Any thread, after commit. */
void live_publish(struct live *live, const struct event *event);

/* --- for the call, which rides on the same sockets --- */

/* One open socket. Valid on the I/O thread while it is connected. */
struct live_member {
    uint64_t id;        /* unique while the server runs; the "member" of ready */
    const char *stream; /* the session's id, or LIVE_LISTS */
    const char *key;    /* recruiter key, or the guest's id; "" for nobody */
    const char *name;
    bool guest;
};

/* Callbacks on the I/O thread: they must not block. Any may be NULL. */
struct live_hooks {
    void *context;
    void (*on_join)(void *context, struct live *live, const struct live_member *member);
    void (*on_leave)(void *context, struct live *live, const struct live_member *member);
    /* An object with a "type"; borrowed. */
    void (*on_message)(void *context, struct live *live, const struct live_member *from,
                       const json_t *message);
};
/* Makes a candidate's connection a guest's socket in the session that its cookie opens. Worker. */
enum err live_upgrade_guest(struct request *request, struct response *response);
void live_set_hooks(struct live *live, const struct live_hooks *hooks); /* copies; before server_run */

/* To one socket of the stream; false when it is gone. I/O thread. */
bool live_send_to(struct live *live, const char *stream, uint64_t member_id, const char *text, size_t length);
/* Calls fn for each socket of the stream; fn may send, but not close. I/O thread. */
void live_each_member(struct live *live, const char *stream,
                      void (*fn)(void *context, const struct live_member *member), void *context);
/* To every socket of that key in the stream, soon; `text` is copied. Any thread. */
void live_tell(struct live *live, const char *stream, const char *key, const char *text);
/* Closes every socket of that key in the stream, soon (a guest who was sent away). Any thread. */
void live_disconnect(struct live *live, const char *stream, const char *key);

extern const struct route live_routes[];

#endif
