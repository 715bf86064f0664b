/* The HTTP server: one I/O thread owns every socket, N workers run handlers.
 *
 * libmicrohttpd runs in external epoll mode inside the loop of the thread that calls server_run; upgraded
 * connections (WebSocket, wslay) live in the same loop. Handlers run on two bounded worker pools (fast,
 * slow); a full queue is 503 with Retry-After. Only server_post and server_stop may be called from other
 * threads.
 */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "net/http.h"

struct config;
struct server;

struct server_setup {
    const struct config *config;       /* borrowed, outlives the server */
    const struct route *const *routes; /* tables, each ended by a row with NULL method; the list by NULL */
    struct worker **workers;           /* one a thread of the fast pool, then one a thread of the slow pool */
    size_t fast_workers;
    size_t slow_workers;
    /* Finds out who calls, from cookies and headers, before the access check. Runs on the worker. */
    void (*identify)(struct request *request);
    /* Whether the web page at this path holds the call: it alone may load JITSI_DOMAIN. NULL: none does. */
    bool (*is_call_document)(const char *path);
    /* Runs request->route->handler, after every check of the row; idempotency wraps it here. NULL: called
     * directly. */
    handler_fn around;
    /* Called once on the I/O thread when the server begins to stop: end what handlers wait for. NULL:
     * nothing. */
    void (*on_stop)(struct worker *any_worker);
};

/* Binds and prepares; on failure NULL and a sentence in `problem`. */
struct server *server_create(const struct server_setup *setup, char *problem, size_t problem_size);
unsigned server_port(const struct server *server);
/* Runs the loop until server_stop, then quiesces: every accepted request is answered. */
void server_run(struct server *server);
void server_stop(struct server *server); /* async-signal-safe */
void server_destroy(struct server *server);

/* Runs fn(context) on the I/O thread soon. False when the server has stopped; fn is then not called. */
bool server_post(struct server *server, void (*fn)(void *context), void *context);

#endif
