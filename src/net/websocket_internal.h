/* The life of a WebSocket inside the net layer. I/O thread, unless said otherwise. Private to src/net/. */
#ifndef NET_WEBSOCKET_INTERNAL_H
#define NET_WEBSOCKET_INTERNAL_H

#include <microhttpd.h>
#include <stdint.h>

#include "net/websocket.h"

struct exchange;
struct server;

/* A socket that is not open yet; it owns `context` from here on. Any thread. */
struct websocket *websocket_create(const struct ws_protocol *protocol, void *context);
/* The answer 101, or NULL with the response filled in when the request is no WebSocket handshake. Any thread.
 */
struct MHD_Response *websocket_respond(struct exchange *exchange, struct websocket *socket);
/* Frees a socket that never opened. */
void websocket_discard(struct websocket *socket);
/* Reads and writes what epoll says is possible. */
void websocket_on_ready(struct websocket *socket);
/* Writes what was queued since the last call. */
void websockets_flush(struct server *server);
/* Pings, and drops the silent ones. */
void websockets_sweep(struct server *server, int64_t now);
/* Says "going away" to all. */
void websockets_close_all(struct server *server);
void websockets_drop_all(struct server *server);

#endif
